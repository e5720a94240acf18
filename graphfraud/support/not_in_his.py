"""The hospital's own records lack far more of the ring's visits than of its other patients' visits.

Known where `graphfraud compare` has set a hospital's own export against the bureau's settlements. Some visits are
missing everywhere, for want of an upload or by a mistyped number: how many is measured at the same hospital, by its
other visits of the same kind.
"""

from __future__ import annotations

import pandas as pd
from scipy.special import bdtrc

import queries
from graphfraud.claims.scene import Scene
from graphfraud.model.ring import Text
from graphfraud.rings import evidence
from graphfraud.support.base import Answer, Measure, Said, Subject, Support

WHERE = ["fixmedins_code", "stay"]


def prepare(scene: Scene) -> tuple[Measure | None, dict[str, int]]:
    """Read what was compared; nothing to say where nothing was."""
    scene.tables("his_check")
    compared = scene.engine.arrow(queries.sql("support_not_in_his")).to_pandas()
    if compared.empty:
        return None, {}
    # One visit may be settled in parts.
    visits = compared.drop_duplicates(["fixmedins_code", "visit_id"])
    largest = scene.parameters["his_max_p"]
    return lambda subject: _measure(subject, compared, visits, largest), {}


def _measure(subject: Subject, compared: pd.DataFrame, visits: pd.DataFrame, largest: float) -> Answer:
    mine = compared["setl_id"].isin(set(subject.facts["setl_id"]))
    own = compared[mine].drop_duplicates(["fixmedins_code", "visit_id"])
    observed, size = int(own["missing"].sum()), len(own)
    if not observed:
        return None
    expected = _expected(own, visits)
    p_value = float(bdtrc(observed - 1, size, min(expected / size, 1.0)))
    if p_value > largest:
        return None
    kind = "stays" if own["stay"].all() else "visits"
    detail = Text(
        f"已与医院自有记录（HIS）比对的{size}次就诊住院中，有{observed}次在医院记录中没有；按该院其余就诊住院的情况，预期{expected:.1f}次",
        f"{observed} of the ring's {size} {kind} that were compared are not in the "
        f"hospital's own records; {expected:.1f} expected from the hospital's other patients",
    )
    gone = compared[mine & compared["missing"]]
    return Said(observed / size, evidence.evidence("not_in_his", detail, observed, expected, p_value, gone), lifts=True)


def _expected(own: pd.DataFrame, visits: pd.DataFrame) -> float:
    """Give how many visits would be missing at the rate of the others; half a visit is added to those."""
    all_of, mine = (v.groupby(WHERE)["missing"].agg(["size", "sum"]) for v in (visits, own))
    rest = all_of.loc[mine.index] - mine
    return float((mine["size"] * (rest["sum"] + 0.5) / (rest["size"] + 1.0)).sum())


SUPPORT = Support(
    code="not_in_his",
    name=Text("医院自有记录中没有", "not in the hospital's own records"),
    weight=0.15,
    doc=__doc__,
    prepare=prepare,
)
