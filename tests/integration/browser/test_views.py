"""Each view's logic without a browser: what is drawn for which place."""

from __future__ import annotations

import logging
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

import app
from app import data
from app.components import ring_words
from app.texts import texts
from app.views import ring as ring_view
from app.views import rings as rings_view
from graphfraud.lake.loads import loads
from graphfraud.store.embedded import EmbeddedStore
from tests.integration.browser.running import command

MAIN = Path(app.__file__).with_name("main.py")
ZH, EN = texts("zh"), texts("en")
Told = dict[str, Any]


@pytest.fixture(autouse=True)
def workspace(city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(city))
    return city


def view(**place: str) -> AppTest:
    """Run the explorer at a place."""
    tested = AppTest.from_file(str(MAIN), default_timeout=120)
    for name, value in place.items():
        tested.query_params[name] = value
    tested.run()
    assert len(tested.exception) == 0
    return tested


def markup(tested: AppTest) -> str:
    """Give all markup of a page."""
    return "\n".join(str(element.value) for element in tested.html)


def places(tested: AppTest) -> list[dict[str, str]]:
    """Give where the links of a page lead."""
    queries = [parse_qs(unescape(link)[1:]) for link in re.findall(r'href="(\?[^"]*)"', markup(tested))]
    return [{name: values[0] for name, values in query.items()} for query in queries]


def shown_ids(tested: AppTest) -> set[str]:
    """Give every id that a page shows."""
    return {unescape(found) for found in re.findall(r'class="id(?: nowrap)?">([^<]*)<', markup(tested))}


def first(told: Told, status: str) -> Told:
    """Give the first ring of a status whose members met: it has links, and more than one signal."""
    met = (r for r in told["rings"] if r["scheme"] in ("fake_stay", "co_swipe") and len(r["evidence"]) > 1)
    found: Told = next(r for r in met if r["status"] == status)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("status", ["published", "demoted"])
def test_a_ring_tells_its_story_and_its_status(told: Told, lang: str, status: str) -> None:
    ring, t = first(told, status), texts(lang)
    page = unescape(markup(view(view="ring", ring=ring["ring_id"], lang=lang)))
    assert t.named("status", status) in page
    assert t.named("lineage", ring["lineage"]["event"]) in page
    for evidence in ring["evidence"]:
        assert t.named("signal", evidence["signal"]) in page
        assert evidence["detail"][lang].rstrip(".。")[1:] in page
    for tested in ring["innocent"]:
        assert t.named("innocent", tested["explanation"]) in page
        assert tested["detail"][lang] in page
    if ring["status_reason"]:
        assert t("ring.reason", reason=ring_words.reason_name(t, ring["status_reason"])) in page


def test_a_decision_shows_at_once(told: Told, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    shutil.copytree(workspace, own)
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(own))
    ring_id = first(told, "published")["ring_id"]
    assert ring_id in shown_ids(view(view="rings", status="published"))
    command("dispose", ring_id, "dismissed", "--reason", "同村包车", "--by", "陈", "--workspace", str(own))
    assert ring_id not in shown_ids(view(view="rings", status="published"))
    assert ring_id in shown_ids(view(view="rings", reason="dismissed"))
    page = unescape(markup(view(view="ring", ring=ring_id)))
    assert ZH("ring.reason", reason="已排除") in page
    assert "同村包车" in page
    assert "处置：已排除（陈，" in page


def test_every_kind_of_link_leads_somewhere(told: Told) -> None:
    members = [m["id"] for m in first(told, "published")["members"] if m["kind"] == "patient"]
    starts = [
        view(),
        view(view="rings"),
        view(view="ring", ring=first(told, "published")["ring_id"]),
        view(view="entity", entity=members[0]),
        view(view="paths", a=members[0], b=members[1]),
    ]
    errors = [text for key, text in ZH.words.items() if key.startswith("error.") and f"{key}.said" in ZH.words]
    kinds: dict[tuple[str, ...], dict[str, str]] = {}
    for start in starts:
        for place in places(start):
            entity_kind = place.get("entity", "").partition(":")[0]
            kinds.setdefault((place["view"], place.get("of", ""), entity_kind, place.get("status", "")), place)
    assert {of for name, of, _, _ in kinds if name == "claims"} == {
        "all",
        "entity",
        "evidence",
        "gathering",
        "hop",
        "ids",
        "link",
        "member",
        "rule",
    }
    for place in kinds.values():
        page = markup(view(**place))
        assert [title for title in errors if f"<h1>{title}</h1>" in page] == [], place


