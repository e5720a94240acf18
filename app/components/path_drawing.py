"""One path, told in a sentence, as a row of entities, and all paths of an answer as a small picture."""

from __future__ import annotations

from collections.abc import Mapping

from app.components.entities import entity_link, kind_name
from app.components.graph import Edge, Node, draw, trim
from app.components.html import Html, badge, join, link, tag, text
from app.components.path_search import ASKED
from app.place import Place
from app.texts import Texts
from app.words import count
from graphfraud.store.base import EntityRef, Hop, Path, PathAnswer

DRAWN = {"VISITED": "visited", "TREATED_BY": "treated", "PRACTISES_AT": "treated"}
ENDS, BETWEEN = 1.0, 0.4
"""Sizes of nodes in the picture."""
MOST = 60

Names = Mapping[EntityRef, str]


def sentence(t: Texts, path: Path, names: Names) -> str:
    """Say a path in words, hop by hop; persons and doctors are the subject whatever way the path goes."""
    said = []
    for a, b, hop in zip(path.nodes, path.nodes[1:], path.hops, strict=False):
        who, where = (a, b) if a.kind == "patient" or (a.kind == "doctor" and b.kind != "patient") else (b, a)
        words = t(
            f"paths.said.{hop.kind}", who=_called(t, who, names), where=_called(t, where, names), n=hop.settlements
        )
        said.append(words)
    return t("paths.then").join(said) + t("stop")


def _called(t: Texts, ref: EntityRef, names: Names) -> str:
    return f"{kind_name(t, ref.kind)} {names.get(ref) or ref.id}"


def chain(t: Texts, place: Place, pair: int, index: int, path: Path, names: Names) -> Html:
    """Give one path as a row of entities with the hops between them, each hop linked to its claims."""
    parts = [_node(t, place, path.nodes[0], names)]
    for i, (hop, node) in enumerate(zip(path.hops, path.nodes[1:], strict=True)):
        opened = hop_place(place, pair, index, i)
        parts += [_hop(t, opened, hop), _node(t, place, node, names)]
    return tag("div", join(parts), "chain")


def hop_place(place: Place, pair: int, path: int, hop: int) -> Place:
    """Give the place of a hop's claims."""
    asked = {name: place.get(name) for name in ASKED}
    return place.to("claims", of="hop", pair=str(pair), path=str(path), n=str(hop), **asked)


def _node(t: Texts, place: Place, ref: EntityRef, names: Names) -> Html:
    kind = badge(kind_name(t, ref.kind))
    return tag("div", Html(f"{kind}<br>{entity_link(place, ref, names.get(ref, ''))}"), "node")


def _hop(t: Texts, opened: Place, hop: Hop) -> Html:
    said = text(t.named("hop", hop.kind))
    more = link(opened, text(t("see_claims", n=count(hop.settlements))), "hop-claims") if hop.setl_ids else Html("")
    return tag("div", Html(f"— {said} —<br>{more}"), "hop")


def picture(t: Texts, place: Place, answers: list[PathAnswer], ends: set[EntityRef], names: Names, key: str) -> Html:
    """Draw all paths together; give a link to what was clicked last, nothing before that."""
    refs: dict[EntityRef, Html] = {}
    edges: dict[str, Edge] = {}
    opened: dict[str, Html] = {}
    most = max((hop.settlements for answer in answers for path in answer.paths for hop in path.hops), default=1)
    for pair, answer in enumerate(answers):
        for index, path in enumerate(answer.paths):
            refs |= {node: entity_link(place, node, names.get(node, "")) for node in path.nodes}
            for i, (a, b, hop) in enumerate(zip(path.nodes, path.nodes[1:], path.hops, strict=False)):
                low, high = sorted((a, b), key=str)
                id = f"{low}–{high}"
                edges[id] = Edge(id, low, high, DRAWN[hop.kind], hop.settlements / most)
                said = text(t("claims.hop", a=a.id, b=b.id))
                opened[id] = link(hop_place(place, pair, index, i), said) if hop.setl_ids else said
    nodes = [Node(ref, names.get(ref, ""), ENDS if ref in ends else BETWEEN) for ref in refs]
    picked = draw(t, trim(nodes, list(edges.values()), MOST), key)
    return opened.get(picked) or {str(ref): shown for ref, shown in refs.items()}.get(picked, Html(""))
