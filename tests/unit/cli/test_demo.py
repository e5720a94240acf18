from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result
from deltalake import write_deltalake

from graphfraud import __version__
from graphfraud.cli.main import cli
from graphfraud.errors import WorkspaceError
from graphfraud.model.schema import lake_schema, tables
from graphfraud.workspace import Workspace


def _demo(root: Path) -> Result:
    return CliRunner().invoke(cli, ["demo", "--no-app", "--workspace", str(root)])


def test_claims_of_others_are_never_mixed_with_a_sample_city(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    write_deltalake(place.lake / "setl_d", lake_schema(tables()["setl_d"]).empty_table())
    error = _demo(tmp_path).exception
    assert isinstance(error, WorkspaceError)
    assert "claims that are not the demo's" in error.message
    assert "--workspace" in error.hint
    assert not (tmp_path / "sample").exists()


def test_two_sample_cities_are_never_mixed(tmp_path: Path) -> None:
    tmp_path.joinpath("sample").mkdir()
    other = {"persons": 6000, "seed": 8, "version": __version__}
    tmp_path.joinpath("sample", "city.json").write_text(json.dumps(other))
    error = _demo(tmp_path).exception
    assert isinstance(error, WorkspaceError)
    assert "another sample city" in error.message


def test_a_city_too_small_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["demo", "--persons", "5", "--workspace", str(tmp_path)])
    assert result.exit_code == 2
    assert "--persons" in result.stderr
