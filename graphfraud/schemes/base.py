"""A scheme: one small table of signals, weights and gates; its module's docstring is what the explorer shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims
from graphfraud.innocent.base import Explanation
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.evidence import Found
from graphfraud.rings.groups import Rule
from graphfraud.rings.leads import Holds, Lead
from graphfraud.signals.events import Events


@dataclass(frozen=True, slots=True)
class Signal:
    """One measure of a candidate ring; the weights of a scheme's signals add up to 1."""

    code: str
    weight: float
    measure: Callable[[Candidate], Found]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The way to rings by counting who was together.

    `events` builds who was where, when, and says what it left out, by name; `rule` says what makes a link and a group;
    `pool` is the weekly volume of a crowd that is never counted as one. `crowd_of_same`: whether people who come to
    most of a place's crowded weeks are a group, not its crowd; no where habit brings the same people, as to a market.
    """

    events: Callable[[Claims, Parameters], tuple[Events, dict[str, int]]]
    rule: Callable[[Parameters], Rule]
    pool: Callable[[Parameters], float]
    crowd_of_same: bool = False


@dataclass(frozen=True, slots=True)
class Leads:
    """The way to rings by a rule that finds their settlements itself.

    `find` gives the leads, and what it left out, by name; `holds` says whether a part of a lead's settlements would
    still make one.
    """

    find: Callable[[Scene], tuple[list[Lead], dict[str, int]]]
    holds: Holds


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way of defrauding the fund together.

    `essential` and `helpful` name the signals of the model's columns: without an essential one the scheme is off,
    without a helpful one it is weak. `behaviour` is the code of the conduct list in docs/schemes.md. `stays`: whether
    its gatherings are inpatient stays. `weak` names the reason, if any, why a ring is too weak to be published. `seen`
    names the count without which nothing can be told: where it is 0, the run reports the scheme as off.
    """

    code: str
    name: Text
    behaviour: str
    doc: str
    essential: tuple[str, ...]
    helpful: tuple[str, ...]
    stays: bool
    way: Meeting | Leads
    signals: tuple[Signal, ...]
    explanations: tuple[Explanation, ...]
    weak: Callable[[Candidate, Parameters], str | None]
    seen: str = ""
