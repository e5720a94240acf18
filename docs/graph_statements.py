"""Makes the loading statements of `queries/cypher` from the graph model: one file to put and one to drop a type."""

from __future__ import annotations

from collections.abc import Iterator

from graphfraud.model.graph import KINDS_OF_PLACE, NodeType, RelationshipType, graph_model


def statements() -> Iterator[tuple[str, str]]:
    """Give the name and text of each statement."""
    for node in graph_model().nodes:
        yield f"put_{node.rows}", _put_nodes(node)
        yield f"drop_{node.rows}", _drop_nodes(node)
    yield "schema", _schema()
    for one in graph_model().relationships:
        yield f"put_{one.rows}", _put_relationships(one)
        yield f"drop_{one.rows}", _drop_relationships(one)


def _schema() -> str:
    """Give the constraints and indexes, one statement after the other."""
    made = {}
    for node in graph_model().nodes:
        label = node.labels[0]
        made[f"{label}.{node.key}"] = (
            f"CREATE CONSTRAINT {label.lower()}_{node.key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{node.key} IS UNIQUE"
        )
        for p in node.properties:
            if p.index:
                name = f"{node.name.lower()}_{p.name}"
                made[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{node.name}) ON (n.{p.name})"
    for one in graph_model().relationships:
        for p in one.properties:
            if p.index:
                name = f"{one.type.lower()}_{p.name}"
                made[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{one.type}]-() ON (r.{p.name})"
    made["watermark"] = "CREATE CONSTRAINT watermark_name IF NOT EXISTS FOR (n:Watermark) REQUIRE n.name IS UNIQUE"
    head = "// purpose: a constraint for every key, an index for every property that queries filter on\n"
    return head + "// parameters: none\n// index used: none\n" + ";\n".join(made.values()) + "\n"


def _head(purpose: str, parameters: str, index: str) -> str:
    return f"// purpose: {purpose}\n// parameters: {parameters}\n// index used: {index}\n"


def _put_nodes(node: NodeType) -> str:
    label = node.labels[0]
    lines = [f"UNWIND $rows AS row\nMERGE (n:{label} {{{node.key}: row.{node.key}}})\nSET n = row"]
    if node.name != label:
        lines.append(f"SET n:{node.name}")
    if node.name == "Institution":
        lines.append(f"REMOVE n:{':'.join(KINDS_OF_PLACE.values())}")
        lines += [
            f"FOREACH (_ IN CASE row.kind WHEN '{kind}' THEN [1] ELSE [] END | SET n:{name})"
            for kind, name in KINDS_OF_PLACE.items()
        ]
    purpose = f"add or change nodes {node.name}, each with all its properties"
    return _head(purpose, "$rows", f"{label}.{node.key}") + "\n".join(lines) + "\n"


def _drop_nodes(node: NodeType) -> str:
    label = node.labels[0]
    head = _head(f"remove nodes {node.name} and what hangs on them", "$rows", f"{label}.{node.key}")
    return head + f"UNWIND $rows AS row\nMATCH (n:{label} {{{node.key}: row.{node.key}}})\nDETACH DELETE n\n"


def _put_relationships(one: RelationshipType) -> str:
    keys = ", ".join(f"{name}: row.{name}" for name in one.key)
    merge = f"MERGE (a)-[r:{one.type}{f' {{{keys}}}' if keys else ''}]->(b)"
    rest = [p.name for p in one.properties if p.name not in one.key]
    changes = "\nSET " + ", ".join(f"r.{name} = row.{name}" for name in rest) if rest else ""
    head = _head(f"add or change relationships {one.type}", "$rows", _indexes(one))
    return head + f"UNWIND $rows AS row\n{_ends(one)}\n{merge}{changes}\n"


def _drop_relationships(one: RelationshipType) -> str:
    keys = ", ".join(f"{name}: row.{name}" for name in one.key)
    match = f"MATCH (a)-[r:{one.type}{f' {{{keys}}}' if keys else ''}]->(b)"
    return _head(f"remove relationships {one.type}", "$rows", _indexes(one)) + (
        f"UNWIND $rows AS row\n{_ends(one)}\n{match}\nDELETE r\n"
    )


def _ends(one: RelationshipType) -> str:
    (a, a_key), (b, b_key) = (graph_model().key_of(name) for name in (one.start, one.end))
    return f"MATCH (a:{a} {{{a_key}: row.a}})\nMATCH (b:{b} {{{b_key}: row.b}})"


def _indexes(one: RelationshipType) -> str:
    return ", ".join(sorted({".".join(graph_model().key_of(name)) for name in (one.start, one.end)}))
