"""Gates that the co-occurrence schemes share."""

from __future__ import annotations

from graphfraud.parameters import Parameters
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
