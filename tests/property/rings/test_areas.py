"""Habits of an area, distances and invoice numbers, by hand and against plain loops."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest

from graphfraud.claims.table import Claims
from graphfraud.rings import distances
from graphfraud.rings.areas import Areas
from graphfraud.rings.manual import invoice_runs

KINDS = {"A": "clinic", "B": "clinic", "P": "pharmacy", "Q": "pharmacy"}


def claims(visits: list[tuple[int, int]], patients: int) -> Claims:
    """Give claims of (patient, place) pairs; places are A, B, P, Q."""
    patient, place = np.array(visits, np.int32).T
    names = [f"N{i}" for i in range(patients)]
    made = SimpleNamespace(patient=patient, place=place, patients=names, places=list(KINDS))
    return cast(Claims, made)


def _slow_share(visits: list[tuple[int, int]], who: int, place: int) -> float:
    kinds = list(KINDS.values())
    alike = [i for i, k in enumerate(kinds) if k == kinds[place]]
    own = [v for p, v in visits if p == who]
    habit = own.count(place) / (sum(own.count(i) for i in alike) + 1)
    area = 0.0
    for seen in own:
        here = sum(visits.count((p, seen)) * visits.count((p, place)) for p in {p for p, _ in visits})
        every = sum(visits.count((p, seen)) * visits.count((p, i)) for p in {p for p, _ in visits} for i in alike)
        area += here / max(every, 1) / len(own)
    return max(habit, area)


def test_share_of_a_place_is_that_of_plain_loops() -> None:
    rng = np.random.default_rng(4)
    visits = [(int(a), int(b)) for a, b in rng.integers([0, 0], [6, 4], (60, 2))]
    areas = Areas(claims(visits, 6), KINDS, np.zeros(0, np.int64))
    for place in range(4):
        expected = [_slow_share(visits, who, place) for who in range(6)]
        assert areas.share(np.arange(6, dtype=np.int32), place) == pytest.approx(expected)


def test_left_out_settlements_do_not_count() -> None:
    visits = [(0, 0), (0, 2), (1, 0), (1, 3)]
    areas = Areas(claims(visits, 2), KINDS, np.array([1]))
    assert areas.share(np.array([0], np.int32), 2)[0] == 0.0
    assert areas.share(np.array([0], np.int32), 3)[0] == 1.0


def test_kilometres_are_those_of_the_globe() -> None:
    lnt, lat = np.array([0.0, 0.0, 90.0, np.nan]), np.array([0.0, 1.0, 0.0, 0.0])
    found = distances.kilometres(lnt, lat, 0.0, 0.0)
    assert found[:3] == pytest.approx([0.0, 2 * np.pi * 6371 / 360, 2 * np.pi * 6371 / 4])
    assert np.isnan(found[3])


def test_guests_from_far() -> None:
    places = pd.DataFrame({"lnt": [10.0, 10.1, 12.0, np.nan], "lat": [0.0, 0.0, 0.0, 0.0]})
    seen = claims([(0, 0), (0, 1), (1, 0), (1, 2), (2, 0), (2, 3), (3, 0), (3, 2)], 4)
    none = np.zeros(0, np.int32)
    # Of the patients with a known other place, 1 and 3 come from far, 0 does not.
    assert distances.from_far(seen, 0, none, places, 100) == pytest.approx(2 / 3)
    assert distances.from_far(seen, 0, np.array([1, 3], np.int32), places, 100) == 0.0
    assert distances.from_far(seen, 0, np.arange(4, dtype=np.int32), places, 100) == 1.0


def test_invoices_in_a_row_are_another_persons() -> None:
    invono = pd.Series(["A100", "A103", "A104", "B105", "A900", None, "x", "A901"])
    patient = pd.Series([1, 2, 2, 3, 4, 5, 6, 4])
    assert invoice_runs(invono, patient, 5).tolist() == [True, True, False, False, False, False, False, False]
    nothing = pd.Series([None, None], dtype="str")
    assert invoice_runs(nothing, pd.Series([1, 2]), 5).tolist() == [False, False]
