"""`graphfraud load` of CSV beside DuckDB's bare copy of the same file to Parquet, which checks nothing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import duckdb

from benchmarks.measure import GRAPHFRAUD, Child, Row, child

MOST_RATIO = 4.0
MOST_MB = 1024.0
FLAT = 0.2
COPY = "import duckdb, sys; duckdb.execute('COPY (SELECT * FROM read_csv($1)) TO ' + repr(sys.argv[2]), [sys.argv[1]])"

SETTLEMENTS = """
COPY (
    SELECT 'S' || lpad((i * 7)::VARCHAR, 20, '0') AS setl_id,
        '4301' || lpad((i * 31 % 200000)::VARCHAR, 12, '0') AS psn_no,
        CASE WHEN i % 2 = 0 THEN 'H' ELSE 'P' END || '4301' || lpad((i * 17 % 500)::VARCHAR, 7, '0') AS fixmedins_code,
        TIMESTAMP '2025-01-01' + to_seconds((i * 31536000 // $rows)::BIGINT) AS setl_time,
        CASE WHEN i % 2 = 0 THEN '11' ELSE '41' END AS med_type,
        hash(i, 1) % 300000 / 100 AS medfee_sumamt,
        'M' || lpad((i * 7)::VARCHAR, 20, '0') AS mdtrt_id,
        NULL AS init_setl_id,
        (DATE '2025-01-01' + (i * 365 // $rows)::INT) AS begndate,
        (DATE '2025-01-01' + (i * 365 // $rows)::INT) AS enddate,
        hash(i, 2) % 200000 / 100 AS fund_pay_sumamt,
        hash(i, 3) % 200000 / 100 AS hifp_pay,
        hash(i, 4) % 30000 / 100 AS acct_pay,
        0.00 AS acct_mulaid_pay,
        hash(i, 5) % 10000 / 100 AS psn_cash_pay,
        0 AS hosp_part_amt,
        '310' AS insutype, '11' AS psn_type, '430100' AS insu_admdvs, '01' AS mdtrt_cert_type,
        md5(i::VARCHAR) AS mdtrt_cert_no,
        'D430100' || lpad((i % 3000)::VARCHAR, 6, '0') AS dr_code,
        NULL AS dise_no, '2' AS setl_type,
        'INV' || lpad(i::VARCHAR, 12, '0') AS invono,
        'OP' || (i % 50) AS opter_id,
        NULL AS agnter_certno, NULL AS bankacct, '0' AS refd_setl_flag, '1' AS vali_flag
    FROM range($rows) AS numbers (i)
) TO '{path}' (HEADER)
"""
FEE_LINES = """
COPY (
    SELECT 'B' || lpad((i * 3)::VARCHAR, 20, '0') AS bkkp_sn,
        'S' || lpad((i // 14 * 7)::VARCHAR, 20, '0') AS setl_id,
        'X' || lpad((hash(i, 1) % 9000)::VARCHAR, 10, '0') AS hilist_code,
        hash(i, 2) % 9 + 1 AS cnt,
        hash(i, 3) % 30000 / 100 AS det_item_fee_sumamt,
        'M' || lpad((i // 14 * 7)::VARCHAR, 20, '0') AS mdtrt_id,
        '项目' || (hash(i, 1) % 9000) AS hilist_name,
        '201' AS list_type, '05' AS med_chrgitm_type,
        hash(i, 4) % 30000 / 100 AS pric,
        TIMESTAMP '2025-01-01' + to_seconds((i * 31536000 // $rows)::BIGINT) AS fee_ocur_time,
        'D430100' || lpad((i % 3000)::VARCHAR, 6, '0') AS bilg_dr_code,
        NULL AS rxno, NULL AS prd_days, '0' AS etip_flag
    FROM range($rows) AS numbers (i)
) TO '{path}' (HEADER)
"""
CASES = (
    ("setl_d", SETTLEMENTS, 1_000_000),
    ("fee_list_d", FEE_LINES, 1_000_000),
    ("fee_list_d", FEE_LINES, 10_000_000),
)


def run(scale: float, work: Path) -> list[Row]:
    """Measure the three files, times `scale`, in `work`."""
    rows: list[Row] = []
    peaks: list[float] = []
    for table, statement, size in CASES:
        ours, bare = _case(table, statement, int(size * scale), work)
        rows += _rows(f"{table}, {size * scale / 1e6:g} M rows", ours, bare, scale)
        if table == "fee_list_d":
            peaks.append(ours.peak_mb)
    growth = peaks[1] / peaks[0] - 1
    flat = Row("load", "peak memory from 1 M to 10 M fee lines", note=f"{growth:+.0%}", goal=f"± {FLAT:.0%}")
    return [*rows, Row(**{**flat.to_dict(), "met": abs(growth) <= FLAT if scale == 1 else None})]


def _case(table: str, statement: str, size: int, work: Path) -> tuple[Child, Child]:
    folder = work / f"load-{table}-{size}"
    path = folder / f"{table}.csv"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        duckdb.execute(statement.format(path=partial), {"rows": size})
        partial.rename(path)
    place = folder / "workspace"
    shutil.rmtree(place, ignore_errors=True)
    bare = child([sys.executable, "-c", COPY, path, folder / "bare.parquet"], folder)
    ours = child([GRAPHFRAUD, "load", path, "--workspace", place, "--format", "json"], folder)
    shutil.rmtree(place)
    (folder / "bare.parquet").unlink()
    return ours, bare


def _rows(case: str, ours: Child, bare: Child, scale: float) -> list[Row]:
    ratio = ours.cpu_s / bare.cpu_s
    met = (ratio <= MOST_RATIO and ours.peak_mb <= MOST_MB) if scale == 1 else None
    goal = f"≤ {MOST_RATIO:g} × the copy's CPU, ≤ {MOST_MB:,.0f} MB"
    note = f"{ratio:.2f} × the copy's CPU"
    return [
        Row("load", f"{case}: DuckDB copies", bare.cpu_s, bare.wall_s, bare.peak_mb),
        Row("load", f"{case}: graphfraud load", ours.cpu_s, ours.wall_s, ours.peak_mb, note, goal, met),
    ]
