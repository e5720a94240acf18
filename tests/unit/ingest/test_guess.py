"""Guesses: tables by their columns, columns by names and by content; samples never show a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.errors import InputError
from graphfraud.model.schema import tables
from ingest.guess import TableGuess, codes_of, guess_columns, guess_tables, masked_samples
from ingest.mapping import load_mapping
from ingest.sample import Sample, take_sample

CERTNO, PHONE = "11010119900307663X", "13812345678"


def sample(file: str = "x.csv", **columns: str | list[str]) -> Sample:
    """Give a sample with these columns."""
    values = {name: tuple([cells] if isinstance(cells, str) else cells) for name, cells in columns.items()}
    return Sample(file, tuple(columns), values, max(map(len, values.values())))


def sources(guess: TableGuess) -> dict[str, str]:
    """Give where each column comes from."""
    return {g.column.name: g.source for g in guess.columns if g.source}


@pytest.mark.parametrize("name", sorted(tables()))
def test_every_national_table_is_known_by_its_own_columns(name: str) -> None:
    for header in (tables()[name].names, tuple(c.zh.lower() for c in tables()[name].columns)):
        found = guess_tables(Sample("export.csv", header, dict.fromkeys(header, ()), 0))[0]
        assert found.table.name == name
        assert found.confidence == 1.0
        assert sources(found) == dict(zip(tables()[name].names, header, strict=True))


def test_the_legacy_names_are_known() -> None:
    for name, mapping in load_mapping("legacy").tables.items():
        rules = {c: r.sources[0] for c, r in mapping.rules.items() if len(r.sources) == 1}
        if rules:
            header = tuple(dict.fromkeys(rules.values()))
            found = guess_columns(Sample("x.csv", header, dict.fromkeys(header, ()), 0), tables()[name])
            assert {c: s for c, s in sources(found).items() if c in rules} == rules
            assert {g.why for g in found.columns if g.column.name in rules} == {"legacy"}


def test_headings_of_exports_and_near_names() -> None:
    found = guess_tables(
        sample(
            结算单号="S1",
            参保人编号="P1",
            医院编码="H1",
            交易时间="2025-01-02 10:00:00",
            就诊类型="普通门诊",
            总费用="12.50",
            mdtrt_cert_typ="01",
        )
    )[0]
    assert found.table.name == "setl_d"
    assert sources(found) == {
        "setl_id": "结算单号",
        "psn_no": "参保人编号",
        "fixmedins_code": "医院编码",
        "setl_time": "交易时间",
        "med_type": "就诊类型",
        "medfee_sumamt": "总费用",
        "mdtrt_cert_type": "mdtrt_cert_typ",
    }
    assert found.missing == ()
    assert {g.column.name: g.why for g in found.columns if g.source}["mdtrt_cert_type"] == "near"


def test_content_speaks_where_names_fail() -> None:
    seen = sample(a=[CERTNO] * 5, b=["张三丰", "李四"], c=[PHONE], d=["男", "女"], 人员编号="P1")
    found = guess_columns(seen, tables()["psn_info_b"])
    assert sources(found) == {"certno": "a", "psn_name": "b", "tel": "c", "gend": "d", "psn_no": "人员编号"}
    assert {g.why for g in found.columns if g.source in ("a", "b", "c")} == {"content"}
    seen = sample(x=["H99010000001"] * 3, y=["2025-01-02 10:00:00"], z=["普通门诊", "定点药店购药"])
    assert sources(guess_columns(seen, tables()["setl_d"])) == {
        "fixmedins_code": "x",
        "setl_time": "y",
        "med_type": "z",
    }


def test_a_name_whose_values_do_not_fit_is_doubtful() -> None:
    good, bad = (
        next(
            g for g in guess_columns(sample(结算时间=cell), tables()["setl_d"]).columns if g.column.name == "setl_time"
        )
        for cell in ("2025-01-02", "张三丰")
    )
    assert (good.confidence, bad.confidence) == (1.0, 0.3)


def test_words_become_codes_also_those_of_later_rows() -> None:
    column = tables()["setl_d"].column("med_type")
    words = codes_of(column, ["普通门诊"])
    assert words["普通门诊"] == "11"
    assert words["定点药店购药"] == "41"
    assert codes_of(column, ["11", "21"]) == {}


@pytest.mark.parametrize("column", [None, "psn_no", "psn_name", "med_type", "insu_admdvs", "setl_time"])
def test_samples_show_no_person_whatever_was_guessed(column: str | None) -> None:
    seen = sample(x=[CERTNO, PHONE, "张三丰"])
    one = next((t.column(column) for t in tables().values() if column in t.names), None) if column else None
    shown = masked_samples(seen, "x", one)
    assert len(shown) == 3
    assert not {CERTNO, PHONE, "张三丰"} & set(shown)


def test_samples_show_dates_sums_and_codes() -> None:
    setl = tables()["setl_d"]
    assert masked_samples(sample(x="2025-01-02"), "x", setl.column("begndate")) == ("2025-01-02",)
    assert masked_samples(sample(x="1,234.50"), "x", setl.column("medfee_sumamt")) == ("1,234.50",)
    assert masked_samples(sample(x="普通门诊"), "x", setl.column("med_type")) == ("普通门诊",)
    assert masked_samples(sample(x="990101"), "x", setl.column("insu_admdvs")) == ("990101",)


def test_a_sample_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "结算.csv"
    path.write_bytes("结算ID, 姓名 ,\nS1,张三,x\nS2,,y\n".encode("gb18030"))
    found = take_sample(path)
    assert (found.header, found.rows) == (("结算id", "姓名"), 2)
    assert found.values == {"结算id": ("S1", "S2"), "姓名": ("张三",)}


def test_a_file_of_no_known_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match="ending"):
        take_sample(tmp_path / "x.pdf")
