"""`SharedStore`: what every store answers alike, made from its runs and its claims graph.

Rows as loaded, names and register attributes come from the lake of the workspace at the versions that the run has
read; decisions on rings come from the workspace.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps
from pathlib import Path as Folder
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

import pyarrow as pa

import queries
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import SettingError, WorkspaceError
from graphfraud.lake.lake import Lake
from graphfraud.model.assignment import Assignment
from graphfraud.model.disposition import Disposition
from graphfraud.model.graph import KINDS_OF_PLACE
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.store import asking, lookup, ring_list
from graphfraud.store.assignments import Assignments, assignees
from graphfraud.store.base import (
    MOST_BETWEEN,
    Coverage,
    Entity,
    EntityRef,
    GraphStore,
    NeighbourPage,
    PathAnswer,
    Relation,
    RingFilter,
    RingPage,
    RunInfo,
)
from graphfraud.store.claims_graph import NO_TOTALS, ClaimsGraph, PathQuestion, Window
from graphfraud.store.course import Visit, visits
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.entity_reads import EntityReads
from graphfraud.store.findings import Comparison, Marks, SearchPage
from graphfraud.store.lake_reader import LakeReader
from graphfraud.store.questions import Question
from graphfraud.store.questions import question as named
from graphfraud.store.run_files import Runs
from graphfraud.store.run_read import RunRead, RunSource
from graphfraud.store.standing import judged
from graphfraud.workspace import Workspace

MAX_HOPS = 20
MAX_PATHS = 1000
MAX_SURROUNDINGS = 10_000_000
PLACES = frozenset(KINDS_OF_PLACE)
MAX_FOUND = 1000
EVERY_RING = RingFilter()


@dataclass(frozen=True)
class RunRows:
    """The rows that one run has seen."""

    lake: LakeReader
    entities: EntityReads

    @cached_property
    def institution_names(self) -> Mapping[str, str]:
        """Name of each institution by code."""
        return self.lake.institution_names()

    @cached_property
    def districts(self) -> Mapping[str, str]:
        """District of each institution by code."""
        return self.lake.districts()


P = ParamSpec("P")
T = TypeVar("T")


def together(
    method: Callable[Concatenate[SharedStore, P], T],
) -> Callable[Concatenate[SharedStore, P], T]:
    """Let all that one question reads be read together (`SharedStore._together`)."""

    @wraps(method)
    def asked(self: SharedStore, /, *args: P.args, **named: P.kwargs) -> T:
        return self._together(lambda: method(self, *args, **named))

    return asked


class SharedStore(GraphStore):
    """The part of a store that doesn't depend on where runs and graph are. Safe to share between threads.

    Args:
        workspace: the workspace or its folder.
        hub_degree: an entity with more neighbours is a hub, which paths avoid.
    """

    def __init__(self, workspace: Workspace | Folder, hub_degree: int) -> None:
        self.workspace = workspace if isinstance(workspace, Workspace) else Workspace(workspace)
        self.hub_degree = hub_degree
        self._run_folders = Runs(self.workspace.runs)
        self._dispositions = Dispositions(self.workspace)
        self._assignments = Assignments(self.workspace)
        self._judged: dict[str, tuple[int, tuple[Ring, ...]]] = {}
        self._rows: dict[str, RunRows] = {}
        self._lock = RLock()

    @property
    @abstractmethod
    def _runs(self) -> RunSource:
        """Where the runs are."""

    @abstractmethod
    def _graph(self, run: RunRead) -> ClaimsGraph:
        """Give the claims graph of the data that a run has seen."""

    def _together(self, work: Callable[[], T]) -> T:
        """Do `work`; a store that has a server reads in one transaction."""
        return work()

    @abstractmethod
    def _patients(self, run: RunRead, psn_nos: pa.ChunkedArray) -> pa.ChunkedArray:
        """Give the patient of each psn_no: itself where it is no alias."""

    @abstractmethod
    def _answer(self, run: RunRead, question: Question, values: Mapping[str, Any]) -> pa.Table:
        """Answer a question; `values` are those of its statement (`graphfraud.store.asking`)."""

    @abstractmethod
    def _same_owner(self, run: RunRead, places: tuple[EntityRef, ...]) -> list[Relation]:
        """Give which of these institutions share a mark of ownership, in any order; only those with a settlement."""

    @cached_property
    def _engine(self) -> DuckDBEngine:
        return DuckDBEngine(memory_limit="1GB")

    def runs(self) -> tuple[RunInfo, ...]:
        """Give every finished run, newest first."""
        return tuple(run.info for run in self._runs.all())

    def run(self, run: str | None = None) -> RunInfo:
        """Give one run."""
        return self._runs.get(run).info

    def parameters(self, run: str | None = None) -> Parameters:
        """Give what a run was made with."""
        return self._runs.get(run).parameters

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
        read = self._runs.get(run)
        return ring_list.page(
            self._rings(read),
            filter,
            sort=sort,
            descending=descending,
            offset=offset,
            limit=limit,
            known=ring_list.Known(
                self._rows_of(read).institution_names if filter.text.strip() else {},
                self._rows_of(read).districts if filter.district else {},
                assignees(self.assignments()) if filter.assignee is not None else {},
            ),
        )

    def ring(self, ring_id: str, *, run: str | None = None) -> Ring:
        """Give one ring."""
        read = self._runs.get(run)
        raw = read.ring(ring_id)
        return next(ring for ring in self._rings(read) if ring.ring_id == raw.ring_id)

    def dispositions(self) -> tuple[Disposition, ...]:
        """Give every decision on a ring, oldest first."""
        with self._lock:
            return self._dispositions.all()

    def assignments(self) -> tuple[Assignment, ...]:
        """Give every assignment of a ring, oldest first."""
        with self._lock:
            return self._assignments.all()

    def districts(self, *, run: str | None = None) -> dict[str, str]:
        """Give the district of every institution whose district is registered."""
        return dict(self._rows_of(self._runs.get(run)).districts)

    def coverage(self, *, run: str | None = None) -> tuple[Coverage, ...]:
        """Give what the data let the run look for: from the run's folder."""
        return self._run_folders.get(self._runs.get(run).info.run_id).coverage

    def netted(self, setl_ids: tuple[str, ...], *, run: str | None = None) -> pa.Table:
        """Give each settlement once, refunds netted: from the claims folder of the run's data."""
        claims = self._claims(self._runs.get(run))
        with self._lock:
            self._engine.register("settlement", [str(claims / "settlement.parquet")])
            self._engine.register("chosen", pa.table({"setl_id": pa.array(setl_ids, pa.string())}))
            return self._engine.arrow(queries.sql("store_netted"))

    def gatherings(self, ring_id: str, *, run: str | None = None) -> pa.Table:
        """Give who was where together, when: from the run's folder."""
        return self._run_folders.get(self._runs.get(run).info.run_id).rows_of("gatherings", ring_id)

    @together
    def claims(self, setl_ids: tuple[str, ...], *, run: str | None = None) -> pa.Table:
        """Give settlement rows as loaded, masked."""
        read = self._runs.get(run)
        rows = self._lake(read).claims(setl_ids)
        return rows.add_column(rows.num_columns - 2, "patient", self._patients(read, rows["psn_no"]))

    @together
    def resolve(self, text: str, *, run: str | None = None) -> EntityRef:
        """Find the entity for `id` or `kind:id`."""
        read = self._runs.get(run)
        return lookup.resolve(self._graph(read), self._lake(read), text)

    def names(self, refs: tuple[EntityRef, ...], *, run: str | None = None) -> dict[EntityRef, str]:
        """Give the name of each entity, persons' masked."""
        return lookup.names(self._lake(self._runs.get(run)), refs)

    @together
    def entity(self, ref: EntityRef, *, run: str | None = None) -> Entity:
        """Give a profile."""
        read = self._runs.get(run)
        graph, ref, held = self._known(read, ref)
        rings = tuple(
            (ring.ring_id, member.role)
            for ring in self._rings(read)
            for member in ring.members
            if (member.kind, member.id) == (ref.kind, ref.id)
        )
        return lookup.profile(self._lake(read), ref, graph.totals(ref) if held else NO_TOTALS, rings)

    def search(self, text: str, *, limit: int = 20, run: str | None = None) -> SearchPage:
        """Give the entities that a text may mean."""
        _check("limit", limit, MAX_FOUND)
        entities = self._rows_of(self._runs.get(run)).entities
        with self._lock:
            return entities.search(text, limit)

    def peers(self, ref: EntityRef, *, run: str | None = None) -> tuple[Comparison, ...]:
        """Give how an entity stands among its peers."""
        entities, ref = self._entities_of(ref, run)
        with self._lock:
            return entities.peers(ref)

    def marks(self, ref: EntityRef, *, run: str | None = None) -> Marks:
        """Give what the watch list and monitoring rules say of an entity."""
        entities, ref = self._entities_of(ref, run)
        with self._lock:
            return entities.marks(ref)

    def course(self, ref: EntityRef, *, run: str | None = None) -> tuple[Visit, ...]:
        """Give a patient's settlements that stand, in the order of time."""
        entities, ref = self._entities_of(ref, run)
        with self._lock:
            return visits(entities.course(ref.id if ref.kind == "patient" else ""))

    def days(self, ref: EntityRef, *, run: str | None = None) -> pa.Table:
        """Give what an institution or a doctor settled on each day."""
        entities, ref = self._entities_of(ref, run)
        with self._lock:
            return entities.days(ref)

    @together
    def timeline(self, ref: EntityRef, *, limit: int = 500, run: str | None = None) -> pa.Table:
        """Give the entity's newest `limit` settlements in time order."""
        graph, ref, held = self._known(self._runs.get(run), ref)
        return self.claims(graph.newest(ref, limit) if held else (), run=run)

    @together
    def neighbours(
        self, ref: EntityRef, *, kind: str | None = None, limit: int = 100, run: str | None = None
    ) -> NeighbourPage:
        """Give the strongest neighbours."""
        read = self._runs.get(run)
        graph, ref, held = self._known(read, ref)
        page = graph.neighbours(ref, kind, limit) if held else NeighbourPage((), 0)
        named = lookup.names(self._lake(read), [n.ref for n in page.items])
        return NeighbourPage(tuple(replace(n, name=named[n.ref]) for n in page.items), page.total)

    @together
    def between(self, refs: tuple[EntityRef, ...], *, run: str | None = None) -> tuple[Relation, ...]:
        """Give the relations among entities."""
        if len(refs) > MOST_BETWEEN:
            raise SettingError(
                f"{len(refs)} entities are too many at once", name="refs", hint=f"Give at most {MOST_BETWEEN}."
            )
        read = self._runs.get(run)
        places = tuple(ref for ref in refs if ref.kind in PLACES)
        found = [*self._graph(read).between(refs), *(self._same_owner(read, places) if len(places) > 1 else ())]
        return tuple(sorted(found, key=lambda r: (r.kind, str(r.a), str(r.b))))

    @together
    def paths(
        self,
        a: EntityRef,
        b: EntityRef,
        *,
        max_hops: int = 6,
        k: int = 3,
        avoid_hubs: bool = True,
        first: date | None = None,
        last: date | None = None,
        run: str | None = None,
    ) -> PathAnswer:
        """Give up to `k` shortest simple paths."""
        _check("max_hops", max_hops, MAX_HOPS)
        _check("k", k, MAX_PATHS)
        if first and last and first > last:
            raise SettingError(f"{first} lies after {last}", name="first", hint="Give the earlier day first.")
        read = self._runs.get(run)
        graph = self._graph(read)
        (a, _), (b, _) = lookup.known(graph, self._lake(read), [a, b])
        if a == b:
            raise SettingError(f"A path needs two entities; both are {a}", name="b", hint="Write another second one.")
        hub_degree = self.hub_degree if avoid_hubs else None
        return graph.paths(a, b, PathQuestion(max_hops, k, hub_degree, Window.of(first, last)))

    @together
    def surroundings(
        self, ref: EntityRef, *, hops: int = 2, limit: int = 20_000, run: str | None = None
    ) -> tuple[EntityRef, ...]:
        """Give the entities within `hops` hops, hubs not passed."""
        _check("hops", hops, MAX_HOPS)
        _check("limit", limit, MAX_SURROUNDINGS)
        graph, ref, held = self._known(self._runs.get(run), ref)
        return graph.surroundings(ref, hub_degree=self.hub_degree, hops=hops, limit=limit) if held else (ref,)

    def ask(self, question: str, *, run: str | None = None, **parameters: Any) -> pa.Table:
        """Answer one of the questions of `questions.yml`."""
        asked = named(question)
        values = asking.parameters(self, asked, parameters, run=run, hub_degree=self.hub_degree)
        return self._answer(self._runs.get(run), asked, values)

    def prepare(self) -> None:
        """Build what makes reads of the newest run fast, once; everything can be read without.

        Raises:
            NotFoundError: no scan has finished.
            WorkspaceError: the workspace can't be written.
        """
        try:
            rows = self._rows_of(self._runs.get(None))
            rows.lake.prepare()
            with self._lock:
                rows.entities.prepare()
        except OSError as e:
            raise WorkspaceError(
                f"Can't write to the workspace {self.workspace.root}: {e}",
                path=str(self.workspace.root),
                kind="closed",
                hint="Give write permission and space there.",
            ) from e

    @together
    def _entities_of(self, ref: EntityRef, run: str | None) -> tuple[EntityReads, EntityRef]:
        """Give the reads of a run's entities, and the patient for an alias."""
        read = self._runs.get(run)
        _, ref, _ = self._known(read, ref)
        return self._rows_of(read).entities, ref

    def _known(self, run: RunRead, ref: EntityRef) -> tuple[ClaimsGraph, EntityRef, bool]:
        """Give the graph, the entity, and whether the graph holds it."""
        graph = self._graph(run)
        ((ref, held),) = lookup.known(graph, self._lake(run), [ref])
        return graph, ref, held

    def _rings(self, run: RunRead) -> tuple[Ring, ...]:
        """Give the rings of a run with the decisions on them; drawn anew when one has been added."""
        decided = self.dispositions()
        if not decided:
            return run.rings
        with self._lock:
            known, rings = self._judged.get(run.info.run_id, (0, ()))
            if known != len(decided):
                rings = judged(run.rings, decided, run.parameters)
                self._judged[run.info.run_id] = (len(decided), rings)
            return rings

    def _lake(self, run: RunRead) -> LakeReader:
        return self._rows_of(run).lake

    def _rows_of(self, run: RunRead) -> RunRows:
        """Open the rows of a run, once."""
        with self._lock:
            if run.info.run_id not in self._rows:
                claims = self._claims(run)
                lake = LakeReader(Lake(self.workspace.lake), self._engine, run.lake_versions, self._lock, claims)
                self._rows[run.info.run_id] = RunRows(lake, EntityReads(claims, lake, self._engine))
            return self._rows[run.info.run_id]

    def _claims(self, run: RunRead) -> Folder:
        """Give the claims folder of the data that a run has seen."""
        claims = self.workspace.claims / run.info.data_version
        if not (claims / "settlement.parquet").exists():
            raise WorkspaceError(
                f"The claims that run {run.info.run_id} has seen are gone: {claims}",
                path=str(claims),
                kind="claims",
                hint=f"Restore that folder, or delete {self.workspace.runs / run.info.run_id} and scan again: "
                "graphfraud scan",
            )
        return claims


def _check(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise SettingError(f"{name} can't be {value}", name=name, hint=f"Give a number from 1 to {most}.")
