"""An employer whose staff join shortly before a birth, claim maternity benefits and leave.

Agents register pregnant women as staff of a company that does nothing, for the benefits of employees. A young firm with
real births, a kindergarten or a labour agency also has young women and new staff; but theirs do not nearly all join to
give birth and leave.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.innocent import family
from graphfraud.model.ring import Member, Text
from graphfraud.parameters import Parameters
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find employers with more persons who join, claim and leave than comparable employers' newly joined staff."""
    parameters = scene.parameters
    scene.tables("psn_insu_d", "psn_info_b")
    if not len(scene.claims):
        return [], {"employers": 0}
    # Who joined longer before the first settlement can't be seen to claim soon after.
    first = np.datetime64(int(scene.claims.second.min()), "s").astype("datetime64[D]")
    since = (first - parameters.whole("shell_join_days")).astype(object)
    table = scene.engine.arrow(queries.sql("scheme_shell_employer"), since=since)
    spells = table.to_pandas(date_as_object=False)
    if spells.empty:
        return [], {"employers": 0}
    marked = _marked(spells, scene)
    staff = _staff(marked)
    staff = staff[staff["joined"] >= parameters.whole("shell_min_patients")]
    if staff.empty:
        return [], {"employers": 0}
    come = staff["came"].to_numpy(np.float64)
    gone = staff["gone"].to_numpy(np.float64)
    exposed = staff["joined"].to_numpy(np.float64)
    expected = excess.of_others(gone, exposed, parameters["shell_ordinary"])
    p_value = excess.tail(gone, expected, parameters["hub_spread"])
    q = benjamini_hochberg(p_value)
    enough = (
        (gone >= parameters.whole("shell_min_patients"))
        & (come >= parameters["shell_min_share"] * exposed)
        & (gone >= 0.5 * come)
        & (q <= parameters["lead_max_fdr"])
    )
    shells = staff.assign(expected=expected, p_value=p_value, q=q)[enough]
    sisters = _sisters(marked, shells, scene.parameters)
    return _leads(marked, pd.concat([shells, sisters]).sort_index(), scene), {"employers": len(staff)}


