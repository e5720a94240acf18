"""One certifier registers many new chronic-disease entitlements in a few days, and they are used at once in one place
or in a few.

An entitlement pays for drugs all year, so it is worth a false diagnosis. A screening day, a yearly campaign or the only
assessor of a county also registers many at a time; but those people then go where they always went, and not most of
them to one counter, or to the same few, where neither they nor the certifier's other patients are usually seen. The
more counters, the more ways to choose them there are, and the fewer of the persons chance may bring there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes, Flags
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
    """Persons certified by one certifier for one disease within the window, whose first use was at the places."""

    certifiers: frozenset[tuple[str, str]]
    places: tuple[int, ...]
    dise: str
    patients: Codes
    observed: int
    expected: float
    p_value: float


@dataclass(frozen=True, slots=True)
class _Grants:
    """Uses of new entitlements, each one's first that was made at once, and where older ones are used."""

    uses: pd.DataFrame
    first: pd.DataFrame
    earlier: Codes
    areas: Areas
    scene: Scene

    @property
    def places(self) -> int:
        """How many places may be chosen."""
        return len(np.unique(np.r_[self.first["place"].to_numpy(), self.earlier]))

    @property
    def windows(self) -> float:
        """How many windows the new entitlements spread over."""
        begun = self.first["begun"]
        return max(1.0, float(begun.max() - begun.min() + 1) / self.scene.parameters.whole("qualification_window_days"))


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find bursts of new entitlements that meet at few places, against the certifier's, the places' and own habits."""
    parameters = scene.parameters
    scene.tables("opsp_reg_d", "setl_d")
    uses = scene.engine.arrow(queries.sql("scheme_false_qualification")).to_pandas()
    if uses.empty:
        return [], {"entitlements": 0}
    grants = _grants(uses, scene)
    entitlements = {"entitlements": len(grants.first)}
    bursts, tested = _bursts(grants) if len(grants.first) else ([], 0)
    if not bursts:
        return [], entitlements
    p_values = np.r_[[b.p_value for b in bursts], np.ones(max(tested - len(bursts), 0))]
    q = benjamini_hochberg(p_values)[: len(bursts)]
    kept = [(b, float(rate)) for b, rate in zip(bursts, q.tolist(), strict=True) if rate <= parameters["lead_max_fdr"]]
    return _leads(kept, grants.uses, scene), entitlements


def _grants(uses: pd.DataFrame, scene: Scene) -> _Grants:
    """Part the new entitlements from those that are older than the data, or used before they were registered."""
    at = uses["row"].to_numpy()
    uses = uses.assign(patient=scene.claims.patient[at], place=scene.claims.place[at])
    old = ~uses["fresh"] | (uses.groupby(["patient", "dise"])["days_after"].transform("min") < 0)
    earlier, uses = uses[old].drop_duplicates(["patient", "dise"]), uses[~old]
    soon = uses[uses["days_after"] <= scene.parameters.whole("qualification_use_days")]
    first = soon.sort_values(["patient", "dise", "days_after", "row"]).drop_duplicates(["patient", "dise"])
    first = first.assign(begun=(pd.to_datetime(first["begndate"]) - pd.Timestamp(0)).dt.days.to_numpy())
    areas = Areas(scene.claims, scene.registers.kinds, np.unique(uses["row"].to_numpy()))
    return _Grants(uses, first, earlier["place"].to_numpy(), areas, scene)


def _bursts(grants: _Grants) -> tuple[list[_Burst], int]:
    """Give the bursts of each certifier and disease, the most surprising at any counter, and how many certifiers and
    diseases were tested."""
    found, tested = [], 0
    for kind in CERTIFIERS:
        named = grants.first.dropna(subset=[kind])
        # Who certified too few for a ring is never tested, whatever his or her patients did.
        size = named.groupby([kind, "dise"])["patient"].transform("size")
        busy = named[size >= grants.scene.parameters.whole("qualification_min_patients")]
        tested += busy.groupby([kind, "dise"]).ngroups
        for (certifier, _), granted in busy.groupby([kind, "dise"]):
            own = (grants.first[kind] == certifier).to_numpy()
            tried = [_burst(granted, places, own, grants) for places in _counters(granted, grants.scene)]
            taken: set[int] = set()
            for burst in sorted((b for b in tried if b is not None), key=lambda b: (b.p_value, b.places)):
                if taken.isdisjoint(burst.places):
                    taken.update(burst.places)
                    found.append(burst)
    return found, tested


def _counters(granted: pd.DataFrame, scene: Scene) -> list[tuple[int, ...]]:
    """Give the sets of counters where enough may have met: each alone, and in the densest window of each the two, three
    or more that most share."""
    least = scene.parameters.whole("qualification_min_patients")
    window = scene.parameters.whole("qualification_window_days")
    begun, place = granted["begun"].to_numpy(), granted["place"].to_numpy()
    busy, size = np.unique(place, return_counts=True)
    sets = {(p,) for p in busy[size >= least].tolist()}
    for start in sorted({_densest(begun[place == p], window) for p in busy[size >= 2].tolist()}):
        there, count = np.unique(place[(begun >= start) & (begun < start + window)], return_counts=True)
        order = np.argsort(-count, kind="stable")
        held, shared = np.cumsum(count[order]), int((count >= 2).sum())
        ranked = there[order].tolist()
        sets |= {tuple(sorted(ranked[:few])) for few in range(2, shared + 1) if held[few - 1] >= least}
    return sorted(sets)


def _burst(granted: pd.DataFrame, places: tuple[int, ...], own: Flags, grants: _Grants) -> _Burst | None:
    """Test those granted in the window that is densest at the places; None where they are too few, or hardly more than
    expected. `own`: which of all first uses are the certifier's patients'."""
    parameters, first = grants.scene.parameters, grants.first
    window, ratio = parameters.whole("qualification_window_days"), parameters["hub_min_ratio"]
    cell = granted[granted["place"].isin(places)]
    start = _densest(cell["begun"].to_numpy(), window)
    burst = granted[granted["begun"].between(start, start + window - 1)]
    inside = burst[burst["place"].isin(places)]
    least = max(parameters.whole("qualification_min_patients"), parameters["qualification_min_share"] * len(burst))
    elsewhere = first[~own]["begun"].between(start, start + window - 1)
    campaign = float(elsewhere.mean()) if len(elsewhere) else 0.0
    usually = (len(cell) - len(inside)) / max(grants.windows - 1, 1) * max(campaign * grants.windows, 1.0)
    # A day on which everybody registers, or to which a register was moved, expects its share of this cell.
    timely = max(usually, campaign * len(cell))
    if len(inside) < max(least, ratio * timely):
        return None
    # Neither the burst nor its stragglers, of the week before and after, may make its places look popular.
    around = granted.index[granted["begun"].between(start - window, start + 2 * window - 1)]
    habits = _habits(burst, places, first[own].drop(around), first.drop(around), grants)
    expected = max(float((1.0 - np.prod(1.0 - habits, axis=1)).sum()), timely)
    if len(inside) < ratio * expected:
        return None
    often = excess.tail(np.array([len(inside)]), np.array([timely]), parameters["hub_spread"])
    there = excess.of_chosen(excess.of_persons(len(inside), habits), len(places), grants.places)
    dise, uses = str(granted["dise"].iloc[0]), grants.uses
    group = uses[uses["place"].isin(places) & uses["dise"].eq(dise) & uses["patient"].isin(burst["patient"])]
    patients = np.unique(group["patient"]).astype(np.int32)
    p_value = max(float(often[0]), there)
    return _Burst(_certifiers(inside), places, dise, patients, len(inside), expected, p_value)


def _densest(begun: np.ndarray, window: int) -> int:
    """Give the first day of the window that holds most days (ties: the earliest)."""
    days = np.sort(begun)
    held = np.searchsorted(days, days + window - 1, "right") - np.arange(len(days))
    return int(days[np.argmax(held)])


def _habits(
    burst: pd.DataFrame, places: tuple[int, ...], others: pd.DataFrame, rest: pd.DataFrame, grants: _Grants
) -> Floats:
    """Give how likely each of the certified is to come to each place by own and area's habits, by those of the
    certifier's `others` and of everybody's with such an entitlement, shape (patients, places).

    Whose habits nobody knows is taken to go where the others go. At the institution that certified them everybody is
    expected.
    """
    patients, everybody = burst["patient"].to_numpy(), np.r_[rest["place"].to_numpy(), grants.earlier]
    known = grants.areas.settled(patients) > 0
    habits = np.zeros((len(patients), len(places)))
    for n, place in enumerate(places):
        # One more, so that nobody is sure to stay away.
        common = float((everybody == place).sum() + 1) / (len(everybody) + 1)
        usual = (float((others["place"] == place).sum()) + common) / (len(others) + 1)
        share = grants.areas.share(patients, place)
        share[~known] = share[known].mean() if known.any() else 0.0
        habits[:, n] = np.maximum(max(usual, common), share)
        habits[(burst["house"] == grants.scene.claims.places[place]).to_numpy(), n] = 1.0
    return habits


def _certifiers(inside: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Give doctors and institutions that certified at least half of the persons."""
    half = 0.5 * len(inside)
    counted = [(kind, name, n) for kind in CERTIFIERS for name, n in inside[kind].value_counts().items()]
    return frozenset((kind, str(name)) for kind, name, n in counted if n >= half)


