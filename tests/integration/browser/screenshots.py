"""Pictures of every view in both languages, from a running explorer on a sample city.

    python -m tests.integration.browser.screenshots OUT_DIR [--docs docs/img]

OUT_DIR gets each view at full length; `--docs` also renews the pictures that the README shows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.integration.browser.pictures import smaller
from tests.integration.browser.places import every_view
from tests.integration.browser.reading import go
from tests.integration.browser.running import ARGUMENTS, chromium, command, end, serve

WIDTH, HEIGHT, LONGEST = 1280, 800, 6000
PERSONS, SEED = "6000", "7"
SETTLED_MS = 2500
IN_DOCS = ("overview", "ring")
DARK = ("overview", "ring")


def places(rings: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Give the places to take, by name: every registered view, and those that a second one of shows more."""
    asked = {place["view"]: place for place in every_view(rings)}
    ring = next(r for r in rings if r["ring_id"] == asked["ring"]["ring"])
    venue = next(m for m in ring["members"] if m["role"] == "venue")
    return {
        **asked,
        "venue": {"view": "entity", "entity": f"{venue['kind']}:{venue['id']}"},
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
                page.emulate_media(color_scheme="dark")
                for name in DARK:
                    take(page, served.address, "zh", f"{name}-dark", places(rings)[name], given.out, None)
        finally:
            end(served)
    return 0


if __name__ == "__main__":
    sys.exit(main())
