from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from graphfraud.signals import supply


@pytest.mark.parametrize("seed", range(5))
def test_purchases_are_those_that_a_plain_loop_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, least = 400, 3
    row = rng.integers(0, 60, n)
    days = np.where(rng.random(n) < 0.3, np.nan, rng.integers(1, 30, n).astype(float))
    lines = pd.DataFrame(
        {"row": row, "patient": row // 6, "drug": rng.integers(0, 4, n), "days": days, "given": rng.random(n) < 0.1}
    )
    lines = lines.sort_values(["patient", "drug", "row"]).reset_index(drop=True)

    longest: dict[tuple[int, int, int], float] = {}
    given = set()
    told: list[list[Any]] = [lines[name].tolist() for name in ("patient", "drug", "row", "days", "given")]
    for patient, drug, at, lasts, on_the_spot in zip(*told, strict=True):
        key = (patient, drug, at)
        known = [d for d in (longest.get(key, np.nan), lasts) if d == d]
        longest[key] = max(known, default=np.nan)
        if on_the_spot:
            given.add(key)
    kept = {key: longest[key] for key in longest if key not in given}
    often = {pair for pair in {key[:2] for key in kept} if sum(key[:2] == pair for key in kept) >= least}
    expected = [(*key, kept[key]) for key in sorted(kept) if key[:2] in often]

    found = supply.purchases(lines, least)
    assert 0 < len(expected) < len(longest)
    assert found[["patient", "drug", "row"]].to_numpy().tolist() == [list(e[:3]) for e in expected]
    np.testing.assert_array_equal(found["days"], [e[3] for e in expected])


def test_no_fee_lines_are_no_purchases() -> None:
    nothing = pd.DataFrame({name: [] for name in ("row", "patient", "drug", "days", "given")})
    assert supply.purchases(nothing, 3).empty