def _sisters(marked: pd.DataFrame, shells: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Give the employers, too small to stand out themselves, that most of a shell's claimants pass through as well, and
    where as many of the others who join do so to claim."""
    joined = _staff(marked)
    others = marked[~marked["emp_no"].isin(shells.index)].drop_duplicates(["emp_no", "patient"])
    found: set[str] = set()
    for shell in shells.index:
        own = marked.loc[(marked["emp_no"] == shell) & marked["came"], "patient"].unique()
        passed = others[others["patient"].isin(own)].groupby("emp_no").size()
        found |= set(passed.index[2 * passed > len(own)])
    small = joined.loc[sorted(found)]
    small = small[(small["came"] > 0) & (small["came"] >= parameters["shell_min_share"] * small["joined"])]
    return small.assign(expected=parameters["shell_ordinary"] * small["joined"], p_value=1.0, q=1.0)


def _marked(spells: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """Mark who claimed soon after joining (`came`), left soon after that (`gone`), and counts as joined (`fresh`)."""
    parameters = scene.parameters
    within = pd.Timedelta(days=parameters.whole("shell_join_days"))
    after = spells["day"] - spells["joined"]
    claimed = (after >= pd.Timedelta(0)) & (after <= within)
    left = spells["quit"] - spells["day"]
    soon = claimed & (left >= pd.Timedelta(0)) & (left <= pd.Timedelta(days=parameters.whole("shell_leave_days")))
    marked = spells.assign(claimed=claimed)
    marked["came"] = marked["claimed"].groupby([marked["emp_no"], marked["patient"]]).transform("any")
    # Who claimed at another employer says nothing about this one's joiners: shells hand persons on.
    marked["fresh"] = marked["came"] | ~marked["came"].groupby(marked["patient"]).transform("any")
    marked["gone"] = soon.groupby([marked["emp_no"], marked["patient"]]).transform("any")
    return marked


def _staff(marked: pd.DataFrame) -> pd.DataFrame:
    """Count each employer's newly joined staff: all, those who came to claim, those gone after it."""
    one = marked.drop_duplicates(["emp_no", "patient"])
    counts = one.groupby("emp_no").agg(joined=("fresh", "sum"), came=("came", "sum"), gone=("gone", "sum"))
    return counts.sort_index()


def _leads(marked: pd.DataFrame, shells: pd.DataFrame, scene: Scene) -> list[Lead]:
    """Make one lead of shells through which the same claimants go."""
    names = shells.index.to_list()
    own = marked[marked["emp_no"].isin(names) & marked["came"]]
    number = {name: i for i, name in enumerate(names)}
    # A claimant may have moved through further shells.
    through = marked[marked["emp_no"].isin(names) & marked["patient"].isin(own["patient"])]
    people = pd.DataFrame({"hub": through["emp_no"].map(number), "patient": _positions(through["patient"], scene)})
    leads = []
    for which, patients in hubs.unite(people, range(len(names))):
        emps = [names[i] for i in which.tolist()]
        chosen = own[own["emp_no"].isin(emps) & own["claimed"]].sort_values(["row", "emp_no"]).drop_duplicates("row")
        facts = pd.DataFrame(
            {
                "row": chosen["row"].to_numpy(np.int64),
                "emp_no": chosen["emp_no"].to_numpy(),
                "tenure": (chosen["day"] - chosen["joined"]).dt.days.to_numpy(),
            }
        )
        counted = shells.loc[emps]
        best = float(counted["p_value"].min())
        parties = tuple(
            Member("employer", name, "broker", evidence.tidy(min(1.0, came / joined)))
            for name, came, joined in zip(emps, counted["came"], counted["joined"], strict=True)
        )
        leads.append(
            Lead(
                facts,
                patients,
                parties=parties,
                fdr=float(counted["q"].min()),
                surprise=-float(np.log(max(best, 1e-300))),
                measured={
                    "joined": float(counted["joined"].sum()),
                    "gone": float(counted["gone"].sum()),
                    "expected": float(counted["expected"].sum()),
                    "p_value": best,
                },
            )
        )
    return leads


def _positions(patients: pd.Series[str], scene: Scene) -> np.ndarray:
    return np.searchsorted(np.array(scene.claims.patients, dtype=object), patients.to_numpy()).astype(np.int32)


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough claimants are left."""
    return facts["patient"].nunique() >= scene.parameters.whole("shell_min_patients")


def shell_employer(candidate: Candidate) -> evidence.Found:
    """How many of the newly joined staff claimed and left, against comparable employers, and how long they had been
    there."""
    measured, facts = candidate.measured, candidate.facts
    gone, joined, expected = int(measured["gone"]), int(measured["joined"]), measured["expected"]
    tenure = int(facts.groupby("patient")["tenure"].min().median())
    detail = Text(
        f"新参保的{joined}名育龄人员中有{len(candidate.patients)}人随即申领生育待遇（参保到就诊中位数{tenure}天），"
        f"其中{gone}人随后停保；按同类单位预期{expected:.2f}人",
        f"of {joined} newly joined staff of childbearing age {len(candidate.patients)} soon claimed maternity benefits "
        f"(median {tenure} days after joining) and {gone} left afterwards; comparable employers would have "
        f"{expected:.2f}",
    )
    strength = gone / (gone + 3.0)
    return strength, evidence.evidence("shell_employer", detail, gone, expected, measured["p_value"], facts)


SCHEME = Scheme(
    code="shell_employer",
    name=Text("生育津贴空壳公司", "shell employer"),
    behaviour="B2",
    doc=__doc__,
    essential=("employment",),
    helpful=("household", "fertility"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("shell_employer", 0.95, shell_employer),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=(family.EXPLANATION,),
    weak=few_households,
)
