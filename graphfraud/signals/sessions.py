"""Sessions of blood dialysis: who was treated where on which day, what can't be, and who changed the centre.

A session is a person's day at a centre, whatever was done there on it (dialysis, filtration and perfusion together are
one). Institutions of one credit code or parent are one centre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

import queries
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import MISSING_DAY, Codes

FEWEST = 4
"""Sessions that a patient settled at a centre has there at least."""


KINDS = ("double", "during", "often")
"""What can't be: two centres on one day, a centre during a stay elsewhere, too many sessions in a month."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Sessions of outpatients (`out`) and of inpatients (`inside`), one row a settlement and day.

    Columns: `row` (position in the claims), `patient`, `centre` (0 … `centres` − 1), `day` (since 1970), `times`
    (sessions that the row stands for), `sure` (the day is).
    """

    out: pd.DataFrame
    inside: pd.DataFrame
    centres: int
    centre: Codes
    """Centre of each place of the claims, −1 where nobody is dialysed."""


def read(scene: Scene) -> Sessions:
    """Give the sessions: by the names of services, or by codes where bills have no fee lines."""
    return scene.once(_read)


def _read(scene: Scene) -> Sessions:
    claims, parameters = scene.claims, scene.parameters
    scene.tables("setl_d", "mdtrt_d", "medins_info_b")
    scene.goods()
    words, other, codes = (parameters.words(f"dialysis_{name}") for name in ("words", "other_words", "codes"))
    rows = scene.engine.arrow(queries.sql("scheme_dialysis"), words=words, other_words=other, codes=codes).to_pandas()
    named = scene.engine.arrow(queries.sql("scheme_dialysis_centres")).to_pandas().set_index("fixmedins_code")
    owner = named["centre"].reindex(claims.places)
    at = rows["row"].to_numpy(np.int64)
    there = pd.Index(sorted(set(owner.iloc[claims.place[at]])))
    centre = there.get_indexer(owner).astype(np.int32)
    rows = rows.assign(patient=claims.patient[at], centre=centre[claims.place[at]])
    stay = rows["stay"].to_numpy(bool)
    return Sessions(rows[~stay], rows[stay], len(there), centre)


def impossible(sessions: Sessions, scene: Scene) -> pd.DataFrame:
    """Give what can't be, one row a settlement: `row`, `patient`, `hub` (both centres: low · centres + high), its
    `kind` (`KINDS`) and the `time` that counts once: the day, the stay or the month."""
    return pd.concat([_double(sessions), _during(sessions, scene), _often(sessions, scene)], ignore_index=True)


def _double(sessions: Sessions) -> pd.DataFrame:
    sure = sessions.out.loc[sessions.out["sure"], ["row", "patient", "centre", "day"]]
    met = sure.merge(sure.drop(columns="row").drop_duplicates(), on=["patient", "day"], suffixes=("", "_other"))
    met = met[met["centre"] != met["centre_other"]]
    return _hubs(sessions, met.assign(time=met["day"]), "double")


def _during(sessions: Sessions, scene: Scene) -> pd.DataFrame:
    """Find sessions of outpatients on inner days of stays that bill dialysis, too: a hospital that doesn't bill it must
    send its inpatients out."""
    claims, parameters = scene.claims, scene.parameters
    grace, longest = parameters.whole("overlap_grace_days"), parameters.whole("stay_max_days")
    at = np.unique(sessions.inside["row"].to_numpy(np.int64))
    known = (claims.begin[at] != MISSING_DAY) & (claims.end[at] != MISSING_DAY)
    at = at[known & (claims.end[at].astype(np.int64) - claims.begin[at] <= longest)]
    bed = {"time": at, "patient": claims.patient[at], "centre_other": sessions.centre[claims.place[at]]}
    stays = pd.DataFrame({**bed, "first": claims.begin[at] + grace, "last": claims.end[at] - grace})
    met = sessions.out[sessions.out["sure"]].merge(stays, on="patient")
    met = met[(met["centre"] != met["centre_other"]) & met["day"].between(met["first"], met["last"])]
    return _hubs(sessions, pd.concat([met, met.assign(row=met["time"])]), "during")


def _often(sessions: Sessions, scene: Scene) -> pd.DataFrame:
    rows = sessions.out.assign(time=sessions.out["day"].to_numpy("datetime64[D]").astype("datetime64[M]").astype(int))
    each = rows.groupby(["patient", "time", "centre", "day"])["times"].max()
    months = each.groupby(["patient", "time", "centre"]).sum().reset_index()
    total = months.groupby(["patient", "time"])["times"].transform("sum")
    over = months[total > scene.parameters.whole("dialysis_month_sessions")]
    over = over.sort_values(["patient", "time", "times", "centre"], ascending=[True, True, False, True])
    turn = over.groupby(["patient", "time"]).cumcount()
    leading = over[turn == 0].merge(over[turn == 1], on=["patient", "time"], how="left", suffixes=("", "_other"))
    leading["centre_other"] = leading["centre_other"].fillna(leading["centre"]).astype(np.int64)
    met = rows.merge(leading, on=["patient", "time"], suffixes=("_here", ""))
    here = (met["centre_here"] == met["centre"]) | (met["centre_here"] == met["centre_other"])
    return _hubs(sessions, met[here], "often")


def _hubs(sessions: Sessions, met: pd.DataFrame, kind: str) -> pd.DataFrame:
    low, high = np.sort(met[["centre", "centre_other"]].to_numpy(np.int64), axis=1).T
    named = met.assign(hub=low * sessions.centres + high, kind=kind)
    return named[["row", "patient", "hub", "kind", "time"]].drop_duplicates()


def moves(sessions: Sessions, scene: Scene) -> pd.DataFrame:
    """Give who left a centre for another for good: `patient`, `source`, `target`, `left` (last day there), `came`.

    Settled before and after (`dialysis_settled_days`), so that a holiday, a visit or a try is none.
    """
    settled = scene.parameters.whole("dialysis_settled_days")
    each = sessions.out.groupby(["patient", "centre"])["day"].agg(["min", "max", "nunique"]).reset_index()
    each = each[(each["max"] - each["min"] >= settled) & (each["nunique"] >= FEWEST)]
    both = each.merge(each, on="patient", suffixes=("_before", "_after"))
    gone = both[(both["max_before"] <= both["min_after"]) & (both["min_after"] - both["max_before"] <= settled)]
    gone = gone[gone["centre_before"] != gone["centre_after"]]
    names = {"centre_before": "source", "centre_after": "target", "max_before": "left", "min_after": "came"}
    return gone.rename(columns=names)[["patient", "source", "target", "left", "came"]].reset_index(drop=True)
