"""One village, care home or contact keeps sending its people to one hospital.

Everybody's neighbours use the nearest hospital. A feeder shows when far more of its people are admitted there again and
again than of other patients of the same ages, who have their usual hospital too, and when they are a good part of
that hospital's admissions over several months. A screening project calls once; the number of an agency or of the
hospital itself, which stands for hundreds of patients or for those who came once as well, is left out.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import excess
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Codes, Flags
from graphfraud.innocent import local_hospital, own_clinic, treatment_cycle
from graphfraud.model.ring import Member, Text
from graphfraud.rings import evidence, standout
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead, distinct
from graphfraud.rings.standout import LEVELS, Gate, Standout
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals.events import Floats

DESK_LEAST, DESK_SHARE = 5, 0.7
"""A hospital's own number: it stands on the only admissions of so many patients, and on nearly as large a share of all
such admissions there as of those of patients who come again."""
AGE_BANDS = np.array([10, 20, 30, 40, 50, 60, 70, 80]) * 365.25


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find hubs whose people are admitted to one hospital again and again, more of them than of their like."""
    parameters, claims = scene.parameters, scene.claims
    scene.tables("setl_d", "mdtrt_d", "psn_info_b", "medins_info_b")
    rows = scene.engine.arrow(
        queries.sql("scheme_feeder"),
        min_patients=parameters.whole("feeder_min_patients"),
        max_patients=parameters.whole("feeder_max_patients"),
    ).to_pandas()
    at = rows["row"].to_numpy(np.int64)
    rows = rows.assign(patient=claims.patient[at], place=claims.place[at], time=claims.begin[at])
    admissions = rows.drop_duplicates("row")[["row", "patient", "place"]]
    capped = rows[rows["capped"]]
    hubs = _hubs(rows[rows["sort"].notna() & ~rows["capped"]])
    desks = _desks(hubs, admissions)
    hubs = hubs[~hubs["hub"].isin(desks)]
    counts = {
        "admissions": len(admissions),
        "hubs": int(hubs["hub"].nunique()),
        "hubs_too_large": int(capped[["sort", "name"]].drop_duplicates().shape[0]),
        "front_desks": len(desks),
    }
    gate = Gate(
        parameters.whole("feeder_min_patients"),
        parameters["feeder_min_ratio"],
        parameters["lead_max_fdr"],
        parameters["group_spread"],
        parameters.whole("hub_min_times"),
        of_all=True,
    )
    leads = []
    for sort, own in hubs.groupby("sort"):
        own = own.assign(hub=own.groupby("hub").ngroup())
        # Nearly everybody has an employer or a village; few share a telephone or an address with so many.
        found = standout.find(own, _exposure(own, admissions, scene, apart=sort != "employer"), gate)
        leads += [lead for s in found if (lead := _lead(s, str(sort), admissions, scene)) is not None]
    return _together(leads, scene), counts


def _hubs(rows: pd.DataFrame) -> pd.DataFrame:
    """Number the hubs, and keep each one's admissions to its most used hospital (ties: the first)."""
    rows = rows.assign(hub=rows.groupby(["sort", "name"]).ngroup())
    used = rows.groupby(["hub", "place"]).size().reset_index(name="used")
    top = used.sort_values(["hub", "used", "place"], ascending=[True, False, True]).drop_duplicates("hub")
    return rows.merge(top[["hub", "place"]], on=["hub", "place"])


def _desks(hubs: pd.DataFrame, admissions: pd.DataFrame) -> Codes:
    """Give the contacts that are a hospital's own number: on the admissions of those who came once, too.

    A front desk writes its number for whoever comes, so most often for who comes often; a sender's people all do.
    """
    often = admissions.groupby(["patient", "place"]).size().rename("often").reset_index()
    single = often[often["often"] == 1].groupby("place").size()
    repeated = often[often["often"] > 1].groupby("place")["often"].sum()
    own = hubs[(hubs["sort"] == "contact") & hubs["called"]].merge(often, on=["patient", "place"])
    rows = own.assign(once=own["often"] == 1, again=own["often"] > 1)
    found = rows.groupby("hub").agg({"place": "first", "once": "sum", "again": "sum"})
    once = found["once"] / found["place"].map(single).fillna(np.inf)
    again = found["again"] / found["place"].map(repeated).fillna(np.inf)
    desk: Codes = found.index[(found["once"] >= DESK_LEAST) & (once >= DESK_SHARE * again)].to_numpy()
    return desk


