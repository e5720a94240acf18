"""Scheme states: which missing column weakens or switches off which scheme."""

from __future__ import annotations

from dataclasses import dataclass

from graphfraud.model.schema import tables
from graphfraud.schemes import SCHEMES
from graphfraud.schemes.needs import scheme_states, signal_states
from graphfraud.support import SUPPORTS
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


def _signal(filled: dict[str, set[str]]) -> dict[str, object]:
    return {s["signal"]: s for s in signal_states(filled, SUPPORTS)}["one_owner"]


def test_a_supporting_signal_works_with_any_of_its_columns() -> None:
    every = {"addr", "bankacct", "legrep_name", "prnt_medins_code", "uscc"}
    assert _signal({"medins_info_b": every}) == {"signal": "one_owner", "state": "on", "missing": []}
    assert _signal({"medins_info_b": every - {"uscc"}}) == {
        "signal": "one_owner",
        "state": "weak",
        "missing": ["medins_info_b.uscc"],
    }
    assert _signal({"setl_d": {"setl_id"}}) == {
        "signal": "one_owner",
        "state": "off",
        "missing": sorted(f"medins_info_b.{c}" for c in every),
    }


def test_the_weights_of_a_scheme_add_up_to_one() -> None:
    assert {round(sum(s.weight for s in scheme.signals), 9) for scheme in SCHEMES} == {1.0}


def test_the_report_speaks_of_columns_that_exist() -> None:
    assert all(column in tables()[table].names for table, column in MOMENTS.items())
    assert all(tables()[table].key == (column,) for column, table in REFERENCES.items())
