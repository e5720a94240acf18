"""JSON as every command prints it."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click

from graphfraud.model.money import money_text


def print_json(data: dict[str, Any]) -> None:
    """Print an object as every command does."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row as JSON can hold it: money as text, times ISO 8601 (UTC+8)."""
    return {name: _plain_value(value) for name, value in row.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return money_text(value)
    if isinstance(value, datetime):
        return f"{value.isoformat()}+08:00"
    return value.isoformat() if isinstance(value, date) else value
