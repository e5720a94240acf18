"""A hospital of 24 stays at the bureau, and its own export with one known difference of each sort."""

from __future__ import annotations

from pathlib import Path

from tests.claims import Town, at
from tests.integration.compare.exporting import Row, export, read

HERE, ELSEWHERE = "H99010000001", "H99010000002"


def bureau() -> Town:
    """Stays P0 … P23, five nights each, three days apart; a day at the clinic each; some stays elsewhere."""
    town = Town()
    town.more["mdtrt_d"] = []
    for i in range(24):
        fees = ("1000.00", "400.00") if i != 14 else ("600.00", "240.00")
        add(town, i, 3 * i, fees)
        town.settle(f"P{i}", HERE, at(3 * i + 1))
        town.stay(f"P{i}", ELSEWHERE, 3 * i + 30, 4)
    # P14's stay was settled in two parts, P16's partly refunded, and P20's bill was made twice and taken back once.
    settle(town, 14, 42, ("400.00", "160.00"), "S14b")
    refund = {"medfee_sumamt": "-100.00", "fund_pay_sumamt": "-40.00", "refd_setl_flag": "1"}
    town.settle("P16", HERE, at(60), "21", setl_id="R16", mdtrt_id="M16", init_setl_id="S16", **refund)
    settle(town, 20, 60, ("1000.00", "400.00"), "S20b")
    back = {"medfee_sumamt": "-1000.00", "fund_pay_sumamt": "-400.00", "refd_setl_flag": "1"}
    town.settle("P20", HERE, at(66), "21", setl_id="R20", mdtrt_id="M20", init_setl_id="S20b", **back)
    return town


def add(town: Town, who: int, day: int, fees: tuple[str, str]) -> None:
    """Add a stay with its encounter and fee lines."""
    setl_id = settle(town, who, day, fees, f"S{who}")
    days = {"begntime": f"{at(day):%Y-%m-%d %H:%M:%S}", "endtime": f"{at(day + 5):%Y-%m-%d %H:%M:%S}"}
    key = {"mdtrt_id": f"M{who}", "psn_no": f"P{who}", "fixmedins_code": HERE, "med_type": "21"}
    town.more["mdtrt_d"].append({**key, **days, "dscg_maindiag_code": "J18.900"})
    town.line(setl_id, "BED", 200.0, cnt="5", mdtrt_id=f"M{who}")
    town.line(setl_id, "DRUG", 800.0, cnt="10", mdtrt_id=f"M{who}")


def settle(town: Town, who: int, day: int, fees: tuple[str, str], setl_id: str) -> str:
    """Add a bill of a stay."""
    days = {"begndate": f"{at(day):%Y-%m-%d}", "enddate": f"{at(day + 5):%Y-%m-%d}"}
    money = {"medfee_sumamt": fees[0], "fund_pay_sumamt": fees[1]}
    town.settle(f"P{who}", HERE, at(day + 5), "21", setl_id=setl_id, mdtrt_id=f"M{who}", **days, **money)
    return setl_id


def files(folder: Path) -> tuple[Path, Path]:
    """Write the bureau's files and the hospital's export."""
    town = bureau()
    claims = town.save(folder / "bureau")
    his = export(claims, folder / "his", HERE, without=["M0", "M4", "M23"], change=changed)
    return claims, his


def changed(table: str, row: Row) -> Row | None:
    """Give a row as the hospital has it."""
    who = (row.get("psn_no") or "").removeprefix("P")
    if table == "setl_d":
        return _bill(who, row)
    if table == "mdtrt_d":
        return _encounter(who, row)
    return _line(row)


def _bill(who: str, row: Row) -> Row | None:
    if not row["mdtrt_id"] or row["setl_id"] in ("S14b", "S20b", "R20"):
        return None
    ours = {
        "6": {"enddate": f"{at(27):%Y-%m-%d}"},
        "8": {"medfee_sumamt": "900.00"},
        "14": {"setl_id": "OWN14", "medfee_sumamt": "1000.00"},
        "18": {"setl_id": "OWN18", "mdtrt_id": "OWN18", "begndate": f"{at(55):%Y-%m-%d}"},
    }
    return row | ours.get(who, {})


def _encounter(who: str, row: Row) -> Row:
    ours = {
        "6": {"endtime": f"{at(27):%Y-%m-%d}"},
        "12": {"dscg_maindiag_code": "I63.9"},
        "18": {"mdtrt_id": "OWN18", "begntime": f"{at(55):%Y-%m-%d}"},
    }
    # Another edition of the same diagnosis is no difference.
    return {**row, "dscg_maindiag_code": "J18.9"} | ours.get(who, {})


def _line(row: Row) -> Row | None:
    bill = row["setl_id"].removeprefix("S")
    if bill == "10":
        return {**row, "cnt": "2", "det_item_fee_sumamt": "80.00"} if row["hilist_code"] == "BED" else None
    own = {"setl_id": f"OWN{bill}", "mdtrt_id": "OWN18" if bill == "18" else row["mdtrt_id"]}
    return row | own if bill in ("14", "18") else row


def extra(his: Path) -> None:
    """Add a stay that only the hospital knows."""
    rows = read(his, "mdtrt_d")
    names = list(rows[0])
    own = {**rows[5], "mdtrt_id": "OWN99", "psn_no": "P99"}
    with (his / "mdtrt_d.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(",".join(own[n] for n in names) + "\n")
