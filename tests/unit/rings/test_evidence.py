"""Evidence states what was observed, what chance expects and how likely that is, and the three agree."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from graphfraud.chance.pairs import Links
from graphfraud.rings import evidence
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.peers import Peers
from tests.golden.innocent.candidates import Made, candidate


def test_a_queue_of_their_own_is_measured_against_the_usual_crowd() -> None:
    """Eight members tolerate two others; where six are usual, P(≤ 2) = 25·e⁻⁶ at each of six gatherings."""
    found = evidence.own_queue(candidate(Made(others=(1.0,) * 6, usual=(6.0,) * 6)))
    assert found is not None
    alone = 25 * math.exp(-6)
    assert found[1].observed == 6
    assert found[1].expected == pytest.approx(6 * alone, rel=1e-5)
    assert found[1].p_value == pytest.approx(alone**6, rel=1e-4)


def test_a_queue_of_their_own_where_hardly_anybody_comes_is_no_evidence() -> None:
    assert evidence.own_queue(candidate(Made(others=(0.0,) * 6, usual=(0.5,) * 6))) is None


def test_a_queue_with_others_in_it_is_no_evidence() -> None:
    assert evidence.own_queue(candidate(Made(others=(4.0,) * 6))) is None


def peers(**columns: list[Any]) -> Peers:
    """Make comparable settlements of visits; columns of one value each, or one a settlement."""
    n = max(len(values) for values in columns.values())
    base: dict[str, Any] = {
        "sort": 0,
        "dise_no": None,
        "medfee": 100.0,
        "cash": 50.0,
        "waived": 0.0,
        "diagnosis": None,
        "items": [["X0"]] * n,
    }
    return Peers(pd.DataFrame({"setl_id": range(n)}).assign(**{**base, **columns}))


def made(like: Peers, **facts: Any) -> Candidate:
    """Eight members who meet on six days at two places, with these facts and comparable settlements."""
    return replace(candidate(Made(facts=facts)), peers=like)


def test_same_items_count_against_comparable_settlements() -> None:
    """100 items of a hundredth each: five of eight share one with P = 100 · Σ C(8,k) 0.01^k 0.99^(8−k), k ≥ 5."""
    found = evidence.same_items(made(peers(items=[[f"X{i}"] for i in range(100)]), items=[["X1"]] * 48))
    assert found is not None
    chance = 100 * sum(math.comb(8, k) * 0.01**k * 0.99 ** (8 - k) for k in range(5, 9))
    assert (found[0], found[1].observed) == (1.0, 6)
    assert found[1].expected == pytest.approx(6 * chance, rel=1e-4)
    assert found[1].p_value == pytest.approx(chance**6, rel=1e-3)
    assert found[1].detail.en.endswith("0.0 expected of comparable settlements")


def test_an_item_that_everybody_gets_is_no_evidence() -> None:
    assert evidence.same_items(made(peers(items=[["X1"]] * 100), items=[["X1"]] * 48)) is None


def test_like_fees_count_against_comparable_settlements() -> None:
    """Comparable fees are 100 or 400: only eight of one sort are alike, 2 of 2⁸ draws."""
    found = evidence.uniform_fee(made(peers(medfee=[100.0, 400.0] * 50), medfee=400.0))
    assert found is not None
    assert found[1].observed == 6
    assert found[1].expected == pytest.approx(6 * 2 / 256, abs=0.03)
    assert found[1].p_value < 1e-8


def test_fees_that_are_fixed_for_all_are_no_evidence() -> None:
    assert evidence.uniform_fee(made(peers(medfee=[400.0] * 100), medfee=400.0)) is None


def test_low_own_payment_counts_persons() -> None:
    """A tenth of the others pay nothing; eight of eight persons do so with P = 0.1⁸, however often."""
    found = evidence.low_self_pay(made(peers(cash=[0.0] * 10 + [50.0] * 90), cash=0.0, waived=0.0))
    assert found is not None
    assert (found[1].observed, found[1].expected) == (1.0, 0.1)
    assert found[1].p_value == pytest.approx(1e-8)
    assert "10% of comparable ones" in found[1].detail.en


def test_low_own_payment_of_all_is_no_evidence() -> None:
    assert evidence.low_self_pay(made(peers(cash=[0.0] * 100), cash=0.0, waived=0.0)) is None


def test_one_diagnosis_counts_persons() -> None:
    like = peers(diagnosis=[f"M{i}1.0" for i in range(10, 60)] * 2)
    found = evidence.same_diagnosis(made(like, diagnosis="M51.2"))
    assert found is not None
    assert found[1].observed == 48
    assert found[1].expected == pytest.approx(48 * 0.02)
    assert found[1].p_value == pytest.approx(50 * 0.02**8, rel=1e-3)
    assert evidence.same_diagnosis(made(peers(diagnosis=["M51.0"] * 100), diagnosis="M51.2")) is None


def test_of_the_same_disease_where_there_are_enough() -> None:
    """All with one disease get its drug; among the others it is rare."""
    items = [["A"]] * 50 + [["B"]] * 950
    like = peers(items=items, dise_no=["M03900"] * 50 + [None] * 950)
    assert evidence.same_items(made(like, items=[["A"]] * 48, dise_no="M03900")) is None
    assert evidence.same_items(made(like, items=[["A"]] * 48, dise_no="M01600")) is None  # B: everybody shares it


@pytest.mark.parametrize("signal", [evidence.same_items, evidence.uniform_fee, evidence.low_self_pay])
def test_without_comparable_settlements_nothing_is_said(signal: Callable[[Candidate], evidence.Found]) -> None:
    few = peers(items=[["X0"]] * 20)
    for like in (Peers(), few):
        assert signal(made(like, items=[["X1"]] * 48, medfee=400.0, cash=0.0, waived=0.0)) is None


NO_LINKS = Links(*(np.zeros(0, np.int32),) * 3, np.zeros(0), np.zeros(0))


def test_several_places_of_a_group_that_meets() -> None:
    """Two patients met on all six days, three of them away from the main place; 0.1 meetings are expected anywhere."""
    one = candidate(Made(members=2))
    link = Links(np.array([0], np.int32), np.array([1], np.int32), np.array([6], np.int32), np.array([0.1]), np.ones(1))
    found = evidence.several_places(replace(one, group=replace(one.group, links=link)))
    assert found is not None
    assert (found[0], found[1].observed, found[1].expected) == (1.0, 3, 0.1)
    assert found[1].p_value == pytest.approx(1 - math.exp(-0.1) * (1 + 0.1 + 0.005), rel=1e-4)


def test_several_places_of_a_lead_need_other_patients() -> None:
    one = candidate(Made())
    lead = replace(one, group=replace(one.group, links=NO_LINKS))
    assert evidence.several_places(lead) is None
