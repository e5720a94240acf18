"""The data-quality report of the last load is kept for readers."""

from __future__ import annotations

from pathlib import Path

from graphfraud.workspace import Workspace
from ingest.quality import kept
from tests.integration.ingest.loading import load, settlement, write


def test_the_report_is_kept_until_something_is_loaded(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    assert kept(workspace) is None
    first = load(workspace.root, write(tmp_path / "a" / "setl_d.csv", [settlement(1)]))
    assert kept(workspace) == first.data["quality"]
    load(workspace.root, write(tmp_path / "b" / "setl_d.csv", [settlement(2)]), dry_run=True)
    assert kept(workspace) == first.data["quality"]
    shown = kept(workspace)
    assert shown is not None
    assert shown["tables"]["setl_d"]["rows"] == 1
    (workspace.root / "quality.json").write_text('{"ledger_version": 99, "report": {}}')
    assert kept(workspace) is None
