"""Candidate rings made by hand: one gathering a given day, one row a member and gathering."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from graphfraud.chance.pairs import Links
from graphfraud.claims.people import People
from graphfraud.claims.table import Claims
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.gatherings import Gathering, attendance
from graphfraud.rings.groups import Group

EMPTY = np.zeros(0, np.int32)


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


def candidate(made: Made) -> Candidate:
    """Build the candidate; everybody attends every gathering."""
    patients = np.arange(made.members, dtype=np.int32)
    places = made.places or tuple(i % 2 for i in range(len(made.days)))
    gatherings = [
        Gathering(place, day, np.zeros(0, np.int64), patients) for place, day in zip(places, made.days, strict=True)
    ]
    links = Links(EMPTY, EMPTY, EMPTY, np.zeros(0), np.zeros(0))
    group = Group(patients, links, gatherings, attendance(gatherings, patients), 0.0)
    return Candidate(
        group=group,
        claims=_claims(made.members, made.pharmacy),
        people=_people(made),
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
    n = made.members
    return People(
        household=np.array(made.household or range(n), dtype=np.int32),
        address=np.array(made.address or range(n), dtype=np.int32),
        employer=np.array(made.employer or range(n), dtype=np.int32),
        born=np.array(made.born or [-3000.0 * i for i in range(n)]),
        registered=np.full(n, made.registered),
    )


def _claims(n: int, pharmacy: bool) -> Claims:
    none = np.zeros(0, np.int64)
    return Claims(
        table=pa.table({}),
        setl_id=pa.array([], pa.string()),
        patients=[f"P{i}" for i in range(n)],
        places=["H1", "H2"],
        doctors=[],
        patient=EMPTY,
        place=EMPTY,
        doctor=EMPTY,
        second=none,
        begin=EMPTY,
        end=EMPTY,
        stay=np.zeros(0, bool),
        pharmacy=np.full(2, pharmacy),
    )
