"""Would a ring still be found without one member, one institution, one doctor or one edge?

The scheme that found the ring looks again at the ring's own settlements (or, where it counts meetings, at those of
everybody who is linked to somebody), what is dropped left out. Innocent explanations are not tested again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Flags, Ints
from graphfraud.errors import NotFoundError
from graphfraud.model.money import money_text
from graphfraud.model.ring import ON_CLAIMS, Member, Ring
from graphfraud.rings import stability
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.groups import group, link
from graphfraud.scan import find
from graphfraud.scan.detect import Progress, ground
from graphfraud.scan.whatif import order_of
from graphfraud.schemes.base import Leads, Meeting, Scheme
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace

EDGE = re.compile(r"edge\((?P<a>.+),(?P<b>.+)\)")
EDGE_HINT = "An edge is written edge(A,B), with two members of the ring."
QUICK = {"decoys": 0.0, "stability_runs": 0.0}
"""Neither changes which groups are found."""
SAME = 0.5
NOBODY = -2
"""No position, and not the −1 of a settlement without a doctor."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What one scheme still finds. `patients`, `settlements` and the fees are 0 where it finds nothing.

    `found`: whether the data as loaded now still shows the whole ring to the scheme.
    """

    scheme: str
    found: bool
    survives: bool
    patients: tuple[str, ...] = ()
    settlements: int = 0
    medfee_sumamt: Decimal = Decimal(0)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "scheme": self.scheme,
            "found": self.found,
            "survives": self.survives,
            "patients": list(self.patients),
            "settlements": self.settlements,
            "medfee_sumamt": money_text(self.medfee_sumamt),
        }


@dataclass(frozen=True, slots=True)
class Without:
    """What is left of a ring without some of it: for its scheme and the further ones, in that order."""

    run_id: str
    ring_id: str
    dropped: tuple[str, ...]
    """`kind:id` of the member; of both ends of an edge."""
    rests: tuple[Rest, ...]

    @property
    def survives(self) -> bool:
        """Whether one of the schemes still finds it."""
        return any(rest.survives for rest in self.rests)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "run_id": self.run_id,
            "ring_id": self.ring_id,
            "dropped": list(self.dropped),
            "survives": self.survives,
            "schemes": [rest.to_dict() for rest in self.rests],
        }


def without(
    workspace: Workspace,
    ring_id: str,
    drop: str,
    *,
    run: str | None = None,
    memory_limit: str = "2GB",
    threads: int | None = None,
    progress: Progress = lambda text: None,
) -> Without:
    """Look for a ring of a run (None: the newest) again, without `drop`: a member's id, or `edge(A,B)`.

    Raises:
        NotFoundError: no such run or ring, or `drop` names nobody in the ring.
        WorkspaceError: another process is writing, or a file is damaged.
    """
    base = Runs(workspace.runs).get(run)
    ring = base.ring(ring_id)
    dropped = parse(ring, drop)
    order = order_of(base, QUICK, (ring.scheme, *ring.also))
    rests = []
    with ground(workspace, memory_limit, threads, progress) as on:
        seen = on.read(order)
        for scheme in sorted(on.able(order), key=lambda s: s.code != ring.scheme):
            progress(f"{scheme.name.zh} {scheme.code}")
            rests.append(_rest(scheme, seen, ring, dropped))
    return Without(base.info.run_id, ring_id, tuple(f"{m.kind}:{m.id}" for m in dropped), tuple(rests))


def parse(ring: Ring, drop: str) -> tuple[Member, ...]:
    """Give the member that `drop` names, or the two ends of an edge; by id, further id or kind:id.

    Raises:
        NotFoundError: it names nobody in the ring.
    """
    edge = EDGE.fullmatch(drop.strip())
    names = [drop.strip()] if edge is None else [edge["a"].strip(), edge["b"].strip()]
    members = tuple(_member(ring, name) for name in names)
    if len(set(members)) < len(names):
        raise NotFoundError(f"There is no edge from {names[0]} to itself", kind="member", id=names[0], hint=EDGE_HINT)
    return members


def _member(ring: Ring, name: str) -> Member:
    for m in ring.members:
        if name in (m.id, f"{m.kind}:{m.id}", *m.aliases) and m.kind in ON_CLAIMS:
            return m
    raise NotFoundError(
        f"Ring {ring.ring_id} has no patient, institution or doctor {name!r}",
        kind="member",
        id=name,
        hint=f"List its members with: graphfraud ring {ring.ring_id}. {EDGE_HINT}",
    )


def _rest(scheme: Scheme, scene: Scene, ring: Ring, dropped: tuple[Member, ...]) -> Rest:
    own = pc.is_in(scene.claims.setl_id, value_set=pa.array(ring.setl_ids, pa.string()))
    about = own.to_numpy(zero_copy_only=False)
    (found,) = find.run([scheme], scene, lambda scheme, text: None, about)
    alike = [(len(ring.core & r.core) / len(ring.core | r.core), i) for i, r in enumerate(found.rings)]
    likeness, at = max(alike, key=lambda a: a[0], default=(0.0, 0))
    if likeness < SAME:
        return Rest(scheme.code, found=False, survives=False)
    candidate = found.candidates[at]
    if isinstance(scheme.way, Leads):
        return _rest_of_lead(scheme, scheme.way, scene, candidate, dropped)
    assert found.events is not None
    near = np.unique(found.events.events.patient)
    return _rest_of_meetings(scheme, scheme.way, scene, candidate, near, dropped)


def _rest_of_lead(scheme: Scheme, way: Leads, scene: Scene, candidate: Candidate, dropped: tuple[Member, ...]) -> Rest:
    facts = candidate.facts
    gone = _hit(scene.claims, facts["row"].to_numpy(), dropped)
    ends = _patients(scene.claims, dropped)
    if len(ends) == 2:
        both = facts[facts["patient"].isin(ends)].groupby("gathering")["patient"].nunique()
        gone = (facts["patient"].isin(ends) & facts["gathering"].isin(both.index[both == 2])).to_numpy()
    rest = facts[~gone]
    if rest.empty or not way.holds(rest, scene):
        return Rest(scheme.code, found=True, survives=False)
    left = np.intersect1d(candidate.patients, rest["patient"])
    return _found_again(scheme, scene.claims, left, rest["row"].to_numpy())


def _rest_of_meetings(
    scheme: Scheme,
    way: Meeting,
    scene: Scene,
    candidate: Candidate,
    near: npt.NDArray[np.int32],
    dropped: tuple[Member, ...],
) -> Rest:
    rule = way.rule(scene.parameters)
    everybody, _, _, every_q = find.met(way, scene)
    events, q = find.among(everybody, every_q, scene)
    ends = _patients(scene.claims, dropped)
    here = np.isin(events.patient, near)
    if len(ends) < 2:
        here &= ~_hit(scene.claims, events.row, dropped)
    events, q = events.take(here), q[here]
    links, _ = link(events, q, scene.people.household, rule)
    if len(ends) == 2:
        links = links.take(~(np.isin(links.a, ends) & np.isin(links.b, ends)))
    groups, by_patient = group(events, q, links, rule)
    left = candidate.patients if len(dropped) == 2 else np.setdiff1d(candidate.patients, ends)
    again = stability.best(left.astype(np.int32), groups)
    if again is None:
        return Rest(scheme.code, found=True, survives=False)
    rows = by_patient.events.row[np.concatenate([g.events for g in again.gatherings])]
    return _found_again(scheme, scene.claims, again.patients, rows)


def _found_again(scheme: Scheme, claims: Claims, patients: npt.NDArray[Any], rows: Ints) -> Rest:
    rows = np.unique(rows)
    medfee = pc.sum(claims.table["medfee_sumamt"].take(rows)).as_py() or Decimal(0)
    rest = Rest(scheme.code, found=True, survives=True, settlements=len(rows), medfee_sumamt=medfee)
    return replace(rest, patients=tuple(sorted(claims.patients[i] for i in patients.tolist())))


def _patients(claims: Claims, members: Iterable[Member]) -> list[int]:
    """Give the positions of the patients among the members."""
    return [_code(claims.patients, m.id) for m in members if m.kind == "patient"]


def _hit(claims: Claims, rows: Ints, dropped: tuple[Member, ...]) -> Flags:
    """Mark the settlements that all of `dropped` took part in."""
    sides = {"patient": (claims.patients, claims.patient), "doctor": (claims.doctors, claims.doctor)}
    hit: Flags = np.ones(len(rows), bool)
    for m in dropped:
        names, codes = sides.get(m.kind, (claims.places, claims.place))
        hit &= codes[rows] == _code(names, m.id)
    return hit


def _code(names: list[str], id: str) -> int:
    """Give the position of an id, NOBODY where the claims as loaded now no longer hold it."""
    at = bisect_left(names, id)
    return at if at < len(names) and names[at] == id else NOBODY
