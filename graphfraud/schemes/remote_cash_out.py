"""A pharmacy drains the personal accounts of people who are insured elsewhere, by their electronic credential.

Agents collect the codes of far-away card holders and turn the accounts into a few dear articles. A shop at the station
also serves strangers, but as it serves everybody: many articles, small sums, every kind of card.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import spread
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.innocent import family, passers_by, usual_shop, year_end
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households

FEW_ARTICLES, REPEATS = 3, 2
NO_ARTICLE = -1


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find pharmacies that drain remote customers' accounts more often than others drain anybody's."""
    claims, parameters = scene.claims, scene.parameters
    scene.tables("setl_d", "psn_info_b", "medins_info_b")
    scene.goods()
    digits = parameters.whole("remote_region_digits")
    bought = scene.engine.arrow(queries.sql("scheme_remote_cash_out"), digits=digits).to_pandas()
    if bought.empty:
        return [], {"purchases": 0}
    at = bought["row"].to_numpy()
    bought = bought.assign(hub=claims.place[at], patient=claims.patient[at])
    bought["drained"] = (
        bought["e_credential"].astype(bool)
        & (bought["acct"] >= parameters["cash_out_acct_share"] * bought["fee"])
        & (bought["fee"] >= parameters["cash_out_fee_ratio"] * bought["fee"].median())
    )
    # Without fee lines everything counts as one article; the ring is then too weak to be published.
    bought["article"] = bought["article"].fillna(NO_ARTICLE).astype(np.int64)
    tested = _against_others(bought, len(claims.places))
    by_hub = tested.groupby("hub")["p"].agg(_simes)
    q = pd.Series(benjamini_hochberg(by_hub.to_numpy().astype(np.float64)), by_hub.index)
    taken = bought[bought["remote"] & bought["drained"]]
    leads = []
    for hub in q.index[q <= parameters["lead_max_fdr"]].tolist():
        articles = _few_articles(taken[taken["hub"] == hub], tested[tested["hub"] == hub], parameters)
        facts = taken[(taken["hub"] == hub) & taken["article"].isin(articles["article"])]
        if facts["patient"].nunique() >= parameters["cash_out_min_patients"]:
            leads.append((facts, float(articles["expected"].sum()), float(q[hub])))
    return _united(leads, bought[bought["remote"]]), {"purchases": len(bought), "remote_drained": len(taken)}


def _against_others(bought: pd.DataFrame, places: int) -> pd.DataFrame:
    """Give `hub`, `article`, expected purchases and p-value of each article that remote customers were drained by.

    Two things must stand out: the article among what the remote customers bought (a shop at the station has many of
    these, but ordinary ones), and remote customers drained by it among all customers. Of one customer's purchases of
    one article two count: habit is not a crowd.
    """
    bought = bought[bought.groupby(["hub", "patient", "article"]).cumcount() < REPEATS]
    hub, remote = bought["hub"].to_numpy(), bought["remote"].to_numpy(dtype=bool)
    everybody, far = _count(hub, places), _count(hub[remote], places)
    drained = bought[bought["drained"]]
    rows = []
    for article, own in drained[drained["article"].isin(drained.loc[drained["remote"], "article"])].groupby("article"):
        there = own["hub"].to_numpy()
        marked, far_marked = _count(there, places), _count(there[own["remote"].to_numpy(dtype=bool)], places)
        habit, both = spread.usual(marked, everybody), spread.usual(far_marked, everybody)
        at = np.flatnonzero(far_marked)
        p_value = np.maximum(habit.tail(far_marked[at], far[at]), both.tail(far_marked[at], everybody[at]))
        expected = np.maximum(habit.mean * far[at], both.mean * everybody[at])
        rows.append(pd.DataFrame({"hub": at, "article": article, "expected": expected, "p": p_value}))
    return pd.concat(rows) if rows else pd.DataFrame({"hub": [], "article": [], "expected": [], "p": []})


def _count(hub: np.ndarray, places: int) -> np.ndarray:
    return np.bincount(hub, minlength=places).astype(np.int64)


def _simes(p_values: pd.Series[float]) -> float:
    """Give one p-value for all articles of a hub (Simes 1986)."""
    ordered = np.sort(p_values.to_numpy())
    return float((ordered * len(ordered) / np.arange(1, len(ordered) + 1)).min())


