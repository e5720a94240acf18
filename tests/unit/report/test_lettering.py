"""Texts that the font of reports can draw."""

from __future__ import annotations

from importlib.resources import files

import pytest

from app.report.lettering import LONGEST, known, printable, width


def test_the_font_has_gb2312_and_what_names_need() -> None:
    pairs = (bytes([a, b]).decode("gb2312", "ignore") for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF))
    wanted = {c for c in pairs if c}
    assert len(wanted) == 7445
    names = files("app.report").joinpath("fonts", "names.txt").read_text(encoding="utf-8")
    assert {c for c in (*wanted, *"".join(names.split())) if ord(c) not in known()} == set()


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        ("张*芳", "张*芳"),
        (7, "7"),
        ("a\tb\r\nc  d", "a b c d"),
        ("a\u202eb\u200fc\u200b", "abc"),
        ("喆\U0001f600", "喆〓"),
        ("<b>&amp;", "<b>&amp;"),
        ("x" * 5000, "x" * (LONGEST - 1) + "…"),
    ],
)
def test_what_is_drawn(value: object, drawn: str) -> None:
    assert printable(value) == drawn


def test_a_chinese_letter_is_as_wide_as_it_is_high() -> None:
    assert width("团伙", 10) == 20
