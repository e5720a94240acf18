from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.errors import InputError
from graphfraud.evaluate.truth import InnocentGroup, TrueRing, read_innocent, read_truth

HEADER = "ring_id,scheme,kind,id,role\n"


def _file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "truth.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_rings_come_sorted_with_their_members(tmp_path: Path) -> None:
    text = HEADER + "R2,reflow,pharmacy,P1,seller\nR1,fake_stay,patient,1,member\nR1,fake_stay,hospital,H1,venue\n"
    rings = read_truth(_file(tmp_path, text))
    assert rings == (
        TrueRing("R1", "fake_stay", frozenset({("patient", "1"), ("hospital", "H1")})),
        TrueRing("R2", "reflow", frozenset({("pharmacy", "P1")})),
    )
    assert [r.patients for r in rings] == [frozenset({("patient", "1")}), frozenset()]


def test_byte_order_mark_extra_columns_blanks_and_empty_role(tmp_path: Path) -> None:
    text = "note,role,id,kind,scheme,ring_id\n-,, 007 ,patient,co_swipe,R1\n"
    rings = read_truth(_file(tmp_path, text, "utf-8-sig"))
    assert rings == (TrueRing("R1", "co_swipe", frozenset({("patient", "007")})),)


def test_header_alone_is_no_ring(tmp_path: Path) -> None:
    assert read_truth(_file(tmp_path, HEADER)) == ()


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("ring_id,scheme,kind,id\nR1,x,patient,1\n", 1, "role", "missing_required"),
        ("", 1, "ring_id", "missing_required"),
        (HEADER + "R1,fake_stay,person,1,member\n", 2, "kind", "bad_code"),
        (HEADER + "R1,fake_stay,patient,1,member\nR1,co_swipe,patient,2,member\n", 3, "scheme", "conflicting_key"),
        (HEADER + "R1,fake_stay,patient, ,member\n", 2, "id", "missing_required"),
        (HEADER + "R1,fake_stay\n", 2, "kind", "missing_required"),
    ],
)
def test_wrong_rows_are_named(tmp_path: Path, text: str, line: int, column: str, reason: str) -> None:
    with pytest.raises(InputError) as error:
        read_truth(_file(tmp_path, text))
    assert (error.value.line, error.value.column, error.value.reason) == (line, column, reason)
    assert error.value.file.endswith("truth.csv")
    assert error.value.hint


def test_column_names_in_any_case_and_with_blanks(tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text("Ring_ID, SCHEME ,kind,id,role\nT1,fake_stay,patient,a,\n", encoding="utf-8")
    assert read_truth(path) == (TrueRing("T1", "fake_stay", frozenset({("patient", "a")})),)


def test_unreadable_files(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"ring_id,scheme,kind,id,role\n\xff\xfe\x00")
    for path in (broken, tmp_path / "absent.csv"):
        with pytest.raises(InputError, match="can't be read"):
            read_truth(path)


def test_innocent_groups(tmp_path: Path) -> None:
    path = tmp_path / "innocent.csv"
    path.write_text("group_id,explanation,psn_no\nG2,family,9\nG1,dialysis,3\nG1,dialysis,2\n", encoding="utf-8")
    assert read_innocent(path) == (
        InnocentGroup("G1", "dialysis", frozenset({("patient", "2"), ("patient", "3")})),
        InnocentGroup("G2", "family", frozenset({("patient", "9")})),
    )
