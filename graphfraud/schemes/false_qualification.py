"""One certifier registers many new chronic-disease entitlements in a few days, and they are used at once in one place.

An entitlement pays for drugs all year, so it is worth a false diagnosis. A screening day, a yearly campaign or the only
assessor of a county also registers many at a time; but those people then go where they always went, and not all of them
to one counter where neither they nor the certifier's other patients are usually seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Codes
from graphfraud.innocent import family, one_community
from graphfraud.model.ring import Member, Text
from graphfraud.rings import evidence, hubs
from graphfraud.rings.areas import Areas
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals.events import Floats

CERTIFIERS = ("doctor", "house")


@dataclass(frozen=True, slots=True)
class _Burst:
    """Persons certified by one certifier for one disease within the window, whose first use was at one place."""

    certifiers: frozenset[tuple[str, str]]
    place: int
    dise: str
    patients: Codes
    observed: int
    expected: float
    p_value: float


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find bursts of new entitlements that meet at one place, against the certifier's, the place's and their habits."""
    parameters = scene.parameters
    scene.tables("opsp_reg_d", "setl_d")
    uses = scene.engine.arrow(queries.sql("scheme_false_qualification")).to_pandas()
    if uses.empty:
        return [], {"entitlements": 0}
    at = uses["row"].to_numpy()
    uses = uses.assign(patient=scene.claims.patient[at], place=scene.claims.place[at])
    uses["known"] = uses.groupby(["patient", "dise"])["days_after"].transform("min") < 0
    uses = uses[~uses["known"]]
    soon = uses[uses["days_after"] <= parameters.whole("qualification_use_days")]
    first = soon.sort_values(["patient", "dise", "days_after", "row"]).drop_duplicates(["patient", "dise"])
    bursts, tested = _bursts(first, uses, scene) if len(first) else ([], 0)
    if not bursts:
        return [], {"entitlements": len(first)}
    p_values = np.r_[[b.p_value for b in bursts], np.ones(max(tested - len(bursts), 0))]
    q = benjamini_hochberg(p_values)[: len(bursts)]
    kept = [(b, float(rate)) for b, rate in zip(bursts, q.tolist(), strict=True) if rate <= parameters["lead_max_fdr"]]
    return _leads(kept, uses, scene), {"entitlements": len(first)}


def _bursts(first: pd.DataFrame, uses: pd.DataFrame, scene: Scene) -> tuple[list[_Burst], int]:
    """Give the densest window of each certifier, disease and place, and how many certifiers and diseases were tested.

    No two places can take the larger part of one burst, so each certifier and disease is one hypothesis.
    """
    parameters = scene.parameters
    least, window = parameters.whole("qualification_min_patients"), parameters.whole("qualification_window_days")
    begun = (pd.to_datetime(first["begndate"]) - pd.Timestamp(0)).dt.days.to_numpy()
    first = first.assign(begun=begun)
    spread = max(1.0, (begun.max() - begun.min() + 1) / window)
    found: list[_Burst] = []
    areas = Areas(scene.claims, scene.registers.kinds, np.unique(uses["row"].to_numpy()))
    tested = 0
    for kind in CERTIFIERS:
        named = first.dropna(subset=[kind])
        # Who certified too few for a ring is never tested, whatever his or her patients did.
        busy = named[named.groupby([kind, "dise"])["patient"].transform("size") >= least]
        tested += busy.groupby([kind, "dise"]).ngroups
        cells = busy.groupby([kind, "dise", "place"])
        for _, cell in cells:
            if len(cell) < least:
                continue
            certifier, dise, place = cell[kind].iloc[0], str(cell["dise"].iloc[0]), int(cell["place"].iloc[0])
            start = _densest(cell["begun"].to_numpy(), window)
            inside = cell[cell["begun"].between(start, start + window - 1)]
            if len(inside) < least:
                continue
            own = first[first[kind] == certifier]
            burst = own[(own["dise"] == dise) & own["begun"].between(start, start + window - 1)]
            if len(inside) < parameters["qualification_min_share"] * len(burst):
                continue
            # Neither the burst nor its stragglers, of the week before and after, may make its place look popular.
            around = own["begun"].between(start - window, start + 2 * window - 1)
            near = own.index[(own["dise"] == dise) & around]
            others, rest = own.drop(near), first.drop(near)
            # One more, so that nobody is sure to stay away.
            common = float((rest["place"] == place).sum() + 1) / (len(rest) + 1)
            usual = (float((others["place"] == place).sum()) + common) / (len(others) + 1)
            habit = _habit(burst, place, max(usual, common), areas, scene.claims)
            elsewhere = first[first[kind] != certifier]["begun"].between(start, start + window - 1)
            campaign = float(elsewhere.mean()) if len(elsewhere) else 0.0
            usually = (len(cell) - len(inside)) / max(spread - 1, 1) * max(campaign * spread, 1.0)
            # A day on which everybody registers, or to which a register was moved, expects its share of this cell.
            timely = max(usually, campaign * len(cell))
            expected = max(float(habit.sum()), timely)
            if len(inside) < parameters["hub_min_ratio"] * expected:
                continue
            often = excess.tail(np.array([len(inside)]), np.array([timely]), parameters["hub_spread"])
            p_value = max(float(often[0]), excess.of_persons(len(inside), habit))
            certifiers = _certifiers(inside)
            group = uses[uses["place"].eq(place) & uses["dise"].eq(dise) & uses["patient"].isin(burst["patient"])]
            patients = np.unique(group["patient"]).astype(np.int32)
            found.append(_Burst(certifiers, place, dise, patients, len(inside), expected, p_value))
    return found, tested