@pytest.mark.parametrize("of", ["evidence", "gathering", "member", "link", "all"])
def test_claims_are_those_of_the_statement(told: Told, workspace: Path, of: str) -> None:
    ring = first(told, "published")
    store, ring_id = EmbeddedStore(workspace), ring["ring_id"]
    met = store.gatherings(ring_id).to_pylist()
    link = store.links(ring_id).to_pylist()[0]
    patient = ring["members"][0]["id"]
    asked: dict[str, tuple[dict[str, str], set[str]]] = {
        "evidence": ({"n": "1"}, set(ring["evidence"][1]["setl_ids"])),
        "gathering": ({"n": "2"}, {row["setl_id"] for row in met if row["gathering"] == 2}),
        "member": ({"entity": f"patient:{patient}"}, {row["setl_id"] for row in met if row["patient"] == patient}),
        "link": ({"a": link["a"], "b": link["b"], "scheme": link["scheme"]}, set(link["setl_ids"])),
        "all": ({}, {s for e in ring["evidence"] for s in e["setl_ids"]}),
    }
    query, expected = asked[of]
    page = view(view="claims", ring=ring_id, of=of, **query)
    assert ZH("lines", first=1, last=min(50, len(expected)), total=len(expected)) in markup(page)
    shown = {row for row in shown_ids(page) if row in {s for e in ring["evidence"] for s in e["setl_ids"]}}
    assert shown <= expected
    assert len(shown) == min(50, len(expected))


def test_all_columns_are_shown_on_request(told: Told) -> None:
    place = {"view": "claims", "ring": first(told, "published")["ring_id"], "of": "all"}
    few, every = markup(view(**place)), markup(view(**place, columns="on"))
    assert "险种类型" not in few
    assert "险种类型" in every
    tested = view(**place)
    tested.toggle[0].set_value(True).run()
    assert tested.query_params["columns"] == "on"


@pytest.mark.parametrize(
    "query",
    [
        {"of": "evidence", "n": "99"},
        {"of": "evidence", "n": "x"},
        {"of": "link", "a": "no", "b": "body"},
        {"of": "nonsense"},
        {},
    ],
)
def test_a_statement_that_is_not_there_is_said(told: Told, query: dict[str, str]) -> None:
    page = markup(view(view="claims", ring=first(told, "published")["ring_id"], lang="en", **query))
    assert EN("error.statement") in page
    assert EN("error.to_rings") in page


