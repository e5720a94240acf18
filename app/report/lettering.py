"""Letters of reports: the font that ships with the product, and texts that it can draw."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import as_file, files

from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT = "GraphFraud"
FILE = "NotoSansSC-GraphFraud.ttf"
MISSING = "〓"
"""What printers put for a letter that they don't have."""
LONGEST = 120
"""Characters of a name or sentence's piece of data; a hostile one would fill pages."""


@cache
def known() -> frozenset[int]:
    """Make the font known to reportlab, once; give the code points that it draws."""
    with as_file(files("app.report").joinpath("fonts", FILE)) as path:
        font = TTFont(FONT, str(path))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def drawn(size: int) -> ImageFont.FreeTypeFont:
    """Give the font in a size of pixels, for pictures."""
    with as_file(files("app.report").joinpath("fonts", FILE)) as path:
        # Basic layout gives the same picture whether or not the machine has Raqm.
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def printable(value: object, longest: int = LONGEST) -> str:
    """Give a text in one line of letters that the font has: marks that steer the direction of writing go."""
    line = " ".join("".join(_plain(c) for c in str(value)).split())
    cut = line if len(line) <= longest else line[: longest - 1] + "…"
    return "".join(c if ord(c) in known() else MISSING for c in cut)


def width(words: str, size: float) -> float:
    """Give the width of a text in points."""
    known()
    return float(pdfmetrics.stringWidth(words, FONT, size))


def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    return " " if kind in ("Cc", "Zl", "Zp") else "" if kind == "Cf" else character
