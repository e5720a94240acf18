"""The parts of `docs/graph-model.md`: a picture of the graph, and every node, relationship and property."""

from __future__ import annotations

from collections.abc import Iterator

from graphfraud.model.graph import GraphType, NodeType, RelationshipType, graph_model

HEAD = ("property", "type", "index", "中文", "meaning")
TYPES = (
    "Types: `text`, `texts` (a list) · `whole`, `real` numbers · `flag` · `date` · `time` UTC+8 wall clock "
    "(`LOCAL DATETIME`) · `cents` yuan × 100, so that sums are exact. A property without a value is absent."
)


def picture() -> str:
    """Draw which nodes which relationships tie, as a Mermaid diagram; MEMBER_OF comes from every entity."""
    lines = ["```mermaid", "flowchart LR"]
    lines += [f"  {node.name}([{node.name} {node.zh}])" for node in graph_model().nodes]
    for one in graph_model().relationships:
        starts = [n.name for n in graph_model().nodes if one.start in n.labels]
        lines.append(f"  {' & '.join(starts)} -->|{one.type}| {one.end}")
    return "\n".join([*lines, "```"])


def sections() -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
    """Give title, text and property rows of each type."""
    for one in graph_model().types:
        yield _title(one), _text(one), _properties(one)


def _title(one: GraphType) -> str:
    if isinstance(one, RelationshipType):
        return f"### (:{one.start})-[:{one.type}]->(:{one.end}) {one.zh}"
    return f"### (:{':'.join(one.labels)}) {one.zh}"


def _text(one: GraphType) -> str:
    whose = "Of a run." if one.of_run else "Of the claim data."
    text = one.en[0].upper() + one.en[1:]
    if isinstance(one, RelationshipType) and one.key:
        return f"{text}. {whose} Parallel ones differ by {', '.join(f'`{k}`' for k in one.key)}."
    return f"{text}. {whose}"


def _properties(one: GraphType) -> list[tuple[str, ...]]:
    key: list[tuple[str, ...]] = []
    if isinstance(one, NodeType):
        key.append((f"`{one.key}`", "text", "unique", "键", "identifies it"))
    return key + [(f"`{p.name}`", p.type, "yes" if p.index else "", p.zh, p.en) for p in one.properties]
