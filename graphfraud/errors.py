"""Every error that GraphFraud raises on purpose: one root, five children, each with its data.

A message says what happened; `hint` says what to do next. The command line prints both and exits with 1.
"""

from __future__ import annotations


class GraphFraudError(Exception):
    """Root of the errors whose message is meant for the user."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InputError(GraphFraudError):
    """A file, table or row that can't be used. Lines count from 1, the header included."""

    def __init__(
        self,
        message: str,
        *,
        file: str = "",
        line: int | None = None,
        column: str = "",
        reason: str = "",
        hint: str = "",
    ) -> None:
        place = ":".join(part for part in (file, "" if line is None else str(line), column) if part)
        super().__init__(f"{place}: {message}" if place else message, hint=hint)
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason


class SettingError(GraphFraudError):
    """A setting or parameter with an unknown name or a value out of range."""

    def __init__(self, message: str, *, name: str = "", nearest: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint or (f"Did you mean {nearest!r}?" if nearest else ""))
        self.name = name
        self.nearest = nearest


class WorkspaceError(GraphFraudError):
    """The workspace is missing, busy, full, or not readable.

    `kind` says what of it: `lake`, `run`, `claims` or `decisions` (lost or damaged), `busy` (another process writes)
    or `closed` (it can't be written); empty where no reader needs to tell it apart.
    """

    def __init__(self, message: str, *, path: str = "", kind: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.kind = kind


class NotFoundError(GraphFraudError):
    """A run, ring or entity that is not there."""

    def __init__(self, message: str, *, kind: str = "", id: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.id = id


class MissingPartError(GraphFraudError):
    """An optional part (a server, a browser, an extra) that is needed here and can't be reached."""

    def __init__(self, message: str, *, part: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.part = part
