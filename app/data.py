"""The explorer's only door to the data: cached reads of the store.

Answers are cached by run, data version and the number of decisions on rings, so a new scan, load or decision shows up
at the next click. The cached
objects are frozen and shared between sessions; nobody changes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import streamlit as st

from graphfraud.lake.lake import Lake
from graphfraud.model.ring import Ring
from graphfraud.settings import load
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
from graphfraud.store.choose import open_store
from graphfraud.workspace import Workspace

KEPT = 256
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
    def _key(self) -> tuple[str, str, str]:
        decided = len(self.store.dispositions())
        return (str(self.workspace), self.run_id, f"{self.version}-{decided}")

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
        return _rings(self.store, self._key, filter, sort, descending, offset, limit)

    def ring(self, ring_id: str) -> Ring:
        """Give one ring.

        Raises:
            NotFoundError: no such ring in the run.
        """
        return _ring(self.store, self._key, ring_id)

    def links(self, ring_id: str) -> pa.Table:
        """Give the patient pairs of a ring."""
        return _links(self.store, self._key, ring_id)

    def gatherings(self, ring_id: str) -> pa.Table:
        """Give who was where together, when."""
        return _gatherings(self.store, self._key, ring_id)

    def claims(self, setl_ids: tuple[str, ...]) -> pa.Table:
        """Give settlement rows as loaded, masked."""
        return _claims(self.store, self._key, setl_ids)

    def resolve(self, text: str) -> EntityRef:
        """Find an entity by what a reader typed.

        Raises:
            NotFoundError: no such entity, or several.
        """
        return self.store.resolve(text, run=self.run_id or None)

    def names(self, refs: tuple[EntityRef, ...]) -> dict[EntityRef, str]:
        """Give the names of entities, persons' masked, empty where none is known."""
        return _names(self.store, self._key, refs)

    def entity(self, ref: EntityRef) -> Entity:
        """Give a profile.

        Raises:
            NotFoundError: no such entity.
        """
        return _entity(self.store, self._key, ref)

    def timeline(self, ref: EntityRef, limit: int) -> pa.Table:
        """Give an entity's settlements in time order."""
        return _timeline(self.store, self._key, ref, limit)

    def neighbours(self, ref: EntityRef, kind: str | None, limit: int) -> NeighbourPage:
        """Give the strongest neighbours."""
        return _neighbours(self.store, self._key, ref, kind, limit)

    def paths(self, a: EntityRef, b: EntityRef, max_hops: int, k: int, avoid_hubs: bool) -> PathAnswer:
        """Give up to `k` shortest paths."""
        return _paths(self.store, self._key, a, b, max_hops, k, avoid_hubs)

    def freshness(self) -> dict[str, str]:
        """Give what the store shows and how old it is."""
        return self.store.freshness()


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
    # A workspace without a run is a beginning; a server without one lacks what the workspace may hold.
    chosen = store.run(run) if run or load().store == "neo4j" or store.runs() else None
    return Reads(store, folder, chosen, chosen.data_version if chosen else "")


@st.cache_resource(show_spinner=False)
def _store(folder: str) -> GraphStore:
    return open_store(load(), Path(folder))


Key = tuple[str, str, str]


def _run(key: Key) -> str | None:
    return key[1] or None


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _rings(
    _store: GraphStore,
    key: Key,
    filter: RingFilter,
    sort: str,
    descending: bool,
    offset: int,
    limit: int | None,
) -> RingPage:
    return _store.rings(filter, sort=sort, descending=descending, offset=offset, limit=limit, run=key[1])


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _ring(_store: GraphStore, key: Key, ring_id: str) -> Ring:
    return _store.ring(ring_id, run=key[1])


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _links(_store: GraphStore, key: Key, ring_id: str) -> pa.Table:
    return _store.links(ring_id, run=key[1])


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _gatherings(_store: GraphStore, key: Key, ring_id: str) -> pa.Table:
    return _store.gatherings(ring_id, run=key[1])


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _claims(_store: GraphStore, key: Key, setl_ids: tuple[str, ...]) -> pa.Table:
    return _store.claims(setl_ids, run=_run(key))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _names(_store: GraphStore, key: Key, refs: tuple[EntityRef, ...]) -> dict[EntityRef, str]:
    return _store.names(refs, run=_run(key))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _entity(_store: GraphStore, key: Key, ref: EntityRef) -> Entity:
    return _store.entity(ref, run=_run(key))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _timeline(_store: GraphStore, key: Key, ref: EntityRef, limit: int) -> pa.Table:
    return _store.timeline(ref, limit=limit, run=_run(key))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _neighbours(_store: GraphStore, key: Key, ref: EntityRef, kind: str | None, limit: int) -> NeighbourPage:
    return _store.neighbours(ref, kind=kind, limit=limit, run=_run(key))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _paths(
    _store: GraphStore, key: Key, a: EntityRef, b: EntityRef, max_hops: int, k: int, avoid_hubs: bool
) -> PathAnswer:
    return _store.paths(a, b, max_hops=max_hops, k=k, avoid_hubs=avoid_hubs, run=_run(key))
