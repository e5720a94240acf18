"""Days with more consultations in one doctor's name than a day can hold, and the patients who make them so.

A famous doctor, a vaccination day or a default code has such days, too; but the crowd is another one each time. Where
the same patients come to most of them, far more of them than crowds drawn from the house's patients would share, and
without them the days would be ordinary ones, somebody enters visits under the name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import bdtrc

import queries
from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes, Ints
from graphfraud.signals.events import Floats

MADE_BY_THEM = 0.5
"""Without the group's bills, half of the days or more are not too full."""


@dataclass(frozen=True, slots=True)
class Overload:
    """A doctor with too full days: the group behind them, their bills on these days, and how surprising it is."""

    doctor: str
    patients: Codes
    rows: Codes
    days: int
    bills: float
    """Bills in the doctor's name on such a day, on average."""
    expected: float
    p_value: float
    q: float


def find(scene: Scene) -> list[Overload]:
    """Give the doctors whose too full days are made by the same patients, in order of their names."""
    parameters, claims = scene.parameters, scene.claims
    day_bills = parameters.whole("ghost_day_bills")
    bills = scene.engine.arrow(
        queries.sql("scheme_ghost_doctor_load"),
        batch_size=parameters.whole("batch_size"),
        day_bills=day_bills,
        min_days=parameters.whole("ghost_min_days"),
    ).to_pandas()
    places = bills.groupby("doctor")["fixmedins_code"].transform("nunique")
    bills = bills[places <= parameters.whole("ghost_max_places")]
    bills = bills.assign(patient=claims.patient[bills["row"].to_numpy(np.int64)])
    tested = [_group(own, scene) for _, own in bills.groupby("doctor")]
    q = benjamini_hochberg(np.array([p_value for _, _, p_value in tested]))
    found = []
    for (own, expected, p_value), rate in zip(tested, q.tolist(), strict=True):
        patients = np.unique(own["patient"]).astype(np.int32)
        if len(patients) < parameters.whole("ghost_min_patients") or rate > parameters["lead_max_fdr"]:
            continue
        full = bills[bills["full_day"] & (bills["doctor"] == own["doctor"].iloc[0])]
        total = full.groupby("day").size()
        rest = total - own.groupby("day").size().reindex(total.index, fill_value=0)
        if (rest <= day_bills).mean() >= MADE_BY_THEM:
            rows = own["row"].to_numpy(np.int64)
            doctor, mean = str(own["doctor"].iloc[0]), float(total.mean())
            found.append(Overload(doctor, patients, rows, own["day"].nunique(), mean, expected, p_value, rate))
    return found


def _group(bills: pd.DataFrame, scene: Scene) -> tuple[pd.DataFrame, float, float]:
    """Give the bills of the patients who come to most too full days of one doctor, how many such patients there would
    be were each of these crowds drawn from the patients of the house, and the p-value."""
    parameters = scene.parameters
    full = bills[bills["full_day"]]
    crowds = full.drop_duplicates(["patient", "day"])
    there, days = crowds.groupby("patient")["day"].nunique(), full["day"].nunique()
    weight, total = _visits(full, there.index.to_numpy(np.int64), scene)
    rate: Floats = np.minimum(len(crowds) / days * weight / total, 1.0)
    least = max(parameters.whole("min_gatherings"), int(np.ceil(parameters["attend_share"] * days)))
    expected = float(bdtrc(least - 1, days, rate).sum())
    regulars = there.index[there >= least]
    p_value = excess.tail(np.array([float(len(regulars))]), np.array([expected]), parameters["hub_spread"])
    return full[full["patient"].isin(regulars)], expected, float(p_value[0])


def _visits(full: pd.DataFrame, patients: Ints, scene: Scene) -> tuple[Floats, float]:
    """Give how often each of `patients`, and all patients together, are outpatients of the doctor's house besides the
    bills of the too full days: half a visit more for each, since who never came may come."""
    claims = scene.claims
    rows = full["row"].to_numpy(np.int64)
    beside = np.isin(claims.place, np.unique(claims.place[rows])) & ~claims.stay
    beside[rows] = False
    visits = np.bincount(claims.patient[beside], minlength=len(claims.patients))
    known = visits > 0
    known[patients] = True
    asked = (visits[patients] + 0.5).astype(np.float64)
    return asked, float((visits[known] + 0.5).sum())
