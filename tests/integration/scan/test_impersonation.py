"""`impersonation`: several cards that are impossible at one place again and again; odd rows and far houses are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

CARDS = [f"R{i}" for i in range(6)]
SHOP, FAR = "P99010000077", "H99010000088"


@pytest.fixture
def town() -> Town:
    """Ordinary life at six houses close by; a shop with regulars; a house 250 km away with regulars of its own."""
    made = Town()
    made.ordinary(1)
    houses = [f"H9901000000{i}" for i in range(6)]
    near = [{"fixmedins_code": h, "lnt": f"{170 + i / 100}", "lat": "30.1"} for i, h in enumerate([*houses, SHOP])]
    made.more["medins_info_b"] = [*near, {"fixmedins_code": FAR, "lnt": "172.6", "lat": "30.1"}]
    for i in range(60):
        for day in (20, 120, 220):
            made.settle(f"N{i}", SHOP, at(day + i, 900), "41")
            made.settle(f"F{i}", FAR, at(day + i, 900))
    for i, card in enumerate(CARDS):
        for day in (15, 115, 215):
            made.settle(card, houses[i], at(day + i))
    return made


def journeys(town: Town, days: tuple[int, ...] = (30, 90, 150), minutes: int = 35, shop: str = SHOP) -> list[str]:
    """Settle every card in the shop soon after its owner was far away."""
    made = []
    for i, card in enumerate(CARDS):
        for day in days:
            made.append(town.settle(card, FAR, at(day + 3 * i, 600)))
            made.append(town.settle(card, shop, at(day + 3 * i, 600 + minutes), "41"))
    return made


def treated(town: Town, people: list[str], house: str, item: str, days: tuple[int, ...], **more: str) -> list[str]:
    """Bill an item to everybody on some days."""
    made = []
    lines = town.more.setdefault("fee_list_d", [])
    for i, psn_no in enumerate(people):
        for day in days:
            made.append(town.settle(psn_no, house, at(day + i, 700), **more))
            amounts = {"cnt": "1", "det_item_fee_sumamt": "100.00"}
            line = {"bkkp_sn": f"L{len(lines)}", "setl_id": made[-1], "hilist_code": item, "hilist_name": item}
            lines.append(line | amounts)
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("impersonation",), **parameters)
        if r.scheme == "impersonation"
    ]


def men(town: Town, people: list[str], gend: str = "1") -> None:
    town.psn_info_b += [{"psn_no": p, "gend": gend} for p in people]


def test_cards_in_a_shop_while_their_owners_are_far_away(town: Town, tmp_path: Path) -> None:
    setl_ids = journeys(town)
    (ring,) = found(town, tmp_path)
    # Owners who are all in one remote house: relatives may have gone to the shop.
    assert (ring.status_reason, set(ring.patients)) == ("far_away", set(CARDS))
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)


def test_a_far_house_that_spares_its_other_guests_is_no_excuse(town: Town, tmp_path: Path) -> None:
    """The far house's other patients come from here, too, and never make such a journey."""
    for i in range(60):
        for day in (70, 170, 270):
            town.settle(f"F{i}", "H99010000000", at(day + i))
    journeys(town)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(CARDS))


def test_a_far_house_whose_other_guests_make_such_journeys_is_an_excuse(town: Town, tmp_path: Path) -> None:
    """Care from afar: whoever is treated there is at the near houses meanwhile."""
    for i in range(60):
        for day in (20, 120, 220):
            town.settle(f"F{i}", f"H9901000000{i % 6}", at(day + i, 920))
    journeys(town)
    rings = [r for r in found(town, tmp_path) if set(CARDS) <= set(r.patients)]
    assert all(r.status_reason in ("far_away", "coding_error") for r in rings)


def test_journeys_between_two_places_with_neighbours_of_their_own(town: Town, tmp_path: Path) -> None:
    town.more["medins_info_b"].append({"fixmedins_code": "H99010000089", "lnt": "172.6", "lat": "30.2"})
    for i in range(60):
        for day in (40, 140, 240):
            town.settle(f"F{i}", "H99010000089", at(day + i, 700))
    journeys(town)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(CARDS))
    assert ring.evidence[0].observed == 6
    assert SHOP in {m.id for m in ring.members if m.role == "venue"}


@pytest.mark.parametrize(("others", "status"), [(12, "demoted"), (3, "published")])
def test_a_pharmacy_that_sends_what_is_written_online(town: Town, tmp_path: Path, others: int, status: str) -> None:
    """Others too have a bill of the far house, which has neighbours of its own, and then a purchase in the shop."""
    town.more["medins_info_b"].append({"fixmedins_code": "H99010000089", "lnt": "172.6", "lat": "30.2"})
    for i in range(60):
        for day in (40, 140, 240):
            town.settle(f"F{i}", "H99010000089", at(day + i, 700))
    journeys(town)
    for i in range(others):
        town.settle(f"O{i}", FAR, at(60 + i, 600))
        town.settle(f"O{i}", SHOP, at(60 + i, 620), "41")
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == (status, set(CARDS))
    assert (ring.status_reason == "far_away") == (status == "demoted")


def test_from_one_dialysis_to_the_next_is_left_to_dialysis(town: Town, tmp_path: Path) -> None:
    town.more["fee_list_d"] = [
        {"bkkp_sn": f"D{i}", "setl_id": setl_id, "hilist_code": "D1", "hilist_name": "血液透析"}
        | {"cnt": "1", "det_item_fee_sumamt": "400.00", "list_type": "201"}
        for i, setl_id in enumerate(journeys(town, shop="H99010000005"))
    ]
    assert found(town, tmp_path) == []


