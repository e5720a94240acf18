"""The ring as files: report, picture, workbook, and the graph for other tools."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app.data import Reads
from app.report import write
from app.texts import Texts
from graphfraud.model.ring import Ring
from graphfraud.store import ring_export

KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "graphml": "application/graphml+xml",
}


def show_exports(t: Texts, reads: Reads, ring: Ring) -> None:
    """Draw a button a format; the file is made when it is asked for."""
    for column, kind in zip(st.columns([1] * len(KINDS) + [2]), KINDS, strict=False):
        with column:
            st.download_button(
                t(f"export.{kind}"),
                partial(made, t, reads, ring.ring_id, kind),
                file_name=f"ring-{ring.ring_id}.{kind}",
                mime=KINDS[kind],
                key=f"export-{kind}-{ring.ring_id}-{t.lang}",
                on_click="ignore",
                icon=":material/download:",
                width="stretch",
            )


def made(t: Texts, reads: Reads, ring_id: str, kind: str) -> bytes:
    """Give the file; called in a thread of its own, so it asks the store itself."""
    if kind == "graphml":
        return ring_export.text(reads.store, ring_id, ".graphml", run=reads.run_id).encode()
    return write.made(reads.store, ring_id, f".{kind}", lang=t.lang, run=reads.run_id)
