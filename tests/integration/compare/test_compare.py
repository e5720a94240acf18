"""A hospital's own export against the bureau's settlements: every sort of difference, and nothing else."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import graphfraud
from graphfraud.cli.main import cli
from graphfraud.errors import GraphFraudError
from graphfraud.lake.lake import Lake
from tests.integration.compare import town
from tests.integration.compare.exporting import export, read
from tests.integration.ingest.loading import load


def run(workspace: Path, *args: str | Path) -> Result:
    command = ["compare", *map(str, args), "--lang", "en", "--workspace", str(workspace)]
    return CliRunner().invoke(cli, command)


def answer(workspace: Path, *args: str | Path) -> dict[str, Any]:
    done = run(workspace, *args, "--format", "json")
    assert done.exit_code == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bureau's workspace `w` and the hospital's export `his`."""
    folder = Path(tmp_path_factory.mktemp("compare"))
    claims, his = town.files(folder)
    town.extra(his)
    assert load(folder / "fresh", claims).code == 0
    shutil.copytree(folder / "fresh", folder / "w")
    return folder


@pytest.fixture
def own(place: Path, tmp_path: Path) -> Path:
    """A copy that a test may change; nothing was compared in it."""
    folder = Path(shutil.copytree(place, tmp_path / "own", ignore=shutil.ignore_patterns("w")))
    (folder / "fresh").rename(folder / "w")
    return folder


def test_every_difference_and_no_other(place: Path) -> None:
    data = answer(place / "w", place / "his")
    found = [
        (d["finding"], d["level"], d["psn_no"], " ".join(d["differs"]), d["matched_by"]) for d in data["differences"]
    ]
    assert found == [
        ("missing", "visit", "P4", "", None),
        ("extra", "visit", "P99", "", None),
        ("different", "visit", "P10", "items", "setl_id"),
        ("different", "visit", "P12", "diagnosis", "setl_id"),
        ("different", "visit", "P6", "dates", "setl_id"),
        ("different", "visit", "P8", "amount", "setl_id"),
        ("missing", "fee", "P10", "", "setl_id"),
        ("different", "fee", "P10", "items amount", "setl_id"),
    ]
    assert data["differences"][0]["bureau_begin"] == "2025-01-18"
    assert (data["differences"][5]["bureau_medfee"], data["differences"][5]["his_medfee"]) == ("1000.00", "900.00")
    article = data["differences"][7]
    assert (article["hilist_code"], article["bureau_cnt"], article["his_cnt"]) == ("BED", "5", "2")
    assert (article["bureau_medfee"], article["his_medfee"]) == ("200.00", "80.00")


def test_what_was_compared_and_how_it_was_matched(place: Path) -> None:
    data = answer(place / "w", place / "his")
    (covered,) = data["covered"]
    assert covered["fixmedins_code"] == town.HERE
    assert (covered["begin_first"], covered["begin_last"]) == ("2025-01-09", "2025-03-13")
    assert (covered["stay"], covered["visits"], covered["fees"]) == (True, 22, True)
    assert data["counts"] == {
        "bureau_visits": 48,
        "his_visits": 22,
        "matched_by_setl_id": 19,
        "matched_by_mdtrt_id": 1,
        "matched_by_dates": 1,
        "matched_by_overlap": 0,
        "missing": 1,
        "at_the_edge": 2,
        "not_covered": 24,
        "his_without_place_or_day": 0,
    }


def test_sums_are_decimal_yuan_with_refunds_netted(place: Path) -> None:
    rows = {(r["level"], r["finding"]): r for r in answer(place / "w", place / "his")["summary"]}
    assert rows["visit", "missing"] | {"level": "", "finding": ""} == {
        "level": "",
        "finding": "",
        "count": 1,
        "bureau_medfee": "1000.00",
        "his_medfee": "0.00",
    }
    assert (rows["visit", "different"]["count"], rows["visit", "different"]["bureau_medfee"]) == (4, "4000.00")
    assert rows["visit", "different"]["his_medfee"] == "3900.00"
    assert (rows["fee", "missing"]["bureau_medfee"], rows["fee", "different"]["his_medfee"]) == ("800.00", "80.00")


