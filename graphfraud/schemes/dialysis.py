"""Dialysis that can't have been given, and patients who leave one dialysis centre for another as a group.

Nobody is dialysed at two centres on one day, at a centre during a stay at a hospital that bills dialysis, too, or more
often than every other day for months: patients who show it again and again at the same centres are billed for sessions
that were not given. And patients who change from one centre to the same other one within days, far more of
them than go that way otherwise, may have been bought. A holiday, several methods in one session, continuous treatment
in intensive care, a hospital that sends its inpatients out for dialysis and a centre that closes are none.

A session is a service named as the list `dialysis_words` says; where a bill has no fee lines, one with a code of
`dialysis_codes`. Where no bill shows either, the scheme is off.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graphfraud.chance import excess, waves
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.chance.waves import Wave
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes
from graphfraud.innocent import centre_closed
from graphfraud.model.ring import Text
from graphfraud.rings import evidence, hubs, leads, standout
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals import sessions as signal
from graphfraud.signals.events import Floats
from graphfraud.signals.sessions import Sessions

ORDINARY_RATE = 0.005
"""Of two hundred patients of honest centres, one may have repeated impossible sessions."""
AROUND = 28
"""Days before and after a move that show it."""


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find centres with more impossible sessions, or more patients who change together, than others have."""
    sessions = signal.read(scene)
    counts = {"sessions": len(sessions.out) + len(sessions.inside)}
    if sessions.out.empty:
        return [], counts
    moves, odd = signal.moves(sessions, scene), signal.impossible(sessions, scene)
    kinds = odd["kind"].value_counts()
    counts |= {"moves": len(moves), **{kind: int(kinds.get(kind, 0)) for kind in signal.KINDS}}
    found = [*_impossible(odd, sessions, scene), *_poached(moves, sessions, scene)]
    kept = leads.distinct(found)
    return [*kept, *_rest(found, kept, odd, sessions, scene)], counts


def _rest(found: list[Lead], kept: list[Lead], odd: pd.DataFrame, sessions: Sessions, scene: Scene) -> list[Lead]:
    """Give the leads of impossible sessions that are left, tested anew, where others took half of the patients: two
    groups may meet at one centre."""
    dropped = _patients([lead for lead in found if not any(lead is other for other in kept)])
    if not len(dropped):
        return []
    again = _impossible(odd[~odd["patient"].isin(_patients(kept))], sessions, scene)
    return [lead for lead in again if 2 * np.isin(lead.patients, dropped).sum() >= len(lead.patients)]


def _patients(of: list[Lead]) -> Codes:
    patients: Codes = np.unique(np.concatenate([np.zeros(0, np.int32), *(lead.patients for lead in of)]))
    return patients


def _impossible(odd: pd.DataFrame, sessions: Sessions, scene: Scene) -> list[Lead]:
    """Make a lead of each pair of centres, or centre alone, where too many patients repeat what can't be.

    A centre that bills sessions of patients of many others shares few with each of them.
    """
    parameters = scene.parameters
    odd = _with_single(odd, sessions.centres)
    times = odd.drop_duplicates(["patient", "hub", "kind", "time"]).groupby(["hub", "patient"]).size()
    often = times[times >= parameters.whole("dialysis_min_times")].reset_index()
    exposed = _patients_of_hubs(sessions)
    observed = np.bincount(often["hub"], minlength=len(exposed)).astype(np.float64)
    expected = excess.of_others(observed, exposed, ORDINARY_RATE)
    p_value = excess.tail(observed, expected, parameters["hub_spread"])
    q = np.ones(len(p_value))
    q[observed > 0] = benjamini_hochberg(p_value[observed > 0])
    enough = (observed >= parameters.whole("dialysis_min_patients")) & (q <= parameters["lead_max_fdr"])
    once = _once(times, exposed)
    made = []
    for pairs, repeated in hubs.unite(often, np.flatnonzero(enough).tolist()):
        more = np.setdiff1d(once.loc[once["hub"].isin(pairs), "patient"], repeated)
        # More of them than of those who repeat: dates are entered wrongly there, whoever comes.
        patients = np.union1d(repeated, more).astype(np.int32) if len(more) <= len(repeated) else repeated
        own = odd[odd["hub"].isin(pairs) & odd["patient"].isin(patients)]
        kinds = own.drop_duplicates(["patient", "kind", "time"])["kind"].value_counts()
        chance = {"expected": float(expected[pairs].sum()), "p_value": float(p_value[pairs].min())}
        chance["once"] = float(len(patients) - len(repeated))
        measured = {**chance, **{str(kind): float(n) for kind, n in kinds.items()}}
        made.append(_lead(own, patients, scene, q=float(q[pairs].min()), measured=measured))
    return made


