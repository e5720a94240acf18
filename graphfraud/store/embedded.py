"""`EmbeddedStore`: answers from the files of a workspace, without a server.

Run folders hold the rings, the claims folder of the run's data holds the entity graph, the lake holds the rows.
Nothing is loaded before it is asked for; runs and claims folders never change, so what was read is kept.
"""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path as Folder
from threading import RLock
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import NotFoundError, SettingError, WorkspaceError
from graphfraud.lake.lake import Lake
from graphfraud.model.disposition import Disposition
from graphfraud.model.ring import Ring
from graphfraud.store import ask_embedded, asking, entity_graph, explore, lookup, nearby, ring_list
from graphfraud.store import surroundings as around
from graphfraud.store.base import (
    Entity,
    EntityRef,
    GraphStore,
    NeighbourPage,
    PathAnswer,
    RingFilter,
    RingPage,
    RunInfo,
)
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.graph_files import EntityGraph
from graphfraud.store.lake_reader import LakeReader
from graphfraud.store.nearby import Near
from graphfraud.store.questions import question as named
from graphfraud.store.run_data import RunData
from graphfraud.store.run_files import RunFiles, Runs
from graphfraud.store.standing import judged
from graphfraud.workspace import Workspace

MAX_HOPS = 20
MAX_PATHS = 1000
MAX_SURROUNDINGS = 10_000_000
EVERY_RING = RingFilter()