def _exposure(own: pd.DataFrame, admissions: pd.DataFrame, scene: Scene, *, apart: bool) -> Floats:
    """Give how many of each hub's patients would come at least so often (shape levels × hubs), by the share of patients
    of their age whom an ordinary hospital admitted at least so often, as the one that admitted them most; or by that
    of the hub's own hospital, where its other patients come more often.

    Hospitals that admit again and again by their calling, or in a fraud of their own, don't set the norm for all; nor,
    where hubs are `apart` from ordinary patients, do several hubs of one hospital for each other.
    """
    most = admissions.groupby(["patient", "place"]).size().reset_index(name="times")
    most = most.sort_values(["patient", "times", "place"], ascending=[True, False, True]).drop_duplicates("patient")
    place, band = most["place"].to_numpy(np.int64), _age_band(scene, most["patient"].to_numpy())
    people = own[["hub", "patient", "place"]].drop_duplicates(["hub", "patient"])
    hub, of = people["hub"].to_numpy(np.int64), _age_band(scene, people["patient"].to_numpy())
    guests = most[~most["patient"].isin(people["patient"])] if apart else most
    mine = people.merge(guests, on=["patient", "place"])
    expected = []
    for least in LEVELS:
        usual = _shares(most["times"].to_numpy() >= least, place, band, scene.parameters["group_spread"])[of]
        # The hub itself says nothing of its hospital's other patients.
        seen, came = (
            rows.groupby("place").size().reindex(people["place"], fill_value=0).to_numpy()
            - own_rows.groupby("hub").size().reindex(hub, fill_value=0).to_numpy()
            for rows, own_rows in ((guests[guests["times"] >= least], mine[mine["times"] >= least]), (guests, mine))
        )
        here = (seen + excess.NEAR * usual) / (came + excess.NEAR)
        expected.append(np.bincount(hub, np.maximum(usual, here)))
    return np.array(expected)


def _shares(often: Flags, place: Codes, band: Codes, spread: float) -> Floats:
    """Give the share of each age band's patients who came often, at the hospitals where it is ordinary for their
    patients' ages; where few of an age are left, all ages stand in for the missing."""
    bands = len(AGE_BANDS) + 2
    pooled = np.bincount(band, often, bands) / np.maximum(np.bincount(band, minlength=bands), 1)
    seen, usual = np.bincount(place, often).astype(np.float64), np.bincount(place, pooled[band]).astype(np.float64)
    kept = excess.ordinary(seen, usual, spread=spread)[place]
    people, came = np.bincount(band[kept], minlength=bands), np.bincount(band[kept], often[kept], bands)
    everywhere = (came.sum() + 0.5) / (people.sum() + 1.0)
    shares: Floats = (came + excess.NEAR * everywhere) / (people + excess.NEAR)
    return shares


def _age_band(scene: Scene, patients: Codes) -> np.ndarray:
    """Give a number of each patient's age band at the first settlement of the data; the last for an unknown age."""
    start = float(scene.claims.second.min()) / 86_400
    age = start - scene.people.born[patients]
    return np.where(np.isnan(age), len(AGE_BANDS) + 1, np.searchsorted(AGE_BANDS, age))


def _lead(found: Standout, sort: str, admissions: pd.DataFrame, scene: Scene) -> Lead | None:
    """Make a lead where the members go there mostly, are a good part of the admissions, and over several months."""
    parameters, rows = scene.parameters, found.facts.drop_duplicates("row")
    anywhere = admissions["patient"].isin(found.patients).sum()
    at_place = admissions["place"].isin(rows["place"].unique()).sum()
    concentration, share = len(rows) / max(anywhere, 1), len(rows) / max(at_place, 1)
    months = len(np.unique(rows["time"].to_numpy().astype("datetime64[D]").astype("datetime64[M]")))
    if (
        concentration < parameters["feeder_min_concentration"]
        or share < parameters["feeder_min_share"]
        or months < parameters["feeder_min_months"]
    ):
        return None
    names = sorted(found.facts["name"].unique()) if sort == "employer" else []
    sender = tuple(Member("employer", str(name), "broker", 1.0) for name in names)
    return Lead(
        rows[["row"]],
        found.patients,
        parties=(*standout.venues(scene, rows["place"].to_numpy()), *sender),
        fdr=found.q,
        surprise=found.surprise,
        measured={
            "expected": found.expected,
            "p_value": found.p_value,
            "level": found.level,
            "concentration": concentration,
            "share": share,
            "months": months,
            "sort": SORTS.index(sort),
            "own_clinic": float(_own_clinic(rows, sort, scene)),
            **_outpatient(found.patients, rows["place"].unique(), scene.claims, ""),
            **_outpatient(_community(found.patients, sort, scene), rows["place"].unique(), scene.claims, "community_"),
        },
    )


def _community(patients: Codes, sort: str, scene: Scene) -> Codes:
    """Give everybody of the employer or village that feeds; nobody where an address or a contact does."""
    origin = scene.people.employer
    own = np.unique(origin[patients]) if sort == "employer" else np.zeros(0, np.int32)
    everybody: Codes = np.flatnonzero(np.isin(origin, own[own >= 0])).astype(np.int32)
    return everybody


