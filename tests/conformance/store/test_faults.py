"""A server that lacks data, refuses the login, or goes away and comes back: clear errors with the next step."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import app
from app.texts import texts
from graphfraud.bolt.connection import Connection
from graphfraud.errors import GraphFraudError, MissingPartError, NotFoundError
from graphfraud.server import Login
from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.neo4j_store import Neo4jStore
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.conformance.store.conftest import login, send
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j
SHOWS = "MATCH (w:Watermark) SET w.data_version = $data_version"
A1, A2 = city.patient("A1"), city.patient("A2")


class Relay:
    """A port that leads to the server while it is up."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self.port = 0

    def up(self) -> None:
        """Listen, at the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def down(self) -> None:
        """Cut every connection and listen no more."""
        for one in (self._listener, *self._open):
            if one is not None:
                # A thread may wait on it: only this wakes it.
                with closing(one):
                    try:
                        one.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        continue
        self._open.clear()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                inside, _ = listener.accept()
            except OSError:
                return
            outside = socket.create_connection(self._target)
            self._open += [inside, outside]
            for ends in ((inside, outside), (outside, inside)):
                threading.Thread(target=_pass_on, args=ends, daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
    except OSError:
        return


@pytest.fixture(scope="module")
def shown(workspace: Workspace, neo4j_server: Neo4jServer) -> Login:
    """Give the login of a server that shows the city."""
    send(workspace, neo4j_server)
    return login(neo4j_server)


@pytest.fixture
def relay(shown: Login) -> Iterator[Relay]:
    parts = urlsplit(shown.uri)
    relay = Relay((parts.hostname or "127.0.0.1", parts.port or 7687))
    relay.up()
    yield relay
    relay.down()


def test_gone_between_two_reads_and_back(workspace: Workspace, shown: Login, relay: Relay) -> None:
    store = Neo4jStore(workspace, replace(shown, uri=f"bolt://127.0.0.1:{relay.port}"))
    before = store.paths(A1, A2)
    relay.down()
    with pytest.raises(MissingPartError, match="No Neo4j server answers") as caught:
        store.paths(A1, A2)
    assert "neo4j_uri" in caught.value.hint
    relay.up()
    assert store.paths(A1, A2) == before
    store.close()


def test_the_explorer_says_so_and_goes_on(
    workspace: Workspace, neo4j_server: Neo4jServer, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "WORKSPACE": str(workspace.root),
        "STORE": "neo4j",
        "NEO4J_URI": f"bolt://127.0.0.1:{relay.port}",
        "NEO4J_USER": neo4j_server.user,
        "NEO4J_PASSWORD_FILE": str(neo4j_server.password_file),
    }.items():
        monkeypatch.setenv(f"GRAPHFRAUD_{name}", value)
    st.cache_resource.clear()

    def page() -> str:
        tested = AppTest.from_file(str(Path(app.__file__).with_name("main.py")), default_timeout=120)
        tested.query_params["view"], tested.query_params["entity"] = "entity", "A1"
        return "".join(str(element.value) for element in tested.run().html)

    try:
        before = page()
        relay.down()
        # What was read before is still there; what wasn't can't be, and the page says why.
        st.cache_resource.clear()
        assert f"<h1>{texts('zh')('error.server')}</h1>" in page()
        relay.up()
        assert page() == before
    finally:
        st.cache_resource.clear()
    assert texts("zh")("error.server") not in before


def test_down_at_the_start(workspace: Workspace, shown: Login, relay: Relay) -> None:
    relay.down()
    store = Neo4jStore(workspace, replace(shown, uri=f"bolt://127.0.0.1:{relay.port}"))
    with pytest.raises(MissingPartError, match="No Neo4j server answers"):
        store.runs()
    relay.up()
    assert len(store.runs()) == 2
    store.close()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"password": "no"}, "refuses the login"), ({"database": "nowhere"}, "can't open the database: .*nowhere")],
)
def test_wrong_login(workspace: Workspace, shown: Login, wrong: dict[str, str], said: str) -> None:
    store = Neo4jStore(workspace, replace(shown, **wrong))
    with pytest.raises(MissingPartError, match=said) as caught:
        store.rings()
    assert caught.value.hint
    store.close()


def test_other_data_leaves_rings_readable(workspace: Workspace, shown: Login, tmp_path: Path) -> None:
    copied = Workspace(tmp_path / "w")
    shutil.copytree(workspace.root, copied.root)
    with Connection(shown) as server:
        try:
            server.run(SHOWS, data_version="another")
            store = Neo4jStore(copied, shown)
            assert store.rings() == EmbeddedStore(copied).rings()
            assert store.links("R1").num_rows == 1
            assert store.claims(("s01",)).num_rows == 1
            for ask in (lambda: store.entity(A1), lambda: store.paths(A1, A2), lambda: store.resolve("A1")):
                with pytest.raises(NotFoundError, match="shows data another") as caught:
                    ask()
                assert "graph push" in caught.value.hint
        finally:
            server.run(SHOWS, data_version=city.DATA)
    store.close()


def test_claims_that_the_server_lacks_come_from_the_workspace(workspace: Workspace, shown: Login) -> None:
    embedded = EmbeddedStore(workspace)
    with Connection(shown) as server:
        server.run("MATCH (c:Claim) WHERE c.setl_id IN ['s02', 's04'] DETACH DELETE c")
    store = Neo4jStore(workspace, shown)
    assert store.paths(A1, A2, k=10) == embedded.paths(A1, A2, k=10)
    for ref in (A1, A2, EntityRef("hospital", "H1")):
        assert store.timeline(ref, limit=2).equals(embedded.timeline(ref, limit=2))
    store.close()


def test_rings_still_on_their_way(workspace: Workspace, shown: Login) -> None:
    with Connection(shown) as server:
        server.run("MATCH (r:Ring {run_id: 'run2', ring_id: 'R3'}) DETACH DELETE r")
    store = Neo4jStore(workspace, shown)
    with pytest.raises(MissingPartError, match="holds 2 of the 3 rings"):
        store.rings()
    store.close()


def test_an_empty_server_says_how_to_fill_it(workspace: Workspace, shown: Login) -> None:
    with Connection(shown) as server:
        server.run("MATCH (n) DETACH DELETE n")
    store = Neo4jStore(workspace, shown)
    assert store.runs() == ()
    assert store.freshness()["newest_run"] == ""
    with pytest.raises(GraphFraudError, match="shows no run") as caught:
        store.rings()
    assert "graph push" in caught.value.hint
    store.close()
