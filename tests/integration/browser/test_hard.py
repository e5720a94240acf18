"""Hard cases in a real browser: names that attack, nothing there, files gone, two people at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.texts import texts
from tests.integration.browser import hostile
from tests.integration.browser.conftest import Watch
from tests.integration.browser.places import every_view
from tests.integration.browser.reading import go, settle
from tests.integration.browser.running import Served, command, end, serve
from tests.integration.browser.test_walk import failures

pytestmark = pytest.mark.browser
Told = dict[str, Any]
QUICK = ("--param", "decoys=0", "--param", "stability_runs=0")
TALLEST = 15_000
"""Pixels of a page of a small city: a name of 5,000 characters in every line would make it ten times that."""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Told]]:
    """Serve a city in which everybody and every institution bears a hostile name; give its rings too."""
    folder = tmp_path_factory.mktemp("hostile")
    here = ("--workspace", str(folder / "w"))
    command("synth", "--out", str(folder / "city"), "--persons", "1500", "--seed", "3")
    hostile.rename(folder / "city")
    command("load", str(folder / "city"), *here)
    command("scan", *QUICK, *here)
    with (folder / "log").open("w+", encoding="utf-8") as log:
        served = serve(folder / "w", log)
        yield served, json.loads(command("rings", "--format", "json", *here))
        end(served)


def test_hostile_names_stay_text_in_every_view(page: Page, attacked: tuple[Served, Told]) -> None:
    served, told = attacked
    ring = next(r for r in told["rings"] if r["status"] == "published" and r["scheme"] == "fake_stay")
    venues = [{"view": "entity", "entity": f"{m['kind']}:{m['id']}"} for m in ring["members"] if m["role"] == "venue"]
    written = ""
    for place in [*every_view(told["rings"]), *venues]:
        go(page, served.address, **place)
        assert failures(page, "zh") == [], place
        assert page.evaluate("window.hacked") is None, place
        assert page.locator("img[src=x], svg[onload], [onmouseover]").count() == 0, place
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < TALLEST, place
        written += page.locator(".stMain").inner_text()
    # They were there to be seen, as they are in the data or cut short.
    assert hostile.SCRIPT in written or hostile.ATTRIBUTE in written or hostile.FORMULA in written
    assert hostile.LONG not in written
    assert "\u202e" not in written


def test_an_empty_workspace_leads_on_from_every_view(page: Page, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        served = serve(tmp_path / "nothing", log)
        try:
            for lang in ("zh", "en"):
                for place in every_view([]):
                    go(page, served.address, lang=lang, **place)
                    assert failures(page, lang) == [], place
                    assert page.locator(".stMain h1, .stMain h2").count() >= 1, place
        finally:
            # A page that is still open would complain of its lost server.
            page.goto("about:blank")
            assert end(served) == 0


def test_lost_files_are_said_and_trying_again_tries_again(page: Page, city: Path, told: Told, tmp_path: Path) -> None:
    shutil.copytree(city, tmp_path / "w")
    lost = [f for table in ("setl_d", "medins_info_b") for f in (tmp_path / "w/lake" / table).glob("*.parquet")]
    for file in lost:
        file.rename(file.with_suffix(".away"))
    seen: set[str] = set()
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        served = serve(tmp_path / "w", log)
        try:
            for lang in ("zh", "en"):
                for place in every_view(told["rings"]):
                    go(page, served.address, lang=lang, **place)
                    assert failures(page, lang) == [], place
                    if page.get_by_role("status").filter(has_text=texts(lang)("error.lake")).count():
                        seen.add(place["view"])
            assert seen >= {"ring", "claims", "entity"}
            go(page, served.address, view="claims", ring=told["rings"][0]["ring_id"], of="all")
            for file in lost:
                file.with_suffix(".away").rename(file)
            page.get_by_role("link", name=texts("zh")("error.retry"), exact=True).click()
            # The page is loaded again, and the file's rows are read for the first time.
            expect(page.get_by_role("table").first).to_be_visible(timeout=30_000)
        finally:
            # A page that is still open would complain of its lost server.
            page.goto("about:blank")
            assert end(served) == 0


def test_two_people_at_once_each_keep_their_place(browser: Browser, explorer: Served, told: Told) -> None:
    watch = Watch()
    contexts = [browser.new_context() for _ in range(2)]
    try:
        pages = []
        for context in contexts:
            watch.over(context)
            pages.append(context.new_page())
        langs, rings = ("zh", "en"), [ring["ring_id"] for ring in told["rings"][:4]]
        for i, ring_id in enumerate(rings):
            other = rings[-1 - i]
            pages[0].goto(f"{explorer.address}/?lang=zh&view=ring&ring={ring_id}")
            pages[1].goto(f"{explorer.address}/?lang=en&view=ring&ring={other}")
            for page, lang, wanted in zip(pages, langs, (ring_id, other), strict=True):
                settle(page)
                expect(page.locator(".crumbs")).to_contain_text(wanted)
                expect(page.locator(".crumbs a").first).to_have_text(texts(lang)("menu.rings"))
        for page, wanted in zip(pages, (rings[-1], rings[0]), strict=True):
            page.reload()
            settle(page)
            expect(page.locator(".crumbs")).to_contain_text(wanted)
    finally:
        for context in contexts:
            context.close()
    assert watch.seen == []
