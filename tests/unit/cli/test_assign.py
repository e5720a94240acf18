"""`graphfraud assign`: who looks into a ring, written down and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphfraud.cli.main import cli
from graphfraud.store.embedded import EmbeddedStore
from tests.conformance.store import city


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return city.build(tmp_path).root


def assign(workspace: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["assign", *words, "--workspace", str(workspace), "--lang", "en"])


def test_rings_are_given_to_someone_and_back_to_nobody(workspace: Path) -> None:
    assert assign(workspace, "R1", "R2", "--to", "Wang", "--by", "Chen").stdout == "Rings given to Wang: 2.\n"
    assert assign(workspace, "R1", "--to", "", "--by", "Chen").stdout == "Rings that are nobody's again: 1.\n"
    found = [(a.ring_id, a.to, a.who) for a in EmbeddedStore(workspace).assignments()]
    assert found == [("R1", "Wang", "Chen"), ("R2", "Wang", "Chen"), ("R1", "", "Chen")]


def test_an_unknown_ring_is_an_error_and_writes_nothing(workspace: Path) -> None:
    done = assign(workspace, "R1", "R9", "--to", "Wang")
    assert (done.exit_code, EmbeddedStore(workspace).assignments()) == (1, ())


def test_too_long_a_name_is_wrong_usage(workspace: Path) -> None:
    done = assign(workspace, "R1", "--to", "x" * 65)
    assert done.exit_code == 2
    assert "at most 64 characters" in done.stderr
