"""Persons are passed around hospitals, or discharged and admitted again within days, as a group.

One course of illness becomes several bills: out of H1, into H2 the next day, back to H1; or out and in at one hospital
(分解住院). Some readmissions are normal everywhere, and hospitals refer to each other; several persons who go round
again and again between the same hospitals, far more of them than elsewhere, are not. There and straight back counts
once: patients are referred. Transfers, courses of treatment and long stays that are billed by the month are left out.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import gammainc

import queries
from graphfraud.chance.excess import LEAST_HUBS, expected_count
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Codes
from graphfraud.innocent import treatment_cycle
from graphfraud.model.ring import Text
from graphfraud.rings import evidence, leads, standout
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.rings.standout import Standout
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals.events import Floats

MOST_TRIPLED = 100
"""With more hospitals than this, only those with a patient in common are compared: the others would fill the memory."""
MOST_OF_ONE = 6
ENDS = ("here", "there")


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find hospitals, and pairs of hospitals, with more persons who come back or go round than their like."""
    parameters, claims = scene.parameters, scene.claims
    scene.tables("setl_d", "mdtrt_d")
    moves = scene.engine.arrow(
        queries.sql("scheme_split_stay"),
        gap_days=parameters.whole("split_gap_days"),
        readmit_days=parameters.whole("split_readmit_days"),
        long_days=parameters.whole("split_long_days"),
    ).to_pandas()
    at, before = (moves[name].to_numpy(np.int64) for name in ("row", "before"))
    moves = moves.assign(patient=claims.patient[at], time=at, here=claims.place[at], there=claims.place[before])
    back = moves["here"] == moves["there"]
    stays = np.bincount(claims.place[claims.stay], minlength=len(claims.places)).astype(np.float64)
    hospitals, most = int((stays > 0).sum()), parameters.whole("split_most_paired")
    counts = {
        "readmissions": int(back.sum()),
        "rotations": int((~back).sum()),
        "hospitals_not_all_paired": hospitals if hospitals > most else 0,
    }
    gate = standout.gate(scene, parameters.whole("split_min_patients"))
    # Pairs of honest hospitals differ more than hospitals do: referral has its habits.
    wide = replace(gate, spread=2 * gate.spread)
    returned = moves[back].assign(hub=moves["here"])
    usual = stays if hospitals < LEAST_HUBS else _returning(returned, claims, parameters.whole("split_readmit_days"))
    found = standout.find(returned, usual, gate)
    rotated = _trips(moves[~back])
    found += standout.find(*_paired(rotated, stays, most), wide)
    found += standout.find(*_rounds(rotated, stays), wide)
    return leads.distinct([_lead(s, scene) for s in found]), counts


def _trips(moves: pd.DataFrame) -> pd.DataFrame:
    """Let there and straight back count as one time: a hospital that can't help sends its patient to another one, which
    sends him or her back to recover."""
    times: dict[int, int] = {}
    gone: dict[tuple[int, int], int] = {}
    for row, before, here, there in moves[["row", "before", "here", "there"]].itertuples(index=False):
        # Whoever goes there once more has begun another trip.
        began = gone.pop((before, here), None)
        times[row] = row if began is None else began
        if began is None:
            gone[row, there] = row
    return moves.assign(time=moves["row"].map(times))


def _returning(returned: pd.DataFrame, claims: Claims, readmit_days: int) -> Floats:
    """Give how many persons of each hospital would be readmitted so many times, did the stays there fall on any days.

    Whoever always lies in the county's only hospital comes back to it more often than who goes to many. Of n stays
    within a span each but the first follows another within d days with a chance of about n d / span; how many persons
    of the other hospitals are readmitted at all says how far stays do fall on any days. Half a person of the city more
    is expected at every level, by stays: illness has habits of its own. Shape (levels, hospitals).
    """
    stays, n, places = claims.stay, len(claims.patients), len(claims.places)
    pair, lain = np.unique(claims.place[stays].astype(np.int64) * n + claims.patient[stays], return_counts=True)
    hub = pair // n
    span = max((int(claims.second.max()) - int(claims.second.min())) / 86_400, readmit_days, 1.0)
    times = (lain - 1) * np.minimum(lain * readmit_days / span, 1.0)
    once: Floats = np.bincount(hub, gammainc(1.0, times), places).astype(np.float64)
    seen = np.bincount(returned.drop_duplicates(["hub", "patient"])["hub"], minlength=places).astype(np.float64)
    times *= np.minimum(expected_count(seen, once) / np.maximum(once, 1e-9), 1.0)[hub]
    half = 0.5 * np.bincount(claims.place[stays], minlength=places) / max(stays.sum(), 1)
    return np.array([np.bincount(hub, gammainc(float(k), times), places) + half for k in standout.LEVELS])


