"""People buy far more of the same drugs than they can use, at several institutions, and share their sellers and drugs.

Dealers send card holders from one institution to the next. Each asks for a month's supply that the last one has given
already. One person who does so may be anxious, or change the dose; several who buy the same drugs too early at the same
institutions have one buyer behind them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes, Ints
from graphfraud.innocent import popular_day, special_supply
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals import supply
from graphfraud.signals.events import Floats

SHARED_MAX_P = 1e-6
"""Larger, and weekdays or seasons that all customers share may be why two of them came on one day."""
CIRCUIT = 3
"""People refill a drug at one institution or two."""


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find drugs and pairs of institutions with more buyers in excess than others; the same buyers make one lead."""
    claims, parameters = scene.claims, scene.parameters
    scene.goods()
    bought = supply.purchases(_lines(scene), parameters.whole("resale_regular_times"))
    if bought.empty:
        return [], {"regular_buyers": 0}
    at = bought["row"].to_numpy(np.int64)
    bought = bought.assign(place=claims.place[at], day=claims.second[at] // 86_400)
    bought = supply.measure(bought, parameters["resale_default_days"])
    early = excessive(bought, parameters)
    counts = {"regular_buyers": int(bought["patient"].nunique()), "buyers_in_excess": int(early["patient"].nunique())}
    if early.empty:
        return [], counts
    cells, left_out = _cells(bought, early, parameters.whole("resale_most_places"))
    counts["places_not_paired"] = left_out
    exposed, observed = (np.bincount(cells["hub"], w).astype(np.float64) for w in (None, cells["excess"]))
    several = cells.groupby("patient")["excess"].max()
    everybody = float(several.sum()), len(several)
    near = _near(cells, observed, exposed)
    expected, local = (
        excess.elsewhere(observed, exposed, cases=everybody[0], persons=everybody[1], near=n) for n in (None, near)
    )
    q, q_local = (benjamini_hochberg(excess.tail(observed, e, excess.WIDE)) for e in (expected, local))
    enough = (observed >= parameters.whole("resale_min_patients")) & (q <= parameters["lead_max_fdr"])
    united = hubs.unite(cells[cells["excess"]], np.flatnonzero(enough).tolist())
    made = [
        _lead(early, cells[cells["hub"].isin(own)], patients, expected[own], q[own], q_local[own], parameters)
        for own, patients in united
    ]
    return [lead for lead in made if lead is not None], counts


def _lines(scene: Scene) -> pd.DataFrame:
    lines: pd.DataFrame = scene.engine.arrow(queries.sql("scheme_resale")).to_pandas()
    return lines.assign(patient=scene.claims.patient[lines["row"].to_numpy(np.int64)])


def _cells(bought: pd.DataFrame, early: pd.DataFrame, most: int) -> tuple[pd.DataFrame, int]:
    """Give one row a person, drug and pair of institutions where the person bought it; `hub` numbers drug and pair.

    Few honest buyers fetch one drug at the same two institutions, so that those in excess stand out there.
    Of a person and drug the `most` used institutions are paired; the second value counts those left out.
    """
    patient, drug, place = (bought[name].to_numpy(np.int64) for name in ("patient", "drug", "place"))
    drugs, places = int(drug.max()) + 1, int(place.max()) + 1
    code, times = np.unique((patient * drugs + drug) * places + place, return_counts=True)
    pair = code // places
    _, of, often = np.unique(pair, return_inverse=True, return_counts=True)
    # The places of a person and drug, the most used first, numbered from 0.
    order = np.lexsort((code, -times, pair))
    rank = np.empty(len(code), np.int64)
    rank[order] = np.arange(len(code)) - np.repeat(np.cumsum(often) - often, often)
    several = often[of] > 1
    kept = several & (rank < most)
    left_out = int((several & ~kept).sum())
    first, second = _twos(pair[kept])
    both = code[kept]
    pair, a, b = both[first] // places, both[first] % places, both[second] % places
    wanted = np.unique(early["patient"].to_numpy(np.int64) * drugs + early["drug"].to_numpy(np.int64))
    _, hub = np.unique((pair % drugs * places + a) * places + b, return_inverse=True)
    cells = {"patient": pair // drugs, "drug": pair % drugs, "place": a, "place_b": b}
    return pd.DataFrame({**cells, "excess": np.isin(pair, wanted), "hub": hub}), left_out


def _twos(groups: Ints) -> tuple[Ints, Ints]:
    """Give the positions of every two rows of one group, the earlier one first; rows of a group stand together."""
    _, start, size = np.unique(groups, return_index=True, return_counts=True)
    later = np.repeat(start + size, size) - np.arange(len(groups)) - 1
    first = np.repeat(np.arange(len(groups)), later)
    nth = np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    return first, first + 1 + nth


def excessive(bought: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Give the purchases of drugs that a person bought too early elsewhere, of persons who did it often enough.

    Args:
        bought: rows of `graphfraud.signals.supply.measure`.
        parameters: how early, how often, how much in hand.
    """
    too_early = bought["elsewhere"] & (bought["left"] >= parameters["resale_early_days"])
    pair = [bought["patient"], bought["drug"]]
    drug = too_early.groupby(pair).transform("sum") >= 2
    times = bought[too_early & drug].drop_duplicates(["patient", "day"]).groupby("patient").size()
    most = bought[drug].groupby("patient")["left"].max()
    often = times.index[times >= parameters.whole("resale_min_early")]
    much = most.index[most >= parameters["resale_min_stock_days"]]
    return bought[drug & bought["patient"].isin(often.intersection(much))].assign(early=too_early)


def _near(cells: pd.DataFrame, observed: Floats, exposed: Floats) -> tuple[Floats, Floats]:
    """Give the other buyers in excess, and other buyers, at the same two institutions, whatever the drug: where people
    of one place like a store at home, they like it of many drugs."""
    pair = ["place", "place_b"]
    each = cells.groupby([*pair, "patient"])["excess"].max().groupby(pair).agg(["sum", "size"])
    of_hub = each.loc[pd.MultiIndex.from_frame(cells.drop_duplicates("hub").sort_values("hub")[pair])]
    return of_hub["sum"].to_numpy() - observed, of_hub["size"].to_numpy() - exposed


def _lead(
    early: pd.DataFrame,
    cells: pd.DataFrame,
    patients: Codes,
    expected: Floats,
    q: Floats,
    q_local: Floats,
    parameters: Parameters,
) -> Lead | None:
    """Make the lead of those who share a drug with at least half of the others; None where too few are left."""
    own = early[early["patient"].isin(patients) & early["place"].isin({*cells["place"], *cells["place_b"]})]
    buyers = own.drop_duplicates(["patient", "drug"]).groupby("drug").size()
    shared = buyers.index[buyers * 2 >= len(patients)]
    own = own[own["drug"].isin(shared)]
    members = np.unique(own["patient"]).astype(np.int32)
    if len(members) < parameters.whole("resale_min_patients"):
        return None
    rows = own.groupby("row").agg(
        early=("early", "max"), left=("left", "max"), known=("known", "max"), drugs=("drug", "nunique")
    )
    chance = float(expected.max())
    return Lead(
        rows.reset_index(),
        members,
        fdr=float(q.min()),
        surprise=float(len(members) * np.log(len(members) / max(chance, 1e-6)) - (len(members) - chance)),
        measured={"expected": chance, "drugs": float(len(shared)), "q_local": float(q_local.min())},
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough persons are left with early purchases."""
    left = int(facts.loc[facts["early"], "patient"].nunique())
    return left >= scene.parameters.whole("resale_min_patients")


def resale(candidate: Candidate) -> evidence.Found:
    """How many people bought the same drugs elsewhere before the last supply was used up, and how much they held."""
    facts, people = candidate.facts, len(candidate.patients)
    expected = candidate.measured["expected"]
    times, places = int(facts["early"].sum()), len(np.unique(candidate.places))
    held = _held(candidate)
    drugs = int(candidate.measured["drugs"])
    detail = Text(
        f"{people}人在{places}家机构反复购买同样的{drugs}种药品，{times}次在上一家所开药量未用完时又到另一家购买；"
        f"人均最多已囤{held:.0f}天用量（中位数）；按同样在两家以上购药者的比例，偶然预期{expected:.2f}人",
        f"{people} people bought the same {drugs} drug(s) at {places} institutions, {times} times before the supply "
        f"from another one was used up; at most they held {held:.0f} days of supply (median); at the rate of all who "
        f"buy at two institutions, {expected:.2f} people would",
    )
    p_value = float(excess.tail(np.array([float(people)]), np.array([expected]), excess.WIDE)[0])
    return people / (people + 3.0), evidence.evidence("resale", detail, people, expected, p_value, facts)


def _held(candidate: Candidate) -> float:
    """Median over the members of the most days of supply that each had in hand."""
    return float(candidate.facts.groupby("patient")["left"].max().median())


def _times(candidate: Candidate) -> float:
    """Median over the members of their settlements with a purchase that was too early."""
    return float(candidate.facts.groupby("patient")["early"].sum().median())


def shared_days(candidate: Candidate) -> evidence.Found:
    """Members bought at one place on one day more often than their numbers of purchases there allow.

    A place whose common days keep to the calendar is left out: a village clinic's day for chronic patients.
    """
    visits = _off_clinic_days(candidate.facts.drop_duplicates(["patient", "place", "day"]))
    span = float(candidate.facts["day"].max() - candidate.facts["day"].min() + 1)
    each = visits.groupby(["place", "patient"]).size()
    total, square = each.groupby("place").sum(), (each**2).groupby("place").sum()
    expected = float(((total**2 - square) / 2).sum() / span)
    together = visits.groupby(["place", "day"]).size()
    observed = int((together * (together - 1) / 2).sum())
    p_value = evidence.poisson_tail(observed, expected)
    if observed < 3 or p_value > SHARED_MAX_P:
        return None
    detail = Text(
        f"成员两两同日同机构购药{observed}次，按各自购药次数偶然预期{expected:.1f}次",
        f"pairs of them bought at the same place on the same day {observed} times; {expected:.1f} by chance",
    )
    chosen = candidate.facts.groupby("gathering")["patient"].transform("nunique") >= 2
    found = evidence.evidence("shared_days", detail, observed, expected, p_value, candidate.facts[chosen])
    return observed / (observed + 5.0), found


def _off_clinic_days(visits: pd.DataFrame) -> pd.DataFrame:
    """Leave out places where all days on which several of the patients came follow one turn of the calendar."""
    size = visits.groupby(["place", "day"])["patient"].transform("size")
    common = visits[size >= 2].groupby("place")["day"].unique()
    fixed = [place for place, days in common.items() if popular_day.cycle(np.sort(days), stays=False)[0]]
    return pd.DataFrame(visits[~visits["place"].isin(fixed)])


def weak(candidate: Candidate, parameters: Parameters) -> str | None:
    """Say `family` for too few households; `weak` where nothing ties the buyers to one day and supply is mostly a
    guess, or others of the same two institutions keep stores as well and nobody holds more than a store, or they buy
    too early as seldom as who keeps one, or they are fewer than a ring. Several drugs that they all buy at three
    institutions or more need no guess, nor a fifth buyer: people refill at one or two."""
    circuit = candidate.measured["drugs"] >= 2 and len(np.unique(candidate.places)) >= CIRCUIT
    guessed = float(candidate.facts["known"].mean()) < 0.5 and not circuit
    habit = candidate.measured["q_local"] > parameters["max_fdr"] and _held(candidate) < parameters["resale_hoard_days"]
    store = _times(candidate) < parameters["resale_hoard_times"]
    few = len(candidate.patients) < parameters["min_size"] and not circuit
    alone = (guessed or habit or store or few) and shared_days(candidate) is None
    return few_households(candidate, parameters) or ("weak" if alone else None)


SCHEME = Scheme(
    code="resale",
    name=Text("医保药品倒卖", "resale of insured drugs"),
    behaviour="B4.5",
    doc=__doc__,
    essential=("resale", "drug"),
    helpful=("household", "supply_days"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("resale", 0.7, resale),
        Signal("shared_days", 0.2, shared_days),
        Signal("several_places", 0.1, evidence.several_places),
    ),
    explanations=(special_supply.EXPLANATION,),
    weak=weak,
)
