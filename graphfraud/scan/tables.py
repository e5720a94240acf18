"""The tables of a run: links between the members of each ring, and the gatherings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from graphfraud.rings.candidate import Candidate
from graphfraud.rings.gatherings import ByPatient
from graphfraud.scan.finish import Kept
from graphfraud.scan.run_folder import GATHERINGS, LINKS
from graphfraud.signals.events import Events

DAY = 86_400


def links(kept: list[Kept]) -> pa.Table:
    """Give LINKS of all rings."""
    rows = [
        row
        for one in sorted(kept, key=lambda k: k.ring.ring_id)
        for source in one.sources
        if source.events is not None
        for row in _links(one.ring.ring_id, source.scheme, source.candidate, source.events)
    ]
    return pa.Table.from_pylist(rows, schema=LINKS)


def gatherings(kept: list[Kept]) -> pa.Table:
    """Give GATHERINGS of all rings, numbered in time order over all schemes of a ring."""
    parts = [
        _rows(one.ring.ring_id, number, source.candidate) for one in kept for number, source in enumerate(one.sources)
    ]
    if not parts:
        return GATHERINGS.empty_table()
    rows = pd.concat(parts, ignore_index=True)
    groups = rows.groupby(["ring_id", "source", "number"])["moment"]
    rows["begin"], rows["end"] = (
        groups.transform("min"),
        rows.groupby(["ring_id", "source", "number"])["until"].transform("max"),
    )
    order = (
        rows[["ring_id", "begin", "source", "number"]]
        .drop_duplicates()
        .sort_values(["ring_id", "begin", "source", "number"])
    )
    order["gathering"] = order.groupby("ring_id").cumcount() + 1
    rows = rows.merge(order, on=["ring_id", "begin", "source", "number"])
    for name in ("begin", "end"):
        rows[name] = pd.to_datetime(rows[name], unit="s")
    ordered = rows.sort_values(["ring_id", "gathering", "patient", "setl_id"])[GATHERINGS.names]
    return pa.Table.from_pandas(ordered, schema=GATHERINGS, preserve_index=False)


def _links(ring_id: str, scheme: str, candidate: Candidate, by_patient: ByPatient) -> list[dict[str, Any]]:
    claims, found, events = candidate.claims, candidate.group.links, by_patient.events
    of = {int(p): by_patient.of(np.array([p])) for p in candidate.patients}
    together = [met(events, of[a], of[b]) for a, b in zip(found.a.tolist(), found.b.tolist(), strict=True)]
    names = claims.setl_id.take(events.row[np.concatenate(together)]).to_pylist()
    ends = np.cumsum([len(m) for m in together]).tolist()
    return [
        {
            "ring_id": ring_id,
            "scheme": scheme,
            "a": claims.patients[found.a[i]],
            "b": claims.patients[found.b[i]],
            "observed": int(found.observed[i]),
            "expected": float(found.expected[i]),
            "p_value": float(found.p_value[i]),
            "institutions": len(set(events.place[together[i]].tolist())),
            "setl_ids": sorted(set(names[ends[i] - len(together[i]) : ends[i]])),
        }
        for i in range(len(found))
    ]


def met(events: Events, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Give the events of two patients at which they were together."""
    place = events.place[first][:, None] == events.place[second][None, :]
    begin = np.abs(events.begin[first][:, None] - events.begin[second][None, :]) <= events.tol_begin
    end = np.abs(events.end[first][:, None] - events.end[second][None, :]) <= events.tol_end
    both = place & begin & end
    return np.concatenate([first[both.any(axis=1)], second[both.any(axis=0)]])


def _rows(ring_id: str, source: int, candidate: Candidate) -> pd.DataFrame:
    """Give a row a settlement; `moment` and `until` in seconds since 1970: of the settlement, or of the stay's days."""
    facts, claims = candidate.facts, candidate.claims
    moment = facts["day"].to_numpy(np.int64) * DAY if candidate.stays else facts["second"].to_numpy()
    return pd.DataFrame(
        {
            "ring_id": ring_id,
            "source": source,
            "number": facts["gathering"].to_numpy(),
            "fixmedins_code": [claims.places[i] for i in facts["place"].tolist()],
            "moment": moment,
            "until": facts["end"].to_numpy(np.int64) * DAY if candidate.stays else moment,
            "patient": [claims.patients[i] for i in facts["patient"].tolist()],
            "setl_id": facts["setl_id"].to_numpy(),
        }
    )
