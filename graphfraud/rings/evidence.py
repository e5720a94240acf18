"""Signals of a candidate ring: each gives a strength (0–1) and the evidence in words, or None where data is missing.

The first one measures co-occurrence itself; the others are independent of it and can only support it.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain

import numpy as np
import pandas as pd
from scipy.special import bdtrc, gammainc, pdtr

from graphfraud.model.ring import Evidence, Text
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.communities import largest_part

Found = tuple[float, Evidence] | None
HALF_SURPRISE = 8.0
"""Surprise a member at which the strength of co-occurrence is one half."""


def together(candidate: Candidate, signal: str) -> Found:
    """How often members were together, against chance; and whether the group holds without its most active member."""
    group = candidate.group
    size, times = len(group.patients), len(group.gatherings)
    places = len(np.unique(candidate.places))
    observed, expected = float(group.links.observed.mean()), float(group.links.expected.mean())
    rest = largest_part(group.links, without=int(group.patients[np.argmax(group.attendance)]))
    doing = (
        ("同进同出住院", "were admitted and discharged together")
        if candidate.stays
        else ("先后结算", "settled together")
    )
    detail = Text(
        f"{size}人在{places}家机构{doing[0]}{times}次；有关联的两人平均一同出现{observed:.1f}次，若属巧合预计只有{expected:.2f}次；"
        f"去掉最活跃的一人，仍有{rest}人相互关联",
        f"{size} people {doing[1]} {times} times at {places} institution{'s' if places > 1 else ''}; "
        f"linked pairs met {observed:.1f} times on average, {expected:.2f} expected by chance; "
        f"without the most active member, {rest} remain linked",
    )
    strength = group.surprise / (group.surprise + HALF_SURPRISE)
    p_value = poisson_tail(observed, expected)
    return strength, evidence(signal, detail, observed, expected, p_value, candidate.facts)


def several_places(candidate: Candidate) -> Found:
    """The same group at institutions of several owners: habit or one waiting room explain one place, not several."""
    owners, counts = np.unique(candidate.owners, return_counts=True)
    if len(owners) < 2:
        return None
    places, total = len(np.unique(candidate.places)), len(candidate.places)
    zh, en = ("", "") if places == len(owners) else (f"（分属{len(owners)}个所有者）", f" of {len(owners)} owners")
    detail = Text(
        f"同一批人先后在{places}家机构{zh}一同出现，共{total}次",
        f"the same people turned up at {places} institutions{en}, {total} times in all",
    )
    strength = 1.0 - float(counts.max()) / total
    return min(1.0, 2 * strength), evidence("several_places", detail, len(owners), 1.0, 1.0, candidate.facts)


def same_doctor(candidate: Candidate) -> Found:
    """One doctor signs for most of the members, more than the doctor's share of the institution's patients."""
    facts = candidate.facts[candidate.facts["doctor"] >= 0]
    if len(facts) < 5:
        return None
    counts = facts["doctor"].value_counts()
    doctor = int(counts.index[counts == counts.max()].min())
    place = int(facts.loc[facts["doctor"] == doctor, "place"].iloc[0])
    share = _doctor_share(candidate, doctor, place)
    n = int((facts["place"] == place).sum())
    k = int(((facts["place"] == place) & (facts["doctor"] == doctor)).sum())
    p_value = float(bdtrc(k - 1, n, share))
    if k < 0.5 * n or k < 2 * share * n or p_value > 0.001:
        return None
    detail = Text(
        f"{n}次结算中，有{k}次由同一医师经手，而该医师平时只占该机构的{share * 100:.0f}%",
        f"{k} of {n} settlements were signed by one doctor, who usually has {share * 100:.0f}% of the institution's",
    )
    return k / len(facts), evidence("same_doctor", detail, k, n * share, p_value, facts[facts["doctor"] == doctor])


def same_items(candidate: Candidate) -> Found:
    """Most members get the same drug or item at the same gathering."""
    facts = candidate.facts[candidate.facts["items"].map(len) > 0]
    if len(facts) < 5:
        return None
    sizes = facts.groupby("gathering")["setl_id"].size()
    counts = [Counter(chain.from_iterable(items)) for _, items in facts.groupby("gathering")["items"]]
    top = np.array([max(c.values()) for c in counts]) / sizes
    alike = sizes[(top >= 0.6) & (sizes >= 3)].index
    if len(alike) * 2 < len(sizes):
        return None
    chosen = facts[facts["gathering"].isin(alike)]
    detail = Text(
        f"{len(sizes)}次聚集中有{len(alike)}次，六成以上的人开了同一种药品或项目",
        f"at {len(alike)} of {len(sizes)} gatherings, 60% or more of those present got one and the same drug or item",
    )
    return len(alike) / len(sizes), evidence("same_items", detail, len(alike), 0.0, 1.0, chosen)


def same_diagnosis(candidate: Candidate) -> Found:
    """Most stays carry one diagnosis."""
    facts = candidate.facts.dropna(subset=["diagnosis"])
    if len(facts) < 5:
        return None
    name, count = _top(facts["diagnosis"].str.slice(0, 3))
    if count < 0.6 * len(facts):
        return None
    detail = Text(
        f"{len(facts)}次住院中，有{count}次的诊断同属{name}类",
        f"{count} of {len(facts)} stays carry a diagnosis of category {name}",
    )
    chosen = facts[facts["diagnosis"].str.slice(0, 3) == name]
    return count / len(facts), evidence("same_diagnosis", detail, count, 0.0, 1.0, chosen)


def uniform_fee(candidate: Candidate) -> Found:
    """Fees within a gathering hardly differ."""
    fees = candidate.facts.groupby("gathering")["medfee"].agg(["mean", "std", "size"])
    fees = fees[fees["size"] >= 3]
    spread = (fees["std"] / fees["mean"]).to_numpy(dtype=np.float64)
    alike = fees.index[spread < 0.2]
    if not len(fees) or len(alike) * 2 < len(fees):
        return None
    detail = Text(
        f"{len(fees)}次聚集中有{len(alike)}次，各人费用相差不到两成",
        f"at {len(alike)} of {len(fees)} gatherings the members' fees differ by less than a fifth",
    )
    chosen = candidate.facts[candidate.facts["gathering"].isin(alike)]
    return len(alike) / len(fees), evidence("uniform_fee", detail, len(alike), 0.0, 1.0, chosen)


def low_self_pay(candidate: Candidate) -> Found:
    """Members pay next to nothing themselves, or the hospital waives their part: a sign of inducement."""
    facts = candidate.facts
    known = facts["cash"].notna() | facts["waived"].notna()
    if known.sum() < 5:
        return None
    free = (facts["cash"] < 0.05 * facts["medfee"]) | (facts["waived"] > 0)
    share = float(free[known].mean())
    if share < 0.6:
        return None
    detail = Text(
        f"{share * 100:.0f}%的结算中，个人支付的现金不到费用的5%，或由机构代为承担",
        f"in {share * 100:.0f}% of the settlements the patient paid under 5% in cash, or the institution bore it",
    )
    return share, evidence("low_self_pay", detail, share, 0.0, 1.0, facts[known & free])


def own_queue(candidate: Candidate) -> Found:
    """Nobody else was served between the first and the last of them: one hand with many cards, not a queue."""
    purity = candidate.present / (candidate.present + candidate.others)
    pure = purity >= 0.8
    if pure.sum() * 2 < len(pure):
        return None
    detail = Text(
        f"{len(pure)}次聚集中有{int(pure.sum())}次，首末两笔之间几乎没有其他人结算",
        f"at {int(pure.sum())} of {len(pure)} gatherings hardly anybody else was served between the first and the last",
    )
    chosen = candidate.facts[candidate.facts["gathering"].isin(np.flatnonzero(pure))]
    # As many others as usual in such a window: a fifth or less of all present, by chance.
    alone = pdtr(np.floor(candidate.present / 4), candidate.usual)
    p_value = float(bdtrc(pure.sum() - 1, len(pure), alone.mean()))
    return float(pure.mean()), evidence("own_queue", detail, float(pure.sum()), float(alone.sum()), p_value, chosen)


def one_hospital(candidate: Candidate) -> Found:
    """Nearly all receipts are of one hospital."""
    counts = candidate.facts["place"].value_counts()
    share = float(counts.max()) / len(candidate.facts)
    if share < 0.6:
        return None
    detail = Text(f"{share * 100:.0f}%的票据出自同一机构", f"{share * 100:.0f}% of the receipts are of one institution")
    chosen = candidate.facts[candidate.facts["place"] == counts.index[counts == counts.max()].min()]
    return share, evidence("one_hospital", detail, float(counts.max()), 0.0, 1.0, chosen)


def _top(column: pd.Series[str]) -> tuple[str, int]:
    """Give the most frequent text (ties: the smallest) and its count."""
    counts = column.value_counts()
    best = int(counts.max())
    return str(min(counts.index[counts == best])), best


def _doctor_share(candidate: Candidate, doctor: int, place: int) -> float:
    """Share of the institution's settlements that name the doctor, members' own left out; at least 1 %."""
    claims = candidate.claims
    here = np.flatnonzero((claims.place == place) & (claims.stay == candidate.stays))
    here = here[~np.isin(claims.patient[here], candidate.patients)]
    return max(float((claims.doctor[here] == doctor).mean()) if len(here) else 0.0, 0.01)


def evidence(
    signal: str, detail: Text, observed: float, expected: float, p_value: float, facts: pd.DataFrame
) -> Evidence:
    """Make one piece of evidence of the settlements in `facts`; numbers are made tidy."""
    setl_ids = tuple(sorted(set(facts["setl_id"])))
    return Evidence(signal, detail, tidy(observed), tidy(expected), tidy(p_value), setl_ids)


def poisson_tail(observed: float, expected: float) -> float:
    """Give P(Poisson(expected) ≥ observed)."""
    return float(gammainc(observed, expected)) if observed > 0 else 1.0


def tidy(value: float) -> float:
    """Give a number with six significant digits: what a reader needs, and the same on every machine."""
    return float(f"{value:.6g}") if math.isfinite(value) else 0.0
