"""Entities, their claims and neighbours."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graphfraud.errors import NotFoundError
from graphfraud.store import entity_reads
from graphfraud.store.base import EntityRef, GraphStore
from graphfraud.store.findings import Marks
from tests.conformance.store.city import D1, D2, LINE_OF, patient

H1 = EntityRef("hospital", "H1")
P1 = EntityRef("pharmacy", "P1")
LOCAL = EntityRef("doctor", "H1/7")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A2", patient("A2")),
        (" A2 ", patient("A2")),
        ("patient:A2", patient("A2")),
        ("A1X", patient("A1")),
        ("patient:A1X", patient("A1")),
        ("A9", patient("A9")),  # registered, no claim
        ("H1", H1),
        ("P1", P1),
        ("H1/7", LOCAL),
        (f"doctor:{D2}", EntityRef("doctor", D2)),
        ("D990101000009", EntityRef("doctor", "D990101000009")),
    ],
)
def test_resolve(store: GraphStore, text: str, expected: EntityRef) -> None:
    assert store.resolve(text) == expected


@pytest.mark.parametrize("text", ["nobody", "doctor:A2", "robot:A2", ""])
def test_resolve_unknown(store: GraphStore, text: str) -> None:
    with pytest.raises(NotFoundError):
        store.resolve(text)


def test_resolve_names_near_ids(store: GraphStore) -> None:
    with pytest.raises(NotFoundError) as caught:
        store.resolve("D990101000003")
    assert f"doctor:{D2}" in caught.value.hint


def test_profile_of_a_patient_with_two_numbers(store: GraphStore) -> None:
    found = store.entity(patient("A1X"))
    assert found.ref == patient("A1")
    assert found.aliases == ("A1X",)
    assert (found.settlements, found.medfee_sumamt) == (3, Decimal("170.50"))
    assert (found.fund_pay_sumamt, found.acct_pay) == (Decimal("100.00"), Decimal("5.00"))
    assert (found.first, found.last) == ("2025-01-01T08:00:00+08:00", "2025-03-01T08:00:00+08:00")
    assert found.rings == (("R1", "member"),)


def test_profile_is_masked(store: GraphStore) -> None:
    assert store.entity(patient("A1")).name == "张*芳"
    shown = store.entity(patient("A1")).attributes
    assert (shown["certno"], shown["tel"]) == ("990***********1234", "138****1234")
    assert store.entity(patient("A2")).attributes["live_addr"] == "样例省样例市东区***"
    assert store.entity(H1).attributes["bankacct"] == "************2222"


def test_profile_of_a_venue_counts_each_settlement_once(store: GraphStore) -> None:
    found = store.entity(H1)
    assert (found.name, found.settlements, found.medfee_sumamt) == ("样例第一医院", 5, Decimal("192.50"))


def test_profile_nets_refunds(store: GraphStore) -> None:
    assert (store.entity(P1).settlements, store.entity(P1).acct_pay) == (2, Decimal("40.00"))


def test_profile_of_doctors(store: GraphStore) -> None:
    assert (store.entity(LOCAL).name, store.entity(LOCAL).settlements) == ("李*明", 1)
    assert store.entity(EntityRef("doctor", D1)).settlements == 4


def test_profile_without_claims(store: GraphStore) -> None:
    found = store.entity(patient("A9"))
    assert (found.name, found.settlements, found.first, found.medfee_sumamt) == ("欧*芳", 0, None, Decimal(0))


def test_profile_in_an_older_run(store: GraphStore) -> None:
    assert store.entity(patient("A3"), run="run1").rings == ()
    assert store.entity(patient("A3")).rings == (("R1", "member"), ("R2", "member"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A2", [("patient:A2", "姜*", True)]),
        ("a1x", [("patient:A1", "张*芳", True)]),  # an alias
        ("样例", [("hospital:H1", "样例第一医院", False), ("clinic:K1", "样例东街诊所", False)]),
        ("H1", [("hospital:H1", "样例第一医院", True), ("doctor:H1/7", "李*明", False)]),
        ("doctor:H1", [("doctor:H1/7", "李*明", False)]),
        ("000009", [("doctor:D990101000009", "周*", False)]),  # registered, no claim
        ("丽芳", []),  # persons are found by id alone
        ("大夫", []),
        ("%", []),
        (" ", []),
    ],
)
def test_search(store: GraphStore, text: str, expected: list[tuple[str, str, bool]]) -> None:
    page = store.search(text)
    assert [(str(hit.ref), hit.name, hit.exact) for hit in page.items] == expected
    assert page.total == len(expected)


def test_search_gives_the_busiest_first_and_says_how_many_there_are(store: GraphStore) -> None:
    page = store.search("patient:A", limit=3)
    assert [(hit.ref.id, hit.settlements) for hit in page.items] == [("A1", 3), ("A2", 3), ("A3", 2)]
    assert page.total == 6


def test_few_peers_are_not_compared(store: GraphStore) -> None:
    assert store.peers(H1) == ()


def test_peers_are_those_of_the_kind(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entity_reads, "FEWEST_PEERS", 2)
    found = {c.measure: c for c in store.peers(patient("A3"))}
    # A1 and A2 have three settlements, A4 and A5 one, A9 none; nobody's age is known.
    assert (found["settlements"].value, found["settlements"].above, found["settlements"].peers) == (2, 0.6, 5)
    assert (found["settlements"].wide, found["settlements"].narrow) == ("patient", "")
    # A9 paid nothing at no time: four others have a fund payment each.
    assert (found["fund_each"].value, found["fund_each"].above, found["fund_each"].peers) == (10, 0.25, 4)


def test_course_of_a_patient(store: GraphStore) -> None:
    found = store.course(patient("A1X"))
    assert [(v.setl_id, v.place, v.stay, v.fund) for v in found] == [
        ("s01", "H1", False, Decimal("60.00")),
        ("s02", "H1", False, Decimal("30.00")),
        ("s03", "H1", False, Decimal("10.00")),
    ]
    assert store.course(H1) == ()


def test_days_of_a_place_and_of_a_doctor(store: GraphStore) -> None:
    rows = store.days(H1).to_pylist()
    assert [(str(r["day"]), r["settlements"], r["patients"]) for r in rows] == [
        ("2025-01-01", 3, 2),
        ("2025-02-01", 1, 1),
        ("2025-03-01", 1, 1),
    ]
    rows = store.days(EntityRef("doctor", D2)).to_pylist()
    assert [(str(r["day"]), r["fixmedins_code"]) for r in rows] == [("2025-01-05", "K1"), ("2025-01-06", "K1")]


def test_nobody_says_anything_of_an_unlisted_entity(store: GraphStore) -> None:
    assert store.marks(H1) == Marks((), ())


def test_names_of_many(store: GraphStore) -> None:
    refs = (patient("A2"), H1, EntityRef("doctor", D2), EntityRef("clinic", "K1"))
    assert store.names(refs) == dict(zip(refs, ("姜*", "样例第一医院", "", "样例东街诊所"), strict=True))


def test_neighbours_strongest_first(store: GraphStore) -> None:
    page = store.neighbours(H1)
    assert [(str(n.ref), n.hop, n.settlements) for n in page.items] == [
        (f"doctor:{D1}", "PRACTISES_AT", 4),
        ("patient:A1", "VISITED", 3),
        ("patient:A2", "VISITED", 2),
        ("doctor:H1/7", "PRACTISES_AT", 1),
    ]
    assert page.total == 4


def test_neighbour_facts(store: GraphStore) -> None:
    (found,) = store.neighbours(H1, kind="patient", limit=1).items
    assert (found.name, found.fund_pay_sumamt) == ("张*芳", Decimal("100.00"))
    assert (found.first, found.last) == ("2025-01-01T08:00:00+08:00", "2025-03-01T08:00:00+08:00")
    assert store.neighbours(H1, kind="patient", limit=1).total == 2


def test_equal_neighbours_by_kind_and_id(store: GraphStore) -> None:
    assert [str(n.ref) for n in store.neighbours(patient("A3")).items] == ["clinic:K1", f"doctor:{D2}", "pharmacy:P1"]


def test_neighbours_without_claims(store: GraphStore) -> None:
    assert store.neighbours(patient("A9")).total == 0


def test_timeline_ends_with_the_newest(store: GraphStore) -> None:
    assert store.timeline(patient("A1"))["setl_id"].to_pylist() == ["s01", "s02", "s03"]
    assert store.timeline(patient("A1"), limit=2)["setl_id"].to_pylist() == ["s02", "s03"]
    assert store.timeline(EntityRef("doctor", D1))["setl_id"].to_pylist() == ["s01", "s04", "s12", "s03"]
    assert store.timeline(patient("A9")).num_rows == 0


@pytest.mark.parametrize("ref", [patient("nobody"), EntityRef("clinic", "H1")])
def test_unknown_entity(store: GraphStore, ref: EntityRef) -> None:
    with pytest.raises(NotFoundError):
        store.entity(ref)
    with pytest.raises(NotFoundError):
        store.neighbours(ref)
    with pytest.raises(NotFoundError):
        store.timeline(ref)


def test_claims_as_loaded_and_masked(store: GraphStore) -> None:
    rows = store.claims(("s12", "s01", "s03", "missing")).to_pylist()
    assert [(r["setl_id"], r["patient"], r["psn_no"]) for r in rows] == [
        ("s01", "A1", "A1"),
        ("s12", "A2", "A2"),
        ("s03", "A1", "A1X"),
    ]
    first = rows[0]
    assert (first["mdtrt_cert_no"], first["medfee_sumamt"]) == ("990***********1234", Decimal("100.00"))
    assert [(r["source_file"], r["_line"]) for r in rows[:2]] == [
        ("setl_d/part-0.csv", LINE_OF["s01"]),
        ("setl_d/part-0.csv", LINE_OF["s12"]),
    ]


def test_claims_hold_refunds_and_void_rows(store: GraphStore) -> None:
    rows = store.claims(("s10", "s13"))
    assert rows["vali_flag"].to_pylist() == ["0", "1"]
    assert rows["medfee_sumamt"].to_pylist() == [Decimal("99.00"), Decimal("-8.00")]


def test_claim_columns(store: GraphStore) -> None:
    names = store.claims(()).column_names
    assert names[:3] == ["setl_id", "psn_no", "fixmedins_code"]
    assert names[-3:] == ["patient", "source_file", "_line"]
    assert "_row_hash" not in names
