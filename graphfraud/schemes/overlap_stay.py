"""Patients of one hospital are treated elsewhere while they are said to lie there.

A bed that is only booked (挂床) shows where its owner really is: at another hospital, a clinic, a pharmacy. One such
settlement may be a wrong date; a hospital whose patients do it far more often than those of comparable hospitals, for
their days of stay and their habits outside, books empty beds. Drugs that a relative fetches once, examinations sent
out, the days of admission and discharge, transfers and a newborn on its mother's card are none. Where most go to one
house that they never see otherwise, they were sent there; where they all go home before the stay ends on paper, its
date is late.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import gammainc

import queries
from graphfraud.chance.excess import expected_count
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import MISSING_DAY
from graphfraud.innocent import drug_collection, late_discharge, referral
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings import evidence, standout
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.rings.standout import Standout
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals.events import Floats

RARE = 0.01
"""A patient's stays with settlements elsewhere count where habit would give as many this seldom."""
RARER = 5.0
"""From level to level of a patient's stays elsewhere, habit gives as many so many times more seldom."""


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find hospitals whose patients settle elsewhere during stays more often than those of comparable hospitals."""
    parameters, claims = scene.parameters, scene.claims
    scene.tables("setl_d", "medins_info_b")
    scene.goods()
    met = scene.engine.arrow(
        queries.sql("scheme_overlap_stay"),
        grace_days=parameters.whole("overlap_grace_days"),
        max_days=parameters.whole("stay_max_days"),
        newborn_days=parameters.whole("newborn_card_days"),
    ).to_pandas()
    needs = met["needs"].value_counts()
    counts = {f"settlements_{name}": int(needs.get(name, 0)) for name in ("person", "drugs", "sent_out", "course")}
    days = _days(scene)
    met = met[days[met["stay_row"].to_numpy(np.int64)] > 0]
    at = met["stay_row"].to_numpy(np.int64)
    met = met.assign(
        hub=claims.place[at], patient=claims.patient[at], time=claims.second[met["row"].to_numpy(np.int64)] // 86_400
    )
    wanted = met[(met["needs"] == "person") | ((met["needs"] == "drugs") & (_fetched(met) >= 2))]
    # Fetched drugs pass for visits here and there: two ways of counting are tried, so the stricter rate.
    gate = replace(standout.gate(scene, parameters.whole("overlap_min_patients")), max_q=parameters["lead_max_fdr"])
    rate = _rates(scene, days, met)
    leads: list[Lead] = []
    # Several odd stays are the clearer habit; one stay with several days elsewhere counts where they show nothing, and
    # then only days that needed the patient: two errands for drugs in one stay are a relative's.
    for by_stay in (True, False):
        once = wanted.assign(time=wanted["stay_row"]) if by_stay else _apart(wanted[wanted["needs"] == "person"])
        habits = _habits(scene, days, rate, once, by_stay)
        counted, expected = _beyond_habit(once, habits, parameters.whole("hub_min_times"), len(claims.places))
        found = [_with_all(s, wanted) for s in standout.find(counted, expected, gate)]
        leads += [_lead(s, scene, by_stay) for s in found]
        wanted = wanted[~wanted["hub"].isin([h for s in found for h in s.hubs.tolist()])]
    once = _once(wanted[wanted["needs"] == "person"], days, rate, scene)
    return leads + [_lead(s, scene, True) for s in standout.find(*once, replace(gate, min_times=1))], counts


def _once(seen: pd.DataFrame, days: Floats, rate: Floats, scene: Scene) -> tuple[pd.DataFrame, Floats]:
    """Give the rows of patients seen elsewhere in person, one stay as one time, of hospitals with so many of them that
    chance has hardly a part in it, and how many there would be of each hospital at each level.

    One day outside is no habit of a patient; that many patients of one small hospital have one is. Fetched drugs don't
    count here.
    """
    once = seen.assign(time=seen["stay_row"])
    habits = _habits(scene, days, rate, once, by_stay=True)
    hub, places = habits["hub"].to_numpy(np.int64), len(scene.claims.places)
    times = habits["times"].to_numpy(np.float64)
    expected = np.array([np.bincount(hub, gammainc(float(k), times), places) for k in standout.LEVELS])
    people = np.bincount(once.drop_duplicates(["hub", "patient"])["hub"], minlength=places)
    clear = np.flatnonzero(expected[0] <= standout.CHANCE_MEMBERS * people)
    return once[once["hub"].isin(clear)], expected


def _beyond_habit(wanted: pd.DataFrame, habits: pd.DataFrame, times: int, places: int) -> tuple[pd.DataFrame, Floats]:
    """Keep the rows of patients whom their own habit hardly takes outside so many times, with their `level`, and give
    how many there would be of each hospital, at each level: shape (levels, hospitals).

    From the second level on a patient is seen at least so many `times`. The same number says more of somebody who lies
    briefly and sees doctors seldom: levels go by how seldom habit would give as many (`RARER`), not by their number.
    Whoever lies long, often, and sees doctors all the time hides a ring among the patients of the same hospital.
    """
    usual, hub = habits["times"].to_numpy(np.float64), habits["hub"].to_numpy(np.int64)
    fewest, least, expected = np.ones(len(usual)), [], []
    for level in standout.LEVELS:
        fewest, chance = _least(usual, fewest, RARE / RARER ** max(level - 2, 0))
        least.append(fewest)
        expected.append(np.bincount(hub, chance, places))
        fewest = np.maximum(fewest, times)
    bars = habits[["hub", "patient"]].assign(at=np.arange(len(habits)))
    seen = wanted.merge(bars, on=["hub", "patient"])
    often = seen.groupby(["hub", "patient"])["time"].transform("nunique").to_numpy()
    seen = seen.assign(level=(often >= np.array(least)[:, seen["at"]]).sum(axis=0))
    return seen[seen["level"] > 0].drop(columns="at"), np.array(expected)


def _least(usual: Floats, fewest: Floats, rare: float) -> tuple[Floats, Floats]:
    """Give the least times, from the `fewest` on, that each habit (Poisson mean) gives at most so seldom, and how
    seldom."""
    least, chance = fewest.copy(), gammainc(fewest, usual)
    while len(short := np.flatnonzero(chance > rare)):
        least[short] += 1
        chance[short] = gammainc(least[short], usual[short])
    return least, chance


def _habits(scene: Scene, days: Floats, rate: Floats, wanted: pd.DataFrame, by_stay: bool) -> pd.DataFrame:
    """Give in how many stays, or else on how many days (`times`), each patient (`patient`) would settle elsewhere, were
    the hospital (`hub`) like the others.

    Whoever sees doctors often outside, or lies long, would do it more often: each patient's own rate (days with a
    settlement outside stays) over the days of each stay says how often, if stays kept nobody away. How far they
    do keep patients away is the same at all honest hospitals, and is measured at the others by the patients with one
    such stay at least. Shape (levels, hospitals).
    """
    claims = scene.claims
    n, places = len(claims.patients), len(claims.places)
    stays = np.flatnonzero(days > 0)
    outside = rate[claims.patient[stays]] * days[stays]
    outside = 1.0 - np.exp(-outside) if by_stay else outside
    pairs, which = np.unique(claims.place[stays].astype(np.int64) * n + claims.patient[stays], return_inverse=True)
    hub, times = pairs // n, np.bincount(which, outside)
    at_large = np.bincount(hub, 1.0 - np.exp(-times), places).astype(np.float64)
    seen = np.bincount(wanted.drop_duplicates(["hub", "patient"])["hub"], minlength=places).astype(np.float64)
    let_out = expected_count(seen, at_large) / np.maximum(at_large, 1e-9)
    return pd.DataFrame({"hub": hub, "patient": pairs % n, "times": times * np.minimum(let_out, 1.0)[hub]})


def _rates(scene: Scene, days: Floats, met: pd.DataFrame) -> Floats:
    """Give each patient's days with a settlement for each day outside stays."""
    claims = scene.claims
    n, span = len(claims.patients), int(claims.second.max() - claims.second.min()) // 86_400 + 1
    # Claims come sorted by patient and time: each first one of a day counts.
    key = claims.patient.astype(np.int64) * (1 << 32) + claims.second // 86_400
    every = claims.patient[np.flatnonzero(np.diff(key, prepend=-1))]
    inside = met.drop_duplicates(["patient", "time"])["patient"].to_numpy(np.int64)
    outside = np.bincount(every, minlength=n) - np.bincount(inside, minlength=n)
    rates: Floats = (outside + 0.5) / np.maximum(span - np.bincount(claims.patient, days, n), 30.0)
    return rates


