"""Small cities for tests of the scan: ordinary life, and groups planted by hand. Loaded through the real loader."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from tests.integration.ingest.loading import load

Row = dict[str, str]
START = datetime(2025, 1, 6)


def at(day: int, minute: int = 600, second: int = 7) -> datetime:
    """Give a time: day 0 is a Monday."""
    return START + timedelta(days=day, minutes=minute, seconds=second)


@dataclass
class Town:
    """Rows of the national tables, to which tests add."""

    setl_d: list[Row] = field(default_factory=list)
    psn_info_b: list[Row] = field(default_factory=list)
    household: list[Row] = field(default_factory=list)
    more: dict[str, list[Row]] = field(default_factory=dict)
    """Rows of any other table, by its name."""

    def settle(self, psn_no: str, place: str, when: datetime, med_type: str = "11", **more: str) -> str:
        """Add a settlement and give its setl_id."""
        setl_id = f"S{len(self.setl_d):06d}"
        fee = {"medfee_sumamt": "100.00", "fund_pay_sumamt": "60.00", "acct_pay": "40.00"}
        base = {"setl_id": setl_id, "psn_no": psn_no, "fixmedins_code": place, "med_type": med_type}
        self.setl_d.append({**base, "setl_time": when.strftime("%Y-%m-%d %H:%M:%S"), **fee, **more})
        return setl_id

    def live_apart(self) -> None:
        """Give everybody so far a household of their own: nobody may be taken for somebody's relative."""
        self.household = [{"psn_no": p, "hh_id": f"F{p}"} for p in sorted({r["psn_no"] for r in self.setl_d})]

    def stay(self, psn_no: str, place: str, day: int, days: int) -> str:
        """Add an inpatient stay."""
        begin, end = at(day), at(day + days)
        dates = {"begndate": f"{begin:%Y-%m-%d}", "enddate": f"{end:%Y-%m-%d}"}
        return self.settle(psn_no, place, end, "21", **dates)

    def line(self, setl_id: str, article: str, fee: float, **more: str) -> None:
        """Add a fee line of a settlement."""
        lines = self.more.setdefault("fee_list_d", [])
        base = {"bkkp_sn": f"L{len(lines):06d}", "setl_id": setl_id, "hilist_code": article}
        lines.append({**base, "cnt": "1", "det_item_fee_sumamt": f"{fee:.2f}", **more})

    def buy(self, psn_no: str, shop: str, when: datetime, article: str, fee: float = 60.0, **more: str) -> str:
        """Add a purchase of one article, paid from the account, by somebody insured in region 990100."""
        paid = {"medfee_sumamt": f"{fee:.2f}", "fund_pay_sumamt": "0.00", "acct_pay": f"{fee:.2f}"}
        who = {"mdtrt_cert_type": "01", "insu_admdvs": "990100"}
        setl_id = self.settle(psn_no, shop, when, "41", **(paid | who | more))
        self.line(setl_id, article, fee)
        return setl_id

    def shops(self, seed: int, shops: int = 8, customers: int = 80) -> None:
        """Add ordinary purchases at pharmacies P99010000000…: 20 articles, all cards, few strangers, all sums."""
        rng = np.random.default_rng(seed)
        for n, (shop, who, day, article) in enumerate(
            rng.integers([0, 0, 0, 0], [shops, customers, 364, 20], (shops * customers * 2, 4)).tolist()
        ):
            fee = float(np.exp(rng.normal(4.2, 0.9)))
            paid = fee if rng.random() < 0.6 else fee / 2
            more = {"mdtrt_cert_type": str(rng.choice(["01", "03"])), "acct_pay": f"{paid:.2f}"}
            if who % 25 == 0:
                more["insu_admdvs"] = "990200"
            when = at(int(day), int(rng.integers(480, 1200)), n % 60)
            self.buy(f"C{shop}-{who}", f"P9901000000{shop}", when, f"X{article}", fee, **more)

    def ordinary(self, seed: int, persons: int = 400, visits: int = 4000, stays: int = 600) -> None:
        """Add ordinary life of persons N0… over a year at six places."""
        rng = np.random.default_rng(seed)
        for who, place, day, minute, second in rng.integers(
            [0, 0, 0, 480, 0], [persons, 4, 364, 1080, 60], (visits, 5)
        ):
            self.settle(f"N{who}", f"H9901000000{place}", at(int(day), int(minute), int(second)))
        for who, place, day, days in rng.integers([0, 4, 0, 2], [persons, 6, 350, 12], (stays, 4)):
            self.stay(f"N{who}", f"H9901000000{place}", int(day), int(days))

    def save(self, folder: Path) -> Path:
        """Write the tables that have rows as CSV."""
        folder.mkdir(parents=True, exist_ok=True)
        named = {"setl_d": self.setl_d, "psn_info_b": self.psn_info_b, "household": self.household}
        for name, rows in (named | self.more).items():
            if rows:
                _write(folder / f"{name}.csv", rows)
        return folder

    def load(self, workspace: Path) -> None:
        """Write and load the tables; nothing may be refused."""
        answer = load(workspace, self.save(workspace.with_name(workspace.name + "-files")))
        assert answer.code == 0, answer.stderr
        assert sum(b["quarantined"] for b in answer.data["batches"]) == 0


def swipes(town: Town, cards: Iterable[str], days: Iterable[int], places: list[str], seed: int = 5) -> list[str]:
    """Settle every card in turn, two minutes apart, on the given days; give the setl_ids."""
    rng = np.random.default_rng(seed)
    made = []
    for number, day in enumerate(days):
        minute = int(rng.integers(480, 1000))
        for turn, card in enumerate(rng.permutation(list(cards)).tolist()):
            made.append(
                town.settle(card, places[number % len(places)], at(day, minute + 2 * turn, int(rng.integers(60))))
            )
    return made


def _write(path: Path, rows: list[Row]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