class EmbeddedStore(GraphStore):
    """The store over a workspace folder. Safe to share between threads.

    Args:
        workspace: the workspace or its folder.
        hub_degree: an entity with more neighbours is a hub, which paths avoid.
    """

    def __init__(self, workspace: Workspace | Folder, hub_degree: int = 500) -> None:
        self.workspace = workspace if isinstance(workspace, Workspace) else Workspace(workspace)
        self.hub_degree = hub_degree
        self._runs = Runs(self.workspace.runs)
        self._dispositions = Dispositions(self.workspace)
        self._judged: dict[str, tuple[int, tuple[Ring, ...]]] = {}
        self._opened: dict[str, RunData] = {}
        self._lock = RLock()

    @cached_property
    def _engine(self) -> DuckDBEngine:
        return DuckDBEngine(memory_limit="1GB")

    def runs(self) -> tuple[RunInfo, ...]:
        """Give every finished run, newest first."""
        return tuple(run.info for run in self._runs.all())

    def run(self, run: str | None = None) -> RunInfo:
        """Give one run."""
        return self._runs.get(run).info

    def files(self, run: str | None = None) -> RunFiles:
        """Give the files of one run.

        Raises:
            NotFoundError: there is no such run, or none at all.
        """
        return self._runs.get(run)

    def rings(
        self,
        filter: RingFilter = EVERY_RING,
        *,
        sort: str = "rank",
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
        run: str | None = None,
    ) -> RingPage:
        """Give the rings that pass the filter."""
        return ring_list.page(
            self._rings(run),
            filter,
            sort=sort,
            descending=descending,
            offset=offset,
            limit=limit,
            names=lambda: self._data(run).institution_names,
        )

    def ring(self, ring_id: str, *, run: str | None = None) -> Ring:
        """Give one ring."""
        raw = self._runs.get(run).ring(ring_id)
        return next(ring for ring in self._rings(run) if ring.ring_id == raw.ring_id)

    def dispositions(self) -> tuple[Disposition, ...]:
        """Give every decision on a ring, oldest first."""
        with self._lock:
            return self._dispositions.all()

    def links(self, ring_id: str, *, run: str | None = None) -> pa.Table:
        """Give the patient-to-patient links inside a ring."""
        return self._runs.get(run).rows_of("links", ring_id)

    def gatherings(self, ring_id: str, *, run: str | None = None) -> pa.Table:
        """Give who was where together, when."""
        return self._runs.get(run).rows_of("gatherings", ring_id)

    def claims(self, setl_ids: tuple[str, ...], *, run: str | None = None) -> pa.Table:
        """Give settlement rows as loaded, masked."""
        data = self._data(run)
        rows = data.lake.claims(setl_ids)
        return rows.add_column(rows.num_columns - 2, "patient", data.graph.patients_of(rows["psn_no"]))

    def resolve(self, text: str, *, run: str | None = None) -> EntityRef:
        """Find the entity for `id` or `kind:id`."""
        data = self._data(run)
        return lookup.resolve(data.graph, data.lake, text)

    def names(self, refs: tuple[EntityRef, ...], *, run: str | None = None) -> dict[EntityRef, str]:
        """Give the name of each entity, persons' masked."""
        return lookup.names(self._data(run).lake, refs)

    def entity(self, ref: EntityRef, *, run: str | None = None) -> Entity:
        """Give a profile."""
        data = self._data(run)
        ref, node = lookup.node(data.graph, data.lake, ref)
        rings = tuple(
            (ring.ring_id, member.role)
            for ring in self._rings(run)
            for member in ring.members
            if (member.kind, member.id) == (ref.kind, ref.id)
        )
        return explore.profile(data.graph, data.lake, ref, node, rings)

    def timeline(self, ref: EntityRef, *, limit: int = 500, run: str | None = None) -> pa.Table:
        """Give the entity's newest `limit` settlements in time order."""
        data = self._data(run)
        _, node = lookup.node(data.graph, data.lake, ref)
        return self.claims(explore.newest(data.graph, node, limit), run=run)

    def neighbours(
        self, ref: EntityRef, *, kind: str | None = None, limit: int = 100, run: str | None = None
    ) -> NeighbourPage:
        """Give the strongest neighbours."""
        data = self._data(run)
        _, node = lookup.node(data.graph, data.lake, ref)
        if node is None:
            return NeighbourPage((), 0)
        return explore.neighbours(data.graph, data.lake, node, kind, limit)

    def closest(self, ref: EntityRef, *, limit: int = 5, run: str | None = None) -> tuple[Near, ...]:
        """Give the entities that are closest by personalised PageRank, at most `limit` of each kind.

        Raises:
            NotFoundError: no such entity.
        """
        data = self._data(run)
        _, node = lookup.node(data.graph, data.lake, ref)
        return () if node is None else nearby.closest(data.graph, data.ties, node, limit=limit)

    def settlements(self, ref: EntityRef, *, run: str | None = None) -> tuple[str, ...]:
        """Give the setl_id of all settlements of an entity, by setl_time, then setl_id.

        Raises:
            NotFoundError: no such entity.
        """
        data = self._data(run)
        _, node = lookup.node(data.graph, data.lake, ref)
        return explore.newest(data.graph, node, len(data.graph.settled))

    def paths(
        self,
        a: EntityRef,
        b: EntityRef,
        *,
        max_hops: int = 6,
        k: int = 3,
        avoid_hubs: bool = True,
        run: str | None = None,
    ) -> PathAnswer:
        """Give up to `k` shortest simple paths."""
        _check("max_hops", max_hops, MAX_HOPS)
        _check("k", k, MAX_PATHS)
        data = self._data(run)
        a, start = lookup.node(data.graph, data.lake, a)
        b, end = lookup.node(data.graph, data.lake, b)
        if a == b:
            raise SettingError(f"A path needs two entities; both are {a}", name="b", hint="Write another second one.")
        hubs = data.graph.adjacency.degrees > (self.hub_degree if avoid_hubs else len(data.graph))
        if start is None or end is None:
            return PathAnswer((), max_hops, int(hubs.sum()))
        return explore.paths(data.graph, start, end, hubs=hubs, max_hops=max_hops, k=k)

    def surroundings(
        self, ref: EntityRef, *, hops: int = 2, limit: int = 20_000, run: str | None = None
    ) -> tuple[EntityRef, ...]:
        """Give the entities within `hops` hops, hubs not passed."""
        _check("hops", hops, MAX_HOPS)
        _check("limit", limit, MAX_SURROUNDINGS)
        data = self._data(run)
        ref, node = lookup.node(data.graph, data.lake, ref)
        if node is None:
            return (ref,)
        found, _ = around.around(data.graph, node, hub_degree=self.hub_degree, hops=hops, limit=limit)
        return tuple(data.graph.ref(n) for n in found)

    def ask(self, question: str, *, run: str | None = None, **parameters: Any) -> pa.Table:
        """Answer one of the questions of `questions.yml`."""
        asked = named(question)
        values = asking.parameters(self, asked, parameters, run=run, hub_degree=self.hub_degree)
        tables, rings = self._data(run).tables, self._rings(run)
        with self._lock:
            return ask_embedded.ask_embedded(self._engine, lambda name: tables.of(name, rings), asked, values)

    def freshness(self) -> dict[str, str]:
        """Give what the store shows; all but `store` is empty where no scan has finished."""
        try:
            info = self.run()
        except NotFoundError:
            return {"store": "embedded", "data_version": "", "newest_settlement": "", "newest_run": ""}
        newest = pc.max(self._data(None).graph.settled["setl_time"]).as_py()
        return {
            "store": "embedded",
            "data_version": info.data_version,
            "newest_settlement": f"{newest.isoformat()}+08:00" if newest else "",
            "newest_run": info.run_id,
        }

    def prepare(self) -> None:
        """Build what makes reads of the newest run fast, once; everything can be read without.

        Raises:
            NotFoundError: no scan has finished.
            WorkspaceError: the workspace can't be written.
        """
        try:
            self._data(None).lake.prepare()
        except OSError as e:
            raise WorkspaceError(
                f"Can't write to the workspace {self.workspace.root}: {e}",
                path=str(self.workspace.root),
                hint="Give write permission and space there.",
            ) from e

    def _rings(self, run: str | None) -> tuple[Ring, ...]:
        """Give the rings of a run with the decisions on them; drawn anew when one has been added."""
        files, decided = self._runs.get(run), self.dispositions()
        if not decided:
            return files.rings
        with self._lock:
            known, rings = self._judged.get(files.info.run_id, (0, ()))
            if known != len(decided):
                rings = judged(files.rings, decided, files.parameters)
                self._judged[files.info.run_id] = (len(decided), rings)
            return rings

    def _data(self, run: str | None) -> RunData:
        """Open the data of a run, once."""
        files = self._runs.get(run)
        with self._lock:
            if files.info.run_id not in self._opened:
                self._opened[files.info.run_id] = self._open(files)
            return self._opened[files.info.run_id]

    def _open(self, files: RunFiles) -> RunData:
        claims = self.workspace.claims / files.info.data_version
        if not (claims / "settlement.parquet").exists():
            raise WorkspaceError(
                f"The claims that run {files.info.run_id} has seen are gone: {claims}",
                path=str(claims),
                hint=f"Restore that folder, or delete {files.folder} and scan again: graphfraud scan",
            )
        if not (claims / entity_graph.FOLDER).exists():
            print(f"Building the entity graph of data {files.info.data_version} (once)", file=sys.stderr, flush=True)
        graph = EntityGraph(entity_graph.build(claims))
        lake = LakeReader(Lake(self.workspace.lake), self._engine, files.lake_versions, self._lock, claims)
        return RunData(graph, lake, ask_embedded.QuestionTables(files, claims, graph, lake, self._engine))


def _check(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise SettingError(f"{name} can't be {value}", name=name, hint=f"Give a number from 1 to {most}.")