def _paired(moves: pd.DataFrame, stays: Floats, most: int) -> tuple[pd.DataFrame, Floats]:
    """Number the pairs of hospitals; a pair's exposure is the product of its hospitals' stays.

    With more than `most` hospitals only pairs with a patient in common count: the others would fill the memory.
    """
    low, high = np.sort(moves[["here", "there"]].to_numpy(np.int64), axis=1).T
    places: Codes = np.flatnonzero(stays > 0).astype(np.int32)
    if len(places) <= most:
        first, second = np.triu_indices(len(places), 1)
        pairs = places[first].astype(np.int64) * len(stays) + places[second]
    else:
        pairs = np.unique(low * len(stays) + high)
    exposure = stays[pairs // len(stays)] * stays[pairs % len(stays)] / max(stays.sum(), 1.0)
    return moves.assign(hub=np.searchsorted(pairs, low * len(stays) + high)), exposure


def _rounds(moves: pd.DataFrame, stays: Floats) -> tuple[pd.DataFrame, Floats]:
    """Number the triples of hospitals between which persons move, like `_paired`: on a round of three or more,
    nobody takes the same way often. Persons with many hospitals count at their MOST_OF_ONE first ones."""
    ends = [moves[["patient", side]].rename(columns={side: "place"}) for side in ("here", "there")]
    been = pd.concat(ends).drop_duplicates().sort_values(["patient", "place"])
    been = been[been.groupby("patient").cumcount() < MOST_OF_ONE]
    triples = been.merge(been, on="patient").merge(been, on="patient").set_axis(["patient", "a", "b", "c"], axis=1)
    triples = triples[(triples["a"] < triples["b"]) & (triples["b"] < triples["c"])]
    places = np.flatnonzero(stays > 0).astype(np.int64)
    if len(places) <= MOST_TRIPLED:
        every = np.array(list(combinations(places.tolist(), 3)), np.int64).reshape(-1, 3)
    else:
        every = np.unique(triples[["a", "b", "c"]].to_numpy(np.int64), axis=0)
    keys = pd.DataFrame(every, columns=["a", "b", "c"]).assign(hub=np.arange(len(every)))
    facts = moves.merge(triples.merge(keys, on=["a", "b", "c"]), on="patient")
    inside = [(facts[end] == facts["a"]) | (facts[end] == facts["b"]) | (facts[end] == facts["c"]) for end in ENDS]
    return facts[inside[0] & inside[1]], stays[every].prod(axis=1) / max(stays.sum(), 1.0) ** 2


def _lead(found: Standout, scene: Scene) -> Lead:
    facts = found.facts.drop_duplicates("row")
    rows = pd.DataFrame({"row": np.union1d(facts["row"], facts["before"])})
    moved = rows["row"].isin(facts["row"])
    return Lead(
        rows.assign(follows=moved),
        found.patients,
        parties=standout.venues(scene, scene.claims.place[rows["row"].to_numpy()]),
        fdr=found.q,
        surprise=found.surprise,
        measured={
            "expected": found.expected,
            "p_value": found.p_value,
            "level": found.level,
            "moves": len(facts),
            "places": len(np.unique(facts[["here", "there"]])),
        },
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough patients are left who went on from stay to stay."""
    left: int = facts.loc[facts["follows"], "patient"].nunique()
    return left >= scene.parameters.whole("split_min_patients")


def split_stay(candidate: Candidate) -> evidence.Found:
    """How many people went on from stay to stay, against comparable hospitals or pairs of hospitals."""
    measured, people = candidate.measured, len(candidate.patients)
    expected, times, moves = measured["expected"], int(measured["level"]), int(measured["moves"])
    places = int(measured["places"])
    zh, en = (
        ("在同一医院出院后数日内再入院", "were admitted again to the same hospital within days")
        if places == 1
        else (f"在{places}家医院之间接连转住", f"went on from stay to stay between {places} hospitals within days")
    )
    detail = Text(
        f"{people}人{zh}，每人至少{times}次，共{moves}次；按同类医院的水平，预期{expected:.1f}人",
        f"{people} people {en}, {times} or more times each, {moves} times in all; at comparable hospitals' rate, "
        f"{expected:.1f} people are expected",
    )
    p_value = measured["p_value"]
    return people / (people + 3.0), evidence.evidence("split_stay", detail, people, expected, p_value, candidate.facts)


SCHEME = Scheme(
    code="split_stay",
    name=Text("分解/轮转住院", "split or rotated stays"),
    behaviour="B4.1",
    doc=__doc__,
    essential=("co_stay",),
    helpful=("household", "treatment"),
    stays=True,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("split_stay", 0.75, split_stay),
        Signal("same_doctor", 0.05, evidence.same_doctor),
        Signal("same_diagnosis", 0.1, evidence.same_diagnosis),
        Signal("low_self_pay", 0.1, evidence.low_self_pay),
    ),
    explanations=(treatment_cycle.EXPLANATION,),
    weak=few_households,
)
