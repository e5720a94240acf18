"""The city of nine persons with what questions need besides: owners, contacts, a watch list.

H1 and K1 have one account, K1 and P1 one address: one owner. A1, A3 and A4 have one telephone, A3 and A5 another.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import write_deltalake

from graphfraud.model.schema import lake_schema, tables
from graphfraud.workspace import Workspace
from tests.conformance.store import city

RUN = "run3"
KINDS = {"H1": "hospital", "K1": "clinic", "K2": "clinic", "P1": "pharmacy"}
PLACES = (
    {"fixmedins_code": "H1", "bankacct": "6222000011112222"},
    {"fixmedins_code": "K1", "bankacct": "6222-0000-1111-2222", "addr": "样例路3号"},
    {"fixmedins_code": "P1", "addr": "样例路 3号"},
    {"fixmedins_code": "K2", "bankacct": "6222000033334444"},
)
SAME_OWNER = {("H1", "K1"): ["bankacct"], ("K1", "P1"): ["addr"]}
OWNED = ("H1", "K1", "P1")
CALLED = (("A1", "13800001234"), ("A3", "138-0000-1234"), ("A4", "8613800001234"), ("A3", "13900005678"))
CONTACTS = {"13800001234": ["A1", "A3", "A4"], "13900005678": ["A3", "A5"]}
LISTED = (
    ("patient", "A1X", "confirmed"),
    ("clinic", "K1", "tip"),
    ("hospital", "K1", "blacklist"),
    ("patient", "A5", "tip"),
    ("doctor", city.D2, "cleared"),
)
WATCH = {"patient:A1": ["confirmed"], "clinic:K1": ["blacklist", "tip"], "patient:A5": ["tip"]}
WATCH[f"doctor:{city.D2}"] = ["cleared"]


def build(root: Path) -> Workspace:
    """Write the workspace; its third run is the newest."""
    workspace = city.build(root)
    called = (*CALLED, ("A5", "13900005678"))
    visits = [{"mdtrt_id": f"m{i}", "psn_no": psn_no, "coner_tel": tel} for i, (psn_no, tel) in enumerate(called)]
    _write(workspace, "medins_info_b", [dict(p) for p in PLACES])
    _write(workspace, "mdtrt_d", visits)
    listed = [{"entity_kind": kind, "entity_id": id, "label": label} for kind, id, label in LISTED]
    _write(workspace, "watchlist", listed)
    city.write_run(workspace, RUN, "2025-08-01T10:00:00+08:00", city.rings())
    return workspace


def _write(workspace: Workspace, name: str, rows: list[dict[str, Any]]) -> None:
    for at, row in enumerate(rows):
        row.update({"_batch_id": "b2", "_row_hash": 100 + at, "_line": at + 2})
    table = pa.Table.from_pylist(rows, lake_schema(tables()[name]))
    write_deltalake(str(workspace.lake / name), table, mode="overwrite")
