"""The explorer in a real browser at 1.2 M settlements and 500 rings: from the click to the content, one and many users.

The city is `graphfraud synth`'s, all twenty schemes with fee lines and trace codes. Where the settings name a Neo4j
server, everything is measured on it too. Twenty users are light clients (`benchmarks.explorer_users`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from app.place import VIEWS, Place
from benchmarks.explorer_users import Query, browse
from benchmarks.measure import GRAPHFRAUD, Row, child
from graphfraud.settings import Settings, load
from graphfraud.store import entity_graph
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.graph_files import EntityGraph
from tests.integration.browser.reading import go
from tests.integration.browser.running import ARGUMENTS, Served, chromium, command, end, serve

PERSONS, SEED = 190_000, "1"
REPEATS = 20
USERS, MINUTES = 20, 5
WARM_S, FIRST_S, RING_S, HUB_S, USERS_S, BIG_S = 1.0, 2.5, 2.0, 1.0, 3.0, 10.0
RING_SIZE, MOST_NODES = 60, 1500
FLAT = 1.1
"""Memory counts as flat where the last minute's mean is at most a tenth above that of the second."""
# A link of the explorer's own is clicked; the view is there when the frame says so and its script has ended.
CLICK = """async ([href, nodes]) => {
    const link = Object.assign(document.createElement("a"), {className: "gf", href});
    document.body.append(link);
    const begun = performance.now();
    link.click();
    link.remove();
    const drawn = () => {
        const frame = document.querySelector('iframe[title*="cytoscape"]');
        const cy = frame && frame.contentDocument && frame.contentDocument.getElementById("cy");
        return cy && cy._cyreg && cy._cyreg.cy && nodes.every(id => cy._cyreg.cy.getElementById(id).length);
    };
    const app = document.querySelector('[data-testid="stApp"]');
    const waits = () => document.body.dataset.leaving || app.dataset.testScriptState !== "notRunning"
        || (nodes.length && !drawn());
    while (waits() && performance.now() - begun < 60000) await new Promise(requestAnimationFrame);
    return (performance.now() - begun) / 1000;
}"""


def run(scale: float, work: Path) -> list[Row]:
    """Measure with 190,000 persons, times `scale`, in `work`; a small scale also browses for a shorter time."""
    place = workspace(max(1000, int(PERSONS * scale)), work)
    settings = load()
    rows = _measure("embedded", place, scale, {})
    if settings.neo4j_uri:
        child([GRAPHFRAUD, "graph", "push", "--workspace", place], work)
        rows += _measure("neo4j", place, scale, _server(settings))
    return rows


def workspace(persons: int, work: Path) -> Path:
    """Give a loaded and scanned workspace of that many persons; made once."""
    place = work / f"explorer-{persons}"
    if (place / "runs" / "latest").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    city = work / f"city-explorer-{persons}"
    child([GRAPHFRAUD, "synth", "--out", city, "--persons", str(persons), "--seed", SEED], work)
    child([GRAPHFRAUD, "load", city, "--workspace", place], work)
    shutil.rmtree(city)
    child([GRAPHFRAUD, "scan", "--workspace", place], work)
    return place


def _server(settings: Settings) -> dict[str, str]:
    """Give what makes an explorer read the Neo4j server."""
    named = {"store": "neo4j", "neo4j_uri": settings.neo4j_uri or "", "neo4j_user": settings.neo4j_user}
    if settings.neo4j_password_file:
        named["neo4j_password_file"] = str(settings.neo4j_password_file.absolute())
    return named


def _measure(store: str, place: Path, scale: float, settings: dict[str, str]) -> list[Row]:
    rings = json.loads(command("rings", "--format", "json", "--workspace", str(place)))["rings"]
    places = _places(place, rings)
    rows: list[Row] = []
    with _serving(place, settings) as served, _page(served) as page:
        rows += _views(store, page, places)
        rows += _drawings(store, page, place, rings)
    with _serving(place, settings) as served:
        rows.append(_users(store, served, places, MINUTES * 60 * min(1.0, scale * 4)))
    return rows


@contextmanager
def _serving(place: Path, settings: dict[str, str]) -> Iterator[Served]:
    """Serve the workspace from a process that has read nothing yet."""
    with (place.parent / "explorer.log").open("w", encoding="utf-8") as log:
        served = serve(place, log, **settings)
        try:
            yield served
        finally:
            end(served)


