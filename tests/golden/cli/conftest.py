"""The small city of the store's conformance suite, for the reading commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphfraud.cli.main import cli
from graphfraud.workspace import Workspace
from tests.conformance.store import city

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return city.build(Path(tmp_path_factory.mktemp("city")))


@pytest.fixture
def run(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Give a function that runs a command on the city, in English unless told."""
    monkeypatch.chdir(tmp_path)  # no graphfraud.toml of the machine

    def run(*args: str) -> Result:
        lang = () if "--lang" in args else ("--lang", "en")
        return CliRunner().invoke(cli, [*args, *lang, "--workspace", str(workspace.root)])

    return run
