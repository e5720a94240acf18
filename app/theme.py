"""The explorer's colours, by day and in the dark: read from `styles/frame.css`, the one place that names them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

PAIR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
# What Streamlit's own widgets, and the charts it draws, take from the same colours.
STREAMLIT = {
    "backgroundColor": "paper",
    "secondaryBackgroundColor": "soft",
    "textColor": "ink",
    "primaryColor": "link",
    "linkColor": "link",
    "borderColor": "line",
    "codeBackgroundColor": "track",
    "codeTextColor": "ink",
    "dataframeHeaderBackgroundColor": "soft",
}
BASES = ("light", "dark")


@cache
def colours(base: str) -> dict[str, str]:
    """Give every colour of `light` or `dark` by its name, as #rrggbb."""
    sheet = files("app.components").joinpath("styles", "frame.css").read_text(encoding="utf-8")
    return {name: pair[BASES.index(base)] for name, *pair in PAIR.findall(sheet)}


def streamlit_options() -> dict[str, str]:
    """Give Streamlit's theme settings; with both bases set, it follows the system until the reader chooses."""
    named = {base: colours(base) for base in BASES}
    return {f"theme.{base}.{key}": named[base][name] for base in BASES for key, name in STREAMLIT.items()}


def fallback() -> str:
    """Give the light colours for browsers that don't know light-dark() (Chromium before 123)."""
    plain = " ".join(f"--{name}: {value};" for name, value in colours("light").items())
    return f"@supports not (color: light-dark(red, red)) {{ :root {{ {plain} }} }}"


def now() -> dict[str, str]:
    """Give the colours of the page that is being drawn, for charts and drawings, which take no CSS variables."""
    import streamlit as st

    return colours("dark" if st.context.theme.type == "dark" else "light")
