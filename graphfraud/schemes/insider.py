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
RARE = 0.01
"""A household's odd days count where the operator's own hours would give as many this seldom; of the households that an
honest operator serves again and again, this share may have them whatever the others show."""


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find operators who serve more households at odd hours than their own hours, or other operators', would give."""
    parameters = scene.parameters
    bills = manual.read(scene).dropna(subset=["opter_id"])
    counts = {"manual_settlements": len(bills)}
    if bills.empty:
        return [], counts
    bills = _odd(bills.assign(day=bills["second"] // DAY), parameters)
    served = _served(bills, parameters)
    by = served.groupby("opter_id")
    observed: Floats = by["favoured"].sum().to_numpy(np.float64)
    own: Floats = by["chance"].sum().to_numpy(np.float64)
    again: Floats = by["again"].sum().to_numpy(np.float64)
    expected = np.maximum(own, _of_peers(observed, own, again, parameters))
    p_value = excess.tail(observed, expected, parameters["hub_spread"])
    q = benjamini_hochberg(p_value)
    operators = by.size().index
    share = bills["opter_id"].value_counts(normalize=True)
    leads = []
    for i in np.flatnonzero(q <= parameters["lead_max_fdr"]).tolist():
        homes = served.loc[(served["opter_id"] == operators[i]) & served["favoured"], "home"]
        mine = bills[(bills["opter_id"] == operators[i]) & bills["home"].isin(homes) & bills["odd"]]
        if mine["patient"].nunique() >= parameters.whole("insider_min_payees"):
            measured = {"households": observed[i], "expected": expected[i], "p_value": p_value[i]}
            measured["operator_share"] = share[operators[i]]
            leads.append(_lead(mine, float(q[i]), {name: float(value) for name, value in measured.items()}))
    return leads, counts


def _odd(bills: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Mark bills out of office hours (`odd`), and those into an account of several households (`shared`).

    A time of 00:00:00 is an unknown one. Where the agency serves the public at weekends, these are office days.
    """
    second, weekend = bills["second"] % DAY, (bills["second"] // DAY + 3) % 7 >= 5
    hour = second // 3600
    closed = (hour < parameters.whole("office_opens")) | (hour >= parameters.whole("office_closes"))
    if not _open_at_weekends(bills, weekend, closed):
        closed |= weekend
    homes = bills.groupby("bankacct")["home"].transform("nunique")
    shared = homes >= parameters.whole("insider_min_payees")
    return bills.assign(odd=closed & (second > 0), shared=shared.fillna(False).astype(bool))


def _open_at_weekends(bills: pd.DataFrame, weekend: pd.Series[bool], closed: pd.Series[bool]) -> bool:
    """Say whether households that came but once came by day at weekends at least half as often as on workdays, with
    half or more of the operators each: one operator's friends, or one operator's duty, open no office."""
    once = bills.groupby("home")["day"].transform("nunique") == 1
    by_day = bills.assign(weekend=weekend)[once & ~closed].drop_duplicates("home").groupby("opter_id")["weekend"]
    share = by_day.mean()
    return len(share) > 1 and bool((share >= (1 - share) / 5).mean() >= 0.5)


def _served(bills: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Give each household that an operator served: `again` on another day; `favoured` at odd hours, more than the
    operator's own hours explain, and with which `chance` an honest operator's household is.

    The operator's own hours are those of the bills of households that came but once. Days are counted, not bills: a
    family that hands in a pile one evening came once.
    """
    days = bills.groupby(["opter_id", "home", "day"])["odd"].max().groupby(["opter_id", "home"]).agg(["sum", "size"])
    served = days.rename(columns={"sum": "odd", "size": "days"}).reset_index()
    once = served[served["days"] == 1].groupby("opter_id")["odd"].agg(["sum", "size"])
    rate = ((once["sum"] + 1.0) / (once["size"] + 2.0)).reindex(served["opter_id"]).fillna(0.5).to_numpy(np.float64)
    n, odd = served["days"].to_numpy(np.float64), served["odd"].to_numpy(np.float64)
    # The fewest odd days that the own hours give seldom.
    least = np.full(len(n), float(parameters.whole("insider_min_bills")))
    for _ in range(int(n.max())):
        least = np.where(_at_least(least, n, rate) > RARE, least + 1, least)
    return served.assign(again=n > 1, favoured=odd >= least, chance=_at_least(least, n, rate))


def _at_least(k: Floats, n: Floats, rate: Floats) -> Floats:
    """Give P(binomial(n, rate) ≥ k), k ≥ 1, as the incomplete beta function; 0 beyond n."""
    return np.where(k <= n, betainc(k, np.maximum(n - k, 0) + 1, rate), 0.0)


def _of_peers(observed: Floats, own: Floats, again: Floats, parameters: Parameters) -> Floats:
    """Give how many favoured households each operator would have at the rate of those whose own hours explain theirs.

    An office may be open late for regulars. Operators who stand out against their own hours don't say so: where there
    are several, they would excuse each other.
    """
    usual = np.maximum(own, again * RARE)
    peers = excess.tail(observed, usual, parameters["hub_spread"]) > parameters["max_fdr"]
    rate = observed[peers].sum() / max(again[peers].sum(), 1.0)
    return np.asarray(again * max(rate, RARE))


def _lead(mine: pd.DataFrame, q: float, measured: dict[str, float]) -> Lead:
    operator = str(mine["opter_id"].iloc[0])
    return Lead(
        mine[["row", "shared"]].sort_values("row").reset_index(drop=True),
        np.unique(mine["patient"]).astype(np.int32),
        parties=(Member("operator", operator, "broker", 1.0),),
        fdr=q,
        surprise=-float(np.log(max(measured["p_value"], 1e-300))),
        measured=measured,
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough payees are left."""
    return facts["patient"].nunique() >= scene.parameters.whole("insider_min_payees")


def insider(candidate: Candidate) -> evidence.Found:
    """How many households one operator served at odd hours, against other operators and his or her own hours."""
    facts, measured = candidate.facts, candidate.measured
    households, expected = int(measured["households"]), measured["expected"]
    shared = int(facts["shared"].sum())
    detail = Text(
        f"同一经办人多次在非工作时间为{households}户（{len(candidate.patients)}人）办理手工报销，共{len(facts)}笔，"
        f"按其他经办人及其本人平时的办理时间预期{expected:.1f}户；其中{shared}笔转入多户共用账户",
        f"again and again, one operator entered manual reimbursements of {households} households "
        f"({len(candidate.patients)} people) out of office hours, {len(facts)} in all; {expected:.1f} households would "
        f"be usual for other operators and for this one's own hours. {shared} went into an account of several "
        f"households",
    )
    p_value = measured["p_value"]
    return households / (households + 2.0), evidence.evidence("insider", detail, households, expected, p_value, facts)


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
