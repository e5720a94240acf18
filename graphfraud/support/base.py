"""A support signal: knowledge that no scheme looks for, asked about every ring that some scheme has found.

It comes last, once the same gang found by several schemes is one ring: so it can move a ring in the ranking, but it
never makes a ring, and never decides who is in one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from graphfraud.claims.scene import Scene
from graphfraud.model.ring import Evidence, Innocent, Ring, Text
from graphfraud.rings.candidate import Candidate


@dataclass(frozen=True)
class Behind:
    """What is behind a ring, whatever is said of it: the candidate of each scheme that found it, the strongest
    first."""

    candidates: tuple[Candidate, ...]

    @cached_property
    def facts(self) -> pd.DataFrame:
        """Settlements behind the ring, each once: rows of `Candidate.facts`, columns common to all candidates."""
        first, *more = (c.facts for c in self.candidates)
        if not more:
            return first
        return pd.concat([first, *more], join="inner").drop_duplicates("row")


@dataclass(frozen=True, slots=True)
class Subject:
    """A judged ring with what is behind it."""

    ring: Ring
    behind: Behind

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The candidates of `Behind`."""
        return self.behind.candidates

    @property
    def facts(self) -> pd.DataFrame:
        """The settlements of `Behind`."""
        return self.behind.facts


@dataclass(frozen=True, slots=True)
class Said:
    """What speaks for the ring: strength (0–1), evidence, and whether it publishes a ring that was merely weak."""

    strength: float
    evidence: Evidence
    lifts: bool = False


Answer = Said | Innocent | None
Measure = Callable[[Subject], Answer]


@dataclass(frozen=True, slots=True)
class Support:
    """One support signal.

    `code` names its evidence (or its innocent explanation); `weight` times the strength is added to the ring's score,
    over the 1 that the scheme's own signals can reach. `prepare` looks at the scene once a scan: it gives the measure
    of a ring, None where the data behind it was never loaded, and counts of what was left out, by name. `needs` names
    the signal of the model's columns without any of which this one is off.
    """

    code: str
    name: Text
    weight: float
    doc: str
    prepare: Callable[[Scene], tuple[Measure | None, dict[str, int]]]
    needs: str | None = None
