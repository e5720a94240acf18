"""A city of nine persons, small enough to know every answer by hand, written as a real workspace.

H1 is a hospital, K1 and K2 are clinics, P1 is a pharmacy; D1 and D2 have national codes, doctor 7 is known at H1
only. A1 also has the number A1X. s09 was refunded by s10, s13 is void. A5 shares nothing with anybody.

    A1 ─ H1 ─ A2 ─ K1 ─ A3 ─ P1 ─ A4        A5 ─ K2
      └ D1 ┘     └ D2 ┘
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import write_deltalake

from graphfraud.claims import clean
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.lake import Lake
from graphfraud.model.ring import Amounts, Evidence, Innocent, Lineage, Member, Ring, Text
from graphfraud.model.schema import lake_schema, tables
from graphfraud.scan import run_folder
from graphfraud.store.base import EntityRef
from graphfraud.workspace import Workspace

D1, D2 = "D990101000001", "D990101000002"
DATA = "0123456789abcdef"
FIRST_RUN, SECOND_RUN = "run1", "run2"
LINE_OF = {"s01": 2, "s12": 13}

# setl_id, psn_no, fixmedins_code, setl_time, med_type, medfee, fund, acct, dr_code
SETTLEMENTS: tuple[tuple[str, str, str, str, str, str, str, str, str | None], ...] = (
    ("s01", "A1", "H1", "2025-01-01 08:00", "11", "100.00", "60.00", "0.00", D1),
    ("s02", "A1", "H1", "2025-02-01 08:00", "11", "50.50", "30.00", "0.00", "7"),
    ("s03", "A1X", "H1", "2025-03-01 08:00", "11", "20.00", "10.00", "5.00", D1),
    ("s04", "A2", "H1", "2025-01-01 08:10", "11", "10.00", "5.00", "0.00", D1),
    ("s05", "A2", "K1", "2025-01-05 09:00", "11", "30.00", "20.00", "0.00", D2),
    ("s06", "A3", "K1", "2025-01-06 09:00", "11", "40.00", "20.00", "0.00", D2),
    ("s07", "A3", "P1", "2025-01-07 10:00", "41", "15.00", "0.00", "15.00", None),
    ("s08", "A4", "P1", "2025-01-08 10:00", "41", "25.00", "0.00", "25.00", None),
    ("s09", "A4", "P1", "2025-01-09 10:00", "41", "8.00", "0.00", "8.00", None),
    ("s10", "A4", "P1", "2025-01-09 11:00", "41", "-8.00", "0.00", "-8.00", None),
    ("s11", "A5", "K2", "2025-01-10 10:00", "11", "70.00", "50.00", "0.00", None),
    ("s12", "A2", "H1", "2025-01-01 08:10", "11", "12.00", "6.00", "0.00", D1),
    ("s13", "A3", "H1", "2025-01-02 08:00", "11", "99.00", "99.00", "0.00", D1),
)
PERSONS = (
    {"psn_no": "A1", "psn_name": "张丽芳", "certno": "990101199001011234", "tel": "13800001234"},
    {"psn_no": "A1X", "psn_name": "张丽芳", "certno": "990101199001011234"},
    {"psn_no": "A2", "psn_name": "姜文", "certno": "990101199002021111", "live_addr": "样例省样例市东区一路3号"},
    {"psn_no": "A9", "psn_name": "欧阳小芳", "certno": "990101199003031111"},
)
PLACES = (
    {
        "fixmedins_code": "H1",
        "fixmedins_name": "样例第一医院",
        "hosp_lv": "02",
        "bankacct": "6222000011112222",
        "fix_blng_admdvs": "990101",
    },
    {"fixmedins_code": "K1", "fixmedins_name": "样例东街诊所", "fix_blng_admdvs": "990102"},
)
DOCTORS = (
    {"dr_code": D1, "dr_name": "王大夫"},
    {"dr_code": "7", "dr_name": "李小明", "main_pracins_no": "H1"},
    {"dr_code": "D990101000009", "dr_name": "周全"},
)


def patient(id: str) -> EntityRef:
    """Give a patient."""
    return EntityRef("patient", id)


def build(root: Path) -> Workspace:
    """Write the workspace: lake, clean claims, two runs; the second run is the newest."""
    workspace = Workspace(root)
    _lake_table(workspace, "setl_d", [_settlement(i, row) for i, row in enumerate(SETTLEMENTS)])
    _lake_table(workspace, "psn_info_b", [dict(p) for p in PERSONS])
    _lake_table(workspace, "medins_info_b", [dict(p) for p in PLACES])
    _lake_table(workspace, "dr_info_b", [dict(d) for d in DOCTORS])
    ledger = pa.table({"batch_id": ["b1"], "file": ["setl_d/part-0.csv"]})
    write_deltalake(str(workspace.lake / "batch"), ledger)
    with DuckDBEngine() as engine:
        clean.build(Lake(workspace.lake), engine, workspace.claims / DATA)
    write_run(workspace, FIRST_RUN, "2025-06-01T10:00:00+08:00", earlier_rings())
    write_run(workspace, SECOND_RUN, "2025-07-01T10:00:00+08:00", rings())
    return workspace


def earlier_rings() -> list[Ring]:
    """Give the rings of the first run; R0 has vanished since."""
    return [ring("R1", 1, ("A1", "A2", "A4")), ring("R0", 2, ("A7", "A8"))]


def rings() -> list[Ring]:
    """Give the rings of the second run, ranked."""
    lineage = Lineage("grown", ("R1",))
    return [
        ring("R1", 1, ("A1", "A2", "A3", "A4"), lineage=lineage),
        ring("R2", 2, ("A3", "A5"), scheme="co_swipe", score=0.4, fund="900.00", venue="P1", kind="pharmacy"),
        ring("R3", 3, ("A5", "A9"), score=0.6, status="demoted", reason="family", venue="K2", kind="clinic"),
    ]


def ring(
    ring_id: str,
    rank: int,
    patients: tuple[str, ...],
    *,
    scheme: str = "fake_stay",
    score: float = 0.9,
    fund: str = "111.00",
    status: str = "published",
    reason: str | None = None,
    venue: str = "H1",
    kind: str = "hospital",
    lineage: Lineage | None = None,
) -> Ring:
    """Make a ring of these patients at one venue; its evidence are s04, s01 and s12."""
    members = [Member("patient", p, "member", 1.0, 0.9, ("A1X",) if p == "A1" else ()) for p in patients]
    return Ring(
        ring_id=ring_id,
        rank=rank,
        scheme=scheme,
        also=(),
        status=status,
        status_reason=reason,
        score=score,
        fdr=0.01,
        stability=0.9,
        lineage=lineage or Lineage(),
        members=(*members, Member(kind, venue, "venue", 0.5)),
        amounts=Amounts(Decimal("122.00"), Decimal(fund), Decimal("0.00"), 3),
        evidence=(Evidence("co_stay", Text("一起住院", "stayed together"), 3.0, 0.1, 1e-6, ("s01", "s04", "s12")),),
        innocent=(Innocent("family", "ruled_out", Text("不同户", "different households")),),
    )


def write_run(workspace: Workspace, run_id: str, at: str, found: list[Ring]) -> None:
    """Write a run folder over the city's data."""
    lake = Lake(workspace.lake)
    header = {
        "run_id": run_id,
        "started_at": at,
        "finished_at": at,
        "engine": "duckdb",
        "data_version": DATA,
        "params_version": "test",
        "code_version": "0.1.0",
        "seed": 1,
    }
    published = sum(r.status == "published" for r in found)
    manifest = {
        "run": header,
        "lake_versions": {t: lake.version(t) for t in ("setl_d", "psn_info_b", "medins_info_b", "household")},
        "schemes": [
            {"scheme": "fake_stay", "state": "on", "missing": []},
            {"scheme": "after_death", "state": "off", "missing": ["death_reg.death_date"]},
        ],
        "signals": [{"signal": "one_owner", "state": "weak", "missing": ["medins_info_b.uscc"]}],
        "counts": {"published": published, "demoted": len(found) - published},
    }
    run_folder.write(workspace.runs, manifest, found, links(found), gatherings(found), "seed: 1\n")


