"""Signals that support a ring of any scheme: shared contacts, one owner of the institutions, costs under a threshold.

None of them raises a ring: families share telephones, honest chains have branches. Each is measured against how common
its mark is in the whole city and among the other patients of the same institutions.
"""

from __future__ import annotations

import numpy as np
from scipy.special import bdtrc

from graphfraud.chance.drawn import any_at_least
from graphfraud.claims.bands import ABOVE, BELOW, NONE
from graphfraud.claims.contacts import Held
from graphfraud.claims.owners import Tie
from graphfraud.claims.table import Codes, Flags, Ints
from graphfraud.model.masking import mask
from graphfraud.model.ring import Text
from graphfraud.model.schema import tables
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.evidence import Found, evidence

MAX_P = 0.001
"""Largest p-value of a contact that is worth telling: the most shared of many is told."""
MAX_P_COST = 0.01
MAX_P_OWNER = 0.1
"""Larger where a chain has so many of the city's institutions that anybody would be at two of them."""
LEAST_HOMES = 3
LEAST_STAYS = 5
TIMES = 2.0
"""Costs just under a threshold are told from this multiple of the expected number on."""
FLOOR = 0.01
SHOWN = 3

_CONTACTS = {
    "phone": ("同一联系电话", "one telephone number", "phone"),
    "account": ("同一收款账户", "one account", "account"),
    "address": (
        "同一现住址（并非登记住址，也可能是养老机构或同住）",
        "one address given on admission, not the registered one (it may be a care home or lodging)",
        "address",
    ),
}
_LEVELS = {2: "二级", 3: "三级"}
_TIES = {
    "uscc": ("统一社会信用代码相同", "same credit code"),
    "bankacct": ("银行账号相同", "same bank account"),
    "prnt_medins_code": ("同属一个上级机构", "same parent institution"),
    "addr": ("地址相同", "same address"),
    "legrep_name": ("法定代表人姓名相同", "legal representatives of one name"),
}


def shared_contact(candidate: Candidate) -> Found:
    """Members of different households share a telephone, an account or a given address, far more of them than in the
    city and among other patients of the same institutions."""
    found = [f for held in candidate.city.contacts.held if (f := _shared(candidate, held)) is not None]
    return max(found, key=lambda f: (f[0], -f[1].p_value), default=None)


def _shared(candidate: Candidate, held: Held) -> Found:
    own = np.isin(held.patient, candidate.patients)
    pairs = np.unique(np.stack([held.value[own], held.home[own]]), axis=1)
    values, homes = np.unique(pairs[0], return_counts=True)
    homes = np.where(held.homes[values] > 0, homes, 0)
    k = int(homes.max(initial=0))
    if k < LEAST_HOMES:
        return None
    best = values[homes == k]
    value = int(best[np.argmin(held.homes[best])])
    everybody = candidate.city.contacts.everybody
    drawn = len(np.unique(candidate.city.contacts.home[candidate.patients]))
    rate = _rate(candidate, held, value, own)
    expected = drawn * max(held.homes[value] / everybody, rate)
    p_value = max(any_at_least(k, held.homes, drawn, everybody), float(bdtrc(k - 1, drawn, rate)))
    if p_value > MAX_P:
        return None
    members = np.unique(held.patient[own & (held.value == value)])
    zh, en, sensitivity = _CONTACTS[held.sort]
    told, n, city = mask(held.values[value], sensitivity), len(candidate.patients), int(held.homes[value])
    detail = Text(
        f"{n}名成员中有{len(members)}人（分属{k}个家庭）登记或留下{zh}{told}，全市共{city}个家庭如此；"
        f"按其在全市和这些机构其他患者中的比例，偶然预期{expected:.2g}个家庭",
        f"{len(members)} of {n} members, of {k} households, gave {en}, {told}; {city} households of the city did. At "
        f"its rate in the city and among other patients of these institutions, {expected:.2g} households are expected",
    )
    facts = candidate.facts[candidate.facts["patient"].isin(members)]
    return k / drawn, evidence("shared_contact", detail, k, expected, p_value, facts)


def _rate(candidate: Candidate, held: Held, value: int, own: Flags) -> float:
    """Give the share of the value among other patients of the same institutions: some give their own number."""
    claims = candidate.claims
    there = np.unique(claims.patient[np.isin(claims.place, candidate.facts["place"])])
    near = np.isin(held.patient, there) & ~own
    everybody = len(np.unique(held.patient[near]))
    return float((near & (held.value == value)).sum()) / everybody if everybody else 0.0