def _few_articles(taken: pd.DataFrame, tested: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Give those of the three dearest articles that stand out; none where they make too little of the money."""
    worth = taken.groupby("article")["fee"].sum().sort_index().sort_values(ascending=False, kind="stable")
    odd = tested[(tested["p"] <= parameters["cash_out_article_p"]) & tested["article"].isin(worth.index[:FEW_ARTICLES])]
    enough = worth[odd["article"]].sum() >= parameters["cash_out_article_share"] * worth.sum()
    return odd if enough else odd.iloc[:0]


def _united(found: list[tuple[pd.DataFrame, float, float]], remote: pd.DataFrame) -> list[Lead]:
    """Make one lead of pharmacies with the same customers; `remote`: all that people insured elsewhere buy."""
    if not found:
        return []
    facts = pd.concat([f for f, *_ in found], ignore_index=True)
    by_hub = {int(f["hub"].iloc[0]): (expected, q) for f, expected, q in found}
    leads = []
    for places, patients in hubs.unite(facts, by_hub):
        own = facts[facts["hub"].isin(places)]
        chance = sum(by_hub[int(p)][0] for p in places)
        surprise = len(patients) * np.log(len(patients) / chance) - (len(patients) - chance)
        q = min(by_hub[int(p)][1] for p in places)
        kept = own[["row", "article", "fee", "acct"]]
        others = remote.loc[remote["hub"].isin(places) & ~remote["patient"].isin(patients), "patient"].nunique()
        measured = {"expected": chance, "strangers": float(others)}
        leads.append(Lead(kept, patients, fdr=q, surprise=float(surprise), measured=measured))
    return leads


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough drained customers are left."""
    return facts["patient"].nunique() >= scene.parameters.whole("cash_out_min_patients")


def remote_drain(candidate: Candidate) -> evidence.Found:
    """How many people insured elsewhere were drained here by e-credential, against comparable pharmacies."""
    facts, people = candidate.facts, len(candidate.patients)
    expected = candidate.measured["expected"]
    share = float(facts["acct"].sum() / facts["fee"].sum())
    observed = int(facts.groupby(["patient", "article"]).size().clip(upper=REPEATS).sum())
    detail = Text(
        f"{people}名异地参保人用医保电子凭证大额购药{len(facts)}次，个人账户支付占{share * 100:.0f}%；"
        f"每人每品种至多计两次，共{observed}次，按同类药店的水平预期{expected:.1f}次",
        f"{people} people insured elsewhere bought for large sums {len(facts)} times by electronic credential, "
        f"{share * 100:.0f}% of it from their personal accounts; counting two a person and article these are "
        f"{observed}, {expected:.1f} expected from comparable pharmacies",
    )
    p_value = evidence.poisson_tail(observed, expected)
    return people / (people + 4.0), evidence.evidence("remote_drain", detail, observed, expected, p_value, facts)


def few_articles(candidate: Candidate) -> evidence.Found:
    """One to three articles make up the money."""
    facts = candidate.facts[candidate.facts["article"] != NO_ARTICLE]
    kinds = facts["article"].nunique()
    if not kinds:
        return None
    detail = Text(
        f"这些购药花钱最多的品种集中在{kinds}种", f"the money of these purchases went into {kinds} article(s)"
    )
    return 1.0 / kinds, evidence.evidence("few_articles", detail, kinds, 0.0, 1.0, facts)


def weak(candidate: Candidate, parameters: Parameters) -> str | None:
    """Say why it is too weak: no article known (a shop at the station can't be told apart), or few households."""
    if (candidate.facts["article"] == NO_ARTICLE).all():
        return "weak"
    return few_households(candidate, parameters)


SCHEME = Scheme(
    code="remote_cash_out",
    name=Text("电子凭证套现", "cash-out by e-credential"),
    behaviour="B1",
    doc=__doc__,
    essential=("remote_cash_out",),
    helpful=("articles", "household"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("remote_drain", 0.7, remote_drain),
        Signal("few_articles", 0.15, few_articles),
        Signal("several_places", 0.05, evidence.several_places),
        Signal("uniform_fee", 0.1, evidence.uniform_fee),
    ),
    explanations=(family.EXPLANATION, usual_shop.EXPLANATION, passers_by.EXPLANATION, year_end.EXPLANATION),
    weak=weak,
)
