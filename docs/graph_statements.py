"""Makes the statements of `queries/cypher` that load the graph from its model: a few files for each type.

`create_…` adds what is known not to be there, `change_…` changes what is known to be there, `put_…` adds or changes,
`drop_…` removes, `keys_…` asks what is there. What is nothing but its key has no `change_…`.
A row is a list in the order of `graphfraud.push.row_types.schema`; times and days are text, which costs the driver far
less than its own time values.
"""

from __future__ import annotations

from collections.abc import Iterator

from graphfraud.model.graph import KINDS_OF_PLACE, GraphType, NodeType, RelationshipType, graph_model

READ = {"time": "localdatetime(row[{at}])", "date": "date(row[{at}])"}


def statements() -> Iterator[tuple[str, str]]:
    """Give the name and text of each statement."""
    yield "schema", _schema()
    for node in graph_model().nodes:
        yield f"create_{node.rows}", _create_nodes(node)
        if node.properties:
            yield f"change_{node.rows}", _change_nodes(node)
        yield f"put_{node.rows}", _put_nodes(node)
        yield f"drop_{node.rows}", _drop_nodes(node)
        yield f"keys_{node.rows}", _keys_of_nodes(node)
    for one in graph_model().relationships:
        yield f"create_{one.rows}", _create_relationships(one)
        if len(one.properties) > len(one.key):
            yield f"change_{one.rows}", _change_relationships(one)
        yield f"put_{one.rows}", _put_relationships(one)
        yield f"drop_{one.rows}", _drop_relationships(one)
        yield f"keys_{one.rows}", _keys_of_relationships(one)


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


def _columns(one: GraphType) -> dict[str, str]:
    """Give how a statement reads each column of a row."""
    first = [one.key] if isinstance(one, NodeType) else ["a", "b"]
    types = dict.fromkeys(first, "text") | {p.name: p.type for p in one.properties}
    return {name: READ.get(of, "row[{at}]").format(at=at) for at, (name, of) in enumerate(types.items())}


def _map(columns: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in columns.items()) + "}"


def _each(one: GraphType) -> str:
    """Give the change of every property that is no key: one by one, which costs less than a map of them all."""
    n, keys = ("n", (one.key,)) if isinstance(one, NodeType) else ("r", ("a", "b", *one.key))
    return ", ".join(f"{n}.{name} = {value}" for name, value in _columns(one).items() if name not in keys)


def _kinds(node: NodeType) -> str:
    """Give the further label of an institution's kind."""
    kind = _columns(node).get("kind")
    if node.name != "Institution" or kind is None:
        return ""
    lines = [
        f"FOREACH (_ IN CASE {kind} WHEN '{code}' THEN [1] ELSE [] END | SET n:{name})\n"
        for code, name in KINDS_OF_PLACE.items()
    ]
    return "".join(lines)


def _create_nodes(node: NodeType) -> str:
    head = _head(f"add nodes {node.name} that are known not to be there", "$rows", f"{node.labels[0]}.{node.key}")
    return head + f"UNWIND $rows AS row\nCREATE (n:{':'.join(node.labels)} {_map(_columns(node))})\n{_kinds(node)}"


def _change_nodes(node: NodeType) -> str:
    label = node.labels[0]
    head = _head(f"change nodes {node.name} that are known to be there", "$rows", f"{label}.{node.key}")
    return head + f"UNWIND $rows AS row\nMATCH (n:{label} {{{node.key}: row[0]}})\nSET {_each(node)}\n"


def _put_nodes(node: NodeType) -> str:
    label, columns = node.labels[0], _columns(node)
    text = f"UNWIND $rows AS row\nMERGE (n:{label} {{{node.key}: row[0]}})\nSET n = {_map(columns)}\n"
    if node.name != label:
        text += f"SET n:{node.name}\n"
    if node.name == "Institution":
        text += f"REMOVE n:{':'.join(KINDS_OF_PLACE.values())}\n{_kinds(node)}"
    purpose = f"add or change nodes {node.name}, each with all its properties"
    return _head(purpose, "$rows", f"{label}.{node.key}") + text


def _drop_nodes(node: NodeType) -> str:
    label = node.labels[0]
    head = _head(f"remove nodes {node.name} and what hangs on them", "$rows", f"{label}.{node.key}")
    return head + f"UNWIND $rows AS row\nMATCH (n:{label} {{{node.key}: row[0]}})\nDETACH DELETE n\n"


def _keys_of_nodes(node: NodeType) -> str:
    head = _head(f"the key of every node {node.name}, and how many have it", "none", "none")
    return head + f"MATCH (n:{node.name})\nRETURN n.{node.key} AS {node.key}, count(*) AS number\n"


def _create_relationships(one: RelationshipType) -> str:
    columns = {name: value for name, value in _columns(one).items() if name not in ("a", "b")}
    made = f"CREATE (a)-[:{one.type}{f' {_map(columns)}' if columns else ''}]->(b)"
    head = _head(f"add relationships {one.type} that are known not to be there", "$rows", _indexes(one))
    return head + f"UNWIND $rows AS row\n{_ends(one)}\n{made}\n"


def _pattern(one: RelationshipType) -> str:
    columns = {name: value for name, value in _columns(one).items() if name in one.key}
    return f"(a)-[r:{one.type}{f' {_map(columns)}' if columns else ''}]->(b)"


def _change_relationships(one: RelationshipType) -> str:
    head = _head(f"change relationships {one.type} that are known to be there", "$rows", _indexes(one))
    return head + f"UNWIND $rows AS row\n{_ends(one)}\nMATCH {_pattern(one)}\nSET {_each(one)}\n"


def _put_relationships(one: RelationshipType) -> str:
    columns = {name: value for name, value in _columns(one).items() if name not in ("a", "b")}
    changes = f"SET r = {_map(columns)}\n" if len(columns) > len(one.key) else ""
    head = _head(f"add or change relationships {one.type}", "$rows", _indexes(one))
    return head + f"UNWIND $rows AS row\n{_ends(one)}\nMERGE {_pattern(one)}\n{changes}"


def _drop_relationships(one: RelationshipType) -> str:
    head = _head(f"remove relationships {one.type}", "$rows", _indexes(one))
    # A row of a removal holds the keys alone, in the order of the model.
    keys = {name: f"row[{at}]" for at, name in enumerate(one.key, start=2)}
    match = f"(a)-[r:{one.type}{f' {_map(keys)}' if keys else ''}]->(b)"
    return head + f"UNWIND $rows AS row\n{_ends(one)}\nMATCH {match}\nDELETE r\n"


def _keys_of_relationships(one: RelationshipType) -> str:
    (_, a_key), (_, b_key) = (graph_model().key_of(name) for name in (one.start, one.end))
    head = _head(f"the ends and key of every relationship {one.type}, and how many have them", "none", "none")
    keys = "".join(f", r.{name} AS {name}" for name in one.key)
    match = f"MATCH (a:{one.start})-[r:{one.type}]->(b:{one.end})"
    return head + f"{match}\nRETURN a.{a_key} AS a, b.{b_key} AS b{keys}, count(*) AS number\n"


def _ends(one: RelationshipType) -> str:
    (a, a_key), (b, b_key) = (graph_model().key_of(name) for name in (one.start, one.end))
    return f"MATCH (a:{a} {{{a_key}: row[0]}})\nMATCH (b:{b} {{{b_key}: row[1]}})"


def _indexes(one: RelationshipType) -> str:
    return ", ".join(sorted({".".join(graph_model().key_of(name)) for name in (one.start, one.end)}))
