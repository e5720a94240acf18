"""A doctor prescribes for the same people within minutes, again and again, and one pharmacy fills it the same day.

A representative or dealer has collected cards and has them written up in one go. A weekly clinic, a refill clinic or
an internet hospital also writes fast, but for whoever comes, and its other patients go to that pharmacy as well.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.chance.spread import Share
from graphfraud.claims.scene import Scene
from graphfraud.innocent import (
    age_group,
    batch_stamp,
    care_home,
    common_origin,
    family,
    popular_day,
    programme,
    refill_clinic,
    treatment_cycle,
)
from graphfraud.model.ring import Member, Text
from graphfraud.parameters import Parameters
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households

DAY = 86_400
PRIOR = 10.0
"""Weight, in prescriptions, of the city's habit against that of the doctor's house."""


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find doctors and pharmacies with bursts of the same persons that the pharmacy's usual share explains badly."""
    written = _prescriptions(scene)
    filled = _filled(written, scene)
    bursts = _bursts(filled, scene.parameters)
    counts = {"prescriptions": len(written), "in_bursts": len(bursts)}
    if bursts.empty:
        return [], counts
    pairs = bursts[["doctor", "shop"]].drop_duplicates().reset_index(drop=True)
    bursts = bursts.merge(pairs.assign(hub=pairs.index), on=["doctor", "shop"])
    judged = [_against_house(own, written, filled) for _, own in bursts.groupby("hub")]
    observed, expected, p_value = (np.array(column) for column in zip(*judged, strict=True))
    q = benjamini_hochberg(p_value)
    leads = []
    for at, patients in hubs.unite(bursts, np.flatnonzero(q <= scene.parameters["lead_max_fdr"]).tolist()):
        own = bursts[bursts["hub"].isin(at)]
        measured = {"observed": float(observed[at].sum()), "expected": float(expected[at].sum())}
        leads.append(_lead(own, patients, scene, fdr=float(q[at].min()), measured=measured))
    return leads, counts


