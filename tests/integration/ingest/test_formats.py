"""The same rows load the same from every format, in any order and any split, and only once."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import MissingPartError, SettingError
from graphfraud.lake.lake import Lake
from tests.integration.ingest.loading import HEADER, ledger, load, quarantine, rows, settlement, write

EXPECTED: list[dict[str, Any]] = [
    {
        "setl_id": f"S{n}",
        "psn_no": f"P{n}",
        "fixmedins_code": "H1",
        "setl_time": datetime(2024, 1, 5, 10, 0, n),
        "med_type": "11",
        "medfee_sumamt": Decimal(f"{n}.50"),
        "invono": "票据",
        "begndate": date(2024, 1, 5),
    }
    for n in range(1, 4)
]
COLUMNS = list(EXPECTED[0])


def _lines(mark: str = ",") -> list[str]:
    return [mark.join(str(value) for value in row.values()) for row in EXPECTED]


def _csv(folder: Path) -> None:
    write(folder / "setl_d.csv", _lines(), ",".join(COLUMNS))


def _bom(folder: Path) -> None:
    write(folder / "setl_d.csv", _lines(), ",".join(COLUMNS), "utf-8-sig")


def _gb18030(folder: Path) -> None:
    write(folder / "SETL_D.CSV", _lines(), ",".join(COLUMNS).upper(), "gb18030")


def _tsv(folder: Path) -> None:
    write(folder / "setl_d.tsv", _lines("\t"), "\t".join(COLUMNS))


def _packed_parts(folder: Path) -> None:
    (folder / "setl_d").mkdir(parents=True)
    for number, line in enumerate(_lines()):
        text = f"{','.join(COLUMNS)}\n{line}\n"
        (folder / "setl_d" / f"part-{number}.csv.gz").write_bytes(gzip.compress(text.encode()))


def _any_order(folder: Path) -> None:
    names = COLUMNS[::-1]
    lines = [",".join(f'"{row[name]}"' for name in names) for row in EXPECTED]
    write(folder / "setl_d.csv", lines, ",".join(f" {name.title()} " for name in names))


def _parquet(folder: Path) -> None:
    folder.mkdir()
    pq.write_table(pa.Table.from_pylist(EXPECTED), folder / "setl_d.parquet")


def _xlsx(folder: Path) -> None:
    folder.mkdir()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "notes"
    sheet = book.create_sheet("SETL_D")
    sheet.append(COLUMNS)
    sheet.append([])
    for row in EXPECTED:
        sheet.append([float(v) if isinstance(v, Decimal) else v for v in row.values()])
    book.save(folder / "setl_d.xlsx")


def _serials(folder: Path) -> None:
    start = date(1899, 12, 30)
    names = ",".join(COLUMNS)
    lines = []
    for number, row in enumerate(EXPECTED, 1):
        day = (row["begndate"] - start).days
        serial = day + (36_000 + number) / 86_400
        lines.append(f"S{number},P{number},H1,{serial!r},11.0,{number}.5,票据,{day}".replace("11.0", "11"))
    write(folder / "setl_d.csv", lines, names)


@pytest.mark.parametrize("make", [_csv, _bom, _gb18030, _tsv, _packed_parts, _any_order, _parquet, _xlsx, _serials])
def test_every_format(tmp_path: Path, make: Any) -> None:
    make(tmp_path / "in")
    answer = load(tmp_path / "w", tmp_path / "in")
    assert answer.code == 0
    assert rows(tmp_path / "w", "setl_d") == sorted(EXPECTED, key=str)
    assert _version(tmp_path / "w") == _reference(tmp_path)


def _version(workspace: Path) -> str:
    with DuckDBEngine() as engine:
        return Lake(workspace / "lake").data_version(engine, ("setl_d",))


def _reference(tmp_path: Path) -> str:
    if not (tmp_path / "reference").exists():
        _csv(tmp_path / "reference")
        load(tmp_path / "r", tmp_path / "reference")
    return _version(tmp_path / "r")


def test_shuffled_and_split_files_have_one_data_version(tmp_path: Path) -> None:
    lines = [settlement(n) for n in range(500)]
    write(tmp_path / "a/setl_d.csv", lines)
    load(tmp_path / "wa", tmp_path / "a")
    random.Random(7).shuffle(lines)
    for number in range(3):
        write(tmp_path / f"b/setl_d/{number}.csv", lines[number::3])
    load(tmp_path / "wb", tmp_path / "b")
    assert _version(tmp_path / "wa") == _version(tmp_path / "wb")
    write(tmp_path / "c/setl_d.csv", [*lines[1:], settlement(999)])
    load(tmp_path / "wc", tmp_path / "c")
    assert _version(tmp_path / "wc") != _version(tmp_path / "wa")


def test_a_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'city.db'}"
    with sqlite3.connect(tmp_path / "city.db") as connection:
        connection.execute(f"CREATE TABLE Setl_D ({', '.join(COLUMNS)}, more)")
        cells = [[str(value) for value in row.values()] for row in EXPECTED]
        connection.executemany("INSERT INTO Setl_D VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'x')", cells)
    answer = load(tmp_path / "w", source=url)
    assert answer.code == 0
    assert rows(tmp_path / "w", "setl_d") == sorted(EXPECTED, key=str)
    assert answer.batch["file"] == f"{url}#setl_d"
    assert answer.data["quality"]["tables"]["setl_d"]["unknown_columns"] == ["more"]
    assert load(tmp_path / "w", source=url).batch["already_loaded"]
    assert ledger(tmp_path / "w")[0]["mapping"] == "relational"


def test_a_database_whose_cells_do_not_fit_their_columns(tmp_path: Path) -> None:
    """SQLite keeps what it is given: each such cell is its own row's trouble, or readable after all."""
    with sqlite3.connect(tmp_path / "city.db") as connection:
        connection.execute(
            "CREATE TABLE setl_d (setl_id, psn_no TEXT, fixmedins_code TEXT, setl_time TIMESTAMP, med_type TEXT,"
            " medfee_sumamt NUMERIC(16, 2), begndate DATE)"
        )
        cells = [
            ("1", "P", "H", "20240105", "11", 1.005, "20240105"),
            (2, "P", "H", "2024-01-05", "11", "x", None),
            ("3", "P\0", "H", "2024-01-05", "11", 1, None),
        ]
        connection.executemany("INSERT INTO setl_d VALUES (?, ?, ?, ?, ?, ?, ?)", cells)
    answer = load(tmp_path / "w", source=f"sqlite:///{tmp_path / 'city.db'}")
    assert answer.batch["reasons"] == {"bad_encoding": 1, "bad_number": 1}
    (row,) = rows(tmp_path / "w", "setl_d")
    assert (row["setl_id"], row["setl_time"], row["begndate"]) == ("1", datetime(2024, 1, 5), date(2024, 1, 5))
    assert row["medfee_sumamt"] == Decimal("1.01")


