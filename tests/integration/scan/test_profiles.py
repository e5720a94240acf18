"""`scan --profile` looks for the schemes of one campaign; what is said beside it goes before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphfraud.cli.main import cli
from graphfraud.parameters.profiles import profile
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    town = Town()
    for day in (1, 8, 15):
        town.settle("N1", "H1", at(day))
    town.load(tmp_path / "w")
    return tmp_path / "w"


def scanned(workspace: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["scan", *words, "--workspace", str(workspace)])


def test_a_preset_scans_its_schemes(workspace: Path) -> None:
    assert scanned(workspace, "--profile", "resale_reflow").exit_code == 0
    assert [s["scheme"] for s in manifest(workspace)["schemes"]] == list(profile("resale_reflow").schemes)


def test_schemes_go_before_the_preset(workspace: Path) -> None:
    assert scanned(workspace, "--profile", "resale_reflow", "--schemes", "fake_stay").exit_code == 0
    assert [s["scheme"] for s in manifest(workspace)["schemes"]] == ["fake_stay"]


def test_an_unknown_preset_is_wrong_usage(workspace: Path) -> None:
    result = scanned(workspace, "--profile", "pharmacies")
    assert result.exit_code == 2
    assert "retail_pharmacies" in result.stderr
