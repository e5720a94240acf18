"""What a store finds out about one entity, beside its profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graphfraud.store.refs import EntityRef


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that a search found, with the name of an institution or a masked one, and its settlements."""

    ref: EntityRef
    name: str
    settlements: int
    exact: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The `len(items)` best of `total` entities: the id itself, then its beginning, a part, the name; busiest first."""

    items: tuple[Found, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of `graphfraud.claims.measures` against the peers.

    `above` is the share (0–1) of the `peers` others whose value is smaller. The peers are those of the group
    `narrow` inside `wide`, or, where they are too few, of all `wide` (then `narrow` is empty).
    """

    measure: str
    value: float
    above: float
    peers: int
    wide: str
    narrow: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A line of the watch list."""

    label: str
    source: str
    since: date | None


@dataclass(frozen=True, slots=True)
class RuleHit:
    """The settlements of an entity that one rule hit; `severity` is a code of `sev_deg`, `amount` in yuan."""

    rule_id: str
    name: str
    severity: str
    amount: Decimal
    setl_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What others say of an entity."""

    listed: tuple[Listing, ...]
    rules: tuple[RuleHit, ...]
