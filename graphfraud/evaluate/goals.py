"""The goals of the detector, and how far several cities are from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphfraud.evaluate import intervals
from graphfraud.evaluate.baselines import MEETING_CODES
from graphfraud.evaluate.city import City
from graphfraud.evaluate.intervals import Figure
from graphfraud.parameters import Parameters

TOP = 50
NEVER = ("dialysis", "chemo", "checkup_day", "weekly_clinic", "care_home")
"""Look-alikes that may not stand among the first TOP rings."""
SCHEME_GOAL = (0.9, 0.9)
"""Precision and recall to reach for each scheme."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure with its goal; `most`: the goal is a limit from above. `measured` is None where nothing was there."""

    figure: str
    measured: Figure | None
    goal: float
    most: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether the value itself, not only its interval, reaches the goal."""
        if self.measured is None:
            return None
        return self.measured.value <= self.goal if self.most else self.measured.value >= self.goal


def goals(cities: Sequence[City], coverage: float) -> tuple[Goal, ...]:
    """Give every goal over all rings; recall by joint visits is that of the schemes by meetings."""
    parts = [c.evaluation.overall for c in cities]
    precision = intervals.share([(m.right, m.published) for m in parts])
    return (
        Goal(f"precision, household data {coverage:.0%}", precision, 0.95 if coverage >= 0.99 else 0.85),
        Goal("P@25", intervals.share([m.first(25) for m in parts]), 1.0),
        Goal("P@50", intervals.share([m.first(50) for m in parts]), 0.96),
        Goal("average precision", intervals.mean([m.average_precision for m in parts]), 0.97),
        *(
            Goal(f"recall, {words} joint visits", _recall(cities, low, high), goal)
            for words, low, high, goal in (
                ("≥ 6", 6.0, float("inf"), 0.98),
                ("5 to 6", 5.0, 6.0, 0.92),
                ("4 to 5", 4.0, 5.0, 0.75),
            )
        ),
        Goal("B-cubed F1", intervals.mean([m.bcubed_f1 for m in parts]), 0.95),
        Goal("mean best Jaccard", intervals.mean([m.mean_best_jaccard for m in parts]), 0.95),
        Goal(f"{', '.join(NEVER)} among the first {TOP}", _never(cities), 0.0, most=True),
        Goal("decoy FDR, realised ÷ nominal", _fdr(cities), 1.5, most=True),
    )


def _recall(cities: Sequence[City], low: float, high: float) -> Figure | None:
    """Give the recall of the rings whose pairs of members were together on `low` to `high` days on average."""
    rings = [{ring for ring, days in c.joint.items() if low <= days < high} for c in cities]
    return intervals.share(
        [(len(some - set(c.evaluation.missed)), len(some)) for some, c in zip(rings, cities, strict=True)]
    )


def _never(cities: Sequence[City]) -> Figure:
    """Count the false rings of the look-alikes NEVER among the first TOP of each city."""
    false = [f for c in cities for f in c.evaluation.false]
    return Figure(float(sum(f.rank <= TOP and f.explanation in NEVER for f in false)), None, None)


def _fdr(cities: Sequence[City]) -> Figure | None:
    """Give the share of false rings among those published by schemes by meetings, relative to the rate allowed.

    Decoys speak of chance alone, false rings with an innocent reason count all the same.
    """
    own = [m for c in cities for code, m in c.evaluation.schemes.items() if code in MEETING_CODES]
    false = intervals.share([(m.published - m.right, m.published) for m in own])
    nominal = Parameters()["max_fdr"]
    if false is None:
        return None
    low, high = (None if end is None else end / nominal for end in (false.low, false.high))
    return Figure(false.value / nominal, low, high)