def test_the_text(place: Path) -> None:
    done = run(place / "w", place / "his", "--top", "1")
    assert done.exit_code == 0
    lines = [" ".join(line.replace("│", " ").split()) for line in done.stdout.splitlines()]
    kept = [line for line in lines if line and line[0] not in "┏┡└"]
    assert kept == [
        "What the export covers",
        "┃ institution ┃ kind ┃ visits ┃ admitted ┃ discharged ┃ settled ┃ fee lines ┃",
        "H99010000001 stays 22 2025-01-09 … 2025-03-13 2025-01-14 … 2025-03-18 2025-01-14 … 2025-03-18 compared",
        "Bureau 48 visits, hospital 22; matched by setl_id 19, mdtrt_id 1, person, institution and dates 1, "
        "overlapping days of a person's stay 0.",
        "At the edge of the period, not called missing: 2; not covered by the export: 24; visits of the export without "
        "institution or day: 0.",
        "Result",
        "┃ level ┃ finding ┃ count ┃ bureau (¥) ┃ hospital (¥) ┃",
        "visit missing at the hospital 1 1000.00 0.00",
        "visit extra at the hospital 1 0.00 0.00",
        "visit different 4 4000.00 3900.00",
        "article missing at the hospital 1 800.00 0.00",
        "article extra at the hospital 0 0.00 0.00",
        "article different 1 200.00 80.00",
        "Differences",
        "┃ finding ┃ differs ┃ institution ┃ person ┃ setl_id ┃ article ┃ bureau's days ┃ hospital's days ┃ "
        "bureau (¥) ┃ hospital (¥) ┃",
        "missing at the hospital H99010000001 P4 S4 2025-01-18 … 2025-01-23 1000.00",
        "7 more; all of them: --format csv",
        lines[-2],
        "Differences are leads, not findings: incomplete uploads, patients who pay themselves and slips of the pen "
        "make them too; the original records decide.",
    ]
    assert lines[-2].startswith("What was found on 23 settlements is kept for the next graphfraud scan")


def test_csv_has_a_line_for_each(place: Path) -> None:
    lines = run(place / "w", place / "his", "--format", "csv").stdout.splitlines()
    assert len(lines) == 9
    assert lines[1].split(",")[:6] == ["missing", "visit", "", "", town.HERE, "P4"]


def test_kept_once_and_claims_stay_as_they_are(own: Path) -> None:
    lake = Lake(own / "w/lake")
    before = {name: lake.version(name) for name in ("setl_d", "mdtrt_d", "fee_list_d", "quarantine")}
    first = answer(own / "w", own / "his")
    assert first["kept"] == {"settlements": 23, "new": 23}
    again = answer(own / "w", own / "his")
    assert again["kept"] == {"settlements": 23, "new": 0}
    assert {k: v for k, v in again.items() if k != "kept"} == {k: v for k, v in first.items() if k != "kept"}
    assert {name: lake.version(name) for name in before} == before
    states = _states(own)
    assert (states["S4"], states["S6"], states["S14b"], states["S1"]) == ("missing", "different", "same", "same")
    assert {"S0", "S23", "R16"} & set(states) == set()


def test_another_export_replaces_the_judgement_and_the_first_brings_it_back(own: Path) -> None:
    answer(own / "w", own / "his")
    whole = export(own / "bureau", own / "whole", town.HERE)
    assert answer(own / "w", whole)["summary"][0]["count"] == 0
    assert _states(own)["S4"] == "same"
    answer(own / "w", own / "his")
    assert _states(own)["S4"] == "missing"


def test_an_export_without_any_difference(own: Path) -> None:
    whole = export(own / "bureau", own / "whole", town.HERE)
    data = answer(own / "w", whole)
    assert (data["differences"], {row["count"] for row in data["summary"]}) == ([], {0})
    assert set(_states(own).values()) == {"same"}


