"""Decisions are written whole, in order, and never lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphfraud.errors import InputError, WorkspaceError
from graphfraud.model.disposition import Disposition
from graphfraud.store import journal
from graphfraud.store.dispositions import Dispositions
from graphfraud.workspace import Workspace
from tests.conformance.store import city

AT = "2025-07-02T09:00:00+08:00"
HOLD = """
import sys
from pathlib import Path
from graphfraud.workspace import Workspace
root = Path(sys.argv[1])
(root / "dispositions").mkdir(exist_ok=True)
with Workspace(root).writing(0.0, *(root / part for part in sys.argv[2:])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def decide(workspace: Workspace, label: str = "dismissed", reason: str = "one bus") -> Disposition:
    return Dispositions(workspace).add(city.rings()[0], "run2", label, reason, who="陈", when=AT)


def test_a_decision_reads_back_with_what_the_ring_was(workspace: Workspace) -> None:
    decide(workspace)
    decide(workspace, "open", "second look")
    first, second = Dispositions(workspace).all()
    assert (first.number, first.ring_id, first.run_id, first.label) == (1, "R1", "run2", "dismissed")
    assert (first.reason, first.who, first.when) == ("one bus", "陈", AT)
    assert first.snapshot.core == ("A1", "A2", "A3", "A4")
    assert first.snapshot.members == ("hospital:H1", "patient:A1", "patient:A2", "patient:A3", "patient:A4")
    assert first.snapshot.signals == ("co_stay",)
    assert first.snapshot.setl_ids == ("s01", "s04", "s12")
    assert (second.number, second.label) == (2, "open")


def test_what_another_process_adds_is_seen(workspace: Workspace) -> None:
    reader = Dispositions(workspace)
    assert reader.all() == ()
    decide(workspace)
    assert [d.number for d in reader.all()] == [1]


def test_a_killed_write_leaves_no_trace(workspace: Workspace) -> None:
    decide(workspace)
    (workspace.dispositions / ".000002.json-999").write_text('{"number": 2, "ri', encoding="utf-8")
    assert [d.number for d in Dispositions(workspace).all()] == [1]
    assert decide(workspace).number == 2


@pytest.mark.parametrize("text", ["", "{", "{}", "[]"])
def test_a_damaged_file_is_named(workspace: Workspace, text: str) -> None:
    decide(workspace)
    (workspace.dispositions / "000001.json").write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"000001\.json") as caught:
        Dispositions(workspace).all()
    assert "backup" in caught.value.hint


def test_a_missing_file_is_named(workspace: Workspace) -> None:
    for _ in range(3):
        decide(workspace)
    reader = Dispositions(workspace)
    assert len(reader.all()) == 3
    (workspace.dispositions / "000002.json").unlink()
    with pytest.raises(WorkspaceError, match=r"000002\.json"):
        Dispositions(workspace).all()
    with pytest.raises(WorkspaceError, match="gone"):
        reader.all()


def test_a_file_under_another_number_is_no_decision(workspace: Workspace) -> None:
    decide(workspace)
    made = json.loads((workspace.dispositions / "000001.json").read_text(encoding="utf-8"))
    (workspace.dispositions / "000002.json").write_text(json.dumps(made), encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"000002\.json"):
        Dispositions(workspace).all()


@pytest.mark.parametrize(
    ("label", "reason", "column"),
    [("guilty", "x", "label"), ("dismissed", "  ", "reason"), ("open", "x" * 2001, "reason")],
)
def test_a_bad_decision_is_refused(workspace: Workspace, label: str, reason: str, column: str) -> None:
    with pytest.raises(InputError) as caught:
        decide(workspace, label, reason)
    assert caught.value.column == column
    assert Dispositions(workspace).all() == ()


@pytest.fixture
def held(workspace: Workspace, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold a lock of the workspace: its own, or the one that the test names."""
    command = [sys.executable, "-c", HOLD, str(workspace.root), *getattr(request, "param", ())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other
        if other.poll() is None:
            other.communicate("")


@pytest.mark.parametrize("held", [("dispositions/write.lock",)], indirect=True)
def test_two_decisions_at_once_wait_for_each_other(
    workspace: Workspace, held: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "WAIT_S", 0.1)
    with pytest.raises(WorkspaceError, match="Another process"):
        decide(workspace)
    held.communicate("")
    assert decide(workspace).number == 1


def test_people_decide_while_a_scan_holds_the_workspace(workspace: Workspace, held: subprocess.Popen[str]) -> None:
    assert decide(workspace).number == 1
    assert held.poll() is None


def test_a_ring_without_patients_has_its_members_as_core(workspace: Workspace) -> None:
    channel = replace(city.rings()[0], members=city.rings()[0].members[-1:])
    made = Dispositions(workspace).add(channel, "run2", "confirmed", "seen", who="a", when=AT)
    assert made.snapshot.core == ("hospital:H1",)
