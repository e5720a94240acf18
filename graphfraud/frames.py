"""Columns and rows of the frames that `graphfraud.api` gives."""

from __future__ import annotations

from typing import Any

import pandas as pd

from graphfraud.model.ring import Ring

RUN_COLUMNS = (
    *("run_id", "started_at", "finished_at", "engine", "data_version", "params_version", "code_version", "seed"),
    *("published", "demoted", "scope"),
)
RING_COLUMNS = (
    *("ring_id", "rank", "scheme", "also", "status", "status_reason", "score", "fdr", "stability", "event"),
    *("patients", "settlements", "medfee_sumamt", "fund_pay_sumamt", "acct_pay", "gang", "decision"),
)
DISPOSITION_COLUMNS = ("number", "ring_id", "run_id", "label", "reason", "who", "when", "scheme")
MEMBER_COLUMNS = ("ring_id", "kind", "id", "name", "role", "strength", "stability", "aliases")
EVIDENCE_COLUMNS = ("ring_id", "signal", "zh", "en", "observed", "expected", "p_value", "setl_ids")
NEIGHBOUR_COLUMNS = ("kind", "id", "name", "hop", "settlements", "first", "last", "fund_pay_sumamt")
PATH_COLUMNS = ("path", "step", "kind", "id", "name", "hop", "settlements", "setl_ids")


def ring_row(ring: Ring) -> dict[str, Any]:
    """Give the row of a ring."""
    money = ring.amounts
    return {
        **ring.to_dict(),
        "event": ring.lineage.event,
        "patients": len(ring.patients),
        "settlements": money.settlements,
        "medfee_sumamt": money.medfee_sumamt,
        "fund_pay_sumamt": money.fund_pay_sumamt,
        "acct_pay": money.acct_pay,
        "decision": ring.disposition.label if ring.disposition else "",
    }


def frame(table: Any) -> pd.DataFrame:
    """Give an Arrow table as a frame."""
    made: pd.DataFrame = table.to_pandas()
    return made
