"""The Graph view over a real workspace: what it says and which places it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import app
from app.components import graph_board
from app.components.graph_board import Heard, drawn_lines, heard
from app.components.graph_sheet import Drawn, drawn, start_of
from app.components.graph_steps import Steps, remember
from app.data import Reads
from app.place import Place
from app.texts import texts
from graphfraud.canvas.acts import Expand, Hide, Join, Pin, write
from graphfraud.canvas.sheet import Start
from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.conformance.store.city import patient

H1, P1 = EntityRef("hospital", "H1"), EntityRef("pharmacy", "P1")
A1, A2, A3, A4 = (patient(f"A{i}") for i in range(1, 5))
ZH, EN = texts("zh"), texts("en")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return city.build(tmp_path_factory.mktemp("city"))


@pytest.fixture
def opened(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give what opens a place in the explorer."""
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(workspace.root))
    st.cache_resource.clear()

    def run(lang: str = "zh", **query: str) -> AppTest:
        at = AppTest.from_file(str(Path(app.__file__).parent / "main.py"), default_timeout=60)
        for name, value in {"view": "graph", "lang": lang, **query}.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    yield run
    st.cache_resource.clear()


@pytest.fixture
def reads(workspace: Workspace) -> Reads:
    store = EmbeddedStore(workspace)
    return Reads(store, workspace.root, store.run(), city.DATA)


def seen(reads: Reads, **params: str) -> Drawn:
    place = Place("zh", "graph", params)
    start = start_of(place, reads)
    assert start
    return drawn(place, reads, start, Steps.of(place))


def said(at: AppTest) -> str:
    return "\n".join(str(block.proto.body) for block in at.get("html"))


def places(at: AppTest) -> list[dict[str, str]]:
    """Give the query of every link."""
    hrefs = [part.split('"')[0].replace("&amp;", "&") for part in said(at).split('href="?')[1:]]
    return [{name: values[0] for name, values in parse_qs(href).items()} for href in hrefs]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_start_it_offers_rings(opened: Any, lang: str) -> None:
    at = opened(lang)
    assert texts(lang)("board.start_rings", shown="2", total="2") in said(at)
    assert {"lang": lang, "view": "graph", "ring": "R1"} in places(at)


def test_a_ring_with_everything_between_its_members(reads: Reads) -> None:
    found = seen(reads, ring="R1")
    assert found.nodes == (H1, A1, A2, A3, A4)
    lines = {(line.relation.kind, line.relation.a.id, line.relation.b.id): line.n for line in found.lines}
    assert lines == {("LINKED", "A1", "A2"): 3, ("VISITED", "A1", "H1"): 3, ("VISITED", "A2", "H1"): 2}


def test_steps_are_followed(reads: Reads) -> None:
    acts = write([Expand(A3, None, 9), Join(A1, A4, 1, False), Hide("doctor")])
    found = seen(reads, ring="R1", acts=acts)
    assert {ref.kind for ref in found.nodes} == {"patient", "hospital", "clinic", "pharmacy"}
    assert {ref.kind for ref in found.sheet.dots} == {"patient", "hospital", "clinic", "pharmacy", "doctor"}
    (path,) = found.sheet.paths
    assert (path.nodes[0], path.nodes[-1]) == (A1, A4)
    assert all(set(path.nodes) <= set(found.sheet.dots) for path in found.sheet.paths)


def test_names_are_masked_wherever_they_are_shown(reads: Reads) -> None:
    found = seen(reads, ring="R1")
    given = str(graph_board.elements(ZH, found, drawn_lines(found), graph_board.classes(ZH, found, by_role=True)))
    assert "张*芳" in given
    assert "张丽芳" not in given


def test_the_component_gets_each_entity_and_line_once(reads: Reads) -> None:
    found = seen(reads, ring="R1")
    given = graph_board.elements(EN, found, drawn_lines(found), graph_board.classes(EN, found, by_role=False))
    ids = [item["data"]["id"] for item in [*given["nodes"], *given["edges"]]]
    assert len(ids) == len(set(ids)) == 5 + 3
    assert {node["data"]["label"] for node in given["nodes"]} == {"Patient", "Hospital"}
    told = {edge["data"]["_tip"].split("\n")[0] for edge in given["edges"]}
    assert "张*芳 A1 and 样例第一医院 H1" in told


def test_pinned_entities_have_a_rim_and_their_place(reads: Reads) -> None:
    found = seen(reads, ring="R1", acts=write([Pin(((A2, 77, -5),))]))
    given = graph_board.elements(ZH, found, drawn_lines(found), graph_board.classes(ZH, found, by_role=True))
    (node,) = [node for node in given["nodes"] if node["data"]["id"] == "patient:A2"]
    assert node["position"] == {"x": 77.0, "y": -5.0}
    assert node["data"]["_rim"] > 0


def test_every_line_with_claims_leads_to_them(opened: Any, reads: Reads) -> None:
    at = opened(ring="R1", tab="lines", acts=write([Expand(A3, None, 9)]))
    claims = [place for place in places(at) if place["view"] == "claims"]
    lines = seen(reads, ring="R1", acts=write([Expand(A3, None, 9)])).lines
    assert len(claims) == len(lines)
    for place in claims:
        behind = opened(**{name: value for name, value in place.items() if name not in ("view", "lang")}, view="claims")
        assert ZH("settlements") in said(behind)


