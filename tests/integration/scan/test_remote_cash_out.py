"""`remote_cash_out`: drained remote accounts are a ring; stations, migrants and year's ends are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

FAR = [f"F{i}" for i in range(12)]
SHOP = "P99010000003"
AWAY = {"insu_admdvs": "990300"}


@pytest.fixture
def town() -> Town:
    made = Town()
    made.shops(1)
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return rings(tmp_path / "w", first=None, last=None, schemes=("remote_cash_out",), **parameters)


def drain(town: Town, people: list[str], **more: str) -> list[str]:
    return [
        town.buy(p, SHOP, at(20 + 23 * n + i, 600 + 7 * i), "X3", 600.0 + 10 * n, **(AWAY | more))
        for n in range(3)
        for i, p in enumerate(people)
    ]


def test_remote_accounts_drained_into_one_article(town: Town, tmp_path: Path) -> None:
    setl_ids = drain(town, FAR)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(FAR))
    assert [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"] == [("pharmacy", SHOP, "venue")]
    assert ring.evidence[0].signal == "remote_drain"
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert ring.evidence[0].observed == 2 * len(FAR)
    assert ring.evidence[0].expected < 2


def test_the_region_comes_from_the_register_where_there_is_one(town: Town, tmp_path: Path) -> None:
    drain(town, FAR)
    town.more["medins_info_b"] = [{"fixmedins_code": SHOP, "fix_blng_admdvs": "990399"}]
    assert found(town, tmp_path) == []


def test_a_shop_at_the_station_is_none(town: Town, tmp_path: Path) -> None:
    strangers(town, 300)
    assert found(town, tmp_path) == []


def strangers(town: Town, people: int) -> None:
    """Let people insured elsewhere buy something once; the register says where the shop is, as they may outnumber the
    locals."""
    town.more["medins_info_b"] = [{"fixmedins_code": SHOP, "fix_blng_admdvs": "990199"}]
    rng = np.random.default_rng(2)
    for i in range(people):
        fee, article = float(np.exp(rng.normal(3.8, 0.6))), f"X{rng.integers(20)}"
        town.buy(f"T{i}", SHOP, at(int(rng.integers(364)), int(rng.integers(480, 1200))), article, fee, **AWAY)


def test_travellers_who_take_one_thing_home_are_demoted(town: Town, tmp_path: Path) -> None:
    """What a station sells to take home is dear and always the same; nobody comes back for more."""
    strangers(town, 60)
    for i in range(40):
        town.buy(f"H{i}", SHOP, at(9 * i, 900), "X3", 600.0, **AWAY)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "passers_by")


@pytest.mark.parametrize("passing", [10, 60])
def test_codes_that_come_back_or_hardly_anybody_else_are_no_travellers(
    town: Town, tmp_path: Path, passing: int
) -> None:
    strangers(town, passing)
    if passing == 60:
        drain(town, FAR)
    else:
        for i in range(40):
            town.buy(f"H{i}", SHOP, at(9 * i, 900), "X3", 600.0, **AWAY)
    (ring,) = found(town, tmp_path)
    assert ring.status == "published"


def test_migrants_are_at_their_usual_shop(town: Town, tmp_path: Path) -> None:
    drain(town, FAR)
    rng = np.random.default_rng(3)
    for p in FAR:
        for day in rng.integers(0, 364, 12).tolist():
            town.buy(p, SHOP, at(day, int(rng.integers(480, 1200))), f"X{rng.integers(20)}", 50.0, **AWAY)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "usual_shop")


def test_accounts_spent_at_the_years_end_are_demoted(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate([f"Y{i}" for i in range(14)]):
        for day in (335, 345):  # December
            town.buy(p, SHOP, at(day + i % 9, 600 + 7 * i), "X3", 500.0, **AWAY)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "year_end")


def test_a_special_drug_pharmacy_paid_by_the_fund_is_none(town: Town, tmp_path: Path) -> None:
    drain(town, FAR, acct_pay="150.00", fund_pay_sumamt="450.00")
    assert found(town, tmp_path) == []


def test_cards_and_people_of_the_same_pooling_area_are_none(town: Town, tmp_path: Path) -> None:
    drain(town, FAR[:6], mdtrt_cert_type="03")
    drain(town, FAR[6:], insu_admdvs="990121")
    assert found(town, tmp_path) == []


def test_without_fee_lines_it_is_too_weak(town: Town, tmp_path: Path) -> None:
    drain(town, [f"F{i}" for i in range(40)])
    del town.more["fee_list_d"]
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "weak")


def test_three_persons_are_a_ring_where_three_are_asked_for(town: Town, tmp_path: Path) -> None:
    drain(town, FAR[:4])
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, cash_out_min_patients=3)
    assert set(ring.patients) == set(FAR[:4])


def test_without_its_columns_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    for row in town.setl_d:
        del row["acct_pay"]
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    state = next(s for s in manifest(tmp_path / "w")["schemes"] if s["scheme"] == "remote_cash_out")
    assert state["state"] == "off"
    assert {"setl_d.acct_pay", "setl_d.insu_admdvs", "setl_d.mdtrt_cert_type"} <= set(state["missing"])


def test_an_odd_article_that_is_a_small_part_of_the_money_is_none(town: Town, tmp_path: Path) -> None:
    drain(town, FAR)
    for i in range(3):
        town.buy(FAR[i], SHOP, at(100 + i), f"X{17 + i}", 90_000.0, **AWAY)
    assert found(town, tmp_path) == []
