"""Visits missing from the hospital's own records, against the hospital's other patients."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from graphfraud.support import not_in_his
from graphfraud.support.base import Said


def scene(rows: list[tuple[str, str, bool, bool]]) -> Any:
    """Give a scene in which (visit, hospital, stay, missing) were compared, one settlement `S<visit>` each."""
    names = ["visit_id", "fixmedins_code", "stay", "missing"]
    frame = pd.DataFrame(rows, columns=names)
    frame["setl_id"] = "S" + frame["visit_id"]
    engine = SimpleNamespace(arrow=lambda sql: SimpleNamespace(to_pandas=lambda: frame))
    return SimpleNamespace(tables=lambda *names: None, engine=engine, parameters={"his_max_p": 0.001})


def said(rows: list[tuple[str, str, bool, bool]], mine: int) -> Said | None:
    measure, left_out = not_in_his.prepare(scene(rows))
    assert measure is not None
    assert left_out == {}
    answer = measure(SimpleNamespace(facts=pd.DataFrame({"setl_id": [f"S{i}" for i in range(mine)]})))  # type: ignore[arg-type]
    assert answer is None or isinstance(answer, Said)
    return answer


def compared(missing: int, mine: int, rest: int, rest_missing: int) -> list[tuple[str, str, bool, bool]]:
    own = [(str(i), "H1", True, i < missing) for i in range(mine)]
    return own + [(f"R{i}", "H1", True, i < rest_missing) for i in range(rest)]


def test_seven_of_nine_against_the_rest_of_the_hospital() -> None:
    found = said(compared(7, 9, 99, 3), 9)
    assert found is not None
    assert found.evidence.observed == 7
    assert found.evidence.expected == pytest.approx(9 * 3.5 / 100)
    assert found.strength == pytest.approx(7 / 9)
    assert found.evidence.detail.en.startswith("7 of the ring's 9 stays")
    assert "0.3 expected" in found.evidence.detail.en
    assert found.evidence.setl_ids == tuple(f"S{i}" for i in range(7))


def test_a_hospital_that_uploads_badly_is_no_evidence() -> None:
    assert said(compared(7, 9, 100, 70), 9) is None


def test_nothing_missing_or_nothing_compared() -> None:
    assert said(compared(0, 9, 100, 3), 9) is None
    assert not_in_his.prepare(scene([])) == (None, {})


def test_other_visits_of_the_hospital_set_no_norm_for_stays() -> None:
    rows = compared(7, 9, 99, 3) + [(f"V{i}", "H1", False, True) for i in range(500)]
    found = said(rows, 9)
    assert found is not None
    assert found.evidence.expected == pytest.approx(9 * 3.5 / 100)
