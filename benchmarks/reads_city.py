"""The workspace for the read benchmark: the scan benchmark's settlements, with doctors, registers and full rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import city
from benchmarks.measure import GRAPHFRAUD, child

DOCTORS_A_PLACE = 25
MONEY = ("hifp_pay", "acct_pay", "psn_cash_pay", "hosp_part_amt")
CODES = ("insutype", "psn_type", "insu_admdvs", "mdtrt_cert_type", "setl_type")
IDS = ("mdtrt_id", "mdtrt_cert_no", "invono")


def workspace(settlements: int, work: Path) -> Path:
    """Give a loaded and scanned workspace with that many settlements; made once."""
    place = work / f"reads-{settlements}"
    if (place / "runs" / "latest").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    plain = city.write(work / f"city-{settlements}", settlements)
    data = work / f"city-reads-{settlements}"
    data.mkdir(exist_ok=True)
    shutil.copy(plain / "household.parquet", data)
    rows = pq.read_table(plain / "setl_d.parquet")
    pq.write_table(_full(rows), data / "setl_d.parquet")
    pq.write_table(_persons(rows), data / "psn_info_b.parquet")
    child([GRAPHFRAUD, "load", data, "--workspace", place], data)
    child([GRAPHFRAUD, "scan", "--workspace", place, "--param", "decoys=0", "--param", "stability_runs=0"], data)
    return place


def _full(rows: pa.Table) -> pa.Table:
    """Add a doctor of the institution, and columns that only make the rows as wide as real ones."""
    rng = np.random.default_rng(20260102)
    n = rows.num_rows
    number = rng.integers(1, DOCTORS_A_PLACE + 1, n)
    tail = pa.array(np.char.zfill(number.astype(str), 3))
    place = pc.utf8_slice_codeunits(rows["fixmedins_code"], 1, 10)
    rows = rows.append_column("dr_code", pc.binary_join_element_wise("D", place, tail, ""))
    for name in MONEY:
        cents = pa.array(rng.integers(100, 90_000, n) / 100).cast(pa.decimal128(16, 2), safe=False)
        rows = rows.append_column(name, cents)
    for name in CODES:
        rows = rows.append_column(name, pa.array(rng.integers(1, 9, n).astype(str)))
    for name in IDS:
        rows = rows.append_column(name, pa.array(rng.integers(10**14, 10**15, n).astype(str)))
    return rows


def _persons(rows: pa.Table) -> pa.Table:
    ids = pc.sort_indices(people := pc.unique(rows["psn_no"]))
    people = people.take(ids)
    certno = pa.array([f"990101{i:012d}" for i in range(len(people))])
    return pa.table({"psn_no": people, "psn_name": pa.repeat("样例人", len(people)), "certno": certno})