def _prescriptions(scene: Scene) -> pd.DataFrame:
    """Give `row`, `doctor`, `second`, `patient`, `place`, `day`; what a system stamped in one second is left out."""
    claims = scene.claims
    scene.goods()
    written: pd.DataFrame = scene.engine.arrow(queries.sql("scheme_burst_rx")).to_pandas()
    alike = written.groupby(["doctor", "second"])["row"].transform("size")
    written = written[alike < scene.parameters.whole("batch_size")]
    at = written["row"].to_numpy()
    # The house is unknown of what a pharmacy alone tells.
    place = np.where(claims.pharmacy[claims.place[at]], -1, claims.place[at])
    return written.assign(patient=claims.patient[at], place=place, day=written["second"] // DAY)


def _filled(written: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """Give the prescriptions whose patient bought at a pharmacy (`shop`, `fill`) later that day, or there and then."""
    claims = scene.claims
    at = np.flatnonzero(claims.pharmacy[claims.place])
    bought = pd.DataFrame(
        {"patient": claims.patient[at], "day": claims.second[at] // DAY, "shop": claims.place[at], "fill": at}
    )
    both: pd.DataFrame = written.merge(bought, on=["patient", "day"])
    same: pd.DataFrame = both.loc[(both["place"] >= 0) | (both["row"] == both["fill"])]
    return same


def _bursts(filled: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Keep what is in a burst, of persons who are in a good part of the bursts of the doctor and pharmacy: an internet
    hospital writes for others each time."""
    least, times = parameters.whole("burst_min_patients"), parameters.whole("burst_min_days")
    pair, window = ["doctor", "shop"], int(parameters["burst_window_min"] * 60)
    people = filled.groupby([*pair, "day"])["patient"].transform("nunique")
    many = filled[people >= least]
    many = many[many.groupby(pair)["day"].transform("nunique") >= times]
    parts = [_window(own, window) for _, own in many.groupby([*pair, "day"])]
    kept = [own for own in parts if own["patient"].nunique() >= least]
    if not kept:
        return many.iloc[:0]
    bursts = pd.concat(kept)
    needed = np.maximum(2, parameters["attend_share"] * bursts.groupby(pair)["day"].transform("nunique"))
    core = bursts[bursts.groupby([*pair, "patient"])["day"].transform("nunique") >= needed]
    everybody = bursts.groupby(pair)["patient"].nunique()
    faithful = core.groupby(pair)["patient"].nunique()
    # Where most come once, a few come twice by chance.
    kept_pairs = faithful[faithful >= parameters["burst_core_share"] * everybody[faithful.index]].index
    bursts = core[pd.MultiIndex.from_frame(core[pair]).isin(kept_pairs)]
    enough = bursts.groupby(pair)["patient"].transform("nunique") >= least
    return bursts[enough & (bursts.groupby(pair)["day"].transform("nunique") >= times)]


def _window(own: pd.DataFrame, window: int) -> pd.DataFrame:
    """Give the busiest window of a day (ties: the first)."""
    own = own.sort_values(["second", "row", "fill"], kind="stable")
    second = own["second"].to_numpy()
    end = np.searchsorted(second, second + window, side="right")
    first = int(np.argmax(end - np.arange(len(second))))
    return own.iloc[first : int(end[first])]


def _against_house(own: pd.DataFrame, written: pd.DataFrame, filled: pd.DataFrame) -> tuple[int, float, float]:
    """Give how many persons filled their prescription at the pharmacy, how many would as the house's other patients
    do, and the p-value."""
    doctor, shop = own["doctor"].iloc[0], own["shop"].iloc[0]
    there = filled[filled["shop"] == shop]
    spans = own.groupby("day")["second"].agg(["min", "max"])
    his = written[(written["doctor"] == doctor) & written["day"].isin(spans.index)]
    low, high = spans["min"].reindex(his["day"]).to_numpy(), spans["max"].reindex(his["day"]).to_numpy()
    within = his[(his["second"] >= low) & (his["second"] <= high)]
    house = written[written["place"].isin(own["place"].unique()) & (written["place"] >= 0)]
    house = house[~house["patient"].isin(within["patient"])]
    went = house["row"].isin(there["row"]).sum()
    others = ~written["patient"].isin(within["patient"])
    city = (there["row"].nunique() + 1) / (others.sum() + there["row"].nunique() + 2)
    usual = (went + PRIOR * city) / (len(house) + PRIOR)
    persons, patients = within["patient"].nunique(), own["patient"].nunique()
    share = Share(usual, max(0.01, 0.1 * usual / (1 - usual)) if usual < 0.8 else 0.5)
    p_value = share.tail(np.array([patients]), np.array([persons]))[0]
    return patients, usual * persons, float(p_value)


def _lead(own: pd.DataFrame, patients: np.ndarray, scene: Scene, *, fdr: float, measured: dict[str, float]) -> Lead:
    claims = scene.claims
    parts = [own[["row", "second"]], own[["fill", "second"]].set_axis(["row", "second"], axis=1)]
    rows = pd.concat(parts).groupby("row").agg(written=("second", "min")).reset_index()
    names = own.drop_duplicates(["row", "doctor"])["doctor"].value_counts(normalize=True)
    doctors = [Member("doctor", str(d), "prescriber", evidence.tidy(n)) for d, n in sorted(names.items())]
    places = np.union1d(own["shop"], own.loc[own["place"] >= 0, "place"])
    venues = [Member(scene.registers.kinds[claims.places[p]], claims.places[p], "venue", 1.0) for p in places.tolist()]
    measured |= {"bursts": float(own["day"].nunique()), "minutes": _minutes(own)}
    surprise = measured["observed"] * np.log(measured["observed"] / max(measured["expected"], 1e-6))
    return Lead(rows, patients, (*venues, *doctors), fdr, float(surprise), measured, by_day=True)


def _minutes(own: pd.DataFrame) -> float:
    spans = own.groupby(["hub", "day"])["second"].agg(lambda s: s.max() - s.min())
    return float(spans.median()) / 60


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough bursts of enough persons are left."""
    days = facts.drop_duplicates(["patient", "day"])
    again = int((days["patient"].value_counts() >= 2).sum())
    parameters = scene.parameters
    enough = days["day"].nunique() >= min(2, parameters.whole("burst_min_days"))
    return bool(enough and again >= parameters.whole("burst_min_patients"))


def burst(candidate: Candidate) -> evidence.Found:
    """How often the same persons were written up within minutes, and who else goes to that pharmacy."""
    measured, people = candidate.measured, len(candidate.patients)
    observed, expected = measured["observed"], measured["expected"]
    detail = Text(
        f"同一医师在{measured['bursts']:.0f}天内，每次约{measured['minutes']:.1f}分钟，先后为同一批{people}人开药，"
        f"当日都在同一药店取药；按该机构其他患者的习惯，预期{expected:.1f}人去该药店",
        f"on {measured['bursts']:.0f} days one doctor prescribed for the same {people} people within about "
        f"{measured['minutes']:.1f} minutes, filled at one pharmacy that day; by the habit of the house's other "
        f"patients, {expected:.1f} of them would have gone there",
    )
    p_value = evidence.poisson_tail(observed, expected)
    strength = people / (people + 4.0)
    return strength, evidence.evidence("burst_rx", detail, observed, expected, p_value, candidate.facts)


SCHEME = Scheme(
    code="burst_rx",
    name=Text("突发处方", "bursts of prescriptions"),
    behaviour="B1",
    doc=__doc__,
    essential=("burst_rx",),
    helpful=("household", "treatment"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("burst_rx", 0.8, burst),
        Signal("same_items", 0.15, evidence.same_items),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=(
        family.EXPLANATION,
        care_home.EXPLANATION,
        treatment_cycle.MARKED,
        refill_clinic.EXPLANATION,
        programme.EXPLANATION,
        popular_day.EXPLANATION,
        common_origin.EXPLANATION,
        age_group.EXPLANATION,
        batch_stamp.EXPLANATION,
    ),
    weak=few_households,
)