def _together(leads: list[Lead], scene: Scene) -> list[Lead]:
    """Make one lead of those that one sender feeds to one hospital: half or more of each one's patients are in both.

    Not everybody's stay names the sender, nor are all registered in the village: each lead lacks some of the people.
    What the most surprising one measured stands for all.
    """
    made: list[Lead] = []
    for lead in distinct(leads):
        near = [other for other in leads if _same(lead, other, scene)]
        facts = pd.concat([one.facts for one in [lead, *near]]).drop_duplicates("row")
        patients = np.unique(np.concatenate([one.patients for one in [lead, *near]])).astype(np.int32)
        measured = {**lead.measured, **{f"by_{SORTS[int(n.measured['sort'])]}": 1.0 for n in near}}
        made.append(replace(lead, facts=facts, patients=patients, measured=measured))
    return made


def _same(lead: Lead, other: Lead, scene: Scene) -> bool:
    """Say whether the other lead, of another sort, clear and at the same hospital, has half of each one's patients."""
    # At the level that is nearest to its group, chance may have a larger part in it than it may in a lead.
    clear = len(other.patients) >= scene.parameters["feeder_min_ratio"] * other.measured["expected"]
    if other.measured["sort"] == lead.measured["sort"] or not clear:
        return False
    at, others = (np.unique(scene.claims.place[one.facts["row"].to_numpy()]) for one in (lead, other))
    shared = len(np.intersect1d(lead.patients, other.patients))
    return np.array_equal(at, others) and 2 * shared >= max(len(lead.patients), len(other.patients))


def _outpatient(patients: Codes, places: np.ndarray, claims: Claims, whose: str) -> dict[str, float]:
    """Count the patients' visits without admission to institutions that admit, everywhere and at these."""
    admits = np.zeros(len(claims.places), bool)
    admits[claims.place[claims.stay]] = True
    rows = claims.rows_of(patients)
    visited = claims.place[rows[~claims.stay[rows]]]
    visited = visited[admits[visited]]
    here = float(np.isin(visited, places).sum())
    return {f"{whose}outpatient_visits": float(len(visited)), f"{whose}outpatient_here": here}


def _own_clinic(rows: pd.DataFrame, sort: str, scene: Scene) -> bool:
    """Say whether the institution belongs to a care home by its name, kind or address."""
    names = [scene.claims.places[i] for i in np.unique(rows["place"]).tolist()]
    if any(scene.registers.kinds[name] == "clinic" for name in names):
        return True
    known = scene.engine.arrow(queries.sql("scheme_feeder_institutions")).to_pandas()
    here = known[known["fixmedins_code"].isin(names)]
    addresses = set(rows["name"]) if sort == "address" else set()
    return bool(here["fixmedins_name"].str.contains(own_clinic.WORDS).any() or here["addr"].isin(addresses).any())


SORTS = ("contact", "address", "employer")
_NAMES = {
    "contact": ("同一联系电话", "one contact's telephone"),
    "address": ("同一住址或养老机构", "one address or care home"),
    "employer": ("同一单位或村组", "one employer or village"),
}


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough patients are left who were admitted at least twice."""
    again = facts.groupby("patient").size() >= 2
    return int(again.sum()) >= scene.parameters.whole("feeder_min_patients")


def feeder(candidate: Candidate) -> evidence.Found:
    """How many people of the hub were admitted there again and again, against patients of the same ages."""
    measured, people = candidate.measured, len(candidate.patients)
    expected, times = measured["expected"], int(measured["level"])
    names = [_NAMES[s] for n, s in enumerate(SORTS) if n == int(measured["sort"]) or f"by_{s}" in measured]
    zh, en = "或".join(name[0] for name in names), " or ".join(name[1] for name in names)
    detail = Text(
        f"{zh}下有{people}人在{int(measured['months'])}个月份里各住同一医院{times}次以上，共{len(candidate.facts)}次，"
        f"占其全部住院的{measured['concentration'] * 100:.0f}%、该院收治的{measured['share'] * 100:.0f}%；"
        f"按同龄住院人群，预期{expected:.1f}人",
        f"{people} people of {en} were admitted to one hospital {times} or more times each, {len(candidate.facts)} "
        f"times in {int(measured['months'])} months: {measured['concentration'] * 100:.0f}% of all their stays, "
        f"{measured['share'] * 100:.0f}% of the hospital's; going by patients of the same ages, {expected:.1f} people "
        "are expected",
    )
    p_value = measured["p_value"]
    return people / (people + 5.0), evidence.evidence("feeder", detail, people, expected, p_value, candidate.facts)


SCHEME = Scheme(
    code="feeder",
    name=Text("养老院/村组输送", "care home or village feeding a hospital"),
    behaviour="B1",
    doc=__doc__,
    essential=("co_stay", "hub"),
    helpful=("household", "treatment", "contact"),
    stays=True,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("feeder", 0.75, feeder),
        Signal("same_doctor", 0.05, evidence.same_doctor),
        Signal("same_diagnosis", 0.05, evidence.same_diagnosis),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
        Signal("low_self_pay", 0.1, evidence.low_self_pay),
    ),
    explanations=(own_clinic.EXPLANATION, local_hospital.EXPLANATION, treatment_cycle.EXPLANATION),
    weak=few_households,
)
