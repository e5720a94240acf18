"""The national tables as data: one YAML file a table in `graphfraud/model/tables`.

A file holds:

    name: setl_d              # table name, lower case
    zh: 结算信息表
    en: settlements
    required: true            # must be loaded before a scan (default false)
    key: [setl_id]            # empty list: the whole row is the key
    columns:
      - {name: setl_id, zh: 结算ID, type: id, required: true}
      - {name: med_type, zh: 医疗类别, type: code, required: true, codes: med_type, signals: [co_stay]}
      - {name: certno, zh: 证件号码, type: id, sensitivity: idno, signals: [alias]}

`en` is there in the tables whose columns readers see.
Types: `id` (text, at most 64 characters, normalised), `code`, `flag`, `text`, `money` (yuan, decimal(16,2)),
`quantity` (decimal(18,6)), `real`, `date`, `time` (UTC+8 wall clock).
`signals` name what needs the column; `instead: table.column` names the column that stands in where it is missing,
`stands_in: {signal: table.column}` the one that does so for a single signal.
`from_row: true`: where a file has no such column, the row's content makes the value (the whole row is its key).
Sensitivity: `open` (default), `name`, `idno`, `phone`, `address`, `account`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa

from graphfraud.model import catalogue

ARROW_TYPES: dict[str, pa.DataType] = {
    "id": pa.string(),
    "code": pa.string(),
    "flag": pa.string(),
    "text": pa.string(),
    "money": pa.decimal128(16, 2),
    "quantity": pa.decimal128(18, 6),
    "real": pa.float64(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
}
SENSITIVITIES = ("open", "name", "idno", "phone", "address", "account")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a national table."""

    name: str
    zh: str
    type: str
    en: str = ""
    required: bool = False
    codes: str | None = None
    sensitivity: str = "open"
    signals: tuple[str, ...] = ()
    instead: str | None = None
    from_row: bool = False
    stands_in: Mapping[str, str] = field(default_factory=dict)

    @property
    def arrow(self) -> pa.DataType:
        """Arrow type of the column in the lake."""
        return ARROW_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """One national table."""

    name: str
    zh: str
    en: str
    required: bool
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Give the column called `name` (lower case).

        Raises:
            KeyError: no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in file order."""
        return tuple(c.name for c in self.columns)


# Every lake table of claim data ends with these columns: where a row came from, and a hash of its content.
PROVENANCE: dict[str, pa.DataType] = {
    "_batch_id": pa.string(),
    "_line": pa.int64(),
    "_row_hash": pa.int64(),
}


def lake_schema(table: Table) -> pa.Schema:
    """Give the Arrow schema of the table in the lake: its columns, then the provenance columns."""
    fields = [pa.field(c.name, c.arrow) for c in table.columns]
    return pa.schema(fields + [pa.field(name, kind) for name, kind in PROVENANCE.items()])


@cache
def tables() -> dict[str, Table]:
    """Give every table of the model by name, in alphabetical order."""
    folder = files("graphfraud.model").joinpath("tables")
    texts = [f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".yml")]
    read = [_table(catalogue.parse(text)) for text in texts]
    return {t.name: t for t in sorted(read, key=lambda t: t.name)}


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of `graphfraud/model/codes.yml`.

    `children`: a longer code that starts with a listed one belongs to it. `closed`: a code outside can't be
    read; in an open list it is kept and counted as a miss.
    """

    codes: dict[str, str]
    children: bool = False
    closed: bool = False

    def holds(self, code: str) -> bool:
        """Say whether `code` is in the list, or a child of one that is."""
        return code in self.codes or (self.children and any(code.startswith(known) for known in self.codes))


@cache
def code_rules() -> dict[str, CodeList]:
    """Give every code list by name."""
    return {name: CodeList(**data) for name, data in catalogue.read("graphfraud.model", "codes.yml").items()}


def code_lists() -> dict[str, dict[str, str]]:
    """Give every code list by name: code → Chinese name."""
    return {name: rule.codes for name, rule in code_rules().items()}


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(Column(**{**c, "signals": tuple(c.get("signals", ()))}) for c in data["columns"])
    return Table(
        name=data["name"],
        zh=data["zh"],
        en=data["en"],
        required=data.get("required", False),
        key=tuple(data["key"]),
        columns=columns,
    )
