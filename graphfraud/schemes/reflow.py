"""One box of a drug is settled twice: first at one institution, later at another, again and again between the same two.

A trace code names one box, and a box is sold once. Drugs bought with insurance cards are collected and sold back; each
box that comes back shows as a second settlement of its code, and many of them as a channel from sellers to buyers.
Opened packs, refunds, self-paid sales, double uploads and codes that name a product instead of a box are no sign.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.chance import flows
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.model.ring import Text
from graphfraud.parameters import Parameters
from graphfraud.rings import channels, evidence
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find pairs of institutions with more boxes settled at one and then at the other than stray codes explain."""
    claims, parameters = scene.claims, scene.parameters
    scene.tables("setl_d")
    scene.goods()
    sales = scene.engine.arrow(queries.sql("scheme_reflow")).to_pandas()
    placed = _placed(sales, scene)
    sales, often = _boxes(placed, parameters.whole("reflow_max_sales"))
    moved, counts = _moved(sales, parameters.whole("reflow_min_days"))
    least = parameters.whole("reflow_min_codes")
    flow = _flows(moved, often, least)
    share = np.bincount(claims.place, minlength=len(claims.places)) / len(claims)
    expected, p = flows.by_chance(
        flow["source"].to_numpy(), flow["target"].to_numpy(), flow["count"].to_numpy(), share, least=least
    )
    q = benjamini_hochberg(p, len(claims.places) * (len(claims.places) - 1))
    flow = flow.assign(expected=expected, q=q)
    strong = flow[(flow["count"] >= least) & (flow["q"] <= parameters["lead_max_fdr"]) & flow["boxes"]]
    strong = strong.assign(group=channels.groups(strong, len(claims.places)))
    leads = [_lead(own, moved, scene) for _, own in strong.groupby("group")]
    sold_too_often = int(placed["code"].nunique() - sales["code"].nunique())
    return leads, counts | {"codes": int(moved["code"].nunique()), "codes_sold_too_often": sold_too_often}


