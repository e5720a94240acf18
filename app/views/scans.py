"""Scans: run one and watch it, past runs, the difference of two, their parameters, and what others would find."""

from __future__ import annotations

from collections.abc import Callable

from app.components.html import show, tag, text
from app.components.parts import parts
from app.components.run_diff import show_diff
from app.components.run_history import show_history
from app.components.run_parameters import show_parameters
from app.components.scan_order import show_order
from app.components.what_if import show_what_if
from app.data import Reads
from app.place import Place
from app.texts import Texts

PARTS: dict[str, Callable[[Texts, Place, Reads], None]] = {
    "run": show_order,
    "history": show_history,
    "diff": show_diff,
    "parameters": show_parameters,
    "whatif": show_what_if,
}


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    show(tag("h1", text(t("scans.title"))), tag("p", text(t("scans.lead")), "lead"))
    chosen = parts(t, place, "scans", tuple(PARTS))
    PARTS[chosen](t, place, reads)
