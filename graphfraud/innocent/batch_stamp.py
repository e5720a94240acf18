"""Bills that a system closes together: one time stamp, the end of the month, or one long stay in parts."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.peers import cuts

CODE = "batch_stamp"


def test(candidate: Candidate) -> Innocent:
    """Likely when the system, not the people, made the times agree: half or more of the settlements share their exact
    second with another member's (where the clock has seconds), nearly everybody at a gathering has one and the same
    time, most gatherings fall on the last two days of a month, or most stays begin where the last one ended."""
    month_end = _month_end(candidate)
    if candidate.stays:
        continued = _continued(candidate)
        return verdict(
            CODE,
            month_end >= 0.6 or continued >= 0.6,
            month_end >= 0.3 or continued >= 0.3,
            f"{percent(month_end)}的聚集在月末结账，{percent(continued)}的住院紧接上一次住院",
            f"{percent(month_end)} of the gatherings close at a month's end, {percent(continued)} of the stays begin "
            "where the last one ended",
        )
    shared, coarse, alike = _shared(candidate)
    return verdict(
        CODE,
        (shared >= 0.5 and not coarse) or alike >= 0.8 or month_end >= 0.8,
        (shared > 0 and not coarse) or month_end >= 0.5,
        f"{percent(shared)}的结算与同次他人时间戳完全相同{'（时间只到分钟）' if coarse else ''}，"
        f"{percent(month_end)}的聚集在月末",
        f"{percent(shared)} of the settlements share their exact time with another member's"
        f"{' (times have no seconds)' if coarse else ''}, {percent(month_end)} of the gatherings fall on a month's end",
    )


def _month_end(candidate: Candidate) -> float:
    """Share of the gatherings that end on one of the last two days of a month; 0 for fewer than three."""
    ends = candidate.facts["end" if candidate.stays else "day"].to_numpy()
    days = np.maximum.reduceat(ends, cuts(candidate.facts["gathering"].to_numpy())[:-1])
    month, soon = ((days + ahead).astype("datetime64[D]").astype("datetime64[M]") for ahead in (0, 2))
    return float((soon != month).mean()) if len(days) >= 3 else 0.0


def _continued(candidate: Candidate) -> float:
    """Share of a patient's further stays that begin at most a day after the one before ended."""
    patient, day, end = (candidate.facts[name].to_numpy() for name in ("patient", "day", "end"))
    order = np.lexsort((day, patient))
    gap = day[order][1:] - end[order][:-1]
    same = patient[order][1:] == patient[order][:-1]
    return float((gap[same] <= 1).mean()) if same.any() else 0.0


def _shared(candidate: Candidate) -> tuple[float, bool, float]:
    """Share of settlements with another's exact time, whether times lack seconds, and the median share of the most
    frequent time of a gathering of four or more."""
    gathering, second = (candidate.facts[name].to_numpy(np.int64) for name in ("gathering", "second"))
    _, time, counts = np.unique(gathering * (1 << 40) + second, return_inverse=True, return_counts=True)
    alike, starts = counts[time], cuts(gathering)
    sizes = np.diff(starts)
    tops = (np.maximum.reduceat(alike, starts[:-1]) / sizes)[sizes >= 4]
    coarse = bool((second % 60 == 0).all())
    return float((alike > 1).mean()), coarse, float(np.median(tops)) if len(tops) else 0.0


EXPLANATION = Explanation(CODE, Text("系统批量结账", "bills closed in a batch"), test)
