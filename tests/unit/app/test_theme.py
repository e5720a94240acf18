"""The colours: enough contrast in both schemes, every use through a variable that exists, one source for all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import app
from app import theme
from app.components.shell import WIDGETS

STYLES = sorted((Path(app.__file__).parent / "components" / "styles").glob("*.css"))
AA_TEXT, AA_PART = 4.5, 3.0
"""WCAG 2.2, 1.4.3 (text) and 1.4.11 (parts of controls and drawings)."""
ON_PAGE = ("paper", "soft", "hover")
TONES = ("alert", "good", "warn", "calm")
TEXT = [
    *((ink, ground) for ink in ("ink", "muted", "link") for ground in ON_PAGE),
    *((tone, ground) for tone in TONES for ground in (*ON_PAGE, f"{tone}-soft")),
    ("ink", "track"),
    *(("ink", f"{tone}-soft") for tone in TONES),
    *(("link", f"{tone}-soft") for tone in TONES),
    *((ink, ground) for ink in ("on-brand", "on-brand-soft") for ground in ("brand", "brand-hover")),
]
PARTS = [
    *((part, "paper") for part in ("focus", "bar", "together", "visited", "treated")),
    ("bar", "track"),
    ("focus", "soft"),
    ("mark", "brand"),
]


def luminance(colour: str) -> float:
    """Give the relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2)."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("base", theme.BASES)
def test_text_and_parts_stand_out(base: str) -> None:
    colours = theme.colours(base)
    weak = {
        (front, ground): round(contrast(colours[front], colours[ground]), 2)
        for pairs, least in ((TEXT, AA_TEXT), (PARTS, AA_PART))
        for front, ground in pairs
        if contrast(colours[front], colours[ground]) < least
    }
    assert weak == {}


@pytest.mark.parametrize("sheet", STYLES, ids=lambda path: path.name)
def test_sheets_use_known_variables_and_no_colour_of_their_own(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    if sheet.name == "frame.css":
        text = theme.PAIR.sub("", text)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|(?:rgb|hsl)a?\(.*", text) == []
    own = set(re.findall(r"(--[a-z-]+):", text))
    used = set(re.findall(r"var\((--[a-z-]+)", text))
    assert used - own - {f"--{name}" for name in theme.colours("light")} - {f"--{name}" for name in WIDGETS} == set()


def test_both_schemes_name_the_same_colours_and_feed_streamlit() -> None:
    light, dark = (theme.colours(base) for base in theme.BASES)
    assert list(light) == list(dark)
    options = theme.streamlit_options()
    assert options["theme.dark.backgroundColor"] == dark["paper"] != light["paper"]
    assert options["theme.light.textColor"] == light["ink"]
    assert f"--ink: {light['ink']};" in theme.fallback()
