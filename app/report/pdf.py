"""Blocks of a PDF page (words, figures, tables, pictures), and the document that holds them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from app.report.lettering import FONT, LONGEST, known, printable
from app.report.picture import INK, PAPER, Mark, Picture, Stroke, Words, corners

PageOf = Callable[[int, int], str]
SIDE, TOP, BOTTOM = 16 * mm, 18 * mm, 20 * mm
WIDE = A4[0] - 2 * SIDE
HIGH = A4[1] - TOP - BOTTOM
MUTED, LINE, SOFT, BRAND = "#566573", "#dde4ea", "#f4f7f9", "#0b4f6c"
LONGEST_SENTENCE = 1200


def said(text: str, size: float, colour: str = INK, *, longest: int = LONGEST, **more: Any) -> Paragraph:
    """Give words as a paragraph; Chinese breaks between any two letters, other languages between words."""
    known()
    shown = printable(text, longest)
    chinese = sum(ord(c) > 0x2E7F for c in shown) > shown.count(" ")
    look = ParagraphStyle(
        f"{size}",
        fontName=FONT,
        fontSize=size,
        leading=size * 1.45,
        textColor=HexColor(colour),
        wordWrap="CJK" if chinese else None,
        **more,
    )
    return Paragraph(escape(shown), look)


def words(text: str, size: float = 9.5, colour: str = INK) -> Flowable:
    """Give a paragraph of a sentence or more."""
    return said(text, size, colour, longest=LONGEST_SENTENCE, spaceAfter=4)


def title(text: str) -> Flowable:
    """Give the title of the document."""
    return said(text, 17, spaceAfter=4)


def heading(text: str) -> Flowable:
    """Give the title of a part; it stays with what follows."""
    return said(text, 12, BRAND, spaceBefore=10, spaceAfter=4, keepWithNext=1)


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float], numbers: Sequence[int] = ()
) -> Flowable:
    """Give a table; `shares` of the width add up to 1, the columns in `numbers` are set to the right."""
    top = [said(h, 8, MUTED, alignment=_side(i in numbers)) for i, h in enumerate(head)]
    body = [
        [said(cell, 8, longest=LONGEST_SENTENCE, alignment=_side(i in numbers)) for i, cell in enumerate(row)]
        for row in rows
    ]
    look = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), HexColor(SOFT)),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(LINE)),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ]
    )
    return Table([top, *body], colWidths=[WIDE * share for share in shares], repeatRows=1, style=look, splitInRow=1)


def _side(right: bool) -> int:
    return TA_RIGHT if right else TA_LEFT


def figures(pairs: Sequence[tuple[str, str, str]], each: int = 4) -> Flowable:
    """Give figures in a grid of `each` a line: name, value, and what it means."""
    cells = [
        [
            said(name, 7.5, MUTED),
            said(value, 12),
            *([said(means, 7, MUTED, longest=LONGEST_SENTENCE)] if means else []),
        ]
        for name, value, means in pairs
    ]
    cells += [[] for _ in range(-len(cells) % each)]
    rows = [cells[i : i + each] for i in range(0, len(cells), each)]
    look = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BOX", (0, 0), (-1, -1), 0.4, HexColor(LINE)),
            ("INNERGRID", (0, 0), (-1, -1), 0.4, HexColor(LINE)),
        ]
    )
    return Table(rows, colWidths=[WIDE / each] * each, style=look)


def space(high: float = 6) -> Flowable:
    """Give an empty strip."""
    return Spacer(1, high)


class Drawn(Flowable):
    """A picture between paragraphs."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = picture
        self.width, self.height = picture.width, picture.height

    def draw(self) -> None:
        """Put the picture on the page, whose y grows upwards."""
        canvas = self.canv
        for item in self._picture.items:
            canvas.saveState()
            if isinstance(item, Stroke):
                self._stroke(canvas, item)
            elif isinstance(item, Mark):
                self._mark(canvas, item)
            else:
                self._words(canvas, item)
            canvas.restoreState()

    def _stroke(self, canvas: Canvas, stroke: Stroke) -> None:
        canvas.setStrokeColor(HexColor(stroke.colour))
        canvas.setLineWidth(stroke.width)
        if stroke.dashes:
            canvas.setDash(*stroke.dashes)
        canvas.line(stroke.a[0], self.height - stroke.a[1], stroke.b[0], self.height - stroke.b[1])

    def _mark(self, canvas: Canvas, mark: Mark) -> None:
        canvas.setFillColor(HexColor(mark.colour))
        if mark.shape == "ellipse":
            canvas.circle(mark.at[0], self.height - mark.at[1], mark.size / 2, stroke=0, fill=1)
            return
        path = canvas.beginPath()
        (x, y), *rest = corners(mark)
        path.moveTo(x, self.height - y)
        for x, y in rest:
            path.lineTo(x, self.height - y)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)

    def _words(self, canvas: Canvas, item: Words) -> None:
        x, y = item.at[0], self.height - item.at[1] - item.size * 0.35
        wide = canvas.stringWidth(item.text, FONT, item.size)
        left = x - wide / 2 if item.centred else x
        if item.plate:
            canvas.setFillColor(HexColor(PAPER))
            canvas.rect(left, y - item.size * 0.2, wide, item.size * 1.1, stroke=0, fill=1)
        canvas.setFillColor(HexColor(item.colour))
        canvas.setFont(FONT, item.size)
        canvas.drawString(left, y, item.text)


def document(name: str, blocks: Callable[[], list[Flowable]], head: str, foot: str, page_of: PageOf) -> bytes:
    """Give the PDF: `head` above and `foot` below every page, with the page's number of how many.

    It is laid out twice, as the first page names the last: `blocks` makes its content anew each time. Nothing in it
    depends on the time or the machine.
    """
    _, pages = _laid_out(name, blocks(), head, foot, lambda page: "")
    made, _ = _laid_out(name, blocks(), head, foot, lambda page: page_of(page, pages))
    return made


def _laid_out(
    name: str, blocks: list[Flowable], head: str, foot: str, number: Callable[[int], str]
) -> tuple[bytes, int]:
    known()
    out = io.BytesIO()
    frame = Frame(SIDE, BOTTOM, WIDE, HIGH, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    made = BaseDocTemplate(out, pagesize=A4, title=name, author=head, subject=foot, invariant=1, pageCompression=1)

    def around(canvas: Canvas, template: BaseDocTemplate) -> None:
        _frame(canvas, head, foot, number(template.page))

    made.addPageTemplates([PageTemplate("page", [frame], onPage=around)])
    made.build(blocks)
    return out.getvalue(), made.page


def _frame(canvas: Canvas, head: str, foot: str, page: str) -> None:
    canvas.setFillColor(HexColor(MUTED))
    canvas.setFont(FONT, 8)
    canvas.drawString(SIDE, A4[1] - TOP + 14, printable(head))
    canvas.drawRightString(A4[0] - SIDE, A4[1] - TOP + 14, page)
    small = said(foot, 7, MUTED, longest=LONGEST_SENTENCE)
    _, high = small.wrap(WIDE, BOTTOM)
    canvas.setStrokeColor(HexColor(LINE))
    canvas.line(SIDE, BOTTOM - 6, A4[0] - SIDE, BOTTOM - 6)
    small.drawOn(canvas, SIDE, BOTTOM - 10 - high)
