"""`graphfraud.open`: frames with the promised columns and dtypes."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import graphfraud
from graphfraud.api import Results
from graphfraud.errors import NotFoundError, SettingError
from graphfraud.store.dispositions import Dispositions
from tests.conformance.store import city


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    root = Path(tmp_path_factory.mktemp("city"))
    city.build(root)
    return graphfraud.open(root)


def kinds(frame: pd.DataFrame, *names: str) -> list[str]:
    return [str(frame[name].dtype) for name in names]


def test_runs(results: Results) -> None:
    frame = results.runs()
    assert frame["run_id"].tolist() == ["run2", "run1"]
    assert kinds(frame, "seed", "published", "demoted") == ["int64"] * 3


def test_rings(results: Results) -> None:
    frame = results.rings()
    assert frame["ring_id"].tolist() == ["R1", "R2", "R3"]
    assert frame["patients"].tolist() == [4, 2, 2]
    assert frame["fund_pay_sumamt"].tolist() == [Decimal("111.00"), Decimal("900.00"), Decimal("111.00")]
    assert frame["event"].tolist() == ["grown", "new", "new"]
    assert kinds(frame, "rank", "score", "settlements") == ["int64", "float64", "int64"]
    assert results.rings(schemes=["co_swipe"])["ring_id"].tolist() == ["R2"]
    assert results.rings(status="demoted", run="run1").empty


def test_one_ring(results: Results) -> None:
    assert results.ring("R1") == city.rings()[0]
    members = results.members("R1")
    assert members["name"].tolist() == ["张*芳", "姜*", "", "", "样例第一医院"]
    assert members["aliases"].tolist() == [["A1X"], [], [], [], []]
    evidence = results.evidence("R1")
    assert evidence.to_dict("records") == [
        {"ring_id": "R1", "signal": "co_stay", "zh": "一起住院", "en": "stayed together", "observed": 3.0}
        | {"expected": 0.1, "p_value": 1e-6, "setl_ids": ["s01", "s04", "s12"]}
    ]


def test_links_and_gatherings(results: Results) -> None:
    assert results.links("R1")[["a", "b"]].to_numpy().tolist() == [["A1", "A2"]]
    gatherings = results.gatherings("R1")
    assert kinds(gatherings, "gathering", "begin") == ["int32", "datetime64[us]"]
    assert gatherings["setl_id"].tolist() == ["s01", "s04"]


def test_claims_of_a_ring_or_of_ids(results: Results) -> None:
    frame = results.claims("R1")
    assert frame["setl_id"].tolist() == ["s01", "s04", "s12"]
    assert frame["setl_time"].tolist()[0] == datetime(2025, 1, 1, 8)
    assert kinds(frame, "setl_time", "_line", "medfee_sumamt") == ["datetime64[us]", "int64", "object"]
    assert results.claims(["s03", "s02"])["patient"].tolist() == ["A1", "A1"]


def test_entity_by_id(results: Results) -> None:
    assert results.entity("A1X").ref == city.patient("A1")
    assert results.timeline("A1", limit=1)["setl_id"].tolist() == ["s03"]
    with pytest.raises(NotFoundError):
        results.entity("nobody")


def test_neighbours(results: Results) -> None:
    frame = results.neighbours("H1", kind="patient")
    assert frame[["id", "settlements"]].to_numpy().tolist() == [["A1", 3], ["A2", 2]]
    assert frame["fund_pay_sumamt"].tolist() == [Decimal("100.00"), Decimal("11.00")]


def test_paths(results: Results) -> None:
    frame = results.paths("A1", "hospital:H1", k=2)
    assert frame[["path", "step", "id", "hop", "settlements"]].to_numpy().tolist() == [
        [1, 0, "A1", "", 0],
        [1, 1, "H1", "VISITED", 3],
        [2, 0, "A1", "", 0],
        [2, 1, city.D1, "TREATED_BY", 2],
        [2, 2, "H1", "PRACTISES_AT", 4],
    ]
    assert frame["setl_ids"].tolist()[1] == ["s01", "s02", "s03"]
    assert results.paths("A1", "A5").empty


def test_dispositions(tmp_path: Path) -> None:
    city.build(tmp_path)
    own = graphfraud.open(tmp_path)
    assert own.dispositions().empty
    when = "2026-01-02T08:00:00+08:00"
    Dispositions(own.workspace).add(own.ring("R1"), "run2", "dismissed", "one bus", who="Chen", when=when)
    assert own.dispositions().to_dict("records") == [
        {"number": 1, "ring_id": "R1", "run_id": "run2", "label": "dismissed", "reason": "one bus"}
        | {"who": "Chen", "when": when, "scheme": "fake_stay"}
    ]
    frame = own.rings()
    assert frame["ring_id"].tolist() == ["R2", "R1", "R3"]
    assert frame["decision"].tolist() == ["", "dismissed", ""]
    assert frame["gang"].tolist() == ["R2", "R1", "R3"]


def test_import_is_light() -> None:
    code = "import graphfraud, sys; print(sorted({'pandas', 'duckdb', 'pyarrow', 'deltalake'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


def test_every_frame_says_its_columns() -> None:
    """The docstring names each column that the frame has."""
    from graphfraud import frames

    promised = {
        "runs": frames.RUN_COLUMNS,
        "rings": frames.RING_COLUMNS,
        "members": frames.MEMBER_COLUMNS,
        "evidence": frames.EVIDENCE_COLUMNS,
        "dispositions": frames.DISPOSITION_COLUMNS,
        "neighbours": frames.NEIGHBOUR_COLUMNS,
        "paths": frames.PATH_COLUMNS,
    }
    for name, columns in promised.items():
        words = set(
            (getattr(Results, name).__doc__ or "").replace(",", " ").replace(":", " ").replace(";", " ").split()
        )
        assert set(columns) <= words, name


def test_ask(results: Results) -> None:
    found = results.ask("co_visits", a="A1", b="A2")
    assert found["b_setl_id"].tolist() == ["s04", "s12"]
    assert kinds(found, "a_time", "seconds") == ["datetime64[us]", "int64"]
    money = results.ask("money_by_hop", entity="A1", hops=0, run="run1")
    assert money["fund_pay_sumamt"].tolist() == [Decimal("100.00")]
    with pytest.raises(SettingError):
        results.ask("co_visits", a="A1")
