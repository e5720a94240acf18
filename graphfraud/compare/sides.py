"""The two sides of a comparison as frames, one row a visit, and what of the bureau's side an export covers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

import queries
from graphfraud.claims.clean import register
from graphfraud.engine.base import Engine
from graphfraud.errors import InputError
from graphfraud.lake.lake import Lake
from graphfraud.model.schema import lake_schema, tables
from graphfraud.signals.events import Floats

HIS_TABLES = ("setl_d", "mdtrt_d", "fee_list_d")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an export holds of one institution's stays (or its other visits), by the days of their own.

    `settled_*` are None where the export has no bills. `fees`: both sides have fee lines.
    """

    fixmedins_code: str
    stay: bool
    visits: int
    begin_first: date
    begin_last: date
    end_first: date
    end_last: date
    settled_first: date | None
    settled_last: date | None
    fees: bool = False

    def to_dict(self) -> dict[str, object]:
        """Give the JSON form: days as ISO 8601."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: v.isoformat() if isinstance(v, date) else v for name, v in values.items()}


@dataclass(frozen=True, slots=True)
class Sides:
    """The visits of both sides, sorted, positions as index.

    Columns: fixmedins_code, patient, visit_id, mdtrt_id, setl_ids (list), stay, begin, end, settled_first, settled_last
    (date), diagnosis, medfee (Decimal), and the days since 1970 `first` and `last`; `fund` on the bureau's side.
    `left_out`: visits of the export without an institution, or without a day.
    """

    bureau: pd.DataFrame
    his: pd.DataFrame
    left_out: int


def read(engine: Engine, lake: Lake, claims: Path, export: Lake) -> Sides:
    """Read both sides.

    Args:
        engine: knows afterwards, besides the lake's tables, those of the export as `his_…`.
        lake: the bureau's data.
        claims: its claims folder.
        export: the hospital's data in a lake of its own.

    Raises:
        InputError: the export holds no visit, or none of an institution that the bureau knows.
    """
    register(lake, engine, HIS_TABLES)
    engine.register("settlement", [str(claims / "settlement.parquet")])
    engine.register("person", [str(claims / "person.parquet")])
    for name in HIS_TABLES:
        engine.register(f"his_{name}", export.files(name) or lake_schema(tables()[name]).empty_table())
    his = engine.arrow(queries.sql("compare_his")).to_pandas()
    usable = his["fixmedins_code"].notna() & his["begin"].notna()
    if not usable.any():
        raise InputError(
            "The export holds no visit with an institution and a day",
            reason="no_visits",
            hint="It needs mdtrt_d (fixmedins_code, begntime) or setl_d; a constant institution can come from a "
            "mapping: fixmedins_code: {value: CODE}.",
        )
    codes = sorted(his.loc[usable, "fixmedins_code"].unique())
    engine.register("covered", pa.table({"fixmedins_code": pa.array(codes, pa.string())}))
    bureau = engine.arrow(queries.sql("compare_bureau")).to_pandas()
    if bureau.empty:
        raise InputError(
            f"The bureau has no settlement of the export's institutions ({', '.join(codes[:5])})",
            reason="no_overlap",
            hint="Load the bureau's settlements of them, or correct the institution codes with --mapping.",
        )
    return Sides(_dated(bureau), _dated(his[usable]), int((~usable).sum()))


def coverage(his: pd.DataFrame, with_fees: set[str]) -> list[Coverage]:
    """Give what the export covers, by institution and kind of visit."""
    found = []
    for (code, stay), own in his.groupby(["fixmedins_code", "stay"]):
        settled = own.dropna(subset=["settled_first", "settled_last"])
        found.append(
            Coverage(
                fixmedins_code=str(code),
                stay=bool(stay),
                visits=len(own),
                begin_first=own["begin"].min(),
                begin_last=own["begin"].max(),
                end_first=own["end"].min(),
                end_last=own["end"].max(),
                settled_first=settled["settled_first"].min() if len(settled) else None,
                settled_last=settled["settled_last"].max() if len(settled) else None,
                fees=code in with_fees,
            )
        )
    return found


def inside(visits: pd.DataFrame, covered: list[Coverage], edge_days: int) -> np.ndarray:
    """Say which visits of one side the other must hold: 1 inside, 0 at the edge of the period, −1 not covered.

    An export is drawn by admission, by discharge or by settlement, and nobody says by which: a visit is inside only
    where all three of its days lie within the other side's own, `edge_days` or more from their ends.
    """
    state = np.full(len(visits), -1)
    for part in covered:
        own = ((visits["fixmedins_code"] == part.fixmedins_code) & (visits["stay"] == part.stay)).to_numpy()
        within = _within(visits["first"], part.begin_first, part.begin_last, edge_days)
        within &= _within(visits["last"], part.end_first, part.end_last, edge_days)
        near = _within(visits["last"], part.begin_first, date.max, 0)
        near &= _within(visits["first"], date.min, part.end_last, 0)
        if part.settled_first is not None and part.settled_last is not None:
            settled = _within(_days(visits["settled_last"]), part.settled_first, part.settled_last, edge_days)
            within &= settled | visits["settled_last"].isna().to_numpy()
        state[own & (near | within)] = 0
        state[own & within] = 1
    return state


def _within(days: pd.Series[int] | Floats, first: date, last: date, edge: int) -> np.ndarray:
    epoch = date(1970, 1, 1)
    low, high = (first - epoch).days + edge, (last - epoch).days - edge
    values = np.asarray(days)
    return np.asarray((values >= low) & (values <= high))


def _dated(visits: pd.DataFrame) -> pd.DataFrame:
    visits = visits.reset_index(drop=True)
    # A visit that goes on has no end yet.
    visits["end"] = visits["end"].where(visits["end"].notna(), visits["begin"])
    return visits.assign(first=_days(visits["begin"]), last=_days(visits["end"]))


def _days(column: pd.Series[str]) -> np.ndarray:
    return np.asarray(pd.to_datetime(column).to_numpy("datetime64[D]").astype(np.int64))