def _placed(sales: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    at = sales["row"].to_numpy(np.int64)
    placed = sales.assign(
        place=scene.claims.place[at], patient=scene.claims.patient[at], second=scene.claims.second[at]
    )
    return placed.sort_values(["code", "second", "row"], kind="stable")


def _boxes(sales: pd.DataFrame, most: int) -> tuple[pd.DataFrame, pd.Series[int]]:
    """Leave out codes of more than `most` sales: they name a product, not a box; count them at each institution."""
    number = sales.groupby("code")["row"].transform("size")
    product = sales[number > most]
    often = product.drop_duplicates(["code", "place"])["place"].value_counts()
    # A box that one institution settles again and again is told by its first sale there.
    return sales[number <= most].drop_duplicates(["code", "place"]), often


def _moved(sales: pd.DataFrame, days: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Give one row a move of a box: its two settlements, from where to where, and whether the drug is the same."""
    before, after = sales.iloc[:-1].reset_index(drop=True), sales.iloc[1:].reset_index(drop=True)
    pair = (before["code"] == after["code"]) & (before["place"] != after["place"])
    near = pair & (after["second"] - before["second"] < days * 86_400)
    same = pair & ~near & (before["patient"] == after["patient"])
    keep = pair & ~near & ~same
    moved = pd.DataFrame(
        {
            "code": after["code"],
            "first": before["row"],
            "later": after["row"],
            "source": before["place"],
            "target": after["place"],
            "drug": after["drug"],
            "other": before["drug"].notna() & after["drug"].notna() & (before["drug"] != after["drug"]),
        }
    )[keep]
    return moved, {"codes_uploaded_together": int(near.sum()), "codes_of_one_person": int(same.sum())}


def _flows(moved: pd.DataFrame, often: pd.Series[int], least: int) -> pd.DataFrame:
    """Count the boxes of each flow; `boxes` is false where the codes do not name boxes: most belong to another drug,
    or the two institutions share as many codes that are sold all the time."""
    flow = moved.groupby(["source", "target"]).agg(codes=("code", "nunique"), other=("other", "sum")).reset_index()
    wrong = np.minimum(flow["source"].map(often).fillna(0), flow["target"].map(often).fillna(0))
    count = flow["codes"] - flow["other"]
    boxes = (flow["other"] < count) & ((wrong < count) | (wrong < least))
    return flow.assign(count=count, boxes=boxes)[count > 0].reset_index(drop=True)


def _lead(own: pd.DataFrame, moved: pd.DataFrame, scene: Scene) -> Lead:
    boxes = moved[~moved["other"]].merge(own[["source", "target"]], on=["source", "target"])
    ends = pd.concat(
        [
            boxes[["code", "first"]].set_axis(["code", "row"], axis=1),
            boxes[["code", "later"]].set_axis(["code", "row"], axis=1),
        ]
    )
    codes = ends.drop_duplicates().sort_values(["row", "code"]).groupby("row")["code"].agg(list)
    facts = codes.rename("codes").reset_index()
    seen, chance = float(own["count"].sum()), float(own["expected"].sum())
    gap = scene.claims.second[boxes["later"].to_numpy()] - scene.claims.second[boxes["first"].to_numpy()]
    return Lead(
        facts,
        np.zeros(0, np.int32),
        parties=channels.parties(own, scene),
        fdr=float(own["q"].max()),
        surprise=seen * np.log(seen / max(chance, 1e-9)) - (seen - chance),
        measured={
            "codes": float(boxes["code"].nunique()),
            "channels": float(len(own)),
            "expected": chance,
            "gap": float(np.median(gap) / 86_400),
            "drugs": float(boxes["drug"].nunique()),
            "top_drug": float(boxes["drug"].value_counts().max()) if boxes["drug"].notna().any() else 0.0,
        },
    )


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether enough boxes are left with two institutions."""
    sold = facts[["codes", "place"]].explode("codes")
    places = sold.groupby("codes")["place"].nunique()
    return int((places >= 2).sum()) >= scene.parameters.whole("reflow_min_codes")


def reflow(candidate: Candidate) -> evidence.Found:
    """How many boxes were settled at one institution and later at another, against stray codes."""
    m = candidate.measured
    codes, ways = int(m["codes"]), int(m["channels"])
    places = len(np.unique(candidate.places))
    detail = Text(
        f"{codes}个追溯码在一家机构结算后又在另一家结算（{places}家机构间{ways}条去向，间隔中位数{m['gap']:.0f}天）；"
        f"按各机构业务量和零星错码，偶然预期{m['expected']:.2f}个",
        f"{codes} trace codes were settled at one institution and later at another ({ways} channel(s) between {places} "
        f"institutions, {m['gap']:.0f} days apart at the median); stray codes would give {m['expected']:.2f}",
    )
    p_value = evidence.poisson_tail(codes, m["expected"])
    return codes / (codes + 3.0), evidence.evidence("reflow", detail, codes, m["expected"], p_value, candidate.facts)


def few_drugs(candidate: Candidate) -> evidence.Found:
    """Few drugs make up the boxes: dealers take what sells."""
    m = candidate.measured
    if m["top_drug"] < 0.3 * m["codes"]:
        return None
    detail = Text(
        f"涉及{int(m['drugs'])}种药品，其中一种占{int(m['top_drug'])}个追溯码",
        f"{int(m['drugs'])} drug(s), one of which makes {int(m['top_drug'])} of the codes",
    )
    found = evidence.evidence("few_drugs", detail, m["top_drug"], 0.0, 1.0, candidate.facts)
    return m["top_drug"] / m["codes"], found


def never_weak(candidate: Candidate, parameters: Parameters) -> str | None:
    """A channel has passed its test already."""
    return None


SCHEME = Scheme(
    code="reflow",
    name=Text("追溯码重复/回流药", "repeated trace codes"),
    behaviour="B4.5",
    doc=__doc__,
    essential=("reflow",),
    helpful=("whole_pack", "same_drug"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(Signal("reflow", 0.8, reflow), Signal("few_drugs", 0.2, few_drugs)),
    explanations=(),
    weak=never_weak,
)
