"""Mappings: the shipped ones, a user's own, and mistakes in one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from graphfraud.errors import SettingError
from ingest.check import check
from ingest.mapping import SHIPPED, load_mapping, plan
from ingest.readers.base import Chunk

OWN = """
name: own
tables:
  SETL_D:
    from: Settlements
    columns:
      setl_id: {join: [Area, No], by: "-"}
      psn_no: Card
      fixmedins_code: {value: H1}
      setl_time: {from: Paid, format: "%d.%m.%Y %H:%M"}
      med_type: {from: Kind, values: {A: 11, B: 21}}
      medfee_sumamt: {from: Fen, unit: 0.01}
      hifp_pay: {from: Wan, unit: 10000}
"""


def _own(folder: Path, text: str = OWN) -> Path:
    path = folder / "own.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_mappings_are_sound(name: str) -> None:
    mapping = load_mapping(name)
    assert mapping.name == name
    for target in mapping.tables.values():
        required = {c.name for c in target.table.columns if c.required}
        sources = {s for rule in target.rules.values() for s in rule.sources}
        if not sources <= set(target.rules):  # a table that the mapping renames can be filled from the names it gives
            assert required <= set(plan(target, sources).rules)


def test_legacy_tables() -> None:
    legacy = load_mapping("legacy")
    assert [t.table.name for t in legacy.targets("kc21")] == ["mdtrt_d", "psn_info_b"]
    assert [t.table.name for t in legacy.targets("kc22")] == ["fee_list_d"]
    assert [t.table.name for t in legacy.targets("kc24")] == ["setl_d"]


def test_own_mapping(tmp_path: Path) -> None:
    (target,) = load_mapping(_own(tmp_path)).targets("settlements")
    cells = {
        "area": ["01", "02"],
        "no": ["7", "8"],
        "card": [" P1 ", "P2"],
        "paid": ["5.1.2024 10:30", "31.2.2024 10:30"],
        "kind": ["A", " B "],
        "fen": ["123456", "99"],
        "wan": ["0.5", None],
        "more": ["x", "y"],
    }
    columns = plan(target, cells)
    assert columns.unknown == ("more",)
    chunk = Chunk({n: pa.array(v, pa.string()) for n, v in cells.items()}, pa.array([2, 3]), lambda row: f"raw {row}")
    found = check(chunk, columns, date(2026, 1, 1))
    (row,) = found.table.to_pylist()
    assert {name: value for name, value in row.items() if value is not None} == {
        "setl_id": "01-7",
        "psn_no": "P1",
        "fixmedins_code": "H1",
        "setl_time": datetime(2024, 1, 5, 10, 30),
        "med_type": "11",
        "medfee_sumamt": Decimal("1234.56"),
        "hifp_pay": Decimal("5000.00"),
    }
    (rejected,) = found.rejected
    assert (rejected.line, rejected.column, rejected.reason, rejected.raw) == (3, "setl_time", "bad_date", "raw 1")


def test_chinese_column_names_are_understood() -> None:
    (target,) = load_mapping("national").targets("household")
    assert plan(target, ["人员编号", "户编号"]).missing == ()


def test_a_change_in_the_mapping_changes_its_digest(tmp_path: Path) -> None:
    before = load_mapping(_own(tmp_path)).tables
    after = load_mapping(_own(tmp_path, OWN.replace("0.01", "0.1"))).tables
    assert before["setl_d"].digest != after["setl_d"].digest
    assert before["mdtrt_d"].digest == after["mdtrt_d"].digest


@pytest.mark.parametrize(
    ("text", "name", "nearest"),
    [
        ("tables: {setl: {}}", "setl", "setl_d"),
        ("tables: {setl_d: {columns: {psn_noo: x}}}", "psn_noo", "psn_no"),
        ("tables: {setl_d: {columns: {psn_no: {vals: x}}}}", "vals", "values"),
        ("tables: {setl_d: {colums: {}}}", "colums", "columns"),
        ("tables: {setl_d: {columns: {psn_no: [a]}}}", "psn_no", ""),
        ("tables: {setl_d: {columns: [psn_no]}}", "columns", ""),
        ("tables: {setl_d: {columns: {hifp_pay: {unit: fen}}}}", "hifp_pay", ""),
        ("tables: {setl_d: {columns: {hifp_pay: {unit: NaN}}}}", "hifp_pay", ""),
        ("tables: {setl_d: {columns: {begndate: {unit: 100}}}}", "begndate", ""),
        ("tables: {setl_d: {columns: {hifp_pay: {format: '%Y'}}}}", "hifp_pay", ""),
        ("tables: {setl_d: {columns: {med_type: {values: [A, B]}}}}", "med_type", ""),
        ("tables: {setl_d: {columns: {med_type: {values: {A: [B]}}}}}", "med_type", ""),
        ("tables: {setl_d: {columns: {setl_id: {join: No}}}}", "setl_id", ""),
        ("tables: {setl_d: {columns: {setl_id: {from: [Area, No]}}}}", "setl_id", ""),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, name: str, nearest: str) -> None:
    with pytest.raises(SettingError) as error:
        load_mapping(_own(tmp_path, text))
    assert (error.value.name, error.value.nearest) == (name, nearest)


@pytest.mark.parametrize("text", ["tables: [", "- 1", "tables: 5"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingError, match=r"own\.yml"):
        load_mapping(_own(tmp_path, text))


def test_unknown_mapping_suggests_a_shipped_one() -> None:
    with pytest.raises(SettingError) as error:
        load_mapping("legasy")
    assert error.value.nearest == "legacy"