def links(found: list[Ring]) -> pa.Table:
    """Give one link a ring, between its first two patients."""
    rows = [
        {"ring_id": r.ring_id, "scheme": r.scheme, "a": r.patients[0], "b": r.patients[1], "observed": 3}
        | {"expected": 0.1, "p_value": 1e-6, "institutions": 1, "setl_ids": ["s01", "s04"]}
        for r in found
    ]
    return pa.Table.from_pylist(rows, run_folder.LINKS)


def gatherings(found: list[Ring]) -> pa.Table:
    """Give one gathering a ring, of its first two patients."""
    at = datetime(2025, 1, 1, 8)
    rows = [
        {
            "ring_id": r.ring_id,
            "gathering": 1,
            "fixmedins_code": "H1",
            "begin": at,
            "end": at,
            "patient": p,
            "setl_id": s,
        }
        for r in found
        for p, s in zip(r.patients[:2], ("s01", "s04"), strict=True)
    ]
    return pa.Table.from_pylist(rows, run_folder.GATHERINGS)


def _settlement(at: int, row: tuple[str, str, str, str, str, str, str, str, str | None]) -> dict[str, Any]:
    setl_id, psn_no, place, time, med_type, medfee, fund, acct, doctor = row
    return {
        "setl_id": setl_id,
        "psn_no": psn_no,
        "fixmedins_code": place,
        "setl_time": datetime.fromisoformat(time),
        "med_type": med_type,
        "medfee_sumamt": Decimal(medfee),
        "fund_pay_sumamt": Decimal(fund),
        "acct_pay": Decimal(acct),
        "dr_code": doctor,
        "mdtrt_cert_no": "990101199001011234" if psn_no == "A1" else None,
        "refd_setl_flag": "1" if setl_id == "s10" else "0",
        "init_setl_id": "s09" if setl_id == "s10" else None,
        "vali_flag": "0" if setl_id == "s13" else "1",
        "_line": at + 2,
    }


def _lake_table(workspace: Workspace, name: str, rows: list[dict[str, Any]]) -> None:
    schema = lake_schema(tables()[name])
    for at, row in enumerate(rows):
        row.update({"_batch_id": "b1", "_row_hash": at, "_line": row.get("_line", at + 2)})
    write_deltalake(str(workspace.lake / name), pa.Table.from_pylist(rows, schema))
