"""One bill is settled twice: online and then again at the agency's desk, or with one invoice in two claims.

A single repeat may be a mistake. Repeats of several people's bills that share the institution, the agent or the account
behind them are a practice. Bills taken back and entered anew, interim bills and parts of one stay, top-up insurance and
double uploads of one encounter are no repeat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households

KINDS = ("place", "agent", "payee")


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find institutions, agents and accounts behind more persons with a bill settled twice than others."""
    claims, parameters = scene.claims, scene.parameters
    scene.tables("setl_d")
    rows = scene.engine.arrow(
        queries.sql("scheme_double_claim"),
        least=parameters["double_min_amount"],
        most=parameters.whole("double_max_invoice_uses"),
    ).to_pandas()
    at = rows["row"].to_numpy(np.int64)
    rows = rows.assign(patient=claims.patient[at], place=claims.place[at], second=claims.second[at])
    twice = _twice(rows, parameters["double_min_hours"] * 3600)
    counts = {"bills": int(twice["bill"].nunique()), "patients": int(twice["patient"].nunique())}
    if twice.empty:
        return [], counts
    long = _behind(rows, twice)
    hands = _standing_out(long[long["kind"] != "place"], long, parameters)
    # Whom an agent or an account stands behind is no mark of the place, nor its norm.
    theirs = np.unique(np.concatenate([h.patients for h in hands])) if hands else np.empty(0, np.int32)
    others = long[~long["patient"].isin(theirs)]
    places = _standing_out(others[others["kind"] == "place"], others, parameters)
    return [_lead(twice, long, part) for part in _with_small_hands(hands, places, long)], counts


@dataclass(frozen=True, slots=True)
class _Practice:
    """Hubs with the same persons, who have a bill settled twice there: how many chance would bring, and the q-value."""

    hubs: Codes
    patients: Codes
    expected: float
    q: float


def _standing_out(chosen: pd.DataFrame, everybody: pd.DataFrame, parameters: Parameters) -> list[_Practice]:
    """Find hubs, of those `chosen`, behind more persons with a repeat than at the rate of `everybody` else."""
    if chosen.empty:
        return []
    observed, exposed = (np.bincount(chosen["hub"], w).astype(np.float64) for w in (chosen["again"], None))
    cases = float(everybody.loc[everybody["again"], "patient"].nunique())
    expected = excess.elsewhere(observed, exposed, cases=cases, persons=float(everybody["patient"].nunique()))
    least = parameters.whole("double_min_patients")
    # Most agents hand in for one or two, and can't stand out however it is: they are no tests.
    tested = np.flatnonzero(exposed >= least)
    q = np.ones(len(observed))
    q[tested] = benjamini_hochberg(excess.tail(observed[tested], expected[tested], excess.WIDE))
    enough = (observed >= least) & (q <= parameters["lead_max_fdr"])
    return [
        _Practice(own.astype(np.int32), patients, float(expected[own].max()), float(q[own].min()))
        for own, patients in hubs.unite(chosen[chosen["again"]], np.flatnonzero(enough).tolist())
    ]


def _with_small_hands(hands: list[_Practice], places: list[_Practice], long: pd.DataFrame) -> list[_Practice]:
    """Join an agent or an account to the place of most of its persons, where more have a repeat without it: the place
    is the practice then, and the agent a part of it."""
    made: list[_Practice] = []
    left = list(hands)
    for place in places:
        there = np.unique(long.loc[long["again"] & long["hub"].isin(place.hubs), "patient"])
        small = [
            h
            for h in left
            if len(h.patients) < len(place.patients) and 2 * len(np.intersect1d(h.patients, there)) >= len(h.patients)
        ]
        left = [h for h in left if h not in small]
        parts = [place, *small]
        patients = np.unique(np.concatenate([p.patients for p in parts]))
        own = np.sort(np.concatenate([p.hubs for p in parts]))
        made.append(_Practice(own, patients, place.expected, min(p.q for p in parts)))
    return sorted([*left, *made], key=lambda p: p.patients.tolist())


def _twice(rows: pd.DataFrame, apart: float) -> pd.DataFrame:
    """Give the claims of bills settled twice: in two channels, or of two encounters and `apart` seconds or more."""
    bills = rows[rows["bill"].notna()]
    each = bills.groupby("bill").agg(
        channels=("desk", "nunique"),
        encounters=("mdtrt_id", "nunique"),
        known=("mdtrt_id", "count"),
        first=("second", "min"),
        last=("second", "max"),
        claims=("row", "size"),
    )
    one_encounter = (each["encounters"] == 1) & (each["known"] == each["claims"])
    far = (each["last"] - each["first"] >= apart) & ~one_encounter
    return bills[bills["bill"].isin(each.index[(each["channels"] > 1) | far])]


