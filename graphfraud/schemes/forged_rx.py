"""Special drugs are bought by people whom no hospital has seen: the prescriptions behind them may be forged.

Many innocent purchases lack a visit too (seen in another city, self-paid, collected by relatives), at every pharmacy
alike. One pharmacy and drug where hardly any of the buyers was seen is another matter.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import spread
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.innocent import care_home, family, treated_elsewhere
from graphfraud.model.ring import Member, Text
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households

DOCTOR_SHARE = 0.1


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find pharmacies and drugs whose buyers lack a visit far more often than at comparable ones."""
    claims, parameters = scene.claims, scene.parameters
    scene.tables("setl_d", "psn_info_b", "medins_info_b", "fee_list_d", "opsp_reg_d", "dr_info_b")
    bought = scene.engine.arrow(
        queries.sql("scheme_forged_rx"),
        min_price=parameters["forged_min_price"],
        days=parameters.whole("forged_rx_days"),
        long_days=parameters.whole("forged_long_days"),
        digits=parameters.whole("remote_region_digits"),
    ).to_pandas()
    counts = {"purchases": len(bought), "without_visit": int(bought["orphan"].sum())}
    if bought.empty:
        return [], counts
    at = bought["row"].to_numpy()
    bought = bought.assign(shop=claims.place[at], patient=claims.patient[at])
    bought, drugs = _blocks(bought)
    # A person counts once, as unseen when more than half of the purchases there lack a visit.
    bought["share"] = bought.groupby(["hub", "patient"])["orphan"].transform("mean")
    people = bought.drop_duplicates(["hub", "patient"])
    size = int(bought["hub"].max()) + 1
    members = np.bincount(people["hub"], minlength=size).astype(np.int64)
    marked = np.bincount(people.loc[people["share"] > 0.5, "hub"], minlength=size).astype(np.int64)
    tested = np.flatnonzero(members >= parameters.whole("forged_min_patients"))
    # A prescriber's block holds the purchases of some drugs' blocks again: these alone say what is usual.
    norm = tested[tested < drugs]
    usual = spread.usual(marked[norm], members[norm])
    q = np.ones(size)
    q[tested] = benjamini_hochberg(usual.tail(marked[tested], members[tested]))
    enough = (q <= parameters["max_fdr"]) & (marked >= parameters.whole("forged_min_patients"))
    taken = bought[bought["orphan"] & (bought["share"] > 0.5)]
    leads = []
    for blocks, patients in hubs.unite(taken, np.flatnonzero(enough).tolist()):
        buyers = people.loc[people["hub"].isin(blocks), "patient"].nunique()
        measured = {"buyers": float(buyers), "expected": usual.mean * buyers}
        own = taken[taken["hub"].isin(blocks)].drop_duplicates("row")
        leads.append(_lead(own, patients, scene, fdr=float(q[blocks].min()), measured=measured))
    return leads, counts


def _blocks(bought: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Number the blocks (`hub`): a pharmacy with a drug, and a pharmacy with a prescriber where one is named.

    Each purchase has a row for each of its blocks; the number of the blocks of drugs, which come first, is given too.
    """
    by_drug = bought.assign(hub=bought.groupby(["shop", "article"]).ngroup())
    named = bought.dropna(subset=["prescriber"])
    first = int(by_drug["hub"].max()) + 1
    return pd.concat([by_drug, named.assign(hub=first + named.groupby(["shop", "prescriber"]).ngroup())]), first


def _lead(own: pd.DataFrame, patients: np.ndarray, scene: Scene, *, fdr: float, measured: dict[str, float]) -> Lead:
    places = own["shop"].value_counts(normalize=True).sort_index()
    shops = [
        Member(scene.registers.kinds[name], name, "venue", evidence.tidy(share))
        for name, share in zip([scene.claims.places[p] for p in places.index.tolist()], places.tolist(), strict=True)
    ]
    signed = (own["prescriber"].value_counts() / len(own)).sort_index()
    doctors = [Member("doctor", str(d), "prescriber", evidence.tidy(n)) for d, n in signed.items() if n >= DOCTOR_SHARE]
    observed, expected = len(patients), measured["expected"]
    surprise = observed * np.log(observed / expected) - (observed - expected)
    return Lead(own[["row", "article", "far"]], patients, (*shops, *doctors), fdr, float(surprise), measured)


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough unseen buyers are left."""
    return facts["patient"].nunique() >= scene.parameters.whole("forged_min_patients")


def unseen(candidate: Candidate) -> evidence.Found:
    """How many buyers of a special drug no hospital has seen before, against comparable pharmacies and drugs."""
    facts, measured = candidate.facts, candidate.measured
    observed, expected = len(candidate.patients), measured["expected"]
    detail = Text(
        f"{measured['buyers']:.0f}名购药人中{observed}人（共{len(facts)}次购买）此前在处方机构及任何医院都没有就诊；"
        f"按同类药店和药品的水平，预期{expected:.1f}人",
        f"of {measured['buyers']:.0f} buyers, {observed} ({len(facts)} purchases) had no visit before, neither at "
        f"the prescriber's house nor at any hospital; at comparable pharmacies it would be {expected:.1f}",
    )
    p_value = evidence.poisson_tail(observed, expected)
    return observed / (observed + 4.0), evidence.evidence("unseen", detail, observed, expected, p_value, facts)


SCHEME = Scheme(
    code="forged_rx",
    name=Text("特药假处方", "forged special-drug prescriptions"),
    behaviour="B1",
    doc=__doc__,
    essential=("forged_rx",),
    helpful=("household", "long_rx"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("unseen", 0.8, unseen),
        Signal("same_items", 0.1, evidence.same_items),
        Signal("several_places", 0.05, evidence.several_places),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=(family.EXPLANATION, care_home.EXPLANATION, treated_elsewhere.EXPLANATION),
    weak=few_households,
)
