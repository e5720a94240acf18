"""Reads about one entity that need no graph: search, peers, course, marks; from the claims folder and the lake."""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import queries
from graphfraud.claims import measures
from graphfraud.engine.base import Engine
from graphfraud.errors import WorkspaceError
from graphfraud.model.ring import KINDS
from graphfraud.store import lookup
from graphfraud.store.findings import Comparison, Found, Listing, Marks, RuleHit, SearchPage
from graphfraud.store.lake_reader import LakeReader
from graphfraud.store.refs import EntityRef

FEWEST_PEERS = 20
"""Below, a percentile says little: one place among 20 is 5 points."""
PERSONS = ("patient", "doctor")


class EntityReads:
    """Reads of one run's data; whoever asks holds the engine's lock.

    Args:
        claims: claims folder of the data.
        lake: the lake at the run's versions.
        engine: runs the statements.
    """

    def __init__(self, claims: Path, lake: LakeReader, engine: Engine) -> None:
        self._claims = claims
        self._lake = lake
        self._engine = engine

    @cached_property
    def _measures(self) -> Path:
        """Build the measures where they are missing.

        Raises:
            WorkspaceError: they can't be written.
        """
        if not (self._claims / measures.FOLDER).exists():
            print(f"Working out the measures of data {self._claims.name} (once)", file=sys.stderr, flush=True)
        try:
            return measures.build(self._claims, self._lake.source)
        except OSError as e:
            raise WorkspaceError(
                f"Can't write the measures of {self._claims}: {e}",
                path=str(self._claims),
                hint="Give write permission and space there.",
            ) from e

    def prepare(self) -> None:
        """Build what the reads need, once.

        Raises:
            WorkspaceError: it can't be written.
        """
        _ = self._measures

    def search(self, text: str, limit: int) -> SearchPage:
        """Give the entities whose id holds `text` (`kind:` before it says which), and institutions named so."""
        kind, colon, id = text.strip().partition(":")
        if not colon or kind not in KINDS:
            kind, id = "", text.strip()
        if not id:
            return SearchPage((), 0)
        self._engine.register("measure", [str(self._measures)])
        self._prepared("person")
        rows = self._rows("entity_search", text=id.upper(), kind=kind or None, limit=limit)
        refs = [EntityRef(row["kind"], row["id"]) for row in rows]
        names = lookup.names(self._lake, refs)
        items = [
            Found(ref, names[ref], row["settlements"], row["nearness"] == 0)
            for ref, row in zip(refs, rows, strict=True)
        ]
        return SearchPage(tuple(items), rows[0]["total"] if rows else 0)

    @cached_property
    def _measured(self) -> pa.Table:
        """The measures, in memory: some 150 bytes an entity."""
        columns = ["kind", "id", "wide", "narrow", *measures.MEASURES]
        return pq.read_table(self._measures, columns=columns, read_dictionary=["kind", "wide", "narrow"])

    def peers(self, ref: EntityRef) -> tuple[Comparison, ...]:
        """Give how the entity stands among its peers, measure by measure; nothing where they are too few."""
        table = self._measured
        own = table.filter(pc.and_(pc.equal(table["id"], ref.id), pc.equal(table["kind"], ref.kind))).to_pylist()
        if not own or not own[0]["wide"]:
            return ()
        wide, narrow = own[0]["wide"], own[0]["narrow"] or ""
        groups = {"": table.filter(pc.equal(table["wide"], wide))}
        if narrow:
            groups = {narrow: groups[""].filter(pc.equal(groups[""]["narrow"], narrow)), **groups}
        found = (_compared(own[0], name, groups) for name in measures.MEASURES if own[0][name] is not None)
        return tuple(c for c in found if c is not None)

    def course(self, patient: str) -> pa.Table:
        """Give a patient's standing settlements in the order of time."""
        self._prepared("settlement")
        return self._engine.arrow(queries.sql("entity_course"), id=patient)

    def days(self, ref: EntityRef) -> pa.Table:
        """Give what an institution or a doctor settled on each day."""
        self._prepared("settlement")
        return self._engine.arrow(queries.sql("entity_days"), kind=ref.kind, id=ref.id)

    def marks(self, ref: EntityRef) -> Marks:
        """Give the lines of the watch list and the rule hits on an entity."""
        self._prepared("settlement", "person")
        for table in ("watchlist", "rule_hit"):
            self._engine.register(table, self._lake.source(table))
        listed = self._rows("entity_watchlist", kind=ref.kind, id=ref.id)
        rules = self._rows("entity_rule_hits", kind=ref.kind, id=ref.id)
        return Marks(
            tuple(Listing(row["label"], row["source"] or "", row["since"]) for row in listed),
            tuple(
                RuleHit(
                    row["rule_id"], row["rule_name"], row["sev_deg"], Decimal(row["vola_amt"]), tuple(row["setl_ids"])
                )
                for row in rules
            ),
        )

    def _prepared(self, *names: str) -> None:
        for name in names:
            self._engine.register(name, [str(self._claims / f"{name}.parquet")])

    def _rows(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._engine.arrow(queries.sql(statement), **values).to_pylist()
        return rows


def _compared(own: dict[str, Any], measure: str, groups: dict[str, pa.Table]) -> Comparison | None:
    """Compare with the first of the groups, by `narrow`, that is large enough."""
    for group, held in groups.items():
        values = held[measure].drop_null()
        others = len(values) - 1
        if others >= FEWEST_PEERS:
            below = pc.sum(pc.less(values, own[measure])).as_py() or 0
            return Comparison(measure, own[measure], below / others, others, own["wide"], group)
    return None