def test_databases_that_cannot_be_read(tmp_path: Path) -> None:
    answer = load(tmp_path / "w", source=f"sqlite:///{tmp_path / 'empty.db'}")
    assert (answer.code, answer.data["failed"][0]["reason"]) == (1, "no_table")
    answer = load(tmp_path / "w", source=f"sqlite:///{tmp_path}/no/such/folder.db")
    assert (answer.code, answer.data["failed"][0]["reason"]) == (1, "unreadable")
    with pytest.raises(MissingPartError):
        load(tmp_path / "w", source="nosuchbase://u:secret@h/d")
    with pytest.raises(SettingError) as error:
        load(tmp_path / "w", source="u:secret at h")
    assert "secret" not in str(error.value)


def test_legacy_names(tmp_path: Path) -> None:
    write(
        tmp_path / "in/KC24.csv",
        ["D1,V1,1001,H430100,20240105101112,11,12.5,8,2,2.5"],
        "AAE072,AKC190,AAC001,AKB020,AAE040,AKA130,AKC264,AKC260,AKC255,AKC261",
    )
    write(
        tmp_path / "in/KC22.csv",
        ["D1,V1,R1,20240105,X1,药,101,2.5,5,12.5"],
        "AAE072,AKC190,AKC220,AKC221,AKC515,AKC223,AKC224,AKC225,AKC226,AKC227",
    )
    answer = load(tmp_path / "w", tmp_path / "in", mapping="legacy")
    assert answer.code == 0
    (row,) = rows(tmp_path / "w", "setl_d")
    assert row["setl_id"] == "D1"
    assert row["setl_time"] == datetime(2024, 1, 5, 10, 11, 12)
    assert (row["fund_pay_sumamt"], row["acct_pay"]) == (Decimal("8.00"), Decimal("2.00"))
    (line,) = rows(tmp_path / "w", "fee_list_d")
    assert (line["bkkp_sn"], line["setl_id"]) == ("D1-R1-20240105-X1-2.5-5", "D1")


