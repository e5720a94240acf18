"""Settlements reimbursed by hand: accounts, agents, invoices and operators that they name."""

from __future__ import annotations

import numpy as np
import pandas as pd

import queries
from graphfraud.claims.scene import Scene


def read(scene: Scene) -> pd.DataFrame:
    """Give a row a manual settlement that stands: `row`, `patient`, `place`, `home`, `second`, `bankacct`,
    `agnter_tel`, `agnter_certno`, `invono`, `opter_id` (None where unknown).

    `home` is the patient's household; a patient whose household is unknown is one of his or her own (negative). An
    institution's own account is no account of a payee.
    """
    scene.tables("setl_d", "medins_info_b")
    frame: pd.DataFrame = scene.engine.arrow(queries.sql("scheme_manual")).to_pandas()
    at = frame["row"].to_numpy(np.int64)
    patient = scene.claims.patient[at]
    home = scene.people.household[patient]
    return frame.assign(
        patient=patient,
        place=scene.claims.place[at],
        home=np.where(home >= 0, home, -1 - patient),
        second=scene.claims.second[at],
    )


def invoice_runs(invono: pd.Series[str], patient: pd.Series[int], step: int) -> np.ndarray:
    """Say of each invoice whether another person's invoice is at most `step` numbers away.

    Only the last nine digits count (a longer prefix must be the same); texts without digits stand alone.
    """
    parts = invono.fillna("").str.extract(r"^(.*?)(\d{1,9})$")
    number = pd.to_numeric(parts[1], errors="coerce")
    frame = pd.DataFrame({"prefix": parts[0], "number": number, "patient": patient}).dropna()
    ordered = frame.sort_values(["prefix", "number", "patient"])
    same = (ordered["prefix"] == ordered["prefix"].shift()) & (ordered["patient"] != ordered["patient"].shift())
    gap = ordered["number"] - ordered["number"].shift()
    close = same & (gap <= step)
    either = close | close.shift(-1, fill_value=False)
    return either.reindex(invono.index, fill_value=False).to_numpy(dtype=bool)
