"""The rows of the runs: rings, members, links and lineage of every run that is pushed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import pyarrow as pa

from graphfraud.model.graph import GraphType
from graphfraud.model.ring import Ring
from graphfraud.push.row_types import keys, schema
from graphfraud.store.run_files import RunFiles

MEMBERS = pa.schema([("kind", pa.string()), ("id", pa.string())])
EVIDENCE = pa.schema([("setl_id", pa.string())])
MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
COPIED = ("ring_id", "rank", "scheme", "status", "status_reason", "score")


class RunRows:
    """Rows of runs; each run's files are read once."""

    def __init__(self, runs: Sequence[RunFiles]) -> None:
        self._runs = sorted(runs, key=lambda run: (run.info.finished_at, run.info.run_id))

    def blocks(self, one: GraphType) -> Iterator[pa.Table]:
        """Give the rows of a type that belongs to runs, sorted by key."""
        rows = pa.concat_tables([self._links(one, run) for run in self._runs]) if one.rows == "links" else self._of(one)
        # A member may be named twice in one role, a pair be linked twice; the graph has each once.
        order = [(name, "ascending") for name in keys(one)]
        sorted_rows = rows.sort_by(order)
        yield _once(sorted_rows, keys(one))

    @cached_property
    def members(self) -> pa.Table:
        """(kind, id) of everybody in a ring or a link, each once."""
        found = {(m.kind, m.id) for run in self._runs for ring in run.rings for m in ring.members}
        for run in self._runs:
            found |= {("patient", id) for side in ("a", "b") for id in run.all_links[side].to_pylist()}
        return pa.Table.from_pylist([{"kind": kind, "id": id} for kind, id in sorted(found)], MEMBERS)

    @cached_property
    def evidence(self) -> pa.Table:
        """Every settlement behind a link, an evidence or a gathering, once."""
        found = {s for run in self._runs for ring in run.rings for s in ring.setl_ids}
        for run in self._runs:
            found.update(run.all_gatherings["setl_id"].to_pylist())
            found.update(s for of in run.all_links["setl_ids"].to_pylist() for s in of or ())
        return pa.table({"setl_id": sorted(found)}, schema=EVIDENCE)

    def _of(self, one: GraphType) -> pa.Table:
        if one.rows == "lineage":
            return pa.Table.from_pylist(list(self._lineage()), schema=schema(one))
        given = {"runs": _run, "rings": _rings, "in_run": _in_run, "members": _members}[one.rows]
        return pa.Table.from_pylist([row for run in self._runs for row in given(run)], schema=schema(one))

    def _lineage(self) -> Iterable[dict[str, Any]]:
        """Tie each ring to the rings of before that it comes from: of each, in the newest earlier run that has it."""
        newest: dict[str, str] = {}
        for run in self._runs:
            for ring in run.rings:
                before = (newest[id] for id in ring.lineage.previous if id in newest)
                yield from ({"a": _key(run, ring.ring_id), "b": b} for b in before)
            newest |= {ring.ring_id: _key(run, ring.ring_id) for ring in run.rings}

    def _links(self, one: GraphType, run: RunFiles) -> pa.Table:
        rows = run.all_links
        ends = {side: pa.array([f"patient:{id}" for id in rows[side].to_pylist()], pa.string()) for side in ("a", "b")}
        named = {"run_id": pa.repeat(run.info.run_id, rows.num_rows), "p": rows["p_value"]}
        wanted = schema(one)
        columns = {n: {**ends, **named}.get(n, rows[n] if n in rows.column_names else None) for n in wanted.names}
        return pa.table(columns).cast(wanted)


def _once(rows: pa.Table, names: Sequence[str]) -> pa.Table:
    """Keep the first of rows with the same key, next to each other."""
    seen = list(zip(*(rows[name].to_pylist() for name in names), strict=True))
    return rows.take([at for at, key in enumerate(seen) if at == 0 or key != seen[at - 1]]) if seen else rows


def _key(run: RunFiles, ring_id: str) -> str:
    return f"{run.info.run_id}/{ring_id}"


def _run(run: RunFiles) -> Iterable[dict[str, Any]]:
    header = {**run.info.to_dict(), "published": run.info.published, "demoted": run.info.demoted}
    yield {
        "run_id": run.info.run_id,
        "data_version": run.info.data_version,
        "finished_at": run.info.finished_at,
        "header": json.dumps({**header, "lake_versions": run.lake_versions}, ensure_ascii=False),
        "parameters": run.parameters_text,
    }


def _rings(run: RunFiles) -> Iterable[dict[str, Any]]:
    for ring in run.rings:
        yield {
            "key": _key(run, ring.ring_id),
            "run_id": run.info.run_id,
            **{name: getattr(ring, name) for name in COPIED},
            "size": len(ring.patients),
            **_cents(ring),
            "ring": json.dumps(ring.to_dict(), ensure_ascii=False),
        }


def _cents(ring: Ring) -> dict[str, int]:
    return {name: int(getattr(ring.amounts, name) * 100) for name in MONEY}


def _in_run(run: RunFiles) -> Iterable[dict[str, Any]]:
    return ({"a": _key(run, ring.ring_id), "b": run.info.run_id} for ring in run.rings)


def _members(run: RunFiles) -> Iterable[dict[str, Any]]:
    for ring in run.rings:
        for m in ring.members:
            end = {"a": f"{m.kind}:{m.id}", "b": _key(run, ring.ring_id)}
            yield {**end, "role": m.role, "strength": m.strength, "stability": m.stability}
