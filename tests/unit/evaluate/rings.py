"""Rings for tests of measures: everything but members, rank, scheme and status is fixed."""

from __future__ import annotations

from decimal import Decimal

from graphfraud.evaluate.truth import InnocentGroup, TrueRing
from graphfraud.model.ring import Amounts, Lineage, Member, Ring

NOTHING = Amounts(Decimal(0), Decimal(0), Decimal(0), 0)


def ring(
    rank: int,
    patients: str,
    *,
    scheme: str = "fake_stay",
    status: str = "published",
    aliases: dict[str, tuple[str, ...]] | None = None,
    others: tuple[tuple[str, str], ...] = (),
) -> Ring:
    """Give a ring whose patients are the letters of `patients`; `others` are (kind, id)."""
    members = [Member("patient", p, "member", 1.0, 1.0, (aliases or {}).get(p, ())) for p in patients]
    members += [Member(kind, id_, "venue", 1.0) for kind, id_ in others]
    return Ring(f"ring-{rank}", rank, scheme, (), status, None, 1.0, 0.0, 1.0, Lineage(), tuple(members), NOTHING)


def true(name: str, patients: str, scheme: str = "fake_stay", others: tuple[tuple[str, str], ...] = ()) -> TrueRing:
    """Give a true ring whose patients are the letters of `patients`."""
    return TrueRing(name, scheme, frozenset([*(("patient", p) for p in patients), *others]))


def group(name: str, explanation: str, patients: str) -> InnocentGroup:
    """Give an innocent group whose patients are the letters of `patients`."""
    return InnocentGroup(name, explanation, frozenset(("patient", p) for p in patients))