def _fetched(met: pd.DataFrame) -> pd.Series[int]:
    """Give on how many days drugs were fetched in the stay of each row: a relative goes once."""
    drugs = met[met["needs"] == "drugs"]
    return met["stay_row"].map(drugs.groupby("stay_row")["time"].nunique()).fillna(0)


def _apart(wanted: pd.DataFrame) -> pd.DataFrame:
    """Leave out days right after another one of the same stay: an examination on one day often has its result on the
    next."""
    ordered = wanted.sort_values(["stay_row", "time"], kind="stable").drop_duplicates(["stay_row", "time"])
    kept: pd.DataFrame = ordered[ordered.groupby("stay_row")["time"].diff() != 1]
    return kept


def _with_all(found: Standout, wanted: pd.DataFrame) -> Standout:
    """Show all that the persons settled elsewhere, what does not count included."""
    pairs = found.facts[["hub", "patient"]].drop_duplicates()
    return replace(found, facts=wanted.merge(pairs, on=["hub", "patient"]))


def _days(scene: Scene) -> Floats:
    """Give the days that each settlement says the patient spent inside, the first and the last left out.

    0 for other settlements, and for the bills of patients who live on a ward: they may go out.
    """
    claims, parameters = scene.claims, scene.parameters
    longest = parameters.whole("stay_max_days")
    known = claims.stay & (claims.begin != MISSING_DAY) & (claims.end != MISSING_DAY)
    at = np.flatnonzero(known)
    length = claims.end[at].astype(np.int64) - claims.begin[at] + 1
    _, bed = np.unique(claims.patient[at].astype(np.int64) * len(claims.places) + claims.place[at], return_inverse=True)
    years = max((int(claims.second.max()) - int(claims.second.min())) / (365 * 86_400), 1.0)
    lives = np.bincount(bed, np.maximum(length, 0)) > longest * years
    inside = np.maximum(length - 2 * parameters.whole("overlap_grace_days"), 0)
    days = np.zeros(len(claims))
    days[at] = np.where((length > longest) | lives[bed], 0, inside)
    return days


