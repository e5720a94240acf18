"""Stray flows against simulation."""

from __future__ import annotations

import numpy as np
import pytest

from graphfraud.chance import flows


def test_stray_repeats_fall_by_volume_and_a_strong_flow_hides_nothing() -> None:
    share = np.array([0.4, 0.3, 0.2, 0.1])
    rng = np.random.default_rng(1)
    rounds, seen, said = 3000, np.zeros((4, 4)), np.zeros((4, 4))
    for _ in range(rounds):
        source, target = (rng.choice(4, 6, p=share).astype(np.int32) for _ in range(2))
        for a, b in zip(source, target, strict=True):
            seen[a, b] += 1 / rounds
        count = np.ones(6, np.int32)
        expected, _ = flows.by_chance(source, target, count, share, least=3)
        said[source, target] = expected
    # Flows inside one institution are no channel, but by volume they follow the same law.
    assert seen[0, 1] == pytest.approx(6 * 0.4 * 0.3, abs=0.05)
    assert (said >= seen).all()
    zero, one, nine = (np.array([n], np.int32) for n in (0, 1, 9))
    alone, p = flows.by_chance(zero, one, nine, share, least=3)
    assert alone[0] == pytest.approx(0.4 * 0.3)
    assert p[0] < 1e-9
