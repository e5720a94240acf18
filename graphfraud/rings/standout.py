"""Hubs that stand out among their like by persons who come again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graphfraud.chance import excess, spread
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes, Flags
from graphfraud.model.ring import Member
from graphfraud.rings import hubs
from graphfraud.signals.events import Floats

LEVELS = (1, 2, 3, 4, 5)
CHANCE_MEMBERS = 0.1
"""Share of a hub's persons who may be there as they would be at any other."""


LEAST_SIGNED = 5


@dataclass(frozen=True, slots=True)
class Gate:
    """What makes a hub stand out: persons, times what its like have, false-discovery rate, spread of honest rates.

    `min_times`: each person is there at least so often; once may be a wrong date. `of_all`: the facts have whoever of
    the hub is there at all, and more can't be there often (beta-binomial).
    """

    min_patients: int
    min_ratio: float
    max_q: float
    spread: float
    min_times: int
    of_all: bool = False


@dataclass(frozen=True, slots=True)
class Standout:
    """Hubs around the same persons; `facts` are those persons' rows there.

    `expected`: persons that comparable hubs would have; `level`: each of them is there at least so many times.
    """

    hubs: Codes
    patients: Codes
    facts: pd.DataFrame
    level: int
    expected: float
    p_value: float
    q: float

    @property
    def surprise(self) -> float:
        """How far beyond chance, for ranking."""
        seen, chance = len(self.patients), max(self.expected, 1e-6)
        return float(seen * np.log(seen / chance) - (seen - chance))


def gate(scene: Scene, min_patients: int) -> Gate:
    """Give the gate of the scan's parameters."""
    p = scene.parameters
    return Gate(min_patients, p["hub_min_ratio"], p["hub_max_fdr"], p["hub_spread"], p.whole("hub_min_times"))


def find(facts: pd.DataFrame, exposure: Floats, gate: Gate) -> list[Standout]:
    """Test every hub at every level, `LEVELS`: persons who are there at least so many times, or so far against habit.

    Of the levels at which a hub stands out the lowest that leaves hardly anybody to chance counts, or the one whose
    persons are likely to be nearest to the group, where that is lower or none is so pure.

    The persons of a hub that stands out only by repetition are those who repeat: others are there as everywhere.

    Args:
        facts: one row a suspicious act with `hub` (position in `exposure`), `patient` and `time` (what counts once);
            `level`, the same for all acts of a patient at a hub, where levels are not the number of times.
        exposure: what the number of persons of an honest hub grows with, shape (hubs,); or the number expected at
            each level, shape (len(LEVELS), hubs), which like hubs can only raise.
    """
    if facts.empty:
        return []
    pairs = facts.drop_duplicates(["hub", "patient", "time"]).groupby(["hub", "patient"])
    times = pairs["level"].max() if "level" in facts else pairs.size()
    found = pd.DataFrame({"times": times}).reset_index()
    n = exposure.shape[-1]
    observed = np.array([np.bincount(found.loc[found["times"] >= k, "hub"], minlength=n) for k in LEVELS], np.float64)
    expected = _expected(observed, exposure)
    p_value = _chance(observed, expected, gate)
    live = np.flatnonzero(expected.max(axis=0) > 0)
    often = np.flatnonzero(np.array(LEVELS) >= gate.min_times)
    q = np.ones_like(p_value)
    tested = np.ix_(often, live)
    q[tested] = benjamini_hochberg(p_value[tested].ravel()).reshape(len(often), -1)
    passed = (observed >= gate.min_patients) & (observed >= gate.min_ratio * expected) & (q <= gate.max_q)
    # Like hubs raise the bar for standing out; who then belongs goes by what the hub's own persons let expect.
    alone = expected if exposure.ndim == 1 else exposure
    able = (observed >= gate.min_patients) & (observed >= gate.min_ratio * alone)
    able[np.array(LEVELS) < gate.min_times] = False
    # The lowest level at which hardly anybody is there by chance takes in the most of the group, unless a lower one
    # that takes in a few more by chance is nearer to it.
    pure = passed & (expected <= CHANCE_MEMBERS * observed)
    nearest = _nearest(observed, alone, able)
    level = np.where(pure.any(axis=0), np.minimum(pure.argmax(axis=0), nearest), nearest)
    chosen = np.flatnonzero(passed.any(axis=0))
    best = found.merge(pd.DataFrame({"hub": chosen, "level": np.array(LEVELS)[level[chosen]]}), on="hub")
    members = best.loc[best["times"] >= best["level"], ["hub", "patient"]]
    kept = facts.merge(members, on=["hub", "patient"])
    return [
        _standout(kept[kept["hub"].isin(group)], group.astype(np.int32), patients, level, expected, p_value, q)
        for group, patients in hubs.unite(members, chosen.tolist())
    ]


