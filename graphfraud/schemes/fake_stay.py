"""A group of people is admitted to hospital together and discharged together, again and again.

Patients are recruited, paid or tricked into stays they do not need, often with the fee waived, so that the hospital
can bill the fund. One of them looks like any patient; together their admissions and discharges agree far more often
than chance, habit, season or the hospital's size allow.
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
from graphfraud.signals import stays
from graphfraud.signals.events import Events


def events(claims: Claims, parameters: Parameters) -> tuple[Events, dict[str, int]]:
    """Build the stays."""
    built, undated = stays.build(
        claims, tol_days=parameters.whole("stay_tol_days"), max_days=parameters.whole("stay_max_days")
    )
    return built, {"stays_without_plausible_dates": undated}


def gates(parameters: Parameters) -> Rule:
    """Give what makes a link and a group of stays."""
    return rule(parameters, min_joint=parameters.whole("stay_min_joint"), max_p=parameters["stay_max_p"])


def allowance(parameters: Parameters) -> float:
    """Stays a week that are never a crowd."""
    return parameters["stay_allowance"]


SCHEME = Scheme(
    code="fake_stay",
    name=Text("虚假/诱导住院", "fake or induced stays"),
    behaviour="B1",
    doc=__doc__,
    essential=("co_stay",),
    helpful=("household", "treatment"),
    stays=True,
    way=Meeting(events=events, rule=gates, pool=allowance, crowd_of_same=True),
    signals=(
        Signal("co_stay", 0.7, partial(evidence.together, signal="co_stay")),
        Signal("several_places", 0.1, evidence.several_places),
        Signal("same_doctor", 0.05, evidence.same_doctor),
        Signal("same_diagnosis", 0.05, evidence.same_diagnosis),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
        Signal("low_self_pay", 0.05, evidence.low_self_pay),
    ),
    explanations=EXPLANATIONS,
    weak=weak_meetings,
)
