"""A full disk, a folder without permission, two loads at once, Ctrl-C: the last whole state stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graphfraud.errors import InputError, WorkspaceError
from graphfraud.workspace import Workspace
from tests.integration.ingest.loading import load, rows, settlement, write
from tests.services import absent

GRAPHFRAUD = Path(sys.executable).with_name("graphfraud")


@contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        absent("a small disk needs the right to mount a tmpfs (root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _noise(start: int, count: int) -> list[str]:
    return [settlement(n, fee=f"{n * 7919 % 100_000 / 100:.2f}") for n in range(start, start + count)]


def test_full_disk(tmp_path: Path) -> None:
    small = write(tmp_path / "a/setl_d.csv", _noise(0, 1000))
    large = write(tmp_path / "b/setl_d.csv", _noise(1000, 150_000))
    with _small_disk(tmp_path / "disk", "2m") as disk:
        assert load(disk / "w", small).code == 0
        before = rows(disk / "w", "setl_d")
        with pytest.raises(WorkspaceError) as error:
            load(disk / "w", large)
        assert "No space left" in str(error.value)
        assert "Free space" in error.value.hint
        assert rows(disk / "w", "setl_d") == before
        assert [p for p in (disk / "w").rglob("*.parquet") if p.stat().st_size > 1_000_000] == []
        # With room again the same command goes on.
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert load(disk / "w", large).batch["accepted"] == 150_000


def test_full_from_the_start(tmp_path: Path) -> None:
    path = write(tmp_path / "a/setl_d.csv", _noise(0, 100_000))
    with _small_disk(tmp_path / "disk", "200k") as disk, pytest.raises(WorkspaceError):
        load(disk / "w", path)


@contextmanager
def _without_rights() -> Iterator[Path]:
    """Give a folder that holds what others own: root may do anything, so it acts as nobody meanwhile."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        (Path(name) / "closed").mkdir(mode=0o555)
        write(Path(name) / "a/setl_d.csv", [settlement(1)])
        write(Path(name) / "b/setl_d.csv", [settlement(2)]).chmod(0)
        if os.geteuid() != 0:
            yield Path(name)
            return
        os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            os.seteuid(0)


def test_no_permission() -> None:
    with _without_rights() as folder:
        with pytest.raises(WorkspaceError) as error:
            load(folder / "closed/w", folder / "a")
        assert "Permission denied" in str(error.value)
        with TemporaryDirectory() as own:
            answer = load(Path(own) / "w", folder / "b")
        assert (answer.code, answer.data["failed"][0]["reason"]) == (1, "unreadable")
        assert "Permission denied" in answer.stderr


def test_a_folder_that_cannot_be_read_is_not_passed_over() -> None:
    with _without_rights() as folder, TemporaryDirectory() as own:
        write(Path(own) / "in/setl_d.csv", [settlement(1)])
        (Path(own) / "in/fee_list_d").mkdir(mode=0)
        (Path(own) / "shut").mkdir(mode=0)
        for path in (Path(own) / "in", Path(own) / "shut", Path(own) / "shut/setl_d.csv"):
            with pytest.raises(InputError) as error:
                load(folder / "w", path)
            assert (error.value.reason, "Permission denied" in str(error.value)) == ("unreadable", True)
        (Path(own) / "in/fee_list_d").chmod(0o700)
        (Path(own) / "shut").chmod(0o700)


def test_a_second_load_refuses_or_waits(tmp_path: Path) -> None:
    path = write(tmp_path / "a/setl_d.csv", [settlement(1)])
    workspace = Workspace(tmp_path / "w")
    command = [str(GRAPHFRAUD), "load", str(path), "--workspace", str(workspace.root), "--format", "json"]
    with workspace.writing():
        refused = subprocess.run(command, capture_output=True, text=True, check=False)
        assert refused.returncode == 1
        assert "Another process is writing" in refused.stderr
        waiting = subprocess.Popen([*command, "--wait", "60"], stdout=subprocess.PIPE, text=True)
        time.sleep(1.0)
        assert waiting.poll() is None
    out, _ = waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    assert '"accepted": 1' in out


def test_ctrl_c(tmp_path: Path) -> None:
    path = write(tmp_path / "a/setl_d.csv", _noise(0, 250_000))
    process = subprocess.Popen(
        [str(GRAPHFRAUD), "load", str(path), "--workspace", str(tmp_path / "w")],
        stderr=subprocess.PIPE,
        text=True,
        # Where tests run in the background the signal is ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    folder = tmp_path / "w/lake/setl_d"
    while not list(folder.glob("*.parquet")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Stopped" in err
    assert list(folder.glob("*.parquet")) == []
    assert load(tmp_path / "w", path).batch["accepted"] == 250_000
