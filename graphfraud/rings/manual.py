"""Settlements reimbursed by hand: accounts, agents, invoices and operators that they name."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pandas as pd

import queries
from graphfraud.claims.scene import Scene

NUMBER = re.compile(r"(.*?)(\d{1,9})$")


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
    found = [
        (parts[1], int(parts[2]), person, at)
        for at, (text, person) in enumerate(zip(invono.tolist(), patient.tolist(), strict=True))
        if isinstance(text, str) and (parts := NUMBER.match(text))
    ]
    close = np.zeros(len(invono), dtype=bool)
    for one, after in pairwise(sorted(found)):
        if one[0] == after[0] and after[1] - one[1] <= step and one[2] != after[2]:
            close[[one[3], after[3]]] = True
    return close
