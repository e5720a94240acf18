"""HTML that is safe by construction: data enters only through `text`, which escapes it."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NewType

import streamlit as st

from app.place import Place

Html = NewType("Html", str)
"""Markup of ours in which every piece of data is escaped."""


def text(value: object) -> Html:
    """Escape a piece of data."""
    return Html(html.escape(str(value), quote=True))


def join(parts: Iterable[Html], between: str = "") -> Html:
    """Put markup together; `between` is markup of ours."""
    return Html(between.join(parts))


def tag(name: str, content: Html, css: str = "", **attributes: str) -> Html:
    """Give one element; attribute values are escaped."""
    named = {"class": css, **attributes} if css else attributes
    inside = "".join(f' {key.replace("_", "-")}="{text(value)}"' for key, value in named.items())
    return Html(f"<{name}{inside}>{content}</{name}>")


def link(place: Place, content: Html, css: str = "", **attributes: str) -> Html:
    """Give a link inside the explorer; it works without the page being loaded again (see `shell`)."""
    return tag("a", content, f"gf {css}".strip(), href=place.href, target="_self", **attributes)


def badge(label: str, tone: str = "") -> Html:
    """Give a small label; `tone` is `alert`, `calm`, `good`, `warn` or empty."""
    return tag("span", text(label), f"badge {tone}".strip())


def facts(pairs: Iterable[tuple[str, Html]]) -> Html:
    """Give name-value pairs as a row of figures."""
    cells = (tag("div", Html(tag("dt", text(name)) + tag("dd", value)), "fact") for name, value in pairs)
    return tag("dl", join(cells), "facts")


def entries(pairs: Iterable[tuple[str, Html]]) -> Html:
    """Give name-value pairs as small print, several in a line."""
    cells = (tag("div", Html(tag("dt", text(name)) + tag("dd", value))) for name, value in pairs)
    return tag("dl", join(cells), "entries")


def table(head: Sequence[str], rows: Iterable[Sequence[Html]], *, numbers: Sequence[int] = (), name: str = "") -> Html:
    """Give a table; the columns in `numbers` are set right-aligned. `name` labels it for screen readers."""

    def line(cells: Sequence[Html], cell: str) -> Html:
        return tag("tr", join(tag(cell, c, "num" if i in numbers else "") for i, c in enumerate(cells)))

    top = tag("thead", line([text(h) for h in head], "th"))
    body = tag("tbody", join(line(row, "td") for row in rows))
    grid = tag("table", Html(top + body), aria_label=name) if name else tag("table", Html(top + body))
    return tag("div", grid, "scroll")


def bar(share: float, label: str) -> Html:
    """Give a bar from 0 to 1 with its value in words beside it."""
    percent = f"{min(max(share, 0.0), 1.0) * 100:.0f}%"
    inner = tag("i", Html(""), style=f"width:{percent}")
    return Html(tag("span", inner, "bar", aria_hidden="true") + tag("span", text(label), "barlabel"))


def script(name: str, **values: str) -> Html:
    """Give a script of ours (`app/static/NAME.js`), which finds `values` in `document.currentScript.dataset`.

    It runs each time that a value differs from the one before. No script stands in the page itself, so a strict
    Content-Security-Policy can refuse all that do.
    """
    named = {f"data-{key}": value for key, value in values.items()}
    return tag("script", Html(""), src=address(name), **named)


def address(name: str) -> str:
    """Give where browsers find a script of ours, relative to the page."""
    return f"app/static/{name}.js?v={_version(name)}"


@cache
def _version(name: str) -> str:
    """Give a mark that changes with the script, so that no browser runs an older one."""
    return hashlib.sha256(files("app").joinpath("static", f"{name}.js").read_bytes()).hexdigest()[:12]


def show(*parts: Html) -> None:
    """Put markup on the page."""
    st.html("".join(parts))


def run(*scripts: Html) -> None:
    """Put scripts on the page (`script` makes them)."""
    st.html("".join(scripts), unsafe_allow_javascript=True)
