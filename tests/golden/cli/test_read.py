"""The reading commands print exactly this."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.errors import NotFoundError
from graphfraud.model.ring import Ring
from tests.conformance.store import city
from tests.golden.cli.conftest import Run

RUN = {
    "run_id": "run2",
    "started_at": "2025-07-01T10:00:00+08:00",
    "finished_at": "2025-07-01T10:00:00+08:00",
    "engine": "duckdb",
    "data_version": city.DATA,
    "params_version": "test",
    "code_version": "0.1.0",
    "seed": 1,
}
RING_ZH = """\
疑似团伙 R1  虚假/诱导住院
  状态: 已发布
  变化: 扩大 ← R1
  分值: 0.900
"""
PATH_ZH = """\
路径 1（1 步）
  参保人 A1 张*芳
    │ 就诊：3 笔结算
  医院 H1 样例第一医院
最多 6 步，绕开枢纽 0 个。
"""


def test_rings_json_is_the_contract(run: Run) -> None:
    result = run("rings", "--format", "json")
    expected = {"run": RUN, "rings": [r.to_dict() for r in city.rings()]}
    assert result.stdout == json.dumps(expected, ensure_ascii=False, indent=2) + "\n"


def test_key_order_of_a_ring(run: Run) -> None:
    found = json.loads(run("rings", "--format", "json").stdout)
    assert list(found) == ["run", "rings"]
    assert list(found["run"]) == list(RUN)
    keys = "ring_id rank scheme also status status_reason score fdr stability lineage members amounts evidence innocent"
    assert list(found["rings"][0]) == [*keys.split(), "related", "gang", "disposition"]


def test_rings_of_one_scheme_and_status(run: Run) -> None:
    def ids(*args: str) -> list[str]:
        return [r["ring_id"] for r in json.loads(run("rings", "--format", "json", *args).stdout)["rings"]]

    assert ids("--scheme", "co_swipe") == ["R2"]
    assert ids("--status", "demoted") == ["R3"]
    assert ids("--top", "1") == ["R1"]
    assert ids("--run", "run1") == ["R1", "R0"]
    assert ids("--top", "0") == []


def test_rings_csv_has_one_line_a_member(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("rings", "--format", "csv").stdout)))
    assert [(r["ring_id"], r["kind"], r["id"]) for r in rows] == [
        (ring.ring_id, m.kind, m.id) for ring in city.rings() for m in ring.members
    ]
    assert rows[0] == {
        "ring_id": "R1",
        "rank": "1",
        "scheme": "fake_stay",
        "also": "",
        "status": "published",
        "status_reason": "",
        "score": "0.9",
        "fdr": "0.01",
        "ring_stability": "0.9",
        "kind": "patient",
        "id": "A1",
        "role": "member",
        "strength": "1.0",
        "stability": "0.9",
        "aliases": "A1X",
        "medfee_sumamt": "122.00",
        "fund_pay_sumamt": "111.00",
        "acct_pay": "0.00",
        "settlements": "3",
        "gang": "R1",
        "disposition": "",
    }


def test_rings_table(run: Run) -> None:
    lines = run("rings").stdout.splitlines()
    assert [line.split("│")[2].strip() for line in lines if line.startswith("│")] == ["R1", "R2", "R3"]
    assert "demoted: family" in lines[5]
    assert lines[-1] == "3 of 3 suspected rings. These are leads to check, not findings."


def test_rings_table_in_chinese(run: Run) -> None:
    lines = run("rings", "--lang", "zh").stdout.splitlines()
    assert lines[-1] == "显示 3 / 共 3 条疑似团伙线索。线索不等于认定，须经核查。"
    assert "已降级: 家庭成员" in lines[5]


def test_no_ring(run: Run) -> None:
    assert run("rings", "--scheme", "reflow").stdout == "No suspected ring matches.\n"


def test_ring_in_chinese(run: Run) -> None:
    out = run("ring", "R1", "--lang", "zh").stdout
    assert out.startswith(RING_ZH)
    assert "│ 参保人 │ A1   │ 张*芳        │ 成员" in out
    assert "  • 同进同出住院: 一起住院\n" in out
    assert "  • 家庭成员 – 不成立: 不同户\n" in out


def test_ring_with_claims(run: Run) -> None:
    out = run("ring", "R1", "--claims").stdout
    lines = [line for line in out.splitlines() if "part-0.csv" in line]
    assert [line.split("│")[2].strip() for line in lines] == ["s01", "s04", "s12"]
    assert "张丽芳" not in out


def test_ring_json(run: Run) -> None:
    found = json.loads(run("ring", "R1", "--claims", "--format", "json").stdout)
    assert (found["run"], found["ring"]) == (RUN, city.rings()[0].to_dict())
    first = found["claims"][0]
    assert first["setl_time"] == "2025-01-01T08:00:00+08:00"
    assert (first["medfee_sumamt"], first["mdtrt_cert_no"]) == ("100.00", "990***********1234")
    assert "claims" not in json.loads(run("ring", "R1", "--format", "json").stdout)


def test_path(run: Run) -> None:
    assert run("path", "A1X", "hospital:H1", "--k", "1", "--lang", "zh").stdout == PATH_ZH


def test_path_json(run: Run) -> None:
    found = json.loads(run("path", "A1", "A4", "--k", "1", "--format", "json").stdout)
    assert [n["id"] for n in found["paths"][0]["nodes"]] == ["A1", city.D1, "A2", "K1", "A3", "P1", "A4"]
    assert found["searched"] == {"max_hops": 6, "hubs_avoided": 0}


def test_no_path(run: Run) -> None:
    lines = run("path", "A1", "A5").stdout.splitlines()
    assert lines[0] == "No path found. Try --through-hubs to allow hubs or a larger --max-hops."


def test_runs(run: Run) -> None:
    expected = [{**RUN, "published": 2, "demoted": 1}]
    assert json.loads(run("runs", "--format", "json").stdout)["runs"][:1] == expected
    assert run("runs", "--format", "json").stdout == run("runs", "list", "--format", "json").stdout
    assert json.loads(run("runs", "show", "run2", "--format", "json").stdout) == {"run": expected[0]}
    assert run("runs", "show", "run1").stdout.splitlines()[0] == "Run: run1"
    rows = [line for line in run("runs").stdout.splitlines() if line.startswith("│")]
    assert [row.split("│")[1].strip() for row in rows] == ["run2", "run1"]


def change(ring_id: str, scheme: str = "fake_stay", **lists: list[str]) -> dict[str, object]:
    nothing: dict[str, list[str]] = {"previous": [], "joined": [], "left": []}
    return {"ring_id": ring_id, "scheme": scheme, **nothing, **lists}


def test_runs_diff(run: Run) -> None:
    found = json.loads(run("runs", "diff", "run1", "run2", "--format", "json").stdout)
    events = ("new", "grown", "shrunk", "merged", "split", "same", "vanished")
    assert list(found) == ["a", "b", *events]
    assert {event: found[event] for event in events if found[event]} == {
        "new": [change("R2", "co_swipe"), change("R3")],
        "grown": [change("R1", previous=["R1"], joined=["A3"])],
        "vanished": [change("R0", left=["A7", "A8"])],
    }


def test_runs_diff_backwards(run: Run) -> None:
    found = json.loads(run("runs", "diff", "run2", "run1", "--format", "json").stdout)
    assert found["shrunk"] == [change("R1", previous=["R1"], left=["A3"])]
    assert [c["ring_id"] for c in found["vanished"]] == ["R2", "R3"]


def test_runs_diff_with_itself(run: Run) -> None:
    same = json.loads(run("runs", "diff", "run2", "run2", "--format", "json").stdout)
    assert [c["ring_id"] for c in same["same"]] == ["R1", "R2", "R3"]
    assert same["new"] == same["vanished"] == []
    table = run("runs", "diff", "run2", "run2").stdout
    assert [line.split("│")[1].strip() for line in table.splitlines() if line.startswith("│")] == ["same"] * 3


@pytest.mark.parametrize(
    "args",
    [("rings", "--run", "run9"), ("ring", "R9"), ("path", "A1", "nobody"), ("runs", "diff", "run1", "run9")],
)
def test_unknown_names_fail(run: Run, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert isinstance(result.exception, NotFoundError)
    assert result.exception.hint
    assert result.stdout == ""


@pytest.mark.parametrize(
    "args", [("rings", "--scheme", "nonsense"), ("path", "A1"), ("path", "A1", "A2", "--max-hops", "0"), ("ring",)]
)
def test_wrong_usage(run: Run, args: tuple[str, ...]) -> None:
    assert run(*args).exit_code == 2


def test_rings_read_back(run: Run) -> None:
    found = json.loads(run("rings", "--format", "json").stdout)["rings"]
    assert [Ring.from_dict(r) for r in found] == city.rings()


@pytest.mark.parametrize(
    "command", [("rings",), ("ring",), ("path",), ("runs",), ("runs", "list"), ("runs", "show"), ("runs", "diff")]
)
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    assert "Example:\n    graphfraud " in CliRunner().invoke(cli, [*command, "--help"]).stdout
