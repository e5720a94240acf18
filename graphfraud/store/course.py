"""A patient's settlements in time: stays and visits, the gaps between them, and what can't both be true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Visit:
    """A settlement that stands. `begin` and `end` are days; of a visit that is no stay, the day of settlement."""

    setl_id: str
    place: str
    time: datetime
    begin: date
    end: date
    stay: bool
    medfee: Decimal
    fund: Decimal


@dataclass(frozen=True, slots=True)
class Gap:
    """`days` days without a settlement or stay, between two of them."""

    after: date
    before: date
    days: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two settlements at two places on the same days: two stays, or a stay and a visit elsewhere in it.

    The days of admission and discharge don't count: a patient may be moved, or go to a pharmacy on the way home.
    """

    stay: Visit
    other: Visit


def visits(rows: pa.Table) -> tuple[Visit, ...]:
    """Read the rows of `entity_course`, in the order of time."""
    return tuple(_visit(row) for row in rows.to_pylist())


def _visit(row: dict[str, object]) -> Visit:
    time = row["setl_time"]
    assert isinstance(time, datetime)
    day, begin, end = time.date(), row["begndate"], row["enddate"]
    if not (row["stay"] and isinstance(begin, date) and isinstance(end, date) and begin <= end):
        begin = end = day
    money = (Decimal(str(row[name] or 0)) for name in ("medfee_sumamt", "fund_pay_sumamt"))
    return Visit(str(row["setl_id"]), str(row["fixmedins_code"]), time, begin, end, bool(row["stay"]), *money)


def gaps(course: Iterable[Visit], least: int) -> tuple[Gap, ...]:
    """Give the stretches of at least `least` days without a settlement or stay, longest first, ties by time."""
    found: list[Gap] = []
    last: date | None = None
    for visit in sorted(course, key=lambda v: v.begin):
        if last is not None and (visit.begin - last).days >= least:
            found.append(Gap(last, visit.begin, (visit.begin - last).days))
        last = visit.end if last is None else max(last, visit.end)
    return tuple(sorted(found, key=lambda g: (-g.days, g.after)))


def overlaps(course: Sequence[Visit]) -> tuple[Overlap, ...]:
    """Give every stay with what was settled elsewhere meanwhile, in the order of time."""
    ordered = sorted(course, key=lambda v: (v.begin, v.end, v.setl_id))
    found: list[Overlap] = []
    open_stays: list[Visit] = []
    for visit in ordered:
        open_stays = [stay for stay in open_stays if stay.end > visit.begin]
        found += (Overlap(stay, visit) for stay in open_stays if _clash(stay, visit))
        if visit.stay:
            open_stays.append(visit)
    return tuple(found)


def _clash(stay: Visit, other: Visit) -> bool:
    """Say whether `other`, which doesn't begin before `stay`, lies inside it at another place."""
    if stay.place == other.place or other.begin >= stay.end:
        return False
    # Two stays that begin on one day clash; a visit on the day of admission may come before it.
    return other.begin > stay.begin or (other.stay and other.end > stay.begin)
