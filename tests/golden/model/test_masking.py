"""What everyone may see of personal data."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graphfraud.model.masking import MASKS, mask, mask_raw, mask_table
from graphfraud.model.schema import SENSITIVITIES, tables

GOLDEN = [
    ("name", "姜文", "姜*"),
    ("name", "张丽芳", "张*芳"),
    ("name", "欧阳小芳", "欧*芳"),
    ("name", "阿依古丽·买买提", "阿*提"),
    ("name", "李", "*"),
    ("idno", "990101199001011234", "990***********1234"),
    ("idno", "99010119900101003X", "990***********003X"),
    ("idno", "990101900101123", "990********1123"),
    ("idno", "E12345678", "*****5678"),
    ("idno", "1234567", "*******"),
    ("phone", "13812345678", "138****5678"),
    ("phone", "0512-61234567", "051****4567"),
    ("phone", "61234567", "****4567"),
    ("phone", "12345", "****"),
    ("account", "6222021234567890123", "***************0123"),
    ("account", "1234567", "*******"),
    ("address", "样例省样例市东区一路3号", "样例省样例市东区***"),
    ("address", "甲自治区乙自治州丙县丁镇", "甲自治区乙自治州丙县***"),
    ("address", "丙市北区", "丙市北区***"),
    ("address", "甲市阳光小区3栋", "甲市***"),
    ("address", "解放路农贸市场12号", "***"),
    ("address", "幸福小区5幢12号门市部", "***"),
    ("address", "一路3号", "***"),
    ("open", "H99010012345", "H99010012345"),
    ("name", "", ""),
]


@pytest.mark.parametrize(("sensitivity", "text", "shown"), GOLDEN)
def test_mask(sensitivity: str, text: str, shown: str) -> None:
    assert mask(text, sensitivity) == shown


def test_every_class_has_a_mask() -> None:
    assert tuple(MASKS) == SENSITIVITIES


def test_masked_columns_of_the_model() -> None:
    hidden = {(t.name, c.name): c.sensitivity for t in tables().values() for c in t.columns if c.sensitivity != "open"}
    assert hidden == {
        ("dr_info_b", "dr_name"): "name",
        ("mdtrt_d", "coner_tel"): "phone",
        ("mdtrt_d", "curr_addr"): "address",
        ("medins_info_b", "bankacct"): "account",
        ("medins_info_b", "legrep_name"): "name",
        ("psn_info_b", "certno"): "idno",
        ("psn_info_b", "live_addr"): "address",
        ("psn_info_b", "psn_name"): "name",
        ("psn_info_b", "tel"): "phone",
        ("setl_d", "agnter_certno"): "idno",
        ("setl_d", "agnter_tel"): "phone",
        ("setl_d", "bankacct"): "account",
        ("setl_d", "mdtrt_cert_no"): "idno",
    }


def test_table_keeps_order_types_nulls_and_open_columns() -> None:
    rows = pa.table({"tel": ["13812345678", None, "13812345678"], "psn_no": ["A", "B", "C"], "other": [1, 2, 3]})
    masked = mask_table(rows, "psn_info_b")
    assert masked.schema == rows.schema
    assert masked.to_pydict() == {
        "tel": ["138****5678", None, "138****5678"],
        "psn_no": ["A", "B", "C"],
        "other": [1, 2, 3],
    }


def test_table_in_chunks() -> None:
    names = pa.chunked_array([["姜文"], ["张丽芳", None]])
    assert mask_table(pa.table({"psn_name": names}), "psn_info_b")["psn_name"].to_pylist() == ["姜*", "张*芳", None]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("X1,张三丰,H1,昨天,2025-01-02,12.50", "X1,张**,H1,昨*,2025-01-02,12.50"),
        ("990101199001011234|13812345678", "**************1234|*******5678"),
        ("Wang Xiaoming;wang@example.org", "W*** X*******;w***@e******.o**"),
        ("６２２２０２１２３４５６７８９０", "************７８９０"),
        ('{"a": "某市某区一路3号"}', '{"a": "某*****3号"}'),
        ("", ""),
    ],
)
def test_raw_text_is_masked_without_knowing_its_columns(raw: str, shown: str) -> None:
    assert mask_raw(raw) == shown
