"""Push to a real server: fill, nothing, differences, runs that come and go, other people's graphs, odd ids."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from graphfraud.bolt.connection import Connection, Transaction
from graphfraud.errors import MissingPartError, NotFoundError, WorkspaceError
from graphfraud.push import lease, load, watermark
from graphfraud.push.forget import forget
from graphfraud.push.push import push
from graphfraud.server import Login
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.integration.push import graphs, stirred
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j
LATER = "f" * 16
KILLED = """
import os, signal, sys
from pathlib import Path
from graphfraud.bolt.connection import Connection
from graphfraud.server import Login
from graphfraud.push import load, progress
from graphfraud.push.push import push
from graphfraud.workspace import Workspace
uri, user, password, root, after = sys.argv[1:]
load.BATCH = 2
left = [int(after)]
def add(self, name, rows):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
progress.Progress.add = add
with Connection(Login(uri, user, password)) as server:
    push(Workspace(Path(root)), server, print)
"""


@pytest.fixture
def login(neo4j_server: Neo4jServer) -> Login:
    login = Login(neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    graphs.clean(login)
    return login


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return graphs.home_of(tmp_path / "city")


def refunds(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """s04 is refunded, s05 corrected, s11 withdrawn with its patient's only place, s99 is new."""
    kept = [dict(r) for r in rows if r["setl_id"] not in ("s04", "s11")]
    for row in kept:
        if row["setl_id"] == "s05":
            row |= {"fund_pay_sumamt": Decimal("1.50"), "setl_time": datetime(2025, 1, 5, 10), "doctor": None}
    new = {**kept[0], "setl_id": "s99", "patient": "A7", "psn_no": "A7", "setl_time": datetime(2025, 3, 3, 3)}
    return [*kept, new]


def change(workspace: Workspace) -> None:
    graphs.rewrite(workspace, LATER, refunds)
    graphs.scanned(workspace, LATER, "run3", "2025-08-01T10:00:00+08:00")


def test_first_fill(workspace: Workspace, login: Login) -> None:
    done = graphs.send(workspace, login)
    assert done.way == "driver"
    assert done.types["Claim"] == {"added": 10, "changed": 0, "removed": 0}
    found = graphs.ask(login, "MATCH (n:Entity) RETURN n.key AS key ORDER BY key")
    assert [r["key"] for r in found if r["key"].startswith("patient:")] == [
        f"patient:A{n}" for n in (1, 2, 3, 4, 5, 7, 8, 9)
    ]
    one = graphs.ask(login, "MATCH (n:Patient {psn_no: 'A1'}) RETURN properties(n) AS p")[0]["p"]
    assert (one["degree"], one["settlements"], one["fund_pay_sumamt"], one["aliases"]) == (3, 3, 10000, ["A1X"])
    away = graphs.ask(login, "MATCH (n:Patient {psn_no: 'A9'})-[:MEMBER_OF]->(r:Ring) RETURN n.degree AS d, r.key AS r")
    assert away == [{"d": 0, "r": "run2/R3"}]
    tie = graphs.ask(login, "MATCH (a:Ring)-[:CONTINUES]->(b:Ring) RETURN a.key AS a, b.key AS b")
    assert tie == [{"a": "run2/R1", "b": "run1/R1"}]
    assert graphs.ask(login, "MATCH (n:Hospital:Institution:Entity) RETURN n.key AS key") == [{"key": "hospital:H1"}]


def test_nothing_personal(workspace: Workspace, login: Login) -> None:
    """No name, telephone, number of a card or account is anywhere in the graph; with the setting, masked names are."""
    graphs.send(workspace, login)
    text = "\n".join(graphs.whole(login))
    for secret in ("张丽芳", "13800001234", "990101199001011234", "6222000011112222", "东区", "样例第一医院"):
        assert secret not in text
    graphs.send(workspace, login, names=True)
    text = "\n".join(graphs.whole(login))
    assert "张*芳" in text
    assert "样例第一医院" in text
    assert "张丽芳" not in text


def test_second_push_sends_nothing(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login)
    before = graphs.digest(login)
    assert graphs.send(workspace, login).way == "nothing"
    # What was pushed is gone here: everything is sent again, and nothing is there twice.
    for folder in (workspace.root / "graph").iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    again = graphs.send(workspace, login)
    assert all(c["added"] == c["removed"] == 0 for c in again.types.values())
    assert graphs.digest(login) == before


def test_differences_give_what_a_fresh_fill_gives(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login)
    change(workspace)
    done = graphs.send(workspace, login)
    assert done.way == "update"
    assert done.types["Claim"] == {"added": 1, "changed": 1, "removed": 2}
    assert done.types["Run"] == {"added": 1, "changed": 0, "removed": 0}
    assert graphs.send(workspace, login).way == "nothing"
    found = graphs.whole(login)
    assert found == graphs.fresh(workspace, login)


