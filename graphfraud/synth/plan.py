"""What a look-alike or a scheme gives back: its visits, and who is behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.visits import Visits


@dataclass(frozen=True, slots=True)
class Group:
    """Persons who innocently look like a ring."""

    persons: Ints


@dataclass(frozen=True, slots=True)
class Accomplice:
    """Somebody in a ring who is no patient: an `institution`, `doctor`, `employer` or `operator` by its number."""

    what: str
    number: int
    role: str


@dataclass(frozen=True, slots=True)
class Entitlements:
    """Chronic-disease entitlements granted in the period: person, number of the disease, day and doctor of each."""

    person: Ints
    dise: Ints
    day: Ints
    doctor: Ints


@dataclass(frozen=True, slots=True)
class Employments:
    """Further employments: person, number of the employer, day of joining and of leaving (`ALIVE`: never) of each."""

    person: Ints
    employer: Ints
    joined: Ints
    quit: Ints


@dataclass(frozen=True, slots=True)
class TrueRing:
    """A planted ring: its patients (`brokers` are some of them) and everybody else."""

    patients: Ints
    brokers: Ints
    accomplices: tuple[Accomplice, ...]


def accomplices(what: str, numbers: Ints, role: str) -> tuple[Accomplice, ...]:
    """Give one accomplice a number."""
    return tuple(Accomplice(what, int(n), role) for n in numbers)


@dataclass(frozen=True, slots=True)
class Planted:
    """The rings of one scheme with their visits."""

    visits: Visits
    rings: tuple[TrueRing, ...]
    granted: tuple[Entitlements, ...] = ()
    employed: tuple[Employments, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookalike:
    """The groups of one innocent explanation with their visits."""

    visits: Visits
    groups: tuple[Group, ...]
    granted: tuple[Entitlements, ...] = ()
    employed: tuple[Employments, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeModule:
    """A scheme of the contract that can be planted; `beyond_death`: its visits of dead persons stand."""

    scheme: str
    plant: Callable[[City, np.random.Generator], Planted]
    beyond_death: bool = False


@dataclass(frozen=True, slots=True)
class InnocentModule:
    """An innocent explanation that is always in the city."""

    explanation: str
    act: Callable[[City, np.random.Generator], Lookalike]
