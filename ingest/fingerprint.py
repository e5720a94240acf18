"""Hashes of rows and keys that never change: BLAKE2b over a canonical text of the typed cells.

Canonical text: decimals with their fixed number of places, dates as days and times as microseconds since
1970, floats in units of 1e-9, cells divided by U+001F, U+0000 for null. Provenance takes no part.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Hashes = npt.NDArray[np.int64]
DIVIDER = "\x1f"
NULL = "\0"


def row_hashes(table: pa.Table) -> Hashes:
    """Give one hash a row over all columns, shape (rows,)."""
    texts = [_canonical(column) for column in table.columns]
    joined = pc.binary_join_element_wise(*texts, DIVIDER, null_handling="replace", null_replacement=NULL)
    return text_hashes(joined)


def text_hashes(texts: pa.Array) -> Hashes:
    """Give one hash a string, shape (rows,)."""
    if not len(texts):
        return np.empty(0, dtype=np.int64)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = memoryview(texts.buffers()[2] or b"")
    ends = offsets.tolist()
    blake = hashlib.blake2b
    digests = [blake(data[a:b], digest_size=8).digest() for a, b in pairwise(ends)]
    return np.frombuffer(b"".join(digests), dtype="<i8").astype(np.int64)


def _canonical(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    kind = whole.type
    if pa.types.is_timestamp(kind):
        whole = pc.cast(whole, pa.int64())
    elif pa.types.is_date32(kind):
        whole = pc.cast(whole, pa.int32())
    elif pa.types.is_floating(kind):
        whole = pc.cast(pc.round(pc.multiply(whole, 1e9)), pa.int64())
    return whole if pa.types.is_string(kind) else pc.cast(whole, pa.string())
