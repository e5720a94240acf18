"""Every question on the nine-person city: every store gives what pandas and networkx give."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.questions import question, questions
from tests.conformance.questions import oracle, town
from tests.conformance.questions.conftest import Ask
from tests.conformance.questions.oracle import Row
from tests.conformance.store import city

CLAIMS = oracle.of_city()
D1, D2 = f"doctor:{city.D1}", f"doctor:{city.D2}"


def rows(name: str, table: pa.Table) -> list[Row]:
    """Give an answer as tuples, money in cents."""
    yuan = {c.name for c in question(name).columns if c.type == "yuan"}
    return [
        tuple(int(v * 100) if n in yuan and v is not None else v for n, v in row.items()) for row in table.to_pylist()
    ]


@pytest.mark.parametrize(
    ("asked", "kept", "how"),
    [
        ({}, ["R1", "R2", "R3"], {}),
        ({"scheme": "co_swipe"}, ["R2"], {}),
        ({"status": "demoted"}, ["R3"], {}),
        ({"min_score": 0.6}, ["R1", "R3"], {}),
        ({"min_fund": "900.00"}, ["R2"], {}),
        ({"entity": "A3"}, ["R1", "R2"], {}),
        ({"entity": "A1X"}, ["R1"], {}),
        ({"text": "a1x"}, ["R1"], {}),
        ({"text": "r2"}, ["R2"], {}),
        ({"text": "a9"}, ["R3"], {}),
        ({"text": "p"}, ["R2"], {}),
        ({"sort": "fund_pay_sumamt", "descending": True}, ["R1", "R2", "R3"], {}),
        ({"sort": "fund_pay_sumamt"}, ["R1", "R2", "R3"], {}),
        ({"sort": "size", "descending": "yes"}, ["R1", "R2", "R3"], {}),
        ({"sort": "score", "offset": 1, "limit": 1}, ["R1", "R2", "R3"], {}),
        ({"text": "nothing of the sort"}, [], {}),
    ],
)
def test_rings(ask: Ask, asked: dict[str, Any], kept: list[str], how: dict[str, Any]) -> None:
    found = [r for r in city.rings() if r.ring_id in kept]
    how = {"sort": asked.get("sort", "rank"), "descending": "descending" in asked}
    expected = oracle.rings(found, **how, offset=asked.get("offset", 0), limit=asked.get("limit", 100))
    assert rows("rings", ask("rings", **asked)) == expected


def test_rings_of_an_older_run(ask: Ask) -> None:
    assert ask("rings", run="run1")["ring_id"].to_pylist() == ["R1", "R0"]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_ring_graph(ask: Ask, at: int) -> None:
    ring = city.rings()[at]
    links = city.links([ring]).to_pylist()
    expected = oracle.ring_graph(CLAIMS, ring, links)
    assert rows("ring_graph", ask("ring_graph", ring_id=ring.ring_id)) == expected


def test_ring_claims(ask: Ask) -> None:
    found = ask("ring_claims", ring_id="R1")
    assert found["begndate"].null_count == found["enddate"].null_count == 3
    rest = found.drop_columns(["begndate", "enddate"])
    assert rows("ring_claims", rest) == oracle.ring_claims(CLAIMS, ["s01", "s04", "s12"])


@pytest.mark.parametrize(
    ("key", "aliases", "rings"),
    [
        ("patient:A1", ["A1X"], ["R1"]),
        ("patient:A3", [], ["R1", "R2"]),
        ("hospital:H1", [], ["R1"]),
        (D1, [], []),
        ("doctor:H1/7", [], []),
    ],
)
def test_profile(ask: Ask, key: str, aliases: list[str], rings: list[str]) -> None:
    assert rows("profile", ask("profile", entity=key)) == oracle.profile(CLAIMS, key, aliases, rings)


def test_profile_of_one_without_a_settlement(ask: Ask) -> None:
    assert ask("profile", entity="A9").num_rows == 0


@pytest.mark.parametrize("key", ["patient:A1", "patient:A2", "hospital:H1", "pharmacy:P1", D1])
@pytest.mark.parametrize(("kind", "limit"), [(None, 100), ("doctor", 1), ("patient", 2)])
def test_neighbours(ask: Ask, key: str, kind: str | None, limit: int) -> None:
    found = ask("neighbours", entity=key, kind=kind, limit=limit)
    assert rows("neighbours", found) == oracle.neighbours(CLAIMS, key, kind, limit)


@pytest.mark.parametrize(
    ("keys", "least", "kind", "limit"),
    [
        (["patient:A1", "patient:A2", "patient:A3"], 2, None, 100),
        (["patient:A1", "patient:A2", "patient:A3", "patient:A4"], 2, "clinic", 100),
        (["patient:A1", "patient:A2", "patient:A3", "patient:A5"], 1, None, 3),
        (["hospital:H1", "clinic:K1", D1], 2, None, 100),
        (["patient:A1", "patient:A5"], 2, None, 100),
    ],
)
def test_common_neighbours(ask: Ask, keys: list[str], least: int, kind: str | None, limit: int) -> None:
    found = ask("common_neighbours", entities=keys, min_sharing=least, kind=kind, limit=limit)
    assert rows("common_neighbours", found) == oracle.common_neighbours(CLAIMS, keys, least, kind, limit)


@pytest.mark.parametrize(("a", "b"), [("A1", "A2"), ("A2", "A1"), ("A2", "A3"), ("A1", "A5")])
@pytest.mark.parametrize(("minutes", "limit"), [(9, 100), (10, 100), (30, 1), (1440, 100), (100_000, 3)])
def test_co_visits(ask: Ask, a: str, b: str, minutes: int, limit: int) -> None:
    found = ask("co_visits", a=a, b=b, minutes=minutes, limit=limit)
    assert rows("co_visits", found) == oracle.co_visits(CLAIMS, f"patient:{a}", f"patient:{b}", minutes, limit)


@pytest.mark.parametrize("doctor", [D1, D2])
@pytest.mark.parametrize(("days", "least"), [(1, 1), (2, 1), (366, 1), (366, 2)])
def test_triangles(ask: Ask, doctor: str, days: int, least: int) -> None:
    found = ask("triangles", doctor=doctor, days=days, min_patients=least)
    assert rows("triangles", found) == oracle.triangles(CLAIMS, doctor, days, least, 100)


@pytest.mark.parametrize("code", ["H1", "K1", "P1", "K2"])
@pytest.mark.parametrize("limit", [1, 100])
def test_same_owner(ask: Ask, code: str, limit: int) -> None:
    key = f"{town.KINDS[code]}:{code}"
    group = town.OWNED if code in town.OWNED else [code]
    expected = oracle.same_owner(CLAIMS, key, group, town.SAME_OWNER, limit)
    assert rows("same_owner", ask("same_owner", institution=key, limit=limit)) == expected


def test_institutions_of_one_owner_are_related(embedded: EmbeddedStore) -> None:
    asked = tuple(EntityRef(town.KINDS[code], code) for code in ("P1", "H1", "K1", "K2"))
    found = {(str(r.a), str(r.b)): list(r.sorts) for r in embedded.between(asked)}
    assert found == {("clinic:K1", "hospital:H1"): ["bankacct"], ("clinic:K1", "pharmacy:P1"): ["addr"]}


@pytest.mark.parametrize("key", ["patient:A1", "hospital:H1", D2, "patient:A5"])
@pytest.mark.parametrize(("most", "hub"), [(0, 500), (1, 500), (2, 3), (3, 500), (6, 2), (6, 500)])
def test_money_by_hop(ask: Ask, key: str, most: int, hub: int) -> None:
    found = ask("money_by_hop", entity=key, hops=most, hub_degree=hub)
    assert rows("money_by_hop", found) == oracle.money_by_hop(CLAIMS, key, most, hub)


@pytest.mark.parametrize("people", [["A1", "A2"], ["A1", "A2", "A3", "A4"]])
@pytest.mark.parametrize(("k", "minutes"), [(2, 9), (2, 10), (2, 1440), (3, 10), (2, 500_000), (4, 500_000)])
def test_gatherings_of(ask: Ask, people: list[str], k: int, minutes: int) -> None:
    keys = [f"patient:{p}" for p in people]
    found = ask("gatherings_of", patients=people, k=k, minutes=minutes)
    assert rows("gatherings_of", found) == oracle.gatherings_of(CLAIMS, keys, k, minutes, 100)


@pytest.mark.parametrize("key", ["patient:A1", "hospital:H1", D1, "pharmacy:P1"])
@pytest.mark.parametrize(
    ("begin", "end", "limit"),
    [(None, None, 100), ("2025-01-01", "2025-01-01", 100), ("2025-01-02", None, 1), (None, "2025-01-31", 2)],
)
def test_timeline(ask: Ask, key: str, begin: str | None, end: str | None, limit: int) -> None:
    found = ask("timeline", entity=key, begin=begin, end=end, limit=limit)
    assert rows("timeline", found) == oracle.timeline(CLAIMS, key, begin, end, limit)


@pytest.mark.parametrize("key", ["patient:A1", "patient:A4", "pharmacy:P1", "clinic:K2", D2])
def test_rings_near(ask: Ask, key: str) -> None:
    assert rows("rings_near", ask("rings_near", entity=key)) == oracle.rings_near(CLAIMS, key, city.rings(), 100)


@pytest.mark.parametrize("kind", [None, "patient", "doctor", "clinic"])
@pytest.mark.parametrize("top", [1, 2, 20])
def test_degrees(ask: Ask, kind: str | None, top: int) -> None:
    assert rows("degrees", ask("degrees", kind=kind, top=top)) == oracle.degrees(CLAIMS, kind, top)


@pytest.mark.parametrize("key", ["patient:A1", "patient:A4", "hospital:H1", "patient:A5"])
@pytest.mark.parametrize(("most", "hub"), [(0, 500), (2, 500), (3, 2), (6, 3), (6, 500)])
def test_watch_paths(ask: Ask, key: str, most: int, hub: int) -> None:
    found = ask("watch_paths", entity=key, hops=most, hub_degree=hub)
    assert rows("watch_paths", found) == oracle.watch_paths(CLAIMS, key, most, hub, town.WATCH, 100)


@pytest.mark.parametrize("ring", city.rings(), ids=lambda ring: ring.ring_id)
@pytest.mark.parametrize(("most", "hub"), [(0, 500), (2, 500), (3, 2), (6, 3), (6, 500)])
def test_ring_watch(ask: Ask, ring: Ring, most: int, hub: int) -> None:
    found = ask("ring_watch", ring_id=ring.ring_id, hops=most, hub_degree=hub)
    members = [f"{m.kind}:{m.id}" for m in ring.members]
    assert rows("ring_watch", found) == oracle.ring_watch(CLAIMS, members, most, hub, town.WATCH, 100)


@pytest.mark.parametrize("patient", ["A1", "A3", "A5", "A2"])
@pytest.mark.parametrize("most", [2, 200])
def test_contacts_of(ask: Ask, patient: str, most: int) -> None:
    found = ask("contacts_of", patient=patient, max_persons=most)
    assert rows("contacts_of", found) == oracle.contacts_of(town.CONTACTS, f"patient:{patient}", most, 100)


def test_every_question_has_a_test() -> None:
    assert [name for name in questions() if f"test_{name}" not in globals()] == []
