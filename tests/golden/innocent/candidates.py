"""Candidate rings made by hand: one gathering a given day, one row a member and gathering."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from graphfraud.chance.pairs import Links
from graphfraud.claims.owners import apart
from graphfraud.claims.people import People
from graphfraud.claims.table import Claims
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.gatherings import Gathering, attendance
from graphfraud.rings.groups import Group


@dataclass
class Made:
    """What to build; `days` count from 1970, one value a member or gathering elsewhere."""

    members: int = 8
    days: tuple[int, ...] = (20100, 20117, 20151, 20166, 20205, 20249)
    places: tuple[int, ...] = ()
    stays: bool = False
    pharmacy: bool = False
    length: int = 6
    seconds: tuple[int, ...] = ()
    others: tuple[float, ...] = ()
    usual: tuple[float, ...] = ()
    household: tuple[int, ...] = ()
    registered: bool = True
    address: tuple[int, ...] = ()
    employer: tuple[int, ...] = ()
    born: tuple[float, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    elsewhere: int = 0
    """Patients beside the members, all of known household."""
    returns: tuple[tuple[int, int], ...] = ()
    """Stays of others at the first place: day of admission, days to their next one; each of a patient of its own."""


def candidate(made: Made) -> Candidate:
    """Build the candidate; everybody attends every gathering."""
    patients = np.arange(made.members, dtype=np.int32)
    places = made.places or tuple(i % 2 for i in range(len(made.days)))
    gatherings = [
        Gathering(place, day, np.zeros(0, np.int64), patients) for place, day in zip(places, made.days, strict=True)
    ]
    a, b = (ends.astype(np.int32) for ends in np.triu_indices(len(patients), 1))
    links = Links(a, b, np.ones_like(a), np.zeros(len(a)), np.zeros(len(a)))
    group = Group(patients, links, gatherings, attendance(gatherings, patients), 0.0)
    claims = _claims(made)
    return Candidate(
        group=group,
        claims=claims,
        people=_people(made),
        owned=apart(len(claims.places)),
        facts=_facts(made, places),
        others=np.array(made.others or [0.0] * len(made.days)),
        usual=np.array(made.usual or [1.0] * len(made.days)),
        stays=made.stays,
    )


def _facts(made: Made, places: tuple[int, ...]) -> pd.DataFrame:
    rows = len(made.days) * made.members
    gathering = np.repeat(np.arange(len(made.days)), made.members)
    day = np.repeat(made.days, made.members)
    turn = np.tile(np.arange(made.members), len(made.days))
    second = np.tile(made.seconds, len(made.days)) if made.seconds else 36_000 + 97 * turn
    base = {
        "gathering": gathering,
        "patient": turn,
        "place": np.repeat(places, made.members),
        "day": day,
        "second": day * 86_400 + second,
        "end": day + (made.length if made.stays else 0),
        "setl_id": [f"S{i}" for i in range(rows)],
        "doctor": -1,
        "sort": 0,
        "med_type": "21" if made.stays else "11",
        "dise_no": None,
        "diagnosis": None,
        "diagnosis_name": None,
        "medfee": np.tile(100.0 + 37 * np.arange(made.members), len(made.days)),
        "cash": np.nan,
        "waived": np.nan,
        "items": [[] for _ in range(rows)],
        "item_names": "",
    }
    return pd.DataFrame(base).assign(**made.facts)


def _people(made: Made) -> People:
    n, more = made.members, made.elsewhere
    return People(
        household=np.array([*(made.household or range(n)), *range(100, 100 + more)], dtype=np.int32),
        address=np.array([*(made.address or range(n)), *[-1] * more], dtype=np.int32),
        locality=np.full(n + more, -1, dtype=np.int32),
        employer=np.array([*(made.employer or range(n)), *[-1] * more], dtype=np.int32),
        born=np.array([*(made.born or [-3000.0 * i for i in range(n)]), *[0.0] * more]),
        registered=np.full(n + more, made.registered),
    )


def _claims(made: Made) -> Claims:
    begins = np.array([d for day, gap in made.returns for d in (day, day + gap)], dtype=np.int32)
    rows = len(begins)
    none = np.zeros(rows, np.int64)
    return Claims(
        table=pa.table({}),
        setl_id=pa.array([f"O{i}" for i in range(rows)], pa.string()),
        patients=[f"P{i}" for i in range(made.members + rows // 2)],
        places=["H1", "H2"],
        doctors=[],
        patient=made.members + np.arange(rows, dtype=np.int32) // 2,
        place=np.zeros(rows, np.int32),
        doctor=np.full(rows, -1, np.int32),
        second=none,
        begin=begins,
        end=begins,
        stay=np.ones(rows, bool),
        pharmacy=np.full(2, made.pharmacy),
    )
