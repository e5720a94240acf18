"""The clean settlements as arrays: the form in which the signals read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

COLUMNS = (
    "setl_id",
    "patient",
    "fixmedins_code",
    "kind",
    "setl_time",
    "begndate",
    "enddate",
    "stay",
    "med_type",
    "doctor",
    "medfee_sumamt",
    "fund_pay_sumamt",
    "acct_pay",
)
MISSING_DAY = np.iinfo(np.int32).min


@dataclass(frozen=True, slots=True)
class Claims:
    """n settlements sorted by patient, setl_time, setl_id; one array element a settlement.

    `table` holds COLUMNS, and as `position` the row of settlement.parquet that each settlement is.
    `patient`, `place` and `doctor` are positions in `patients`, `places` and `doctors` (all sorted; −1: no doctor).
    `second` counts from 1970-01-01 00:00 local time, `begin` and `end` are days since then (MISSING_DAY where unknown).
    `pharmacy` says it of each place.
    """

    table: pa.Table
    setl_id: pa.Array
    patients: list[str]
    places: list[str]
    doctors: list[str]
    patient: Codes
    place: Codes
    doctor: Codes
    second: Ints
    begin: Codes
    end: Codes
    stay: Flags
    pharmacy: Flags

    def __len__(self) -> int:
        return len(self.patient)

    def rows_of(self, patients: Codes) -> Ints:
        """Give the settlements of patients (positions in `patients`), ascending."""
        wanted = np.unique(patients)
        first, after = (np.searchsorted(self.patient, wanted, side) for side in ("left", "right"))
        return np.concatenate([np.zeros(0, np.int64), *map(np.arange, first.tolist(), after.tolist())])


def period(folder: Path) -> tuple[date | None, date | None]:
    """Give the first and the last day of settlement of a claims folder, None where it holds none."""
    days = pc.min_max(pq.read_table(folder / "settlement.parquet", columns=["setl_time"])["setl_time"]).as_py()
    first, last = (None if days[end] is None else days[end].date() for end in ("min", "max"))
    return first, last


def read(folder: Path, *, first: date | None = None, last: date | None = None) -> Claims:
    """Read `settlement.parquet` of a claims folder, from the day `first` to the day `last`, both included."""
    columns = list(COLUMNS)
    table = pq.read_table(
        folder / "settlement.parquet",
        columns=columns,
        read_dictionary=["patient", "fixmedins_code", "doctor", "med_type"],
    )
    position = pa.array(np.arange(len(table), dtype=np.int32))
    table = _between(table.append_column("position", position), first, last)
    patients, patient = _codes(table["patient"])
    places, place = _codes(table["fixmedins_code"])
    doctors, doctor = _codes(table["doctor"])
    return Claims(
        table=table,
        # In one piece: taking rows from many chunks is slow.
        setl_id=table["setl_id"].combine_chunks(),
        patients=patients,
        places=places,
        doctors=doctors,
        patient=patient,
        place=place,
        doctor=doctor,
        second=table["setl_time"].cast(pa.timestamp("s")).cast(pa.int64()).to_numpy(),
        begin=_days(table["begndate"]),
        end=_days(table["enddate"]),
        pharmacy=_any(place, pc.equal(table["kind"], "pharmacy"), len(places)),
        stay=table["stay"].combine_chunks().to_numpy(zero_copy_only=False),
    )


def _between(table: pa.Table, first: date | None, last: date | None) -> pa.Table:
    if first is not None:
        table = table.filter(pc.greater_equal(table["setl_time"], pa.scalar(datetime.combine(first, time.min))))
    if last is not None:
        after = datetime.combine(last + timedelta(days=1), time.min)
        table = table.filter(pc.less(table["setl_time"], pa.scalar(after)))
    return table


def _codes(column: pa.ChunkedArray) -> tuple[list[str], Codes]:
    """Give the sorted distinct texts, and each row's position among them (−1 where null)."""
    one: Any = column.unify_dictionaries().combine_chunks()
    names = one.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names) + 1, dtype=np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    rank[-1] = -1
    return [names[i] for i in order], rank[pc.fill_null(one.indices, -1).to_numpy(zero_copy_only=False)]


def _any(place: Codes, flag: pa.ChunkedArray, places: int) -> Flags:
    """Say of each place whether one of its settlements carries the flag."""
    marked = np.zeros(places, dtype=bool)
    marked[place[flag.combine_chunks().to_numpy(zero_copy_only=False)]] = True
    return marked


def _days(column: pa.ChunkedArray) -> Codes:
    filled: Codes = pc.fill_null(column.cast(pa.int32()), MISSING_DAY).to_numpy()
    return filled
