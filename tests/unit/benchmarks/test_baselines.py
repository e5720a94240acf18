"""The plain ways agree with each other and with what was planted, so that a comparison with them means something."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks import baselines, city
from benchmarks.measure import Row
from benchmarks.report import table

SETTLEMENTS = 40_000


def test_both_baselines_find_the_pairs_of_the_planted_swipes(tmp_path: Path) -> None:
    file = city.write(tmp_path, SETTLEMENTS) / "setl_d.parquet"
    with_duckdb, with_pandas = baselines.with_duckdb(file), baselines.with_pandas(file)
    planted = city.rings(SETTLEMENTS) // 2 * city.RING_SIZE * (city.RING_SIZE - 1) // 2
    assert with_duckdb["pairs"] == with_pandas["pairs"] >= planted > 0
    assert with_duckdb["communities"] >= city.rings(SETTLEMENTS) // 2


def test_the_same_number_of_settlements_is_the_same_city(tmp_path: Path) -> None:
    first, second = (pq.read_table(city.write(tmp_path / n, 2000) / "setl_d.parquet") for n in ("a", "b"))
    assert first.equals(second)
    assert first.num_rows == 2000 + city.rings(2000) * city.RING_SIZE * city.MEETINGS
    assert np.all(np.diff(first["setl_time"].to_numpy().astype(np.int64)) >= 0)


def test_a_row_without_goal_has_empty_cells() -> None:
    rows = [
        Row("scan", "ours", 1.0, 2.25, 1024.0, note="n", goal="≤ 5", met=False),
        Row("scan", "plain"),
    ]
    assert table(rows).splitlines()[2:] == [
        "| ours | 1.00 | 2.25 | 1,024 | ≤ 5 | **no** | n |",
        "| plain |  |  |  |  |  |  |",
    ]