def test_other_files_in_the_folder_are_named_and_left(tmp_path: Path) -> None:
    write(tmp_path / "in/setl_d.csv", [settlement(1)])
    write(tmp_path / "in/truth.csv", ["1"], "ring_id")
    (tmp_path / "in/readme.txt").write_text("x")
    # A table in a format that is not read must not be passed over in silence.
    (tmp_path / "in/FEE_LIST_D.xls").write_text("x")
    answer = load(tmp_path / "w", tmp_path / "in")
    assert (answer.code, answer.data["skipped"]) == (0, ["FEE_LIST_D.xls", "truth.csv"])


def test_file_names_of_an_older_system(tmp_path: Path) -> None:
    name = os.fsdecode("结算一月.csv".encode("gb18030"))
    write(tmp_path / "in/setl_d" / name, [settlement(1)])
    answer = load(tmp_path / "w", tmp_path / "in")
    assert answer.batch["file"] == "setl_d/结算一月.csv"
    assert [b["file"] for b in ledger(tmp_path / "w")] == ["setl_d/结算一月.csv"]


def test_the_later_file_is_the_one_given_later(tmp_path: Path) -> None:
    """Of arguments the last one; inside a folder part-10 comes after part-2."""
    write(tmp_path / "may/setl_d/z.csv", [settlement(1, fee="5.00")])
    write(tmp_path / "june/setl_d/a.csv", [settlement(1, fee="6.00")])
    load(tmp_path / "w", tmp_path / "may", tmp_path / "june")
    assert [r["medfee_sumamt"] for r in rows(tmp_path / "w", "setl_d")] == [Decimal("6.00")]
    for part in (2, 10, 1):
        write(tmp_path / f"parts/setl_d/part-{part}.csv", [settlement(1, fee=f"{part}.00")])
    load(tmp_path / "v", tmp_path / "parts")
    assert [r["medfee_sumamt"] for r in rows(tmp_path / "v", "setl_d")] == [Decimal("10.00")]


