"""Markup: whatever the data holds, it stays text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from app.components.html import Html, badge, bar, facts, link, table, tag, text
from app.place import Place

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "'\"`${x}", "</td></table>"]


class Reader(HTMLParser):
    """Collects tags and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    return reader


@pytest.mark.parametrize("hostile", HOSTILE)
def test_data_stays_text(hostile: str) -> None:
    made = [
        table([hostile], [[text(hostile)]], name=hostile),
        badge(hostile),
        facts([(hostile, text(hostile))]),
        bar(0.5, hostile),
        link(Place("zh", "ring", {"ring": hostile}), text(hostile)),
        tag("p", text(hostile), hostile, title=hostile),
    ]
    allowed = {"div", "table", "thead", "tbody", "tr", "th", "td", "span", "i", "dl", "dt", "dd", "a", "p"}
    for markup in made:
        reader = read(markup)
        assert set(reader.tags) <= allowed
        assert hostile in "".join(reader.said)


def test_a_link_is_relative() -> None:
    assert read(link(Place("en", "ring", {"ring": "R1"}), Html("x"))).links == ["?lang=en&view=ring&ring=R1"]


@pytest.mark.parametrize(("share", "width"), [(-1.0, "0%"), (0.5, "50%"), (7.0, "100%")])
def test_a_bar_stays_in_its_frame(share: float, width: str) -> None:
    assert f'style="width:{width}"' in bar(share, "x")
