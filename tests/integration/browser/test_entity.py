"""Entity, paths and claims: what each place draws, and a journey through them in a real browser."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.components import statements
from app.texts import texts
from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from tests.integration.browser.reading import go, settle, table
from tests.integration.browser.running import Served
from tests.integration.browser.test_views import first, markup, places, shown_ids, view

Told = dict[str, Any]
ZH, EN = texts("zh"), texts("en")


@pytest.fixture(autouse=True)
def workspace(city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(city))
    return city


@pytest.fixture
def patients(told: Told) -> list[str]:
    return [m["id"] for m in first(told, "published")["members"] if m["kind"] == "patient"]


@pytest.fixture
def venue(told: Told, workspace: Path) -> EntityRef:
    """Give the busiest hospital."""
    return EmbeddedStore(workspace).search("hospital:H").items[0].ref


def test_a_part_of_an_id_or_a_name_is_enough(patients: list[str], workspace: Path, venue: EntityRef) -> None:
    found = EmbeddedStore(workspace).search(patients[0][:6])
    assert shown_ids(view(view="entity", entity=patients[0][:6])) >= {hit.ref.id for hit in found.items}
    store = EmbeddedStore(workspace)
    places = [hit for kind in ("clinic:H", "hospital:H") for hit in store.search(kind, limit=100).items]
    name = next(hit.name for hit in places if store.search(hit.name).total == 1)
    page = markup(view(view="entity", entity=name, lang="en"))
    assert EN("entity.peers") in page  # the only one of that name opens at once
    page = unescape(markup(view(view="entity", entity=f"{patients[0]}0", lang="en")))
    assert EN("entity.near", text=f"{patients[0]}0", beginning=patients[0][:9]) in page
    assert patients[0] in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_patient_and_a_hospital_are_seen_from_every_side(patients: list[str], venue: EntityRef, lang: str) -> None:
    t = texts(lang)
    both = ("entity.watchlist", "entity.rules", "entity.timeline", "entity.newest", "entity.neighbours", "entity.peers")
    for ref, own in ((f"patient:{patients[0]}", "entity.contacts"), (str(venue), "entity.owner")):
        tested = view(view="entity", entity=ref, lang=lang)
        page = unescape(markup(tested))
        assert [key for key in (*both, own) if t(key) not in page] == []
        assert {"view": "claims", "of": "entity", "entity": ref, "lang": lang} in places(tested)


def test_peers_of_a_patient_are_those_of_the_store(patients: list[str], workspace: Path) -> None:
    found = EmbeddedStore(workspace).peers(EntityRef("patient", patients[0]))
    assert found
    page = unescape(markup(view(view="entity", entity=patients[0], lang="en")))
    assert re.findall(r"<td>([\d,]+) insured persons", page) == [f"{c.peers:,}" for c in found]


def test_claims_of_an_entity_are_sorted_by_page_and_by_period(patients: list[str], workspace: Path) -> None:
    store, ref = EmbeddedStore(workspace), EntityRef("patient", patients[0])
    rows = store.timeline(ref).to_pylist()
    by_fee = sorted(rows, key=lambda row: (-row["medfee_sumamt"], row["setl_id"]))
    place = {"view": "claims", "of": "entity", "entity": str(ref)}
    page = markup(view(**place, sort="medfee", lang="en"))
    assert re.findall(r'class="id nowrap">(\w+)<', page) == [row["setl_id"] for row in by_fee][:50]
    day = str(rows[3]["setl_time"].date())
    own = [row["setl_id"] for row in rows if str(row["setl_time"].date()) == day]
    page = markup(view(**place, first=day, last=day))
    assert re.findall(r'class="id nowrap">(\w+)<', page) == own
    page = markup(view(**place, first="2031-01-01", lang="en"))
    assert EN("claims.every_day") in page
    assert EN("period.wrong", text="soon") in unescape(markup(view(**place, first="soon", lang="en")))


def test_too_many_claims_are_said(venue: EntityRef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST", 60)
    page = unescape(markup(view(view="claims", of="entity", entity=str(venue), lang="en")))
    assert "only the newest 60 are read" in page
    assert EN("lines", first=1, last=50, total=60) in page


def test_every_column_is_there_under_two_names(patients: list[str]) -> None:
    page = unescape(markup(view(view="claims", of="entity", entity=f"patient:{patients[0]}", columns="on", lang="en")))
    for group in ("who", "where", "when", "money", "codes", "source"):
        assert f">{EN(f'claims.group.{group}')}</th>" in page
    assert "total medical fee</div>" in page
    assert "medfee_sumamt</div>" in page


def test_claims_of_rule_hits_and_of_chosen_settlements(venue: EntityRef, workspace: Path) -> None:
    rule = EmbeddedStore(workspace).marks(venue).rules[0]
    assert shown_ids(view(view="claims", of="rule", entity=str(venue), n="0")) >= set(rule.setl_ids[:50])
    chosen = rule.setl_ids[:2]
    assert shown_ids(view(view="claims", of="ids", ids=",".join(chosen))) >= set(chosen)
    assert ZH("error.statement") in markup(view(view="claims", of="rule", entity=str(venue), n="999"))


def test_paths_of_three_are_answered_pair_by_pair(patients: list[str]) -> None:
    a, b, c = patients[:3]
    page = unescape(markup(view(view="paths", a=a, b=b, more=c, k="1", lang="en")))
    for x, y in ((a, b), (a, c), (b, c)):
        assert EN("paths.pair", a=x, b=y) in page
    assert EN("paths.common") in page


def test_no_path_says_what_to_change(patients: list[str]) -> None:
    tested = view(view="paths", a=patients[0], b=patients[1], first="2031-01-01", lang="en")
    assert EN("paths.none") in markup(tested)
    assert {"hubs", "hops"} <= {key for place in places(tested) if place["view"] == "paths" for key in place}
    assert EN("paths.any_day") in markup(tested)


def test_paths_from_a_ring_to_the_watch_list_are_as_long_as_said(told: Told, workspace: Path) -> None:
    ring = first(told, "published")["ring_id"]
    nearest = EmbeddedStore(workspace).ask("ring_watch", ring_id=ring, hops=4, limit=5).to_pylist()
    assert nearest
    tested = view(view="paths", ring=ring, k="1", lang="en")
    page = unescape(markup(tested))
    assert {row["id"] for row in nearest} <= shown_ids(tested)
    assert re.findall(r"Path 1 \(steps: (\d)\)", page) == [str(row["hops"]) for row in nearest if row["hops"]]
    hop = next(place for place in places(tested) if place.get("of") == "hop")
    assert EN("claims.note") in markup(view(**hop))


@pytest.mark.browser
def test_from_a_search_to_a_claim_and_along_a_path(page: Page, explorer: Served, patients: list[str]) -> None:
    go(page, explorer.address, view="entity", lang="en")
    page.get_by_role("textbox", name=EN("entity.search")).fill(patients[0][:9])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=EN("entity.timeline"))).to_be_visible()
    expect(page.locator('[data-testid="stVegaLiteChart"]').first).to_be_visible()
    page.get_by_role("link", name=EN("entity.all_claims")).click()
    settle(page)
    title = EN("claims.entity", kind=EN("kind.patient"), id=patients[0])
    rows = table(page, title)
    assert len(rows) > 1
    page.get_by_role("combobox", name=EN("claims.sort")).click()
    page.get_by_role("option", name=EN("claims.sort.newest")).click()
    page.wait_for_url("**sort=newest**")
    settle(page)
    assert [row[0] for row in table(page, title)] == sorted((row[0] for row in rows), reverse=True)
    page.go_back()
    expect(page.get_by_role("table", name=title, exact=True).locator("tbody tr").first).to_contain_text(rows[0][0])
    settle(page)
    assert table(page, title) == rows
    go(page, explorer.address, view="paths", lang="en", a=patients[0], b=patients[1])
    expect(page.locator("iframe, [data-testid=stBidiComponentIsolated], .cy, canvas").first).to_be_visible()
    page.locator("a.hop-claims").first.click()
    expect(page.get_by_text(EN("claims.note"))).to_be_visible()
