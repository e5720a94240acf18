"""`false_qualification`: a burst of new entitlements at a few strange counters is a ring; honest bursts aren't."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

HOUSE, DOCTOR, SHOP = "H99010000004", "D990100000001", "P99010000077"
SHOPS = [SHOP, "P99010000078", "P99010000079"]
NEW = [f"Q{i}" for i in range(8)]


@pytest.fixture
def town() -> Town:
    """Ordinary life, and forty honest entitlements of eight doctors over the year, used where people usually go."""
    made = Town()
    made.ordinary(1)
    made.more["opsp_reg_d"] = []
    for i in range(40):
        register(made, f"N{i}", 5 + 8 * i, f"D99010000010{i % 8}")
        use(made, f"N{i}", f"H9901000000{i % 4}", 12 + 8 * i)
    for i, psn_no in enumerate(NEW):
        made.settle(psn_no, f"H9901000000{i % 4}", at(3 + 5 * i))
        made.settle(psn_no, f"H9901000000{(i + 1) % 4}", at(250 + 5 * i))
    return made


def register(town: Town, psn_no: str, day: int, doctor: str = DOCTOR, dise: str = "M01603", **more: str) -> None:
    """Add an entitlement from a day on."""
    row = {"psn_no": psn_no, "opsp_dise_code": dise, "begndate": f"{at(day):%Y-%m-%d}"}
    town.more["opsp_reg_d"].append(row | {"ide_fixmedins_no": HOUSE, "diag_dr_codg": doctor} | more)


def use(town: Town, psn_no: str, place: str, day: int, dise: str = "M01603") -> str:
    """Use the entitlement."""
    return town.settle(psn_no, place, at(day), "14", dise_no=dise)


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("false_qualification",), **parameters)
        if r.scheme == "false_qualification"
    ]


def test_certified_in_a_week_and_used_at_once_at_a_strange_shop(town: Town, tmp_path: Path) -> None:
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 100 + i % 3)
    setl_ids = [use(town, psn_no, SHOP, 104 + i) for i, psn_no in enumerate(NEW)]
    later = [use(town, psn_no, SHOP, 140 + i) for i, psn_no in enumerate(NEW)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(NEW))
    others = [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"]
    assert others == [
        ("doctor", DOCTOR, "certifier"),
        ("hospital", HOUSE, "certifier"),
        ("pharmacy", SHOP, "venue"),
    ]
    first = ring.evidence[0]
    # Whatever the amounts count, the evidence names.
    assert sorted(first.setl_ids) == sorted(setl_ids + later)
    assert first.observed == 8
    assert first.expected < 1
    assert ring.amounts.settlements == len(setl_ids + later)


def test_spread_over_three_shops(town: Town, tmp_path: Path) -> None:
    """No shop has half of the burst."""
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 100 + i % 3)
        use(town, psn_no, SHOPS[i % 3], 104 + i)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(NEW))
    assert {m.id for m in ring.members if m.role == "venue"} == set(SHOPS)
    assert ring.evidence[0].observed == 8
    assert "in the same 3 places" in ring.evidence[0].detail.en


def test_the_few_shops_where_older_entitlements_are_used_are_none(town: Town, tmp_path: Path) -> None:
    """The town has three counters for such drugs: a screening day's people are new there, but so was everybody once."""
    for i in range(120):
        register(town, f"N{100 + i}", -200 + i, f"D99010000010{i % 8}")
        use(town, f"N{100 + i}", SHOPS[i % 3], 10 + 2 * i)
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 100 + i % 3)
        use(town, psn_no, SHOPS[i % 3], 104 + i)
    assert found(town, tmp_path) == []


def test_a_shop_each_is_no_concentration(town: Town, tmp_path: Path) -> None:
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 100 + i % 3)
        use(town, psn_no, f"P9901000007{i}", 104 + i)
    assert found(town, tmp_path) == []


def test_two_bursts_of_one_doctor_at_a_shop_each(town: Town, tmp_path: Path) -> None:
    """The half of a year between them, neither hides the other."""
    for i in range(7):
        for name, shop, day in (("Q", SHOPS[0], 60), ("R", SHOPS[1], 240)):
            register(town, f"{name}{i}", day + i % 3)
            use(town, f"{name}{i}", shop, day + 4 + i)
    rings_found = found(town, tmp_path)
    assert sorted(sorted(r.patients) for r in rings_found if r.status == "published") == [
        [f"{name}{i}" for i in range(7)] for name in "QR"
    ]


def test_screening_day_where_people_go_where_they_always_went_is_none(town: Town, tmp_path: Path) -> None:
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 100)
        use(town, psn_no, f"H9901000000{i % 4}", 104 + i)
    assert found(town, tmp_path) == []


