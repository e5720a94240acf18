"""The queue in a real browser: triage by keyboard, in bulk, taken back; saved views; exports of what is shown."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from app.texts import texts
from graphfraud.store.embedded import EmbeddedStore
from tests.integration.browser.reading import go, settle, table
from tests.integration.browser.running import Served, end, serve

pytestmark = pytest.mark.browser
t = texts("zh")
HOSTILE = "=1+1<script>window.hacked=1</script>\u202e甲"


@pytest.fixture
def own(city: Path, tmp_path: Path) -> Path:
    """Give a copy of the city, for decisions stay."""
    return Path(shutil.copytree(city, tmp_path / "workspace"))


@pytest.fixture
def desk(own: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve the copy."""
    with (tmp_path / "explorer.log").open("w+", encoding="utf-8") as log:
        served = serve(own, log)
        yield served
        end(served)


def open_queue(page: Page, desk: Served, **filters: str) -> list[str]:
    """Open the queue and wait for its bar, which brings the keys; gives the rings of the page."""
    go(page, desk.address, view="rings", **filters)
    page.locator(".triage").wait_for()
    return listed(page)


def listed(page: Page) -> list[str]:
    return [str(box) for box in page.locator("input[data-ring]").evaluate_all("all => all.map(b => b.dataset.ring)")]


def cursor(page: Page) -> str:
    return str(page.locator("tr.at input[data-ring]").get_attribute("data-ring"))


def dialog(page: Page, what: str) -> Any:
    """Give the open dialog once its field has the focus."""
    found = page.get_by_role("dialog")
    expect(found.get_by_role("button", name=what)).to_be_visible()
    expect(found.locator("input[type=text]").first).to_be_focused()
    return found


def decided(own: Path) -> list[tuple[str, str, str, str]]:
    return [(d.ring_id, d.label, d.reason, d.who) for d in EmbeddedStore(own).dispositions()]


def test_ten_rings_by_keyboard(desk: Served, page: Page, own: Path) -> None:
    rings = open_queue(page, desk, status="published", gangs="off")
    page.keyboard.press("j")
    assert cursor(page) == rings[0]
    # The first act asks who decides; afterwards a single key is enough.
    page.keyboard.press("y")
    asked = dialog(page, t("triage.do.keep", n=1))
    asked.get_by_label(t("who.label")).fill("陈")
    asked.get_by_role("button", name=t("triage.do.keep", n=1)).click()
    expect(page.get_by_text(t("triage.did.confirmed", n=1))).to_be_visible()
    for ring in rings[1:5]:
        expect(page.locator(f'tr.at input[data-ring="{ring}"]')).to_be_visible()
        settle(page)
        page.keyboard.press("y")
    expect(page.locator(f'tr.at input[data-ring="{rings[5]}"]')).to_be_visible()
    for ring in rings[5:10]:
        expect(page.locator(f'tr.at input[data-ring="{ring}"]')).to_be_visible()
        settle(page)
        page.keyboard.press("n")
        dialog(page, t("triage.do.dismissed", n=1))
        page.keyboard.type("jkynx 一个村, one bus")
        page.keyboard.press("Enter")
        expect(page.locator(f'input[data-ring="{ring}"]')).to_have_count(0)
    kept = [(ring, "confirmed", t("triage.kept"), "陈") for ring in rings[:5]]
    assert decided(own) == kept + [(ring, "dismissed", "jkynx 一个村, one bus", "陈") for ring in rings[5:10]]
    assert listed(page) == [ring for ring in rings if ring not in rings[5:10]]
    page.keyboard.press("u")
    expect(page.locator(f'input[data-ring="{rings[9]}"]')).to_be_visible()
    assert decided(own)[-1] == (rings[9], "open", t("triage.undone"), "陈")


def test_keys_rest_while_someone_types(desk: Served, page: Page, own: Path) -> None:
    first = open_queue(page, desk)[0]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name=t("triage.help"))).to_be_visible()
    page.keyboard.press("y")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("/")
    search = page.get_by_label(t("rings.search"), exact=True)
    expect(search).to_be_focused()
    page.keyboard.type("jkynxu?")
    expect(search).to_have_value("jkynxu?")
    assert cursor(page) == first
    search.fill("")
    search.blur()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator(".crumbs")).to_contain_text(first)
    page.keyboard.press("y")
    settle(page)
    assert decided(own) == []


def test_in_bulk_and_back(desk: Served, page: Page, own: Path) -> None:
    rings = open_queue(page, desk, status="demoted", gangs="off")
    page.get_by_role("button", name=t("triage.all", n=len(rings))).click()
    expect(page.get_by_text(t("triage.chosen", n=len(rings)))).to_be_visible()
    page.get_by_role("button", name=t("triage.act.assign")).click()
    asked = dialog(page, t("triage.do.assign", n=len(rings)))
    page.keyboard.type(HOSTILE)
    page.keyboard.press("Enter")
    expect(page.get_by_text(t("queue.assignee", name=HOSTILE)).first).to_be_visible()
    expect(asked).to_have_count(0)
    assert sorted(a.ring_id for a in EmbeddedStore(own).assignments()) == sorted(rings)
    assert page.evaluate("window.hacked") is None
    for ring in rings[:2]:
        page.locator(f'input[data-ring="{ring}"]').check()
    page.get_by_role("button", name=t("triage.act.dismissed")).click()
    asked = dialog(page, t("triage.do.dismissed", n=2))
    asked.get_by_role("button", name=t("triage.do.dismissed", n=2)).click()
    expect(page.get_by_text(t("triage.no_reason"))).to_be_visible()
    page.get_by_role("dialog").locator("input[type=text]").first.fill("seen")
    page.keyboard.press("Enter")
    expect(page.get_by_text(t("triage.did.dismissed", n=2))).to_be_visible()
    assert [d[:2] for d in decided(own)] == [(ring, "dismissed") for ring in rings[:2]]
    page.get_by_role("button", name=t("triage.undo"), exact=True).click()
    expect(page.get_by_text(t("triage.did.assigned", n=len(rings), to=HOSTILE))).to_be_visible()
    assert [d[:2] for d in decided(own)[2:]] == [(ring, "open") for ring in rings[:2]]


def test_views_are_kept_and_exports_hold_what_is_shown(desk: Served, page: Page, own: Path) -> None:
    rings = open_queue(page, desk, status="published", size="8", sort="size")
    page.get_by_role("button", name=t("views.manage")).click()
    name = page.get_by_label(t("views.name"))
    name.fill("八人以上")
    name.press("Enter")
    page.get_by_role("button", name=t("views.save")).click()
    expect(page.locator("a.chip.here")).to_have_text("八人以上")
    saved = {}
    for kind in ("csv", "xlsx"):
        with page.expect_download() as found:
            page.get_by_role("button", name=kind.upper()).click()
        saved[kind] = found.value.path().read_bytes()
    rows = list(csv.DictReader(io.StringIO(saved["csv"].decode("utf-8-sig"))))
    assert [row["ring_id"] for row in rows] == rings
    sheet = openpyxl.load_workbook(io.BytesIO(saved["xlsx"])).active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == rings
    go(page, desk.address, view="rings")
    page.get_by_role("link", name="八人以上").click()
    expect(page.locator("a.chip.here")).to_have_text("八人以上")
    settle(page)
    assert listed(page) == rings
    assert "size=8" in page.url
    sizes = [int(row[4]) for row in table(page, t("rings.title"))]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) >= 8
