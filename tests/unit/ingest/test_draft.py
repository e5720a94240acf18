"""Mappings made of guesses, previews with them, and the folder from which one may load."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from graphfraud.errors import InputError, SettingError
from graphfraud.settings import load as settings
from graphfraud.workspace import Workspace
from ingest import draft as drafts
from ingest import inbox
from ingest.draft import NOWHERE, Draft, draft
from ingest.guess import guess_tables
from ingest.mapping import load_mapping, plan
from ingest.preview import preview
from ingest.sample import take_sample

TEXT = """结算单号,人员编号,医院编码,交易时间,就诊类型,总费用,入院日期,备用
S1,P100200300400,H99010000001,2025-01-02 10:00:00,普通门诊,12.5,2025-01-02,张三丰
S2,P100200300401,H99010000001,昨天,定点药店购药,3,2025-01-02,李四
S3,P100200300402,H99010000001,2025-01-03 10:00:00,急诊,4,不详,王五
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "结算.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def made(file: Path, **corrections: str) -> Draft:
    sample = take_sample(file)
    return draft(guess_tables(sample)[0], sample, corrections)


def test_a_draft_is_a_mapping_file(file: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    kept = drafts.save(workspace, "某市-2025", made(file, mdtrt_id="备用").text("某市-2025"))
    assert drafts.saved(workspace) == {"某市-2025": kept}
    read = load_mapping(kept)
    assert read.name == "某市-2025"
    rules = plan(read.tables["setl_d"], take_sample(file).header).rules
    assert rules["setl_id"].sources == ("结算单号",)
    assert rules["mdtrt_id"].sources == ("备用",)
    assert rules["med_type"].values["急诊"] == "13"


def test_an_earlier_mapping_goes_before_the_guesses(file: Path, tmp_path: Path) -> None:
    text = "name: k\ntables:\n  setl_d:\n    columns:\n      mdtrt_id: 备用\n      dr_code: 不在\n"
    text += "      med_type: {from: 就诊类型, values: {急诊: '11'}}\n"
    kept = load_mapping(drafts.save(Workspace(tmp_path / "w"), "k", text))
    sample = take_sample(file)
    one = draft(guess_tables(sample)[0], sample, {}, kept)
    assert (one.sources["mdtrt_id"], one.sources["setl_id"]) == ("备用", "结算单号")
    assert "dr_code" not in one.sources
    assert one.values["med_type"] == {"急诊": "11"}
    assert draft(guess_tables(sample)[0], sample, {"mdtrt_id": ""}, kept).sources.get("mdtrt_id") is None


def test_what_the_reader_does_not_want_is_not_loaded(file: Path) -> None:
    one = made(file, psn_no="", begndate="")
    assert one.sources["psn_no"] == NOWHERE
    rules = plan(one.mapping("x").tables["setl_d"], take_sample(file).header).rules
    assert not {"psn_no", "begndate"} & set(rules)


def test_a_column_that_is_not_in_the_file_is_ignored(file: Path) -> None:
    assert "dr_code" not in made(file, dr_code="no such column").sources


def test_the_preview_is_what_loading_would_do_masked(file: Path) -> None:
    found = preview(file, made(file, mdtrt_id="备用").mapping("x").tables["setl_d"])
    assert found is not None
    assert (found.rows, found.reasons, found.unreadable) == (3, {"bad_date": 1}, {"begndate": 1})
    assert [(r.line, r.column, r.raw, r.message) for r in found.rejected] == [(3, "setl_time", "", "")]
    first, second = found.table.to_pylist()
    assert (first["setl_time"], first["medfee_sumamt"], first["med_type"]) == (
        datetime(2025, 1, 2, 10),
        Decimal("12.50"),
        "11",
    )
    assert (first["mdtrt_id"], first["psn_no"]) == ("张**", "*********0400")
    assert second["begndate"] is None


def test_a_file_without_rows_has_no_preview(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("setl_id,psn_no\n")
    assert preview(tmp_path / "a.csv", load_mapping("national").tables["setl_d"]) is None


@pytest.mark.parametrize("name", ["", "../x", "a/b", "legacy", "x" * 61, ".hidden", "a b"])
def test_names_that_are_unfit_for_a_mapping(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="can't be called"):
        drafts.save(Workspace(tmp_path), name, "name: x\n")


def test_a_mapping_with_an_unknown_column_is_refused() -> None:
    with pytest.raises(SettingError, match="Unknown column"):
        Draft("setl_d", {"nothing": "a"}).mapping("x")


def test_the_inbox_lists_folders_and_files(tmp_path: Path) -> None:
    for name in ("a.csv", "2025/setl_d.csv", "2025/readme.txt", ".hidden/b.csv", "2025/.c.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found, total = inbox.entries(tmp_path)
    assert [(e.name, e.folder, e.size) for e in found] == [
        ("2025", True, 1),
        ("2025/setl_d.csv", False, 1),
        ("a.csv", False, 1),
    ]
    assert total == 3


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "link/secret.csv", "none.csv"])
def test_nothing_outside_the_inbox_is_loaded(tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.csv").write_text("x")
    (tmp_path / "secret.csv").write_text("x")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "link").symlink_to(tmp_path / "out")
    with pytest.raises(InputError, match="no such file"):
        inbox.inside(tmp_path / "inbox", name)


def test_the_inbox_is_a_setting(tmp_path: Path) -> None:
    assert inbox.root(settings(workspace=tmp_path)) == tmp_path / "inbox"
    assert inbox.root(settings(workspace=tmp_path, inbox=tmp_path / "x")) == tmp_path / "x"
