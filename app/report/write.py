"""Makes the report on a ring: a PDF, its graph as PNG, or all its tables as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.report import parts, pdf, png
from app.report.lettering import printable, width
from app.report.picture import MARGIN, Picture, Words, picture
from app.report.read import Subject, read
from app.report.sheets import book
from app.texts import Texts, texts
from app.words import when
from graphfraud.errors import SettingError
from graphfraud.model.export import write_files
from graphfraud.store.base import GraphStore

SHEET = 960.0, 900.0
"""Width and greatest height in points of the picture's graph."""
HEAD, LINE = 58.0, 16.0


def write(store: GraphStore, ring_id: str, to: Path, *, lang: str, run: str | None = None) -> None:
    """Write the report on a ring of a run (None: the newest) as `to` ends: see `made`.

    Raises:
        SettingError: the suffix is none of `FORMATS`.
        NotFoundError: no such run or ring.
        WorkspaceError: the file can't be written.
    """
    write_files({to: made(store, ring_id, to.suffix.lower(), lang=lang, run=run)})


def made(store: GraphStore, ring_id: str, suffix: str, *, lang: str, run: str | None = None) -> bytes:
    """Give the report: .pdf, .png (its graph) or .xlsx (all its tables).

    Raises:
        SettingError: the suffix is none of `FORMATS`.
        NotFoundError: no such run or ring.
    """
    make = FORMATS.get(suffix)
    if make is None:
        raise SettingError(f"No report ends in {suffix!r}", name="report", hint=f"End in {', '.join(FORMATS)}.")
    return make(texts(lang), read(store, ring_id, run))


def report(t: Texts, of: Subject) -> bytes:
    """Give the report as PDF."""
    head = f"{t('brand')} · {parts.name_of(t, of)} · {of.ring.ring_id}"

    def page_of(page: int, pages: int) -> str:
        return t("report.page", page=page, pages=pages)

    return pdf.document(parts.name_of(t, of), lambda: parts.blocks(t, of), head, t("report.disclaimer"), page_of)


def graph(t: Texts, of: Subject) -> bytes:
    """Give the graph as PNG, with what it is above and the disclaimer below."""
    drawn = picture(t, of.graph, *SHEET)
    said = [
        Words((MARGIN / 2, 22), printable(parts.name_of(t, of)), 15, centred=False),
        Words((MARGIN / 2, 44), printable(_facts(t, of)), 9, centred=False, colour=pdf.MUTED),
    ]
    lines = _broken(t("report.disclaimer"), drawn.width - MARGIN, 8)
    y = HEAD + drawn.height
    said += [
        Words((MARGIN / 2, y + 10 + i * LINE), line, 8, centred=False, colour=pdf.MUTED) for i, line in enumerate(lines)
    ]
    return png.png(Picture(drawn.width, y + 16 + LINE * len(lines), (*drawn.moved(HEAD).items, *said)))


def _facts(t: Texts, of: Subject) -> str:
    """Give which ring of which run the picture shows, and how much of it."""
    shown, total = len(of.graph.nodes), of.graph.total
    part = [t("graph.part", shown=shown, total=total)] if shown < total else []
    return " · ".join([of.ring.ring_id, t("fresh.run", run=of.run.run_id, at=when(of.run.finished_at)), *part])


def _broken(text: str, across: float, size: float) -> list[str]:
    """Break words into lines of at most `across` points."""
    lines = [""]
    for word in _pieces(printable(text, 2000)):
        if lines[-1] and width(lines[-1] + word, size) > across:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return lines


def _pieces(text: str) -> list[str]:
    """Cut before every blank and after every letter that isn't Latin: there a line may break."""
    pieces = [""]
    for letter in text:
        if letter == " " or (pieces[-1] and ord(pieces[-1][-1]) > 0x2E7F):
            pieces.append("")
        pieces[-1] += letter
    return pieces


FORMATS: dict[str, Callable[[Texts, Subject], bytes]] = {".pdf": report, ".png": graph, ".xlsx": book}
"""By suffix: what makes the file."""
