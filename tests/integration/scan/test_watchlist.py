"""The watch list moves rings and speaks beside them; it makes, publishes and changes none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphfraud.model.ring import Evidence, Ring
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import manifest, rings

CARDS = [f"R{i}" for i in range(6)]
OTHERS = [f"Q{i}" for i in range(6)]
SHOPS = ["H99010000000", "H99010000001"]


@pytest.fixture
def town() -> Town:
    made = Town()
    made.ordinary(1)
    swipes(made, CARDS, range(10, 90, 10), SHOPS)
    swipes(made, OTHERS, range(13, 93, 10), SHOPS, seed=6)
    return made


def listing(kind: str, id: str, label: str = "confirmed", since: str = "2024-05-01") -> dict[str, str]:
    return {"entity_kind": kind, "entity_id": id, "label": label, "source": "飞检", "since": since}


def scanned(town: Town, workspace: Path, *entries: dict[str, str]) -> list[Ring]:
    if entries:
        town.more["watchlist"] = list(entries)
    town.load(workspace)
    return rings(workspace, first=None, last=None, schemes=("co_swipe",))


def of(found: list[Ring], cards: list[str]) -> Ring:
    (ring,) = [r for r in found if set(r.patients) == set(cards)]
    return ring


def said(ring: Ring) -> list[Evidence]:
    return [e for e in ring.evidence if e.signal == "watchlist"]


def test_a_confirmed_member_moves_the_ring_up_and_changes_no_group(town: Town, tmp_path: Path) -> None:
    before = scanned(town, tmp_path / "before")
    last = before[-1]
    after = scanned(town, tmp_path / "after", listing("patient", last.patients[0]))
    moved = of(after, list(last.patients))
    assert (last.rank, moved.rank) == (2, 1)
    assert {(r.ring_id, r.members, r.status, r.amounts, r.fdr, r.stability) for r in after} == {
        (r.ring_id, r.members, r.status, r.amounts, r.fdr, r.stability) for r in before
    }
    (told,) = said(moved)
    assert (told.observed, f"patient:{last.patients[0]}" in told.detail.en) == (1, True)
    assert "1 member is on the watch list (confirmed in earlier cases: 1)" in told.detail.en
    assert "已查实1" in told.detail.zh
    assert len(told.setl_ids) == 8


def test_labels_weigh_less_and_less_and_the_newest_counts(town: Town, tmp_path: Path) -> None:
    score = {
        label: of(scanned(town, tmp_path / label, listing("patient", "R0", label)), CARDS).score
        for label in ("confirmed", "blacklist", "tip", "cleared")
    }
    assert score["confirmed"] > score["blacklist"] > score["tip"] > score["cleared"]
    later = listing("patient", "R0", "cleared", "2025-01-01")
    ring = of(scanned(town, tmp_path / "later", listing("patient", "R0"), later), CARDS)
    assert (ring.score, said(ring)) == (score["cleared"], [])


def test_a_ring_with_cleared_members_says_so(town: Town, tmp_path: Path) -> None:
    plain = of(scanned(town, tmp_path / "plain"), CARDS)
    told = of(scanned(town, tmp_path / "told", *(listing("patient", c, "cleared") for c in CARDS[:2])), CARDS)
    (innocent,) = [i for i in told.innocent if i.explanation == "cleared"]
    assert (innocent.verdict, told.status) == ("possible", plain.status)
    members = len(told.members)
    assert innocent.detail.en == f"2 of {members} members were cleared in earlier cases, last on 2024-05-01"
    assert replace(told, innocent=plain.innocent) == plain


def test_members_who_share_a_small_place_with_a_confirmed_person_are_close(town: Town, tmp_path: Path) -> None:
    for n, card in enumerate([*CARDS, "X"]):
        for day in range(6):
            town.settle(card, "C99010000009", at(100 + 17 * day + n, 600 + n))
    found = scanned(town, tmp_path / "w", listing("patient", "X"), listing("doctor", "nobody"))
    (told,) = said(of(found, CARDS))
    assert said(of(found, OTHERS)) == []
    assert told.observed >= 5
    assert "times as close to those on the list" in told.detail.en
    assert manifest(tmp_path / "w")["counts"]["watchlist.entities_without_settlements"] == 1


def test_whoever_has_no_settlement_in_the_period_is_counted_and_changes_nothing(town: Town, tmp_path: Path) -> None:
    town.settle("X", SHOPS[0], at(300))
    town.more["watchlist"] = [listing("patient", "X"), listing("patient", "R0")]
    town.load(tmp_path / "w")
    found = rings(tmp_path / "w", first=None, last=at(200).date(), schemes=("co_swipe",))
    (told,) = said(of(found, CARDS))
    assert told.observed == 1
    assert manifest(tmp_path / "w")["counts"]["watchlist.entities_without_settlements"] == 1


def test_a_demoted_ring_stays_demoted(town: Town, tmp_path: Path) -> None:
    town.household = [{"psn_no": c, "hh_id": f"H{i // 2}"} for i, c in enumerate(CARDS)]
    before = of(scanned(town, tmp_path / "before"), CARDS)
    after = of(scanned(town, tmp_path / "after", *(listing("patient", c) for c in CARDS)), CARDS)
    assert (before.status, before.status_reason) == (after.status, after.status_reason) == ("demoted", "family")
    assert after.score > before.score


def test_a_list_alone_makes_no_ring(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    found = scanned(town, tmp_path / "w", *(listing("patient", f"N{i}") for i in range(10)))
    assert found == []


def test_a_person_may_be_listed_by_any_number_and_a_place_by_any_kind(town: Town, tmp_path: Path) -> None:
    town.psn_info_b = [{"psn_no": p, "certno": "110101199001011237"} for p in ("R0", "R0b")]
    found = scanned(town, tmp_path / "w", listing("patient", "R0b"), listing("pharmacy", SHOPS[0], "blacklist"))
    (told,) = said(of(found, CARDS))
    assert told.observed == 2
    assert "patient:R0, clinic:H99010000000" in told.detail.en
