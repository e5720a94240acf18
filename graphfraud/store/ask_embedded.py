"""Answer questions from the files of a workspace: the tables that the statements read, and one statement a question.

`entity` (key, kind, id, node, degree) and `arc` (source, target: node numbers, both directions) are the entity graph;
`ring`, `member` and `link` are the run's; `owner` and `same_owner` tie institutions, `contact` patients. Amounts of
rings are in cents. A table is made when a question first reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

import queries
from graphfraud.claims import owners
from graphfraud.engine.base import Engine
from graphfraud.model.ring import Ring
from graphfraud.store.graph_files import EntityGraph
from graphfraud.store.lake_reader import LakeReader
from graphfraud.store.questions import Question
from graphfraud.store.run_files import RunFiles

RING = pa.schema(
    [
        *((name, pa.string()) for name in ("ring_id", "scheme", "status", "status_reason")),
        *((name, pa.int64()) for name in ("rank", "size", "medfee_sumamt", "fund_pay_sumamt", "acct_pay")),
        ("score", pa.float64()),
    ]
)
MEMBER = pa.schema(
    [
        *((name, pa.string()) for name in ("ring_id", "key", "kind", "id", "role")),
        *((name, pa.float64()) for name in ("strength", "stability")),
        ("aliases", pa.list_(pa.string())),
    ]
)
OWNER = pa.schema([("fixmedins_code", pa.string()), ("owner", pa.int64())])
SAME_OWNER = pa.schema([("a", pa.string()), ("b", pa.string()), ("sorts", pa.list_(pa.string()))])
AMOUNTS = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")


class QuestionTables:
    """What the statements read, for one run.

    Args:
        files: the run.
        claims: claims folder of its data.
        graph: the entity graph there.
        lake: the lake at the run's versions.
        engine: runs the queries that make tables; whoever asks holds its lock.
    """

    def __init__(self, files: RunFiles, claims: Path, graph: EntityGraph, lake: LakeReader, engine: Engine) -> None:
        self._files = files
        self._claims = claims
        self._graph = graph
        self._lake = lake
        self._engine = engine
        self._rings: tuple[tuple[Ring, ...], pa.Table, pa.Table] | None = None

    def of(self, name: str, rings: tuple[Ring, ...]) -> pa.Table | list[str]:
        """Give a table by name; `rings` are those of the run with the decisions on them."""
        if name in ("ring", "member"):
            return self._of_rings(rings)[name == "member"]
        if name in ("settlement", "person"):
            return [str(self._claims / f"{name}.parquet")]
        made: dict[str, Callable[[], pa.Table | list[str]]] = {
            "entity": lambda: self._entity,
            "arc": lambda: self._arc,
            "link": lambda: self._files.all_links,
            "contact": lambda: self._contact,
            "owner": lambda: self._owner[0],
            "same_owner": lambda: self.same_owner,
            "watchlist": lambda: self._lake.source("watchlist"),
        }
        return made[name]()

    @property
    def same_owner(self) -> pa.Table:
        """The pairs of institutions that share a mark of ownership (`SAME_OWNER`)."""
        return self._owner[1]

    def _of_rings(self, rings: tuple[Ring, ...]) -> tuple[pa.Table, pa.Table]:
        if self._rings is None or self._rings[0] is not rings:
            members = [row for ring in rings for row in _members(ring)]
            self._rings = (
                rings,
                pa.Table.from_pylist([_ring(ring) for ring in rings], RING),
                pa.Table.from_pylist(members, MEMBER),
            )
        return self._rings[1:]

    @cached_property
    def _entity(self) -> pa.Table:
        nodes = self._graph.table
        key = pc.binary_join_element_wise(nodes["kind"], nodes["id"], ":")
        degree = self._graph.adjacency.degrees.astype(np.int64)
        number = pa.array(np.arange(len(degree), dtype=np.int32))
        return nodes.append_column("key", key).append_column("node", number).append_column("degree", pa.array(degree))

    @cached_property
    def _arc(self) -> pa.Table:
        adjacency = self._graph.adjacency
        source = np.repeat(np.arange(len(adjacency), dtype=np.int32), adjacency.degrees)
        return pa.table({"source": source, "target": np.asarray(adjacency.neighbours)})

    @cached_property
    def _contact(self) -> pa.Table:
        self._register("psn_info_b", "setl_d", "mdtrt_d", "medins_info_b")
        for name in ("person", "settlement"):
            self._engine.register(name, [str(self._claims / f"{name}.parquet")])
        self._engine.table("held", queries.sql("claims_contacts"))
        shared = self._engine.arrow(
            queries.sql("graph_shared_contacts"), most=self._files.parameters.whole("contact_max_persons")
        )
        return shared.set_column(2, "patient", pc.replace_substring_regex(shared["patient"], "^patient:", ""))

    @cached_property
    def _owner(self) -> tuple[pa.Table, pa.Table]:
        self._register("medins_info_b", "psn_info_b")
        self._engine.table("mark", queries.sql("claims_owners"))
        marks: pd.DataFrame = self._engine.arrow("SELECT * FROM mark ORDER BY sort, value, fixmedins_code").to_pandas()
        bearers: pd.DataFrame = self._engine.arrow(queries.sql("claims_owner_names")).to_pandas()
        kinds = ("clinic", "hospital", "pharmacy")
        places = sorted(id for kind in kinds for id in self._graph.ids(kind))
        found = owners.tied(marks, bearers, places, self._files.parameters)
        sorts: dict[tuple[str, str], set[str]] = {}
        for tie in found.ties:
            for a, b in combinations(tie.places, 2):
                sorts.setdefault((places[a], places[b]), set()).add(tie.sort)
        pairs = [{"a": a, "b": b, "sorts": sorted(same)} for (a, b), same in sorted(sorts.items())]
        group = pa.table({"fixmedins_code": places, "owner": found.group.astype(np.int64)}, OWNER)
        return group, pa.Table.from_pylist(pairs, SAME_OWNER)

    def _register(self, *tables: str) -> None:
        for table in tables:
            self._engine.register(table, self._lake.source(table))


def ask_embedded(
    engine: Engine, source: Callable[[str], pa.Table | list[str]], question: Question, parameters: Mapping[str, Any]
) -> pa.Table:
    """Answer a question; `parameters` are those of its statement, `source` gives a table by name."""
    for name, table in [(name, source(name)) for name in question.reads]:
        engine.register(name, table)
    sent = {name: parameters[name] for name in question.sent}
    return question.answer(engine.arrow(queries.sql(question.statement), **sent))


def _ring(ring: Ring) -> dict[str, Any]:
    money = {name: int(getattr(ring.amounts, name) * 100) for name in AMOUNTS}
    same = ("ring_id", "rank", "scheme", "status", "status_reason", "score")
    return {**{name: getattr(ring, name) for name in same}, "size": len(ring.patients), **money}


def _members(ring: Ring) -> list[dict[str, Any]]:
    return [{**m.to_dict(), "ring_id": ring.ring_id, "key": f"{m.kind}:{m.id}"} for m in ring.members]
