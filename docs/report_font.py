"""Makes the font of reports from Noto Sans CJK SC, after a change of its characters.

Needs fonttools, which nothing else uses: `pip install fonttools`, then
`python -m docs.report_font NotoSansSC-Regular.otf`. See app/report/fonts/README.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

import app.report

OUT = Path(app.report.__file__).with_name("fonts") / "NotoSansSC-GraphFraud.ttf"
NAMES = OUT.with_name("names.txt")
SIGNS = "–—‘’“”…·•€≤≥≈×→←↑↓▲▼〓￥"
WRONG_BY = 1.0
"""Font units (of 1,000 an em) by which a curve may differ: too little to be seen in print."""
ZEROES = (
    *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
    *("maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints"),
    *("maxCompositeContours", "maxComponentDepth"),
)
"""Fields of the table maxp that a font without hints leaves at 0, or that are counted when it is written."""


def characters() -> set[str]:
    """Give what the font draws: GB2312, Latin-1, signs, and what names need beyond."""
    pairs = (bytes([a, b]).decode("gb2312", "ignore") for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF))
    latin = {chr(c) for c in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    return {c for c in pairs if c} | latin | set(SIGNS) | set("".join(NAMES.read_text(encoding="utf-8").split()))


def make(source: Path) -> None:
    """Write the font: the characters' outlines as TrueType, without hints and layout rules."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in characters()])
    subsetter.subset(font)
    _to_truetype(font)
    font.save(OUT)


def _to_truetype(font: TTFont) -> None:
    """Turn cubic outlines (CFF) into quadratic ones, the only ones that reportlab embeds."""
    drawn, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, WRONG_BY, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphs, font["glyf"].glyphOrder = glyphs, order
    del font["CFF "]
    font["maxp"].tableVersion, font["maxp"].maxZones = 0x00010000, 1
    for name in ZEROES:
        setattr(font["maxp"], name, 0)
    font["post"].formatType, font["head"].glyphDataFormat = 3.0, 0
    font.sfntVersion = "\0\1\0\0"


if __name__ == "__main__":
    make(Path(sys.argv[1]))
