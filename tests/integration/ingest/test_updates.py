"""Loading again, overlapping files, and what the ledger says about it."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.ingest.loading import ledger, load, rows, settlement, write

SUM = ("accepted", "duplicate", "updated", "quarantined")


def _counts(batch: dict[str, int]) -> tuple[int, ...]:
    assert batch["rows_read"] == sum(batch[name] for name in SUM)
    return tuple(batch[name] for name in SUM)


def test_the_same_file_again_brings_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "setl_d.csv", [settlement(n) for n in range(10)])
    first = load(tmp_path / "w", path).batch
    before, entered = rows(tmp_path / "w", "setl_d"), ledger(tmp_path / "w")
    again = load(tmp_path / "w", path).batch
    assert (first["already_loaded"], again["already_loaded"]) == (False, True)
    assert (_counts(first), _counts(again)) == ((10, 0, 0, 0), (0, 0, 0, 0))
    assert again["batch_id"] == first["batch_id"]
    assert rows(tmp_path / "w", "setl_d") == before
    assert ledger(tmp_path / "w") == entered


def test_the_later_file_wins_and_the_earlier_row_stays_in_the_history(tmp_path: Path) -> None:
    load(tmp_path / "w", write(tmp_path / "a/setl_d.csv", [settlement(n) for n in range(5)]))
    version = DeltaTable(tmp_path / "w/lake/setl_d").version()
    lines = [settlement(1), settlement(2, fee="99.00"), settlement(7)]
    batch = load(tmp_path / "w", write(tmp_path / "b/setl_d.csv", lines)).batch
    assert _counts(batch) == (1, 1, 1, 0)
    fees = {r["setl_id"]: r["medfee_sumamt"] for r in rows(tmp_path / "w", "setl_d")}
    assert fees == dict.fromkeys(["S0", "S1", "S3", "S4", "S7"], Decimal("10.00")) | {"S2": Decimal("99.00")}
    past = {r["setl_id"]: r["medfee_sumamt"] for r in rows(tmp_path / "w", "setl_d", version)}
    assert past == dict.fromkeys(["S0", "S1", "S2", "S3", "S4"], Decimal("10.00"))
    # A third file replaces a row of the second.
    third = load(tmp_path / "w", write(tmp_path / "c/setl_d.csv", [settlement(2, fee="1.00")])).batch
    assert _counts(third) == (0, 0, 1, 0)
    assert len(rows(tmp_path / "w", "setl_d")) == 6


def test_without_a_key_the_whole_row_is_the_key(tmp_path: Path) -> None:
    header = "psn_no,hh_id"
    first = load(tmp_path / "w", write(tmp_path / "a/household.csv", ["P1,F1", "P1,F2", "P1,F1"], header)).batch
    second = load(tmp_path / "w", write(tmp_path / "b/household.csv", ["P1,F2", "P2,F2"], header)).batch
    assert (_counts(first), _counts(second)) == ((2, 1, 0, 0), (1, 1, 0, 0))
    assert rows(tmp_path / "w", "household") == [
        {"psn_no": "P1", "hh_id": "F1"},
        {"psn_no": "P1", "hh_id": "F2"},
        {"psn_no": "P2", "hh_id": "F2"},
    ]


def test_other_mapping_same_file_is_another_batch(tmp_path: Path) -> None:
    path = write(tmp_path / "setl_d.csv", [settlement(1)])
    mapping = tmp_path / "own.yml"
    mapping.write_text("tables: {setl_d: {columns: {invono: setl_id}}}", encoding="utf-8")
    first = load(tmp_path / "w", path).batch
    second = load(tmp_path / "w", path, mapping=mapping).batch
    assert first["sha256"] == second["sha256"]
    assert first["batch_id"] != second["batch_id"]
    assert _counts(second) == (0, 0, 1, 0)
    assert rows(tmp_path / "w", "setl_d")[0]["invono"] == "S1"


def test_many_rows_over_several_files_and_row_groups(tmp_path: Path) -> None:
    numbers = list(range(150_000))
    random.Random(1).shuffle(numbers)
    load(tmp_path / "w", write(tmp_path / "a/setl_d.csv", [settlement(n) for n in numbers[:100_000]]))
    changed = [settlement(n, fee="5.00") for n in numbers[50_000:75_000]]
    same = [settlement(n) for n in numbers[75_000:100_000]]
    new = [settlement(n) for n in numbers[100_000:]]
    batch = load(tmp_path / "w", write(tmp_path / "b/setl_d.csv", changed + same + new)).batch
    assert _counts(batch) == (50_000, 25_000, 25_000, 0)
    table = DeltaTable(tmp_path / "w/lake/setl_d").to_pyarrow_table(columns=["setl_id", "medfee_sumamt"])
    assert len(set(table.column("setl_id").to_pylist())) == table.num_rows == 150_000
    assert sum(table.column("medfee_sumamt").to_pylist()) == 125_000 * 10 + 25_000 * 5


FILES = st.lists(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["1.00", "2.00", "bad"])), max_size=8),
    min_size=1,
    max_size=3,
)


@settings(max_examples=12, deadline=None)
@given(FILES)
def test_any_sequence_of_files(files: list[list[tuple[int, str]]]) -> None:
    expected: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        home = Path(folder)
        for number, cells in enumerate(files):
            lines = [settlement(n, fee=fee) for n, fee in cells]
            path = write(home / f"{number}/setl_d.csv", lines)
            batch = load(home / "w", path).batch
            if batch["already_loaded"]:
                continue
            want = _apply(expected, cells)
            assert _counts(batch) == want
        found = {r["setl_id"]: f"{r['medfee_sumamt']}" for r in rows(home / "w", "setl_d")}
    assert found == expected


def _apply(lake: dict[str, str], cells: list[tuple[int, str]]) -> tuple[int, int, int, int]:
    """Say what the contract wants, row by row, and bring the lake's state up to date."""
    accepted = duplicate = updated = quarantined = 0
    first: dict[str, str] = {}
    for number, fee in cells:
        key = f"S{number}"
        if fee == "bad" or first.get(key, fee) != fee:
            quarantined += 1
        elif key in first or lake.get(key) == fee:
            duplicate += 1
        elif key in lake:
            updated += 1
        else:
            accepted += 1
        if fee != "bad":
            first.setdefault(key, fee)
    lake.update(first)
    return accepted, duplicate, updated, quarantined


def test_without_setl_id_the_row_is_its_own_key(tmp_path: Path) -> None:
    header = "psn_no,fixmedins_code,setl_time,med_type,medfee_sumamt"
    lines = ["P1,H1,2024-01-05 10:00:00,11,10.00", "P2,H1,2024-01-05 10:01:00,11,10.00"]
    first = load(tmp_path / "w", write(tmp_path / "a/setl_d.csv", [*lines, lines[0]], header))
    assert (first.batch["accepted"], first.batch["duplicate"]) == (2, 1)
    later = load(tmp_path / "w", write(tmp_path / "b/setl_d.csv", [lines[1], lines[1].replace("P2", "P3")], header))
    assert (later.batch["accepted"], later.batch["duplicate"]) == (1, 1)
    found = rows(tmp_path / "w", "setl_d")
    assert sorted(row["psn_no"] for row in found) == ["P1", "P2", "P3"]
    assert len({row["setl_id"] for row in found}) == 3
