"""The questions that a store answers (`questions.yml`): what may be asked, and what an answer holds.

A question is a statement for each kind of store with equal answers. What the store adds to the parameters (`given`):

- `setl_ids`: settlements behind the ring's evidence, instead of `ring_id`;
- `run_id`: the run (server only: the embedded store has the run's own files);
- `standing`: by ring_id the rank, status and status_reason that decisions have changed (server only).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.errors import SettingError
from graphfraud.model import catalogue
from graphfraud.store.question_values import Parameter
from graphfraud.store.refs import EntityRef

TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "whole": pa.int64(),
    "real": pa.float64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
    "yuan": pa.decimal128(18, 2),
}
"""Arrow type of each type of column."""

Resolve = Callable[[str], EntityRef]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer."""

    name: str
    type: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its purpose in both languages, parameters, columns, the order of rows."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    order: str
    reads: tuple[str, ...]
    given: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """Name of the SQL and the Cypher text."""
        return f"ask_{self.name}"

    @property
    def sent(self) -> tuple[str, ...]:
        """Names of the parameters of the embedded statement."""
        names = [p.name for p in self.parameters]
        return ("setl_ids", *(n for n in names if n != "ring_id")) if "setl_ids" in self.given else tuple(names)

    def values(self, asked: Mapping[str, Any], resolve: Resolve, defaults: Mapping[str, Any]) -> dict[str, Any]:
        """Check what was asked, fill in defaults, and give what the statements take.

        Args:
            asked: values by name, as text or as their own type.
            resolve: finds the entity for a text; a statement takes its key, `kind:id`.
            defaults: defaults that the store's settings change.

        Raises:
            SettingError: an unknown name (the nearest is suggested), a value that is missing or out of range.
            NotFoundError: `resolve` finds no such entity.
        """
        known = {p.name: p for p in self.parameters}
        for name in asked:
            if name not in known:
                raise _unknown(f"{self.name} has no parameter {name!r}", name, list(known))
        found = {
            name: p.value(asked[name], resolve) if name in asked else p.fallback(defaults) for name, p in known.items()
        }
        self._apart(found)
        return found

    def answer(self, rows: pa.Table) -> pa.Table:
        """Give rows their columns' types; statements count money in cents."""
        return pa.table({c.name: _typed(rows[c.name], c.type) for c in self.columns})

    def raw_schema(self) -> pa.Schema:
        """Give the types in which statements answer."""
        return pa.schema([(c.name, pa.int64() if c.type == "yuan" else TYPES[c.type]) for c in self.columns])

    def _apart(self, values: Mapping[str, Any]) -> None:
        """Refuse one entity in two places."""
        seen: dict[Any, str] = {}
        for p in self.parameters:
            value = values[p.name]
            if p.type == "entity" and value is not None and seen.setdefault(value, p.name) != p.name:
                message = f"{seen[value]} and {p.name} of {self.name} are both {value}"
                raise SettingError(message, name=p.name, hint="Write another second one.")


def question(name: str) -> Question:
    """Give one question.

    Raises:
        SettingError: there is none of that name; the nearest is suggested.
    """
    if name not in questions():
        raise _unknown(f"There is no question {name!r}", name, list(questions()))
    return questions()[name]


@cache
def questions() -> dict[str, Question]:
    """Give every question by name, in file order."""
    return {q["name"]: _question(q) for q in catalogue.read("graphfraud.store", "questions.yml")["questions"]}


def _question(data: dict[str, Any]) -> Question:
    parameters = tuple(Parameter.of(p) for p in data["parameters"])
    columns = tuple(Column(**c) for c in data["columns"])
    lists = {name: tuple(data.get(name, ())) for name in ("reads", "given")}
    return Question(**{**data, "parameters": parameters, "columns": columns, **lists})


def _typed(values: pa.ChunkedArray, type: str) -> pa.ChunkedArray:
    if type != "yuan":
        return values.cast(TYPES[type])
    return pc.multiply(values.cast(pa.int64()).cast(pa.decimal128(19, 0)), CENT).cast(TYPES[type])


CENT = pa.scalar("0.01").cast(pa.decimal128(3, 2))


def _unknown(message: str, name: str, names: list[str]) -> SettingError:
    near = difflib.get_close_matches(name, names, 1, 0.4)
    hint = "" if near else f"There are: {', '.join(names)}."
    return SettingError(message, name=name, nearest=near[0] if near else "", hint=hint)
