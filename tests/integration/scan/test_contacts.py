"""A contact that members of different households share supports a ring; a common one, or a family's, does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Evidence, Ring
from tests.claims import Town
from tests.integration.scan.scanning import manifest, rings

CARDS = [f"C{i}" for i in range(8)]
STAYS = [(12, 6), (57, 4), (99, 8), (171, 5), (260, 7)]
BAD, PHONE = "H99010000004", "139-0000-1234"


@pytest.fixture
def town() -> Town:
    """A year of ordinary life in which everybody has a telephone of his or her own."""
    made = Town()
    made.ordinary(1)
    for i in range(400):
        made.psn_info_b.append({"psn_no": f"N{i}", "tel": f"1380000{i:04d}", "live_addr": f"{i} Long Road"})
    for i, card in enumerate(CARDS):
        made.psn_info_b.append({"psn_no": card, "tel": f"1370000{i:04d}", "live_addr": f"{i} High Street"})
    return made


def gang(town: Town, named: list[str], column: str = "coner_tel", value: str = PHONE) -> list[str]:
    """Admit the cards together; the encounters of those named carry the value. Gives their setl_ids."""
    made = []
    for day, days in STAYS:
        for card in CARDS:
            setl_id = town.stay(card, BAD, day, days)
            encounter(town, setl_id, card, column, value if card in named else "")
            made += [setl_id] if card in named else []
    return made


def encounter(town: Town, setl_id: str, psn_no: str, column: str, value: str) -> None:
    town.setl_d[-1]["mdtrt_id"] = f"M{setl_id}"
    row = {"mdtrt_id": f"M{setl_id}", "psn_no": psn_no, "fixmedins_code": BAD, column: value}
    town.more.setdefault("mdtrt_d", []).append(row)


def ring(town: Town, folder: Path, **parameters: float) -> Ring:
    town.load(folder / "w")
    (found,) = [
        r
        for r in rings(folder / "w", schemes=("fake_stay",), first=None, last=None, **parameters)
        if r.status == "published"
    ]
    return found


def shown(town: Town, folder: Path, **parameters: float) -> Evidence | None:
    return next((e for e in ring(town, folder, **parameters).evidence if e.signal == "shared_contact"), None)


def test_one_telephone_of_six_households(town: Town, tmp_path: Path) -> None:
    setl_ids = gang(town, CARDS[:6])
    # Some write the number otherwise.
    town.more["mdtrt_d"][0]["coner_tel"] = "+86 13900001234"
    found = shown(town, tmp_path)
    assert found is not None
    assert (found.observed, sorted(found.setl_ids)) == (6, sorted(setl_ids))
    # Of the 408 patients, each a household, eight are members and six gave this number.
    assert found.expected == pytest.approx(8 * 6 / 408, rel=1e-4)
    assert found.p_value < 1e-9
    assert "139****1234" in found.detail.zh
    assert "139****1234" in found.detail.en
    assert "13900001234" not in found.detail.zh + found.detail.en


def test_an_account_that_bills_are_paid_into(town: Town, tmp_path: Path) -> None:
    gang(town, [])
    for row in town.setl_d:
        if row["psn_no"] in CARDS[:5]:
            row["bankacct"] = "6222000012345678"
    found = shown(town, tmp_path)
    assert found is not None
    assert found.observed == 5
    assert "************5678" in found.detail.en
    assert "account" in found.detail.en


def test_an_address_given_on_admission_that_is_not_the_registered_one(town: Town, tmp_path: Path) -> None:
    gang(town, CARDS, "curr_addr", "样例市青禾区和平街9号")
    found = shown(town, tmp_path)
    assert found is not None
    assert found.observed == 8
    assert "care home or lodging" in found.detail.en
    assert "9号" not in found.detail.zh


def test_the_registered_address_is_left_to_the_innocent_explanations(town: Town, tmp_path: Path) -> None:
    for row in town.psn_info_b:
        if row["psn_no"] in CARDS:
            row["live_addr"] = "样例市养老院1号楼"
    for i in range(9):
        town.psn_info_b.append({"psn_no": f"R{i}", "live_addr": "样例市养老院1号楼"})
        town.stay(f"R{i}", "H99010000005", 20 + 9 * i, 3)
    gang(town, CARDS, "curr_addr", "样例市养老院1号楼")
    town.load(tmp_path / "w")
    found = [r for r in rings(tmp_path / "w", schemes=("fake_stay",)) if set(CARDS) <= set(r.patients)]
    assert [(r.status, r.status_reason) for r in found] == [("demoted", "care_home")]
    assert [e for r in found for e in r.evidence if e.signal == "shared_contact"] == []


def test_a_front_desk_that_gives_its_own_number_says_nothing(town: Town, tmp_path: Path) -> None:
    """Half of the other patients of the hospital have it as well."""
    gang(town, CARDS[:6])
    others = sorted({r["psn_no"] for r in town.setl_d if r["fixmedins_code"] == BAD} - set(CARDS))
    for psn_no in others[::2]:
        town.more["mdtrt_d"].append({"mdtrt_id": f"M-{psn_no}", "psn_no": psn_no, "coner_tel": PHONE})
    assert shown(town, tmp_path) is None


def test_a_number_of_too_many_ties_nobody_and_is_counted(town: Town, tmp_path: Path) -> None:
    gang(town, CARDS[:6])
    assert shown(town, tmp_path, contact_max_persons=5) is None
    assert manifest(tmp_path / "w")["counts"]["shared_contact.phones_of_too_many"] == 1


def test_households_count_not_persons(town: Town, tmp_path: Path) -> None:
    gang(town, CARDS[:6])
    town.household = [{"psn_no": p, "hh_id": f"H{i // 3}"} for i, p in enumerate(CARDS[:6])]
    assert shown(town, tmp_path) is None


def test_a_number_of_one_digit_and_a_hospital_s_own_account_are_nobody_s(town: Town, tmp_path: Path) -> None:
    gang(town, CARDS, value="00000000000")
    for row in town.setl_d:
        if row["psn_no"] in CARDS:
            row["bankacct"] = "6222000012345678"
    town.more["medins_info_b"] = [{"fixmedins_code": BAD, "bankacct": "6222 0000 1234 5678"}]
    assert shown(town, tmp_path) is None


def test_a_shared_number_alone_raises_no_ring(town: Town, tmp_path: Path) -> None:
    for i in range(12):
        town.psn_info_b[i]["tel"] = PHONE
    town.load(tmp_path / "w")
    assert [r for r in rings(tmp_path / "w") if r.status == "published"] == []


def test_without_contacts_the_signal_is_off_and_named(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    for day, days in STAYS:
        for card in CARDS:
            town.stay(card, BAD, day, days)
    assert shown(town, tmp_path) is None
    (state,) = [s for s in manifest(tmp_path / "w")["signals"] if s["signal"] == "shared_contact"]
    assert state["state"] == "off"
    assert {"psn_info_b.tel", "mdtrt_d.coner_tel", "setl_d.agnter_tel"} <= set(state["missing"])
