"""A scheme: one small table of signals, weights and gates; its module's docstring is what the explorer shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graphfraud.claims.table import Claims
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.evidence import Found
from graphfraud.rings.groups import Rule
from graphfraud.signals.events import Events


@dataclass(frozen=True, slots=True)
class Signal:
    """One measure of a candidate ring; the weights of a scheme's signals add up to 1."""

    code: str
    weight: float
    measure: Callable[[Candidate], Found]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way of defrauding the fund together.

    `essential` and `helpful` name the signals of the model's columns: without an essential one the scheme is off,
    without a helpful one it is weak. `events` builds who was where, when, and says what it left out, by name.
    """

    code: str
    name: Text
    behaviour: str
    doc: str
    essential: tuple[str, ...]
    helpful: tuple[str, ...]
    stays: bool
    events: Callable[[Claims, Parameters], tuple[Events, dict[str, int]]]
    rule: Callable[[Parameters], Rule]
    pool: Callable[[Parameters], float]
    """Weekly volume of a pool that is never counted as a crowd."""
    signals: tuple[Signal, ...]
