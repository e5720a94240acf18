"""The same cards swipe round or equal amounts at one pharmacy again and again, with no sign of goods handed over.

Nothing was scanned, no line was billed, one box's code stands for many purchases, or the shop was closed. Regular
customers, members' days and standard packs come with goods; and a shop that always rounds, or never scans, does so for
everybody, also for those who come once.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa

import queries
from graphfraud.chance import excess, spread
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes
from graphfraud.innocent import shop_habit
from graphfraud.model.ring import Text
from graphfraud.rings import evidence, hubs
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals import hollow
from graphfraud.signals.events import Floats

PRIOR_SALES = 20.0
LEAST_RATE = 0.005
ALIKE = 10.0
"""How alike customers of one shop are: their shares of hollow purchases follow Beta(ALIKE·r, ALIKE·(1 − r))."""


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find pharmacies with more cards of hollow purchases than their casual customers' habits explain."""
    claims, parameters = scene.claims, scene.parameters
    scene.goods()
    most = parameters.whole("empty_max_scans")
    sales = scene.engine.arrow(queries.sql("scheme_empty_swipe"), most=most).to_pandas()
    if sales.empty:
        return [], {"purchases": 0}
    at = sales["row"].to_numpy(np.int64)
    fee = claims.table["medfee_sumamt"].take(at).cast(pa.float64()).to_numpy()
    sales = sales.assign(
        place=claims.place[at],
        patient=claims.patient[at],
        second=claims.second[at],
        cents=np.rint(fee * 100).astype(np.int64),
    )
    sales = hollow.mark(sales, parameters)
    cards = _cards(sales, parameters.whole("empty_min_times"))
    places = len(claims.places)
    rate, bare = (_rates(sales, mark, places) for mark in ("hollow", "bare"))
    counts = [_count(cards, level, bare) for level in ("empty", "always")]
    observed, expected = (np.array([c[i] for c in counts]) for i in range(2))
    p_value = np.array([excess.tail(*c, excess.WIDE) for c in counts])
    level = p_value.argmin(axis=0)
    q = benjamini_hochberg(np.minimum(len(counts) * p_value.min(axis=0), 1.0))
    observed, expected = (np.take_along_axis(a, level[None], 0)[0] for a in (observed, expected))
    enough = (observed >= parameters.whole("empty_min_patients")) & (q <= parameters["lead_max_fdr"])
    counted = np.where(level[cards["place"]] == 1, cards["always"], cards["empty"])
    chosen = sales[sales["hollow"]].merge(cards.loc[counted, ["place", "patient"]], on=["place", "patient"])
    chosen = chosen.assign(hub=chosen["place"])
    leads = [
        _lead(chosen[chosen["hub"].isin(where)], patients, where, expected, q, rate)
        for where, patients in hubs.unite(chosen, np.flatnonzero(enough).tolist())
    ]
    return leads, {"purchases": len(sales), "hollow": int(sales["hollow"].sum()), "cards": int(cards["empty"].sum())}


