"""Gates that several schemes share."""

from __future__ import annotations

import numpy as np

from graphfraud.parameters import Parameters
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.groups import Rule


def rule(parameters: Parameters, *, min_joint: int, max_p: float) -> Rule:
    """Give the rule of a co-occurrence scheme from the parameters."""
    return Rule(
        min_joint=min_joint,
        max_p=max_p,
        min_lift=parameters["min_lift"],
        crowd_cap=parameters.whole("crowd_cap"),
        min_size=parameters.whole("min_size"),
        min_density=parameters["min_density"],
        min_gatherings=parameters.whole("min_gatherings"),
        gathering_share=parameters["gathering_share"],
        attend_share=parameters["attend_share"],
        seed=parameters.whole("seed"),
    )


def few_households(candidate: Candidate, parameters: Parameters) -> str | None:
    """Say `family` where the patients are of too few different households."""
    least = min(parameters["min_households"], len(candidate.patients))
    return "family" if candidate.households[0] < least else None


def weak_meetings(candidate: Candidate, parameters: Parameters) -> str | None:
    """Say why a group that meets is too weak: few households, or visits to one owner's places on too few days."""
    one_place = len(np.unique(candidate.owners)) == 1 and not candidate.stays
    if one_place and len(candidate.group.gatherings) < parameters["visit_min_gatherings_one_place"]:
        return few_households(candidate, parameters) or "weak"
    return few_households(candidate, parameters)
