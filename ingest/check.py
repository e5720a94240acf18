"""A chunk of source text → typed rows of a national table, the rows that fail, and the cells that were lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.model.schema import Column, code_rules
from ingest.cell import READERS, Cell, Read, Unreadable, shown
from ingest.column import Problem, Typed, type_column
from ingest.fingerprint import row_hashes
from ingest.mapping import Plan, Rule
from ingest.readers.base import Chunk, Rejected


@dataclass(frozen=True, slots=True)
class Checked:
    """The good rows of a chunk with every column of the model, their lines, and what went wrong.

    `unreadable` counts cells of optional columns that were set to null; `rows` is how many rows were read.
    """

    table: pa.Table
    lines: pa.Array
    rejected: list[Rejected]
    unreadable: Counter[str]
    rows: int


@dataclass(slots=True)
class _Failures:
    """The first failure of each row, in column order."""

    found: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    def add(self, row: int, column: str, reason: str, message: str) -> None:
        self.found.setdefault(row, (column, reason, message))


def check(chunk: Chunk, plan: Plan, today: date) -> Checked:
    """Type and check the rows of a chunk; a required time after `today` is in the future."""
    rows = len(chunk.lines)
    failures = _Failures()
    unreadable: Counter[str] = Counter()
    columns: list[pa.Array] = []
    for column in plan.table.columns:
        rule = plan.rules.get(column.name)
        if rule is None:
            columns.append(pa.nulls(rows, column.arrow))
            continue
        typed = _with_broken(_typed(chunk, rule, column, rows), chunk, rule)
        if column.required:
            _demand(typed, column, today, failures)
        elif typed.problems:
            unreadable[column.name] += len({p.row for p in typed.problems})
        columns.append(typed.values)
    table = pa.table(columns, schema=pa.schema([(c.name, c.arrow) for c in plan.table.columns]))
    checked = _split(chunk, table, failures, unreadable, rows)
    made = [c.name for c in plan.table.columns if c.from_row and c.name not in plan.rules]
    return replace(checked, table=_with_ids(checked.table, made)) if made else checked


def _with_ids(table: pa.Table, names: list[str]) -> pa.Table:
    """Fill id columns that the file lacks with a hash of the row: equal rows are one, in this file and the next."""
    ids = pa.array([f"row-{value:016x}" for value in row_hashes(table).view(np.uint64).tolist()], pa.string())
    for name in names:
        table = table.set_column(table.column_names.index(name), name, ids)
    return table


def _split(chunk: Chunk, table: pa.Table, failures: _Failures, unreadable: Counter[str], rows: int) -> Checked:
    lines = chunk.lines
    rejected = list(chunk.rejected)
    if failures.found:
        keep = np.ones(rows, dtype=bool)
        for row, (column, reason, message) in sorted(failures.found.items()):
            keep[row] = False
            rejected.append(Rejected(lines[row].as_py(), column, reason, message, chunk.raw(row)))
        mask = pa.array(keep)
        table, lines = table.filter(mask), lines.filter(mask)
    rejected.sort(key=lambda r: r.line)
    return Checked(table, lines, rejected, unreadable, rows + len(chunk.rejected))


def _typed(chunk: Chunk, rule: Rule, column: Column, rows: int) -> Typed:
    raw = _raw(chunk, rule, rows)
    codes = code_rules()[column.codes] if column.codes else None
    return type_column(raw, column, codes, _reader(rule, column))


def _raw(chunk: Chunk, rule: Rule, rows: int) -> pa.Array:
    if rule.value is not None:
        return pa.array([rule.value] * rows, pa.string())
    parts = [chunk.columns[name] for name in rule.sources]
    raw = parts[0]
    if len(parts) > 1:
        raw = pc.binary_join_element_wise(*parts, rule.by, null_handling="replace", null_replacement="")
    return _recoded(raw, rule.values) if rule.values else raw


def _recoded(raw: pa.Array, values: dict[str, str]) -> pa.Array:
    """Replace codes by the mapping's, after taking the white space off; codes it doesn't list stay."""
    coded = pc.utf8_trim_whitespace(raw).dictionary_encode()
    words = [values.get(word, word) for word in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def _reader(rule: Rule, column: Column) -> Read | None:
    """Give the reader of a rule with a date format or a unit of its own; None where the model's will do."""
    if rule.format is not None:
        form = rule.format
        return lambda text: _formatted(text, form, column.type)
    if rule.unit is not None:
        factor = Decimal(rule.unit)
        return lambda text: _scaled(text, factor, column.type)
    return None


def _formatted(text: str, form: str, kind: str) -> Cell:
    try:
        value = datetime.strptime(text.strip(), form)
    except ValueError as e:
        raise Unreadable("bad_date", f"not a date in the form {form}: {shown(text)}") from e
    return value.date() if kind == "date" else value


def _scaled(text: str, factor: Decimal, kind: str) -> Cell:
    # Read with all its decimals first: rounding belongs after the change of unit.
    value = READERS["quantity"](text)
    if not isinstance(value, Decimal):
        return None
    return READERS[kind](format((value * factor).quantize(Decimal("0.000001"), ROUND_HALF_UP), "f"))


def _with_broken(typed: Typed, chunk: Chunk, rule: Rule) -> Typed:
    """Add the cells that are no text in the file's encoding."""
    rows = sorted({row for name in rule.sources for row in chunk.broken.get(name, ())})
    if not rows:
        return typed
    lost = [Problem(row, "bad_encoding", "bytes that are no text in the file's encoding") for row in rows]
    return Typed(typed.values, typed.problems + tuple(lost))


def _demand(typed: Typed, column: Column, today: date, failures: _Failures) -> None:
    """Fail the rows whose cell in a required column is unreadable, empty or in the future."""
    for problem in typed.problems:
        failures.add(problem.row, column.name, problem.reason, problem.message)
    if typed.values.null_count:
        for row in pc.indices_nonzero(pc.is_null(typed.values)).to_pylist():
            failures.add(row, column.name, "missing_required", f"{column.name} is empty")
    if column.type not in ("date", "time"):
        return
    latest = pc.max(typed.values).as_py()
    if latest is not None and _day(latest) > today:
        for row, value in enumerate(typed.values.to_pylist()):
            if value is not None and _day(value) > today:
                failures.add(row, column.name, "future_date", f"{value} is after the day of loading, {today}")


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
