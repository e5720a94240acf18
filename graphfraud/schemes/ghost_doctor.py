"""A doctor signs by turns at two institutions, within minutes or with no time for the way, or goes on signing after
having left, again and again, or has days with more patients than a day can hold, made so by the same few dozen people.

Somebody else works under the name. Doctors who may practise at several sites do not count, and do not say what is usual
for others; nor do codes that half a hospital signs with, and care at a distance (its services are named as the list
`remote_care_words` says).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import spread
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Flags
from graphfraud.innocent import alliance, default_doctor, programme, serial_treatment
from graphfraud.model.ring import Member, Text
from graphfraud.parameters import Parameters
from graphfraud.rings import distances, evidence, overload
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead, distinct
from graphfraud.rings.overload import Overload
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households

DAY = 86_400
COMPARABLE = 10


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find doctors with more impossible days than others who sign at several places, or who have left, and those whose
    too full days the same patients make."""
    claims, parameters = scene.claims, scene.parameters
    scene.tables("dr_info_b", "medins_info_b")
    scene.goods()
    bills = scene.engine.arrow(
        queries.sql("scheme_ghost_doctor"),
        batch_size=parameters.whole("batch_size"),
        remote_words=parameters.words("remote_care_words"),
    ).to_pandas()
    at = bills["row"].to_numpy()
    bills = bills.assign(second=claims.second[at], day=claims.second[at] // DAY, patient=claims.patient[at])
    sites = bills.groupby("doctor")["campus"].transform("nunique")
    shared = sites > parameters.whole("ghost_max_places")
    counts = {"doctors_at_several_places": int(bills.loc[sites > 1, "doctor"].nunique())}
    counts["codes_at_many_places"] = int(bills.loc[shared, "doctor"].nunique())
    bills = bills[~shared].assign(guest=bills["main"].notna() & (bills["main"] != bills["campus"]))
    leads = [_full(o, scene) for o in overload.find(scene)]
    if not bills.empty:
        days = bills.groupby("doctor")["day"].nunique()
        licensed = bills.loc[bills["mul_prac_flag"] == "1", "doctor"].unique()
        double = bills[(sites[bills.index] > 1) & ~bills["doctor"].isin(licensed)]
        double = _double(double, parameters)
        leads += _stand_out(double, days.drop(licensed), scene, "double")
        gone = bills[bills["days_after_leaving"].notna() & (bills["main"].isna() | (bills["main"] == bills["campus"]))]
        late = gone["days_after_leaving"] > parameters["ghost_leave_days"]
        leads += _stand_out(gone.assign(ghost=late, impossible=late), days, scene, "late")
    return distinct(leads), counts


def _double(bills: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Mark the days on which a doctor is there and back between two institutions too soon each way (`impossible`), and
    on these days the bills of the lesser institution (`ghost`).

    Too soon is within `ghost_gap_min`, wherever they lie, or sooner than the journey takes at the speed at which one of
    a card is impossible (`travel_min_km` in `travel_max_min`). The lesser institution is not the registered main one;
    where none is registered, the one with fewer bills.
    """
    key = bills[["doctor", "day"]]
    same = (bills["doctor"].eq(bills["doctor"].shift()) & bills["day"].eq(bills["day"].shift())).to_numpy()
    moved = same & bills["campus"].ne(bills["campus"].shift()).to_numpy()
    moved &= _too_soon(bills, parameters)
    moves = pd.Series(moved, bills.index).groupby([key["doctor"], key["day"]]).transform("sum")
    volume = bills.groupby(["doctor", "campus"])["row"].transform("size")
    # Ties are broken by name, so that one institution of two is always the greater.
    greatest = bills.assign(volume=volume).sort_values(["volume", "campus"], ascending=[False, True], kind="stable")
    first = greatest.groupby("doctor")["campus"].first()
    known = bills["main"].where(bills["main"].isin(bills["campus"]))
    home = known.fillna(bills["doctor"].map(first))
    impossible = moves >= 2
    return bills.assign(impossible=impossible, ghost=impossible & (bills["campus"] != home))


def _too_soon(bills: pd.DataFrame, parameters: Parameters) -> Flags:
    """Say of each bill whether nobody gets to it from the one before: at another institution this close in time, or too
    far away."""
    minutes = bills["second"].diff().fillna(DAY).to_numpy() / 60
    before = bills[["lnt", "lat"]].shift().to_numpy(np.float64)
    km = distances.kilometres(
        bills["lnt"].to_numpy(np.float64), bills["lat"].to_numpy(np.float64), before[:, 0], before[:, 1]
    )
    travelled = (minutes + parameters["travel_clock_min"]) * parameters["travel_min_km"] / parameters["travel_max_min"]
    return np.asarray((minutes <= parameters["ghost_gap_min"]) | (km > travelled))


def _stand_out(bills: pd.DataFrame, everybody: pd.Series[int], scene: Scene, why: str) -> list[Lead]:
    """Make a lead of each doctor with more impossible days than comparable doctors, of those that are not excused."""
    parameters = scene.parameters
    if bills.empty:
        return []
    days = bills.groupby(["doctor", "day"], sort=True)["impossible"].max().groupby("doctor").agg(["sum", "size"])
    marked, members = days["sum"].to_numpy(np.int64), days["size"].to_numpy(np.int64)
    # Too few of their kind show what is usual: then all doctors do.
    rest = everybody[~everybody.index.isin(days.index)].to_numpy(np.int64) if len(days) < COMPARABLE else members[:0]
    usual = spread.usual(np.r_[marked, np.zeros_like(rest)], np.r_[members, rest])
    q = benjamini_hochberg(usual.tail(marked, members))
    enough = (q <= parameters["lead_max_fdr"]) & (marked >= parameters.whole("ghost_min_days"))
    leads = []
    for i in np.flatnonzero(enough).tolist():
        own = bills[(bills["doctor"] == days.index[i]) & bills["ghost"]]
        patients = np.unique(own["patient"]).astype(np.int32)
        if len(patients) < parameters.whole("ghost_min_patients"):
            continue
        measured = {"days": float(marked[i]), "expected": float(usual.mean * members[i]), why: 1.0}
        measured["flag_known"] = float(own["mul_prac_flag"].notna().all() or why == "late")
        leads.append(_lead(str(days.index[i]), own, patients, scene, fdr=float(q[i]), measured=measured))
    return leads


def _full(found: Overload, scene: Scene) -> Lead:
    measured = {"days": float(found.days), "expected": found.expected, "p_value": found.p_value, "load": found.bills}
    own = pd.DataFrame({"row": found.rows, "guest": False})
    return _lead(found.doctor, own, found.patients, scene, fdr=found.q, measured={**measured, "flag_known": 1.0})


def _lead(
    doctor: str, own: pd.DataFrame, patients: np.ndarray, scene: Scene, *, fdr: float, measured: dict[str, float]
) -> Lead:
    claims, at = scene.claims, own["row"].to_numpy()
    places = np.unique(claims.place[at])
    venues = [Member(scene.registers.kinds[claims.places[p]], claims.places[p], "venue", 1.0) for p in places.tolist()]
    surprise = measured["days"] * np.log(measured["days"] / max(measured["expected"], 1e-6))
    parties = (*venues, Member("doctor", doctor, "prescriber", 1.0))
    return Lead(own[["row", "guest"]], patients, parties, fdr, float(surprise), measured)


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough impossible days are left: a part of the weeks may be missing, but not most."""
    return facts["day"].nunique() * 2 >= scene.parameters.whole("ghost_min_days")


def impossible(candidate: Candidate) -> evidence.Found:
    """On how many days the doctor signed where the doctor can't have been, against comparable doctors."""
    measured, facts = candidate.measured, candidate.facts
    days, expected, bills = measured["days"], measured["expected"], len(facts)
    if "load" in measured:
        return _too_full(candidate)
    if "double" in measured:
        detail = Text(
            f"该医师有{days:.0f}天在两家机构来回交替签署，间隔极短或不足以赶到，另一家机构由此产生{bills}次结算；"
            f"按同样在多处签署的医师，预期{expected:.1f}天",
            f"on {days:.0f} days the doctor signed by turns at two institutions, within minutes or with no time for "
            f"the way, {bills} bills at the lesser one; of other doctors who sign at several places {expected:.1f} "
            f"days would be expected",
        )
    else:
        detail = Text(
            f"该医师离职后仍有{days:.0f}天被用于签署，共{bills}次结算；按其他离职医师的水平，预期{expected:.1f}天",
            f"the doctor's name was used on {days:.0f} days after leaving, in {bills} settlements; of others who "
            f"left {expected:.1f} days would be expected",
        )
    p_value = evidence.poisson_tail(days, expected)
    return days / (days + 8.0), evidence.evidence("impossible_days", detail, days, expected, p_value, facts)


def _too_full(candidate: Candidate) -> evidence.Found:
    """How many patients made the doctor's too full days, against crowds drawn from the patients of the house."""
    measured, people, bills = candidate.measured, len(candidate.patients), len(candidate.facts)
    days, expected = measured["days"], measured["expected"]
    detail = Text(
        f"该医师有{days:.0f}天门诊结算过多（平均{measured['load']:.0f}笔），其中{people}人反复出现在这些日子，共{bills}笔，没有他们多数日子并不超量；"
        f"若这些日子的就诊者出自该机构平时的患者，预期{expected:.1f}人",
        f"on {days:.0f} days the doctor has too many outpatient bills ({measured['load']:.0f} on average); the same "
        f"{people} people come to most of them, with {bills} bills, without which most of the days would not be too "
        f"full; were these crowds drawn from the house's patients, {expected:.1f} would be expected",
    )
    return days / (days + 8.0), evidence.evidence(
        "impossible_days", detail, people, expected, measured["p_value"], candidate.facts
    )


def weak(candidate: Candidate, parameters: Parameters) -> str | None:
    """Say why it is too weak: nothing is known of a licence for several sites, or one family fills the days."""
    if "load" in candidate.measured:
        return few_households(candidate, parameters)
    return None if candidate.measured["flag_known"] else "weak"


SCHEME = Scheme(
    code="ghost_doctor",
    name=Text("冒用医师/挂证", "ghost doctor"),
    behaviour="B1",
    doc=__doc__,
    essential=("ghost_doctor",),
    helpful=("doctor_register", "travel"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("impossible_days", 0.8, impossible),
        Signal("same_items", 0.1, evidence.same_items),
        Signal("uniform_fee", 0.1, evidence.uniform_fee),
    ),
    explanations=(
        alliance.EXPLANATION,
        default_doctor.EXPLANATION,
        serial_treatment.EXPLANATION,
        programme.EXPLANATION,
    ),
    weak=weak,
)
