"""A picture as PNG."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

from app.report.lettering import drawn
from app.report.picture import PAPER, Mark, Picture, Point, Stroke, Words, corners

SHARP = 2
"""Pixels a point in the picture."""
FINE = 2
"""Times that it is drawn larger at first: what is then made smaller has smooth edges."""


def png(picture: Picture) -> bytes:
    """Give the bytes of the picture."""
    scale = SHARP * FINE
    size = (math.ceil(picture.width * scale), math.ceil(picture.height * scale))
    image = Image.new("RGB", size, PAPER)
    canvas = ImageDraw.Draw(image)
    for item in picture.items:
        if isinstance(item, Stroke):
            _stroke(canvas, item, scale)
        elif isinstance(item, Mark):
            _mark(canvas, item, scale)
        else:
            _words(canvas, item, scale)
    out = io.BytesIO()
    small = image.resize((size[0] // FINE, size[1] // FINE), Image.Resampling.LANCZOS)
    small.save(out, "PNG", optimize=False, compress_level=9)
    return out.getvalue()


def _stroke(canvas: ImageDraw.ImageDraw, stroke: Stroke, scale: int) -> None:
    for a, b in _pieces(stroke):
        ends = [(x * scale, y * scale) for x, y in (a, b)]
        canvas.line(ends, fill=stroke.colour, width=max(1, round(stroke.width * scale)))


def _pieces(stroke: Stroke) -> list[tuple[Point, Point]]:
    """Cut a line into its dashes."""
    long = math.dist(stroke.a, stroke.b)
    if not stroke.dashes or not long:
        return [(stroke.a, stroke.b)]
    ink, gap = stroke.dashes

    def along(way: float) -> Point:
        share = min(way / long, 1.0)
        x, y = (stroke.a[i] + (stroke.b[i] - stroke.a[i]) * share for i in (0, 1))
        return x, y

    return [(along(i * (ink + gap)), along(i * (ink + gap) + ink)) for i in range(math.ceil(long / (ink + gap)))]


def _mark(canvas: ImageDraw.ImageDraw, mark: Mark, scale: int) -> None:
    if mark.shape == "ellipse":
        x, y, r = *mark.at, mark.size / 2
        canvas.ellipse([(x - r) * scale, (y - r) * scale, (x + r) * scale, (y + r) * scale], fill=mark.colour)
    else:
        canvas.polygon([(x * scale, y * scale) for x, y in corners(mark)], fill=mark.colour)


def _words(canvas: ImageDraw.ImageDraw, words: Words, scale: int) -> None:
    font = drawn(round(words.size * scale))
    at = (words.at[0] * scale, words.at[1] * scale)
    anchor = "mm" if words.centred else "lm"
    if words.plate:
        canvas.rectangle(canvas.textbbox(at, words.text, font=font, anchor=anchor), fill=PAPER)
    canvas.text(at, words.text, fill=words.colour, font=font, anchor=anchor)
