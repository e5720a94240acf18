"""One hand, many cards: the same insurance cards settle minutes apart, again and again, often at several places.

Dealers and agents collect cards and use them in turn at pharmacies and clinics. Neighbours in a queue also settle
minutes apart; the same neighbours, on many days and at several counters, do not.
"""

from __future__ import annotations

from functools import partial

from graphfraud.claims.table import Claims
from graphfraud.innocent import EXPLANATIONS
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings import evidence
from graphfraud.rings.groups import Rule
from graphfraud.schemes.base import Meeting, Scheme, Signal
from graphfraud.schemes.shared import rule, weak_meetings
from graphfraud.signals import visits
from graphfraud.signals.events import Events


def events(claims: Claims, parameters: Parameters) -> tuple[Events, dict[str, int]]:
    """Build the visits."""
    built, counts = visits.build(
        claims,
        window_s=int(parameters["visit_window_min"] * 60),
        phase_s=int(parameters["visit_phase_min"] * 60),
        block_h=parameters.whole("visit_block_h"),
        batch_size=parameters.whole("batch_size"),
    )
    left_out = {
        "visits_without_clock": counts.no_clock,
        "visits_in_batches": counts.batch,
        "visits_settled_later": counts.later,
    }
    return built, left_out


def gates(parameters: Parameters) -> Rule:
    """Give what makes a link and a group of visits."""
    return rule(parameters, min_joint=parameters.whole("visit_min_joint"), max_p=parameters["visit_max_p"])


def allowance(parameters: Parameters) -> float:
    """Visits a week, weekday and block that are never a crowd."""
    return parameters["visit_allowance"]


SCHEME = Scheme(
    code="co_swipe",
    name=Text("多卡共刷", "one hand, many cards"),
    behaviour="B1",
    doc=__doc__,
    essential=("co_swipe",),
    helpful=("household", "treatment"),
    stays=False,
    way=Meeting(events=events, rule=gates, pool=allowance),
    signals=(
        Signal("co_swipe", 0.6, partial(evidence.together, signal="co_swipe")),
        Signal("several_places", 0.15, evidence.several_places),
        Signal("own_queue", 0.1, evidence.own_queue),
        Signal("same_items", 0.1, evidence.same_items),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=EXPLANATIONS,
    weak=weak_meetings,
)
