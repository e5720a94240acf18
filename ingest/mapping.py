"""Mappings: how the tables and columns of a source become the national ones. A mapping is a YAML file:

    name: my-city
    zh: 某市导出
    tables:
      setl_d:
        from: [kc24, settlement]              # names of source tables or files; default: the national name
        columns:
          setl_id: aae072                     # another name
          med_type: {from: aka130, values: {A: "11", B: "21"}}       # other codes; unlisted ones stay
          setl_time: {from: aae040, format: "%d.%m.%Y %H:%M"}        # a date format of their own
          medfee_sumamt: {from: akc264, unit: 0.01}                  # fen to yuan; 10000 for 万元
          vali_flag: {value: "1"}                                    # a constant
          bkkp_sn: {join: [aae072, akc220], by: "-"}                 # several columns as one

A national column that the mapping doesn't name is read from the source column of the same name (or of its
Chinese name). Table and column names are case-insensitive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from graphfraud.errors import SettingError
from graphfraud.model.schema import Column, Table, tables

SHIPPED = ("legacy", "national", "relational")
# What a key of a rule holds, where it is more than one text.
_KINDS: dict[str, tuple[type, str]] = {"values": (dict, "a list of `code: code`"), "join": (list, "a list of columns")}
_KEYS = {"from", "values", "format", "unit", "value", "join", "by"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the values of one national column come from: one source column, several joined, or a constant."""

    sources: tuple[str, ...]
    values: dict[str, str] = field(default_factory=dict)
    format: str | None = None
    unit: str | None = None
    value: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The mapping of one national table; `digest` changes when anything in it does."""

    table: Table
    sources: tuple[str, ...]
    rules: dict[str, Rule]
    digest: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A table mapping applied to the columns that a file really has.

    `rules` holds the columns that can be filled; `missing` the national columns that can't; `unknown` the
    source columns that nothing reads. Source names are as in the file's header, lower case.
    """

    table: Table
    rules: dict[str, Rule]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def wanted(self) -> tuple[str, ...]:
        """Source columns to read, sorted."""
        return tuple(sorted({s for rule in self.rules.values() for s in rule.sources}))


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping, by national table."""

    name: str
    tables: dict[str, TableMapping]

    def targets(self, source: str) -> tuple[TableMapping, ...]:
        """Give the national tables that are read from the source table (lower case), by name."""
        return tuple(t for t in self.tables.values() if source in t.sources)


def load_mapping(name: str | Path) -> Mapping:
    """Read a mapping that ships with the product (by name) or a user's own file.

    Raises:
        SettingError: no such mapping, not YAML, or it names a table, column or key that doesn't exist.
    """
    return read_mapping(*_text(name))


def read_mapping(text: str, label: str) -> Mapping:
    """Read a mapping from its YAML text; `label` names it in errors.

    Raises:
        SettingError: not YAML, or it names a table, column or key that doesn't exist.
    """
    try:
        # Every scalar stays text: a column may be called No, and the code 01 is no number.
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes text, lists and dictionaries only
    except yaml.YAMLError as e:
        raise SettingError(f"The mapping {label} is not valid YAML: {e}", name=label) from e
    if not isinstance(data, dict) or not isinstance(data.get("tables", {}), dict):
        raise SettingError(f"The mapping {label} has no `tables`", name=label, hint="See ingest/mapping.py.")
    given = {str(k).lower(): v or {} for k, v in (data.get("tables") or {}).items()}
    _known(given, tables(), f"table in the mapping {label}")
    return Mapping(str(data.get("name", label)), {n: _table(t, given.get(n, {}), label) for n, t in tables().items()})


def plan(mapping: TableMapping, header: Iterable[str]) -> Plan:
    """Apply a mapping to a file's column names (lower case, trimmed)."""
    have = set(header)
    rules: dict[str, Rule] = {}
    for column in mapping.table.columns:
        rule = mapping.rules.get(column.name) or _same_name(column, have)
        if have.issuperset(rule.sources):
            rules[column.name] = rule
    missing = tuple(c.name for c in mapping.table.columns if c.name not in rules)
    read = {s for rule in rules.values() for s in rule.sources}
    return Plan(mapping.table, rules, missing, tuple(sorted(have - read - {""})))


