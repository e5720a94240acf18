"""The explorer's only door to the data: cached reads of the store.

Answers are cached by run, data version and the number of decisions and assignments, so a new scan, load or decision
shows up at the next click. The cached
objects are frozen and shared between sessions; nobody changes them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from app.words import name
from graphfraud.errors import GraphFraudError, NotFoundError
from graphfraud.lake.lake import Lake
from graphfraud.lake.loads import TableLoads, loads
from graphfraud.model.ring import Ring
from graphfraud.model.saved_view import SavedView
from graphfraud.settings import load
from graphfraud.store.assignments import assignees
from graphfraud.store.base import (
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
from graphfraud.store.choose import open_store
from graphfraud.store.course import Visit
from graphfraud.store.findings import Comparison, Marks, SearchPage
from graphfraud.store.ring_history import Step, history
from graphfraud.store.run_diff import Change, diff
from graphfraud.store.saved_views import SavedViews
from graphfraud.store.summary import Summary, summary
from graphfraud.workspace import Workspace

if TYPE_CHECKING:
    # Slow to import, and only needed once somebody asks.
    from graphfraud.scan.without import Without

KEPT = 256
NAMES_KEPT = 50_000
EVERY_RING = RingFilter()


@dataclass(frozen=True, slots=True)
class Reads:
    """Reads of one run. `run` is None where the workspace holds no finished run yet."""

    store: GraphStore
    workspace: Path
    run: RunInfo | None
    version: str

    @property
    def run_id(self) -> str:
        """The run that every read is about, empty where there is none."""
        return self.run.run_id if self.run else ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What the answers hang on besides the question."""
        return self._key

    @property
    def _key(self) -> tuple[str, str, str]:
        decided = len(self.store.dispositions()) + len(self.store.assignments())
        return (str(self.workspace), self.run_id, f"{self.version}-{decided}")

    def _read(self, method: str, *args: Any, **named: Any) -> Any:
        """Ask the store, once for each run, data version and number of decisions; `args` can be hashed."""
        return _read(self.store, self._key, method, args, tuple(sorted(named.items())))

    def _work_out(self, work: Callable[..., Any], *args: Any) -> Any:
        """Give `work(store, run_id, *args)`, once as `_read`; `work` is a function of a module."""
        return _worked(self.store, self._key, f"{work.__module__}.{work.__qualname__}", work, args)

    def runs(self) -> tuple[RunInfo, ...]:
        """Give every finished run, newest first."""
        return self.store.runs()

    def loaded(self) -> bool:
        """Say whether the workspace holds claims."""
        return Lake(Workspace(self.workspace).lake).has("setl_d")

    def rings(
        self,
        filter: RingFilter = EVERY_RING,
        sort: str = "rank",
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> RingPage:
        """Give one page of the queue."""
        given: RingPage = self._read("rings", filter, sort=sort, descending=descending, offset=offset, limit=limit)
        return given

    def ring(self, ring_id: str) -> Ring:
        """Give one ring.

        Raises:
            NotFoundError: no such ring in the run.
        """
        given: Ring = self._read("ring", ring_id)
        return given

    def links(self, ring_id: str) -> pa.Table:
        """Give the patient pairs of a ring."""
        given: pa.Table = self._read("links", ring_id)
        return given

    def gatherings(self, ring_id: str) -> pa.Table:
        """Give who was where together, when."""
        given: pa.Table = self._read("gatherings", ring_id)
        return given

    def claims(self, setl_ids: tuple[str, ...]) -> pa.Table:
        """Give settlement rows as loaded, masked."""
        given: pa.Table = self._read("claims", setl_ids)
        return given

    def resolve(self, text: str) -> EntityRef:
        """Find an entity by what a reader typed.

        Raises:
            NotFoundError: no such entity, or several.
        """
        return self.store.resolve(text, run=self.run_id or None)

    def names(self, refs: tuple[EntityRef, ...]) -> dict[EntityRef, str]:
        """Give the names of entities, persons' masked, empty where none is known."""
        known = _names(self._key)
        # Others read and clear it meanwhile: what this call needs is copied first.
        found = {ref: said for ref in refs if (said := known.get(ref)) is not None}
        if missing := tuple(dict.fromkeys(ref for ref in refs if ref not in found)):
            if len(known) > NAMES_KEPT:
                known.clear()
            asked = self.store.names(missing, run=self.run_id or None)
            known.update(asked)
            found.update(asked)
        return {ref: name(said) for ref, said in found.items()}

    def entity(self, ref: EntityRef) -> Entity:
        """Give a profile.

        Raises:
            NotFoundError: no such entity.
        """
        given: Entity = self._read("entity", ref)
        attributes = {column: name(said) for column, said in given.attributes.items()}
        return replace(given, name=name(given.name), attributes=attributes)

    def timeline(self, ref: EntityRef, limit: int) -> pa.Table:
        """Give an entity's settlements in time order."""
        given: pa.Table = self._read("timeline", ref, limit=limit)
        return given

    def search(self, text: str, limit: int) -> SearchPage:
        """Give the entities that a text may mean."""
        given: SearchPage = self._read("search", text, limit=limit)
        return replace(given, items=tuple(replace(hit, name=name(hit.name)) for hit in given.items))

    def peers(self, ref: EntityRef) -> tuple[Comparison, ...]:
        """Give how an entity stands among its peers."""
        given: tuple[Comparison, ...] = self._read("peers", ref)
        return given

    def marks(self, ref: EntityRef) -> Marks:
        """Give what the watch list and monitoring rules say of an entity."""
        given: Marks = self._read("marks", ref)
        listed = tuple(replace(line, source=name(line.source)) for line in given.listed)
        return Marks(listed, tuple(replace(rule, name=name(rule.name)) for rule in given.rules))

    def course(self, ref: EntityRef) -> tuple[Visit, ...]:
        """Give a patient's settlements that stand, in the order of time."""
        given: tuple[Visit, ...] = self._read("course", ref)
        return given

    def days(self, ref: EntityRef) -> pa.Table:
        """Give what an institution or a doctor settled each day."""
        given: pa.Table = self._read("days", ref)
        return given

    def ask(self, question: str, **parameters: Any) -> pa.Table:
        """Answer one of the store's questions."""
        given: pa.Table = self._read("ask", question, **parameters)
        return given

    def of_run(self, run: RunInfo) -> Reads:
        """Give the reads of another run."""
        return replace(self, run=run, version=run.data_version)

    def neighbours(self, ref: EntityRef, kind: str | None, limit: int) -> NeighbourPage:
        """Give the strongest neighbours."""
        given: NeighbourPage = self._read("neighbours", ref, kind=kind, limit=limit)
        return replace(given, items=tuple(replace(n, name=name(n.name)) for n in given.items))

    def between(self, refs: tuple[EntityRef, ...]) -> tuple[Relation, ...]:
        """Give the relations among entities."""
        given: tuple[Relation, ...] = self._read("between", refs)
        return given

    def paths(
        self,
        a: EntityRef,
        b: EntityRef,
        max_hops: int,
        k: int,
        avoid_hubs: bool,
        first: date | None = None,
        last: date | None = None,
    ) -> PathAnswer:
        """Give up to `k` shortest paths."""
        asked = {"max_hops": max_hops, "k": k, "avoid_hubs": avoid_hubs, "first": first, "last": last}
        given: PathAnswer = self._read("paths", a, b, **asked)
        return given

    def surroundings(self, ref: EntityRef, hops: int) -> tuple[EntityRef, ...]:
        """Give the entities within `hops` hops, nearest first, hubs not passed."""
        given: tuple[EntityRef, ...] = self._read("surroundings", ref, hops=hops)
        return given

    def history(self, ring_id: str) -> tuple[Step, ...]:
        """Give the ring in this run and in those before, newest first."""
        given: tuple[Step, ...] = self._work_out(history, ring_id)
        return given

    def without(self, ring_id: str, drop: str) -> Without:
        """Look for a ring again without a member or `edge(A,B)`; takes seconds the first time.

        Raises:
            GraphFraudError: `drop` names nobody in the ring, or the workspace can't be used now.
        """
        return _without(self._key, ring_id, drop)

    def summary(self) -> Summary:
        """Give the run summed up by scheme and district, with what has changed since the run before."""
        given: Summary = self._work_out(summary)
        return given

    def coverage(self) -> tuple[Coverage, ...]:
        """Give what the data let the run look for."""
        given: tuple[Coverage, ...] = self._read("coverage")
        return given

    def districts(self) -> dict[str, str]:
        """Give the district of institutions by code."""
        given: dict[str, str] = self._read("districts")
        return given

    def assignees(self) -> dict[str, str]:
        """Give who looks into each ring, by ring_id."""
        return assignees(self.store.assignments())

    def saved_views(self) -> tuple[SavedView, ...]:
        """Give the saved views of the queue."""
        return SavedViews(Workspace(self.workspace)).listed()

    def loads(self) -> tuple[TableLoads, ...]:
        """Give what the last loads took in and turned away."""
        return loads(Workspace(self.workspace).lake)

    def freshness(self) -> dict[str, str]:
        """Give what the store shows and how old it is."""
        return self.store.freshness()


def run_changes(a: str, b: str) -> tuple[Change, ...]:
    """Give what changed from run `a` to run `b`, as the decisions stand now.

    Raises:
        NotFoundError: there is no such run.
    """
    before, now = reads(a), reads(b)
    return _changes(before._key, now._key, before.rings().rings, now.rings().rings)


@st.cache_data(show_spinner=False, max_entries=32)
def _changes(
    a: tuple[str, str, str], b: tuple[str, str, str], _before: tuple[Ring, ...], _now: tuple[Ring, ...]
) -> tuple[Change, ...]:
    return diff(_before, _now)


def workspace_folder() -> Path:
    """Give the workspace that the process was started for."""
    return Path(load().workspace)


def first_language() -> str:
    """Give the language of a place that names none."""
    return load().lang


def reads(run: str | None) -> Reads:
    """Open the reads of one run, None the newest.

    Raises:
        NotFoundError: the reader asked for a run that isn't there.
        WorkspaceError: the workspace can't be read.
        MissingPartError: the store is neo4j and the server can't be used.
        SettingError: the store is neo4j and no server is set.
    """
    folder = workspace_folder()
    store = _store(str(folder))
    try:
        chosen = store.run(run)
    except NotFoundError:
        # A workspace without a run is a beginning; a server without one lacks what the workspace may hold.
        if run or load().store == "neo4j":
            raise
        chosen = None
    if chosen:
        _keep(store, chosen.run_id)
    return Reads(store, folder, chosen, chosen.data_version if chosen else "")


def ask_server_first() -> None:
    """Ask a graph server how two members of the first ring hang together: what it was never asked takes it seconds.

    Raises:
        GraphFraudError: as `reads`, or the server can't answer.
    """
    opened = reads(None)
    if load().store != "neo4j" or opened.run is None:
        return
    for ring in opened.rings(limit=1).rings:
        for a, b in pairwise(EntityRef("patient", id) for id in ring.patients[:2]):
            opened.store.paths(a, b, k=3, run=opened.run_id)
            opened.store.ask("common_neighbours", run=opened.run_id, entities=(str(a), str(b)))
            opened.store.ask("co_visits", run=opened.run_id, a=str(a), b=str(b))


@st.cache_resource(show_spinner=False)
def _store(folder: str) -> GraphStore:
    return open_store(load(), Path(folder))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _keep(_store: GraphStore, run_id: str) -> None:
    """Read a run's rings once, and tell the collector that they stay.

    Streamlit collects after every run of the script, which stops every reader; with a city's rings in memory that
    took longer than most views.
    """
    with suppress(GraphFraudError):
        _store.rings(run=run_id)
    gc.collect()
    gc.freeze()


Key = tuple[str, str, str]


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _names(key: Key) -> dict[EntityRef, str]:
    """Keep the names that were asked for: the parts of a page ask for the same ones."""
    return {}


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _worked(_store: GraphStore, key: Key, name: str, _work: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    return _work(_store, key[1], *args)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _read(_store: GraphStore, key: Key, method: str, args: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> Any:
    return getattr(_store, method)(*args, **dict(named), run=key[1] or None)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _without(key: Key, ring_id: str, drop: str) -> Without:
    from graphfraud.scan.without import without

    settings, place = load(), Workspace(Path(key[0]))
    return without(
        place, ring_id, drop, run=key[1] or None, memory_limit=settings.memory_limit, threads=settings.threads
    )
