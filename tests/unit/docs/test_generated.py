from __future__ import annotations

import click
import pytest

from docs import generate
from graphfraud.cli.main import cli
from graphfraud.model.schema import tables
from graphfraud.parameters import known
from graphfraud.schemes import SCHEMES
from graphfraud.settings import Settings


@pytest.mark.parametrize("name", generate.DOCUMENTS)
def test_document_is_current(name: str) -> None:
    written = generate.FOLDER.joinpath(name).read_text(encoding="utf-8")
    assert written == generate.DOCUMENTS[name](), "stale: run `make docs`"


def test_every_column_is_in_the_dictionary() -> None:
    text = generate.data_dictionary()
    for table in tables().values():
        section = text.split(f"\n## {table.name}")[1].split("\n## ")[0]
        assert [c for c in table.names if f"| `{c}`" not in section] == []


def test_every_setting_and_parameter_is_described() -> None:
    assert [n for n in Settings.model_fields if f"| `{n}` |" not in generate.settings()] == []
    assert [n for n in known() if f"| `{n}` |" not in generate.parameters()] == []


def test_every_scheme_signal_and_explanation_is_described() -> None:
    text = generate.schemes()
    for scheme in SCHEMES:
        assert f"## {scheme.code} {scheme.name.zh}" in text
        assert all(f"| `{signal.code}` | {signal.weight:g} |" in text for signal in scheme.signals)
    assert [line for line in text.splitlines() if line.endswith("|  |")] == []


def test_every_command_is_there_with_an_example() -> None:
    text = generate.commands()
    names = cli.list_commands(click.Context(cli))
    sections = {name: text.split(f"\n## graphfraud {name}\n")[1].split("\n## ")[0] for name in names}
    assert [name for name, section in sections.items() if "Example:" not in section] == []
