"""Finds keys that occur twice in a file of any size with flat memory: hashes split over files by their top bits."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]
PARTS = 64
HELD = 1 << 19
_PAIR = np.dtype([("hash", "<i8"), ("line", "<i8")])


class KeySpill:
    """Collects (key hash, line) pairs. Use as a context manager: its files go when it ends.

    Args:
        folder: an existing folder for the spilled pairs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: list[npt.NDArray[np.void]] = []
        self._rows = 0

    def append(self, hashes: Int64s, lines: Int64s) -> None:
        """Add the rows of a chunk; both of shape (rows,)."""
        pairs = np.empty(len(hashes), _PAIR)
        pairs["hash"], pairs["line"] = hashes, lines
        self._held.append(pairs)
        self._rows += len(pairs)
        if self._rows >= HELD:
            self._spill()

    def repeated(self) -> Int64s:
        """Give the lines whose key hash occurs more than once, sorted."""
        if any(self.folder.glob("keys-*")):
            self._spill()
            found = [_repeated(np.fromfile(path, _PAIR)) for path in sorted(self.folder.glob("keys-*"))]
        else:
            found = [_repeated(np.concatenate(self._held))] if self._held else []
        return np.sort(np.concatenate(found)) if found else np.empty(0, np.int64)

    def _spill(self) -> None:
        if not self._held:
            return
        pairs = np.concatenate(self._held)
        self._held, self._rows = [], 0
        part = pairs["hash"].astype(np.uint64) >> np.uint64(64 - PARTS.bit_length() + 1)
        pairs = pairs[np.argsort(part, kind="stable")]
        ends = np.cumsum(np.bincount(part.astype(np.int64), minlength=PARTS))
        for number, block in enumerate(np.split(pairs, ends[:-1])):
            with (self.folder / f"keys-{number:02d}").open("ab") as file:
                block.tofile(file)

    def __enter__(self) -> KeySpill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held = []
        for path in self.folder.glob("keys-*"):
            path.unlink()


def _repeated(pairs: npt.NDArray[np.void]) -> Int64s:
    hashes = np.ascontiguousarray(pairs["hash"])
    order = np.argsort(hashes)
    ordered = hashes[order]
    same = ordered[1:] == ordered[:-1]
    twice = np.zeros(len(order), dtype=bool)
    twice[1:] |= same
    twice[:-1] |= same
    lines: Int64s = pairs["line"][order[twice]].astype(np.int64)
    return lines
