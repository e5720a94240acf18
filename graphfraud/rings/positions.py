"""Where given codes stand in an array, found without a pass over the array each time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graphfraud.claims.table import Codes, Ints

Index = npt.NDArray[np.int64]


class Positions:
    """An array that is looked through again and again.

    Args:
        codes: shape (n,), in any order.
    """

    def __init__(self, codes: Codes | Ints) -> None:
        self._order = np.argsort(codes, kind="stable")
        self._sorted = codes[self._order]

    def of(self, wanted: Codes | Ints) -> Index:
        """Give the positions of the codes `wanted` (each once), ascending."""
        low, high = (np.searchsorted(self._sorted, wanted, side) for side in ("left", "right"))
        counts = high - low
        at = np.repeat(low - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        return np.sort(self._order[at])
