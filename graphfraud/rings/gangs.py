"""One gang once: which ring stands for the rings that are related to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graphfraud.model.ring import Ring


def lead(rings: Iterable[Ring]) -> list[Ring]:
    """Give each ring its lead: the first ring before it, in the order given, that leads and is related to it.

    No two leads are related, so a list of leads never shows a gang twice. A relation of a relation is not followed: a
    chain of overlaps would end as one gang of half a city.
    """
    led: list[Ring] = []
    leads: set[str] = set()
    for ring in rings:
        chosen = next((r.ring_id for r in led if r.ring_id in leads and r.ring_id in _near(ring)), None)
        if chosen is None:
            leads.add(ring.ring_id)
        led.append(replace(ring, lead=chosen))
    return led


def _near(ring: Ring) -> set[str]:
    return {r.ring_id for r in ring.related}
