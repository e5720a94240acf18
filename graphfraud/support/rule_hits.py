"""Rules of the bureau's own monitoring system hit the ring's settlements more often than comparable ones.

Comparable are the settlements of the same kind of institution and medical category, outside the ring. Certain hits
count in full, suspected ones by half; certain hits far beyond chance publish a ring that was merely weak.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

import queries
from graphfraud.chance.excess import tail
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Codes, Flags, Ints
from graphfraud.model.ring import Text
from graphfraud.rings import evidence
from graphfraud.support.base import Answer, Measure, Said, Subject, Support

CERTAIN = ["1"]
SUSPECT_WEIGHT = 0.5
MEDICAL_CATEGORY = 2
"""Leading digits of `med_type` that the whole country shares."""


@dataclass(frozen=True, slots=True)
class Sort:
    """Hits of one sort: `hit` says of each settlement whether there is one, `total` counts them in each stratum."""

    hit: Flags
    total: Ints


@dataclass(frozen=True, slots=True)
class Hits:
    """What a monitoring system found in n settlements.

    `rules`: one row a settlement and rule (columns of `queries/sql/support_rule_hits.sql`), sorted by row. `stratum`
    and `patient` of each settlement; `size` counts the settlements of each stratum. `spread`: how much honest groups
    differ.
    """

    rules: pd.DataFrame
    every: Sort
    certain: Sort
    stratum: Codes
    size: Ints
    patient: Codes
    spread: float
    lift_p: float


@dataclass(frozen=True, slots=True)
class Tested:
    """Flagged settlements and persons of a ring against comparable settlements.

    `p_value` leaves out the person with most hits: a rule that hits one patient again and again says little about a
    group.
    """

    observed: int
    expected: float
    persons: int
    p_value: float


def prepare(scene: Scene) -> tuple[Measure | None, dict[str, int]]:
    """Read the hits; those on settlements that are void, refunded or outside the period say nothing."""
    if not scene.lake.has("rule_hit"):
        return None, {}
    scene.tables("rule_hit")
    rules = scene.engine.arrow(queries.sql("support_rule_hits"), certain=CERTAIN).to_pandas()
    hits = _hits(scene, rules)
    return lambda subject: measure(subject, hits), {"settlements": int(hits.every.hit.sum())}


def measure(subject: Subject, hits: Hits) -> Answer:
    """Compare the ring's settlements with comparable ones; a ring without a hit is passed over."""
    facts = subject.facts
    rows = facts["row"].to_numpy(np.int64)
    every = compare(rows, hits.every, hits)
    if not every.observed:
        return None
    sure = compare(rows, hits.certain, hits)
    beyond = max(0.0, sure.observed - sure.expected)
    suspected = max(0.0, every.observed - every.expected - beyond)
    strength = min(1.0, (beyond + SUSPECT_WEIGHT * suspected) / len(rows))
    found = evidence.evidence(
        "rule_hits",
        _words(every, sure, len(rows), _of(rows, hits.rules)),
        every.observed,
        every.expected,
        every.p_value,
        facts[hits.every.hit[rows]],
    )
    return Said(strength, found, lifts=sure.p_value <= hits.lift_p)


def compare(rows: Ints, sort: Sort, hits: Hits) -> Tested:
    """Test the settlements `rows` against all others of their strata (half a hit is added to those)."""
    own, hit = hits.stratum[rows], sort.hit[rows]
    rest = hits.size - np.bincount(own, minlength=len(hits.size))
    rest_hit = sort.total - np.bincount(own[hit], minlength=len(hits.size))
    rate = ((rest_hit + 0.5) / (rest + 1.0))[own]
    persons, of = np.unique(hits.patient[rows], return_inverse=True)
    counts = np.bincount(of[hit], minlength=len(persons))
    spared = of != counts.argmax()
    others = np.array([hit[spared].sum()], np.float64)
    p_value = float(tail(others, np.array([rate[spared].sum()]), hits.spread)[0])
    return Tested(int(hit.sum()), float(rate.sum()), int((counts > 0).sum()), p_value)


def _hits(scene: Scene, rules: pd.DataFrame) -> Hits:
    strata = _strata(scene.claims)
    return Hits(
        rules,
        _sort(rules["row"], strata),
        _sort(rules.loc[rules["certain"], "row"], strata),
        strata,
        np.bincount(strata),
        scene.claims.patient,
        scene.parameters["hub_spread"],
        scene.parameters["rule_lift_p"],
    )


def _sort(rows: pd.Series[int], strata: Codes) -> Sort:
    hit = np.zeros(len(strata), bool)
    hit[rows] = True
    return Sort(hit, np.bincount(strata[hit], minlength=int(strata.max(initial=0)) + 1))


def _strata(claims: Claims) -> Codes:
    """Give a number to each kind of institution and medical category that occurs."""
    _, kind = _coded(claims.table["kind"])
    categories, category = _coded(claims.table["med_type"])
    short = pd.factorize(pd.Series(categories).str.slice(0, MEDICAL_CATEGORY))[0]
    stratum: Codes = (kind * (len(categories) + 1) + short[category]).astype(np.int32)
    return stratum


def _coded(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    # Dictionary already, where the column was read so.
    coded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    one = coded.unify_dictionaries().combine_chunks()
    return one.dictionary.to_pylist(), one.indices.to_numpy().astype(np.int64)


def _of(rows: Ints, rules: pd.DataFrame) -> pd.DataFrame:
    """Give the hits on the settlements `rows`."""
    hit = rules["row"].to_numpy()
    first, last = (np.searchsorted(hit, np.sort(rows), side) for side in ("left", "right"))
    found: pd.DataFrame = rules.iloc[np.concatenate([np.arange(*ends) for ends in zip(first, last, strict=True)])]
    return found


def _words(every: Tested, sure: Tested, size: int, rules: pd.DataFrame) -> Text:
    top, times = min(Counter(rules["rule"].tolist()).items(), key=lambda one: (-one[1], one[0]))
    persons = "people" if every.persons > 1 else "person"
    amount, suspected = float(rules["amount"].sum()), every.observed - sure.observed
    return Text(
        f"{size}次结算中有{every.observed}次（{every.persons}人）被医保智能监控规则命中，其中明确违规{sure.observed}次、"
        f"可疑{suspected}次；按同类机构、同类结算预期{every.expected:.1f}次；最多的规则是“{top}”（{times}次）"
        + (f"；命中金额{amount:,.2f}元" if amount else ""),
        f"{every.observed} of {size} settlements ({every.persons} {persons}) were flagged by the bureau's rules, "
        f"{sure.observed} as certain and {suspected} as suspected; {every.expected:.1f} expected among comparable "
        f"settlements; the most frequent rule is “{top}” ({times}×)"
        + (f"; amount flagged ¥{amount:,.2f}" if amount else ""),
    )


SUPPORT = Support(
    code="rule_hits",
    name=Text("监控规则命中", "hits of the bureau's rules"),
    weight=0.1,
    doc=__doc__,
    prepare=prepare,
)
