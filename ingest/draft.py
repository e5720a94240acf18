"""A mapping that a reader makes from guesses: kept as YAML as `--mapping` reads it, under a name in the workspace."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from graphfraud.errors import InputError, WorkspaceError
from graphfraud.workspace import Workspace
from ingest.guess import TableGuess, codes_of
from ingest.mapping import SHIPPED, Mapping, read_mapping
from ingest.sample import Sample

NOWHERE = "(not loaded)"
"""Source of a column that the reader does not want, although the file has one of its name. No file has this one."""
FIT = re.compile(r"[\w\-（）()]{1,60}")


@dataclass(frozen=True, slots=True)
class Draft:
    """Where each column of a table comes from: national column → source column, with codes to be translated."""

    table: str
    sources: Map[str, str]
    values: Map[str, dict[str, str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give the YAML text."""
        columns = {
            column: {"from": source, "values": self.values[column]} if self.values.get(column) else source
            for column, source in self.sources.items()
        }
        data = {"name": name, "tables": {self.table: {"from": [self.table], "columns": columns}}}
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)

    def mapping(self, name: str) -> Mapping:
        """Give the mapping as a load reads it."""
        return read_mapping(self.text(name), name)


def draft(guess: TableGuess, sample: Sample, corrections: Map[str, str], kept: Mapping | None = None) -> Draft:
    """Take the guesses, with a reader's corrections: national column → source column, empty for none.

    `kept`: an earlier mapping, which goes before the guesses where the file has its columns (see `known_sources`).
    """
    before = known_sources(guess, sample, kept)
    sources: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for one in guess.columns:
        name = one.column.name
        source = corrections.get(name, before.get(name, one.source or ""))
        if source in sample.header:
            sources[name] = source
            rule = kept.tables[guess.table.name].rules.get(name) if kept and before.get(name) == source else None
            values[name] = (rule.values if rule else {}) or codes_of(one.column, sample.values[source])
        elif {name, one.column.zh.lower()} & set(sample.header):
            # A column of the same name is read unless the mapping says otherwise.
            sources[name] = NOWHERE
    return Draft(guess.table.name, sources, values)


def known_sources(guess: TableGuess, sample: Sample, kept: Mapping | None) -> dict[str, str]:
    """Give what an earlier mapping says of the columns of this file: those that it takes from one source column."""
    rules = kept.tables[guess.table.name].rules if kept else {}
    return {
        name: rule.sources[0]
        for name, rule in rules.items()
        if len(rule.sources) == 1 and rule.sources[0] in sample.header
    }


def saved(workspace: Workspace) -> dict[str, Path]:
    """Give the mappings kept in a workspace, by name."""
    return {f.stem: f for f in sorted((workspace.root / "mappings").glob("*.yml"))}


def save(workspace: Workspace, name: str, text: str) -> Path:
    """Keep a mapping under a name; one of the same name is replaced.

    Raises:
        InputError: the name is not fit for a file, or is that of a mapping that ships with the product.
        WorkspaceError: it can't be written.
    """
    if not FIT.fullmatch(name) or name in SHIPPED:
        raise InputError(
            f"A mapping can't be called {name!r}",
            column="name",
            hint=f"Use up to 60 letters, digits, - and _; not {', '.join(SHIPPED)}.",
        )
    workspace.create()
    return write(workspace.root / "mappings" / f"{name}.yml", text)


def write(path: Path, text: str) -> Path:
    """Write a mapping whole or not at all.

    Raises:
        WorkspaceError: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f".{path.name}-{os.getpid()}")
        made.write_text(text, encoding="utf-8")
        os.replace(made, path)
    except OSError as e:
        raise WorkspaceError(
            f"Can't write {path}: {e.strerror or e}", path=str(path), hint="Free some space or ask for permission."
        ) from e
    return path