def _once(times: pd.Series[int], exposed: Floats) -> pd.DataFrame:
    """Give `hub` and `patient` of what can't be, at hubs where hardly anybody would have any, were they like others.

    Where patients repeat it, one who has it once is among them.
    """
    every = times.index.to_frame(index=False)
    count = np.bincount(every["hub"], minlength=len(exposed)).astype(np.float64)
    rare = excess.of_others(count, exposed, ORDINARY_RATE) <= standout.CHANCE_MEMBERS * count
    return pd.DataFrame(every[rare[every["hub"]]])


def _with_single(odd: pd.DataFrame, centres: int) -> pd.DataFrame:
    """Give what can't be of each kind at each pair of centres and, beside, at the one of both (hub c · centres + c)
    where more patients have it: the other is where some of them belong.

    Each kind has hubs of its own, n · centres² on: one group's sessions in bed and another's at two centres on one day
    may meet at the centre to which both belong.
    """
    ends = [odd.assign(at=c)[["patient", "kind", "at"]] for c in (odd["hub"] // centres, odd["hub"] % centres)]
    people = pd.concat(ends).groupby(["kind", "at"])["patient"].nunique()
    low, high = (people.loc[list(zip(e["kind"], e["at"], strict=True))].to_numpy() for e in ends)
    single = np.where(low >= high, ends[0]["at"], ends[1]["at"]) * (centres + 1)
    kind = odd["kind"].map({kind: n for n, kind in enumerate(signal.KINDS)}).to_numpy(np.int64) * centres**2
    both = [odd.assign(hub=kind + hub) for hub in (odd["hub"].to_numpy(np.int64), single)]
    return pd.concat(both).drop_duplicates(ignore_index=True)


def _patients_of_hubs(sessions: Sessions) -> Floats:
    """Count the outpatients of either centre of each pair (low · n + high; 0 for low > high), once a kind, shape
    (kinds · n²,)."""
    who, patient = np.unique(sessions.out["patient"], return_inverse=True)
    there = np.zeros((len(who), sessions.centres), dtype=np.float64)
    there[patient, sessions.out["centre"]] = 1.0
    single = there.sum(axis=0)
    either = np.triu(single[:, None] + single[None, :] - there.T @ there)
    return np.tile(either.ravel(), len(signal.KINDS))


def _poached(moves: pd.DataFrame, sessions: Sessions, scene: Scene) -> list[Lead]:
    """Make a lead of each wave of patients from one centre to another that their usual changes don't explain."""
    if moves.empty:
        return []
    parameters, day = scene.parameters, sessions.out["day"]
    settled = sessions.out.drop_duplicates(["patient", "centre"])["centre"]
    source, target, came = (moves[name].to_numpy(np.int64) for name in ("source", "target", "came"))
    found = waves.find(
        source,
        target,
        came,
        np.bincount(settled, minlength=sessions.centres).astype(np.float64),
        days=int(day.max() - day.min()) + 1,
        within=parameters.whole("dialysis_move_days"),
    )
    least, rate = parameters.whole("dialysis_min_movers"), parameters["lead_max_fdr"]
    return [_moved(moves.iloc[w.moves], w, sessions, scene) for w in found if w.most >= least and w.q <= rate]


def _moved(own: pd.DataFrame, wave: Wave, sessions: Sessions, scene: Scene) -> Lead:
    """Make the lead of one wave: the sessions of the weeks around each move."""
    source, target = int(own["source"].iloc[0]), int(own["target"].iloc[0])
    near = sessions.out.merge(own[["patient", "left", "came"]], on="patient")
    before = (near["centre"] == source) & near["day"].between(near["left"] - AROUND, near["left"])
    after = (near["centre"] == target) & near["day"].between(near["came"], near["came"] + AROUND)
    facts = pd.concat([near[before].assign(kind="before"), near[after].assign(kind="after")])
    day = sessions.out.loc[sessions.out["centre"] == source, "day"]
    first, last = own["left"].min(), own["came"].max()
    former, later = day.between(first - AROUND, first).sum(), day.between(last + 1, last + 1 + AROUND).sum()
    # At the end of the data nothing is known of what came later.
    seen = sessions.out["day"].max() >= last + 1 + AROUND
    measured = {
        "expected": wave.expected,
        "p_value": wave.p_value,
        "days": float(own["came"].max() - own["came"].min() + 1),
        "source_after": float(later / max(former, 1)) if seen else 1.0,
    }
    return _lead(facts, np.unique(own["patient"]).astype(np.int32), scene, q=wave.q, measured=measured)


def _lead(facts: pd.DataFrame, patients: Codes, scene: Scene, *, q: float, measured: dict[str, float]) -> Lead:
    each = facts.drop_duplicates("row")[["row", "kind"]].sort_values("row").reset_index(drop=True)
    people, chance, rows = (
        len(patients) - measured.get("once", 0.0),
        max(measured["expected"], 1e-6),
        each["row"].to_numpy(np.int64),
    )
    return Lead(
        each,
        patients,
        parties=standout.venues(scene, scene.claims.place[rows]) + standout.prescribers(scene, rows),
        fdr=q,
        surprise=float(people * np.log(people / chance) - (people - chance)),
        measured=measured,
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough patients are left with impossible sessions, or seen at both centres."""
    parameters = scene.parameters
    moved = facts[facts["kind"].isin(("before", "after"))].groupby("patient")["kind"].nunique()
    if len(moved):
        return int((moved == 2).sum()) >= parameters.whole("dialysis_min_movers")
    return int(facts["patient"].nunique()) >= parameters.whole("dialysis_min_patients")


def dialysis(candidate: Candidate) -> evidence.Found:
    """How many patients repeat what can't be at the same centres, or change the centre together, against others."""
    measured = candidate.measured
    people = len(candidate.patients) - int(measured.get("once", 0))
    detail = _changed(people, measured) if "days" in measured else _odd(people, measured)
    expected, p_value = measured["expected"], measured["p_value"]
    return people / (people + 2.0), evidence.evidence("dialysis", detail, people, expected, p_value, candidate.facts)


def _changed(people: int, measured: Mapping[str, float]) -> Text:
    days, expected = int(measured["days"]), measured["expected"]
    return Text(
        f"{people}人在{days}天内由同一家血透机构转到另一家并长期留在那里；按各机构间平时的转移，同样时间内预期{expected:.2f}人",
        f"{people} people left one dialysis centre for the same other one within {days} days and stayed there; by the "
        f"usual changes between centres {expected:.2f} people would in such a time",
    )


def _odd(people: int, measured: Mapping[str, float]) -> Text:
    n = {kind: int(measured.get(kind, 0)) for kind in signal.KINDS}
    zh = {
        "double": f"同一天在两家机构透析{n['double']}人次",
        "during": f"住院并计透析费期间又在他处透析，涉及住院{n['during']}次",
        "often": f"单月次数过多{n['often']}人月",
    }
    en = {
        "double": f"{n['double']} times at two centres on one day",
        "during": f"at another centre during {n['during']} stays that bill dialysis, too",
        "often": f"too many sessions in {n['often']} person-months",
    }
    seen, expected = [kind for kind in signal.KINDS if n[kind]], measured["expected"]
    once = int(measured["once"])
    more = Text(f"，另有{once}人各一次", f", {once} more once each") if once else Text("", "")
    return Text(
        f"{people}人反复出现不可能的血液净化{more.zh}：{'；'.join(zh[k] for k in seen)}；"
        f"按其他机构的比例，预期{expected:.2f}人",
        f"{people} people repeatedly have dialysis that can't be{more.en}: {'; '.join(en[k] for k in seen)}; "
        f"at the rate of other centres {expected:.2f} people would",
    )


SCHEME = Scheme(
    code="dialysis",
    name=Text("血透违规", "dialysis abuse"),
    behaviour="B3",
    doc=__doc__,
    essential=("dialysis",),
    helpful=("household", "session_names"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("dialysis", 0.8, dialysis),
        Signal("same_doctor", 0.1, evidence.same_doctor),
        Signal("low_self_pay", 0.1, evidence.low_self_pay),
    ),
    explanations=(centre_closed.EXPLANATION,),
    weak=few_households,
    seen="sessions",
)
