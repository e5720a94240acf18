"""Special drugs are bought by people whom no hospital has seen: the prescriptions behind them may be forged.

Where the prescriber is named, a visit to another hospital explains nothing; where none is, any hospital's visit does.

Many innocent purchases lack a visit too (seen in another city, self-paid, collected by relatives), at every pharmacy
alike. One pharmacy and drug where hardly any of the buyers was seen is another matter.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import spread
from graphfraud.chance.excess import LEAST_HUBS
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Flags, Ints
from graphfraud.innocent import care_home, family, treated_elsewhere
from graphfraud.model.ring import Member, Text
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals.events import Floats

DOCTOR_SHARE = 0.1


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find pharmacies and drugs whose buyers lack a visit far more often than at comparable ones."""
    claims, parameters = scene.claims, scene.parameters
    scene.tables("setl_d", "psn_info_b", "medins_info_b", "opsp_reg_d", "dr_info_b")
    scene.goods()
    bought = scene.engine.arrow(
        queries.sql("scheme_forged_rx"),
        min_price=parameters["forged_min_price"],
        days=parameters.whole("forged_rx_days"),
        long_days=parameters.whole("forged_long_days"),
        digits=parameters.whole("remote_region_digits"),
    ).to_pandas()
    if bought.empty:
        return [], {"purchases": 0, "without_visit": 0}
    at = bought["row"].to_numpy()
    bought = _sorted(bought.assign(shop=claims.place[at], patient=claims.patient[at]))
    counts = {"purchases": len(bought), "without_visit": int(bought["orphan"].sum())}
    bought, blocks = _blocks(bought)
    # A person counts once, as unseen when more than half of the purchases there lack a visit.
    bought["share"] = bought.groupby(["hub", "patient"])["orphan"].transform("mean")
    people = bought.drop_duplicates(["hub", "patient"])
    members = np.bincount(people["hub"], minlength=len(blocks)).astype(np.int64)
    marked = np.bincount(people.loc[people["share"] > 0.5, "hub"], minlength=len(blocks)).astype(np.int64)
    least = parameters.whole("forged_min_patients")
    mean, p_value = _chance(blocks, marked, members)
    tested = members >= least
    q = np.ones(len(blocks))
    q[tested] = benjamini_hochberg(p_value[tested])
    enough = (q <= parameters["lead_max_fdr"]) & (marked >= least)
    taken = bought[bought["orphan"] & (bought["share"] > 0.5)]
    enough &= ~_told_apart(taken, blocks, enough)
    leads = []
    for group, patients in hubs.unite(taken, np.flatnonzero(enough).tolist()):
        # Whoever buys in several blocks counts at the highest of their usual shares.
        buyers = (
            people[people["hub"].isin(group)].assign(usual=lambda b: mean[b["hub"]]).groupby("patient")["usual"].max()
        )
        measured = {"buyers": float(len(buyers)), "expected": float(buyers.sum())}
        own = taken[taken["hub"].isin(group)].drop_duplicates("row")
        leads.append(_lead(own, patients, scene, fdr=float(q[group].min()), measured=measured))
    return leads, counts


def _sorted(bought: pd.DataFrame) -> pd.DataFrame:
    """Give the `sort` of each purchase, and whether it lacks the visit (`orphan`).

    What is usual is another matter for special drugs and for others. Where prescribers are named, a visit to another
    hospital explains nothing; that counts where most pharmacies and drugs name one, and enough of them, to show how
    often that visit is missed: where few do, those may all be forged.
    """
    special, named = bought["special"].astype(np.int64), bought["prescriber"].notna()
    blocks = bought.assign(named=named).groupby(["special", "shop", "article"], dropna=False)["named"].max()
    usual = blocks.groupby("special").agg(["sum", "mean"])
    told = usual.index[(usual["sum"] >= LEAST_HUBS) & (usual["mean"] >= 0.5)]
    known = named & bought["special"].isin(told)
    return bought.assign(sort=2 * special + known, orphan=bought["unmet"].where(known, bought["unseen"]))


def _blocks(bought: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Number the blocks (`hub`): a pharmacy with a drug, and a pharmacy with a prescriber where one is named.

    Each purchase has a row for each of its blocks. The blocks are given too, in their order: `sort`, and whether they
    are of a `drug`.
    """
    by_drug = bought.assign(hub=bought.groupby(["sort", "shop", "article"], dropna=False).ngroup(), drug=True)
    named = bought.dropna(subset=["prescriber"])
    first = int(by_drug["hub"].max()) + 1
    by_doctor = named.assign(hub=first + named.groupby(["sort", "shop", "prescriber"]).ngroup(), drug=False)
    every = pd.concat([by_drug, by_doctor])
    return every, every.drop_duplicates("hub").sort_values("hub")[["sort", "drug"]]


def _told_apart(taken: pd.DataFrame, blocks: pd.DataFrame, enough: Flags) -> Flags:
    """Say of each block whether it is a drug's, with most of its unseen buyers in blocks of prescribers that stand out
    too: these tell apart the groups that buy the same drug at one pharmacy."""
    pairs = taken[enough[taken["hub"]]].drop_duplicates(["hub", "patient"])
    named = pairs.loc[~pairs["drug"], ["shop", "patient"]].drop_duplicates().assign(named=True)
    share = pairs[pairs["drug"]].merge(named, how="left", on=["shop", "patient"]).groupby("hub")["named"].count()
    told = np.zeros(len(blocks), bool)
    told[share.index] = share > 0.5 * pairs.groupby("hub").size()[share.index]
    return told


def _chance(blocks: pd.DataFrame, marked: Ints, members: Ints) -> tuple[Floats, Floats]:
    """Give of each block the usual share of unseen buyers of its sort, and P(as many or more)."""
    mean, p_value = np.zeros(len(blocks)), np.ones(len(blocks))
    sort, drug = blocks["sort"].to_numpy(), blocks["drug"].to_numpy(bool)
    for one in np.unique(sort):
        # A prescriber's block holds the purchases of some drugs' blocks again: these alone say what is usual.
        norm, own = (sort == one) & drug, sort == one
        usual = _less_sure(spread.usual(marked[norm], members[norm]), members[norm].astype(np.float64))
        mean[own], p_value[own] = usual.mean, usual.tail(marked[own], members[own])
    return mean, p_value


def _less_sure(usual: spread.Share, members: Floats) -> spread.Share:
    """Add how little few buyers tell of the usual share, a variance of its mean (Williams 1982), to its spread."""
    unsure = (members * (1 + (members - 1) * usual.spread)).sum() / members.sum() ** 2
    return spread.Share(usual.mean, min(usual.spread + float(unsure), spread.MOST_SPREAD))


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
    """How many buyers of a special drug lack the visit before, against comparable pharmacies and drugs."""
    facts, measured = candidate.facts, candidate.measured
    observed, expected = len(candidate.patients), measured["expected"]
    detail = Text(
        f"{measured['buyers']:.0f}名购药人中{observed}人（共{len(facts)}次购买）此前没有在处方机构（未知处方机构的，在任何医院）就诊；"
        f"按同类药店和药品的水平，预期{expected:.1f}人",
        f"of {measured['buyers']:.0f} buyers, {observed} ({len(facts)} purchases) had no visit before at the "
        f"prescriber's house (at any hospital, where it is not known); "
        f"at comparable pharmacies it would be {expected:.1f}",
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
