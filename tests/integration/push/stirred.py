"""The nine-person city, changed at random: claims come, go and are corrected, registers change, runs come."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
from deltalake import write_deltalake

from graphfraud.model.schema import lake_schema, tables
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.integration.push import graphs

Row = dict[str, Any]
PLACES = (("H1", "hospital"), ("K1", "clinic"), ("K2", "clinic"), ("P1", "pharmacy"), ("N1", "hospital"))
DOCTORS = (city.D1, city.D2, "H1/7", "D990101000009", None)
PATIENTS = ("A1", "A2", "A3", "A4", "A5", "A7", "B1", "B2")


def stir(workspace: Workspace, seed: int, step: int) -> None:
    """Add a data version, the `step`th (1 to 9), with a run that has seen it."""
    rng = Random(f"{seed} {step}")
    data = str(step) * 16
    graphs.rewrite(workspace, data, lambda rows: _changed(rng, rows, step))
    _register(workspace, rng)
    graphs.scanned(workspace, data, f"run{step + 2}", f"2025-08-0{step}T10:00:00+08:00")


def _changed(rng: Random, rows: list[Row], step: int) -> list[Row]:
    """Withdraw some claims, correct others, add new ones; now and then two persons turn out to be one."""
    kept = [dict(row) for row in rows if rng.random() > 0.15]
    for row in kept:
        if rng.random() < 0.2:
            row |= _some(rng, rng.sample(("patient", "place", "doctor", "time", "money", "stay"), 1))
    like = dict(rows[0])
    parts = ("patient", "place", "doctor", "time", "money")
    kept += [like | _some(rng, parts) | {"setl_id": f"n{step}{at}"} for at in range(rng.randrange(4))]
    if rng.random() < 0.3:
        one, other = rng.sample(PATIENTS, 2)
        kept = [row | {"patient": other} if row["patient"] == one else row for row in kept]
    return kept


def _some(rng: Random, parts: list[str] | tuple[str, ...]) -> Row:
    place, kind = rng.choice(PLACES)
    patient = rng.choice(PATIENTS)
    given: dict[str, Row] = {
        "patient": {"patient": patient, "psn_no": patient},
        "place": {"fixmedins_code": place, "kind": kind},
        "doctor": {"doctor": rng.choice(DOCTORS)},
        "time": {"setl_time": datetime(2025, 1, 1) + timedelta(minutes=rng.randrange(500_000))},
        "money": {"fund_pay_sumamt": Decimal(rng.randrange(10_000)) / 100, "medfee_sumamt": Decimal(12)},
        "stay": {"stay": True},
    }
    return {name: value for part in parts for name, value in given[part].items()}


def _register(workspace: Workspace, rng: Random) -> None:
    """Change where a person is insured, and whom the watch list names."""
    persons = [{"psn_no": p, "insu_admdvs": rng.choice(("990101", "990102"))} for p in PATIENTS]
    person = rng.choice(PATIENTS)
    watched = {"entity_kind": "patient", "entity_id": person, "label": "tip", "source": "s"}
    for name, rows in {"psn_info_b": persons, "watchlist": [watched]}.items():
        schema = lake_schema(tables()[name])
        full = [{**row, "_batch_id": "b2", "_row_hash": at, "_line": at} for at, row in enumerate(rows)]
        write_deltalake(str(workspace.lake / name), pa.Table.from_pylist(full, schema), mode="overwrite")
