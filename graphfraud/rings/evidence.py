"""Signals of a candidate ring: each gives a strength (0–1) and the evidence in words, or None where data is missing.

The first one measures co-occurrence itself; the others are independent of it and can only support it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
import pandas as pd
from scipy.special import bdtrc, gammainc, pdtr

from graphfraud.chance import alike
from graphfraud.claims.table import Flags, Ints
from graphfraud.model.ring import Evidence, Text
from graphfraud.rings import peers, reach
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.communities import largest_part
from graphfraud.rings.peers import Chance, Sort
from graphfraud.signals.events import Floats

Found = tuple[float, Evidence] | None
Words = tuple[str, str]
CLEAR = 0.05
"""Largest p-value of a signal that only supports a ring."""
SHARED = 0.6
NARROW = 0.2
_SAME_ITEMS = (
    "{total}次聚集中有{alike}次，六成以上的人开了同一种药品或项目；按同类结算推算预计{expected:.1f}次",
    "at {alike} of {total} gatherings, 60% or more of those present got one and the same drug or item; "
    "{expected:.1f} expected of comparable settlements",
)
_UNIFORM_FEE = (
    "{total}次聚集中有{alike}次，各人费用相差不到两成；按同类结算推算预计{expected:.1f}次",
    "at {alike} of {total} gatherings the members' fees differ by less than a fifth; "
    "{expected:.1f} expected of comparable settlements",
)
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
    """The same group at institutions of several owners: habit or one waiting room explain one place, not several.

    Of a group that meets, the meetings of its linked pairs away from its main owner against those that chance lets
    expect anywhere; of other groups, the institutions a member against those of other patients.
    """
    owners, counts = np.unique(candidate.owners, return_counts=True)
    if len(owners) < 2:
        return None
    meets = len(candidate.group.links) > 0
    measured = reach.away(candidate, int(owners[np.argmax(counts)])) if meets else reach.wide(candidate)
    if measured is None or measured[3] > CLEAR:
        return None
    (norm_zh, norm_en), observed, expected, p_value = measured
    places, total = len(np.unique(candidate.places)), len(candidate.places)
    zh, en = ("", "") if places == len(owners) else (f"（分属{len(owners)}个所有者）", f" of {len(owners)} owners")
    detail = Text(
        f"同一批人先后在{places}家机构{zh}一同出现，共{total}次；{norm_zh}",
        f"the same people turned up at {places} institutions{en}, {total} times in all; {norm_en}",
    )
    strength = min(1.0, 2 * (1.0 - float(counts.max()) / total))
    return strength, evidence("several_places", detail, observed, expected, p_value, candidate.facts)


def same_doctor(candidate: Candidate) -> Found:
    """One doctor signs for most of the members, more than the doctor's share of the institution's patients."""
    doctors, places = (candidate.facts[name].to_numpy() for name in ("doctor", "place"))
    signed = doctors >= 0
    total = int(signed.sum())
    if total < 5:
        return None
    doctor = int(np.bincount(doctors[signed]).argmax())
    own = doctors == doctor
    here = signed & (places == places[own.argmax()])
    n, k = int(here.sum()), int((here & own).sum())
    if k < 0.5 * n:
        return None
    share = _doctor_share(candidate, doctor, int(places[own.argmax()]))
    p_value = float(bdtrc(k - 1, n, share))
    if k < 2 * share * n or p_value > 0.001:
        return None
    detail = Text(
        f"{n}次结算中，有{k}次由同一医师经手，而该医师平时只占该机构的{share * 100:.0f}%",
        f"{k} of {n} settlements were signed by one doctor, who usually has {share * 100:.0f}% of the institution's",
    )
    return k / total, evidence("same_doctor", detail, k, n * share, p_value, candidate.facts[own])


def same_items(candidate: Candidate) -> Found:
    """Most members get the same drug or item at the same gathering, more often than at comparable settlements."""
    every = candidate.facts["items"].tolist()
    listed = np.array([len(items) > 0 for items in every], dtype=bool)
    if listed.sum() < 5:
        return None
    bought = [items for items in every if len(items)]
    gathering = candidate.facts["gathering"].to_numpy()[listed]
    starts = peers.cuts(gathering)
    sizes = np.diff(starts)
    counts = [Counter(chain.from_iterable(bought[low:high])) for low, high in pairwise(starts.tolist())]
    top = np.array([max(c.values()) for c in counts]) / sizes
    at = gathering[starts[:-1]][(top >= SHARED) & (sizes >= 3)]
    if len(at) * 2 < len(sizes):
        return None
    return _alike("same_items", candidate, listed, at, _an_item, _SAME_ITEMS)


def _an_item(sorts: Sequence[Sort]) -> float:
    return peers.same_item(sorts, math.ceil(SHARED * len(sorts)))


def same_diagnosis(candidate: Candidate) -> Found:
    """Most stays carry one diagnosis, more than comparable stays do."""
    known = candidate.facts["diagnosis"].notna().to_numpy()
    if known.sum() < 5:
        return None
    facts = candidate.facts[known]
    category = np.array([code[:3] for code in facts["diagnosis"]], dtype=object)
    name, count = _top(category.tolist())
    sorts = candidate.peers.of(facts) if count >= 0.6 * len(facts) else None
    if sorts is None:
        return None
    # One person's stays are alike: persons are counted, each with most of the stays.
    persons = pd.Series(category == name).groupby(facts["patient"].to_numpy()).mean() > 0.5
    first = [sorts[i] for i in np.unique(facts["patient"].to_numpy(np.int64), return_index=True)[1].tolist()]
    p_value = peers.same_diagnosis(first, int(persons.sum())) if persons.any() else 1.0
    usual = float(np.mean([s.diagnoses.get(name, 0.0) for s in sorts]))
    if p_value > CLEAR:
        return None
    detail = Text(
        f"{len(facts)}次住院中，有{count}次的诊断同属{name}类，而同类住院中只占{usual * 100:.0f}%",
        f"{count} of {len(facts)} stays carry a diagnosis of category {name}, "
        f"as {usual * 100:.0f}% of comparable stays do",
    )
    chosen = facts[category == name]
    return count / len(facts), evidence("same_diagnosis", detail, count, usual * len(facts), p_value, chosen)


def uniform_fee(candidate: Candidate) -> Found:
    """Fees within a gathering hardly differ, more often than those of comparable settlements."""
    gathering, fee = candidate.facts["gathering"].to_numpy(), candidate.facts["medfee"].to_numpy(np.float64)
    starts = peers.cuts(gathering)
    sizes = np.diff(starts)
    several = sizes >= 3
    mean = np.add.reduceat(fee, starts[:-1]) / sizes
    away = (fee - np.repeat(mean, sizes)) ** 2
    spread = np.sqrt(np.add.reduceat(away, starts[:-1]) / np.maximum(sizes - 1, 1))
    at = gathering[starts[:-1]][several & (spread < NARROW * mean)]
    if not several.any() or len(at) * 2 < several.sum():
        return None
    return _alike("uniform_fee", candidate, np.repeat(several, sizes), at, _like_fees, _UNIFORM_FEE)


def _like_fees(sorts: Sequence[Sort]) -> float:
    return alike.narrow([s.fees for s in sorts], NARROW)


def low_self_pay(candidate: Candidate) -> Found:
    """Members pay next to nothing themselves, or the hospital waives their part: a sign of inducement.

    Against the share of comparable settlements; each person counts once, with most of the settlements.
    """
    told = peers.tells(candidate.facts)
    if told.sum() < 5:
        return None
    free = peers.free(candidate.facts)[told]
    share = float(free.mean())
    facts = candidate.facts[told]
    sorts = candidate.peers.of(facts) if share >= 0.6 else None
    if sorts is None:
        return None
    patient = facts["patient"].to_numpy()
    usual: Floats = np.asarray(pd.Series([s.free for s in sorts]).groupby(patient).mean())
    persons = pd.Series(free).groupby(patient).mean() > 0.5
    p_value = alike.at_least(int(persons.sum()), usual)
    if p_value > CLEAR:
        return None
    norm = float(usual.mean())
    detail = Text(
        f"{share * 100:.0f}%的结算中，个人支付的现金不到费用的5%，或由机构代为承担；同类结算中只占{norm * 100:.0f}%",
        f"in {share * 100:.0f}% of the settlements the patient paid under 5% in cash, or the institution bore it; "
        f"so it is in {norm * 100:.0f}% of comparable ones",
    )
    return share, evidence("low_self_pay", detail, share, norm, p_value, facts[free])


def _alike(signal: str, candidate: Candidate, measured: Flags, at: Ints, chance: Chance, words: Words) -> Found:
    """Make the evidence of gatherings `at` which the settlements are alike, if they are so more often than by chance.

    Args:
        candidate: with settlements, of which `measured` are those whose gatherings count.
        chance: of a gathering.
    """
    facts = candidate.facts
    chances = candidate.peers.chances(facts[measured], chance)
    p_value = 1.0 if chances is None else alike.at_least(len(at), chances)
    if chances is None or p_value > CLEAR:
        return None
    total, expected = len(chances), float(chances.sum())
    detail = Text(*(text.format(total=total, alike=len(at), expected=expected) for text in words))
    chosen = facts[facts["gathering"].isin(at)]
    return len(at) / total, evidence(signal, detail, len(at), expected, p_value, chosen)


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
    if p_value > CLEAR:
        return None
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


def _top(texts: list[str]) -> tuple[str, int]:
    """Give the most frequent text (ties: the smallest) and its count."""
    return min(Counter(texts).items(), key=lambda one: (-one[1], one[0]))


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
