"""Folders, configuration and password of a server's home."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from graphfraud import settings
from graphfraud.errors import WorkspaceError
from graphfraud.server.home import Home
from graphfraud.workspace import Workspace

MB = 1024**2
USAGE = namedtuple("USAGE", "total used free")


def test_memory_is_one_setting(tmp_path: Path) -> None:
    home = Home.of(settings.load(neo4j_memory="1.5GB"), Workspace(tmp_path))
    assert (home.memory, home.memory_text) == (1536 * MB, "1536m")
    assert home.root == tmp_path / "neo4j"


def test_a_prepared_home_listens_on_this_machine_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "neo4j", 512 * MB)
    home.prepare(7700)
    lines = home.root.joinpath("conf", "neo4j.conf").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=") for line in lines if not line.startswith("#"))
    assert given["server.bolt.listen_address"] == "127.0.0.1:7700"
    assert given["server.memory.pagecache.size"] == "512m"
    assert given["dbms.usage_report.enabled"] == given["server.http.enabled"] == "false"
    assert all(home.root.joinpath(name).is_dir() for name in ("conf", "data", "logs", "plugins", "import"))


def test_a_full_disk_is_told_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: USAGE(10**12, 10**12, 300 * MB))
    with pytest.raises(WorkspaceError, match="Only 300 MB of disk are free") as raised:
        Home(tmp_path / "neo4j", 512 * MB).prepare(7700)
    assert "--workspace" in raised.value.hint


def test_the_password_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    home, other = Home(tmp_path / "a", 512 * MB), Home(tmp_path / "b", 512 * MB)
    with home.held(), other.held():
        first = home.password()
        assert (len(first), home.password()) == (32, first)
        assert other.password() != first
    assert stat.S_IMODE(home.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700


def test_a_password_of_ones_own_is_kept(tmp_path: Path) -> None:
    tmp_path.joinpath("password").write_text("my own password\nsecond line\n")
    assert Home(tmp_path, 512 * MB).password() == "my own password"


def test_a_lost_password_is_not_made_up(tmp_path: Path) -> None:
    tmp_path.joinpath("data", "dbms").mkdir(parents=True)
    home = Home(tmp_path, 512 * MB)
    with pytest.raises(WorkspaceError, match="is missing") as raised:
        home.password()
    assert "first line" in raised.value.hint
    home.password_file.write_text("\n")
    with pytest.raises(WorkspaceError, match="is empty"):
        home.password()


def test_one_process_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path, 512 * MB)
    with (
        home.held(),
        pytest.raises(WorkspaceError, match="Another process is starting, stopping or loading"),
        home.held(),
    ):
        pass
    with home.held():
        pass


def test_data_that_a_server_has_open_are_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path, 512 * MB)
    home.check_unused()
    lock = tmp_path / "data" / "databases" / "store_lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    home.check_unused()
    hold = f"import fcntl; f = open({str(lock)!r}, 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX); print('held'); input()"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(WorkspaceError, match=r"has the data of .* open"):
            home.check_unused()
        other.communicate("\n")
    home.check_unused()
