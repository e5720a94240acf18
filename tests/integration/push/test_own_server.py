"""What needs a server of one's own: the bulk import, a server killed or out of disk in mid-load, a read-only one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graphfraud.bolt.connection import Connection
from graphfraud.errors import MissingPartError, SettingError
from graphfraud.push import load, progress, watermark
from graphfraud.push.kept import Kept
from graphfraud.push.push import Wishes, push
from graphfraud.workspace import Workspace
from tests.integration.push import graphs
from tests.integration.push.test_push import change
from tests.neo4j_home import JavaHome

pytestmark = pytest.mark.neo4j


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return graphs.home_of(tmp_path / "city")


def send(workspace: Workspace, home: JavaHome | None, server: Connection, **wishes: Any) -> str:
    return push(workspace, server, lambda said: None, Wishes(**wishes), home).way


def test_import_gives_what_the_driver_gives(home: JavaHome, workspace: Workspace) -> None:
    """Odd texts too: quotes, backslashes, line breaks, commas, texts that look like numbers or nothing."""
    odd = ["'", '"', '""', "\\", "a,b", "line\nbreak", "😀", "007", "null", "", "x" * 1_000, ";", "\t"]

    def add(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        like = rows[0]
        return [*rows, *({**like, "setl_id": f"S{o}", "med_type": o, "doctor": f"H1/{o}"} for o in odd)]

    graphs.rewrite(workspace, "e" * 16, add)
    graphs.scanned(workspace, "e" * 16, "odd", "2025-07-15T10:00:00+08:00")
    wanted = graphs.fresh(workspace, home.login, names=True)
    graphs.clean(home.login)
    with Connection(home.login) as server:
        assert send(workspace, home, server, names=True, way="import") == "import"
        assert graphs.whole(home.login) == wanted
        assert watermark.read(server).state == "shown"
        assert send(workspace, home, server, names=True) == "nothing"
        change(workspace)
        assert send(workspace, home, server, names=True) == "update"
    found = graphs.whole(home.login)
    assert found == graphs.fresh(workspace, home.login, names=True)


def test_small_graphs_are_not_imported(home: JavaHome, workspace: Workspace) -> None:
    graphs.clean(home.login)
    with Connection(home.login) as server:
        assert send(workspace, home, server) == "driver"
        graphs.clean(home.login)
        with pytest.raises(SettingError, match="not on this machine"):
            send(workspace, None, server, way="import")


def test_import_cut_short(home: JavaHome, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    graphs.clean(home.login)

    def killed(*_: object) -> None:
        raise SystemExit(9)

    with Connection(home.login) as server:
        with monkeypatch.context() as patch:
            patch.setattr(JavaHome, "admin", killed)
            with pytest.raises(SystemExit):
                send(workspace, home, server, way="import")
        assert Kept(workspace.root).cut_short
        assert send(workspace, home, server, way="import") == "import"
        assert not Kept(workspace.root).cut_short
    found = graphs.whole(home.login)
    assert found == graphs.fresh(workspace, home.login)


FAULTS = {"killed": (JavaHome.kill, "No Neo4j server answers"), "disk": (JavaHome.full_disk, "most often a full disk")}


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("fault", FAULTS)
def test_server_fails(
    home: JavaHome, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, fault: str, update: bool
) -> None:
    """The push gives up with what to do next; given again, it goes on, and the graph is as if nothing had been."""
    graphs.clean(home.login)
    if update:
        graphs.send(workspace, home.login)
        change(workspace)
    left = [8]
    fail, said = FAULTS[fault]

    def add(self: progress.Progress, name: str, rows: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            fail(home)

    with monkeypatch.context() as patch:
        patch.setattr(load, "BATCH", 2)
        patch.setattr(progress.Progress, "add", add)
        patch.setattr("graphfraud.bolt.connection.RETRY_S", 3.0)
        with pytest.raises(MissingPartError, match=said) as error:
            graphs.send(workspace, home.login)
    assert "give the same command again" in error.value.hint
    # A server that can't write doesn't end by itself.
    home.kill()
    home.start()
    graphs.ask(home.login, "MATCH (w:Watermark) SET w.beat = w.beat - 60001")
    graphs.send(workspace, home.login)
    found = graphs.whole(home.login)
    assert found == graphs.fresh(workspace, home.login)


def test_read_only(home: JavaHome, workspace: Workspace) -> None:
    graphs.clean(home.login)
    home.stop()
    home.configure("server.databases.default_to_read_only=true")
    home.start()
    try:
        with pytest.raises(MissingPartError, match="is read-only"):
            graphs.send(workspace, home.login)
    finally:
        home.stop()
        home.configure()
        home.start()
