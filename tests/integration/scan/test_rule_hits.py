"""Hits of a monitoring system support a ring that a scheme has found; they make none, and honest hits change little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graphfraud.model.ring import Evidence, Ring
from tests.claims import Town, swipes
from tests.integration.scan.scanning import manifest, rings

CARDS = [f"R{i}" for i in range(6)]
SHOPS = ["H99010000000", "H99010000001"]


@pytest.fixture
def town() -> Town:
    made = Town()
    made.ordinary(1)
    return made


def flag(town: Town, setl_ids: list[str], sev_deg: str = "2", rule: str = "R1") -> None:
    rows = town.more.setdefault("rule_hit", [])
    rows += [
        {"rule_id": rule, "rule_name": f"规则{rule}", "setl_id": s, "vola_amt": "10.00", "sev_deg": sev_deg}
        for s in setl_ids
    ]


def honest(town: Town, share: float = 0.04) -> list[str]:
    """Give the settlements of ordinary life that a rule hits for no good reason."""
    ids = [row["setl_id"] for row in town.setl_d if row["psn_no"].startswith("N")]
    return [s for s, r in zip(ids, np.random.default_rng(3).random(len(ids)), strict=True) if r < share]


def scanned(town: Town, workspace: Path, **parameters: float) -> list[Ring]:
    town.load(workspace)
    return rings(workspace, first=None, last=None, schemes=("co_swipe",), **parameters)


def said(ring: Ring) -> list[Evidence]:
    return [e for e in ring.evidence if e.signal == "rule_hits"]


def test_hits_are_told_against_comparable_settlements(town: Town, tmp_path: Path) -> None:
    made = swipes(town, CARDS, range(10, 90, 10), SHOPS)
    flag(town, honest(town))
    flag(town, made[:30])
    flag(town, made[:4], "1", "R2")
    (ring,) = scanned(town, tmp_path / "w")
    (told,) = said(ring)
    assert (told.observed, sorted(told.setl_ids)) == (30, sorted(made[:30]))
    visits = {r["setl_id"] for r in town.setl_d if r["psn_no"].startswith("N") and r["med_type"] == "11"}
    rate = (len(visits & set(honest(town))) + 0.5) / (len(visits) + 1)
    assert told.expected == pytest.approx(48 * rate, rel=1e-4)
    assert told.p_value < 1e-4
    assert "30 of 48 settlements (6 people)" in told.detail.en
    assert "4 as certain and 26 as suspected" in told.detail.en
    assert "“规则R1” (30×); amount flagged ¥340.00" in told.detail.en
    assert "明确违规4次、可疑26次" in told.detail.zh


def test_the_score_rises_by_more_where_hits_are_certain(town: Town, tmp_path: Path) -> None:
    made = swipes(town, CARDS, range(10, 90, 10), SHOPS)
    (plain,) = scanned(town, tmp_path / "plain")
    flag(town, made[:30])
    (suspected,) = scanned(town, tmp_path / "suspected")
    town.more.clear()
    flag(town, made[:30], "1")
    (certain,) = scanned(town, tmp_path / "certain")
    assert plain.score < suspected.score < certain.score
    assert plain.members == suspected.members == certain.members
    assert said(plain) == []


def test_a_weak_ring_is_published_by_certain_hits_only(town: Town, tmp_path: Path) -> None:
    made = swipes(town, CARDS, (11, 26, 34, 59, 71), SHOPS[:1])
    town.live_apart()
    strict = {"visit_min_gatherings_one_place": 8.0}
    flag(town, made)
    (suspected,) = scanned(town, tmp_path / "suspected", **strict)
    assert (suspected.status, suspected.status_reason) == ("demoted", "weak")
    town.more.clear()
    flag(town, made, "1")
    (certain,) = scanned(town, tmp_path / "certain", **strict)
    assert (certain.status, certain.status_reason) == ("published", None)


def test_hits_alone_make_no_ring(town: Town, tmp_path: Path) -> None:
    at_one_place = [r["setl_id"] for r in town.setl_d if r["fixmedins_code"] == SHOPS[0]]
    flag(town, at_one_place, "1")
    assert scanned(town, tmp_path / "w") == []
    assert manifest(tmp_path / "w")["counts"]["rule_hits.settlements"] == len(at_one_place)


def test_hits_on_one_patient_say_little_about_the_group(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, range(10, 90, 10), SHOPS)
    flag(town, honest(town))
    flag(town, [r["setl_id"] for r in town.setl_d if r["psn_no"] == "R0"], "1")
    (ring,) = scanned(town, tmp_path / "w")
    (told,) = said(ring)
    assert told.observed == 8
    assert told.p_value > 0.05


def test_certainty_may_be_written_in_words(town: Town, tmp_path: Path) -> None:
    made = swipes(town, CARDS, range(10, 90, 10), SHOPS)
    flag(town, made[:3], "certain")
    flag(town, made[3:5], "可疑")
    flag(town, made[5:6], "")
    (ring,) = scanned(town, tmp_path / "w")
    assert "3 as certain and 3 as suspected" in said(ring)[0].detail.en
