from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from deltalake import write_deltalake

from graphfraud.cli import checks
from graphfraud.cli.doctor import as_text, doctor
from graphfraud.model.schema import lake_schema, tables
from graphfraud.settings import load
from graphfraud.workspace import Workspace


def _by_name(found: list[checks.Check]) -> dict[str, checks.Check]:
    return {c.name: c for c in found}


def test_every_required_package_is_named_and_there() -> None:
    found = _by_name(checks.packages())
    assert {"duckdb", "igraph", "pyyaml", "streamlit-cytoscape"} <= set(found)
    assert {c.state for c in found.values()} == {"ok"}
    assert not {"pytest", "pyspark"} & set(found)


def test_a_workspace_that_is_not_there(tmp_path: Path) -> None:
    found = checks.workspace(Workspace(tmp_path / "none"))
    assert [(c.name, c.state) for c in found] == [("folder", "ok"), ("disk", "ok")]
    assert not (tmp_path / "none").exists()


def test_a_workspace_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    folder = _by_name(checks.workspace(Workspace(file)))["folder"]
    assert folder.state == "broken"
    assert "--workspace" in folder.remedy


def _manifest(run_id: str) -> dict[str, object]:
    header = dict.fromkeys(("started_at", "finished_at", "data_version", "params_version", "code_version"), "")
    run = {"run_id": run_id, "engine": "duckdb", "seed": 1, **header}
    return {"run": run, "counts": {"published": 0, "demoted": 0}, "lake_versions": {}, "files": {"rings.json": "a"}}


def test_damage_is_found(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    table = lake_schema(tables()["death_reg"])
    write_deltalake(place.lake / "death_reg", table.empty_table().from_pylist([dict.fromkeys(table.names)], table))
    next(place.lake.glob("death_reg/*.parquet")).write_text("no parquet")
    run = place.runs / "r1"
    run.mkdir(parents=True)
    run.joinpath("manifest.json").write_text(json.dumps(_manifest("r1")))
    run.joinpath("rings.json").write_text("its hash is not 'a'")
    found = _by_name(checks.workspace(place))
    assert (found["lake"].state, found["runs"].state) == ("broken", "broken")
    assert "--workspace" in found["lake"].remedy
    assert str(run / "rings.json") in found["runs"].detail


def test_lake_and_runs_are_counted(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    table = tables()["death_reg"]
    rows = lake_schema(table).empty_table().to_pylist() + [dict.fromkeys(lake_schema(table).names)] * 3
    write_deltalake(place.lake / table.name, lake_schema(table).empty_table().from_pylist(rows, lake_schema(table)))
    for run in ("r1", "r2"):
        place.runs.joinpath(run).mkdir(parents=True)
        place.runs.joinpath(run, "manifest.json").write_text(json.dumps({**_manifest(run), "files": {}}))
    place.runs.joinpath("unfinished").mkdir()
    place.runs.joinpath("latest").write_text("r2\n")
    found = _by_name(checks.workspace(place))
    assert found["lake"].detail == "rows: death_reg 3"
    assert found["runs"].detail == "2, the newest r2"


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    found = _by_name(checks.workspace(Workspace(tmp_path)))
    assert (found["lake"].state, found["runs"].state) == ("absent", "absent")
    assert "graphfraud load" in found["lake"].remedy
    assert found["runs"].remedy == "graphfraud scan"


def test_without_a_cache_folder_numba_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    # As in a read-only install without a home folder: no place is left that numba would take.
    monkeypatch.setattr("numba.core.caching.CodeLibraryCacheImpl._locator_classes", [], raising=False)
    monkeypatch.setattr("numba.core.caching.CompileResultCacheImpl._locator_classes", [], raising=False)
    found = checks.numba_cache()
    assert found.state == "broken"
    assert "NUMBA_CACHE_DIR" in found.remedy


def test_numba_cache_dir_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))
    found = checks.numba_cache()
    assert found.state == "ok"
    assert found.detail.startswith(str(tmp_path))


def test_programs_that_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = [*checks.programs(), checks.font()]
    assert {c.state for c in found} == {"absent"}
    assert [c.remedy.split()[-1] for c in found] == [
        "chromium",
        "openjdk-17-jre-headless",
        "maven",
        "fonts-wqy-microhei",
    ]
    assert all(c.means for c in found)


def test_no_server_is_fine(tmp_path: Path) -> None:
    found = checks.server(load(workspace=tmp_path))
    assert found.state == "absent"


def test_a_password_file_that_is_missing(tmp_path: Path) -> None:
    found = checks.server(load(neo4j_uri="bolt://127.0.0.1:1", neo4j_password_file=tmp_path / "none"))
    assert found.state == "broken"
    assert "password file" in found.detail


def test_text_has_the_remedy_below_its_check() -> None:
    found = [checks.Check("optional", "maven", "absent", "not found", "No server.", "install maven")]
    assert as_text(found, True).splitlines() == [
        "Optional parts",
        "  – maven  not found",
        "           No server.",
        "           → install maven",
        "",
        "All that is needed is there.",
    ]


def test_command_gives_json_and_its_exit_code(tmp_path: Path) -> None:
    good = CliRunner().invoke(doctor, ["--format", "json", "--workspace", str(tmp_path)])
    assert (good.exit_code, json.loads(good.stdout)["ok"]) == (0, True)
    bad = CliRunner().invoke(
        doctor,
        ["--format", "json", "--workspace", str(tmp_path)],
        env={"GRAPHFRAUD_NEO4J_URI": "bolt://127.0.0.1:1"},
    )
    assert (bad.exit_code, json.loads(bad.stdout)["ok"]) == (1, False)