def test_the_table_does_what_the_drawing_does(opened: Any) -> None:
    at = opened("en", ring="R1")
    acts = {place["acts"] for place in places(at) if "acts" in place}
    assert {"e.pA1.a.21", "x.pA1"} <= acts
    assert {place["sel"] for place in places(at) if "sel" in place} >= {"~pA1", "~hH1"}


@pytest.mark.parametrize(("sort", "first"), [("who", "patient"), ("-strength", "patient"), ("strength", "hospital")])
def test_the_table_sorts(opened: Any, sort: str, first: str) -> None:
    listed = [place["entity"] for place in places(opened(ring="R1", sort=sort)) if "entity" in place]
    assert listed[0].startswith(first)


def test_one_selected_can_be_expanded_by_kind(opened: Any) -> None:
    at = opened("en", ring="R1", sel="pA2")
    assert EN("board.showing", kind="Doctor", shown="0", total="2") in said(at)
    assert "e.pA2.d.2" in {place.get("acts") for place in places(at)}
    assert "near=patient:A2; hops=2" in {place.get("here") for place in places(at)}


def test_two_selected_can_be_joined(opened: Any) -> None:
    at = opened("en", ring="R1", sel="pA1.pA4", acts="w.pA1.pA4.1.0")
    assert "w.pA1.pA4.1.0~w.pA1.pA4.3.1" in {place.get("acts") for place in places(at)}
    assert any(place["view"] == "claims" and place["of"] == "hop" for place in places(at))


def test_a_selected_line_leads_to_its_claims(opened: Any, reads: Reads) -> None:
    line = next(line for line in seen(reads, ring="R1").lines if line.scheme)
    at = opened("zh", ring="R1", edge=line.id)
    wanted = {"lang": "zh", "view": "claims", "ring": "R1", "of": "link", "a": "A1", "b": "A2", "scheme": line.scheme}
    assert wanted in places(at)


def test_what_cannot_be_followed_is_said(opened: Any) -> None:
    assert ZH("board.unreadable", n="1") in said(opened(ring="R1", acts="h.c~rubbish"))
    assert ZH("board.forgotten") in said(opened(ring="R1", acts="@0000000000000000"))
    assert ZH("board.forgotten.title") in said(opened(entity="@0000000000000000"))
    assert ZH("error.entity") in said(opened(ring="R1", acts="a.pnobody~e.pnobody.a.5"))
    assert ZH("error.ring") in said(opened(ring="nothing"))
    assert ZH("here.failed") in said(opened(ring="R1", here="nowhere=1"))


def test_a_cut_start_says_how_much_it_shows(opened: Any) -> None:
    at = opened("en", ring="R1", nodes="2")
    assert EN("board.part", shown="2", total="5") in said(at)
    assert "1500" in {place.get("nodes") for place in places(at)}


def test_steps_too_long_for_an_address_are_said_to_be_kept(opened: Any) -> None:
    acts = remember(write([Pin(((A1, i, i),)) for i in range(300)]))
    assert acts.startswith("@")
    assert EN("board.in_process", most="1,500") in said(opened("en", ring="R1", acts=acts))


def test_search_and_selection_narrow_the_table(opened: Any) -> None:
    def listed(**query: str) -> set[str]:
        return {
            p["entity"] for p in places(opened("en", ring="R1", **query)) if p["view"] == "entity" and "entity" in p
        }

    assert listed(find="a3") == {"patient:A3"}
    assert listed(find="第一") == {"hospital:H1"}
    assert listed(only="on", sel="pA4.hH1") == {"patient:A4", "hospital:H1"}


def test_what_a_hand_did_is_read() -> None:
    assert heard({"action": "expand", "data": {"ids": ["patient:A1"]}}) == Heard("expand", (A1,))
    moved = {"action": "moved", "data": {"ids": [], "places": [["hospital:H1", 1.6, -1e9]]}}
    assert heard(moved) == Heard("moved", places=((H1, 2, -100_000),))
    assert heard({"action": "selected", "data": {"ids": [], "line": "x"}}) == Heard("selected", line="x")
    assert heard({"action": "remove", "data": {}}) is None
    assert heard({}) is None


def test_of_many_pairs_the_strongest_are_drawn(reads: Reads) -> None:
    found = seen(reads, ring="R1")
    pair = next(line for line in found.lines if line.scheme)
    people = [patient(f"Q{i:02d}") for i in range(30)]
    pairs = tuple(
        replace(pair, relation=replace(pair.relation, a=a, b=b), n=1 + (i * j) % 7)
        for i, a in enumerate(people)
        for j, b in enumerate(people[:i])
    )
    shown = drawn_lines(replace(found, lines=(*pairs, *found.lines)))
    assert {line.relation.kind for line in shown} == {"LINKED", "VISITED"}
    assert len(shown) < len(pairs) / 2
    assert all(sum(ref in (line.relation.a, line.relation.b) for line in shown) >= 3 for ref in people)


def test_a_place_names_its_start(reads: Reads) -> None:
    assert start_of(Place("zh", "graph"), reads) is None
    assert start_of(Place("zh", "graph", {"ring": "R1"}), reads) == Start(ring_id="R1")
    assert start_of(Place("zh", "graph", {"entity": "A1X, H1,A1"}), reads) == Start(refs=(A1, H1))
