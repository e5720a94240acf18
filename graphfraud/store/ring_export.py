"""A ring as a file that other tools open: `.graphml` (Gephi, yEd), `.gexf` (Gephi), `.csv`, `.cypher` (Neo4j).

The same ring gives the same bytes. Names are masked; telephones, addresses and accounts are not in it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graphfraud.errors import SettingError
from graphfraud.model.export import write_files
from graphfraud.store import ring_formats
from graphfraud.store.base import EntityRef, GraphStore
from graphfraud.store.ring_formats import Edge, Node, RingGraph

FORMATS: dict[str, Callable[[RingGraph], dict[str, str]]] = {
    ".graphml": ring_formats.graphml,
    ".gexf": ring_formats.gexf,
    ".csv": ring_formats.csv_tables,
    ".cypher": ring_formats.cypher,
}
"""By suffix: what makes the text of each file, by the ending of its name."""


def export(store: GraphStore, ring_id: str, to: Path, *, run: str | None = None) -> list[Path]:
    """Write a ring and give the files written, all of them or none; FILE.csv gives FILE_nodes.csv and FILE_edges.csv.

    Raises:
        SettingError: the suffix of `to` is none of `FORMATS`.
        NotFoundError: no such run or ring.
        WorkspaceError: the file can't be written.
    """
    if to.suffix.lower() not in FORMATS:
        raise SettingError(
            f"A ring can't be written as {to.name!r}", name="export", hint=f"End in {', '.join(FORMATS)}."
        )
    texts = FORMATS[to.suffix.lower()](read(store, ring_id, run=run))
    return write_files({to.with_name(to.stem + ending): text.encode() for ending, text in texts.items()})


def text(store: GraphStore, ring_id: str, suffix: str, *, run: str | None = None) -> str:
    """Give a ring as the text of its one file; `suffix` is one of `FORMATS` but `.csv`.

    Raises:
        NotFoundError: no such run or ring.
    """
    return FORMATS[suffix](read(store, ring_id, run=run))[suffix]


def read(store: GraphStore, ring_id: str, *, run: str | None = None) -> RingGraph:
    """Give members and what is between them, with masked names.

    Raises:
        NotFoundError: no such run or ring.
    """
    rows = store.ask("ring_graph", ring_id=ring_id, run=run).to_pylist()
    members = [row for row in rows if row["type"] == "MEMBER"]
    refs = {key: EntityRef(*key.split(":", 1)) for key in dict.fromkeys(row["a"] for row in members)}
    names = store.names(tuple(refs.values()), run=run)
    nodes = []
    for key, ref in refs.items():
        own = [row for row in members if row["a"] == key]
        roles = ", ".join(row["label"] for row in own)
        strength, stability = (max(row[name] for row in own) for name in ("strength", "stability"))
        nodes.append(Node(key, ref.kind, ref.id, names[ref], roles, strength, stability))
    edges = [
        Edge(r["type"], r["a"], r["b"], r["label"], r["n"], r["expected"], r["first"], r["last"], r["fund_pay_sumamt"])
        for r in rows
        if r["type"] != "MEMBER"
    ]
    return RingGraph(ring_id, tuple(nodes), tuple(edges))
