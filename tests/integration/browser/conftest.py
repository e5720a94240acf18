"""A scanned sample city, the explorer that serves it, and a browser that reports whatever goes wrong in it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.integration.browser.running import ARGUMENTS, Served, chromium, command, end, serve
from tests.services import require

PERSONS, SEED = "6000", "7"
HOSTILE_NAME = "=HYPERLINK(0)<script>window.hacked=1</script><img src=x onerror=window.hacked=1>**粗** {0}"


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workspace with a loaded and scanned sample city; one venue of a ring has a hostile name."""
    folder = tmp_path_factory.mktemp("explorer")
    command("synth", "--out", str(folder / "city"), "--persons", PERSONS, "--seed", SEED)
    rename_a_venue(folder / "city")
    command("load", str(folder / "city"), "--workspace", str(folder / "workspace"))
    command("scan", "--workspace", str(folder / "workspace"))
    return folder / "workspace"


def rename_a_venue(city: Path) -> None:
    """Give the venues of the planted rings a name that attacks pages and spreadsheets."""
    with (city / "truth.csv").open(encoding="utf-8-sig", newline="") as f:
        venues = {row["id"] for row in csv.DictReader(f) if row["role"] == "venue"}
    path = city / "medins_info_b.csv"
    with path.open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        if row["fixmedins_code"] in venues:
            row["fixmedins_name"] = HOSTILE_NAME
    with path.open("w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def told(city: Path) -> dict[str, Any]:
    """Give what `graphfraud rings --format json` says of the newest run."""
    said: dict[str, Any] = json.loads(command("rings", "--format", "json", "--workspace", str(city)))
    return said


@pytest.fixture(scope="session")
def explorer(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the sample city."""
    with (tmp_path_factory.mktemp("log") / "explorer.log").open("w+", encoding="utf-8") as log:
        served = serve(city, log)
        yield served
        end(served)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium."""
    found = chromium()
    require(found, "Chromium is missing: install it with `apt-get install chromium`")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=ARGUMENTS)


@dataclass
class Watch:
    """What must not happen in a page: errors in its console or its scripts, failed or outside requests."""

    seen: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context; an outside request is reported and stopped."""
        context.on("console", lambda m: self.seen.append(f"console: {m.text}") if m.type == "error" else None)
        context.on("weberror", lambda e: self.seen.append(f"script: {e.error}"))
        context.on("response", lambda r: self.seen.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
        context.on("request", lambda r: None if self.local(r.url) else self.seen.append(f"outside: {r.url}"))
        context.route(lambda url: not self.local(url), lambda route: route.abort())

    def sockets(self, page: Page) -> None:
        """Watch the web sockets of a page."""
        page.on("websocket", lambda s: None if self.local(s.url) else self.seen.append(f"outside: {s.url}"))

    @staticmethod
    def local(url: str) -> bool:
        """Say whether a request stays on this machine."""
        parts = urlsplit(url)
        return parts.scheme in ("data", "blob", "about") or parts.hostname == "127.0.0.1"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page at 1280 × 720; the test fails if anything in it went wrong."""
    watch = Watch()
    context = browser.new_context(viewport={"width": 1280, "height": 720}, accept_downloads=True)
    watch.over(context)
    opened = context.new_page()
    watch.sockets(opened)
    yield opened
    context.close()
    assert watch.seen == []
