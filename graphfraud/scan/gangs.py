"""Which rings are one gang, though different schemes or detections found them.

Two rings are related when, in this order of reasons,

patients         they share a good part of the smaller one's patients (`gang_patient_share`);
venue_patients   they share a venue and at least two patients, a smaller part of them (`gang_venue_share`);
venue_doctor     they share a venue, and a doctor for whom they are a good part of all work (`gang_rare_share`);
rare_venue       they are a good part of all that a shared venue settles (`gang_rare_share`).

A busy hospital alone relates nothing, nor does its busy doctor: half the city's rings go there, as half the city does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from graphfraud.claims.table import Claims, Codes
from graphfraud.model.ring import Related
from graphfraud.parameters import Parameters
from graphfraud.rings.gangs import lead
from graphfraud.scan.finish import Kept

REASONS = ("patients", "venue_patients", "venue_doctor", "rare_venue")
FEWEST = 2
"""One shared patient may be chance, or somebody both gangs paid."""
VENUE, DOCTOR = "venue", "doctor"
Party = tuple[str, str]
Settled = dict[tuple[str, str], set[str]]


def relate(kept: list[Kept], claims: Claims, parameters: Parameters) -> list[Kept]:
    """Give every ring the rings that are related to it, and its gang's lead; `kept` is ranked."""
    volume = {VENUE: _volume(claims.place, claims.places), DOCTOR: _volume(claims.doctor, claims.doctors)}
    settled = [_settled(one) for one in kept]
    found: dict[int, list[Related]] = defaultdict(list)
    for (i, j), shared in sorted(_shared(kept).items()):
        smaller = min(len(kept[n].ring.patients) for n in (i, j))
        own = _own(shared, settled[i], settled[j], volume)
        reason = _reason(shared, smaller, own, parameters)
        if reason:
            found[i].append(Related(kept[j].ring.ring_id, reason, tuple(shared)))
            found[j].append(Related(kept[i].ring.ring_id, reason, tuple(shared)))
    rank = {one.ring.ring_id: i for i, one in enumerate(kept)}
    near = [tuple(sorted(found[i], key=lambda r: rank[r.ring_id])) for i in range(len(kept))]
    led = lead(replace(one.ring, related=related) for one, related in zip(kept, near, strict=True))
    return [replace(one, ring=ring) for one, ring in zip(kept, led, strict=True)]


def _shared(kept: list[Kept]) -> dict[tuple[int, int], list[Party]]:
    """Give the members that two rings have in common, sorted, for every pair that has any."""
    holders: dict[Party, list[int]] = defaultdict(list)
    for i, one in enumerate(kept):
        for party in sorted({(m.kind, m.id) for m in one.ring.members}):
            holders[party].append(i)
    shared: dict[tuple[int, int], list[Party]] = defaultdict(list)
    for party, rings in sorted(holders.items()):
        for pair in combinations(rings, 2):
            shared[pair].append(party)
    return shared


def _reason(shared: list[Party], smaller: int, own: dict[str, float], parameters: Parameters) -> str | None:
    """Give the first reason that holds; `own` is the largest share that the two rings have in a shared party."""
    patients = sum(kind == "patient" for kind, _ in shared)
    if patients >= FEWEST and patients >= parameters["gang_patient_share"] * smaller:
        return "patients"
    if all(kind in ("patient", DOCTOR) for kind, _ in shared):
        return None
    if patients >= FEWEST and patients >= parameters["gang_venue_share"] * smaller:
        return "venue_patients"
    if own[DOCTOR] >= parameters["gang_rare_share"]:
        return "venue_doctor"
    return "rare_venue" if own[VENUE] >= parameters["gang_rare_share"] else None


def _own(
    shared: list[Party], one: Settled, other: Settled, volume: Mapping[str, Mapping[str, int]]
) -> dict[str, float]:
    """Give the largest share that the settlements of two rings have in all of a shared venue's, and doctor's."""
    largest = {VENUE: 0.0, DOCTOR: 0.0}
    for kind, id in shared:
        role = DOCTOR if kind == DOCTOR else VENUE
        if volume[role].get(id):
            here = one.get((role, id), set()) | other.get((role, id), set())
            largest[role] = max(largest[role], len(here) / volume[role][id])
    return largest


def _settled(one: Kept) -> Settled:
    """Give the setl_id of a ring's settlements at each institution and by each doctor."""
    found: Settled = defaultdict(set)
    for source in one.sources:
        facts, claims = source.candidate.facts, source.candidate.claims
        columns = (facts[name].tolist() for name in ("place", "doctor", "setl_id"))
        for place, doctor, setl_id in zip(*columns, strict=True):
            found[VENUE, claims.places[place]].add(setl_id)
            if doctor >= 0:
                found[DOCTOR, claims.doctors[doctor]].add(setl_id)
    return found


def _volume(codes: Codes, names: list[str]) -> Mapping[str, int]:
    return dict(zip(names, np.bincount(codes[codes >= 0], minlength=len(names)).tolist(), strict=True))
