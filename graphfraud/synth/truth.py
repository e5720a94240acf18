"""truth.csv and innocent.csv: what a detector should find, and what it should not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from graphfraud.synth import identity
from graphfraud.synth.city import City
from graphfraud.synth.institutions import KINDS
from graphfraud.synth.people import clerk_no, employer_no
from graphfraud.synth.plan import Accomplice, Group, TrueRing
from graphfraud.synth.seeds import generator

Row = tuple[str, str, str, str, str]
TRUTH = ("ring_id", "scheme", "kind", "id", "role")
INNOCENT = ("group_id", "explanation", "psn_no")


def truth_table(seed: int, city: City, rings: tuple[tuple[str, TrueRing], ...]) -> pa.Table:
    """Give a row a member: `ring_id, scheme, kind, id, role`, sorted."""
    ids = _ids(seed, "R", [scheme for scheme, _ in rings])
    named = zip(ids, rings, strict=True)
    return _table(TRUTH, sorted(row for ring_id, (scheme, ring) in named for row in _rows(city, ring_id, scheme, ring)))


def innocent_table(seed: int, city: City, groups: tuple[tuple[str, Group], ...]) -> pa.Table:
    """Give a row a person: `group_id, explanation, psn_no`, sorted."""
    ids = _ids(seed, "G", [explanation for explanation, _ in groups])
    rows = sorted(
        (group_id, explanation, str(city.people.psn_no[p]))
        for group_id, (explanation, group) in zip(ids, groups, strict=True)
        for p in np.unique(group.persons).tolist()
    )
    return _table(INNOCENT, rows)


def _ids(seed: int, letter: str, sorts: list[str]) -> list[str]:
    """Give an id to each entry; those of one sort do not depend on the others."""
    numbers = {s: iter(identity.codes(generator(seed, f"ids/{s}"), letter, sorts.count(s), 9)) for s in set(sorts)}
    return [str(next(numbers[s])) for s in sorts]


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> pa.Table:
    return pa.table({name: pa.array([r[i] for r in rows], pa.string()) for i, name in enumerate(columns)})


def _rows(city: City, ring_id: str, scheme: str, ring: TrueRing) -> list[Row]:
    brokers = set(ring.brokers.tolist())
    rows = [
        (ring_id, scheme, "patient", str(city.people.psn_no[p]), "broker" if p in brokers else "member")
        for p in ring.patients.tolist()
    ]
    return rows + [(ring_id, scheme, *_entity(city, a), a.role) for a in ring.accomplices]


def _entity(city: City, a: Accomplice) -> tuple[str, str]:
    """Give kind and id of the contract."""
    if a.what == "institution":
        return KINDS[city.institutions.kind[a.number]], str(city.institutions.code[a.number])
    if a.what == "doctor":
        return "doctor", city.doctors.key(city.institutions, a.number)
    if a.what == "operator":
        return "operator", clerk_no(a.number)
    return "employer", employer_no(a.number)
