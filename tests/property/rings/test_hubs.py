"""Chance of persons at hubs against simulation; uniting hubs by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from graphfraud.rings import hubs


def test_expected_persons_are_those_of_a_simulation() -> None:
    share = np.array([0.5, 0.3, 0.15, 0.05])
    patient = np.repeat(np.arange(6, dtype=np.int32), [1, 1, 2, 3, 5, 8])
    rng = np.random.default_rng(1)
    rounds = 4000
    met = np.zeros(4)
    for _ in range(rounds):
        hub = rng.choice(4, len(patient), p=share)
        met += np.bincount(np.unique(patient * 4 + hub) % 4, minlength=4)
    _, expected, _ = hubs.by_chance(patient, np.zeros(len(patient), np.int32), share)
    assert expected == pytest.approx(met / rounds, abs=0.06)


def test_a_person_counts_once_at_a_hub() -> None:
    observed, _, p_value = hubs.by_chance(
        np.array([1, 1, 2], np.int32), np.array([0, 0, 0], np.int32), np.array([0.1, 0.9])
    )
    assert observed.tolist() == [2, 0]
    assert p_value[0] < 0.1
    assert p_value[1] == 1.0


def test_hubs_with_the_same_patients_are_one_lead() -> None:
    facts = pd.DataFrame({"hub": [7, 7, 7, 3, 3, 5, 5], "patient": [1, 2, 3, 2, 3, 8, 9]})
    made = [(h.tolist(), p.tolist()) for h, p in hubs.unite(facts, [3, 5, 7])]
    assert made == [([3, 7], [1, 2, 3]), ([5], [8, 9])]
