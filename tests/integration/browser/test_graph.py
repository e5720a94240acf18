"""The Graph view in a real browser: by hand in the drawing, by links beside it, and the same after every way back."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Page, expect

from app.texts import texts
from graphfraud.canvas.acts import LETTERS
from tests.integration.browser.conftest import HOSTILE_NAME
from tests.integration.browser.reading import go, settle
from tests.integration.browser.running import Served

pytestmark = pytest.mark.browser
Told = dict[str, Any]
Spots = dict[str, dict[str, float]]
T = texts("zh")
CY = "document.getElementById('cy')._cyreg.cy"
PATIENCE = 30_000
REST_MS = 500
"""Longer than the drawing's own delays before it fits itself to its frame, and than its moves."""


def ring(told: Told) -> Told:
    """Give a published ring with at least five patients and a venue."""
    found: Told = next(r for r in told["rings"] if r["status"] == "published" and len(r["members"]) >= 6)
    return found


def drawing(page: Page) -> Frame:
    """Give the frame of the drawing once it listens."""
    page.wait_for_function(
        """() => { const frame = document.querySelector('iframe[title*="cytoscape"]');
        return frame && frame.contentWindow && frame.contentWindow.graphfraudShow; }""",
        timeout=PATIENCE,
    )
    return next(frame for frame in page.frames if "cytoscape" in frame.url)


def spots(frame: Frame) -> Spots:
    found: Spots = frame.evaluate(f"Object.fromEntries({CY}.nodes().map((n) => [n.id(), n.position()]))")
    return found


def chosen(frame: Frame) -> set[str]:
    return set(frame.evaluate(f"{CY}.nodes(':selected').map((n) => n.id())"))


def at(page: Page, frame: Frame, id: str) -> tuple[float, float]:
    """Give where on the page a node is, once the drawing has come to rest."""
    asked = (
        f"(() => {{ const p = {CY}.getElementById({json.dumps(id)}).renderedPosition();"
        f" const r = {CY}.container().getBoundingClientRect(); return [p.x + r.x, p.y + r.y]; }})()"
    )
    before, now = None, frame.evaluate(asked)
    while now != before:
        page.wait_for_timeout(REST_MS)
        before, now = now, frame.evaluate(asked)
    box = page.locator('iframe[title*="cytoscape"]').bounding_box()
    assert box
    return box["x"] + now[0], box["y"] + now[1]


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def until(page: Page, name: str, pattern: str) -> str:
    """Wait until a parameter of the address matches, and the view is drawn."""
    expect(page).to_have_url(re.compile(rf"[?&]{name}={pattern}"), timeout=PATIENCE)
    settle(page)
    return query(page)[name]


def drawn(frame: Frame, condition: str) -> None:
    frame.wait_for_function(f"(n => {condition})({CY}.nodes())", timeout=PATIENCE)


def test_by_hand(page: Page, explorer: Served, told: Told) -> None:
    """Select, expand and move in the drawing; undo; the rest stays where it was."""
    page.set_viewport_size({"width": 1280, "height": 1100})
    go(page, explorer.address, view="graph", ring=ring(told)["ring_id"])
    frame = drawing(page)
    before = spots(frame)
    assert set(before) == {f"{m['kind']}:{m['id']}" for m in ring(told)["members"]}
    venue = next(id for id in before if not id.startswith(("patient", "doctor")))
    people = sorted(id for id in before if id.startswith("patient"))

    page.mouse.click(*at(page, frame, people[0]))
    until(page, "sel", "p")
    page.keyboard.down("Shift")
    page.mouse.click(*at(page, frame, people[1]))
    page.keyboard.up("Shift")
    until(page, "sel", r"p[^.&]+\.p")
    expect(page.locator(".panel h2").first).to_have_text(T("board.selected", n="2"))

    page.mouse.dblclick(*at(page, frame, venue))
    kind, _, id = venue.partition(":")
    assert until(page, "acts", "e").startswith(f"e.{LETTERS[kind]}{id}.")
    drawn(frame, f"n.length > {len(before)}")
    after = spots(frame)
    assert {id: after[id] for id in before} == before

    x, y = at(page, frame, people[2])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=5)
    page.mouse.up()
    until(page, "acts", r"e[^&]*(~|%7E)p")
    moved = spots(frame)
    assert {id for id in after if abs(after[id]["x"] - moved[id]["x"]) > 1} == {people[2]}

    page.get_by_role("link", name=T.named("layout", "circles"), exact=True).click()
    until(page, "acts", r"[^&]*l\.circles")
    drawn(
        frame, f"n.some(m => m.id() !== {json.dumps(people[2])} && Math.abs(m.position().x - {moved[venue]['x']}) > 1)"
    )
    assert spots(frame)[people[2]] == pytest.approx(moved[people[2]], abs=1)

    for _ in range(3):
        page.get_by_role("link", name=T("board.undo"), exact=True).click()
        settle(page)
    drawn(frame, f"n.length === {len(before)}")
    assert spots(frame) == before
    page.get_by_role("link", name=T("board.redo"), exact=True).click()
    settle(page)
    drawn(frame, f"n.length > {len(before)}")