@contextmanager
def _page(served: Served) -> Iterator[Page]:
    """Open the overview in a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        go(page, served.address)
        yield page
        browser.close()


def _places(place: Path, rings: Sequence[dict[str, Any]]) -> dict[str, list[Query]]:
    """Give `REPEATS` places of each view, no two alike where the view asks for something."""
    published = [r for r in rings if r["status"] == "published"]
    taken = [published[i % len(published)] for i in range(REPEATS)]
    people = [[m["id"] for m in ring["members"] if m["kind"] == "patient"] or ["-"] for ring in taken]
    ring = [{"ring": r["ring_id"]} for r in taken]
    asked: dict[str, list[Query]] = {
        "rings": [{"page": str(1 + i % max(1, len(rings) // 25))} for i in range(REPEATS)],
        "ring": ring,
        "graph": ring,
        "claims": [{**r, "of": "all"} for r in ring],
        "entity": [{"entity": f"patient:{p[0]}"} for p in people if p[0] != "-"],
        "paths": [{"a": p[0], "b": p[-1]} for p in people if len(p) > 1],
    }
    return {view: [{"view": view, **query} for query in asked.get(view, [{}] * REPEATS)] for view in VIEWS}


def _click(page: Page, query: Query, nodes: Sequence[str] = ()) -> float:
    """Follow a link; give the seconds until the view and these nodes of its drawing are there."""
    view = query["view"]
    href = Place("zh", view, {k: v for k, v in query.items() if k != "view"}).href
    waited: float = page.evaluate(CLICK, [href, list(nodes)])
    return waited


def _views(store: str, page: Page, places: dict[str, list[Query]]) -> list[Row]:
    """Time each view the first time, then again and again with other content, another view between."""
    first = {view: _click(page, asked[0]) for view, asked in sorted(places.items(), reverse=True)}
    rows = []
    for view, asked in places.items():
        waits = []
        for i, query in enumerate(asked):
            waits.append(_click(page, query if query != asked[i - 1] else {**query, "n": str(i)}))
        p50, p95 = np.percentile(waits, [50, 95])
        rows.append(_row(f"{store}: {view}, first", first[view], FIRST_S))
        note = f"p50 {p50:.2f} s, {len(waits)} clicks"
        rows.append(_row(f"{store}: {view}, warm, p95", float(p95), WARM_S, note))
    return rows


def _row(case: str, wall_s: float, goal_s: float, note: str = "") -> Row:
    return Row("explorer", case, wall_s=wall_s, goal=f"≤ {goal_s:g} s", met=bool(wall_s <= goal_s), note=note)


def _drawings(store: str, page: Page, place: Path, rings: Sequence[dict[str, Any]]) -> list[Row]:
    """Time a big ring with its graph on screen, a hub's expansion, and as many nodes as may be drawn."""

    def size(ring: dict[str, Any]) -> int:
        return sum(m["kind"] == "patient" for m in ring["members"])

    big = min(rings, key=lambda ring: abs(size(ring) - RING_SIZE))
    nodes = [f"{m['kind']}:{m['id']}" for m in big["members"]][:MOST_NODES]
    waited = _click(page, {"view": "ring", "ring": big["ring_id"]}, nodes)
    rows = [_row(f"{store}: ring with its graph on screen", waited, RING_S, f"{size(big)} patients")]
    read = EmbeddedStore(place)
    graph = EntityGraph(place / "claims" / read.run().data_version / entity_graph.FOLDER)
    degrees = graph.adjacency.degrees
    hub = graph.ref(int(np.argmax(degrees)))
    near = [str(n.ref) for n in read.neighbours(hub, limit=20).items]
    _click(page, {"view": "graph", "entity": str(hub)})
    letter = {"hospital": "h", "clinic": "c", "pharmacy": "y", "doctor": "d"}[hub.kind]
    expanded = {"view": "graph", "entity": str(hub), "acts": f"e.{letter}{hub.id}.a.20"}
    rows.append(_row(f"{store}: expand a hub", _click(page, expanded, near), HUB_S, f"{degrees.max():,} neighbours"))
    many = {"view": "graph", "entity": str(hub), "acts": f"e.{letter}{hub.id}.a.{MOST_NODES - 1}"}
    waited = _click(page, many, [str(hub)])
    alive = _click(page, {"view": "rings"}) < FIRST_S
    drawn = f"page alive after it: {alive}"
    rows.append(
        Row(
            "explorer",
            f"{store}: {MOST_NODES:,} nodes",
            wall_s=waited,
            goal=f"≤ {BIG_S:g} s",
            met=waited <= BIG_S and alive,
            note=drawn,
        )
    )
    return rows


def _users(store: str, served: Served, places: dict[str, list[Query]], seconds: float) -> Row:
    """Time many users at once."""
    every = [query for asked in places.values() for query in asked]
    seen = browse(served.address, served.process.pid, every, USERS, seconds)
    p50, p95 = np.percentile(seen.waits, [50, 95])
    part = max(1, len(seen.memory) // MINUTES)
    early, late = np.mean(seen.memory[part : 2 * part] or seen.memory), np.mean(seen.memory[-part:])
    met = bool(p95 <= USERS_S and not seen.errors and late <= FLAT * early)
    note = f"p50 {p50:.2f} s, {len(seen.waits):,} views in {seconds:.0f} s, {len(seen.errors)} errors"
    note += f"{': ' + seen.errors[0] if seen.errors else ''}, memory {early:,.0f} → {late:,.0f} MiB"
    peak = max(seen.memory)
    goal = f"≤ {USERS_S:g} s, no error, memory flat"
    return Row(
        "explorer",
        f"{store}: {USERS} users at once, p95",
        wall_s=float(p95),
        peak_mb=peak,
        goal=goal,
        met=met,
        note=note,
    )
