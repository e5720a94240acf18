"""Fee lines and drug trace codes of the bills."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphfraud.synth import identity, items
from graphfraud.synth.billing import Bills
from graphfraud.synth.calendar import Ints
from graphfraud.synth.visits import PURCHASE


@dataclass(frozen=True, slots=True)
class Lines:
    """One entry a fee line: the bill it belongs to, item, count (negative on refunds), amount in cents.

    `pack` is the number of the opened pack that the pieces come from, or -1; `box` and `days` are those of the visit.
    """

    bkkp_sn: Ints
    bill: Ints
    item: Ints
    cnt: Ints
    amount: Ints
    pack: Ints
    box: Ints
    days: Ints

    def moved(self, rows: int) -> Lines:
        """Give the same lines for bills that begin at row `rows`."""
        return Lines(self.bkkp_sn, self.bill + rows, self.item, self.cnt, self.amount, self.pack, self.box, self.days)


def itemise(rng: np.random.Generator, bills: Bills, low: int, high: int) -> Lines:
    """Give `low` to `high` lines a bill whose amounts add up to its fee; a refund repeats its bill's lines."""
    own = np.flatnonzero(bills.origin < 0)
    count = np.zeros(len(bills), np.int64)
    shop = bills.visit.med_type[own] == PURCHASE
    count[own] = np.where(
        shop, rng.integers(low, max(low, high - 2) + 1, len(own)), rng.integers(low, high + 1, len(own))
    )
    owner = np.repeat(np.arange(len(bills)), count)
    first = np.r_[0, np.cumsum(count)[:-1]]
    place = np.arange(len(owner)) - first[owner]
    item = _items(rng, bills, owner, place)
    amount = _amounts(rng, bills.fee, owner, place, first, count)
    cnt = rng.choice([1, 2, 3, 4, 6], len(owner), p=[0.45, 0.3, 0.12, 0.08, 0.05])
    pack = np.where(place == 0, bills.visit.pack[owner], -1)
    box = np.where((place == 0) | (bills.visit.box[owner] == -2), bills.visit.box[owner], -1)
    days = np.where(place == 0, bills.visit.days[owner], 0)
    refund = np.flatnonzero(bills.origin >= 0)
    of = bills.origin[refund]
    back = np.repeat(refund, count[of])
    line = np.arange(len(back)) + np.repeat(first[of] - np.r_[0, np.cumsum(count[of])][:-1], count[of])
    return Lines(
        bkkp_sn=identity.opaque(rng, len(owner) + len(back)),
        bill=np.r_[owner, back],
        item=np.r_[item, item[line]],
        cnt=np.r_[cnt, -cnt[line]],
        amount=np.r_[amount, -amount[line]],
        pack=np.r_[pack, pack[line]],
        box=np.r_[box, box[line]],
        days=np.r_[days, days[line]],
    )


def _items(rng: np.random.Generator, bills: Bills, owner: Ints, place: Ints) -> Ints:
    """The first line is the visit's main item or the basket's leading one, the others are drawn."""
    basket = bills.visit.basket[owner]
    sizes = np.array([len(b) for b in items.BASKETS])
    padded = np.array([np.resize(b, sizes.max()) for b in items.BASKETS])
    drawn = padded[basket, (rng.random(len(owner)) ** 1.3 * sizes[basket]).astype(np.int64)]
    lead = np.where(bills.visit.item >= 0, bills.visit.item, items.LEADS[bills.visit.basket])[owner]
    return np.where(((place == 0) | (bills.visit.pure[owner] > 0)) & (lead >= 0), lead, drawn)


def _amounts(rng: np.random.Generator, fee: Ints, owner: Ints, place: Ints, first: Ints, count: Ints) -> Ints:
    """Cut each fee at random into its lines; the first line takes the odd cents."""
    weight = rng.random(len(owner)) + 0.1
    total = np.add.reduceat(weight, first[count > 0]) if len(owner) else weight
    share = np.zeros(len(fee))
    share[count > 0] = total
    amount = np.floor(fee[owner] * weight / share[owner]).astype(np.int64)
    given = np.bincount(owner, amount, len(fee)).astype(np.int64)
    return amount + np.where(place == 0, (fee - given)[owner], 0)


@dataclass(frozen=True, slots=True)
class Traces:
    """One entry a scanned box: the fee line and the code's 18 digits."""

    line: Ints
    code: Ints


def trace(rng: np.random.Generator, bills: Bills, lines: Lines) -> Traces:
    """Give the trace code of each drug line that was scanned; a refund gives back the code of its sale.

    Each box is sold once, except opened packs (one code for all pieces) and boxes that a module sells again.
    """
    n = len(lines.bkkp_sn)
    sold = items.IS_DRUG[lines.item] & (rng.random(n) < 0.8) & (lines.cnt > 0)
    code = np.where(sold, identity.opaque(rng, n), 0)
    opened = lines.pack >= 0
    if opened.any():
        packs = identity.opaque(rng, int(lines.pack.max()) + 1)
        code = np.where(opened & sold, packs[np.maximum(lines.pack, 0)], code)
    boxed = (lines.box >= 0) & items.IS_DRUG[lines.item] & (lines.cnt > 0)
    if boxed.any():
        boxes = identity.opaque(rng, int(lines.box.max()) + 1)
        code = np.where(boxed, boxes[np.maximum(lines.box, 0)], code)
    code = np.where(lines.box == -2, 0, code)
    back = np.flatnonzero(lines.cnt < 0)
    code[back] = code[_sale_of(bills, lines, back)]
    line = np.flatnonzero(code > 0)
    return Traces(line, code[line])


def _sale_of(bills: Bills, lines: Lines, back: Ints) -> Ints:
    """Give the line that each refund line takes back: the same place in the original bill."""
    first = np.full(len(bills), -1)
    first[lines.bill[::-1]] = np.arange(len(lines.bill))[::-1]
    owner = lines.bill[back]
    return np.asarray(first[bills.origin[owner]] + back - first[owner])
