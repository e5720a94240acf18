"""Scheme states: which missing column weakens or switches off which scheme."""

from __future__ import annotations

from dataclasses import dataclass

from graphfraud.model.schema import tables
from graphfraud.schemes.needs import scheme_states
from ingest.quality import MOMENTS, REFERENCES


@dataclass(frozen=True)
class Sample:
    code: str
    essential: tuple[str, ...]
    helpful: tuple[str, ...]


STAY = Sample("fake_stay", ("co_stay",), ("household",))
FILLED = {
    "setl_d": {"setl_id", "psn_no", "fixmedins_code", "med_type", "begndate", "enddate"},
    "household": {"psn_no", "hh_id"},
}


def _state(filled: dict[str, set[str]]) -> dict[str, object]:
    (state,) = scheme_states(filled, [STAY])
    return state


def test_on() -> None:
    assert _state(FILLED) == {"scheme": "fake_stay", "state": "on", "missing": []}


def test_weak_without_a_helpful_table() -> None:
    state = _state({"setl_d": FILLED["setl_d"]})
    assert (state["state"], state["missing"]) == ("weak", ["household.hh_id", "household.psn_no"])


def test_off_without_an_essential_column() -> None:
    state = _state(FILLED | {"setl_d": FILLED["setl_d"] - {"begndate"}})
    assert (state["state"], state["missing"]) == ("off", ["setl_d.begndate"])


def test_a_column_that_stands_in() -> None:
    filled = FILLED | {"setl_d": FILLED["setl_d"] - {"begndate", "enddate"}, "mdtrt_d": {"begntime", "endtime"}}
    assert _state(filled)["state"] == "on"


def test_off_on_an_empty_lake() -> None:
    assert _state({})["state"] == "off"


def test_the_report_speaks_of_columns_that_exist() -> None:
    assert all(column in tables()[table].names for table, column in MOMENTS.items())
    assert all(tables()[table].key == (column,) for column, table in REFERENCES.items())
