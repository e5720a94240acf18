"""Which visits are the same: by ids, else by person, institution and days, one for one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from graphfraud.compare.match import link, units


def visits(*rows: dict[str, Any]) -> pd.DataFrame:
    base = {"fixmedins_code": "H1", "patient": "A", "stay": True, "mdtrt_id": None, "setl_ids": [], "medfee": 1.0}
    return pd.DataFrame([base | r for r in rows])


def stay(first: int, last: int, **more: Any) -> dict[str, Any]:
    return {"first": first, "last": last, **more}


def linked(bureau: pd.DataFrame, his: pd.DataFrame, days: int = 1) -> list[tuple[int, int, str]]:
    return [tuple(row) for row in link(bureau, his, days).itertuples(index=False)]


def test_setl_id_comes_before_mdtrt_id_and_both_before_dates() -> None:
    bureau = visits(stay(0, 5, setl_ids=["S1"]), stay(10, 15, mdtrt_id="M2"), stay(20, 25))
    his = visits(stay(20, 25), stay(0, 9, setl_ids=["S1"]), stay(10, 15, mdtrt_id="M2"))
    assert linked(bureau, his) == [(0, 1, "setl_id"), (1, 2, "mdtrt_id"), (2, 0, "dates")]


def test_an_equal_id_of_another_person_counts_only_on_the_same_days() -> None:
    bureau = visits(stay(0, 5, setl_ids=["1"]), stay(50, 55, setl_ids=["2"]))
    his = visits(stay(0, 5, setl_ids=["1"], patient="B"), stay(90, 99, setl_ids=["2"], patient="B"))
    assert linked(bureau, his) == [(0, 0, "setl_id")]


def test_an_id_of_another_institution_is_another_id() -> None:
    assert linked(visits(stay(0, 5, setl_ids=["1"])), visits(stay(0, 5, setl_ids=["1"], fixmedins_code="H2"))) == []


def test_dates_link_one_for_one_the_nearest_first() -> None:
    bureau = visits(*(stay(d, d, stay=False) for d in (0, 1, 2)))
    his = visits(*(stay(d, d, stay=False) for d in (1, 2)))
    assert linked(bureau, his) == [(1, 0, "dates"), (2, 1, "dates")]
    assert linked(visits(stay(0, 5)), visits(stay(2, 5))) == [(0, 0, "overlap")]
    assert linked(visits(stay(0, 5)), visits(stay(2, 5)), days=2) == [(0, 0, "dates")]


def test_of_several_visits_on_a_day_the_sum_decides() -> None:
    day: dict[str, Any] = {"stay": False}
    bureau = visits(stay(3, 3, medfee=10.0, **day), stay(3, 3, medfee=20.0, **day))
    his = visits(stay(3, 3, medfee=20.0, **day), stay(3, 3, medfee=10.0, **day))
    assert linked(bureau, his) == [(0, 1, "dates"), (1, 0, "dates")]


def test_a_stay_on_top_of_another_is_not_covered_by_it() -> None:
    bureau = visits(stay(0, 10), stay(4, 12))
    assert linked(bureau, visits(stay(0, 10))) == [(0, 0, "dates")]


def test_parts_of_one_stay_are_one_unit() -> None:
    bureau = visits(stay(0, 10, setl_ids=["1"]), stay(10, 20, setl_ids=["2"]), stay(40, 44, setl_ids=["3"]))
    his = visits(stay(0, 20, setl_ids=["1", "2"]), stay(70, 75))
    ours, theirs = units(3, 2, link(bureau, his, 1))
    assert ours[0] == ours[1] == theirs[0]
    assert len({ours[0], ours[2], theirs[1]}) == 3