def test_regulars_of_the_shop_are_none(town: Town, tmp_path: Path) -> None:
    for i, psn_no in enumerate(NEW):
        for day in (10, 40, 70, 160, 200):
            town.settle(psn_no, SHOP, at(day + i), "41")
        register(town, psn_no, 100)
        use(town, psn_no, SHOP, 104 + i)
    assert found(town, tmp_path) == []


def test_a_few_regulars_among_them_do_not_hide_strangers(town: Town, tmp_path: Path) -> None:
    for i in range(200):
        for day in (20, 120, 220):
            town.settle(f"N{i}", f"P9901000008{i % 6}", at(day + i % 90), "41")
    for i, psn_no in enumerate(NEW):
        for day in (10, 40, 160, 200) if i < 2 else ():
            town.settle(psn_no, SHOP, at(day + i), "41")
        register(town, psn_no, 100 + i % 3)
        use(town, psn_no, SHOP, 104 + i)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(NEW))


def test_the_certifiers_own_counter_is_none(town: Town, tmp_path: Path) -> None:
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 100)
        use(town, psn_no, HOUSE, 100 + i % 3)
    assert found(town, tmp_path) == []


def test_single_assessor_of_the_whole_year_is_none(town: Town, tmp_path: Path) -> None:
    for i in range(60):
        register(town, f"N{100 + i}", 5 + 5 * i)
        use(town, f"N{100 + i}", SHOP, 8 + 5 * i)
    assert found(town, tmp_path) == []


def test_renewal_of_old_entitlements_is_none(town: Town, tmp_path: Path) -> None:
    for i, psn_no in enumerate(NEW):
        use(town, psn_no, SHOP, 60 + i)
        register(town, psn_no, 100)
        use(town, psn_no, SHOP, 104 + i)
    assert found(town, tmp_path) == []


def test_entitlements_that_nobody_uses_in_time_are_none(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    town.more["opsp_reg_d"] = []
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 100)
        use(town, psn_no, SHOP, 200 + i)
    assert found(town, tmp_path) == []


def test_register_moved_to_one_day_is_none(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    town.more["opsp_reg_d"] = []
    for i in range(60):
        register(town, f"N{i}", 0, f"D99010000010{i % 6}")
        use(town, f"N{i}", f"P9901000008{i % 6}", 3 + i % 9)
    assert found(town, tmp_path) == []


@pytest.mark.parametrize("by", ["employer", "address"])
def test_one_village_on_a_screening_day_is_demoted(town: Town, tmp_path: Path, by: str) -> None:
    for i, psn_no in enumerate(NEW):
        lives = {"emp_no": "990100000007"} if by == "employer" else {"live_addr": f"样例市1镇26村{i}组"}
        town.psn_info_b.append({"psn_no": psn_no, "brdy": "1955-01-01"} | lives)
        register(town, psn_no, 100)
        use(town, psn_no, SHOP, 104 + i)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "one_community")


def test_three_are_a_ring_where_three_are_asked_for(town: Town, tmp_path: Path) -> None:
    for i, psn_no in enumerate(NEW[:3]):
        register(town, psn_no, 100)
        use(town, psn_no, SHOP, 104 + i)
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, qualification_min_patients=3, max_fdr=1.0, lead_max_fdr=1.0)
    assert set(ring.patients) == set(NEW[:3])


def test_without_the_certifiers_name_the_house_is_enough(town: Town, tmp_path: Path) -> None:
    for row in town.more["opsp_reg_d"]:
        row["diag_dr_codg"] = ""
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 100, "", ide_fixmedins_no="H99010000099")
        use(town, psn_no, SHOP, 104 + i)
    (ring,) = found(town, tmp_path)
    assert ("hospital", "H99010000099", "certifier") in [(m.kind, m.id, m.role) for m in ring.members]


def test_without_the_register_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert states["false_qualification"]["state"] == "off"
    assert [c for c in states["false_qualification"]["missing"] if c.startswith("opsp_reg_d.")] == [
        "opsp_reg_d.begndate",
        "opsp_reg_d.diag_dr_codg",
        "opsp_reg_d.ide_fixmedins_no",
        "opsp_reg_d.opsp_dise_code",
        "opsp_reg_d.psn_no",
    ]


def test_a_straggler_does_not_make_the_counter_usual(town: Town, tmp_path: Path) -> None:
    for i, psn_no in enumerate(NEW):
        register(town, psn_no, 109 if i == 7 else 100 + i % 3)
        use(town, psn_no, SHOP, 112 if i == 7 else 104 + i)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(NEW[:7]))
    assert ring.evidence[0].expected < 1
