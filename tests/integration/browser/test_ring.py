"""The view of one ring: its parts' logic without a browser, and its day in a real one."""

from __future__ import annotations

import shutil
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.components import ring_words
from app.texts import texts
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.run_files import Runs
from tests.integration.browser.reading import go, settle, table
from tests.integration.browser.running import Served, end, serve
from tests.integration.browser.test_views import markup, places, view
from tests.integration.browser.test_views import workspace as workspace

ZH = texts("zh")
Told = dict[str, Any]


def best(told: Told, scheme: str = "fake_stay") -> Told:
    """Give the best published ring of a scheme."""
    found: Told = next(r for r in told["rings"] if r["status"] == "published" and r["scheme"] == scheme)
    return found


def test_a_venue_that_holds_the_ring_together(told: Told, city: Path) -> None:
    ring = best(told, "co_swipe")
    venues = [m["id"] for m in ring["members"] if m["role"] == "venue"]
    before = set(city.rglob("*"))
    page = unescape(markup(view(view="ring", ring=ring["ring_id"], drop=ring["members"][0]["id"])))
    assert ZH("whatif.survives") in page
    assert f"{len([m for m in ring['members'] if m['kind'] == 'patient']) - 1} / " in page
    assert set(city.rglob("*")) == before
    if len(venues) == 1:
        page = unescape(markup(view(view="ring", ring=ring["ring_id"], drop=venues[0])))
        assert ZH("whatif.dissolves") in page


def test_an_edge_is_dropped_by_its_two_ends(told: Told) -> None:
    ring = best(told)
    a, b = (m["id"] for m in ring["members"][:2])
    page = unescape(markup(view(view="ring", ring=ring["ring_id"], drop=a, edge=b)))
    assert page.count(ZH("whatif.survives")) >= 2
    assert a in page


def test_who_is_no_member_is_not_asked_about(told: Told) -> None:
    page = view(view="ring", ring=best(told)["ring_id"], drop="nobody")
    assert ZH("whatif.survives") not in markup(page)
    assert ZH("whatif.dissolves") not in markup(page)


def test_similar_rings_and_earlier_scans_lead_on(told: Told) -> None:
    ring = best(told)
    page = view(view="ring", ring=ring["ring_id"])
    leads = {p["ring"] for p in places(page) if p.get("view") == "ring"}
    assert ring["ring_id"] in leads
    assert len(leads) > 1
    assert leads <= {r["ring_id"] for r in told["rings"]}
    assert ZH("history.first") in markup(page)


def test_the_table_of_the_timeline_counts_each_patients_gatherings(told: Told, city: Path) -> None:
    ring = best(told)
    rows = EmbeddedStore(city).gatherings(ring["ring_id"]).to_pylist()
    every = len({row["gathering"] for row in rows})
    page = unescape(markup(view(view="ring", ring=ring["ring_id"])))
    for member in ring["members"][:5]:
        came = len({row["gathering"] for row in rows if row["patient"] == member["id"]})
        assert f"{came} / {every} (" in page


@pytest.fixture
def own(city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the workspace to decide in."""
    copied = tmp_path / "own"
    shutil.copytree(city, copied)
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(copied))
    return copied


def test_a_decision_needs_a_reason_and_is_taken_back_by_another(own: Path, told: Told) -> None:
    ring_id = best(told)["ring_id"]
    page = view(view="ring", ring=ring_id)
    page.radio[0].set_value("dismissed")
    page.button[0].click().run()
    assert [e.value for e in page.error] == [ZH("decide.no_reason")]
    page.text_area[0].set_value("同村包车")
    page.text_input[0].set_value("陈")
    page.button[0].click().run()
    assert "处置：已排除（陈，" in markup(page)
    (made,) = EmbeddedStore(own).dispositions()
    assert (made.ring_id, made.label, made.reason, made.who) == (ring_id, "dismissed", "同村包车", "陈")
    page.radio[0].set_value("open")
    page.text_area[0].set_value("有新线索")
    page.button[0].click().run()
    assert [d.label for d in EmbeddedStore(own).dispositions()] == ["dismissed", "open"]


@pytest.mark.browser
def test_from_the_ring_to_a_claim_its_what_if_and_its_files(
    page: Page, explorer: Served, told: Told, city: Path, tmp_path: Path
) -> None:
    ring = best(told)
    ring_id = ring["ring_id"]
    go(page, explorer.address, lang="zh", view="ring", ring=ring_id)
    # Two clicks lead from the ring to the line of the file that a link rests on.
    page.locator("a.link-claims").first.click()
    settle(page)
    expect(page.locator("td .id").first).to_be_visible()
    assert "setl_d.csv:" in page.locator("table").first.inner_text()
    page.go_back()
    expect(page.get_by_role("tab", name=ZH("attendance.table"))).to_be_visible()
    settle(page)
    page.get_by_role("tab", name=ZH("attendance.table")).click()
    rows = table(page, ZH("attendance.table"))
    assert len(rows) == len([m for m in ring["members"] if m["kind"] == "patient"])
    choice = page.get_by_role("combobox", name=ZH("whatif.drop"))
    choice.click()
    choice.fill(ring["members"][0]["id"])
    page.keyboard.press("Enter")
    expect(page.get_by_text(ZH("whatif.survives")).first).to_be_visible(timeout=60_000)
    assert f"drop={ring['members'][0]['id']}" in page.url
    assert len(Runs(city / "runs").all()) == 1
    starts = {"pdf": b"%PDF-", "png": b"\x89PNG", "xlsx": b"PK", "graphml": b"<?xml"}
    for kind, start in starts.items():
        with page.expect_download() as saved:
            page.get_by_role("button", name=ZH(f"export.{kind}")).click()
        assert saved.value.suggested_filename == f"ring-{ring_id}.{kind}"
        saved.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(start)
    assert "xl/workbook.xml" in zipfile.ZipFile(tmp_path / "xlsx").namelist()


@pytest.mark.browser
def test_a_decision_in_the_browser_is_kept(page: Page, own: Path, told: Told, tmp_path: Path) -> None:
    ring_id = best(told)["ring_id"]
    t = texts("en")
    with (tmp_path / "log").open("w+", encoding="utf-8") as log:
        served = serve(own, log)
        try:
            go(page, served.address, lang="en", view="ring", ring=ring_id)
            page.get_by_text(t("decide.title")).click()
            page.get_by_text(t("decide.confirmed")).click()
            page.get_by_label(t("decide.reason"), exact=True).fill("<b>seen</b>")
            page.get_by_role("button", name=t("decide.write")).click()
            # The words of the form are there before anything is written: the card is what the journal said.
            written = page.locator(".card").filter(has=page.locator("strong", has_text=t.named("label", "confirmed")))
            expect(written).to_contain_text("<b>seen</b>", timeout=30_000)
        finally:
            end(served)
    (made,) = EmbeddedStore(own).dispositions()
    assert (made.ring_id, made.label, made.reason) == (ring_id, "confirmed", "<b>seen</b>")
    assert ring_words.scheme_name(t, made.snapshot.scheme)