def _densest(begun: np.ndarray, window: int) -> int:
    """Give the first day of the window that holds most days (ties: the earliest)."""
    days = np.sort(begun)
    held = np.searchsorted(days, days + window - 1, "right") - np.arange(len(days))
    return int(days[np.argmax(held)])


def _habit(burst: pd.DataFrame, place: int, usual: float, areas: Areas, claims: Claims) -> Floats:
    """Give how likely each of the certified is to come to the place by own, area's and certifier's habits.

    Whose habits nobody knows is taken to go where the others go. At the institution that certified them everybody is
    expected.
    """
    patients = burst["patient"].to_numpy()
    share, known = areas.share(patients, place), areas.settled(patients) > 0
    share[~known] = share[known].mean() if known.any() else 0.0
    chance: Floats = np.maximum(usual, share)
    chance[(burst["house"] == claims.places[place]).to_numpy()] = 1.0
    return chance


def _certifiers(inside: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Give doctors and institutions that certified at least half of the persons."""
    half = 0.5 * len(inside)
    counted = [(kind, name, n) for kind in CERTIFIERS for name, n in inside[kind].value_counts().items()]
    return frozenset((kind, str(name)) for kind, name, n in counted if n >= half)


def _leads(kept: list[tuple[_Burst, float]], uses: pd.DataFrame, scene: Scene) -> list[Lead]:
    """Make one lead of bursts that share their persons: the same doctor and house, or two counters."""
    rows = [(i, p) for i, (burst, _) in enumerate(kept) for p in burst.patients.tolist()]
    leads = []
    for which, patients in hubs.unite(pd.DataFrame(rows, columns=["hub", "patient"]), range(len(kept))):
        bursts = [kept[i] for i in which.tolist()]
        strongest, fdr = min(bursts, key=lambda b: (b[0].p_value, sorted(b[0].certifiers)))
        places = sorted({b.place for b, _ in bursts})
        own = uses[uses["patient"].isin(patients) & (uses["dise"] == strongest.dise)].drop_duplicates("row")
        if own.empty:
            continue
        soon = own["days_after"] <= scene.parameters.whole("qualification_use_days")
        facts = own.assign(at_once=soon & own["place"].isin(places))[["row", "days_after", "at_once", "begndate"]]
        names = frozenset(c for b, _ in bursts for c in b.certifiers)
        leads.append(
            Lead(
                facts,
                patients,
                parties=_parties(names, [scene.claims.places[p] for p in places], own, scene),
                fdr=fdr,
                surprise=-float(np.log(max(strongest.p_value, 1e-300))),
                measured={
                    "observed": float(strongest.observed),
                    "expected": strongest.expected,
                    "p_value": strongest.p_value,
                },
            )
        )
    return leads


def _parties(
    certifiers: frozenset[tuple[str, str]], places: list[str], own: pd.DataFrame, scene: Scene
) -> tuple[Member, ...]:
    kinds = scene.registers.kinds
    named = [
        Member("doctor", name, "certifier", 1.0)
        if kind == "doctor"
        else Member(kinds.get(name, "hospital"), name, "certifier", 1.0)
        for kind, name in sorted(certifiers)
    ]
    taken = {name for _, name in certifiers}
    visited: Floats = np.array([(own["place"] == scene.claims.places.index(p)).mean() for p in places])
    venues = [
        Member(kinds[p], p, "venue", evidence.tidy(share))
        for p, share in zip(places, visited.tolist(), strict=True)
        if p not in taken
    ]
    return (*named, *venues)


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough persons who used their entitlement at once are left."""
    return int(facts.loc[facts["at_once"], "patient"].nunique()) >= scene.parameters.whole("qualification_min_patients")


def false_qualification(candidate: Candidate) -> evidence.Found:
    """How many were certified together and used the entitlement at once at one place, against habit and chance."""
    measured, facts = candidate.measured, candidate.facts
    at_once = facts[facts["at_once"]]
    people, expected = int(measured["observed"]), measured["expected"]
    first, last = min(at_once["begndate"]), max(at_once["begndate"])
    detail = Text(
        f"{people}人在{first:%Y-%m-%d}至{last:%Y-%m-%d}由同一方鉴定同一病种新增待遇，随即在同一处使用；"
        f"按本人、所在片区及该鉴定方的习惯，预期{expected:.2f}人；该病种待遇至今共结算{len(facts)}次",
        f"{people} people were newly certified for one disease by one party from {first:%Y-%m-%d} to {last:%Y-%m-%d} "
        f"and used it at once in the same place; by their own, their area's and the certifier's habits, "
        f"{expected:.2f} were expected; {len(facts)} settlements used this entitlement so far",
    )
    strength = people / (people + 3.0)
    found = evidence.evidence("false_qualification", detail, people, expected, measured["p_value"], facts)
    return strength, found


SCHEME = Scheme(
    code="false_qualification",
    name=Text("慢特病虚假资格", "false chronic-disease entitlement"),
    behaviour="B2",
    doc=__doc__,
    essential=("qualification",),
    helpful=("household", "chronic"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("false_qualification", 0.85, false_qualification),
        Signal("same_items", 0.1, evidence.same_items),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=(family.EXPLANATION, one_community.EXPLANATION),
    weak=few_households,
)
