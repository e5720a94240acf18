"""`EmbeddedStore`: answers from the files of a workspace, without a server.

Run folders hold the rings, the claims folder of the run's data holds the entity graph, the lake holds the rows.
Nothing is loaded before it is asked for; runs and claims folders never change, so what was read is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path as Folder
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.errors import NotFoundError
from graphfraud.store import nearby
from graphfraud.store.ask_embedded import QuestionTables, ask_embedded
from graphfraud.store.base import EntityRef, Relation
from graphfraud.store.explore import FileGraph
from graphfraud.store.graph_data import GraphData, OpenedGraphs
from graphfraud.store.nearby import Near
from graphfraud.store.questions import Question
from graphfraud.store.run_files import RunFiles, Runs
from graphfraud.store.run_read import RunRead
from graphfraud.store.shared import SharedStore
from graphfraud.workspace import Workspace


class EmbeddedStore(SharedStore):
    """The store over a workspace folder. Safe to share between threads.

    Args:
        workspace: the workspace or its folder.
        hub_degree: an entity with more neighbours is a hub, which paths avoid.
    """

    def __init__(self, workspace: Workspace | Folder, hub_degree: int = 500) -> None:
        super().__init__(workspace, hub_degree)
        self._opened = OpenedGraphs()
        self._tables: dict[str, QuestionTables] = {}

    @property
    def _runs(self) -> Runs:
        return self._run_folders

    def files(self, run: str | None = None) -> RunFiles:
        """Give the files of one run.

        Raises:
            NotFoundError: there is no such run, or none at all.
        """
        return self._runs.get(run)

    def links(self, ring_id: str, *, run: str | None = None) -> pa.Table:
        """Give the patient-to-patient links inside a ring."""
        return self._runs.get(run).rows_of("links", ring_id)

    def closest(self, ref: EntityRef, *, limit: int = 5, run: str | None = None) -> tuple[Near, ...]:
        """Give the entities that are closest by personalised PageRank, at most `limit` of each kind.

        Raises:
            NotFoundError: no such entity.
        """
        read = self._runs.get(run)
        _, ref, _ = self._known(read, ref)
        data = self._data(read)
        node = data.graph.find(ref)
        return () if node is None else nearby.closest(data.graph, data.ties, node, limit=limit)

    def settlements(self, ref: EntityRef, *, run: str | None = None) -> tuple[str, ...]:
        """Give the setl_id of all settlements of an entity, by setl_time, then setl_id.

        Raises:
            NotFoundError: no such entity.
        """
        graph, ref, held = self._known(self._runs.get(run), ref)
        return graph.newest(ref, sys.maxsize) if held else ()

    def freshness(self) -> dict[str, str]:
        """Give what the store shows; all but `store` is empty where no scan has finished."""
        try:
            read = self._runs.get(None)
        except NotFoundError:
            return {"store": "embedded", "data_version": "", "newest_settlement": "", "newest_run": ""}
        newest = pc.max(self._data(read).graph.settled["setl_time"]).as_py()
        return {
            "store": "embedded",
            "data_version": read.info.data_version,
            "newest_settlement": f"{newest.isoformat()}+08:00" if newest else "",
            "newest_run": read.info.run_id,
        }

    def question_tables(self, run: str | None = None) -> QuestionTables:
        """Give the tables that the statements of questions read."""
        return self._tables_of(self._runs.get(run))

    def _answer(self, run: RunRead, question: Question, values: Mapping[str, Any]) -> pa.Table:
        tables, rings = self._tables_of(run), self._rings(run)
        with self._lock:
            return ask_embedded(self._engine, lambda name: tables.of(name, rings), question, values)

    def _same_owner(self, run: RunRead, places: tuple[EntityRef, ...]) -> list[Relation]:
        refs = {ref.id: ref for ref in self._graph(run).held(places)}
        asked = pa.array(sorted(refs))
        tables = self._tables_of(run)
        with self._lock:
            pairs = tables.same_owner
        both = pc.and_(*(pc.is_in(pairs[end], asked) for end in ("a", "b")))
        found = []
        for row in pairs.filter(both).to_pylist():
            a, b = sorted((refs[row["a"]], refs[row["b"]]), key=str)
            found.append(Relation("SAME_OWNER", a, b, sorts=tuple(row["sorts"])))
        return found

    def _tables_of(self, run: RunRead) -> QuestionTables:
        """Open the tables of a run, once."""
        run_id = run.info.run_id
        graph, lake = self._data(run).graph, self._lake(run)
        with self._lock:
            if run_id not in self._tables:
                files = self._runs.get(run_id)
                self._tables[run_id] = QuestionTables(files, self._claims(run), graph, lake, self._engine)
            return self._tables[run_id]

    def _graph(self, run: RunRead) -> FileGraph:
        return FileGraph(self._data(run).graph)

    def _patients(self, run: RunRead, psn_nos: pa.ChunkedArray) -> pa.ChunkedArray:
        return self._data(run).graph.patients_of(psn_nos)

    def _data(self, run: RunRead) -> GraphData:
        return self._opened.of(self._claims(run))
