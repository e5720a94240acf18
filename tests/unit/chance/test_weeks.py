from __future__ import annotations

import numpy as np

from graphfraud.chance import weeks
from graphfraud.signals.events import Events
from tests import events

WEEKS, PEOPLE = 50, 60


def crowds(of: dict[int, range]) -> Events:
    """Give one place with so many people in some weeks, and one person in the last."""
    met = [(person, week) for week, people in of.items() for person in people]
    return events.make([(p, 0, w * 7_000 + 100, w * 7_000 + 100) for p, w in [*met, (999, WEEKS - 1)]])


def q(made: Events, same: int | None) -> float:
    return float(weeks.same_week(made, weeks.measure(made, allowance=20, prior=30, same=same))[0])


def test_the_same_people_again_and_again_are_no_crowd() -> None:
    made = crowds(dict.fromkeys((3, 13, 23, 33), range(PEOPLE)))
    # 30 even events and 4 · 40 in four weeks.
    share = np.array([0.6 + 40] * 4 + [0.6] * 46) / 190
    assert np.isclose(q(made, None), (share**2).sum())
    assert np.isclose(q(made, 3), 1 / WEEKS)


def test_different_people_in_popular_weeks_are() -> None:
    made = crowds({3 + 10 * n: range(PEOPLE * n, PEOPLE * (n + 1)) for n in range(4)})
    assert q(made, 3) == q(made, None) > 0.1


def test_weeks_that_follow_each_other_are_one_crowd() -> None:
    """Three weeks of one epidemic, not three gatherings."""
    made = crowds(dict.fromkeys((3, 4, 5), range(PEOPLE)))
    assert q(made, 3) == q(made, None) > 0.1


def test_who_comes_to_few_of_many_crowds_is_part_of_them() -> None:
    """Seven popular weeks; whoever comes was there three times, among sixty others each time."""
    made = crowds({3 + 6 * n: range(20 * n, 20 * n + PEOPLE) for n in range(7)})
    assert q(made, 3) == q(made, None) > 0.1
