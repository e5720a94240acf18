"""The explorer in a real browser: from the overview to the claims behind a link, in both languages."""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Page, expect

from app.texts import Texts, texts
from graphfraud.store.embedded import EmbeddedStore
from tests.integration.browser.conftest import HOSTILE_NAME
from tests.integration.browser.reading import facts, go, settle, table
from tests.integration.browser.running import Served, command, end, serve

pytestmark = pytest.mark.browser
Told = dict[str, Any]
AMOUNTS = {"medfee": "medfee_sumamt", "fund": "fund_pay_sumamt", "acct": "acct_pay"}


def yuan(lang: str, value: Decimal | str) -> str:
    """Give money as the page writes it."""
    return f"{Decimal(value):,.2f} 元" if lang == "zh" else f"¥{Decimal(value):,.2f}"


def published(told: Told) -> list[Told]:
    return [ring for ring in told["rings"] if ring["status"] == "published"]


def hostile_ring(told: Told) -> str:
    """Give a published ring; the fixture has renamed the venues of all planted ones."""
    return str(published(told)[0]["ring_id"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_the_overview_to_the_claims_behind_a_link(
    page: Page, explorer: Served, told: Told, city: Path, lang: str
) -> None:
    t = texts(lang)
    go(page, explorer.address, lang=lang)
    ring = next(r for r in published(told) if r["scheme"] in ("fake_stay", "co_swipe"))
    ring_id = ring["ring_id"]
    page.get_by_role("table", name=t("overview.top"), exact=True).get_by_role("link", name=ring_id).click()
    expect(page.locator("h1").first).to_contain_text(t.named("scheme", ring["scheme"]))
    settle(page)
    page.locator("a.link-claims").first.click()
    expect(page.locator("h1").first).to_contain_text(t("claims.link", a="", b="").split()[0])
    settle(page)
    store = EmbeddedStore(city)
    links = sorted(store.links(ring_id).to_pylist(), key=lambda r: (-r["observed"], r["a"], r["b"]))
    title = t("claims.link", a=links[0]["a"], b=links[0]["b"])
    assert page.locator("h1").inner_text() == title
    rows = table(page, title)
    loaded = store.claims(tuple(links[0]["setl_ids"])).to_pylist()
    assert [row[4] for row in rows] == [yuan(lang, claim["medfee_sumamt"]) for claim in loaded]
    assert [row[7].split("\n") for row in rows] == [
        [claim["setl_id"], f"{claim['source_file']}:{claim['_line']}"] for claim in loaded
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_on_the_overview_is_the_command_lines(
    page: Page, explorer: Served, told: Told, city: Path, lang: str
) -> None:
    t = texts(lang)
    rings = published(told)
    go(page, explorer.address, lang=lang)
    sums = {name: sum((Decimal(r["amounts"][key]) for r in rings), Decimal(0)) for name, key in AMOUNTS.items()}
    claimed = Counter(s for r in rings for s in {s for e in r["evidence"] for s in e["setl_ids"]})
    shared = EmbeddedStore(city).claims(tuple(s for s, n in claimed.items() if n > 1)).to_pylist()
    for name, key in AMOUNTS.items():
        sums[name] -= sum((claimed[row["setl_id"]] - 1) * (row[key] or 0) for row in shared)
    people = {m["id"] for r in rings for m in r["members"] if m["kind"] == "patient"}
    assert facts(page) == {
        t("overview.rings"): f"{len(rings):,}",
        t("patients"): f"{len(people):,}",
        t("settlements"): f"{len(claimed):,}",
        **{t(name): yuan(lang, Decimal(value)) for name, value in sums.items()},
    }
    assert table(page, t("overview.by_scheme")) == by_scheme(t, told, sums["fund"])
    shown = table(page, t("overview.top"))
    assert [line[4:] for line in shown] == [
        [yuan(lang, r["amounts"]["fund_pay_sumamt"]), f"{r['score']:.3f}"] for r in rings[:5]
    ]
    run = told["run"]
    assert table(page, t("overview.runs")) == [
        [run["run_id"], run["finished_at"][:16].replace("T", " "), *counts(told), run["data_version"]]
    ]


def counts(told: Told) -> list[str]:
    """Give how many rings are published and how many demoted."""
    return [f"{len(published(told)):,}", f"{len(told['rings']) - len(published(told)):,}"]


def by_scheme(t: Texts, told: Told, whole: Decimal) -> list[list[str]]:
    """Give the table that the overview must show."""
    lines = []
    for scheme in sorted({r["scheme"] for r in told["rings"]}):
        own = {"run": told["run"], "rings": [r for r in told["rings"] if r["scheme"] == scheme]}
        fund = sum((Decimal(r["amounts"]["fund_pay_sumamt"]) for r in published(own)), Decimal(0))
        lines.append([t.named("scheme", scheme), *counts(own), yuan(t.lang, fund)])
    return [*lines, [t("total"), *counts(told), yuan(t.lang, whole)]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_in_the_queue_is_the_command_lines(page: Page, explorer: Served, told: Told, lang: str) -> None:
    t = texts(lang)
    go(page, explorer.address, lang=lang, view="rings")
    expected = [
        [
            str(ring["rank"]),
            ring["ring_id"],
            ring["evidence"][0]["detail"][lang],
            str(sum(m["kind"] == "patient" for m in ring["members"])),
            yuan(lang, ring["amounts"]["fund_pay_sumamt"]),
            f"{ring['score']:.3f}",
            yuan(lang, ring["amounts"]["medfee_sumamt"]),
            yuan(lang, ring["amounts"]["acct_pay"]),
            f"{ring['stability'] * 100:g}%",
        ]
        for ring in told["rings"][:25]
    ]
    shown = [[row[1], row[2].split()[-1], *row[3:10]] for row in table(page, t("rings.title"))]
    assert shown == expected
    total = len(told["rings"])
    expect(page.get_by_text(t("rings.matching", n=total, total=total), exact=True)).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_figures_of_a_ring_are_the_command_lines(page: Page, explorer: Served, told: Told, lang: str) -> None:
    t = texts(lang)
    ring = published(told)[0]
    go(page, explorer.address, lang=lang, view="ring", ring=ring["ring_id"])
    patients = [m for m in ring["members"] if m["kind"] == "patient"]
    found = facts(page)
    assert {name: found[t(name)] for name in AMOUNTS} == {
        name: yuan(lang, ring["amounts"][key]) for name, key in AMOUNTS.items()
    }
    assert found[t("patients")] == str(len(patients))
    assert found[t("settlements")] == str(ring["amounts"]["settlements"])
    assert found[t("score")] == f"{ring['score']:.3f}"
    members = table(page, t("ring.members", n=len(patients)))
    assert [row[0].split()[1] for row in members] == [m["id"] for m in patients]
    ledger = table(page, t("ring.money"))
    assert ledger[-1][1:5] == [
        str(ring["amounts"]["settlements"]),
        *(yuan(lang, ring["amounts"][key]) for key in AMOUNTS.values()),
    ]
    cards = page.locator(".card").filter(has=page.locator(".claims-link"))
    assert cards.count() == len(ring["evidence"])
    for i, evidence in enumerate(ring["evidence"]):
        expect(cards.nth(i)).to_contain_text(t("see_claims", n=f"{len(evidence['setl_ids']):,}"))
    verdicts = [row[1] for row in table(page, t("ring.innocent"))]
    assert verdicts == [t.named("verdict", i["verdict"]) for i in ring["innocent"]]


def test_the_graph_holds_every_member_and_opens_profiles(page: Page, explorer: Served, told: Told) -> None:
    ring = published(told)[0]
    go(page, explorer.address, view="ring", ring=ring["ring_id"])
    drawn = page.frame_locator('iframe[title*="cytoscape"]').locator("#cy")
    drawn.locator("canvas").first.wait_for()
    nodes: list[str] = []
    for _ in range(40):
        nodes = drawn.evaluate("cy => cy._cyreg ? cy._cyreg.cy.nodes().map(n => n.id()) : []")
        if nodes:
            break
        page.wait_for_timeout(250)
    assert sorted(nodes) == sorted(f"{m['kind']}:{m['id']}" for m in ring["members"])
    page.wait_for_timeout(1500)
    page.locator('iframe[title*="cytoscape"]').scroll_into_view_if_needed()
    at = drawn.evaluate("""cy => {
        const node = cy._cyreg.cy.nodes('[id ^= "patient"]')[0], frame = cy.getBoundingClientRect();
        return {id: node.id(), x: node.renderedPosition().x + frame.x, y: node.renderedPosition().y + frame.y};
    }""")
    box = page.locator('iframe[title*="cytoscape"]').bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    card = page.locator(".card").filter(has_text=at["id"].partition(":")[2])
    card.get_by_role("link").first.click()
    settle(page)
    assert page.locator("h2 .id").inner_text() == at["id"].partition(":")[2]


def test_the_language_switch_keeps_the_place(page: Page, explorer: Served, told: Told) -> None:
    ring_id = hostile_ring(told)
    go(page, explorer.address, view="ring", ring=ring_id)
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1").first).to_contain_text("Suspected")
    assert f"ring={ring_id}" in page.url
    assert "lang=en" in page.url
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("h1").first).to_contain_text("疑似")
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")


def test_back_forward_and_reload_show_the_same_place(page: Page, explorer: Served, told: Told) -> None:
    go(page, explorer.address)
    page.get_by_role("link", name="团伙线索", exact=True).click()
    expect(page.locator("h1").first).to_have_text("团伙线索")
    settle(page)
    page.get_by_role("link", name=told["rings"][1]["ring_id"]).click()
    expect(page.locator("h1").first).to_contain_text("疑似")
    settle(page)
    page.go_back()
    expect(page.locator("h1").first).to_have_text("团伙线索")
    page.go_forward()
    expect(page.locator("h1").first).to_contain_text("疑似")
    settle(page)
    page.reload()
    settle(page)
    expect(page.locator(".crumbs")).to_contain_text(told["rings"][1]["ring_id"])


def test_filters_narrow_the_queue_and_live_in_the_address(page: Page, explorer: Served, told: Told) -> None:
    t = texts("zh")
    go(page, explorer.address, view="rings")
    page.get_by_label(t("rings.search")).fill(told["rings"][2]["ring_id"])
    page.get_by_label(t("rings.search")).press("Enter")
    expect(page.get_by_text(t("rings.matching", n=1, total=len(told["rings"])), exact=True)).to_be_visible()
    assert f"q={told['rings'][2]['ring_id']}" in page.url
    go(page, explorer.address, view="rings", status="demoted", sort="size", min="0.1")
    demoted = [r for r in told["rings"] if r["status"] == "demoted" and r["score"] >= 0.1]
    sizes = [int(row[4]) for row in table(page, t("rings.title"))]
    assert sizes == sorted((sum(m["kind"] == "patient" for m in r["members"]) for r in demoted), reverse=True)[:25]


def test_an_entity_and_a_path_lead_on(page: Page, explorer: Served, told: Told) -> None:
    t = texts("en")
    first, second = (m["id"] for m in published(told)[0]["members"][:2])
    go(page, explorer.address, lang="en", view="entity", entity=f"patient:{first}")
    assert page.locator("h2 .id").inner_text() == first
    assert published(told)[0]["ring_id"] in [row[1] for row in table(page, t("entity.rings", n=1))]
    go(page, explorer.address, lang="en", view="paths", a=first, b=second)
    expect(page.locator(".chain").first).to_contain_text(second)
    page.locator("a.hop-claims").first.click()
    expect(page.locator("h1").first).to_contain_text("Claims between")
    settle(page)
    assert int(facts(page)[t("settlements")]) >= 1


def test_names_in_the_data_stay_text(page: Page, explorer: Served, told: Told) -> None:
    for view in ("ring", "claims"):
        go(page, explorer.address, view=view, ring=hostile_ring(told), of="all")
        expect(page.get_by_text(HOSTILE_NAME).first).to_be_visible()
        assert page.evaluate("window.hacked") is None
        assert page.locator("img[src=x]").count() == 0


def test_downloads_hold_what_is_shown_and_no_formula(page: Page, explorer: Served, told: Told) -> None:
    go(page, explorer.address, view="ring", ring=hostile_ring(told))
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").filter(has_text="CSV").first.get_by_role("button").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    ring = published(told)[0]
    assert [(row["kind"], row["id"], row["role"]) for row in rows] == [
        (m["kind"], m["id"], m["role"]) for m in ring["members"]
    ]
    assert f"'{HOSTILE_NAME}" in {row["name"] for row in rows}
    assert all("*" in row["name"] for row in rows if row["kind"] == "patient")


@pytest.mark.parametrize("query", ["<script>window.hacked=1</script>", "%00", "../../etc/passwd", "R' OR 1=1 --"])
def test_a_wrong_ring_id_is_said_with_the_next_step(page: Page, explorer: Served, query: str) -> None:
    t = texts("zh")
    go(page, explorer.address, view="ring", ring=query)
    expect(page.get_by_role("status").filter(has_text=t("error.ring"))).to_be_visible()
    assert page.evaluate("window.hacked") is None
    page.get_by_role("link", name=t("error.to_rings")).click()
    expect(page.locator("h1").first).to_have_text(t("rings.title"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_runs_over_the_edge(page: Page, explorer: Served, told: Told, lang: str) -> None:
    patient = published(told)[0]["members"][0]["id"]
    places = [
        {},
        {"view": "rings"},
        {"view": "ring", "ring": hostile_ring(told)},
        {"view": "claims", "ring": hostile_ring(told), "of": "all"},
        {"view": "entity", "entity": patient},
        {"view": "paths", "a": patient, "b": published(told)[0]["members"][1]["id"]},
    ]
    for place in places:
        go(page, explorer.address, lang=lang, **place)
        for width, height in ((1280, 720), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            assert too_wide(page) == [], (place, width)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_verdicts_stay_on_one_line(page: Page, explorer: Served, told: Told, lang: str) -> None:
    t = texts(lang)
    go(page, explorer.address, lang=lang, view="ring", ring=published(told)[0]["ring_id"])
    labels = page.get_by_role("table", name=t("ring.innocent"), exact=True).locator(".badge")
    heights = labels.evaluate_all("all => all.map(label => label.getBoundingClientRect().height)")
    assert len(heights) == len(published(told)[0]["innocent"])
    assert max(heights) < 30


def test_the_page_speaks_one_language(page: Page, explorer: Served, told: Told) -> None:
    """Streamlit's own words are English only, and its chart tools show a visit's drawn length as its time."""
    t = texts("zh")
    go(page, explorer.address, lang="zh", view="ring", ring=published(told)[0]["ring_id"])
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.hover()
    expect(chart).to_be_visible()
    expect(page.get_by_role("button", name="Show data")).to_have_count(0)
    go(page, explorer.address, lang="zh", view="rings")
    page.get_by_label(t("rings.search")).fill("甲")
    said = page.get_by_test_id("InputInstructions")
    said.wait_for()
    assert said.evaluate("e => getComputedStyle(e, '::after').content") == f'"{t("widget.enter")}"'
    sizes = said.locator("span").evaluate_all("all => all.map(e => getComputedStyle(e).fontSize)")
    assert set(sizes) == {"0px"}


def too_wide(page: Page) -> list[str]:
    """Give the parts of a page that don't fit; charts get a moment to take their new size."""
    for _ in range(20):
        over: list[str] = page.evaluate(
            "[...document.querySelectorAll('.stMain, .scroll, .fact, .chain')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 60))"
        )
        if not over:
            break
        page.wait_for_timeout(250)
    return over


def test_an_empty_workspace_says_how_to_begin(page: Page, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        served = serve(tmp_path / "nothing", log)
        try:
            for view in ("overview", "ring", "paths"):
                go(page, served.address, view=view, lang="en", entity="x", a="x", b="y", ring="R1")
                expect(page.get_by_role("status")).to_contain_text("graphfraud load")
        finally:
            assert end(served) == 0
    assert (tmp_path / "log").read_text(encoding="utf-8") == ""
    assert not (tmp_path / "nothing").exists()


def test_a_new_scan_shows_up_without_a_restart(page: Page, tmp_path: Path) -> None:
    here = ["--workspace", str(tmp_path / "ws")]
    command("synth", "--out", str(tmp_path / "city"), "--persons", "1500", "--seed", "3")
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        served = serve(tmp_path / "ws", log)
        try:
            go(page, served.address)
            expect(page.get_by_role("status")).to_contain_text("graphfraud load")
            command("load", str(tmp_path / "city"), *here)
            command("scan", *here)
            page.reload()
            settle(page)
            run = EmbeddedStore(tmp_path / "ws").run().run_id
            expect(page.locator(".fresh")).to_contain_text(run)
        finally:
            assert end(served) == 0


def test_the_server_speaks_to_this_machine_only(page: Page, explorer: Served) -> None:
    go(page, explorer.address)
    process = psutil.Process(explorer.process.pid)
    others = [c for p in (process, *process.children(recursive=True)) for c in p.net_connections(kind="inet")]
    assert {c.laddr.ip for c in others} == {"127.0.0.1"}
    assert {c.raddr.ip for c in others if c.raddr} <= {"127.0.0.1"}
