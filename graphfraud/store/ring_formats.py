"""The text of a ring in each format.

GraphML and GEXF hold a directed multigraph: node attributes label, kind, entity_id, role, strength, stability; edge
attributes relation, weight (settlements, of a link meetings), scheme, expected, first, last (ISO 8601, +08:00),
fund_pay_sumamt (yuan). What an edge does not have it leaves out. A link has no direction; it goes from the smaller id.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from graphfraud.model.export import NO_XML, write_csv
from graphfraud.model.graph import KINDS_OF_PLACE

if TYPE_CHECKING:
    # Slow to import, and only two of the formats need it.
    import networkx as nx

NODE_COLUMNS = ("key", "kind", "id", "name", "role", "strength", "stability")
EDGE_COLUMNS = ("source", "target", "relation", "scheme", "n", "expected", "first", "last", "fund_pay_sumamt")
LABELS = {"patient": "Patient", "doctor": "Doctor", "employer": "Employer", "operator": "Operator"}


@dataclass(frozen=True, slots=True)
class Node:
    """A member; `role` names all its roles, `name` is masked."""

    key: str
    kind: str
    id: str
    name: str
    role: str
    strength: float
    stability: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A link (`scheme`, `expected`) or a hop of the entity graph (times UTC+8, yuan) between two keys."""

    relation: str
    source: str
    target: str
    scheme: str | None
    n: int
    expected: float | None
    first: datetime | None
    last: datetime | None
    fund_pay_sumamt: Decimal | None


@dataclass(frozen=True, slots=True)
class RingGraph:
    """A ring's members by key, and its edges by relation and keys."""

    ring_id: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graphml(ring: RingGraph) -> dict[str, str]:
    """Give the ring as GraphML."""
    import networkx as nx

    to = io.BytesIO()
    nx.write_graphml_xml(_network(ring), to)
    return {".graphml": to.getvalue().decode() + "\n"}


def gexf(ring: RingGraph) -> dict[str, str]:
    """Give the ring as GEXF 1.2."""
    from networkx.readwrite.gexf import GEXFWriter

    writer: Any = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    # The writer dates the file: the same ring would give other bytes tomorrow.
    writer.xml.find("meta").attrib.pop("lastmodifieddate")
    writer.add_graph(_network(ring))
    to = io.BytesIO()
    writer.write(to)
    return {".gexf": to.getvalue().decode() + "\n"}


def csv_tables(ring: RingGraph) -> dict[str, str]:
    """Give a table of nodes and one of edges."""
    nodes = [tuple(getattr(n, name) for name in NODE_COLUMNS) for n in ring.nodes]
    edges = [
        tuple(_text(v) if isinstance(v := getattr(e, name), datetime) else v for name in EDGE_COLUMNS)
        for e in ring.edges
    ]
    return {"_nodes.csv": _csv(NODE_COLUMNS, nodes), "_edges.csv": _csv(EDGE_COLUMNS, edges)}


def cypher(ring: RingGraph) -> dict[str, str]:
    """Give statements, one a line, that make the ring on a Neo4j server, named as in `graphfraud.model.graph`."""
    lines = ["CREATE CONSTRAINT entity_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE;"]
    for node in ring.nodes:
        facts = {name: getattr(node, name) for name in NODE_COLUMNS if name != "key"}
        lines.append(f"MERGE (n:Entity {{key: {_literal(node.key)}}}) SET n:{_labels(node.kind)}, n += {_map(facts)};")
    for edge in ring.edges:
        ends = f"MATCH (a:Entity {{key: {_literal(edge.source)}}}), (b:Entity {{key: {_literal(edge.target)}}})"
        lines.append(f"{ends} MERGE (a)-[r:{edge.relation}{_identity(ring, edge)}]->(b) SET r += {_facts(edge)};")
    return {".cypher": "\n".join(lines) + "\n"}


def _network(ring: RingGraph) -> nx.MultiDiGraph[str]:
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for n in ring.nodes:
        said = {"label": n.name or n.id, "kind": n.kind, "entity_id": n.id, "role": n.role}
        network.add_node(
            _xml(n.key), **{k: _xml(v) for k, v in said.items()}, strength=n.strength, stability=n.stability
        )
    for e in ring.edges:
        facts = {
            "relation": e.relation,
            "scheme": e.scheme,
            "expected": e.expected,
            "first": _text(e.first),
            "last": _text(e.last),
            "fund_pay_sumamt": None if e.fund_pay_sumamt is None else float(e.fund_pay_sumamt),
        }
        known = {name: value for name, value in facts.items() if value is not None}
        network.add_edge(_xml(e.source), _xml(e.target), weight=float(e.n), **known)
    return network


def _csv(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    to = io.StringIO()
    write_csv(header, rows, to)
    return to.getvalue()


def _xml(text: str) -> str:
    """Replace what XML can't hold."""
    return NO_XML.sub("\ufffd", text)


def _text(time: datetime | None) -> str | None:
    return None if time is None else f"{time.isoformat()}+08:00"


def _labels(kind: str) -> str:
    return f"Institution:{KINDS_OF_PLACE[kind]}" if kind in KINDS_OF_PLACE else LABELS[kind]


def _identity(ring: RingGraph, edge: Edge) -> str:
    """Give what tells a link from others between the same two patients."""
    if edge.relation != "LINKED":
        return ""
    return f" {_map({'ring_id': ring.ring_id, 'scheme': edge.scheme})}"


def _facts(edge: Edge) -> str:
    if edge.relation == "LINKED":
        return _map({"observed": edge.n, "expected": edge.expected})
    cents = None if edge.fund_pay_sumamt is None else int(edge.fund_pay_sumamt * 100)
    return _map({"n": edge.n, "first": edge.first, "last": edge.last, "fund": cents})


def _map(values: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {_literal(value)}" for name, value in values.items()) + "}"


def _literal(value: Any) -> str:
    """Give a Cypher literal.

    A server turns a backslash and u with four digits into a character wherever it stands, before it reads strings: a
    backslash is never left beside a u of the text.
    """
    if isinstance(value, datetime):
        return f"localdatetime({_literal(value.isoformat())})"
    if not isinstance(value, str):
        return json.dumps(value)
    escaped = "".join(_ESCAPES.get(c, c) for c in value)
    return "'" + escaped.replace("\\\\u", "\\\\' + 'u") + "'"


_ESCAPES = {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
