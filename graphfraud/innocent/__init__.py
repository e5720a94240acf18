"""Innocent look-alikes: one module each, tested on every candidate and shown beside the evidence."""

from __future__ import annotations

from graphfraud.innocent import (
    age_group,
    batch_stamp,
    care_home,
    common_origin,
    crowd_day,
    family,
    outing,
    popular_day,
    programme,
    treatment_cycle,
)
from graphfraud.innocent.base import Explanation

EXPLANATIONS: tuple[Explanation, ...] = (
    family.EXPLANATION,
    care_home.EXPLANATION,
    treatment_cycle.EXPLANATION,
    crowd_day.EXPLANATION,
    programme.EXPLANATION,
    popular_day.EXPLANATION,
    common_origin.EXPLANATION,
    outing.EXPLANATION,
    age_group.EXPLANATION,
    batch_stamp.EXPLANATION,
)
"""In the order in which a view shows them; the first that is likely names the demotion."""