def one_owner(candidate: Candidate) -> Found:
    """Institutions of the ring seem to belong to one owner, more than if it had drawn them from all of their kind."""
    owners, claims = candidate.city.owners, candidate.claims
    places = np.unique(candidate.facts["place"]).astype(np.int32)
    if len(places) < 2:
        return None
    group, number = np.unique(owners.group[places], return_counts=True)
    k = int(number.max())
    if k < 2:
        return None
    own = places[owners.group[places] == group[np.argmax(number)]]
    kind = np.isin(claims.pharmacy, np.unique(claims.pharmacy[places]))
    sizes: Ints = np.bincount(owners.group[kind]).astype(np.int64)
    p_value = any_at_least(k, sizes, len(places), int(kind.sum()))
    if p_value > MAX_P_OWNER:
        return None
    size = int(sizes[group[np.argmax(number)]])
    expected = len(places) * size / int(kind.sum())
    zh, en = _reasons(owners.ties, own)
    names = ", ".join(claims.places[i] for i in own[:SHOWN].tolist()) + (" …" if k > SHOWN else "")
    detail = Text(
        f"所涉{len(places)}家机构中有{k}家（{names}）疑似同属一个所有者：{zh}；若从同类机构中任意选取，预期{expected:.2g}家",
        f"{k} of the {len(places)} institutions ({names}) seem to belong to one owner: {en}. Drawn from all of "
        f"their kind, {expected:.2g} would",
    )
    facts = candidate.facts[candidate.facts["place"].isin(own)]
    strength = k / len(places) * (1.0 - p_value)
    return strength, evidence("one_owner", detail, k, expected, p_value, facts)


def _reasons(ties: tuple[Tie, ...], own: Codes) -> tuple[str, str]:
    """Say what ties the institutions, the surest first; values masked."""
    among = set(own.tolist())
    direct = [t for t in ties if len(among & set(t.places)) >= 2]
    if not direct:
        return "经其他机构相连", "tied through further institutions"
    sorts = {t.sort for t in direct}
    told = [_reason(t, sorts) for t in direct[:SHOWN]]
    return "、".join(zh for zh, _ in told), "; ".join(en for _, en in told)


def _reason(tie: Tie, sorts: set[str]) -> tuple[str, str]:
    """Say what is the same; a name's second mark only where it is not told by itself."""
    shown = mask(tie.value, tables()["medins_info_b"].column(tie.sort).sensitivity)
    zh, en = _TIES[tie.sort]
    if tie.beside is None or tie.beside in sorts:
        return f"{zh}（{shown}）", f"{en} ({shown})"
    zh_too, en_too = _TIES[tie.beside]
    return f"{zh}（{shown}）且{zh_too}", f"{en} ({shown}) and {en_too}"


def just_below(candidate: Candidate) -> Found:
    """Stays cost a little less than the sum from which the bureau reviews bills, hardly any a little more, against
    other stays at the same hospitals and at hospitals of their level."""
    bands, claims = candidate.city.bands, candidate.claims
    rows = candidate.facts["row"].to_numpy(np.int64)
    at = bands.position[rows]
    stays, below, above = (int(n.sum()) for n in (at != NONE, at == BELOW, at == ABOVE))
    if below < LEAST_STAYS:
        return None
    others = (bands.position != NONE) & ~np.isin(claims.patient, candidate.patients)
    places, times = np.unique(claims.place[rows[at != NONE]], return_counts=True)
    expected = float(
        sum(n * _usual(candidate, p, others) for p, n in zip(places.tolist(), times.tolist(), strict=True))
    )
    alike = others & np.isin(bands.level[claims.place], bands.level[places])
    fair = max(0.5, _ratio(bands.position[alike] == BELOW, np.isin(bands.position[alike], (BELOW, ABOVE))))
    # Costs that merely lie around the sum fall on both sides of it.
    p_value = max(
        float(bdtrc(below - 1, stays, min(expected / stays, 1.0))), float(bdtrc(below - 1, below + above, fair))
    )
    if p_value > MAX_P_COST or below < TIMES * expected:
        return None
    found = [(n, f"{bands.sums[n]:,.0f}") for n in np.unique(bands.level[places]).tolist()]
    zh = "、".join(f"{_LEVELS[n]}医院{sum_}元" for n, sum_ in found)
    en = ", ".join(f"{sum_} yuan at level {n}" for n, sum_ in found)
    detail = Text(
        f"{stays}次住院中有{below}次费用略低于大额费用审查线（{zh}），略高于的只有{above}次；"
        f"按同级医院和这些医院其他住院的比例，预期{expected:.1f}次",
        f"{below} of {stays} stays cost a little less than the sum from which bills are reviewed ({en}), {above} a "
        f"little more; going by other stays at these hospitals and at their level, {expected:.1f} would cost so",
    )
    chosen = candidate.facts[at == BELOW]
    return below / stays, evidence("just_below", detail, below, expected, p_value, chosen)


def _usual(candidate: Candidate, place: int, others: Flags) -> float:
    """Give the share of stays just under the threshold: the place's or its level's, whichever is larger."""
    bands, claims = candidate.city.bands, candidate.claims
    here, alike = others & (claims.place == place), others & (bands.level[claims.place] == bands.level[place])
    shares: list[float] = [_ratio(bands.position[w] == BELOW, np.ones(int(w.sum()), bool)) for w in (here, alike)]
    return max(FLOOR, *shares)


def _ratio(marked: Flags, among: Flags) -> float:
    total = int(among.sum())
    return float(marked.sum()) / total if total else 0.0
