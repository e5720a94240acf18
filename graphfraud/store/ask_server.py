"""Answer questions from a graph server: one read a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from graphfraud.bolt.connection import Connection
from graphfraud.store.questions import Question


def ask_server(connection: Connection, question: Question, parameters: Mapping[str, Any]) -> pa.Table:
    """Answer a question.

    Args:
        connection: the server.
        question: which.
        parameters: what `Question.values` gives, and what the question is `given`.

    Raises:
        MissingPartError: the server can't be reached, or answers with an error.
    """
    rows = connection.rows(question.statement, **parameters)
    columns = {c.name: [_native(row[c.name]) for row in rows] for c in question.columns}
    return question.answer(pa.table(columns, schema=question.raw_schema()))


def _native(value: Any) -> Any:
    """Turn the driver's own dates and times into Python's."""
    return value.to_native() if hasattr(value, "to_native") else value
