"""Progress of a load on stderr: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from graphfraud.jobs import current
from graphfraud.jobs.job import Progress as Told

# Seconds between plain lines.
EVERY = 5.0


class Meter:
    """Shows how far a load is. Use as a context manager.

    Args:
        total: bytes of all files together.
        stream: where to write; the process's stderr by default.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total = max(total, 1)
        self.stream = stream or sys.stderr
        self.done = 0
        self._file, self._size, self._rows, self._rows_before = "", 0, 0, 0
        self._began = self._said = time.monotonic()
        self._bar: Progress | None = None
        if self.stream.isatty():
            columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"))
            self._bar = Progress(*columns, TimeRemainingColumn(), console=Console(file=self.stream))
            self._task = self._bar.add_task("", total=self.total, rate="")

    def file(self, label: str, size: int) -> None:
        """Begin with another file."""
        self.done += self._size
        self._rows_before += self._rows
        self._file, self._size, self._rows = label, size, 0
        self.tick(0, 0)

    def tick(self, position: int, rows: int) -> None:
        """Tell the bytes and rows of the present file read so far."""
        self._rows = rows
        now = time.monotonic()
        current.tell(self._told(now, self.done + position))
        if self._bar is not None:
            self._bar.update(self._task, completed=self.done + position, description=self._file, rate=self._rate(now))
        elif now - self._said >= EVERY:
            self._said = now
            self.stream.write(self._line(now, self.done + position) + "\n")
            self.stream.flush()

    def _rate(self, now: float) -> str:
        rows = self._rows_before + self._rows
        return f"{rows:,} rows, {rows / max(now - self._began, 0.001):,.0f} rows/s"

    def _told(self, now: float, position: int) -> Told:
        """Give the same for the journal of a job; a database does not say how much there is."""
        share = min(position / self.total, 1.0) if self.total > 1 else None
        rows, took = self._rows_before + self._rows, max(now - self._began, 0.001)
        left = took * (1 - share) / share if share else None
        return Told("load", self._file, share, rows, rows / took, left)

    def _line(self, now: float, position: int) -> str:
        if self.total <= 1:  # a database does not say how much there is
            return f"{self._file}: {self._rate(now)}"
        share = min(position / self.total, 1.0)
        left = (now - self._began) * (1 - share) / share if share else 0.0
        return f"{self._file}: {share:.0%}, {self._rate(now)}, {left:.0f} s left"

    def __enter__(self) -> Meter:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