def _behind(rows: pd.DataFrame, twice: pd.DataFrame) -> pd.DataFrame:
    """Give one row a person and hub behind a claim at the desk (or a repeat): `hub`, its `kind`, and `again` for those
    with a bill settled twice there. Of all claims, those at the desk are the ones that can be repeats."""
    claims = rows[rows["desk"] | rows["row"].isin(twice["row"])]
    claims = claims.assign(again=claims["row"].isin(twice["row"]))
    long = claims.melt(["patient", "again"], list(KINDS), "kind", "name").dropna(subset="name")
    each = long.groupby(["kind", "name", "patient"])["again"].max().reset_index()
    return each.assign(hub=each.groupby(["kind", "name"]).ngroup())


def _lead(twice: pd.DataFrame, long: pd.DataFrame, practice: _Practice) -> Lead:
    patients = practice.patients
    bills = twice[twice["patient"].isin(patients)]
    again = long[long["again"] & long["patient"].isin(patients)]
    persons = again.groupby(["kind", "hub"]).size()
    # What most of them share is behind them, too, whether it stands out or not.
    behind = persons[persons.index.get_level_values("hub").isin(practice.hubs) | (2 * persons >= len(patients))]
    at_hub = {kind: float(behind.groupby("kind").max().get(kind, 0)) for kind in KINDS}
    chance = practice.expected
    return Lead(
        bills[["row", "bill", "desk"]],
        patients,
        fdr=practice.q,
        surprise=float(len(patients) * np.log(len(patients) / max(chance, 1e-6)) - (len(patients) - chance)),
        measured={"expected": chance, **at_hub},
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough persons are left with a bill settled twice."""
    again = facts[facts.groupby("bill")["row"].transform("size") >= 2]
    return int(again["patient"].nunique()) >= scene.parameters.whole("double_min_patients")


def double_claim(candidate: Candidate) -> evidence.Found:
    """How many people's bills were settled twice behind one institution, agent or account, against its volume."""
    facts, people, m = candidate.facts, len(candidate.patients), candidate.measured
    bills = int(facts["bill"].nunique())
    zh = {"place": "同一机构", "agent": "同一代办人", "payee": "同一收款账户"}
    en = {"place": "one institution", "agent": "one agent", "payee": "one account"}
    behind = [kind for kind in KINDS if m[kind]] or ["place"]
    detail = Text(
        f"{people}人的{bills}张账单各结算了两次，背后是{'、'.join(zh[k] for k in behind)}；"
        f"按其他窗口报销者的比例，偶然预期{m['expected']:.2f}人",
        f"{bills} bills of {people} people were each settled twice, behind them {', '.join(en[k] for k in behind)}; at "
        f"the rate of other claims at the desk {m['expected']:.2f} people would",
    )
    p_value = float(excess.tail(np.array([float(people)]), np.array([m["expected"]]), excess.WIDE)[0])
    return people / (people + 2.0), evidence.evidence("double_claim", detail, people, m["expected"], p_value, facts)


def paid_over(candidate: Candidate) -> evidence.Found:
    """The fund paid more for a bill than the whole bill: no division between insurers explains that."""
    facts = candidate.facts.assign(fund=candidate.facts["fund_pay_sumamt"].astype(float))
    each = facts.groupby("bill").agg(fund=("fund", "sum"), medfee=("medfee", "max"))
    over = each.index[each["fund"] > 1.01 * each["medfee"]]
    if not len(over):
        return None
    detail = Text(
        f"{len(each)}张账单中有{len(over)}张，基金两次支付之和超过账单总额",
        f"for {len(over)} of {len(each)} bills the fund paid more in all than the whole bill",
    )
    chosen = facts[facts["bill"].isin(over)]
    return len(over) / len(each), evidence.evidence("paid_over", detail, len(over), 0.0, 1.0, chosen)


def one_hand(candidate: Candidate) -> evidence.Found:
    """One agent or one account is behind the repeats of several people."""
    people = max(candidate.measured["agent"], candidate.measured["payee"])
    if people < 3:
        return None
    detail = Text(
        f"{int(people)}人的重复报销由同一代办人或同一收款账户经手",
        f"one agent or one account is behind the repeats of {int(people)} people",
    )
    chosen = candidate.facts[candidate.facts["desk"]]
    return people / len(candidate.patients), evidence.evidence("one_hand", detail, people, 0.0, 1.0, chosen)


SCHEME = Scheme(
    code="double_claim",
    name=Text("重复报销", "double claims"),
    behaviour="B5",
    doc=__doc__,
    essential=("double_claim",),
    helpful=("household", "claim_channel"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("double_claim", 0.7, double_claim),
        Signal("one_hand", 0.2, one_hand),
        Signal("paid_over", 0.1, paid_over),
    ),
    explanations=(),
    weak=few_households,
)
