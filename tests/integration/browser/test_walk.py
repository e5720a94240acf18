"""A walk over every registered view: both languages, in the dark, behind the documented policy, by keyboard."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import streamlit
from playwright.sync_api import Browser, Page, expect

from app import theme
from app.place import VIEWS
from app.texts import texts
from tests.integration.browser.conftest import Watch
from tests.integration.browser.places import every_view
from tests.integration.browser.proxy import proxied
from tests.integration.browser.reading import go, settle
from tests.integration.browser.running import Served

pytestmark = pytest.mark.browser
Told = dict[str, Any]
DOCUMENT = Path(__file__).parents[3] / "docs" / "explorer.md"
FAILED = ("error.unknown", "error.other", "error.workspace")


STOPS = 8
"""Stops of the Tab key from the saved views to the first filter, at most."""


def failures(page: Page, lang: str) -> list[str]:
    """Give the titles of errors that a page shows."""
    titles = page.get_by_role("status").locator("h1").all_inner_texts()
    return [title for title in titles if title in {texts(lang)(key) for key in FAILED}]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_has_content(page: Page, explorer: Served, told: Told, lang: str) -> None:
    t = texts(lang)
    for place in every_view(told["rings"]):
        go(page, explorer.address, lang=lang, **place)
        assert page.title().startswith(t(f"view.{place['view']}")), place
        assert failures(page, lang) == [], place
        assert page.locator("h1, h2").count() >= 1, place
        assert page.locator("[data-testid=stException]").count() == 0, place


def test_every_view_behind_the_documented_policy(page: Page, explorer: Served, told: Told) -> None:
    port = urlsplit(explorer.address).port
    assert port
    with proxied(port, documented_headers()) as through:
        address = f"http://127.0.0.1:{through}"
        for place in every_view(told["rings"]):
            go(page, address, **place)
            # The page is followed, not only loaded: scripts of ours run, links stay inside.
            page.wait_for_selector('html[lang="zh-CN"]', state="attached")
            assert failures(page, "zh") == [], place
        page.get_by_role("link", name=texts("zh")("menu.rings"), exact=True).click()
        expect(page.locator("h1").first).to_have_text(texts("zh")("rings.title"))
        # What the policy must refuse is refused: else the walk would prove nothing.
        refused = (
            "new Promise(r => { document.addEventListener('securitypolicyviolation', e => r(e.effectiveDirective));"
        )
        refused += " const s = document.createElement('script'); s.textContent = 'window.inline = 1';"
        refused += " document.body.append(s); setTimeout(() => r('ran'), 2000); })"
        bare = page.context.browser
        assert bare
        other = bare.new_page()
        other.goto(f"{address}/_stcore/health")
        assert other.evaluate(refused) == "script-src-elem"
        other.close()


def documented_headers() -> dict[str, str]:
    """Give the headers of the proxy in docs/explorer.md."""
    found = re.findall(r'add_header (\S+) "([^"]+)" always;', DOCUMENT.read_text(encoding="utf-8"))
    assert {"Content-Security-Policy", "X-Content-Type-Options"} <= {name for name, _ in found}
    # Over plain HTTP a browser ignores it; the rest is sent as it stands.
    return {name: value for name, value in found if name != "Strict-Transport-Security"}


def test_the_policy_names_the_inline_script_of_this_streamlit() -> None:
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline]
    assert re.findall(r"'sha256-([^']+)'", documented_headers()["Content-Security-Policy"]) == hashes


def test_dark_follows_the_system_until_the_reader_chooses(browser: Browser, explorer: Served, told: Told) -> None:
    dark, light = theme.colours("dark"), theme.colours("light")
    watch = Watch()
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme="dark")
    watch.over(context)
    page = context.new_page()
    try:
        for place in every_view(told["rings"]):
            go(page, explorer.address, **place)
            assert shown_colours(page) == (rgb(dark["paper"]), rgb(dark["ink"])), place
            assert pale_boxes(page) == [], place
        before = page.url
        page.locator("button.gf-theme").click()
        page.wait_for_function("document.documentElement.style.colorScheme === 'light'")
        settle(page)
        assert page.url == before
        assert shown_colours(page) == (rgb(light["paper"]), rgb(light["ink"]))
        go(page, explorer.address, view="rings")
        assert shown_colours(page) == (rgb(light["paper"]), rgb(light["ink"]))
        # The frame's script hears the click, and comes after the page.
        page.wait_for_function("window.graphfraudFrame")
        page.locator("button.gf-theme").click()
        page.wait_for_function("document.documentElement.style.colorScheme === 'dark'")
        assert page.evaluate("Object.values(localStorage)").count('"System"') == 1
    finally:
        context.close()
    assert watch.seen == []


def rgb(colour: str) -> str:
    """Give a colour as a browser computes it."""
    return "rgb({}, {}, {})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))


def shown_colours(page: Page) -> tuple[str, str]:
    """Give the background of the page and the colour of its first title."""
    ground = page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    ink = page.locator("[data-testid=stHtml] :is(h1, h2)").first.evaluate("e => getComputedStyle(e).color")
    return ground, ink


def pale_boxes(page: Page) -> list[str]:
    """Give what stays bright in the dark: elements with a background of nearly white."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll('.stMain *')].filter(e => {
            const [r, g, b, a = 1] = getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number);
            const box = e.getBoundingClientRect();
            return a > 0.5 && Math.min(r, g, b) > 200 && box.width > 40 && box.height > 14;
        }).map(e => e.className || e.tagName)"""
    )
    return found


def test_the_frame_is_walked_by_keyboard(page: Page, explorer: Served, told: Told) -> None:
    t = texts("zh")
    go(page, explorer.address, view="rings")
    names: list[str] = []
    for _ in range(len(VIEWS) + 12):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate("document.activeElement.matches('main') ? 'main' : document.activeElement.innerText")
        )
        if names[-1] == t("language.other"):
            break
    menu = page.get_by_role("navigation", name=t("menu"), exact=True)
    links = menu.get_by_role("link").all_inner_texts()
    # The scrolled area comes first, so that the arrow keys scroll at once; then the frame from left to right.
    assert names == ["main", t("widget.skip"), *links[:-1], t("theme.change"), t("language.other")]
    assert menu.locator("[aria-current=page]").inner_text() == t("menu.rings")
    # Each stop is seen: an outline in the colour that the test of contrasts knows.
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    outline = page.evaluate(
        "(s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(document.activeElement))"
    )
    assert outline == ["solid", 2]
    go(page, explorer.address, view="rings")
    for _ in range(2):
        page.keyboard.press("Tab")
    box = page.locator("a.gf-skip").bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == t("views.every")
    # Saved views come first, the filters after them.
    scheme = page.get_by_label(t("scheme"), exact=True)
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if scheme.evaluate("e => e === document.activeElement"):
            break
    assert scheme.evaluate("e => e === document.activeElement")