def _same_name(column: Column, have: set[str]) -> Rule:
    zh = column.zh.lower()
    return Rule((zh if column.name not in have and zh in have else column.name,))


def _text(name: str | Path) -> tuple[str, str]:
    if str(name) in SHIPPED:
        return files("ingest.mappings").joinpath(f"{name}.yml").read_text(encoding="utf-8"), str(name)
    try:
        return Path(name).read_text(encoding="utf-8-sig"), str(name)
    except (OSError, UnicodeDecodeError) as e:
        near = get_close_matches(str(name), SHIPPED, 1)
        raise SettingError(
            f"Can't read the mapping {name}",
            name="mapping",
            nearest=near[0] if near else "",
            hint="" if near else f"Give a YAML file in UTF-8, or one of {', '.join(SHIPPED)}.",
        ) from e


def _table(table: Table, data: dict[str, Any], label: str) -> TableMapping:
    _known(data, {"from", "columns"}, f"key for {table.name} in the mapping {label}")
    named = data.get("from", [table.name])
    sources = [named] if isinstance(named, str) else list(named)
    columns = data.get("columns") or {}
    if not isinstance(columns, dict):
        raise _wrong("columns", label, f"the columns of {table.name} are no list of `name: source`")
    given = {str(k).lower(): v for k, v in columns.items()}
    _known(given, table.names, f"column of {table.name} in the mapping {label}")
    rules = {name: _rule(value, table.column(name), label) for name, value in given.items()}
    canonical = json.dumps([table.name, data], sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(canonical.encode()).hexdigest()[:16]
    return TableMapping(table, tuple(str(s).lower() for s in sources), rules, digest)


def _rule(value: Any, column: Column, label: str) -> Rule:
    if isinstance(value, str):
        return Rule((value.strip().lower(),))
    if not isinstance(value, dict):
        raise _wrong(column.name, label, f"{column.name} is neither a name nor a rule")
    _known(value, _KEYS, f"key for {column.name} in the mapping {label}")
    _check(value, column, label)
    joined = value.get("join") or [value.get("from", column.name)]
    return Rule(
        () if "value" in value else tuple(s.strip().lower() for s in joined),
        dict(value.get("values") or {}),
        value.get("format"),
        value.get("unit"),
        value.get("value"),
        value.get("by", ""),
    )


def _check(value: dict[str, Any], column: Column, label: str) -> None:
    """Refuse a rule whose parts are of the wrong kind, or mean nothing for a column of this type."""
    for key, given in sorted(value.items()):
        kind, what = _KINDS.get(key, (str, "one text"))
        texts = list(given.values()) if isinstance(given, dict) else given if isinstance(given, list) else [given]
        if not isinstance(given, kind) or not all(isinstance(text, str) for text in texts):
            raise _wrong(column.name, label, f"`{key}` of {column.name} is not {what}")
    if "format" in value and column.type not in ("date", "time"):
        raise _wrong(column.name, label, f"`format` is for dates, and {column.name} is {column.type}")
    if "unit" in value and column.type not in ("money", "quantity", "real"):
        raise _wrong(column.name, label, f"`unit` is for numbers, and {column.name} is {column.type}")
    if "unit" in value and not _is_factor(value["unit"]):
        raise _wrong(column.name, label, f"`unit` of {column.name} is not a number")


def _is_factor(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _wrong(name: str, label: str, what: str) -> SettingError:
    return SettingError(f"In the mapping {label}, {what}", name=name, hint="See ingest/mapping.py.")


def _known(given: Iterable[str], known: Iterable[str], what: str) -> None:
    names = sorted(known)
    for name in given:
        if name not in names:
            near = get_close_matches(str(name), names, 1)
            raise SettingError(f"Unknown {what}: {name!r}", name=str(name), nearest=near[0] if near else "")
