"""The tables of a run: links between the members of each ring, and the gatherings."""

from __future__ import annotations

from collections import Counter
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


def links(kept: list[Kept], most: int) -> tuple[pa.Table, dict[str, int]]:
    """Give LINKS of all rings, of each ring and scheme the `most` surest; also count the others, by scheme and name.

    A ring of thousands has millions of pairs, which nobody reads and the memory would not hold.
    """
    rows: list[dict[str, Any]] = []
    left_out: Counter[str] = Counter()
    for one in sorted(kept, key=lambda k: k.ring.ring_id):
        for source in one.sources:
            if source.events is not None:
                rows += _links(one.ring.ring_id, source.scheme, source.candidate, source.events, most)
                more = len(source.candidate.group.links) - most
                left_out.update({f"{source.scheme}.links_not_listed": more} if more > 0 else {})
    return pa.Table.from_pylist(rows, schema=LINKS), dict(left_out)


def gatherings(kept: list[Kept]) -> pa.Table:
    """Give GATHERINGS of all rings, numbered in time order over all schemes of a ring."""
    found = [(one.ring.ring_id, number, source.candidate) for one in kept for number, source in enumerate(one.sources)]
    if not found:
        return GATHERINGS.empty_table()
    rows = _rows(found)
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


def _links(ring_id: str, scheme: str, candidate: Candidate, by_patient: ByPatient, most: int) -> list[dict[str, Any]]:
    claims, found, events = candidate.claims, candidate.group.links, by_patient.events
    if len(found) > most:
        surest = np.zeros(len(found), dtype=bool)
        surest[np.lexsort((found.b, found.a, found.p_value))[:most]] = True
        found = found.take(surest)
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


def _rows(found: list[tuple[str, int, Candidate]]) -> pd.DataFrame:
    """Give a row a settlement of each ring's sources; `moment` and `until` in seconds since 1970: of the settlement, or
    of the stay's days."""
    ids, sources, candidates = zip(*found, strict=True)
    claims, sizes = candidates[0].claims, [len(c.facts) for c in candidates]
    places, patients = (np.array(names, dtype=object) for names in (claims.places, claims.patients))

    def column(name: str) -> np.ndarray:
        return np.concatenate([c.facts[name].to_numpy() for c in candidates])

    stay, second = np.repeat([c.stays for c in candidates], sizes), column("second")
    return pd.DataFrame(
        {
            "ring_id": np.repeat(np.array(ids, dtype=object), sizes),
            "source": np.repeat(sources, sizes),
            "number": column("gathering"),
            "fixmedins_code": places[column("place")],
            "moment": np.where(stay, column("day").astype(np.int64) * DAY, second),
            "until": np.where(stay, column("end").astype(np.int64) * DAY, second),
            "patient": patients[column("patient")],
            "setl_id": column("setl_id"),
        }
    )
