"""The hospital writes the day of discharge too late: its patients are at home by then, and go to see doctors there."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "late_discharge"


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 80 % of the visits elsewhere fall into the last third of the stay (a third would): the
    stay ended before its date."""
    facts = candidate.facts
    stays = facts[facts["part"] == "stay"]
    met = facts[facts["part"] != "stay"].merge(stays, on="patient", suffixes=("", "_stay"))
    met = met[(met["day"] > met["day_stay"]) & (met["day"] < met["end_stay"])]
    length = np.maximum(met["end_stay"].to_numpy(np.float64) - met["day_stay"].to_numpy(np.float64), 1.0)
    place = (met["day"].to_numpy(np.float64) - met["day_stay"].to_numpy(np.float64)) / length
    late = float(np.mean(place > 2 / 3)) if len(met) else 0.0
    return verdict(
        CODE,
        late >= 0.8,
        late >= 0.6,
        f"{percent(late)}的他处就诊落在住院的最后三分之一",
        f"{percent(late)} of the visits elsewhere fall into the last third of the stay",
    )


EXPLANATION = Explanation(CODE, Text("出院日期登记过晚", "day of discharge written late"), test)
