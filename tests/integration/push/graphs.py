"""What the push tests share: a clean database, a digest of the whole graph, cities that change, a stalling network."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import neo4j
import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud.bolt.connection import Connection
from graphfraud.push.push import Summary, Wishes, push
from graphfraud.server import Login
from graphfraud.workspace import Workspace
from tests.conformance.store import city

NODES = "MATCH (n) WHERE NOT n:Watermark RETURN labels(n) AS labels, properties(n) AS properties"
RELATIONSHIPS = (
    "MATCH (a)-[r]->(b) RETURN type(r) AS type, coalesce(a.key, a.setl_id) AS a, "
    "coalesce(b.key, b.setl_id, b.run_id, b.hilist_code, b.drug_trac_codg) AS b, properties(r) AS properties"
)


def ask(login: Login, text: str, **parameters: Any) -> list[dict[str, Any]]:
    """Ask the server itself, past everything of ours."""
    with (
        neo4j.GraphDatabase.driver(login.uri, auth=(login.user, login.password)) as driver,
        driver.session(database=login.database) as session,
    ):
        return [dict(record) for record in session.run(text, parameters)]


def clean(login: Login) -> None:
    """Empty the database."""
    ask(login, "MATCH (n) CALL (n) {DETACH DELETE n} IN TRANSACTIONS OF 10000 ROWS")


def whole(login: Login) -> list[str]:
    """Give every node and relationship of the graph as text, sorted; doubles show as doubles."""
    nodes = [f"{sorted(r['labels'])} {_text(r['properties'])}" for r in ask(login, NODES)]
    ways = [f"{r['a']} {r['type']} {r['b']} {_text(r['properties'])}" for r in ask(login, RELATIONSHIPS)]
    return sorted(nodes) + sorted(ways)


def digest(login: Login) -> str:
    """Give a digest of the whole graph but its watermark."""
    return hashlib.sha256("\n".join(whole(login)).encode()).hexdigest()


def _text(properties: dict[str, Any]) -> str:
    return json.dumps(properties, sort_keys=True, default=str, ensure_ascii=False)


def send(workspace: Workspace, login: Login, **wishes: Any) -> Summary:
    """Push, quietly."""
    with Connection(login) as server:
        return push(workspace, server, lambda said: None, Wishes(**wishes))


def fresh(workspace: Workspace, login: Login, **wishes: Any) -> list[str]:
    """Give the graph that a first fill makes of a workspace."""
    clean(login)
    send(workspace, login, **wishes)
    return whole(login)


def rewrite(workspace: Workspace, data: str, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Add the clean claims of a later data version: those of now with a change, and a run over them."""
    newest = sorted(p for p in workspace.claims.iterdir() if p.is_dir())[-1]
    folder = workspace.claims / data
    shutil.copytree(newest, folder)
    rows = pq.read_table(folder / "settlement.parquet")
    changed = pa.Table.from_pylist(change(rows.to_pylist()), rows.schema)
    order = [(name, "ascending") for name in ("patient", "setl_time", "setl_id")]
    pq.write_table(changed.sort_by(order), folder / "settlement.parquet")


def scanned(workspace: Workspace, data: str, run_id: str, at: str) -> None:
    """Add a run over a data version."""
    before, city.DATA = city.DATA, data
    try:
        city.write_run(workspace, run_id, at, city.rings())
    finally:
        city.DATA = before


@contextmanager
def proxy(login: Login, *, stall_s: float, after: int) -> Iterator[Login]:
    """Give the server behind a network that stands still for a while once so many bytes have gone to it."""
    port = int(login.uri.rpartition(":")[2])
    passed, stalled = [0], threading.Event()

    def pump(source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                passed[0] += len(data) if counted else 0
                if counted and passed[0] > after and not stalled.is_set():
                    stalled.set()
                    time.sleep(stall_s)
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", port))
                for pair, counted in (((client, server), True), ((server, client), False)):
                    threading.Thread(target=pump, args=(*pair, counted), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        yield Login(f"bolt://127.0.0.1:{listener.getsockname()[1]}", login.user, login.password)
        assert stalled.is_set(), "the network never stood still"


def home_of(folder: Path) -> Workspace:
    """Make the nine-person city."""
    return city.build(folder)
