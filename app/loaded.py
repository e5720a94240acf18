"""Cached reads of what was loaded: guesses about a file, quality report, quarantine, ledger."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from app.data import workspace_folder
from graphfraud import settings
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.jobs.board import Jobs
from graphfraud.lake.lake import Lake
from graphfraud.lake.ledger import FOLDER as LEDGER
from graphfraud.lake.ledger import read_ledger
from graphfraud.lake.quarantine import masked, read_quarantine
from graphfraud.lake.trouble import told
from graphfraud.schemes import SCHEMES
from graphfraud.schemes.needs import filled_columns, scheme_states, signal_states
from graphfraud.support import SUPPORTS
from graphfraud.workspace import Workspace
from ingest import draft
from ingest.guess import TableGuess
from ingest.guess import guess_tables as guess
from ingest.quality import kept, quality
from ingest.sample import Sample

JOBS = 500
Key = tuple[str, int]


def _key() -> Key:
    """Give what the answers depend on: the workspace, and the state of its ledger."""
    folder = workspace_folder()
    return str(folder), Lake(Workspace(folder).lake).version(LEDGER)


@st.cache_data(show_spinner=False, max_entries=32)
def guess_tables(sample: Sample) -> tuple[TableGuess, ...]:
    """Guess what a file is."""
    return guess(sample)


def mappings() -> dict[str, Path]:
    """Give the mappings kept in the workspace, by name."""
    return draft.saved(Workspace(workspace_folder()))


def quality_report() -> dict[str, Any]:
    """Give the data-quality report, and what of it the schemes and support signals can use.

    Raises:
        WorkspaceError: a file of the lake is damaged.
    """
    return _quality(_key())


@st.cache_data(show_spinner=False, max_entries=4)
def _quality(key: Key) -> dict[str, Any]:
    workspace = Workspace(Path(key[0]))
    lake = Lake(workspace.lake)
    chosen = settings.load()
    with told(workspace), DuckDBEngine(memory_limit=chosen.memory_limit, threads=chosen.threads) as engine:
        filled = filled_columns(lake)
        return {
            "quality": kept(workspace) or quality(lake, engine),
            "schemes": scheme_states(filled, SCHEMES),
            "signals": signal_states(filled, SUPPORTS),
        }


def quarantine_groups() -> dict[tuple[str, str], int]:
    """Give how many rows are put aside, by table and reason."""
    rows = _quarantine(_key())
    return dict(Counter(zip(rows["table"].to_pylist(), rows["reason"].to_pylist(), strict=True)))


def quarantined(table: str, reason: str, offset: int, limit: int) -> pa.Table:
    """Give rows that were put aside, masked; empty `table` and `reason`: of all."""
    rows = _quarantine(_key())
    for name, wanted in (("table", table), ("reason", reason)):
        rows = rows.filter(pc.equal(rows[name], wanted)) if wanted else rows
    return masked(rows.slice(offset, limit))


@st.cache_resource(show_spinner=False, max_entries=2)
def _quarantine(key: Key) -> pa.Table:
    workspace = Workspace(Path(key[0]))
    with told(workspace):
        return read_quarantine(workspace.lake)


def ledger() -> pa.Table:
    """Give the ledger, newest load first."""
    workspace = Workspace(workspace_folder())
    with told(workspace):
        return read_ledger(workspace.lake).sort_by(
            [("loaded_at", "descending"), ("table", "ascending"), ("file", "ascending")]
        )


def loaded_by() -> dict[str, str]:
    """Give who loaded each batch that a job loaded."""
    found = {}
    for job in Jobs(Workspace(workspace_folder())).all(JOBS):
        if job.order.kind == "load":
            for batch in (job.result() or {}).get("batches", []):
                if not batch["already_loaded"]:
                    found[batch["batch_id"]] = job.order.who
    return found