def _leads(kept: list[tuple[_Burst, float]], uses: pd.DataFrame, scene: Scene) -> list[Lead]:
    """Make one lead of bursts that share their persons: the same doctor and house."""
    rows = [(i, p) for i, (burst, _) in enumerate(kept) for p in burst.patients.tolist()]
    leads = []
    for which, patients in hubs.unite(pd.DataFrame(rows, columns=["hub", "patient"]), range(len(kept))):
        bursts = [kept[i] for i in which.tolist()]
        strongest, fdr = min(bursts, key=lambda b: (b[0].p_value, sorted(b[0].certifiers)))
        places = sorted({place for b, _ in bursts for place in b.places})
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
                    "places": float(len(strongest.places)),
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
    """How many were certified together and used the entitlement at once at the same few places, against habit and
    chance."""
    measured, facts = candidate.measured, candidate.facts
    at_once = facts[facts["at_once"]]
    people, expected = int(measured["observed"]), measured["expected"]
    first, last = min(at_once["begndate"]), max(at_once["begndate"])
    places = int(measured["places"])
    zh, en = ("同一处", "in the same place") if places == 1 else (f"同样的{places}处", f"in the same {places} places")
    detail = Text(
        f"{people}人在{first:%Y-%m-%d}至{last:%Y-%m-%d}由同一方鉴定同一病种新增待遇，随即在{zh}使用；"
        f"按本人、所在片区及该鉴定方的习惯，预期{expected:.2f}人；该病种待遇至今共结算{len(facts)}次",
        f"{people} people were newly certified for one disease by one party from {first:%Y-%m-%d} to {last:%Y-%m-%d} "
        f"and used it at once {en}; by their own, their area's and the certifier's habits, "
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
