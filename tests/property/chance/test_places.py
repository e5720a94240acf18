"""Institutions of other patients against a count by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.chance import places
from graphfraud.claims.table import Claims


def claims(of: list[list[int]]) -> Claims:
    """Make visits: one list a patient with the places in order of time."""
    patient = np.repeat(np.arange(len(of)), [len(own) for own in of]).astype(np.int32)
    place = np.array([p for own in of for p in own], dtype=np.int32)
    n = len(patient)
    days = np.zeros(n, np.int32)
    return Claims(
        table=pa.table({}),
        setl_id=pa.array([str(i) for i in range(n)], pa.string()),
        patients=[f"P{i}" for i in range(len(of))],
        places=[f"H{i}" for i in range(6)],
        doctors=[],
        patient=patient,
        place=place,
        doctor=np.full(n, -1, np.int32),
        second=np.zeros(n, np.int64),
        begin=days,
        end=days,
        pharmacy=np.zeros(6, bool),
        stay=np.zeros(n, bool),
    )


VISITS = st.lists(st.integers(0, 5), min_size=4, max_size=7)


@settings(max_examples=40, deadline=None)
@given(st.lists(VISITS, min_size=32, max_size=60))
def test_one_member_against_all_others(of: list[list[int]]) -> None:
    member = np.array([0], np.int32)
    reached = len(set(of[0][:4]))
    usual = places.usual(claims(of), member, np.array([4]), np.array([reached]), stays=False)
    others = [len(set(own[:4])) for own in of[1:]]
    assert usual is not None
    assert np.isclose(usual[0], np.mean(others))
    assert abs(usual[1] - np.mean([n >= reached for n in others])) < 0.06


def test_a_group_is_the_sum_of_its_members() -> None:
    """Others have two institutions with probability 1/2: five members with two each have 1/32."""
    of = [[0, 1]] * 5 + [[0, 0], [0, 1]] * 40
    usual = places.usual(claims(of), np.arange(5, dtype=np.int32), np.full(5, 2), np.full(5, 2), stays=False)
    assert usual is not None
    assert usual[0] == 1.5
    assert abs(usual[1] - 1 / 32) < 0.02


def test_too_few_others_are_no_norm() -> None:
    of = [[0, 1]] * 20
    assert places.usual(claims(of), np.array([0], np.int32), np.array([2]), np.array([2]), stays=False) is None
    assert places.usual(claims(of * 4), np.array([0], np.int32), np.array([3]), np.array([2]), stays=False) is None
