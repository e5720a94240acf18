"""Fee lines and scanned boxes of the clean settlements, with numbers instead of texts, as the schemes read them.

These are by far the largest tables. To match and sort their texts anew for every scheme would cost more than all else,
so it is done once a data version, into the claims folder:

    goods/item.parquet      ITEM: services and drugs that fee lines name
    goods/line.parquet      LINE: fee lines, sorted by settlement
    goods/basket.parquet    BASKET: one row a purchase at a pharmacy that has lines, sorted by settlement
    goods/box.parquet       BOX: scans of trace codes that were scanned more than once
    goods/box_once.parquet  BOX_ONCE: how many boxes of a settlement were scanned nowhere else
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import queries
from graphfraud.claims.clean import register
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake
from graphfraud.workspace import write_whole

FOLDER = "goods"
NAMES = ("item", "line", "basket", "box", "box_once")
SOURCES = ("fee_list_d", "drugtracinfo")


def build(lake: Lake, engine: Engine, claims_folder: Path) -> None:
    """Write the goods of `claims_folder`, whole or not at all; a folder that is there already is left as it is."""
    folder = claims_folder / FOLDER
    if folder.exists():
        return
    register(lake, engine, SOURCES)
    settled = pq.read_table(claims_folder / "settlement.parquet", columns=["setl_id", "kind"])
    position = pa.array(np.arange(len(settled), dtype=np.int32))
    engine.register("placed", settled.append_column("position", position))
    write_whole(folder, lambda made: _write_all(engine, made))


def _write_all(engine: Engine, folder: Path) -> None:
    for name in NAMES:
        path = folder / f"{name}.parquet"
        engine.write(path, queries.sql(f"claims_{name}"))
        engine.register(name, [str(path)])


def make_known(engine: Engine, claims_folder: Path) -> None:
    """Make the goods known to the engine: `item`, `line`, `basket`, `box` and `box_once`."""
    for name in NAMES:
        engine.register(name, [str(claims_folder / FOLDER / f"{name}.parquet")])
