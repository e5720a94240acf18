"""From visits to bills: doctor, time stamp, fee, who pays, refunds and re-billings.

Every module's visits are billed with a generator of their own, by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from graphfraud.synth import identity, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY, Bools
from graphfraud.synth.visits import (
    CHECKUP,
    CHRONIC,
    DAY_SURGERY,
    DELIVERY,
    EMERGENCY,
    NEWBORN,
    OUTPATIENT,
    PURCHASE,
    SPECIAL,
    STAY,
    STAYS,
    TRANSFER,
    Visits,
    joined,
)

# med_type: (median fee in yuan, sigma of its logarithm, share paid by the fund); fits domain brief 2.10.
FEES: dict[int, tuple[float, float, float]] = {
    PURCHASE: (78.0, 0.9, 0.12),
    OUTPATIENT: (150.0, 0.95, 0.45),
    EMERGENCY: (300.0, 0.9, 0.45),
    CHRONIC: (330.0, 0.8, 0.68),
    SPECIAL: (2_300.0, 0.3, 0.7),
    STAY: (10_600.0, 0.75, 0.72),
    DAY_SURGERY: (4_800.0, 0.35, 0.7),
    DELIVERY: (5_200.0, 0.3, 0.75),
    NEWBORN: (1_600.0, 0.5, 0.6),
    CHECKUP: (180.0, 0.3, 0.3),
    TRANSFER: (18_000.0, 0.6, 0.62),
}
REFUNDED = 0.0569  # of first bills, so that refunds are 5.24 % of all rows
REBILLED = 0.5  # of refunded bills
INVALID = 0.0037
NO_DOCTOR = 0.027


@dataclass(frozen=True, slots=True)
class Bills:
    """Settlement rows: a visit each, ids, and amounts in cents (negative on refunds).

    fee = fund + acct + cash + waived; `mulaid` is the part of `acct` that a relative's account paid.
    `origin` is the row that a refund takes back, -1 otherwise; `encounter` is shared by a bill, its refund and
    its re-billing.
    """

    visit: Visits
    setl_id: Ints
    encounter: Ints
    origin: Ints
    psn_no: Ints
    fee: Ints
    fund: Ints
    hifp: Ints
    acct: Ints
    mulaid: Ints
    cash: Ints
    waived: Ints
    cert: Ints
    manual: Bools
    valid: Bools

    def __len__(self) -> int:
        return len(self.setl_id)

    def take(self, index: Ints | Bools) -> Bills:
        """Give some rows; `origin` keeps pointing into the old numbering, so use it on whole bills only."""
        rest = {f.name: getattr(self, f.name)[index] for f in fields(self) if f.name != "visit"}
        return Bills(visit=self.visit.take(index), **rest)


def bill(city: City, rng: np.random.Generator, visits: Visits) -> Bills:
    """Bill the visits of one module; refunds and re-billings are added as rows of their own."""
    visits = _filled(city, rng, visits)
    again, sign, origin, encounter = _refunds(city, rng, visits)
    n = len(again)
    first = np.where(origin >= 0, origin, np.arange(n))
    money = _paid(city, rng, visits)
    amounts = {name: (column[encounter] * sign) for name, column in money.items()}
    alias = (city.people.second[again.person] > 0) & (rng.random(n) < 0.35)
    psn_no = np.where(alias, city.people.second[again.person], city.people.psn_no[again.person])[first]
    return Bills(
        visit=again,
        setl_id=identity.opaque(rng, n),
        encounter=identity.opaque(rng, len(visits))[encounter],
        origin=origin,
        psn_no=psn_no,
        cert=np.where(again.cert > 0, again.cert, rng.choice([1, 2, 3], n, p=[0.47, 0.07, 0.46]))[first],
        manual=np.where(
            again.manual >= 0,
            again.manual == 1,
            ((rng.random(n) < 0.006)[first] & (again.med_type != PURCHASE)) | (again.handler >= 0),
        ),
        valid=rng.random(n) >= INVALID,
        **amounts,
    )


def merged(parts: list[Bills]) -> Bills:
    """Give the bills of all modules as one; `origin` is moved along."""
    starts = np.cumsum([0] + [len(p) for p in parts[:-1]])
    columns = {
        f.name: np.concatenate([getattr(p, f.name) for p in parts])
        for f in fields(Bills)
        if f.name not in ("visit", "origin")
    }
    origin = np.concatenate([np.where(p.origin >= 0, p.origin + s, -1) for p, s in zip(parts, starts, strict=True)])
    return Bills(visit=joined([p.visit for p in parts]), origin=origin, **columns)


def _filled(city: City, rng: np.random.Generator, visits: Visits) -> Visits:
    """Draw what the module left open: doctor, diagnosis, fee, and the institution's own time stamps."""
    n = len(visits)
    inst = visits.inst
    duty = city.doctors.on_duty(city.calendar, inst, visits.time, rng.random(n))
    doctor = np.where(visits.doctor >= 0, visits.doctor, duty)
    house = city.institutions.default_doctor[inst] & (rng.random(n) < 0.8)
    doctor = np.where(house, city.doctors.first[inst], doctor)
    doctor = np.where(rng.random(n) < NO_DOCTOR, -1, doctor)
    diag = np.where(visits.diag >= 0, visits.diag, rng.integers(0, items.ORDINARY, n))
    fee = np.where(visits.fee > 0, visits.fee, _fees(rng, visits.med_type))
    # A house that closes its bills in one batch stamps them all at the end of the day.
    stamped = np.where(city.institutions.batch[inst], visits.time // DAY_S * DAY_S + 61_200, visits.time)
    return visits.changed(doctor=doctor, diag=diag, fee=fee, time=stamped, begin=np.minimum(visits.begin, stamped))


def _fees(rng: np.random.Generator, med_type: Ints) -> Ints:
    z = rng.standard_normal(len(med_type))
    fee = np.zeros(len(med_type))
    for code, (median, sigma, _) in FEES.items():
        there = med_type == code
        fee[there] = median * np.exp(sigma * z[there])
    return np.asarray(np.rint(np.maximum(fee, 5.0) * 100).astype(np.int64))


def _paid(city: City, rng: np.random.Generator, visits: Visits) -> dict[str, Ints]:
    """Split each fee, in whole cents, into fund, account, cash and what the hospital waives."""
    n = len(visits)
    fee = visits.fee
    employee = city.people.employee[visits.person]
    usual = np.zeros(n)
    for code, (_, _, share) in FEES.items():
        usual[visits.med_type == code] = share
    fund_share = np.clip(usual + np.where(employee, 0.05, -0.03) + rng.normal(0, 0.06, n), 0.0, 0.95)
    # A pharmacy takes the pooled fund for few purchases, the account for most.
    fund_share = np.where((visits.med_type == PURCHASE) & (rng.random(n) < 0.8), 0.0, fund_share)
    waived = np.rint(fee * visits.waived).astype(np.int64)
    wanted_cash = np.rint(fee * np.nan_to_num(visits.cash, nan=1.0)).astype(np.int64)
    fund = np.minimum(np.rint(fee * fund_share).astype(np.int64), fee - waived)
    fund = np.where(np.isnan(visits.cash), fund, np.maximum(fund, fee - waived - wanted_cash))
    own = ~np.isnan(visits.acct)
    fund = np.where(own, 0, fund)
    rest = fee - waived - fund
    acct_share = np.where(employee, np.where(rng.random(n) < 0.75, 1.0, rng.random(n)), 0.0)
    lent = ~employee & (visits.med_type == PURCHASE) & (rng.random(n) < 0.12)
    paid = np.where(lent, 1.0, np.where(_is_stay(visits), 0.2 * acct_share, acct_share))
    acct = np.rint(rest * np.where(own, visits.acct, paid)).astype(np.int64)
    return {
        "fee": fee,
        "fund": fund,
        "hifp": np.rint(fund * np.where(rng.random(n) < 0.75, 1.0, 0.7)).astype(np.int64),
        "acct": acct,
        "mulaid": np.where((lent & ~own) | (visits.aid > 0), acct, 0),
        "cash": rest - acct,
        "waived": waived,
    }


def _is_stay(visits: Visits) -> Bools:
    return np.isin(visits.med_type, STAYS)


def _refunds(city: City, rng: np.random.Generator, visits: Visits) -> tuple[Visits, Ints, Ints, Ints]:
    """Give all rows: the first bills, their refunds (sign -1) and re-billings, with origin and encounter."""
    n = len(visits)
    at = np.flatnonzero((rng.random(n) < REFUNDED) | (visits.back > 0))
    shop = city.institutions.kind[visits.inst[at]] == PHARMACY
    wait = (rng.lognormal(np.log(np.where(shop, 900.0, 1_800.0)), 1.0)).astype(np.int64) + 60
    closing = (visits.time[at] // DAY_S) * DAY_S + 79_200
    # Before the day ends; what is sold at night is taken back a minute later.
    back = np.maximum(np.minimum(visits.time[at] + wait, closing), visits.time[at] + 60)
    planned = visits.back[at] > 0
    back = np.where(planned, visits.back[at], back)
    again = np.flatnonzero((rng.random(len(at)) < REBILLED) & ~planned)
    later = back[again] + rng.integers(60, 900, len(again))
    refund, rebill = visits.take(at).changed(time=back), visits.take(at[again]).changed(time=later)
    encounter = np.concatenate([np.arange(n), at, at[again]])
    origin = np.concatenate([np.full(n, -1), at, np.full(len(again), -1)])
    sign = np.concatenate([np.ones(n, np.int64), np.full(len(at), -1), np.ones(len(again), np.int64)])
    return joined([visits, refund, rebill]), sign, origin, encounter
