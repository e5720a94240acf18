"""`Neo4jStore`: answers from a Neo4j server, equal to the embedded store's.

The server holds runs, rings, links and the claims graph (`graphfraud.push`). Rows as loaded, names, gatherings and
decisions come from the workspace, masked, as in the embedded store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as Folder
from typing import Any, TypeVar

import pyarrow as pa

from graphfraud.bolt.connection import Connection
from graphfraud.errors import NotFoundError
from graphfraud.server import Login
from graphfraud.store.ask_server import ask_server
from graphfraud.store.base import EntityRef, Relation
from graphfraud.store.graph_data import OpenedGraphs
from graphfraud.store.lookup import in_words
from graphfraud.store.neo4j_graph import ServerGraph, patients, ref_of
from graphfraud.store.neo4j_runs import SEND, ServerRuns
from graphfraud.store.questions import Question
from graphfraud.store.run_read import LINKS, RunRead
from graphfraud.store.shared import SharedStore
from graphfraud.workspace import Workspace

RETRY_S = 1.0
T = TypeVar("T")


class Neo4jStore(SharedStore):
    """The store over a server and the workspace whose data it shows. Safe to share between threads.

    Every method raises:
        MissingPartError: the server can't be reached, refuses the login, or answers with an error.

    Args:
        workspace: the workspace or its folder.
        login: the server.
        hub_degree: an entity with more neighbours is a hub, which paths avoid.
    """

    def __init__(self, workspace: Workspace | Folder, login: Login, hub_degree: int = 500) -> None:
        super().__init__(workspace, hub_degree)
        # A reader waits for an answer: one more try, then it is told that the server is gone.
        self._server = Connection(login, retry_s=RETRY_S)
        self._server_runs = ServerRuns(self._server)
        self._opened = OpenedGraphs()

    @property
    def _runs(self) -> ServerRuns:
        return self._server_runs

    def links(self, ring_id: str, *, run: str | None = None) -> pa.Table:
        """Give the patient-to-patient links inside a ring."""
        read = self._runs.get(run)
        read.ring(ring_id)
        return pa.Table.from_pylist(
            self._server.rows("store_links", run_id=read.info.run_id, ring_id=ring_id), schema=LINKS
        )

    def freshness(self) -> dict[str, str]:
        """Give what the graph shows; `pushing` is since when a push has been under way, empty where none is."""
        shown = next(iter(self._server.rows("store_shown")), {})
        newest = self._server.rows("store_newest_settlement")[0]["at"]
        return {
            "store": "neo4j",
            "server": self._server.login.uri,
            "data_version": shown.get("data_version") or "",
            "newest_settlement": in_words(newest.to_native()) if newest else "",
            "newest_run": shown.get("run_id") or "",
            "pushing": shown.get("pushing") or "",
        }

    def close(self) -> None:
        """Let go of the server."""
        self._server.close()

    def _graph(self, run: RunRead) -> ServerGraph:
        """Give the claims graph, where it shows the data that the run has seen.

        Raises:
            NotFoundError: it shows other data.
        """
        shown = next((row["data_version"] for row in self._server.rows("store_shown")), None)
        if shown != run.info.data_version:
            raise NotFoundError(
                f"Run {run.info.run_id} has read data {run.info.data_version}; the graph at {self._server.login.uri} "
                f"shows {f'data {shown}' if shown else 'no data'}",
                kind="data",
                id=run.info.data_version,
                hint=SEND,
            )
        claims = self._claims(run)
        return ServerGraph(self._server, claims, lambda: self._opened.of(claims).graph)

    def _same_owner(self, run: RunRead, places: tuple[EntityRef, ...]) -> list[Relation]:
        self._graph(run)
        rows = self._server.rows("store_same_owner", keys=sorted(map(str, places)))
        return [Relation("SAME_OWNER", ref_of(row["a"]), ref_of(row["b"]), sorts=tuple(row["sorts"])) for row in rows]

    def _together(self, work: Callable[[], T]) -> T:
        return self._server.read(work)

    def _answer(self, run: RunRead, question: Question, values: Mapping[str, Any]) -> pa.Table:
        self._graph(run)
        return ask_server(self._server, question, values)

    def _patients(self, run: RunRead, psn_nos: pa.ChunkedArray) -> pa.ChunkedArray:
        return patients(self._claims(run), psn_nos)