def test_a_gathering_that_is_not_there_has_no_claims(told: Told) -> None:
    page = markup(view(view="claims", ring=first(told, "published")["ring_id"], of="gathering", n="999"))
    assert ZH("claims.none") in page


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ({"view": "ring", "ring": "nope"}, "error.ring"),
        ({"view": "ring"}, "ring.which"),
        ({"view": "rings", "run": "nope"}, "error.run"),
        ({"view": "entity", "entity": "nobody"}, "entity.nothing.said"),
        ({"view": "entity"}, "entity.which"),
        ({"view": "paths"}, "paths.which"),
        ({"view": "paths", "a": "nobody", "b": "no-one"}, "entity.nothing.said"),
        ({"view": "rings", "q": "surely in no ring"}, "nothing.title"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_state_is_said_in_the_readers_language(place: dict[str, str], title: str, lang: str) -> None:
    assert texts(lang)(title) in markup(view(lang=lang, **place))


@pytest.fixture
def one_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a workspace with one claim, loaded and not scanned."""
    row = "setl_id,psn_no,fixmedins_code,setl_time,med_type,medfee_sumamt\nS1,P1,H1,2025-03-01 09:00:00,11,10.00\n"
    (tmp_path / "setl_d.csv").write_text(row, encoding="utf-8")
    command("load", str(tmp_path / "setl_d.csv"), "--workspace", str(tmp_path / "ws"))
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(tmp_path / "ws"))
    return tmp_path / "ws"


def test_loaded_claims_want_only_a_scan(one_claim: Path) -> None:
    page = markup(view(lang="en"))
    assert f"graphfraud scan --workspace {one_claim}" in page
    assert "graphfraud load" not in page


@pytest.mark.parametrize("name", ["overview", "rings"])
def test_a_scan_without_rings_says_so_and_offers_no_queue(one_claim: Path, name: str) -> None:
    command("scan", "--workspace", str(one_claim))
    page = view(lang="en", view=name)
    assert EN("overview.none") in markup(page)
    assert EN("nothing.reset") not in markup(page)
    assert "status" not in {key for place in places(page) for key in place}


def test_both_ends_of_a_path_the_same_is_said(told: Told) -> None:
    patient = first(told, "published")["members"][0]["id"]
    assert ZH("paths.same") in markup(view(view="paths", a=patient, b=f"patient:{patient}"))


def test_the_queue_is_paged(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings_view, "PAGE", 4)
    ids = [ring["ring_id"] for ring in told["rings"]]
    assert set(ids) & shown_ids(view(view="rings")) == set(ids[:4])
    assert set(ids) & shown_ids(view(view="rings", page="2")) == set(ids[4:8])
    last = (len(ids) - 1) // 4 * 4
    assert set(ids) & shown_ids(view(view="rings", page="999")) == set(ids[last:])
    assert ZH("lines", first=5, last=8, total=len(ids)) in markup(view(view="rings", page="2"))


def test_filters_go_into_the_address(told: Told) -> None:
    tested = view(view="rings", lang="en")
    tested.selectbox[1].set_value("demoted").run()
    assert tested.query_params["status"] == "demoted"
    published = {r["ring_id"] for r in told["rings"] if r["status"] == "published"}
    assert published & shown_ids(tested) == set()
    field = next(field for field in tested.text_input if field.label == EN("rings.least.min"))
    field.set_value("much").run()
    assert EN("rings.bad_number", typed="much") in unescape(markup(tested))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overview_says_how_far_the_data_carry(told: Told, workspace: Path, lang: str) -> None:
    t = texts(lang)
    page = unescape(markup(view(lang=lang)))
    store = EmbeddedStore(workspace)
    lacking = [found for found in store.coverage() if found.state != "on"]
    assert t("overview.coverage.said", on=len(store.coverage()) - len(lacking), total=len(store.coverage())) in page
    assert all(column in page for found in lacking for column in found.missing)
    read = sum(table.rows["rows_read"] for table in loads(workspace / "lake"))
    assert f"<dt>{t('overview.gate.rows_read')}</dt><dd>{read:,}</dd>" in page
    districts = set(store.districts().values())
    assert {place["district"] for place in places(view(lang=lang)) if "district" in place} <= districts
    assert t("overview.first_run") in page


@pytest.mark.parametrize("sort", ["score", "size", "fund_pay_sumamt", "stability", "no such order"])
def test_the_queue_is_sorted(told: Told, workspace: Path, sort: str) -> None:
    known = sort != "no such order"
    order = EmbeddedStore(workspace).rings(sort=sort if known else "rank", descending=known).rings
    page = markup(view(view="rings", sort=sort))
    found = re.findall(r'<span class="id nowrap">(R[0-9a-f]+)</span>', page)
    assert found == [ring.ring_id for ring in order][:25]


def test_a_big_ring_says_how_much_of_it_is_drawn(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring_view, "DEFAULT_NODES", 3)
    ring = first(told, "published")
    page = markup(view(view="ring", ring=ring["ring_id"], lang="en"))
    assert EN("graph.part", shown=3, total=len(ring["members"])) in page
    assert EN("graph.more", n="1,500") in page


def test_an_unexpected_failure_shows_no_trace(
    told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(data.Reads, "rings", fail)
    with caplog.at_level(logging.ERROR):
        page = markup(view(lang="en"))
    assert EN("error.unknown") in page
    assert "secret detail" not in page
    assert "secret detail" in caplog.text


def test_the_first_language_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ZH("overview.title") in markup(view())
    monkeypatch.setenv("GRAPHFRAUD_LANG", "en")
    assert EN("overview.title") in markup(view())
    assert ZH("overview.title") in markup(view(lang="zh"))


def test_names_of_persons_are_masked(told: Told, workspace: Path) -> None:
    names = {member["id"] for member in first(told, "published")["members"] if member["kind"] == "patient"}
    page = unescape(markup(view(view="ring", ring=first(told, "published")["ring_id"])))
    linked = re.findall(r'entity=patient%3A([^"&]+)[^>]*>([^ <]+) <span', page)
    assert names == {id for id, _ in linked}
    assert all("*" in name for _, name in linked)


def test_an_older_scan_says_so(told: Told, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = told["run"]["run_id"]
    assert EN("fresh.older") not in markup(view(lang="en", run=run))
    monkeypatch.setattr(EmbeddedStore, "freshness", lambda self: {"newest_run": "another", "newest_settlement": ""})
    page = view(lang="en", run=run)
    assert EN("fresh.older") in markup(page)
    assert {"lang": "en", "view": "overview"} in places(page)
