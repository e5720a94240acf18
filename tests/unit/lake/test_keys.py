"""Keys that occur twice, in memory and spilled."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from graphfraud.lake import keys
from graphfraud.lake.keys import KeySpill


@pytest.mark.parametrize("held", [1 << 19, 100])
def test_lines_of_repeated_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(keys, "HELD", held)
    generator = np.random.default_rng(7)
    hashes = generator.integers(-(2**63), 2**63 - 1, 5000)
    hashes[generator.integers(0, 5000, 40)] = hashes[generator.integers(0, 5000, 40)]
    lines = np.arange(2, 5002)
    times = Counter(hashes.tolist())
    with KeySpill(tmp_path) as spill:
        for start in range(0, 5000, 70):
            spill.append(hashes[start : start + 70], lines[start : start + 70])
        found = spill.repeated()
    assert found.tolist() == [n for n, h in zip(lines.tolist(), hashes.tolist(), strict=True) if times[h] > 1]
    assert list(tmp_path.iterdir()) == []


def test_nothing() -> None:
    with KeySpill(Path("/nonexistent")) as spill:
        assert spill.repeated().tolist() == []
