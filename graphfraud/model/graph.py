"""The graph model as data: what a Neo4j server holds (`graph.yml`), and the statements that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from graphfraud.model import catalogue


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or relationship; types are listed at the head of `graph.yml`."""

    name: str
    type: str
    zh: str
    en: str
    index: bool = False


@dataclass(frozen=True, slots=True)
class NodeType:
    """Nodes of one name: their labels, the property that identifies them, and what gives them (`rows`)."""

    labels: tuple[str, ...]
    key: str
    rows: str
    zh: str
    en: str
    properties: tuple[Property, ...]
    of_run: bool

    @property
    def name(self) -> str:
        """The label that tells them from others."""
        return self.labels[-1]


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """Relationships of one type between two sorts of nodes; `key` are the properties that tell parallel ones apart."""

    type: str
    start: str
    end: str
    rows: str
    zh: str
    en: str
    key: tuple[str, ...]
    properties: tuple[Property, ...]
    of_run: bool

    @property
    def name(self) -> str:
        """The type."""
        return self.type


GraphType = NodeType | RelationshipType


@dataclass(frozen=True, slots=True)
class GraphModel:
    """Every node type, then every relationship type, in the order in which they are loaded."""

    nodes: tuple[NodeType, ...]
    relationships: tuple[RelationshipType, ...]

    @property
    def types(self) -> tuple[GraphType, ...]:
        """Everything in the order in which it is loaded."""
        return (*self.nodes, *self.relationships)

    def key_of(self, name: str) -> tuple[str, str]:
        """Give label and key property by which nodes of this name, or of the label `Entity`, are found."""
        for node in self.nodes:
            if name in node.labels:
                return node.labels[0], node.key
        raise KeyError(name)


KINDS_OF_PLACE = {"hospital": "Hospital", "clinic": "Clinic", "pharmacy": "Pharmacy"}
"""The further label of an institution of each kind."""


@cache
def graph_model() -> GraphModel:
    """Read the model."""
    data = catalogue.read("graphfraud.model", "graph.yml")
    return GraphModel(tuple(map(_node, data["nodes"])), tuple(map(_relationship, data["relationships"])))


def _node(data: dict[str, Any]) -> NodeType:
    return NodeType(
        labels=tuple(data["labels"]),
        key=data["key"],
        rows=data["rows"],
        zh=data["zh"],
        en=data["en"],
        properties=_properties(data),
        of_run=data.get("of") == "run",
    )


def _relationship(data: dict[str, Any]) -> RelationshipType:
    return RelationshipType(
        type=data["type"],
        start=data["from"],
        end=data["to"],
        rows=data["rows"],
        zh=data["zh"],
        en=data["en"],
        key=tuple(data.get("key", ())),
        properties=_properties(data),
        of_run=data.get("of") == "run",
    )


def _properties(data: dict[str, Any]) -> tuple[Property, ...]:
    return tuple(Property(**p) for p in data.get("properties", ()))
