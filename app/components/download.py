"""CSV of what is shown, safe to open in a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Callable

import pyarrow as pa
import streamlit as st

from app.texts import Texts
from graphfraud.model.export import write_csv
from graphfraud.model.workbook import Sheet, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "GraphFraud"
BOM = "\ufeff"
"""Spreadsheets read UTF-8 only with it."""


def csv_bytes(rows: pa.Table) -> bytes:
    """Give rows as CSV; a cell that a spreadsheet would run is made harmless."""
    out = io.StringIO(BOM)
    out.seek(0, io.SEEK_END)
    write_csv(rows.column_names, zip(*(column.to_pylist() for column in rows.columns), strict=True), out)
    return out.getvalue().encode("utf-8")


def download_both(t: Texts, rows: Callable[[], pa.Table], total: int, name: str) -> None:
    """Draw buttons that save `total` rows as `name`.csv and `name`.xlsx; they are made when one is pressed."""
    left, right, _ = st.columns([1, 1, 3])
    with left:
        _button(t("download", n=f"{total:,}"), lambda: csv_bytes(rows()), f"{name}.csv", "text/csv")
    with right:
        _button(t("download.xlsx", n=f"{total:,}"), lambda: _workbook(rows()), f"{name}.xlsx", XLSX)


def _workbook(rows: pa.Table) -> bytes:
    lines = list(zip(*(column.to_pylist() for column in rows.columns), strict=True))
    return workbook([Sheet(SHEET, rows.column_names, lines)])


def _button(label: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    key = f"download-{name}"
    st.download_button(label, make, name, mime, key=key, on_click="ignore", icon=":material/download:")


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
