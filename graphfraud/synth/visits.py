"""Visits: what a module makes happen, one entry a settlement-to-be, as columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from graphfraud.synth.calendar import Floats, Ints

# Categories of care (national list med_type).
OUTPATIENT, EMERGENCY, CHRONIC, SPECIAL, STAY, DAY_SURGERY, PURCHASE = 11, 13, 14, 15, 21, 28, 41
DELIVERY, NEWBORN, CHECKUP = 52, 5212, 9107
TRANSFER = 23
STAYS = (STAY, DAY_SURGERY, DELIVERY, NEWBORN, TRANSFER)
Value = Ints | Floats | int | float


@dataclass(frozen=True, slots=True)
class Visits:
    """Columns of equal length.

    `time` is the settlement, `begin` the start of care (both seconds). -1 in `doctor`, `item`, `diag` or
    `contact` leaves the choice to billing, -1 in `dise` means none; `fee` is in cents, 0 leaves it to billing;
    `cash` and `waived` are shares of the fee (nan and 0 for the usual rules); `cert` 0 is drawn;
    `handler` and `account` are the persons who hand in a bill by hand and whose account is paid (-1: billing decides
    that the patients do it themselves, now and then); `invoice` and `operator` are numbers of their own, -1 for the
    usual ones;
    `back` is when the bill is taken back, 0 leaves refunds to billing; `pack` numbers opened packs of drugs that
    are sold piece by piece, -1 for whole packs; `acct` is the share that the personal account pays, the fund paying
    nothing (nan for the usual rules); `pure` is 1 where every fee line is the visit's `item`; `etip` 1 marks
    the services of an examination that another hospital sent out;
    of the first fee line, `box` numbers a box that is sold whole more than once (-1: a box of its own, -2: nothing of
    the bill is scanned) and `days` is how long its drug lasts (0: drawn); `manual` is 1 for a claim at the agency's
    desk, 0 for none, -1 leaves it to billing; `aid` is 1 where a relative's account pays what `acct` says.
    """

    person: Ints
    inst: Ints
    time: Ints
    begin: Ints
    med_type: Ints
    basket: Ints
    doctor: Ints
    item: Ints
    diag: Ints
    dise: Ints
    fee: Ints
    cash: Floats
    waived: Floats
    cert: Ints
    contact: Ints
    back: Ints
    pack: Ints
    acct: Floats
    pure: Ints
    handler: Ints
    account: Ints
    invoice: Ints
    operator: Ints
    etip: Ints
    box: Ints
    days: Ints
    manual: Ints
    aid: Ints

    @classmethod
    def of(
        cls,
        person: Ints,
        inst: Value,
        time: Ints,
        med_type: Value,
        basket: Value,
        **more: Value,
    ) -> Visits:
        """Build visits; single values and left-out columns are spread over all rows."""
        n = len(person)
        given: dict[str, Value] = {
            "person": person,
            "inst": inst,
            "time": time,
            "med_type": med_type,
            "basket": basket,
            **more,
        }
        given.setdefault("begin", time)
        columns = {f.name: _spread(given.get(f.name, DEFAULTS.get(f.name, -1)), n, f.name) for f in fields(cls)}
        return cls(**columns)

    def __len__(self) -> int:
        return len(self.person)

    def take(self, index: Ints | npt.NDArray[np.bool_]) -> Visits:
        """Give the rows of an index or mask, in its order."""
        return Visits(*(getattr(self, f.name)[index] for f in fields(self)))

    def changed(self, **columns: Ints | Floats) -> Visits:
        """Give the same visits with some columns replaced."""
        return Visits(**{f.name: columns.get(f.name, getattr(self, f.name)) for f in fields(self)})


DEFAULTS: dict[str, int | float] = {
    "fee": 0,
    "cash": np.nan,
    "waived": 0.0,
    "cert": 0,
    "back": 0,
    "acct": np.nan,
    "pure": 0,
    "etip": 0,
    "days": 0,
    "aid": 0,
}
_REAL = ("cash", "waived", "acct")


def _spread(value: Value, n: int, name: str) -> npt.NDArray[Any]:
    kind = np.float64 if name in _REAL else np.int64
    return np.ascontiguousarray(np.broadcast_to(np.asarray(value, kind), (n,)))


def joined(parts: list[Visits]) -> Visits:
    """Give all visits of the parts, in order."""
    if not parts:
        return Visits.of(np.zeros(0, np.int64), 0, np.zeros(0, np.int64), PURCHASE, 0)
    return Visits(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Visits)))


def within(visits: Visits, days: int) -> Visits:
    """Drop visits that begin before the period or are settled after it."""
    return visits.take((visits.begin >= 0) & (visits.time < days * 86_400))
