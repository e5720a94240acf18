"""Data: load files with a mapping wizard, and see what the lake holds: quality, quarantine, ledger."""

from __future__ import annotations

from collections.abc import Callable

from app.components.data_ledger import show_ledger
from app.components.data_quality import show_quality
from app.components.data_quarantine import show_quarantine
from app.components.html import show, tag, text
from app.components.load_choice import show_load
from app.components.parts import parts
from app.data import Reads
from app.place import Place
from app.texts import Texts

PARTS: dict[str, Callable[[Texts, Place, Reads], None]] = {
    "load": show_load,
    "quality": show_quality,
    "quarantine": show_quarantine,
    "ledger": show_ledger,
}


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    show(tag("h1", text(t("data.title"))), tag("p", text(t("data.lead")), "lead"))
    chosen = parts(t, place, "data", tuple(PARTS))
    PARTS[chosen](t, place, reads)