def test_lost_answers(workspace: Workspace, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every transaction is done twice, as where the answer to the first got lost: nothing is there twice."""
    once = Connection.write

    def twice(self: Connection, work: Callable[[Transaction], Any]) -> Any:
        once(self, work)
        return once(self, work)

    with monkeypatch.context() as patch:
        patch.setattr(load, "BATCH", 2)
        patch.setattr(Connection, "write", twice)
        assert graphs.send(workspace, login).way == "driver"
        change(workspace)
        assert graphs.send(workspace, login).way == "update"
    found = graphs.whole(login)
    assert found == graphs.fresh(workspace, login)


def test_index_that_was_dropped(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login)
    graphs.ask(login, "DROP INDEX claim_setl_time")
    graphs.ask(login, "DROP CONSTRAINT ring_key")
    change(workspace)
    graphs.send(workspace, login)
    found = graphs.ask(
        login, "SHOW INDEXES YIELD name, state WHERE name IN ['claim_setl_time', 'ring_key'] RETURN state"
    )
    assert found == [{"state": "ONLINE"}] * 2


def test_lost_state_and_change(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login)
    change(workspace)
    for folder in (workspace.root / "graph").iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    graphs.send(workspace, login)
    found = graphs.whole(login)
    assert found == graphs.fresh(workspace, login)


def test_deleted_run(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login)
    shutil.rmtree(workspace.runs / city.FIRST_RUN)
    done = graphs.send(workspace, login)
    assert (done.types["Run"]["removed"], done.types["Ring"]["removed"], done.types["CONTINUES"]["removed"]) == (
        1,
        2,
        1,
    )
    assert graphs.whole(login) == graphs.fresh(workspace, login)


def test_forget(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login)
    before = graphs.whole(login)
    with Connection(login) as server:
        counts = forget(workspace, server, city.FIRST_RUN)
        assert (counts["Run"], counts["Ring"], counts["LINKED"], counts["CONTINUES"]) == (1, 2, 2, 1)
        assert watermark.read(server).runs == (city.SECOND_RUN,)
        with pytest.raises(NotFoundError, match="run1"):
            forget(workspace, server, city.FIRST_RUN)
    gone = set(before) - set(graphs.whole(login))
    assert all("run1" in line for line in gone)
    graphs.send(workspace, login)
    assert not any("run1" in line for line in graphs.whole(login))
    graphs.send(workspace, login, again=city.FIRST_RUN)
    assert graphs.whole(login) == before


def test_evidence_alone(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login, claims="evidence")
    claims = graphs.ask(login, "MATCH (c:Claim) RETURN c.setl_id AS id ORDER BY id")
    assert [r["id"] for r in claims] == ["s01", "s04", "s12"]
    everybody = graphs.ask(login, "MATCH (:Patient)-[r:VISITED]->() RETURN sum(r.n) AS n")
    assert everybody == [{"n": 10}]
    graphs.send(workspace, login)
    assert graphs.whole(login) == graphs.fresh(workspace, login)


@pytest.mark.parametrize("after", [1, 9, 30])
def test_killed_in_the_first_fill(workspace: Workspace, login: Login, after: int) -> None:
    whole = graphs.fresh(workspace, login)
    graphs.clean(login)
    _killed(workspace, login, after)
    with Connection(login) as server:
        mark = watermark.read(server)
        assert (mark.state, mark.runs) == ("filling", ())
    assert not graphs.ask(login, "MATCH (r:Run) RETURN r")
    _silent(login)
    graphs.send(workspace, login)
    assert graphs.whole(login) == whole


def test_killed_and_then_other_data(workspace: Workspace, login: Login) -> None:
    _killed(workspace, login, 20)
    change(workspace)
    _silent(login)
    graphs.send(workspace, login)
    found = graphs.whole(login)
    assert found == graphs.fresh(workspace, login)


@pytest.mark.parametrize("after", [2, 12, 15, 18])
def test_killed_in_an_update(workspace: Workspace, login: Login, after: int) -> None:
    graphs.send(workspace, login)
    change(workspace)
    _killed(workspace, login, after)
    with Connection(login) as server:
        mark = watermark.read(server)
        assert (mark.state, mark.data_version) == ("updating", city.DATA)
    assert {r["id"] for r in graphs.ask(login, "MATCH (r:Run) RETURN r.run_id AS id")} == {"run1", "run2"}
    _silent(login)
    graphs.send(workspace, login)
    found = graphs.whole(login)
    assert found == graphs.fresh(workspace, login)


@pytest.mark.parametrize("after", [12, 16])
def test_killed_in_an_update_and_then_other_data(workspace: Workspace, login: Login, after: int) -> None:
    """What of the cut-short update is there is known to nobody: no row is taken to be missing or to be there."""
    graphs.send(workspace, login)
    change(workspace)
    _killed(workspace, login, after)
    stirred.stir(workspace, 31, 2)
    _silent(login)
    graphs.send(workspace, login)
    found = graphs.whole(login)
    assert found == graphs.fresh(workspace, login)


def _killed(workspace: Workspace, login: Login, after: int) -> None:
    """Push from a process that is killed after so many batches."""
    command = [sys.executable, "-c", KILLED, login.uri, login.user, login.password, str(workspace.root), str(after)]
    assert subprocess.run(command, capture_output=True).returncode == -9


def _silent(login: Login) -> None:
    """Let the minute pass after which a killed push is given up."""
    graphs.ask(login, "MATCH (w:Watermark) SET w.beat = w.beat - 60001")


def test_two_at_once(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login)
    change(workspace)
    other = pytest.raises(WorkspaceError, match="Another push is under way")
    with Connection(login) as server, lease.held(server), other:
        graphs.send(workspace, login)
    assert graphs.send(workspace, login).way == "update"


def test_a_push_that_was_given_up_can_not_write(workspace: Workspace, login: Login) -> None:
    graphs.send(workspace, login)
    with Connection(login) as server, lease.held(server) as old:
        _silent(login)
        with lease.held(server), pytest.raises(WorkspaceError, match="taken over"):
            old.mark(state="filling")


def test_foreign_graph(workspace: Workspace, login: Login) -> None:
    graphs.ask(login, "CREATE (:Film {title: 'A'})-[:SEEN_BY]->(:Patient:Entity {key: 'patient:Z', kind: 'patient'})")
    with pytest.raises(WorkspaceError, match="no push has made"):
        graphs.send(workspace, login)
    graphs.send(workspace, login, adopt=True)
    kept = graphs.ask(login, "MATCH (f:Film) RETURN f.title AS title")
    assert kept == [{"title": "A"}]
    assert not graphs.ask(login, "MATCH (p:Patient {key: 'patient:Z'}) RETURN p")
    # Once it is ours, no --adopt is needed.
    assert graphs.send(workspace, login).way == "nothing"


def test_foreign_graph_that_breaks_a_rule(workspace: Workspace, login: Login) -> None:
    graphs.ask(login, "DROP CONSTRAINT claim_setl_id IF EXISTS")
    graphs.ask(login, "CREATE (:Claim {setl_id: 's1'}), (:Claim {setl_id: 's1'})")
    with pytest.raises(MissingPartError, match="breaks a rule of the graph model"):
        graphs.send(workspace, login, adopt=True)


def test_another_workspace(workspace: Workspace, login: Login, tmp_path: Path) -> None:
    graphs.send(workspace, login)
    other = graphs.home_of(tmp_path / "other")
    shutil.rmtree(other.runs / city.FIRST_RUN)
    with pytest.raises(WorkspaceError, match="another workspace"):
        graphs.send(other, login)
    graphs.send(other, login, adopt=True)
    found = graphs.whole(login)
    assert found == graphs.fresh(other, login)


def test_network_stands_still(workspace: Workspace, login: Login) -> None:
    whole = graphs.fresh(workspace, login)
    graphs.clean(login)
    with graphs.proxy(login, stall_s=2.0, after=20_000) as slow, Connection(slow) as server:
        push(workspace, server, lambda said: None)
    assert graphs.whole(login) == whole


def test_wrong_version(workspace: Workspace, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphfraud.push.guard.MAJOR", "4")
    with pytest.raises(MissingPartError, match=r"is version 5\."):
        graphs.send(workspace, login)


def _named(odd: str) -> dict[str, str]:
    """Give the columns of a claim whose ids are odd; med_type is no key, so that it may be of any length."""
    return {"setl_id": f"S{odd}", "patient": odd, "psn_no": odd, "doctor": f"H1/{odd}", "med_type": odd * 10}


def test_hostile_ids(workspace: Workspace, login: Login) -> None:
    odd = ["'", '"', "\\", "`", "}) DETACH DELETE n //", "MATCH (n)", "$rows", "é\u0301😀", "a:b:c", "x" * 1_000, " "]
    odd += ["line\nbreak", "tab\t,;|", "\\u0041", "null"]

    def add(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        like = rows[0]
        return [*rows, *(like | _named(o) for o in odd)]

    graphs.rewrite(workspace, LATER, add)
    graphs.scanned(workspace, LATER, "run3", "2025-08-01T10:00:00+08:00")
    graphs.send(workspace, login)
    patients = {r["id"] for r in graphs.ask(login, "MATCH (:Claim)<-[:SUBMITTED]-(p:Patient) RETURN p.psn_no AS id")}
    assert patients >= set(odd)
    assert pq.read_table(workspace.claims / LATER / "settlement.parquet").num_rows == 10 + len(odd)
    assert graphs.ask(login, "MATCH (c:Claim) RETURN count(c) AS n") == [{"n": 10 + len(odd)}]