@pytest.mark.parametrize(("minutes", "leads"), [(10, 1), (35, 0)])
def test_shorter_journeys_count_where_they_are_too_fast(town: Town, tmp_path: Path, minutes: int, leads: int) -> None:
    # 67 km: nobody is there within ten minutes, but many are within 35, as clocks differ.
    for row in town.more["medins_info_b"]:
        if row["fixmedins_code"] == FAR:
            row["lnt"] = "170.7"
    journeys(town, minutes=minutes)
    rings = found(town, tmp_path)
    assert len(rings) == leads
    assert all(set(ring.patients) == set(CARDS) for ring in rings)


def test_single_journeys_are_none(town: Town, tmp_path: Path) -> None:
    journeys(town, days=(30,))
    assert found(town, tmp_path) == []


def test_journeys_that_can_be_made_are_none(town: Town, tmp_path: Path) -> None:
    journeys(town, minutes=300)
    assert found(town, tmp_path) == []


def test_times_without_a_clock_are_none(town: Town, tmp_path: Path) -> None:
    for setl_id in journeys(town):
        row = town.setl_d[int(setl_id[1:])]
        row["setl_time"] = f"{row['setl_time'][:10]} 00:00:00"
    assert found(town, tmp_path) == []


def test_a_house_at_a_wrong_position_is_not_published(town: Town, tmp_path: Path) -> None:
    for row in town.more["medins_info_b"]:
        if row["fixmedins_code"] == SHOP:
            row["lnt"] = "175.0"
    for i in range(60):
        for day in (25, 125, 225):
            town.settle(f"N{i}", "H99010000001", at(day + i, 600))
            town.settle(f"N{i}", SHOP, at(day + i, 630), "41")
    assert [r for r in found(town, tmp_path) if r.status == "published"] == []


def test_men_who_are_again_and_again_treated_as_women(town: Town, tmp_path: Path) -> None:
    men(town, CARDS)
    setl_ids = treated(town, CARDS, SHOP, "产前检查", (40, 80))
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(CARDS))
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)


@pytest.mark.parametrize(("once", "belong"), [(2, True), (9, False)])
def test_who_was_treated_so_once_where_others_are_again_and_again(
    town: Town, tmp_path: Path, once: int, belong: bool
) -> None:
    """Nine to six who are so repeatedly: there the code rather is wrong."""
    more = [f"N{i}" for i in range(once)]
    men(town, CARDS + more)
    treated(town, CARDS, SHOP, "产前检查", (40, 80))
    treated(town, more, SHOP, "产前检查", (60,))
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(CARDS + more if belong else CARDS)
    assert ring.evidence[0].observed == 6


def test_few_cards_on_many_days_at_a_busy_place(town: Town, tmp_path: Path) -> None:
    for i in range(900):
        for day in (10, 200):
            town.settle(f"M{i}", SHOP, at(day + i % 90, 800), "41")
    men(town, CARDS)
    town.household = [{"psn_no": card, "hh_id": f"of {card}"} for card in CARDS]
    treated(town, CARDS[:4], SHOP, "产前检查", (40, 80, 120))
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(CARDS[:4]))


def test_prostaglandins_births_and_unknown_sexes_are_none(town: Town, tmp_path: Path) -> None:
    men(town, CARDS[:3], "2")
    treated(town, CARDS[:3], SHOP, "前列腺素E1注射液", (40, 80))
    men(town, CARDS[3:])
    treated(town, CARDS[3:], SHOP, "分娩镇痛", (40, 80), med_type="52")
    treated(town, [f"N{i}" for i in range(8)], SHOP, "产前检查", (40, 80))
    assert found(town, tmp_path, impersonation_min_patients=2) == []


def test_a_wrong_sex_in_the_register_is_none(town: Town, tmp_path: Path) -> None:
    men(town, CARDS)
    for house in (SHOP, "H99010000001"):
        treated(town, CARDS, house, "产前检查", (40, 80))
    assert found(town, tmp_path) == []


def test_a_card_misused_at_two_places_is_no_wrong_sex_where_others_are(town: Town, tmp_path: Path) -> None:
    men(town, CARDS)
    treated(town, CARDS[:4], SHOP, "产前检查", (40, 80))
    treated(town, CARDS[3:5], "H99010000001", "产前检查", (60, 100))
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(CARDS[:4])


def test_a_sex_that_the_identity_number_denies_is_none(town: Town, tmp_path: Path) -> None:
    for i, card in enumerate(CARDS):
        town.psn_info_b.append({"psn_no": card, "gend": "1", "certno": f"9901011970010100{2 * (i % 5)}X"[:18]})
    treated(town, CARDS, SHOP, "产前检查", (40, 80))
    assert found(town, tmp_path) == []


def test_a_wrong_code_that_meets_all_patients_is_demoted(town: Town, tmp_path: Path) -> None:
    regulars = [f"N{i}" for i in range(40)]
    men(town, regulars)
    treated(town, regulars, SHOP, "产前检查", (40, 80))
    for ring in found(town, tmp_path):
        assert (ring.status, ring.status_reason) == ("demoted", "coding_error")


def test_without_positions_and_sexes_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert states["impersonation"]["state"] == "off"
    assert "medins_info_b.lnt" in states["impersonation"]["missing"]


def test_cards_that_are_a_small_house_s_regulars(town: Town, tmp_path: Path) -> None:
    """Forty others came once each, and hardly ever got what they can't need: the code is right."""
    men(town, CARDS)
    men(town, [f"N{i}" for i in range(40)])
    for i in range(40):
        town.settle(f"N{i}", "H99010000066", at(10 + 3 * i, 600))
    treated(town, CARDS, "H99010000066", "产前检查", (40, 80, 120))
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(CARDS))