def _cards(sales: pd.DataFrame, least: int) -> pd.DataFrame:
    """Give one row a regular customer and shop: how many purchases are of suspicious amounts (`money`), how many have
    to be hollow (`needed`: half of all, and `least`), whether they are (`empty`), and whether all of those amounts are
    besides (`always`); and the shop's usual share of `scanned` ones."""
    each = sales[~sales["casual"]].groupby(["place", "patient"], as_index=False)
    cards = each.agg(
        times=("hollow", "size"), hollow=("hollow", "sum"), money=("money", "sum"), scanned=("scanned", "first")
    )
    cards["needed"] = np.maximum(least, -(-cards["times"] // 2))
    cards["empty"] = cards["hollow"] >= cards["needed"]
    return cards.assign(always=cards["empty"] & (cards["hollow"] == cards["money"]))


def _rates(sales: pd.DataFrame, mark: str, places: int) -> Floats:
    """Give the share of each shop's casual customers' purchases with a mark, drawn to the city's."""
    casual = sales[sales["casual"]]
    city = max(float(casual[mark].mean()) if len(casual) else 0.0, LEAST_RATE)
    number = np.bincount(casual["place"], minlength=places)
    empty = np.bincount(casual["place"], casual[mark], minlength=places)
    rate: Floats = (empty + PRIOR_SALES * city) / (number + PRIOR_SALES)
    return rate


def _count(cards: pd.DataFrame, level: str, bare: Floats) -> tuple[Floats, Floats]:
    """Give how many cards of each shop are `empty` (or `always` so), and how many would be by the shop's habit alone.

    Regulars who buy the same article pay the same amount each time, which is suspicious and means nothing: what has to
    stand out is how often such a purchase shows no goods, against how often any does (`bare`). Where the shop hardly
    scans, only cards that were never scanned count, and all of the card's may be so by chance.
    """
    place, money = cards["place"].to_numpy(), cards["money"].to_numpy().astype(np.int64)
    needed = cards["needed"].to_numpy().astype(np.int64)
    r = np.clip(bare[place], 1e-9, 1 - 1e-9)
    asked = needed if level == "empty" else np.maximum(needed, money)
    chance = spread.at_least(asked, money, ALIKE * r, ALIKE * (1 - r))
    scanned = cards["scanned"].to_numpy(np.float64)
    never = np.where((scanned < hollow.USUAL_SCANS) & (money >= needed), (1.0 - scanned) ** money, 0.0)
    observed: Floats = np.bincount(place, cards[level], minlength=len(bare)).astype(np.float64)
    expected: Floats = np.bincount(place, np.maximum(chance, never), minlength=len(bare)).astype(np.float64)
    return observed, expected


def _lead(facts: pd.DataFrame, patients: Codes, places: np.ndarray, expected: Floats, q: Floats, rate: Floats) -> Lead:
    chance = float(expected[places].sum())
    return Lead(
        facts[["row", "night", "repeated"]],
        patients,
        fdr=float(q[places].min()),
        surprise=float(len(patients) * np.log(len(patients) / max(chance, 1e-6)) - (len(patients) - chance)),
        measured={"expected": chance, "habit": float(rate[places].max())},
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough cards are left with all but one of the least number of swipes."""
    times = facts.groupby(["patient", "place"]).size()
    left = times.index[times >= scene.parameters.whole("empty_min_times") - 1].get_level_values("patient").nunique()
    return int(left) >= scene.parameters.whole("empty_min_patients")


def empty_swipe(candidate: Candidate) -> evidence.Found:
    """How many cards swiped amounts without goods here again and again, against the shop's habit."""
    facts, people, m = candidate.facts, len(candidate.patients), candidate.measured
    places = len(np.unique(candidate.places))
    detail = Text(
        f"{people}张卡在{places}家药店有{len(facts)}次整数或相同金额的结算未见药品交付（无明细、未扫码、一码多用或非营业时段）；"
        f"按该店散客习惯，偶然预期{m['expected']:.2f}张",
        f"{people} cards settled {len(facts)} round or equal amounts at {places} pharmacy(ies) with no sign of goods "
        f"(no line, no scan, one code for many, or off hours); by the habits of casual customers "
        f"{m['expected']:.2f} would",
    )
    p_value = float(excess.tail(np.array([float(people)]), np.array([m["expected"]]), excess.WIDE)[0])
    return people / (people + 3.0), evidence.evidence("empty_swipe", detail, people, m["expected"], p_value, facts)


def marked(candidate: Candidate, signal: str, column: str, zh: str, en: str) -> evidence.Found:
    """A part of the swipes carries one further mark."""
    facts = candidate.facts[candidate.facts[column]]
    if len(facts) < 3:
        return None
    share = len(facts) / len(candidate.facts)
    detail = Text(f"其中{len(facts)}次{zh}", f"{len(facts)} of them {en}")
    return share, evidence.evidence(signal, detail, len(facts), 0.0, 1.0, facts)


SCHEME = Scheme(
    code="empty_swipe",
    name=Text("药店空刷/串换", "empty swipes at a pharmacy"),
    behaviour="B4.4",
    doc=__doc__,
    essential=("goods",),
    helpful=("household", "scanned"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("empty_swipe", 0.7, empty_swipe),
        Signal(
            "off_hours",
            0.1,
            partial(marked, signal="off_hours", column="night", zh="在非营业时段", en="were made off hours"),
        ),
        Signal(
            "one_code",
            0.1,
            partial(
                marked,
                signal="one_code",
                column="repeated",
                zh="扫入的是多次使用的追溯码",
                en="scanned a code that was scanned many times",
            ),
        ),
        Signal("uniform_fee", 0.1, evidence.uniform_fee),
    ),
    explanations=(shop_habit.EXPLANATION,),
    weak=few_households,
)