def test_every_way_back_keeps_the_graph(page: Page, explorer: Served, told: Told) -> None:
    """Refresh, language switch, back button and another tab show the same entities, places and selection."""
    page.set_viewport_size({"width": 1280, "height": 1100})
    ring_id = ring(told)["ring_id"]
    patients = [m["id"] for m in ring(told)["members"] if m["kind"] == "patient"]
    acts = f"e.p{patients[0]}.a.9~w.p{patients[1]}.p{patients[2]}.1.0"
    go(page, explorer.address, view="graph", ring=ring_id, acts=acts, sel=f"p{patients[1]}")
    shown = spots(drawing(page))
    assert len(shown) > len(ring(told)["members"])

    def same() -> None:
        frame = drawing(page)
        drawn(frame, f"n.length === {len(shown)} && n.filter(':selected').length === 1")
        assert spots(frame) == shown
        assert chosen(frame) == {f"patient:{patients[1]}"}

    page.reload()
    settle(page)
    same()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    settle(page)
    same()
    page.locator(".way a").first.click()
    expect(page.locator("h1").first).to_contain_text("Claims")
    settle(page)
    page.go_back()
    page.wait_for_selector(".panel")
    settle(page)
    same()
    own = page.context.new_page()
    own.goto(page.url)
    settle(own)
    drawn(drawing(own), f"n.length === {len(shown)}")
    own.close()


def test_by_reading(page: Page, explorer: Served, told: Told) -> None:
    """Do the same without the drawing: tick, expand and remove in the table, search, open claims in two clicks."""
    go(page, explorer.address, view="graph", ring=ring(told)["ring_id"])
    frame = drawing(page)
    first = next(m["id"] for m in ring(told)["members"] if m["kind"] == "patient")
    page.get_by_role("link", name=f"{T('board.select')} {first}").focus()
    page.keyboard.press("Enter")
    until(page, "sel", "(~|%7E)p")
    frame.wait_for_function(f"{CY}.nodes(':selected').length === 1", timeout=PATIENCE)
    assert chosen(frame) == {f"patient:{first}"}
    page.get_by_role("link", name=T("board.remove"), exact=True).first.click()
    until(page, "acts", "x")
    drawn(frame, f"n.length === {len(ring(told)['members']) - 1}")
    page.get_by_label(T("board.find")).fill(first[-8:])
    page.keyboard.press("Enter")
    until(page, "find", first[-8:])
    expect(page.get_by_text(T("board.found", shown="0", total=str(len(ring(told)["members"]) - 1)))).to_be_visible()
    go(page, explorer.address, view="graph", ring=ring(told)["ring_id"], tab="lines")
    row = page.get_by_role("table", name=re.compile("关系")).locator("tbody tr").first
    row.get_by_role("link", name=re.compile(r"查看 \d+ 笔结算")).click()
    expect(page.locator("h1").first).not_to_contain_text(T("board.title"))
    settle(page)
    assert page.get_by_role("table").locator("tbody tr").count() > 0


def test_communities_here(page: Page, explorer: Served, told: Told) -> None:
    """The ring's own patients give the ring again, and it opens as a graph of its own."""
    go(page, explorer.address, view="graph", ring=ring(told)["ring_id"])
    drawing(page)
    n = sum(m["kind"] == "patient" for m in ring(told)["members"])
    page.get_by_role("link", name=T("here.on_screen", n=str(n))).click()
    found = page.get_by_role("table", name=T("here.title"), exact=True)
    expect(found).to_be_visible(timeout=120_000)
    settle(page)
    assert ring(told)["ring_id"] in found.inner_text()
    expect(page.get_by_role("button", name=T("here.keep"))).to_be_visible()
    found.get_by_role("link", name=T("here.open")).first.click()
    until(page, "entity", "(patient|hospital|pharmacy|clinic|doctor)")
    assert set(spots(drawing(page))) == {f"{m['kind']}:{m['id']}" for m in ring(told)["members"]}


def test_hostile_names_stay_text(page: Page, explorer: Served, told: Told) -> None:
    """A venue whose name is an attack shows it in tooltip, caption and table, and runs nothing."""
    page.set_viewport_size({"width": 1280, "height": 1100})
    go(page, explorer.address, view="graph", ring=ring(told)["ring_id"])
    frame = drawing(page)
    venue = next(id for id in spots(frame) if not id.startswith(("patient", "doctor")))
    page.mouse.move(*at(page, frame, venue))
    expect(frame.locator("#graphfraud-tip")).to_contain_text(HOSTILE_NAME[:60])
    expect(page.get_by_role("table").first).to_contain_text("<script>window.hacked=1</script>")
    assert page.evaluate("window.hacked") is None
    assert frame.evaluate("window.hacked") is None
