"""Insurance cards of dead persons go on settling, several of them at the same place.

A family that forgets to give a card back is one case; the cards of several dead persons in one pharmacy or hospital are
in somebody's hand. A bill for care before the death, settled late, is none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.innocent import alive_again
from graphfraud.model.ring import Text
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find institutions with more dead persons' settlements than chance brings there; the same cards make one lead."""
    claims, parameters = scene.claims, scene.parameters
    scene.tables("death_reg")
    grace = parameters.whole("death_grace_days")
    facts = scene.engine.arrow(queries.sql("scheme_after_death"), grace_days=grace).to_pandas()
    if facts.empty:
        return [], {"settlements": 0}
    at = facts["row"].to_numpy()
    facts = facts.assign(hub=claims.place[at], patient=claims.patient[at])
    share = np.bincount(claims.place, minlength=len(claims.places)) / len(claims)
    observed, expected, p_value = hubs.by_chance(claims.patient[at], claims.place[at], share)
    # Tested are the places where a dead person's card was used at all.
    q = np.ones(len(p_value))
    q[observed > 0] = benjamini_hochberg(p_value[observed > 0])
    enough = (observed >= parameters.whole("death_min_patients")) & (q <= parameters["max_fdr"])
    leads = [
        _lead(facts[facts["hub"].isin(places)], patients, places, expected, q)
        for places, patients in hubs.unite(facts, np.flatnonzero(enough).tolist())
    ]
    return leads, {"settlements": len(facts), "patients": int(facts["patient"].nunique())}


def _lead(facts: pd.DataFrame, patients: np.ndarray, places: np.ndarray, expected: np.ndarray, q: np.ndarray) -> Lead:
    chance = float(expected[places].sum())
    surprise = len(patients) * np.log(len(patients) / max(chance, 1e-6)) - (len(patients) - chance)
    return Lead(
        facts[["row", "days_after"]],
        patients,
        fdr=float(q[places].min()),
        surprise=float(surprise),
        measured={"expected": chance},
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough dead persons are left."""
    return facts["patient"].nunique() >= scene.parameters.whole("death_min_patients")


def after_death(candidate: Candidate) -> evidence.Found:
    """How many dead persons' cards settled here, and how long after the death, against chance."""
    facts, people = candidate.facts, len(candidate.patients)
    expected = candidate.measured["expected"]
    late = int(facts["days_after"].max())
    detail = Text(
        f"{people}人在登记死亡之后仍有{len(facts)}次结算，最晚在死亡{late}天后；按机构业务量，偶然预期{expected:.2f}人",
        f"the cards of {people} people settled {len(facts)} times after their registered death, up to {late} days "
        f"later; by the institution's volume, chance would bring {expected:.2f} of them here",
    )
    p_value = evidence.poisson_tail(people, expected)
    return people / (people + 2.0), evidence.evidence("after_death", detail, people, expected, p_value, facts)


SCHEME = Scheme(
    code="after_death",
    name=Text("死亡后消费", "settlements after death"),
    behaviour="B1",
    doc=__doc__,
    essential=("after_death",),
    helpful=("household",),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("after_death", 0.8, after_death),
        Signal("several_places", 0.05, evidence.several_places),
        Signal("same_items", 0.1, evidence.same_items),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=(alive_again.EXPLANATION,),
    weak=few_households,
)
