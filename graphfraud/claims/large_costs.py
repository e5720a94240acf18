"""The pool of large costs: stays from the review threshold on, and those just under it (大额费用集中前置审查)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import queries
from graphfraud.claims.bands import known_levels
from graphfraud.engine.base import Engine
from graphfraud.errors import WorkspaceError
from graphfraud.lake.lake import Lake
from graphfraud.parameters import Parameters

NEEDED = ["setl_id", "patient", "fixmedins_code", "stay", "med_type", "begndate", "enddate", "setl_time"]
MONEY = ["medfee_sumamt", "fund_pay_sumamt"]


def pool(lake: Lake, engine: Engine, folder: Path, parameters: Parameters) -> pa.Table:
    """Give the stays of a claims folder that lie in the pool, by institution, setl_time and setl_id.

    Columns: setl_id, patient, fixmedins_code, level (2 or 3), med_type, begndate, enddate, setl_time, medfee_sumamt and
    fund_pay_sumamt (yuan, refunds netted), threshold (yuan), position (`just_below` or `over`).

    Raises:
        WorkspaceError: the claims folder is gone.
    """
    file = folder / "settlement.parquet"
    if not file.exists():
        raise WorkspaceError(
            f"The clean settlements are gone: {folder}",
            path=str(folder),
            hint="Scan again, which builds them: graphfraud scan",
        )
    engine.register("settlement", pq.read_table(file, columns=[*NEEDED, *MONEY]))
    engine.register("level", known_levels(lake, engine))
    return engine.arrow(
        queries.sql("large_cost_pool"),
        level2=parameters["large_cost_level2"],
        level3=parameters["large_cost_level3"],
        band=parameters["large_cost_band"],
    )