def _lead(found: Standout, scene: Scene, by_stay: bool) -> Lead:
    facts = found.facts
    rows = pd.concat(
        [
            # First: of two stays that overlap each other, both are stays elsewhere.
            pd.DataFrame({"row": facts["row"], "part": facts["needs"]}),
            pd.DataFrame({"row": facts["stay_row"], "part": "stay"}),
        ]
    ).drop_duplicates("row")
    return Lead(
        rows,
        found.patients,
        parties=standout.venues(scene, scene.claims.place[np.unique(facts["stay_row"])]),
        fdr=found.q,
        surprise=found.surprise,
        measured={
            "expected": found.expected,
            "p_value": found.p_value,
            "level": min(found.level, scene.parameters.whole("hub_min_times")),
            "by_stay": by_stay,
            "stays": facts["stay_row"].nunique(),
            "elsewhere": facts["row"].nunique(),
        },
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough patients are left who are seen elsewhere."""
    elsewhere = facts[facts["part"] != "stay"]
    return elsewhere["patient"].nunique() >= scene.parameters.whole("overlap_min_patients")


def overlap_stay(candidate: Candidate) -> evidence.Found:
    """How many patients settled elsewhere inside their stays, against patients of comparable hospitals."""
    measured, people = candidate.measured, len(candidate.patients)
    expected, times = measured["expected"], int(measured["level"])
    stays, elsewhere = int(measured["stays"]), int(measured["elsewhere"])
    unit = (
        Text("次住院", f"in {times} or more stays") if measured["by_stay"] else Text("天", f"on {times} or more days")
    )
    detail = Text(
        f"{people}人在住院期间（不含出入院当日）又在其他机构结算，每人至少{times}{unit.zh}如此，共涉及住院{stays}次、他处结算{elsewhere}笔；"
        f"按同类医院患者的住院日数和院外就医习惯，预期{expected:.1f}人",
        f"{people} people settled elsewhere inside their stays (days of admission and discharge left out), {unit.en} "
        f"each: {stays} stays, {elsewhere} settlements elsewhere; by their days of stay and habits, "
        f"{expected:.1f} people are expected at a comparable hospital",
    )
    p_value = measured["p_value"]
    return people / (people + 3.0), evidence.evidence(
        "overlap_stay", detail, people, expected, p_value, candidate.facts
    )


def double_stay(candidate: Candidate) -> evidence.Found:
    """Some were inpatients of two institutions on the same days."""
    facts = candidate.facts
    # The part `person` that is itself a stay.
    twice = facts[(facts["part"] == "person") & (facts["end"] > facts["day"])]
    if twice.empty:
        return None
    people = twice["patient"].nunique()
    detail = Text(
        f"其中{people}人同时在两家机构住院，共{len(twice)}次",
        f"{people} of them lay in two institutions on the same days, {len(twice)} times in all",
    )
    return min(1.0, people / 3), evidence.evidence("double_stay", detail, people, 0.0, 1.0, twice)


def weak(candidate: Candidate, parameters: Parameters) -> str | None:
    """Say why it is too weak: few households, or one stay each, as leave from a ward gives, too."""
    once = candidate.measured["by_stay"] and candidate.measured["level"] < parameters["hub_min_times"]
    return few_households(candidate, parameters) or ("weak" if once else None)


SCHEME = Scheme(
    code="overlap_stay",
    name=Text("挂床/时间冲突", "overlapping stays"),
    behaviour="B4.1",
    doc=__doc__,
    essential=("co_stay",),
    helpful=("household", "treatment", "sent_out"),
    stays=True,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("overlap_stay", 0.75, overlap_stay),
        Signal("double_stay", 0.15, double_stay),
        Signal("low_self_pay", 0.1, evidence.low_self_pay),
    ),
    explanations=(drug_collection.EXPLANATION, referral.EXPLANATION, late_discharge.EXPLANATION),
    weak=weak,
)
