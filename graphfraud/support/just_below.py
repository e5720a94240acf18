"""Stays cost a little less than the sum from which the bureau reviews bills, hardly any a little more.

Compared with other stays at the same hospitals and at hospitals of their level: a hospital may have one price, and
costs that merely lie around the sum fall on both sides of it.
"""

from __future__ import annotations

import numpy as np
from scipy.special import bdtrc

from graphfraud.claims import bands
from graphfraud.claims.bands import ABOVE, BELOW, NONE, Bands
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Flags
from graphfraud.model.ring import Text
from graphfraud.rings.evidence import evidence
from graphfraud.support.base import Answer, Measure, Said, Subject, Support

MAX_P = 0.01
LEAST_STAYS = 5
TIMES = 2.0
"""Told from this multiple of the expected number on."""
FLOOR = 0.01
"""Least share of stays just under a threshold that is usual anywhere."""

_LEVELS = {2: "二级", 3: "三级"}


def prepare(scene: Scene) -> tuple[Measure | None, dict[str, int]]:
    """Place every stay; those at hospitals of unknown level are counted."""
    known = bands.read(scene.lake, scene.engine, scene.claims, scene.parameters)
    unknown = int((scene.claims.stay & (known.level[scene.claims.place] == 0)).sum())
    counts = {"stays_of_unknown_level": unknown}
    return (lambda subject: measure(subject, known)) if (known.position != NONE).any() else None, counts


def measure(subject: Subject, known: Bands) -> Answer:
    """Compare the share of the ring's stays just under the threshold with that of other stays."""
    claims, facts = subject.candidates[0].claims, subject.facts
    rows = facts["row"].to_numpy(np.int64)
    at = known.position[rows]
    stays, below, above = (int(n.sum()) for n in (at != NONE, at == BELOW, at == ABOVE))
    if below < LEAST_STAYS:
        return None
    others = (known.position != NONE) & ~np.isin(claims.patient, subject.candidates[0].patients)
    places, times = np.unique(claims.place[rows[at != NONE]], return_counts=True)
    usual = [n * _usual(known, claims, p, others) for p, n in zip(places.tolist(), times.tolist(), strict=True)]
    expected = float(sum(usual))
    alike = known.position[others & np.isin(known.level[claims.place], known.level[places])]
    fair = max(0.5, _share(alike[np.isin(alike, (BELOW, ABOVE))] == BELOW))
    p_value = max(
        float(bdtrc(below - 1, stays, min(expected / stays, 1.0))), float(bdtrc(below - 1, below + above, fair))
    )
    if p_value > MAX_P or below < TIMES * expected:
        return None
    levels = [(n, f"{known.sums[n]:,.0f}") for n in np.unique(known.level[places]).tolist() if n in _LEVELS]
    zh = "、".join(f"{_LEVELS[n]}医院{sum_}元" for n, sum_ in levels)
    en = ", ".join(f"{sum_} yuan at level {n}" for n, sum_ in levels)
    detail = Text(
        f"{stays}次住院中有{below}次费用略低于大额费用审查线（{zh}），略高于的只有{above}次；"
        f"按同级医院和这些医院其他住院的比例，预期{expected:.1f}次",
        f"{below} of {stays} stays cost a little less than the sum from which bills are reviewed ({en}), {above} a "
        f"little more; going by other stays at these hospitals and at their level, {expected:.1f} would cost so",
    )
    return Said(below / stays, evidence("just_below", detail, below, expected, p_value, facts[at == BELOW]))


def _usual(known: Bands, claims: Claims, place: int, others: Flags) -> float:
    """Give the share of stays just under the threshold: the place's or its level's, whichever is larger."""
    here, alike = others & (claims.place == place), others & (known.level[claims.place] == known.level[place])
    return max(FLOOR, *(_share(known.position[w] == BELOW) for w in (here, alike)))


def _share(marked: Flags) -> float:
    return float(marked.mean()) if len(marked) else 0.0


SUPPORT = Support(
    code="just_below",
    name=Text("费用略低于审查线", "costs just under the review threshold"),
    weight=0.05,
    doc=__doc__,
    prepare=prepare,
    needs="level",
)
