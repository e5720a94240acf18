"""An employer's office hands in the paper bills of its staff; now and then one that was settled online already."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import background, clock, identity, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, Visits, joined

ONE_PER = 10_000  # persons for one such employer
MISTAKEN = 2


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let one person hand in the claims of 25 to 50 others, all but two claimed once."""
    made = [_office(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _office(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    people = city.people
    staff: Ints = rng.permutation(np.flatnonzero(people.employee & (people.home < 0)))[: int(rng.integers(25, 51))]
    n = len(staff)
    place = background.usual_place(city, rng, staff, HOSPITAL)
    seen = clock.moments(city, rng, place, rng.integers(0, max(city.calendar.days - 60, 1), n))
    claimed = Visits.of(
        staff,
        place,
        seen + rng.integers(5, 50, n) * DAY_S,
        OUTPATIENT,
        items.CONSULT,
        begin=seen,
        manual=1,
        handler=int(staff[0]),
        account=int(staff[0]),
        invoice=identity.opaque(rng, n) % 10**10,
        fee=np.rint(100 * rng.lognormal(np.log(400), 0.6, n)),
    )
    before = claimed.take(np.arange(MISTAKEN)).changed(time=seen[:MISTAKEN], manual=np.zeros(MISTAKEN, np.int64))
    return joined([claimed, before]), Group(staff)