def test_a_broken_workbook(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/setl_d.xlsx").write_text(HEADER)
    (tmp_path / "in/fee_list_d.parquet").write_text(HEADER)
    answer = load(tmp_path / "w", tmp_path / "in")
    assert answer.code == 1
    assert [f["reason"] for f in answer.data["failed"]] == ["unreadable", "unreadable"]


def test_lists_in_parquet_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    pq.write_table(pa.table({"psn_no": [["a"]], "hh_id": ["1"]}), tmp_path / "in/household.parquet")
    answer = load(tmp_path / "w", tmp_path / "in")
    assert (answer.data["failed"][0]["reason"], answer.data["failed"][0]["column"]) == ("bad_type", "psn_no")


def test_bytes_in_parquet_that_are_no_text_cost_their_row_only(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    cells = pa.array([b"P1", b"P\xff", b"P\0"])
    text = pa.Array.from_buffers(pa.string(), 3, cells.buffers())
    pq.write_table(pa.table({"psn_no": text, "hh_id": ["1", "2", "3"]}), tmp_path / "in/household.parquet")
    answer = load(tmp_path / "w", tmp_path / "in")
    assert (answer.batch["accepted"], answer.batch["reasons"]) == (1, {"bad_encoding": 2})
    assert [(r["line"], r["raw"]) for r in quarantine(tmp_path / "w")] == [
        (2, '{"hh_id": "2", "psn_no": "P\ufffd"}'),
        (3, '{"hh_id": "3", "psn_no": "P\\u0000"}'),
    ]


def test_a_column_named_twice(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    pq.write_table(pa.table({"psn_no": ["P"], "hh_id": ["1"], "HH_ID": ["2"]}), tmp_path / "in/household.parquet")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["psn_no", "death_date", " Death_Date "])
    book.save(tmp_path / "in/death_reg.xlsx")
    answer = load(tmp_path / "w", tmp_path / "in")
    assert [(f["reason"], f["column"]) for f in answer.data["failed"]] == [
        ("bad_header", "death_date"),
        ("bad_header", "hh_id"),
    ]


def test_a_long_number_in_a_workbook_is_no_id(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["psn_no", "hh_id"])
    for psn_no in (430102199001011234, 430102199001011251, "430102199001011234", 43010219900101):
        book.active.append([psn_no, "F1"])
    book.save(tmp_path / "in/household.xlsx")
    answer = load(tmp_path / "w", tmp_path / "in")
    assert answer.batch["reasons"] == {"bad_number": 2}
    assert [r["psn_no"] for r in rows(tmp_path / "w", "household")] == ["43010219900101", "430102199001011234"]


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "in/setl_d.csv", [settlement(1), settlement(1), "x"])
    answer = load(tmp_path / "w", path, dry_run=True)
    assert (answer.batch["accepted"], answer.batch["duplicate"], answer.batch["quarantined"]) == (1, 1, 1)
    assert not (tmp_path / "w").exists()
    load(tmp_path / "w", path)
    before = sorted(p.name for p in (tmp_path / "w").rglob("*"))
    again = load(
        tmp_path / "w", write(tmp_path / "b/setl_d.csv", [settlement(1, fee="9"), settlement(2)]), dry_run=True
    )
    assert (again.batch["accepted"], again.batch["updated"]) == (1, 1)
    assert sorted(p.name for p in (tmp_path / "w").rglob("*")) == before


def test_schemes_and_their_missing_columns(tmp_path: Path) -> None:
    header = f"{HEADER},begndate"
    answer = load(tmp_path / "w", write(tmp_path / "in/setl_d.csv", [f"{settlement(1)},2024-01-05"], header))
    states = {s["scheme"]: s for s in answer.data["schemes"]}
    assert states["fake_stay"]["state"] == "off"
    assert "setl_d.enddate" in states["fake_stay"]["missing"]
    assert "setl_d.begndate" not in states["fake_stay"]["missing"]
    assert states["co_swipe"]["state"] == "weak"
    assert "household.hh_id" in states["co_swipe"]["missing"]


def test_quality_of_a_city(tmp_path: Path) -> None:
    times = ["2024-01-01 08:00:00", "2024-01-02 08:00:00", "2024-01-20 08:00:00"]
    lines = [f"{settlement(n, time=time)},0{n}" for n, time in enumerate(times, 1)]
    write(tmp_path / "in/setl_d.csv", lines, f"{HEADER},mdtrt_cert_type")
    write(tmp_path / "in/psn_info_b.csv", ["P1,C1"], "psn_no,certno")
    write(
        tmp_path / "in/fee_list_d.csv",
        ["1,S1,X,1,1", "2,S9,X,1,1"],
        "bkkp_sn,setl_id,hilist_code,cnt,det_item_fee_sumamt",
    )
    about = load(tmp_path / "w", tmp_path / "in").data["quality"]
    table = about["tables"]["setl_d"]
    assert (table["rows"], table["period"]) == (3, ["2024-01-01", "2024-01-20"])
    assert (table["null_rate"]["psn_no"], table["null_rate"]["enddate"]) == (0.0, 1.0)
    assert table["orphans"]["psn_no"] == {"table": "psn_info_b", "rows": 2, "rate": 0.666667}
    assert about["tables"]["fee_list_d"]["orphans"]["setl_id"]["rows"] == 1
    assert table["code_misses"] == {}
    (gap,) = about["days_without_data"]["longest"]
    assert gap == {
        "fixmedins_code": "H1",
        "first_day": "2024-01-01",
        "last_day": "2024-01-20",
        "days_without_data": 17,
        "longest_gap": 17,
    }
