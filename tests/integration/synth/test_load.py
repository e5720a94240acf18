"""The sample city is what the loader wants: no row is quarantined, and every table arrives whole."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.synth.generate import Wish, synthesise


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Give rows written and the batch of each table."""
    folder = tmp_path_factory.mktemp("city")
    written = synthesise(Wish(persons=2_000, seed=3, months=6), folder / "data")
    asked = ["load", str(folder / "data"), "--workspace", str(folder / "ws"), "--format", "json"]
    result = CliRunner().invoke(cli, asked, catch_exceptions=False)
    assert result.exit_code == 0
    batches = json.loads(result.stdout)["batches"]
    return written, {b["table"]: b for b in batches}


def test_every_row_is_accepted(loaded: tuple[dict[str, int], dict[str, dict[str, int]]]) -> None:
    written, batches = loaded
    tables = {name: rows for name, rows in written.items() if name not in ("truth", "innocent")}
    assert {name: b["accepted"] for name, b in batches.items()} == tables
    assert [name for name, b in batches.items() if b["quarantined"] or b["duplicate"] or b["updated"]] == []
