from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from graphfraud.cli.synth import synth
from graphfraud.errors import SettingError

BASIC = ["--persons", "2000", "--seed", "1", "--months", "6"]


def test_writes_a_city_and_lists_its_files(tmp_path: Path) -> None:
    result = CliRunner().invoke(synth, [*BASIC, "--out", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0
    listed = dict(line.rsplit("  ", 1) for line in result.stdout.splitlines())
    assert {Path(p).name for p in listed} == {f.name for f in tmp_path.iterdir()}
    assert int(listed[str(tmp_path / "psn_info_b.csv")]) >= 2_000
    truth = (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert f"{len({line.split(',')[0] for line in truth})} rings" in result.stderr


@pytest.mark.parametrize("start", ["2025-13-01", "2025-01-31", "yesterday", "20250101"])
def test_wrong_start(tmp_path: Path, start: str) -> None:
    with pytest.raises(SettingError) as error:
        CliRunner().invoke(synth, [*BASIC, "--out", str(tmp_path), "--start", start], catch_exceptions=False)
    assert (error.value.name, start in error.value.message) == ("start", True)


@pytest.mark.parametrize(
    "options",
    [["--persons", "10"], ["--months", "0"], ["--household-coverage", "2"], ["--lines", "0", "3"], ["--seed", "-1"]],
)
def test_wrong_usage(tmp_path: Path, options: list[str]) -> None:
    result = CliRunner().invoke(synth, [*BASIC, "--out", str(tmp_path), *options])
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_help_shows_an_example() -> None:
    assert "graphfraud synth --persons 20000" in CliRunner().invoke(synth, ["--help"]).output
