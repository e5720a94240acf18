"""How far a push has come, in rows a second and seconds left."""

from __future__ import annotations

import time
from collections.abc import Callable

Say = Callable[[str], None]
EVERY_S = 2.0


class Progress:
    """Says now and then how many of `total` rows are sent."""

    def __init__(self, say: Say, total: int) -> None:
        self._say = say
        self._total = total
        self._done = 0
        self._started = self._said = time.monotonic()

    def add(self, name: str, rows: int) -> None:
        """Count rows of a type that have been sent."""
        self._done += rows
        now = time.monotonic()
        if now - self._said < EVERY_S and self._done < self._total:
            return
        self._said = now
        rate = self._done / max(now - self._started, 1e-3)
        left = (self._total - self._done) / max(rate, 1e-3)
        share = self._done / max(self._total, 1)
        self._say(f"{name}: {share:.0%}, {self._done:,} rows, {rate:,.0f} rows/s, {left:.0f} s left")
