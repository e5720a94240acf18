"""An operator of the agency who reimburses the same few payees again and again, outside office hours.

Made-up bills need somebody who enters them. A clerk who is alone in an office, or who serves one township, also meets
the same chronic patients again; but in office hours, into their own accounts, and not more than other clerks do.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import betainc

from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.innocent import one_clerk
from graphfraud.model.ring import Member, Text
from graphfraud.parameters import Parameters
from graphfraud.rings import evidence, manual
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.signals.events import Floats

DAY = 86_400


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find operators with more odd repeats (`_odd`) than the other operators' bills, or their own, would give."""
    parameters = scene.parameters
    bills = manual.read(scene).dropna(subset=["opter_id"])
    counts = {"manual_settlements": len(bills)}
    if bills.empty:
        return [], counts
    bills = _odd(bills, parameters)
    by = bills.groupby("opter_id")
    total = by.size()
    again: Floats = by["again"].sum().to_numpy(np.float64)
    odd: Floats = (bills["odd"] & bills["again"]).groupby(bills["opter_id"]).sum().to_numpy(np.float64)
    # How odd the operator's hours are anyway: at the bills of payees who came but once.
    once = bills[~bills["repeated"]].groupby("opter_id")["odd"].agg(["sum", "size"]).reindex(total.index, fill_value=0)
    own_rate: Floats = (once["sum"].to_numpy(np.float64) + 1.0) / (once["size"].to_numpy(np.float64) + 2.0)
    others = excess.of_others(odd, np.asarray(total, np.float64), parameters["insider_ordinary"])
    expected = np.maximum(others, again * own_rate)
    # P(binomial(again, own rate) ≥ odd) as the incomplete beta function.
    by_own: Floats = np.where(odd > 0, betainc(np.maximum(odd, 1), again - odd + 1, own_rate), 1.0)
    p_value = np.maximum(excess.tail(odd, others, parameters["hub_spread"]), by_own)
    q = benjamini_hochberg(p_value)
    leads = []
    for i in np.flatnonzero(q <= parameters["max_fdr"]).tolist():
        mine = bills[(bills["opter_id"] == total.index[i]) & bills["repeated"]]
        payee = mine.groupby("payee")["odd"]
        # Payees who come in office hours as well are served by chance late now and then.
        favoured = (payee.transform("sum") >= parameters.whole("insider_min_bills")) & (payee.transform("mean") > 0.5)
        mine = mine[favoured & mine["odd"]]
        if mine["patient"].nunique() >= parameters.whole("insider_min_payees"):
            share = float(total.iloc[i] / total.sum())
            leads.append(_lead(mine, float(odd[i]), float(expected[i]), float(p_value[i]), float(q[i]), share))
    return leads, counts


def _odd(bills: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Mark bills that follow an earlier one of the same operator and payee (`again`), all bills of such pairs
    (`repeated`), those out of office hours (`odd`), and those into an account of several households (`shared`).

    A time of 00:00:00 is an unknown one.
    """
    payee = bills["bankacct"].fillna("#" + bills["patient"].astype(str))
    second, weekday = bills["second"] % DAY, (bills["second"] // DAY + 3) % 7
    hour = second // 3600
    closed = (hour < parameters.whole("office_opens")) | (hour >= parameters.whole("office_closes")) | (weekday >= 5)
    homes = bills.groupby("bankacct")["home"].transform("nunique")
    shared = homes >= parameters.whole("insider_min_payees")
    marked = bills.assign(payee=payee, odd=closed & (second > 0), shared=shared.fillna(False).astype(bool))
    marked = marked.sort_values(["second", "row"], kind="stable")
    pair = marked.groupby(["opter_id", "payee"])
    return marked.assign(again=pair.cumcount() > 0, repeated=pair["row"].transform("size") > 1)


def _lead(mine: pd.DataFrame, odd: float, expected: float, p_value: float, q: float, share: float) -> Lead:
    operator = str(mine["opter_id"].iloc[0])
    return Lead(
        mine[["row", "shared"]].sort_values("row").reset_index(drop=True),
        np.unique(mine["patient"]).astype(np.int32),
        parties=(Member("operator", operator, "broker", 1.0),),
        fdr=q,
        surprise=-float(np.log(max(p_value, 1e-300))),
        measured={"odd": odd, "expected": expected, "p_value": p_value, "operator_share": share},
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough payees are left."""
    return facts["patient"].nunique() >= scene.parameters.whole("insider_min_payees")


def insider(candidate: Candidate) -> evidence.Found:
    """How many repeats out of office hours one operator entered, against other operators and his or her own hours."""
    facts, measured = candidate.facts, candidate.measured
    odd, expected = int(measured["odd"]), measured["expected"]
    shared = int(facts["shared"].sum())
    detail = Text(
        f"同一经办人为同一收款人重复办理的手工报销中有{odd}笔在非工作时间办理，"
        f"按其他经办人及其本人平时情况预期{expected:.1f}笔；"
        f"集中于{len(candidate.patients)}人的{len(facts)}笔，其中{shared}笔转入多户共用账户",
        f"one operator entered {odd} repeated manual reimbursements out of office hours; {expected:.1f} would be usual "
        f"for other operators and for this one's own hours. {len(facts)} of them are for {len(candidate.patients)} "
        f"people, {shared} into an account of several households",
    )
    strength = odd / (odd + 6.0)
    return strength, evidence.evidence("insider", detail, odd, expected, measured["p_value"], facts)


def always(candidate: Candidate, parameters: Parameters) -> str | None:
    """Payees of one operator may well be one family: that excuses nothing."""
    return None


SCHEME = Scheme(
    code="insider",
    name=Text("经办内外勾结", "collusion with an insider"),
    behaviour="B5",
    doc=__doc__,
    essential=("insider",),
    helpful=("household", "receipt"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("insider", 0.9, insider),
        Signal("one_hospital", 0.05, evidence.one_hospital),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=(one_clerk.EXPLANATION,),
    weak=always,
)