def _nearest(observed: Floats, expected: Floats, able: Flags) -> Codes:
    """Give the level of each hub, of those able, whose persons overlap most (Jaccard) with the group behind it.

    Those beyond expectation belong to the group, the expected don't; the group is the most of the former at any level.
    """
    beyond = np.where(able, observed - expected, 0.0)
    level: Codes = (beyond / np.maximum(beyond.max(axis=0) + expected, 1e-9)).argmax(axis=0)
    return level


def _expected(observed: Floats, exposure: Floats) -> Floats:
    if exposure.ndim == 1:
        return np.array([excess.expected_count(o, exposure) for o in observed])
    if exposure.shape[1] < excess.LEAST_HUBS:
        return exposure
    return np.array([np.maximum(e, excess.expected_count(o, e)) for o, e in zip(observed, exposure, strict=True)])


def _chance(observed: Floats, expected: Floats, gate: Gate) -> Floats:
    levels = zip(observed, expected, strict=True)
    if gate.of_all:
        return np.array([spread.tail(o, observed[0], e, gate.spread) for o, e in levels])
    return np.array([excess.tail(o, e, gate.spread) for o, e in levels])


def _standout(
    facts: pd.DataFrame, group: Codes, patients: Codes, level: Codes, expected: Floats, p_value: Floats, q: Floats
) -> Standout:
    lowest = int(level[group].min())
    chance = float(expected[level[group], group].sum())
    p = float(p_value[level[group], group].min())
    return Standout(group, patients, facts, LEVELS[lowest], chance, p, float(q[:, group].min()))


def venues(scene: Scene, places: Codes) -> tuple[Member, ...]:
    """Give the institutions as venues; `places` has one entry a settlement, the strongest comes first."""
    at, counts = np.unique(places, return_counts=True)
    made = [
        Member(scene.registers.kinds[name], name, "venue", float(f"{count / len(places):.6g}"))
        for name, count in zip([scene.claims.places[i] for i in at.tolist()], counts.tolist(), strict=True)
    ]
    return tuple(sorted(made, key=lambda m: (-m.strength, m.id)))


def prescribers(scene: Scene, rows: Codes) -> tuple[Member, ...]:
    """Give the doctors who signed half or more of `rows` (positions in the claims) at their institution, twice their
    usual share of its settlements or more; the strongest comes first."""
    claims = scene.claims
    signed, place = claims.doctor[rows], claims.place[rows]
    made = []
    for doctor, count in zip(*np.unique(signed[signed >= 0], return_counts=True), strict=True):
        house = place[signed == doctor][0]
        share = count / int((place == house).sum())
        if count < LEAST_SIGNED or share < 0.5:
            continue
        usual = float((claims.doctor[claims.place == house] == doctor).mean())
        if share >= 2 * usual:
            made.append(Member("doctor", claims.doctors[doctor], "prescriber", float(f"{share:.6g}")))
    return tuple(sorted(made, key=lambda m: (-m.strength, m.id)))
