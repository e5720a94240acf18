"""Many sample cities together: rings pooled, with intervals over the cities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graphfraud.evaluate import intervals
from graphfraud.evaluate.city import City
from graphfraud.evaluate.goals import TOP, Goal, goals
from graphfraud.evaluate.intervals import Figure
from graphfraud.evaluate.measures import Measures


@dataclass(frozen=True, slots=True)
class Pooled:
    """One scheme, or all, over several cities; a figure is None where there is nothing to divide by.

    `precision`, `recall` and `p_at` are those of the rings of all cities taken together, the other figures means over
    the cities; all with 95 % intervals. `false`: published rings that are none.
    """

    published: int
    right: int
    truth: int
    found: int
    precision: Figure | None
    recall: Figure | None
    p_at: dict[int, Figure | None]
    average_precision: Figure | None
    mean_best_jaccard: Figure | None
    bcubed_f1: Figure | None

    @property
    def false(self) -> int:
        """Published rings that are none."""
        return self.published - self.right


@dataclass(frozen=True, slots=True)
class Table:
    """All rings (`overall`) and each scheme, the goals, false rings by innocent explanation, and the plainer ways.

    `innocent`: of each explanation, the false rings that look like it, and how many of them are among the first TOP of
    their city. `ways`: the detector and the plainer ways on the schemes by meetings, by name.
    """

    cities: int
    rows: dict[str, Pooled]
    goals: tuple[Goal, ...]
    innocent: dict[str, tuple[int, int]]
    ways: dict[str, Pooled]


def pool(cities: Sequence[City], *, coverage: float) -> Table:
    """Pool several cities whose household data cover the share `coverage` of the persons."""
    judged = [c.evaluation for c in cities]
    schemes = sorted({s for e in judged for s in e.schemes})
    rows = {"overall": pooled([e.overall for e in judged])}
    rows |= {s: pooled([e.schemes[s] for e in judged if s in e.schemes]) for s in schemes}
    every = Counter(f.explanation for e in judged for f in e.false)
    top = Counter(f.explanation for e in judged for f in e.false if f.rank <= TOP)
    tested = sorted({name for e in judged for name in e.innocent})
    return Table(
        cities=len(cities),
        rows=rows,
        goals=goals(cities, coverage),
        innocent={name: (every[name], top[name]) for name in tested},
        ways={name: pooled([c.ways[name].overall for c in cities]) for name in (cities[0].ways if cities else ())},
    )


def pooled(parts: Sequence[Measures]) -> Pooled:
    """Pool the measures of one choice of rings over the cities."""
    return Pooled(
        published=sum(m.published for m in parts),
        right=sum(m.right for m in parts),
        truth=sum(m.truth for m in parts),
        found=sum(m.found for m in parts),
        precision=intervals.share([(m.right, m.published) for m in parts]),
        recall=intervals.share([(m.found, m.truth) for m in parts]),
        p_at={k: intervals.share([m.first(k) for m in parts]) for k in (25, 50)},
        average_precision=intervals.mean([m.average_precision for m in parts]),
        mean_best_jaccard=intervals.mean([m.mean_best_jaccard for m in parts]),
        bcubed_f1=intervals.mean([m.bcubed_f1 for m in parts]),
    )
