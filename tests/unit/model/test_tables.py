"""The model holds what the contract lists."""

from __future__ import annotations

import pytest

from graphfraud.model.schema import SENSITIVITIES, code_lists, code_rules, lake_schema, tables

REQUIRED = {
    "setl_d": "setl_id psn_no fixmedins_code setl_time med_type medfee_sumamt",
    "mdtrt_d": "mdtrt_id",
    "fee_list_d": "bkkp_sn setl_id hilist_code cnt det_item_fee_sumamt",
    "drugtracinfo": "setl_id drug_trac_codg",
    "psn_info_b": "psn_no",
    "psn_insu_d": "psn_no",
    "medins_info_b": "fixmedins_code",
    "dr_info_b": "dr_code",
    "opsp_reg_d": "psn_no opsp_dise_code begndate",
    "household": "psn_no hh_id",
    "death_reg": "psn_no death_date",
    "rule_hit": "rule_id setl_id",
    "watchlist": "entity_kind entity_id label",
}
KEYS = {
    "setl_d": "setl_id",
    "mdtrt_d": "mdtrt_id",
    "fee_list_d": "bkkp_sn",
    "psn_info_b": "psn_no",
    "medins_info_b": "fixmedins_code",
    "dr_info_b": "dr_code",
    "death_reg": "psn_no",
}
PERSONAL = {
    "psn_info_b": {"psn_name": "name", "certno": "idno", "tel": "phone", "live_addr": "address"},
    "setl_d": {"mdtrt_cert_no": "idno", "agnter_certno": "idno", "agnter_tel": "phone", "bankacct": "account"},
    "mdtrt_d": {"coner_tel": "phone", "curr_addr": "address"},
    "medins_info_b": {"legrep_name": "name", "bankacct": "account"},
    "dr_info_b": {"dr_name": "name"},
}


def test_every_table_with_its_required_columns_and_key() -> None:
    assert {n: [c.name for c in t.columns if c.required] for n, t in tables().items()} == {
        name: columns.split() for name, columns in sorted(REQUIRED.items())
    }
    assert {n: "".join(t.key) for n, t in tables().items() if t.key} == dict(sorted(KEYS.items()))
    assert [n for n, t in tables().items() if t.required] == ["setl_d"]


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_tables_are_sound(name: str) -> None:
    table = tables()[name]
    assert len(set(table.names)) == len(table.columns)
    assert set(table.key) <= {c.name for c in table.columns if c.required}
    assert all(c.sensitivity in SENSITIVITIES for c in table.columns)
    assert all(c.codes in code_lists() for c in table.columns if c.codes)
    assert lake_schema(table).names[-3:] == ["_batch_id", "_line", "_row_hash"]
    for column in table.columns:
        other, _, there = (column.instead or "").partition(".")
        assert column.instead is None or there in tables()[other].names
    found = {c.name: c.sensitivity for c in table.columns if c.sensitivity != "open"}
    assert found == PERSONAL.get(name, {})


def test_medical_categories_go_by_their_first_two_digits() -> None:
    known = code_rules()["med_type"]
    assert all(known.holds(code) for code in ("11", "2105", "140104", "99331", "9107"))
    assert not any(known.holds(code) for code in ("1", "77", "ZZ", "00"))