def test_bills_alone_without_common_numbers(tmp_path: Path) -> None:
    names = ("psn_no", "fixmedins_code", "setl_time", "med_type", "medfee_sumamt")
    lines = [f"P{i},H1,2025-01-{i + 1:02} 10:00:00,11,{i}.50" for i in range(1, 28)]
    _write(tmp_path / "bureau/setl_d.csv", ",".join(names), *lines)
    _write(tmp_path / "his/setl_d.csv", ",".join(names), *lines[:9], *(row + "0" for row in lines[10:]))
    assert load(tmp_path / "w", tmp_path / "bureau").code == 0
    data = answer(tmp_path / "w", tmp_path / "his")
    assert [(d["finding"], d["psn_no"], d["bureau_medfee"]) for d in data["differences"]] == [
        ("missing", "P10", "10.50")
    ]
    assert (data["counts"]["matched_by_setl_id"], data["covered"][0]["fees"]) == (26, False)


def test_only_encounters_will_do(own: Path) -> None:
    his = export(own / "bureau", own / "encounters", town.HERE, without=["M4"], tables=("mdtrt_d",))
    data = answer(own / "w", his)
    assert [(d["finding"], d["psn_no"]) for d in data["differences"]] == [("missing", "P4")]
    assert (data["counts"]["matched_by_mdtrt_id"], data["covered"][0]["settled_first"]) == (23, None)


def test_rows_that_cannot_be_read_are_told(own: Path) -> None:
    with (own / "his/mdtrt_d.csv").open("a", encoding="utf-8") as file:
        file.write("one cell\n")
    assert answer(own / "w", own / "his")["batches"][1]["reasons"] == {"ragged_row": 1}
    said = run(own / "w", own / "his").stdout
    assert "1 rows of the export can't be read; their visits may be called missing for that:" in said
    assert "mdtrt_d.csv:24: ragged_row" in said


def test_in_a_notebook(own: Path) -> None:
    frame = graphfraud.open(own / "w").compare(own / "his")
    assert frame["psn_no"].tolist() == ["P4", "P99", "P10", "P12", "P6", "P8", "P10", "P10"]
    assert frame.loc[0, "bureau_medfee"] == Decimal("1000.00")


@pytest.mark.parametrize(
    ("export_of", "said"),
    [
        ("nowhere", "no such file or folder"),
        ("empty", "no table of the mapping national in it"),
        ("fees", "neither mdtrt_d nor setl_d is in it"),
        ("strange", "The bureau has no settlement of the export's institutions (H77)"),
        ("late", "no period in common"),
        ("placeless", "holds no visit with an institution and a day"),
    ],
)
def test_trouble_is_told_with_what_to_do_next(own: Path, export_of: str, said: str) -> None:
    (own / "empty").mkdir()
    _write(own / "fees/fee_list_d.csv", "bkkp_sn,setl_id,hilist_code,cnt,det_item_fee_sumamt", "L,S,A,1,1")
    head = "mdtrt_id,psn_no,fixmedins_code,med_type,begntime,endtime"
    _write(own / "strange/mdtrt_d.csv", head, "X1,P1,H77,21,2025-01-05,2025-01-09")
    _write(own / "late/mdtrt_d.csv", head, f"X1,P1,{town.HERE},21,2024-01-05,2024-01-09")
    _write(own / "placeless/mdtrt_d.csv", "mdtrt_id,psn_no", "X1,P1")
    done = run(own / "w", own / export_of)
    assert done.exit_code == 1
    assert isinstance(done.exception, GraphFraudError)
    assert said in done.exception.message
    assert done.exception.hint or export_of == "nowhere"


def test_nothing_loaded(tmp_path: Path, place: Path) -> None:
    done = run(tmp_path / "w", place / "his")
    assert isinstance(done.exception, GraphFraudError)
    assert "graphfraud load FOLDER" in done.exception.hint


def _write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _states(own: Path) -> dict[str, str]:
    import pyarrow.parquet as pq

    rows = [row for f in Lake(own / "w/lake").files("his_check") for row in pq.read_table(f).to_pylist()]
    return {row["setl_id"]: row["his_state"] for row in rows}


def test_the_helper_leaves_out_what_it_should(place: Path) -> None:
    assert {r["mdtrt_id"] for r in read(place / "his", "setl_d")} & {"M0", "M4", "M23", ""} == set()
