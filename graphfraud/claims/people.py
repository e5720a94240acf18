"""What is known of the patients beside their claims: household, address, employer, age."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

import queries
from graphfraud.claims.clean import register
from graphfraud.claims.table import Codes
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake

FAMILY_SIZE = 8
"""More people at one address are a care home, a dormitory or a village, not a household."""


@dataclass(frozen=True, slots=True)
class People:
    """n patients in the order of `Claims.patients`.

    `household`, `address`, `locality`, `employer`: codes, −1 where unknown; `born`: days since 1970 (NaN where
    unknown). A locality is the village or community that an address names: its text up to the last such word.
    A household is the patients tied by `hh_id`, or by an address that at most FAMILY_SIZE patients share.
    """

    household: Codes
    address: Codes
    locality: Codes
    employer: Codes
    born: np.ndarray
    registered: np.ndarray
    """True where the patient's `hh_id` is known."""


def read(lake: Lake, engine: Engine, folder: Path, patients: list[str]) -> People:
    """Read what the lake knows of the patients of a claims folder."""
    register(lake, engine, ("psn_info_b", "household"))
    engine.register("person", pq.read_table(folder / "person.parquet"))
    engine.register("patient", pa.table({"patient": patients}))
    frame = engine.arrow(queries.sql("claims_people")).to_pandas(date_as_object=False)
    home = _codes(frame["hh_id"])
    address = _codes(frame["live_addr"])
    return People(
        household=_tied(home, _small(address)),
        address=address,
        locality=_codes(frame["locality"]),
        employer=_codes(frame["emp_no"]),
        born=_days(frame["brdy"]),
        registered=home >= 0,
    )


def _codes(column: pd.Series[str]) -> Codes:
    codes, _ = pd.factorize(column, sort=True)
    return codes.astype(np.int32)


def _days(column: pd.Series[str]) -> np.ndarray:
    stamps = pd.to_datetime(column)
    return ((stamps - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(dtype=np.float64)


def _small(codes: Codes) -> Codes:
    """Blank the codes that more than FAMILY_SIZE patients share."""
    sizes = np.bincount(codes[codes >= 0], minlength=1)
    kept = (codes >= 0) & (sizes[np.maximum(codes, 0)] <= FAMILY_SIZE)
    return np.where(kept, codes, -1).astype(np.int32)


def _tied(*ties: Codes) -> Codes:
    """Give one code to all patients that any of the ties connects; −1 to those with no tie known."""
    n = len(ties[0])
    rows, columns, base = [], [], n
    for codes in ties:
        known = np.flatnonzero(codes >= 0)
        rows.append(known)
        columns.append(codes[known] + base)
        base += int(codes.max(initial=-1)) + 1
    row, column = np.concatenate(rows), np.concatenate(columns)
    matrix = coo_array((np.ones(len(row), dtype=np.int8), (row, column)), shape=(base, base))
    _, labels = connected_components(matrix, directed=False)
    known = np.zeros(n, dtype=bool)
    known[row] = True
    return np.where(known, labels[:n], -1).astype(np.int32)
