"""Which schemes the data can feed, and which column is missing for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from graphfraud.lake.lake import Lake
from graphfraud.model.schema import Column, Table, tables


class Scheme(Protocol):
    """What of a scheme decides whether the data can feed it."""

    @property
    def code(self) -> str:
        """The scheme's stable code."""

    @property
    def essential(self) -> tuple[str, ...]:
        """Signals without which the scheme is off."""

    @property
    def helpful(self) -> tuple[str, ...]:
        """Signals without which it is weak."""


class Counting(Scheme, Protocol):
    """A scheme that may name a count."""

    @property
    def seen(self) -> str:
        """The count of a scan without which nothing can be told; empty: none."""


Filled = Mapping[str, set[str]]
"""Table → columns with at least one value."""


def filled_columns(lake: Lake) -> dict[str, set[str]]:
    """Give the columns of each table of the lake that hold a value."""
    counted = {name: lake.null_counts(name) for name in tables()}
    return {
        name: {c.name for c in tables()[name].columns if nulls.get(c.name, 0) < rows}
        for name, (rows, nulls) in counted.items()
        if rows
    }


def scheme_states(filled: Filled, schemes: Iterable[Scheme]) -> list[dict[str, Any]]:
    """Give each scheme's state (`on`, `weak`, `off`) and the missing columns (`table.column`) behind it."""
    states = []
    for scheme in schemes:
        essential = _missing(scheme.essential, filled)
        helpful = _missing(scheme.helpful, filled)
        state = "off" if essential else "weak" if helpful else "on"
        missing = sorted({*essential, *helpful})
        states.append({"scheme": scheme.code, "state": state, "missing": missing})
    return states


def blind(states: list[dict[str, Any]], schemes: Iterable[Counting], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Report those as off whose columns are there and say nothing: no value in them is what the scheme looks for."""
    off = {s.code: _missing(s.essential, {}) for s in schemes if s.seen and not counts.get(f"{s.code}.{s.seen}", 0)}
    return [{**s, "state": "off", "missing": off[s["scheme"]]} if s["scheme"] in off else s for s in states]


class Support(Protocol):
    """What of a support signal decides whether the data can feed it."""

    @property
    def code(self) -> str:
        """The signal's stable code."""

    @property
    def needs(self) -> str | None:
        """Name of the columns without any of which it is off; None: a table of its own."""


def signal_states(filled: Filled, signals: Iterable[Support]) -> list[dict[str, Any]]:
    """Give the state of each signal that has columns of its own, and those missing: `off` without any of them."""
    states = []
    for signal in signals:
        if signal.needs is None:
            continue
        wanted = [(t.name, c.name) for t in tables().values() for c in t.columns if signal.needs in c.signals]
        missing = sorted(f"{t}.{c}" for t, c in wanted if c not in filled.get(t, ()))
        state = "off" if len(missing) == len(wanted) else "weak" if missing else "on"
        states.append({"signal": signal.code, "state": state, "missing": missing})
    return states


def _missing(signals: tuple[str, ...], filled: Filled) -> list[str]:
    return [
        f"{table.name}.{column.name}"
        for table in tables().values()
        for column in table.columns
        if any(not _there(table, column, signal, filled) for signal in set(column.signals) & set(signals))
    ]


def _there(table: Table, column: Column, signal: str, filled: Filled) -> bool:
    if column.name in filled.get(table.name, ()):
        return True
    other_table, _, other_column = column.stands_in.get(signal, column.instead or "").partition(".")
    return other_column in filled.get(other_table, ())
