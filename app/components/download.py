"""CSV of what is shown, safe to open in a spreadsheet."""

from __future__ import annotations

import io

import pyarrow as pa
import streamlit as st

from app.texts import Texts
from graphfraud.model.export import write_csv

BOM = "\ufeff"
"""Spreadsheets read UTF-8 only with it."""


def csv_bytes(rows: pa.Table) -> bytes:
    """Give rows as CSV; a cell that a spreadsheet would run is made harmless."""
    out = io.StringIO(BOM)
    out.seek(0, io.SEEK_END)
    write_csv(rows.column_names, zip(*(column.to_pylist() for column in rows.columns), strict=True), out)
    return out.getvalue().encode("utf-8")


def download(t: Texts, rows: pa.Table, name: str) -> None:
    """Draw a button that saves `rows` as `name`.csv."""
    st.download_button(
        t("download", n=f"{rows.num_rows:,}"),
        csv_bytes(rows),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"download-{name}",
        on_click="ignore",
        icon=":material/download:",
    )
