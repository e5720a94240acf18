"""Every kind of bad input ends in a clear error or in the quarantine, and costs nothing else of the file."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from graphfraud.errors import InputError, WorkspaceError
from ingest.cell import CHINA
from tests.integration.ingest.loading import HEADER, Answer, load, quarantine, rows, settlement, write


def _load(tmp_path: Path, data: bytes, name: str = "setl_d.csv") -> Answer:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    return load(tmp_path / "w", tmp_path / "in")


def _bytes(*lines: str, header: str = HEADER) -> bytes:
    return "".join(f"{line}\n" for line in (header, *lines)).encode()


@pytest.mark.parametrize(
    ("data", "reason", "column"),
    [
        (b"", "empty_file", ""),
        (b"PK\x03\x04\x14\x00", "wrong_format", ""),
        (_bytes("S1,P1,H1,2024-01-05,10", header=HEADER.replace(",med_type", "")), "missing_column", "med_type"),
        (_bytes("x", header=f"{HEADER},psn_no"), "bad_header", "psn_no"),
    ],
)
def test_a_file_that_is_refused(tmp_path: Path, data: bytes, reason: str, column: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/setl_d.csv").write_bytes(data)
    write(tmp_path / "in/household.csv", ["P1,F1"], "psn_no,hh_id")
    answer = load(tmp_path / "w", tmp_path / "in")
    assert answer.code == 1
    (failed,) = answer.data["failed"]
    assert (failed["file"], failed["reason"], failed["column"]) == ("setl_d.csv", reason, column)
    assert "setl_d.csv" in answer.stderr
    # The other file of the folder is in, and nothing of the refused one.
    assert rows(tmp_path / "w", "household") == [{"psn_no": "P1", "hh_id": "F1"}]
    assert rows(tmp_path / "w", "setl_d") == []


def test_header_only(tmp_path: Path) -> None:
    answer = _load(tmp_path, _bytes())
    assert (answer.code, answer.batch["rows_read"], answer.batch["quarantined"]) == (0, 0, 0)


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    answer = _load(tmp_path, _bytes(f"{settlement(1)},x,y", header=f"{HEADER},Foo,bar"))
    assert answer.batch["accepted"] == 1
    assert answer.data["quality"]["tables"]["setl_d"]["unknown_columns"] == ["bar", "foo"]


TOMORROW = (datetime.now(CHINA) + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
CENTURIES_AHEAD = "2999-01-01"
TODAY = datetime.now(CHINA).strftime("%Y-%m-%d 23:59:59")
ROWS = {
    "missing_required": ("S1,,H1,2024-01-05,11,1", "psn_no"),
    "bad_date": ("S1,P1,H1,2024-02-30,11,1", "setl_time"),
    "bad_number": ("S1,P1,H1,2024-01-05,11,twelve", "medfee_sumamt"),
    "bad_code": ("S1,P1,H1,2024-01-05,XX,1", "med_type"),
    "future_date": (f"S1,P1,H1,{TOMORROW},11,1", "setl_time"),
    "ragged_row": ("S1,P1,H1,2024-01-05", ""),
    "too_long": (f"{'S' * 65},P1,H1,2024-01-05,11,1", "setl_id"),
}


@pytest.mark.parametrize("reason", sorted(ROWS))
def test_a_row_for_the_quarantine(tmp_path: Path, reason: str) -> None:
    line, column = ROWS[reason]
    answer = _load(tmp_path, _bytes(settlement(7), line, settlement(8)))
    assert answer.code == 0
    assert answer.batch["reasons"] == {reason: 1}
    assert (answer.batch["rows_read"], answer.batch["accepted"], answer.batch["quarantined"]) == (3, 2, 1)
    (found,) = quarantine(tmp_path / "w")
    place = {"table": "setl_d", "file": "setl_d.csv", "line": 3, "column": column, "reason": reason, "raw": line}
    assert {name: found[name] for name in place} == place
    assert [row["setl_id"] for row in rows(tmp_path / "w", "setl_d")] == ["S7", "S8"]


def test_a_far_future_is_the_future_too(tmp_path: Path) -> None:
    answer = _load(tmp_path, _bytes(f"{settlement(1, time=CENTURIES_AHEAD)},9999-12-31", header=f"{HEADER},enddate"))
    assert answer.batch["reasons"] == {"future_date": 1}


def test_shortened_ids_never_meet(tmp_path: Path) -> None:
    """Two persons whose numbers a spreadsheet cut to the same digits are not one person, nor one settlement."""
    lines = [settlement(1).replace("P1", "4.30102E+17"), settlement(2).replace("S2", "1.2E+17"), settlement(3)]
    answer = _load(tmp_path, _bytes(*lines))
    assert answer.batch["reasons"] == {"bad_number": 2}
    assert [(r["column"], r["raw"]) for r in quarantine(tmp_path / "w")] == [
        ("psn_no", lines[0]),
        ("setl_id", lines[1]),
    ]
    assert "export it as text" in quarantine(tmp_path / "w")[0]["message"]


def test_today_is_not_the_future(tmp_path: Path) -> None:
    assert _load(tmp_path, _bytes(settlement(1, time=TODAY))).batch["accepted"] == 1


def test_a_key_twice_in_one_file(tmp_path: Path) -> None:
    other = settlement(1, fee="11.00")
    answer = _load(tmp_path, _bytes(settlement(1), settlement(2), settlement(1), other, settlement(1)))
    assert answer.batch["reasons"] == {"conflicting_key": 1}
    assert (answer.batch["accepted"], answer.batch["duplicate"]) == (2, 2)
    (found,) = quarantine(tmp_path / "w")
    assert (found["line"], found["column"], found["raw"]) == (5, "setl_id", other)
    assert [row["medfee_sumamt"] for row in rows(tmp_path / "w", "setl_d")] == [Decimal("10.00")] * 2


def test_broken_bytes_and_nul(tmp_path: Path) -> None:
    lines = [f"{settlement(n)},x" for n in range(5)]
    data = _bytes(*lines, header=f"{HEADER},invono")
    data = data.replace(b"S1,", b"S\xff1,").replace(b"P2,", b"P\x002,").replace(b",x\nS4", b",\xff\nS4")
    answer = _load(tmp_path, data)
    assert answer.batch["reasons"] == {"bad_encoding": 2}
    assert [(r["line"], r["column"]) for r in quarantine(tmp_path / "w")] == [(3, "setl_id"), (4, "psn_no")]
    # In an optional column only the cell is lost, and counted.
    found = {row["setl_id"]: row.get("invono") for row in rows(tmp_path / "w", "setl_d")}
    assert found == {"S0": "x", "S3": None, "S4": "x"}
    assert answer.data["quality"]["tables"]["setl_d"]["unreadable"] == {"invono": 1}


def test_optional_cells_become_null_and_are_counted(tmp_path: Path) -> None:
    header = f"{HEADER},begndate,fund_pay_sumamt,dr_code"
    line = f"{settlement(1)},00000000,abc,{'D' * 65}"
    answer = _load(tmp_path, _bytes(line, f"{settlement(2)},45292,－12,D1", header=header))
    assert answer.batch["accepted"] == 2
    assert answer.data["quality"]["tables"]["setl_d"]["unreadable"] == {
        "begndate": 1,
        "dr_code": 1,
        "fund_pay_sumamt": 1,
    }
    first, second = rows(tmp_path / "w", "setl_d")
    assert set(first) == set(HEADER.split(","))
    assert (str(second["begndate"]), second["fund_pay_sumamt"]) == ("2024-01-01", Decimal("-12.00"))


def test_a_cell_of_ten_megabytes(tmp_path: Path) -> None:
    cell = "x" * 10_000_000
    answer = _load(tmp_path, _bytes(f"{cell},P,H,2024-01-05,11,1", settlement(2)))
    assert answer.batch["reasons"] == {"too_long": 1}
    (found,) = quarantine(tmp_path / "w")
    assert found["raw"] == f"{cell},P,H,2024-01-05,11,1"
    assert len(found["message"]) < 200


def test_a_stray_quote_costs_one_row(tmp_path: Path) -> None:
    lines = [f"{settlement(n)},ok" for n in range(50)]
    lines[10] = f'{settlement(10)},"open'
    lines[30] = f'{settlement(30)},"closed"'
    answer = _load(tmp_path, _bytes(*lines, header=f"{HEADER},invono"))
    assert answer.batch["reasons"] == {"ragged_row": 1}
    assert answer.batch["accepted"] == 49


def test_formulas_are_data(tmp_path: Path) -> None:
    formula = "=cmd|' /C calc'!A0"
    _load(tmp_path, _bytes(f"{settlement(1)},{formula}", header=f"{HEADER},invono"))
    assert rows(tmp_path / "w", "setl_d")[0]["invono"] == formula


def test_the_traps_of_real_settlements(tmp_path: Path) -> None:
    header = f"{HEADER},init_setl_id,refd_setl_flag,vali_flag,dr_code"
    lines = [
        f"{settlement(1)},,0,1,D430100000001",
        f"{settlement(2, fee='-10.00')},S1,1,1,D430100000001",  # a refund
        f"{settlement(3, fee='-5.00')},S99,1,1,17",  # a refund without its original, a local doctor code
        f"{settlement(4)},,0,0,",  # invalid, no doctor
    ]
    write(tmp_path / "in/setl_d.csv", lines, header)
    write(tmp_path / "in/psn_info_b.csv", ["P1,C1", "P2,C1", "P3,C3", "P4,"], "psn_no,certno")
    answer = load(tmp_path / "w", tmp_path / "in")
    assert [b["accepted"] for b in answer.data["batches"]] == [4, 4]
    assert answer.data["quality"]["settlements"] == {
        "refunds": 2,
        "refunds_without_original": 1,
        "invalid": 1,
        "without_doctor": 1,
        "local_doctor_codes": 1,
    }
    assert answer.data["quality"]["duplicate_persons"] == {"certno": 1, "psn_no": 2}


def test_nothing_to_load(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="no table"):
        load(tmp_path / "w", tmp_path / "in")
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "w", tmp_path / "nowhere")
    with pytest.raises(InputError, match="no table"):
        load(tmp_path / "w", write(tmp_path / "other.csv", []))
    # A pipe can be read only once; waiting for its writer would look like a hang.
    os.mkfifo(tmp_path / "setl_d.csv")
    with pytest.raises(InputError, match="can't be read"):
        load(tmp_path / "w", tmp_path / "setl_d.csv")


def test_a_workspace_that_is_a_file(tmp_path: Path) -> None:
    write(tmp_path / "in/setl_d.csv", [settlement(1)])
    (tmp_path / "w").write_text("x")
    with pytest.raises(WorkspaceError):
        load(tmp_path / "w", tmp_path / "in")
