"""Institutions of the ring seem to belong to one owner, more than if it had drawn them from all of their kind.

Honest chains are common: the larger an owner, the less it says that a ring came to two of its institutions.
"""

from __future__ import annotations

import numpy as np

from graphfraud.chance.drawn import any_at_least
from graphfraud.claims.owners import Owners, Tie
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes, Ints
from graphfraud.model.masking import mask
from graphfraud.model.ring import Text
from graphfraud.model.schema import tables
from graphfraud.rings.evidence import evidence
from graphfraud.support.base import Answer, Measure, Said, Subject, Support

MAX_P = 0.1
"""Larger where a chain has so many of the city's institutions that anybody would be at two of them."""
SHOWN = 3

_TIES = {
    "uscc": ("统一社会信用代码相同", "same credit code"),
    "bankacct": ("银行账号相同", "same bank account"),
    "prnt_medins_code": ("同属一个上级机构", "same parent institution"),
    "addr": ("地址相同", "same address"),
    "legrep_name": ("法定代表人姓名相同", "legal representatives of one name"),
}


def prepare(scene: Scene) -> tuple[Measure | None, dict[str, int]]:
    """Take the owners of the scan; what ties nothing, being too common, is counted."""
    owners = scene.owners
    return (lambda subject: measure(subject, owners)) if owners.ties else None, dict(owners.counts)


def measure(subject: Subject, owners: Owners) -> Answer:
    """Tell the owner of most of the ring's institutions."""
    claims, facts = subject.candidates[0].claims, subject.facts
    places = np.unique(facts["place"]).astype(np.int32)
    group, number = np.unique(owners.group[places], return_counts=True)
    k = int(number.max(initial=0))
    if k < 2:
        return None
    largest = int(group[np.argmax(number)])
    own = places[owners.group[places] == largest]
    kind = np.isin(claims.pharmacy, np.unique(claims.pharmacy[places]))
    sizes: Ints = np.bincount(owners.group[kind]).astype(np.int64)
    everybody = int(kind.sum())
    p_value = any_at_least(k, sizes, len(places), everybody)
    if p_value > MAX_P:
        return None
    expected = len(places) * int(sizes[largest]) / everybody
    zh, en = _reasons(owners.ties, own)
    names = ", ".join(claims.places[i] for i in own[:SHOWN].tolist()) + (" …" if k > SHOWN else "")
    detail = Text(
        f"所涉{len(places)}家机构中有{k}家（{names}）疑似同属一个所有者：{zh}；若从同类机构中任意选取，预期{expected:.2g}家",
        f"{k} of the {len(places)} institutions ({names}) seem to belong to one owner: {en}. Drawn from all of their "
        f"kind, {expected:.2g} would",
    )
    chosen = facts[facts["place"].isin(own)]
    return Said(k / len(places) * (1.0 - p_value), evidence("one_owner", detail, k, expected, p_value, chosen))


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


SUPPORT = Support(
    code="one_owner",
    name=Text("同一所有者", "one owner"),
    weight=0.05,
    doc=__doc__,
    prepare=prepare,
    needs="owner",
)
