"""Row hashes are part of the evidence: these numbers may never change, on any version of any library."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa

from graphfraud.model.schema import ARROW_TYPES
from ingest.fingerprint import row_hashes, text_hashes

NAMES = ("id", "text", "money", "quantity", "real", "date", "time")
SCHEMA = pa.schema([(name, ARROW_TYPES[name]) for name in NAMES])


def _blake(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


def test_canonical_text() -> None:
    table = pa.Table.from_pylist(
        [
            {
                "id": "S1",
                "text": "张三",
                "money": Decimal("-0.50"),
                "quantity": Decimal("0.000001"),
                "real": 112.9388,
                "date": date(1970, 1, 2),
                "time": datetime(1970, 1, 1, 0, 0, 1),
            },
            dict.fromkeys(NAMES),
        ],
        SCHEMA,
    )
    first = "\x1f".join(["S1", "张三", "-0.50", "0.000001", "112938800000", "1", "1000000"])
    assert row_hashes(table).tolist() == [_blake(first), _blake("\x1f".join("\0" * 7))]


def test_numbers() -> None:
    # As `b2sum -l 64` of coreutils gives them, read as little-endian.
    assert text_hashes(pa.array(["", "S1", "张三"])).tolist() == [
        -5426141060434712860,
        3108858308041114080,
        8644584954909453783,
    ]


def test_large_and_zero_decimals_keep_their_plain_form() -> None:
    values = [Decimal("0.00"), Decimal("99999999999999.99")]
    table = pa.table({"money": pa.array(values, ARROW_TYPES["money"])})
    assert row_hashes(table).tolist() == [_blake("0.00"), _blake("99999999999999.99")]
    table = pa.table({"quantity": pa.array([Decimal("0"), Decimal("1e-6")], ARROW_TYPES["quantity"])})
    assert row_hashes(table).tolist() == [_blake("0.000000"), _blake("0.000001")]


def test_a_slice_hashes_like_the_whole() -> None:
    texts = pa.array(["a", "bb", "ccc", "dddd"])
    assert text_hashes(texts.slice(1, 2)).tolist() == text_hashes(texts).tolist()[1:3]
