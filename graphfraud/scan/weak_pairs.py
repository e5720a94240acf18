"""Pairs around an entity that met more often than chance brings together, and are in no ring for all that.

Found again rather than kept: a run holds the pairs of its rings, not the many others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import yaml
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graphfraud.chance.pairs import Links
from graphfraud.claims import scene
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.lake import Lake
from graphfraud.lake.trouble import told
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters, known
from graphfraud.rings.evidence import tidy
from graphfraud.rings.gatherings import ByPatient
from graphfraud.rings.groups import link
from graphfraud.scan import inside, scope
from graphfraud.scan.find import among
from graphfraud.scan.find import met as events_of
from graphfraud.scan.tables import met
from graphfraud.schemes import SCHEMES
from graphfraud.schemes.base import Meeting
from graphfraud.signals.events import Events
from graphfraud.store.base import EntityRef
from graphfraud.store.run_files import RunFiles
from graphfraud.workspace import Workspace

REGISTERS = ("psn_info_b", "household")
SMALLEST_GROUP = 3


@dataclass(frozen=True, slots=True)
class WeakPair:
    """Two patients a < b who were together `observed` times where `expected` would be chance."""

    scheme: str
    a: str
    b: str
    observed: int
    expected: float
    p_value: float
    setl_ids: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {name: getattr(self, name) for name in self.__slots__} | {"setl_ids": list(self.setl_ids)}


@dataclass(frozen=True, slots=True)
class WeakPairs:
    """Pairs around an entity, the least probable first, and the groups of three and more that they make."""

    pairs: tuple[WeakPair, ...]
    groups: tuple[tuple[str, ...], ...]


def find(workspace: Workspace, run: RunFiles, seeds: Iterable[EntityRef]) -> list[WeakPairs] | None:
    """Give the weak pairs around each seed, by the schemes, parameters and period of the run.

    Of a patient: the pairs with it, and among those whom it makes pairs with. Of an institution or a doctor: the pairs
    that met there. None where the registers have changed since the run: its pairs can't be found again.
    """
    lake = Lake(workspace.lake)
    if any(lake.version(name) != run.lake_versions.get(name, -1) for name in REGISTERS):
        return None
    with told(workspace), DuckDBEngine(memory_limit="2GB", temp=workspace.root / "tmp") as engine:
        first, last = (None if day is None else date.fromisoformat(day) for day in run.manifest["period"])
        folder = workspace.claims / run.info.data_version
        seen = scene.read(lake, engine, folder, _parameters(run), first=first, last=last)
        if run.info.scope:
            seen = inside.narrow(seen, scope.parse(run.info.scope), folder)
        able = {s["scheme"] for s in run.manifest["schemes"] if s["state"] != "off"}
        loose = [
            (s.code, *_loose(s.way, seen, s.code, run.rings))
            for s in SCHEMES
            if s.code in able and isinstance(s.way, Meeting)
        ]
        return [_around(seed, loose, seen) for seed in seeds]


def _parameters(run: RunFiles) -> Parameters:
    values = yaml.safe_load((run.folder / "parameters.yml").read_text(encoding="utf-8"))
    return Parameters({name: value for name, value in values.items() if name in known()})


def _loose(way: Meeting, seen: Scene, scheme: str, rings: tuple[Ring, ...]) -> tuple[Links, Events]:
    """Give the pairs that are in no ring of the scheme together, and all events."""
    everybody, _, _, every_q = events_of(way, seen)
    events, q = among(everybody, every_q, seen)
    links, _ = link(events, q, seen.people.household, way.rule(seen.parameters))
    at = {name: i for i, name in enumerate(seen.claims.patients)}
    apart = np.ones(len(links), bool)
    for ring in rings:
        if scheme in (ring.scheme, *ring.also):
            members = [at[p] for p in ring.patients if p in at]
            apart &= ~(np.isin(links.a, members) & np.isin(links.b, members))
    return links.take(apart), events


def _around(seed: EntityRef, loose: list[tuple[str, Links, Events]], seen: Scene) -> WeakPairs:
    pairs: list[WeakPair] = []
    for scheme, links, events in loose:
        pairs += (
            _of_patient(seed.id, scheme, links, events, seen)
            if seed.kind == "patient"
            else _at_hub(seed, scheme, links, events, seen)
        )
    ordered = sorted(pairs, key=lambda p: (p.p_value, p.scheme, p.a, p.b))
    return WeakPairs(tuple(ordered), _groups(ordered))


def _of_patient(patient: str, scheme: str, links: Links, events: Events, seen: Scene) -> list[WeakPair]:
    names = seen.claims.patients
    at = int(np.searchsorted(np.array(names), patient))
    if at == len(names) or names[at] != patient:
        return []
    with_it = (links.a == at) | (links.b == at)
    circle = np.union1d(links.a[with_it], links.b[with_it])
    return _pairs(scheme, links.take(np.isin(links.a, circle) & np.isin(links.b, circle)), events, seen)


def _at_hub(seed: EntityRef, scheme: str, links: Links, events: Events, seen: Scene) -> list[WeakPair]:
    claims = seen.claims
    names = claims.doctors if seed.kind == "doctor" else claims.places
    of = claims.doctor if seed.kind == "doctor" else claims.place
    if seed.id not in names:
        return []
    here = events.take(of[events.row] == names.index(seed.id))
    there: Codes = np.unique(here.patient)
    return _pairs(scheme, links.take(np.isin(links.a, there) & np.isin(links.b, there)), here, seen)


def _pairs(scheme: str, links: Links, events: Events, seen: Scene) -> list[WeakPair]:
    """Make the pairs, with the settlements of their meetings among `events`; those without one are left out."""
    by_patient = ByPatient(events.take(np.isin(events.patient, np.union1d(links.a, links.b))))
    own = by_patient.events
    names, made = seen.claims.patients, []
    for i, (a, b) in enumerate(zip(links.a.tolist(), links.b.tolist(), strict=True)):
        at = met(own, *(by_patient.of(np.array([patient], np.int32)) for patient in (a, b)))
        setl_ids = tuple(sorted(set(seen.claims.setl_id.take(own.row[at]).to_pylist())))
        if setl_ids:
            expected, p_value = tidy(float(links.expected[i])), tidy(float(links.p_value[i]))
            made.append(WeakPair(scheme, names[a], names[b], int(links.observed[i]), expected, p_value, setl_ids))
    return made


def _groups(pairs: list[WeakPair]) -> tuple[tuple[str, ...], ...]:
    """Give who hangs together by the pairs, of `SMALLEST_GROUP` and more, the largest first."""
    names, ends = np.unique([name for p in pairs for name in (p.a, p.b)], return_inverse=True)
    if not len(names):
        return ()
    a, b = ends.reshape(-1, 2).T
    _, label = connected_components(coo_array((np.ones(len(a)), (a, b)), shape=(len(names),) * 2), directed=False)
    groups = [tuple(names[label == n].tolist()) for n in np.flatnonzero(np.bincount(label) >= SMALLEST_GROUP)]
    return tuple(sorted(groups, key=lambda g: (-len(g), g)))
