"""Groups grow by those who keep turning up, and rings that crossed stay two."""

from __future__ import annotations

import numpy as np
import pytest

from graphfraud.chance import weeks
from graphfraud.rings.gatherings import ByPatient, Gathering, faithfulness, find
from graphfraud.rings.groups import Rule, group, link
from graphfraud.rings.joiners import Bar, Bystanders
from tests.unit.rings.events import visits

RULE = Rule(
    min_joint=3,
    max_p=0.001,
    min_lift=5.0,
    crowd_cap=400,
    min_size=5,
    min_density=0.5,
    min_gatherings=3,
    gathering_share=0.3,
    attend_share=0.4,
    seed=1,
)
DAYS = [20100, 20117, 20151, 20166, 20205, 20249, 20270, 20301]
YEAR = [(999, 9, day, 600) for day in (20000, 20364)]
BAR = Bar(least=3, share=0.4, max_p=0.001, min_lift=5.0)


def groups(rows: list[tuple[int, int, int, int]]) -> list[list[int]]:
    events = visits(rows + YEAR)
    q = weeks.same_week(events, weeks.measure(events, allowance=20, prior=30))
    household = np.full(2000, -1, np.int32)
    links, _ = link(events, q, household, RULE)
    return [g.patients.tolist() for g in group(events, q, links, RULE)[0]]


def test_a_long_queue_of_cards_is_one_ring() -> None:
    """Of 24 cards two thirds come, six minutes apart and in any order: most pairs are hardly ever within the window."""
    rng = np.random.default_rng(1)
    rows = []
    for day in DAYS[:7]:
        here = [card for card in rng.permutation(24).tolist() if rng.random() < 0.7]
        rows += [(card, 0, day, 500 + 6 * turn) for turn, card in enumerate(here)]
    assert groups(rows) == [list(range(24))]


def test_two_rings_that_met_at_half_of_their_gatherings_are_two() -> None:
    first = [(p, 0, day, 600 + 2 * p) for day in DAYS for p in range(8)]
    second = [(p, 0, day, 600 + 2 * p) for day in [*DAYS[:4], 20130, 20180, 20220, 20330] for p in range(8, 14)]
    assert groups(first + second) == [list(range(8)), list(range(8, 14))]


def test_who_joins_late_or_leaves_early_belongs_to_the_ring() -> None:
    """Two of nine come to the first three of eleven gatherings, or the last four, and to no other."""
    days = [20000 + 33 * i + i * i % 7 for i in range(11)]
    rows = [(p, i % 2, day, 600 + 2 * p) for i, day in enumerate(days) for p in range(7)]
    rows += [(7, i % 2, days[i], 615) for i in range(3)] + [(8, i % 2, days[i], 616) for i in range(7, 11)]
    assert groups(rows) == [list(range(9))]


def test_share_of_the_gatherings_of_their_time() -> None:
    present = [[1, 2, 3], [1, 2], [1, 2, 4], [1, 4], [1, 3, 4], [1]]
    met = [Gathering(0, day, np.zeros(0, np.int64), np.array(p, np.int32)) for day, p in enumerate(present)]
    shares = faithfulness(met, np.array([1, 2, 3, 4], np.int32), least=3)
    assert shares.tolist() == [1.0, 1.0, 2 / 6, 3 / 4]


def test_a_ring_with_partial_attendance_stays_one() -> None:
    rng = np.random.default_rng(2)
    days = [20100 + 13 * i + int(rng.integers(9)) for i in range(12)]
    rows = [(p, i % 3, day, 600 + 2 * p) for i, day in enumerate(days) for p in range(12) if rng.random() < 0.65]
    assert groups(rows) == [list(range(12))]


@pytest.mark.parametrize(
    ("extra", "joined"),
    [
        ([(50, 0, day, 610) for day in DAYS[:4]], [50]),
        ([(50, 0, day, 610) for day in DAYS[:2]], []),
        # There every day of the year at this hour: meets every gathering, as anybody would expect.
        ([(50, 0, day, 610) for day in range(20000, 20360)], []),
    ],
    ids=["half the gatherings", "two of eight", "there every day"],
)
def test_who_joins(extra: list[tuple[int, int, int, int]], joined: list[int]) -> None:
    events = visits([(p, 0, day, 600 + p) for day in DAYS for p in range(5)] + extra + YEAR)
    members = np.arange(5, dtype=np.int32)
    own = ByPatient(events.take(events.patient < 5))
    q = np.full(len(events), 1 / 52)
    found = Bystanders(events, q).joiners(own, find(own, members, share=0.3), members, BAR)
    assert found.tolist() == joined
