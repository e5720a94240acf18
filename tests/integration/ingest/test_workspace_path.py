"""A workspace anywhere: spaces, Chinese letters and glob characters in its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import WorkspaceError
from graphfraud.lake.lake import Lake
from tests.integration.ingest.loading import load, rows, settlement, write


@pytest.mark.parametrize("name", ["医保 数据 (副本)", "a*b?", "a#b&c;d%e"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    workspace = tmp_path / name
    first = write(tmp_path / "a/setl_d.csv", [settlement(1), settlement(2)])
    second = write(tmp_path / "b/setl_d.csv", [settlement(2, fee="99.00"), settlement(3)])
    assert load(workspace, first).batch["accepted"] == 2
    assert load(workspace, second).batch["updated"] == 1
    assert [row["setl_id"] for row in rows(workspace, "setl_d")] == ["S1", "S2", "S3"]
    with DuckDBEngine() as engine:
        assert Lake(workspace / "lake").register(engine, "setl_d")
        assert engine.scalar("SELECT count(*) FROM setl_d") == 3


@pytest.mark.parametrize(("name", "part"), [("a[1]", "["), ("a^b", "^"), ("a%20b", "%20")])
def test_a_name_that_delta_tables_can_not_have_is_refused_at_once(tmp_path: Path, name: str, part: str) -> None:
    path = write(tmp_path / "a/setl_d.csv", [settlement(1)])
    with pytest.raises(WorkspaceError) as error:
        load(tmp_path / name, path)
    assert repr(part) in error.value.message
    assert not (tmp_path / name).exists()
