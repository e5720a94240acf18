from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import nbinom

from graphfraud.rings.standout import Gate, find

GATE = Gate(min_patients=4, min_ratio=3, max_q=0.01, spread=0.5, min_times=2)


def acts(persons_by_hub: dict[int, dict[int, int]]) -> pd.DataFrame:
    """Give the acts of hub → person → times."""
    rows = [
        (hub, person, time)
        for hub, people in persons_by_hub.items()
        for person, times in people.items()
        for time in range(times)
    ]
    return pd.DataFrame(rows, columns=["hub", "patient", "time"])


QUIET = {hub: {100 * hub + i: 1 for i in range(5)} for hub in range(1, 8)}


def test_the_persons_who_repeat_at_one_hub_are_found_and_its_ordinary_ones_are_not() -> None:
    bad = dict.fromkeys(range(8), 3) | {50 + i: 1 for i in range(5)}
    (found,) = find(acts(QUIET | {0: bad}), np.full(8, 100.0), GATE)
    assert found.hubs.tolist() == [0]
    assert found.patients.tolist() == list(range(8))
    assert found.level == 2
    # Nobody repeats at the six hubs compared with (the bad one and one more are trimmed): half an event among them.
    assert found.expected == 0.5 / 600 * 100
    shape = 1 / GATE.spread**2
    assert np.isclose(found.p_value, nbinom.sf(7, shape, shape / (shape + found.expected)))


def test_an_act_counts_once_however_often_it_is_told() -> None:
    bad = pd.concat([acts({0: dict.fromkeys(range(8), 1)})] * 5)
    assert find(pd.concat([acts(QUIET), bad]), np.full(8, 100.0), GATE) == []


def test_a_hub_of_more_exposure_may_have_more() -> None:
    many = {hub: {100 * hub + i: 2 for i in range(6)} for hub in range(1, 8)}
    large = {hub: dict.fromkeys(range(60), 2) for hub in (0,)}
    exposure = np.array([1000.0, *[100.0] * 7])
    assert find(acts(many | large), exposure, GATE) == []
    assert [f.hubs.tolist() for f in find(acts(many | large), np.full(8, 100.0), GATE)] == [[0]]


def test_hubs_of_the_same_persons_are_one() -> None:
    bad = dict.fromkeys(range(8), 3)
    (found,) = find(acts({k: v for k, v in QUIET.items() if k > 1} | {0: bad, 1: bad}), np.full(8, 100.0), GATE)
    assert (found.hubs.tolist(), len(found.patients)) == ([0, 1], 8)


def test_like_hubs_raise_the_bar_but_do_not_cut_the_group() -> None:
    """At twice, like hubs have many too; at three times the hub stands out. By its own persons the group came twice."""
    group = dict.fromkeys(range(14), 3) | dict.fromkeys(range(14, 30), 2)
    like = {hub: {100 * hub + i: 2 if i < 5 else 1 for i in range(12)} for hub in range(1, 6)}
    exposure = np.array(
        [[30.0, *[12.0] * 5], [6.0, *[2.4] * 5], [2.0, *[0.8] * 5], [0.9, *[0.4] * 5], [0.5, *[0.2] * 5]]
    )
    (found,) = find(acts(like | {0: group}), exposure, GATE)
    assert (found.hubs.tolist(), found.level, len(found.patients)) == ([0], 2, 30)


def test_a_lower_level_nearer_to_the_group_goes_before_a_pure_one() -> None:
    """Five of forty would come twice anyway: nobody three times, but that leaves out fifteen of the group."""
    group = dict.fromkeys(range(25), 3) | dict.fromkeys(range(25, 40), 2)
    exposure = np.array([[40.0], [5.0], [0.1], [0.01], [0.01]])
    (found,) = find(acts({0: group}), exposure, GATE)
    assert (found.level, len(found.patients)) == (2, 40)
