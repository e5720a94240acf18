"""The buttons that start a dry run or a load."""

from __future__ import annotations

import streamlit as st

from app import job_acts
from app.components.jobs import show_busy
from app.place import Place
from app.texts import Texts


def start_buttons(t: Texts, place: Place, *, ready: bool = True) -> str | None:
    """Draw the buttons for a dry run and for the load; give the kind that was pressed."""
    busy = job_acts.jobs().writer()
    if busy is not None:
        show_busy(t, place, busy)
    first, second, _ = st.columns([1.2, 1.2, 4])
    with first:
        dry = st.button(t("load.start_dry"), key="start-dry", disabled=not ready, icon=":material/fact_check:")
    with second:
        real = st.button(
            t("load.start"),
            key="start-load",
            type="primary",
            disabled=not ready or busy is not None,
            icon=":material/database_upload:",
        )
    return "dry_run" if dry else "load" if real else None
