"""A server that goes down while somebody reads, and comes back: every view says so, in both languages, and goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.texts import texts
from graphfraud.bolt.connection import Connection
from graphfraud.push.push import Wishes, push
from graphfraud.workspace import Workspace
from tests.integration.browser.places import every_view
from tests.integration.browser.reading import go, settle
from tests.integration.browser.running import Served, end, serve
from tests.integration.browser.test_walk import failures
from tests.neo4j_home import JavaHome

pytestmark = [pytest.mark.neo4j, pytest.mark.browser]
Told = dict[str, Any]


@pytest.fixture(scope="module")
def served(city: Path, home: JavaHome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the sample city from the server."""
    folder = tmp_path_factory.mktemp("lost")
    shutil.copytree(city, folder / "workspace")
    with Connection(home.login) as server:
        push(Workspace(folder / "workspace"), server, lambda said: None, Wishes(), home)
    secret = folder / "password"
    secret.write_text(home.login.password, encoding="utf-8")
    secret.chmod(0o600)
    settings = {"store": "neo4j", "neo4j_uri": home.login.uri, "neo4j_password_file": str(secret)}
    with (folder / "explorer.log").open("w+", encoding="utf-8") as log:
        started = serve(folder / "workspace", log, **settings)
        yield started
        end(started)


def test_every_view_of_a_lost_server(page: Page, served: Served, home: JavaHome, told: Told) -> None:
    first = told["rings"][0]["ring_id"]
    go(page, served.address, view="rings")
    link = page.locator(f'a[href*="{first}"]').first
    expect(link).to_be_visible()
    home.kill()
    # Under the reader's hands, not only where a page is opened anew.
    link.click()
    expect(page.get_by_role("status").locator("h1")).to_have_text(texts("zh")("error.server"), timeout=30_000)
    for lang in ("zh", "en"):
        t = texts(lang)
        for place in every_view(told["rings"]):
            go(page, served.address, lang=lang, **place)
            assert page.get_by_role("status").locator("h1").all_inner_texts() == [t("error.server")], place
            assert page.get_by_role("link", name=t("error.retry"), exact=True).count() == 1, place
            assert page.locator("[data-testid=stException]").count() == 0, place
    go(page, served.address, view="rings")
    again = page.get_by_role("link", name=texts("zh")("error.retry"), exact=True)
    expect(again).to_be_visible()
    home.start()
    again.click()
    expect(link).to_be_visible(timeout=30_000)
    settle(page)
    assert failures(page, "zh") == []
