"""Pictures of every view in both languages, from a running explorer on a sample city.

    python -m tests.integration.browser.screenshots OUT_DIR [--docs docs/img]

OUT_DIR gets each view at full length, and each as a wide screen shows it; `--docs` also renews the pictures in the
documents, one a view and language.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize, sync_playwright

from graphfraud.canvas.acts import Expand, Hide, write
from graphfraud.store.base import EntityRef
from tests.integration.browser.pictures import smaller
from tests.integration.browser.reading import go
from tests.integration.browser.running import ARGUMENTS, chromium, command, end, serve

WIDTH, HEIGHT, LONGEST = 1280, 800, 6000
PERSONS, SEED = "6000", "7"
SETTLED_MS = 2500
WIDE: ViewportSize = {"width": 1920, "height": 1080}
IN_DOCS = ("overview", "rings", "ring", "claims", "graph", "patient", "paths", "scans", "quality")
DARK = ("overview", "ring", "graph", "scans")


def places(rings: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Give the places to take, by name: the best ring of fake stays stands for all."""
    ring = next(r for r in rings if r["status"] == "published" and r["scheme"] == "fake_stay")
    patients = [m["id"] for m in ring["members"] if m["kind"] == "patient"]
    venue = next(m for m in ring["members"] if m["role"] == "venue")
    grown = write([Expand(EntityRef(venue["kind"], venue["id"]), "patient", len(patients) + 20), Hide("clinic")])
    return {
        "overview": {},
        "rings": {"view": "rings"},
        "rings-filtered": {"view": "rings", "status": "published", "size": "8", "line": "new", "gangs": "off"},
        "rings-none": {"view": "rings", "q": "surely in no ring"},
        "ring": {"view": "ring", "ring": ring["ring_id"]},
        "what-if": {"view": "ring", "ring": ring["ring_id"], "drop": venue["id"]},
        "claims": {"view": "claims", "ring": ring["ring_id"], "of": "evidence", "n": "0"},
        "graph": {"view": "graph", "ring": ring["ring_id"], "sel": f"p{patients[0]}", "acts": grown},
        "graph-lines": {"view": "graph", "entity": f"patient:{patients[0]},patient:{patients[1]}", "tab": "lines"}
        | {"acts": f"w.p{patients[0]}.p{patients[1]}.3.0~l.bands"},
        "graph-start": {"view": "graph"},
        "patient": {"view": "entity", "entity": f"patient:{patients[0]}"},
        "venue": {"view": "entity", "entity": f"{venue['kind']}:{venue['id']}"},
        "doctor": {
            "view": "entity",
            "entity": next(m["id"] for r in rings for m in r["members"] if m["kind"] == "doctor"),
        },
        "search": {"view": "entity", "entity": patients[0][:3]},
        "columns": {"view": "claims", "of": "entity", "entity": f"patient:{patients[0]}", "columns": "on"},
        "paths": {"view": "paths", "a": patients[0], "b": patients[-1]},
        "scans": {"view": "scans"},
        "history": {"view": "scans", "part": "history"},
        "diff": {"view": "scans", "part": "diff"},
        "parameters": {"view": "scans", "part": "parameters"},
        "whatif": {"view": "scans", "part": "whatif", "p1": "min_size", "v1": "4"},
        "data": {"view": "data"},
        "quality": {"view": "data", "part": "quality"},
        "quarantine": {"view": "data", "part": "quarantine"},
        "ledger": {"view": "data", "part": "ledger"},
        "watched": {"view": "paths", "ring": ring["ring_id"], "k": "1"},
        "no-path": {"view": "paths", "a": patients[0], "b": patients[-1], "first": "2030-01-01"},
        "wrong": {"view": "ring", "ring": "no-such-ring"},
    }


def take(page: Page, address: str, lang: str, name: str, place: dict[str, str], out: Path, docs: Path | None) -> None:
    """Take one place: at full length, and as the screen shows it where the README needs it."""
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    go(page, address, lang=lang, **place)
    page.wait_for_timeout(SETTLED_MS)
    if docs and name in IN_DOCS:
        # Tall enough for the graph and the evidence beside it.
        page.set_viewport_size({"width": WIDTH, "height": 1200 if name == "ring" else HEIGHT})
        page.wait_for_timeout(SETTLED_MS)
        (docs / f"{name}-{lang}.png").write_bytes(smaller(page, page.screenshot()))
    length = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": WIDTH, "height": max(HEIGHT, min(length, LONGEST))})
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=out / f"{name}-{lang}.png")
    print(out / f"{name}-{lang}.png")


def main() -> int:
    """Make the city, serve it, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--docs", type=Path, default=None)
    given = parser.parse_args()
    found = chromium()
    if found is None:
        print("Chromium is missing: install it with `apt-get install chromium`", file=sys.stderr)
        return 1
    for folder in (given.out, given.docs):
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, (Path(scratch) / "log").open("w", encoding="utf-8") as log:
        here = ["--workspace", f"{scratch}/workspace"]
        command("synth", "--out", f"{scratch}/city", "--persons", PERSONS, "--seed", SEED)
        command("load", f"{scratch}/city", *here)
        command("scan", *here)
        rings = json.loads(command("rings", "--format", "json", *here))["rings"]
        served = serve(Path(scratch) / "workspace", log)
        try:
            with sync_playwright() as playwright:
                page = playwright.chromium.launch(executable_path=found, args=ARGUMENTS).new_page()
                for lang in ("zh", "en"):
                    for name, place in places(rings).items():
                        take(page, served.address, lang, name, place, given.out, given.docs)
                page.set_viewport_size(WIDE)
                for name in IN_DOCS:
                    go(page, served.address, **places(rings)[name])
                    page.wait_for_timeout(SETTLED_MS)
                    page.screenshot(path=given.out / f"{name}-wide.png")
                page.emulate_media(color_scheme="dark")
                for name in DARK:
                    take(page, served.address, "zh", f"{name}-dark", places(rings)[name], given.out, None)
        finally:
            end(served)
    return 0


if __name__ == "__main__":
    sys.exit(main())
