"""Cards that are used by somebody else, again and again at one institution.

A card settles in two places that nobody can reach within the hour, or a man gets what only women can need. One such
bill is a wrong key at the counter; several persons with repeated ones at the same institution are cards in a strange
hand. A relative who fetches drugs at home, a wrong sex in the register and a wrong position of a house are none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import gammainc

import queries
from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Codes, Ints
from graphfraud.innocent import coding_error, family, far_away
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings import distances, evidence, hubs, remote_care, standout
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals import sessions
from graphfraud.signals.events import Floats

DAY = 86_400
ORDINARY_RATE = 0.0002
"""Of ten thousand regulars of an honest institution, two may have repeated impossible bills whatever the others show:
two slips with one card at one place are rare; faults of the register or of an institution's codes are tested apart.
A third day, and a fourth, halves the rate: no half of those with two slips make one more."""
HABIT = 0.5
"""From this share of their days at a place on, what befalls cards there is their habit, no coincidence."""
LEVELS = 3
"""Numbers of impossible days that are looked at, from the fewest on."""


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find institutions with more persons who were repeatedly impossible there than other institutions have."""
    parameters = scene.parameters
    odd = pd.concat([_travel(scene), _sex(scene)], ignore_index=True)
    counts = {"impossible": len(odd)}
    if odd.empty:
        return [], counts
    claims = scene.claims
    at = odd["row"].to_numpy(np.int64)
    odd = odd.assign(patient=claims.patient[at], hub=claims.place[at], day=claims.second[at] // DAY)
    odd["days"] = odd.groupby(["hub", "patient"])["day"].transform("nunique")
    every = odd = _without_wrong_sexes(odd, parameters)
    odd = odd[odd["days"] >= parameters.whole("impersonation_min_days")]
    came = _days(claims)
    observed, expected, p_value, regulars = _levels(odd, came, len(claims.places), parameters)
    tested = np.flatnonzero(regulars >= parameters.whole("impersonation_min_patients"))
    q = np.ones(len(observed))
    q[tested] = benjamini_hochberg(p_value[tested])
    enough = (observed >= parameters.whole("impersonation_min_patients")) & (q <= parameters["lead_max_fdr"])
    united = hubs.unite(odd, np.flatnonzero(enough).tolist())
    once = _once(every, np.bincount(came[0], minlength=len(claims.places)).astype(np.float64))
    leads = []
    for places, repeated in united:
        own = odd[odd["hub"].isin(places) & odd["patient"].isin(repeated)]
        more = once[once["hub"].isin(places) & ~once["patient"].isin(repeated)]
        # More of them than of those with repeated ones: the house gets it wrong with whoever comes.
        if more["patient"].nunique() <= len(repeated):
            own = pd.concat([own, more])
        leads.append(_lead(own, every, repeated, places, regulars, expected, p_value, q, scene))
    return leads, counts


def _without_wrong_sexes(odd: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Leave out who has items of the other sex at several institutions, and so is registered wrongly; but where nearly
    enough others have them repeatedly without that, his or her card is among the misused there.
    """
    sure = odd[~odd["anywhere"] & (odd["days"] >= parameters.whole("impersonation_min_days"))]
    others = sure.drop_duplicates(["hub", "patient"]).groupby("hub").size()
    misused = others.index[others >= parameters.whole("impersonation_min_patients") - 1]
    return pd.DataFrame(odd[~odd["anywhere"] | odd["hub"].isin(misused)])


def _once(every: pd.DataFrame, came: Floats) -> pd.DataFrame:
    """Give the bills of the other sex at institutions where hardly anybody would have one, were they like the others:
    where cards are misused again and again, one such day tells whose card is among them.

    An impossible journey tells nothing of the kind: it may be a relative's errand. `came`: of each institution, how
    many did.
    """
    items = every[~every["travel"]]
    people = items.drop_duplicates(["hub", "patient"])
    count: Floats = np.bincount(people["hub"], minlength=len(came)).astype(np.float64)
    rare = excess.of_others(count, came, ORDINARY_RATE) <= standout.CHANCE_MEMBERS * count
    return pd.DataFrame(items[rare[items["hub"]]])


def _not_between_sessions(both: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """Leave out journeys from one dialysis to the next: two centres at once are what `dialysis` looks for."""
    if both.empty:
        return both
    session = np.unique(sessions.read(scene).out["row"].to_numpy(np.int64))
    return both[~(np.isin(both["row"], session) & np.isin(both["other"], session))].reset_index(drop=True)


def _travel(scene: Scene) -> pd.DataFrame:
    """Give both ends of each impossible journey: `row`, the `other` one, `km`; without bills stamped in a batch."""
    parameters, claims = scene.parameters, scene.claims
    scene.tables("medins_info_b")
    pairs: pd.DataFrame = scene.engine.arrow(
        queries.sql("scheme_impersonation_travel"),
        max_min=parameters["travel_max_min"],
        min_km=parameters["travel_min_km"],
        clock_min=parameters["travel_clock_min"],
    ).to_pandas()
    both = pd.concat(
        [pairs, pairs.rename(columns={"row": "other", "other": "row"})[["row", "other", "km"]]], ignore_index=True
    ).astype({"row": np.int64, "other": np.int64})
    both = _not_between_sessions(both, scene)
    stamp = np.sort(claims.place.astype(np.int64) << 36 | claims.second)
    own = claims.place[both["row"]].astype(np.int64) << 36 | claims.second[both["row"]]
    batch = np.searchsorted(stamp, own, "right") - np.searchsorted(stamp, own) >= parameters.whole("batch_size")
    stamped = set(both.loc[batch, "row"])
    clean = both[~both["row"].isin(stamped) & ~both["other"].isin(stamped)]
    return pd.DataFrame(clean.assign(travel=True, anywhere=False))


def _sex(scene: Scene) -> pd.DataFrame:
    """Give bills with an item that the patient's sex rules out; `anywhere`: the patient has them at several places."""
    scene.tables("psn_info_b")
    scene.goods()
    rows = scene.engine.arrow(queries.sql("scheme_impersonation_sex")).to_pandas()
    at = rows.loc[rows["impossible"].astype(bool), "row"].to_numpy(np.int64)
    places = pd.Series(scene.claims.place[at]).groupby(scene.claims.patient[at]).transform("nunique").to_numpy()
    return pd.DataFrame(
        {"row": at, "other": at, "km": np.zeros(len(at)), "travel": np.zeros(len(at), bool), "anywhere": places > 1}
    )


def _levels(
    odd: pd.DataFrame, came_on: tuple[Ints, Ints], places: int, parameters: Parameters
) -> tuple[Floats, Floats, Floats, Floats]:
    """Count each institution's persons with so many impossible days, among those who came on as many days.

    Gives, of each institution, observed and expected at the fewest days, one p-value over all levels (the least,
    times their number), and the regulars. Few persons on many days are as telling as many on few.
    """
    people = odd.drop_duplicates(["hub", "patient"])
    came_to, on_days = came_on
    least, p_values = parameters.whole("impersonation_min_days"), []
    for days in range(least, least + LEVELS):
        hub = people.loc[people["days"] >= days, "hub"]
        count: Floats = np.bincount(hub, minlength=places).astype(np.float64)
        came: Floats = np.bincount(came_to[on_days >= days], minlength=places).astype(np.float64)
        chance = excess.of_others(count, came, ORDINARY_RATE / 2.0 ** (days - least))
        p_values.append(excess.tail(count, chance, parameters["hub_spread"]))
        if days == least:
            observed, expected, regulars = count, chance, came
    return observed, expected, np.minimum(LEVELS * np.min(p_values, axis=0), 1.0), regulars


def _days(claims: Claims) -> tuple[Ints, Ints]:
    """Give the institution, and on how many days they came, of each institution's patients: one entry a pair."""
    key = (claims.place.astype(np.int64) * len(claims.patients) + claims.patient) << 20 | claims.second // DAY
    # Counting sorts; without, numpy hashes, which takes ten times as long for so many.
    days, _ = np.unique(key, return_counts=True)
    pair, on_days = np.unique(days >> 20, return_counts=True)
    return pair // len(claims.patients), on_days


def _lead(
    own: pd.DataFrame,
    every: pd.DataFrame,
    repeated: Codes,
    places: np.ndarray,
    regulars: Floats,
    expected: Floats,
    p_value: Floats,
    q: Floats,
    scene: Scene,
) -> Lead:
    patients = np.unique(own["patient"]).astype(np.int32)
    rows = pd.concat([own[["row", "travel", "km"]], own[["other", "travel", "km"]].rename(columns={"other": "row"})])
    journeys = own[own["travel"]]
    from_far, spared = _from_far(journeys, every, repeated, scene)
    sent = remote_care.sent(journeys, every[every["travel"]], repeated, scene.claims, scene.registers.kinds)
    facts = rows.sort_values(["row", "travel"]).drop_duplicates("row").reset_index(drop=True)
    best = float(p_value[places].min())
    return Lead(
        facts.assign(here=np.isin(scene.claims.place[facts["row"]], places)),
        patients,
        fdr=float(q[places].min()),
        surprise=-float(np.log(max(best, 1e-300))),
        measured={
            "expected": float(expected[places].sum()),
            "p_value": best,
            "repeated": float(len(repeated)),
            "from_far": from_far,
            "sent": sent,
            "others_spared": float(spared),
            "others_spared_here": float(_spared(every, places, repeated, scene)),
            "share_of_regulars": float(len(repeated) / max(regulars[places].max(), 1.0)),
        },
    )


def _from_far(journeys: pd.DataFrame, every: pd.DataFrame, members: Codes, scene: Scene) -> tuple[float, bool]:
    """Give the share of journeys with an end whose other patients come from far as well (−1 without a journey), and
    whether such ends spare those others."""
    if journeys.empty:
        return -1.0, False
    claims, km = scene.claims, scene.parameters["travel_min_km"]
    scene.tables("medins_info_b")
    register = scene.engine.arrow("SELECT fixmedins_code, lnt, lat FROM medins_info_b").to_pandas()
    positions = register.drop_duplicates("fixmedins_code").set_index("fixmedins_code").reindex(claims.places)
    here, there = claims.place[journeys["row"]], claims.place[journeys["other"]]
    remote = {
        place: distances.from_far(claims, place, members, positions, km) > 0.5
        for place in np.union1d(here, there).tolist()
    }
    share = float(np.mean([remote[a] or remote[b] for a, b in zip(here.tolist(), there.tolist(), strict=True)]))
    ends = np.array([place for place, far in remote.items() if far], dtype=np.int32)
    return share, _spared(every, ends, members, scene)


def _spared(every: pd.DataFrame, places: Codes, members: Codes, scene: Scene) -> bool:
    """Say whether what befalls the members at the `places` hardly befalls others there.

    A wrong entry or care from afar touches whoever comes, a relative's errand now and then a day. Here most of the
    members' days there are impossible, and at the rate of the others' days far fewer would have repeated ones.
    """
    claims, parameters = scene.claims, scene.parameters
    here = every[every["hub"].isin(places)]
    rows = np.isin(claims.place, places)
    if here["travel"].all():
        # Who is never seen elsewhere could make no journey, and is no comparison.
        rows &= np.isin(claims.patient, claims.patient[~rows])
    came = np.unique(claims.patient[rows].astype(np.int64) << 20 | claims.second[rows] // DAY) >> 20
    patient, days = np.unique(came, return_counts=True)
    odd = here.drop_duplicates(["patient", "day"]).groupby("patient").size().reindex(patient, fill_value=0).to_numpy()
    inside = np.isin(patient, members)
    if odd[inside].sum() < max(HABIT * days[inside].sum(), 1):
        return False
    near = excess.NEAR * odd.sum() / days.sum()
    rate = (odd[~inside].sum() + near) / (days[~inside].sum() + excess.NEAR)
    expected = np.array([gammainc(float(parameters.whole("impersonation_min_days")), rate * days).sum()])
    observed = np.array([float(len(members))])
    p_value = excess.tail(observed, expected, parameters["hub_spread"])
    return bool(p_value[0] <= parameters["lead_max_fdr"] and observed[0] >= parameters["hub_min_ratio"] * expected[0])


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough persons are left."""
    return facts["patient"].nunique() >= scene.parameters.whole("impersonation_min_patients")


def impersonation(candidate: Candidate) -> evidence.Found:
    """How many persons' cards were repeatedly used as their owners can't have used them, against other
    institutions."""
    facts, expected = candidate.facts, candidate.measured["expected"]
    here, once = facts[facts["here"].astype(bool)], len(candidate.patients) - int(candidate.measured["repeated"])
    people, far = int(candidate.measured["repeated"]), int(here["travel"].sum())
    more = Text(f"，另有{once}人各一天", f", of {once} more on one day each") if once else Text("", "")
    detail = Text(
        f"{people}人在同一机构反复出现本人不可能的结算{more.zh}：{far}次与远处的另一次结算相隔不到路程所需时间，"
        f"{len(here) - far}次项目与登记性别不符；按其他机构预期{expected:.2f}人",
        f"{people} people repeatedly have settlements at one institution that can't be their own{more.en}: {far} too "
        f"soon after or before another one far away, {len(here) - far} with an item of the other sex; other "
        f"institutions would have {expected:.2f}",
    )
    found = evidence.evidence("impersonation", detail, people, expected, candidate.measured["p_value"], facts)
    return people / (people + 2.0), found


SCHEME = Scheme(
    code="impersonation",
    name=Text("冒名就医", "impersonated care"),
    behaviour="B1",
    doc=__doc__,
    essential=("impossible",),
    helpful=("travel", "sex", "household"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("impersonation", 0.9, impersonation),
        Signal("same_items", 0.05, evidence.same_items),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=(family.EXPLANATION, far_away.EXPLANATION, coding_error.EXPLANATION),
    weak=few_households,
)
