"""`ClaimsGraph`: who settled where and with whom in one version of the claim data, whoever holds it.

What the store answers about entities is made from these few questions, the same for every implementation.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from graphfraud.store.base import EntityRef, NeighbourPage, PathAnswer, Relation


@dataclass(frozen=True, slots=True)
class Totals:
    """All settlements of an entity: how many, when (UTC+8 wall clock), how much in cents; a patient's other psn_no."""

    settlements: int
    first: datetime | None
    last: datetime | None
    medfee_sumamt: int
    fund_pay_sumamt: int
    acct_pay: int
    aliases: tuple[str, ...]


NO_TOTALS = Totals(0, None, None, 0, 0, 0, ())


@dataclass(frozen=True, slots=True)
class Window:
    """Settlements from `first` on and before `end` (UTC+8 wall clock); None: no bound."""

    first: datetime | None = None
    end: datetime | None = None

    @staticmethod
    def of(first: date | None, last: date | None) -> Window:
        """Give the window of these days, both included."""
        return Window(
            None if first is None else datetime.combine(first, time()),
            None if last is None else datetime.combine(last, time()) + timedelta(days=1),
        )

    def __bool__(self) -> bool:
        return self.first is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class PathQuestion:
    """How to look for paths: an entity with more than `hub_degree` neighbours is avoided; None: none is."""

    max_hops: int
    k: int
    hub_degree: int | None
    window: Window


class ClaimsGraph(ABC):
    """The entity graph of one data version. Methods on an entity take one that the graph holds."""

    @abstractmethod
    def held(self, refs: Iterable[EntityRef]) -> set[EntityRef]:
        """Give those of the entities that have a settlement."""

    @abstractmethod
    def find_all(self, id: str) -> tuple[EntityRef, ...]:
        """Give every entity with this id, of whatever kind, by kind; a patient's alias gives the patient."""

    @abstractmethod
    def around(self, id: str) -> tuple[EntityRef, ...]:
        """Give, for each kind, the last ten ids before `id` and the first ten from it on."""

    @abstractmethod
    def totals(self, ref: EntityRef) -> Totals:
        """Give what the entity's settlements add up to."""

    @abstractmethod
    def newest(self, ref: EntityRef, limit: int) -> tuple[str, ...]:
        """Give the setl_id of the newest `limit` settlements, by setl_time, then setl_id."""

    @abstractmethod
    def neighbours(self, ref: EntityRef, kind: str | None, limit: int) -> NeighbourPage:
        """Give the strongest neighbours, of one kind or of all, without names."""

    @abstractmethod
    def between(self, refs: Sequence[EntityRef]) -> list[Relation]:
        """Give the hops with both ends among these entities, in any order."""

    @abstractmethod
    def surroundings(self, ref: EntityRef, *, hub_degree: int, hops: int, limit: int) -> tuple[EntityRef, ...]:
        """Give at most `limit` entities within `hops` hops, nearest first, ties by kind and id; `ref` is the first.

        An entity with more than `hub_degree` neighbours is reached and not passed, save `ref`.
        """

    @abstractmethod
    def paths(self, a: EntityRef, b: EntityRef, question: PathQuestion) -> PathAnswer:
        """Give the shortest simple paths; `a` or `b` may be an entity that the graph doesn't hold."""


def hop_kind(a: str, b: str) -> str:
    """Give the kind of the edge between entities of kinds `a` and `b`."""
    if "patient" not in (a, b):
        return "PRACTISES_AT"
    return "TREATED_BY" if "doctor" in (a, b) else "VISITED"


def yuan(cents: int) -> Decimal:
    """Give an amount in yuan."""
    return Decimal(cents).scaleb(-2)
