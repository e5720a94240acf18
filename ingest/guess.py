"""Guesses which national table a file is, and which of its columns is which: by names, and by content where names fail.

A guess is a proposal for a reader, with a confidence from 0 to 1 and its reason:

name      the national column's own name, or its Chinese name
heading   a heading that exports use (`headings.yml`)
legacy    a name of the system before the national platform (`mappings/legacy.yml`)
near      nearly one of these names
content   the values look like it
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

import yaml

from graphfraud.model.masking import mask_raw
from graphfraud.model.schema import Column, Table, code_rules, tables
from ingest.cell import READERS, Unreadable
from ingest.mapping import load_mapping
from ingest.sample import Sample

EXACT, HEADING, LEGACY, NEAR, CONTENT = 1.0, 0.9, 0.95, 0.85, 0.5
"""Confidence of each reason; a near name is worth NEAR times its likeness."""
LEAST_LIKENESS = 0.8
"""Under this, names such as 开始日期 and 结束日期 would pass for one another."""
MISFIT = 0.3
"""What is left of a name's confidence where half of the values can't be read as that column."""
REQUIRED_WEIGHT = 3.0
"""A required column weighs as much as three others when tables are compared."""
SAMPLES = 3
FEW_CODES = 60
NOISE = re.compile(r"[\s_\-.()（）\[\]【】:：/]+")
ID_CARD = re.compile(r"\d{17}[\dXx]|\d{15}")
PHONE = re.compile(r"1[3-9]\d{9}")
PLACE = re.compile(r"[HP]\d{11}")
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
SHORT_CODE = re.compile(r"\d{1,6}")
SEX = frozenset("12男女")
TYPED = ("date", "time", "money", "quantity", "real")


@dataclass(frozen=True, slots=True)
class Guess:
    """One national column: where it comes from (None: from nowhere), how sure, and why."""

    column: Column
    source: str | None
    confidence: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class TableGuess:
    """One national table, how well the file fits it, and a guess for each of its columns in their order."""

    table: Table
    confidence: float
    columns: tuple[Guess, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that come from nowhere, and that loading can't make itself."""
        return tuple(g.column.name for g in self.columns if g.column.required and not (g.source or g.column.from_row))


def guess_tables(sample: Sample) -> tuple[TableGuess, ...]:
    """Give every national table, the likeliest first; ties by name."""
    stem = sample.file.lower().split(".", 1)[0]
    found = [guess_columns(sample, table, named=stem == name) for name, table in tables().items()]
    return tuple(sorted(found, key=lambda g: (-g.confidence, g.table.name)))


def guess_columns(sample: Sample, table: Table, *, named: bool = False) -> TableGuess:
    """Give a guess for each column of a table; `named`: the file has the table's name."""
    rated = sorted(
        (
            (score, why, column, source)
            for column in table.columns
            for source in sample.header
            if (rating := _rate(source, column, table, sample)) is not None
            for score, why in [rating]
        ),
        key=lambda r: (-r[0], not r[2].required, table.names.index(r[2].name), sample.header.index(r[3])),
    )
    chosen: dict[str, Guess] = {}
    taken: set[str] = set()
    for score, why, column, source in rated:
        # Two columns of a legacy export may well come from one; otherwise a source column is one thing.
        if column.name not in chosen and (source not in taken or why in ("name", "legacy")):
            chosen[column.name] = Guess(column, source, round(score, 2), why)
            taken.add(source)
    guesses = tuple(chosen.get(c.name, Guess(c, None)) for c in table.columns)
    return TableGuess(table, _confidence(guesses, sample, named), guesses)


def codes_of(column: Column, values: Iterable[str]) -> dict[str, str]:
    """Give the translation of words that stand for codes of the column's list (普通门诊 → 11).

    All words of the list, as soon as one of the values is such a word: later rows may hold the others.
    """
    words = _words(column)
    return dict(words) if any(value in words for value in values) else {}


def _words(column: Column) -> dict[str, str]:
    """Give the words for the codes of a column's list; where several codes have one word, the smallest is meant."""
    if column.codes is None:
        return {}
    codes = code_rules()[column.codes].codes
    words = {zh: code for code, zh in sorted(codes.items(), reverse=True) if zh not in codes}
    return words | ({"男": "1", "女": "2"} if column.codes == "gend" else {})


def masked_samples(sample: Sample, source: str, column: Column | None) -> tuple[str, ...]:
    """Give a few values of a source column as everyone may see them.

    Only what names nobody stays clear: a wrong guess must not show a number of a person.
    """
    texts = list(dict.fromkeys(sample.values.get(source, ())))[:SAMPLES]
    return tuple(text if column is not None and _harmless(text, column) else mask_raw(text) for text in texts)


def _harmless(text: str, column: Column) -> bool:
    """Say whether a value is what the column holds, and of a sort that names nobody: a date, a sum, a code."""
    if column.type in TYPED:
        return _reads(text, column)
    if column.codes and (text in code_rules()[column.codes].codes or text in _words(column)):
        return True
    return column.type in ("code", "flag") and SHORT_CODE.fullmatch(text) is not None


def _confidence(guesses: tuple[Guess, ...], sample: Sample, named: bool) -> float:
    """Give how well a file fits a table: how much of its required columns, and of the file, is explained."""
    required = [g.confidence for g in guesses if g.column.required and not (g.column.from_row and not g.source)]
    covered = sum(required) / len(required) if required else 0.0
    explained = sum(max((g.confidence for g in guesses if g.source == s), default=0.0) for s in sample.header)
    share = explained / len(sample.header) if sample.header else 0.0
    score = (REQUIRED_WEIGHT * covered + share) / (REQUIRED_WEIGHT + 1)
    return round(min(1.0, score + 0.1) if named else score, 3)


def _rate(source: str, column: Column, table: Table, sample: Sample) -> tuple[float, str] | None:
    by_name = _by_name(source, column, table)
    values = sample.values[source]
    if by_name is not None:
        score, why = by_name
        fits = _fit(values, column)
        return (score if fits >= 0.5 else score * MISFIT), why
    looks = LOOKS.get(column.name) or LOOKS.get(f"{table.name}.{column.name}")
    if looks is not None and values and sum(map(looks, values)) >= 0.9 * len(values):
        return CONTENT, "content"
    if column.codes and _is_code(column, values):
        return CONTENT - 0.1, "content"
    return None


def _by_name(source: str, column: Column, table: Table) -> tuple[float, str] | None:
    plain = _plain(source)
    if plain in (_plain(column.name), _plain(column.zh)):
        return EXACT, "name"
    if source in _legacy(table.name).get(column.name, ()):
        return LEGACY, "legacy"
    headings = [_plain(h) for h in _headings().get(column.name, ())]
    if plain in headings:
        return HEADING, "heading"
    like = max((_likeness(plain, known) for known in (_plain(column.name), _plain(column.zh), *headings)), default=0.0)
    return (NEAR * like, "near") if like >= LEAST_LIKENESS else None


def _likeness(a: str, b: str) -> float:
    """Give how alike two names are; short ones differ by too few letters to be called near."""
    return SequenceMatcher(None, a, b).ratio() if min(len(a), len(b)) >= 4 else 0.0


def _plain(name: str) -> str:
    return NOISE.sub("", name.lower())


@cache
def _headings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(files("ingest").joinpath("headings.yml").read_text(encoding="utf-8"))
    return found


@cache
def _legacy(table: str) -> dict[str, tuple[str, ...]]:
    rules = load_mapping("legacy").tables[table].rules
    return {name: rule.sources for name, rule in rules.items() if len(rule.sources) == 1}


def _reads(text: str, column: Column) -> bool:
    try:
        return READERS[column.type](text) is not None
    except Unreadable:
        return False


def _fit(values: tuple[str, ...], column: Column) -> float:
    """Give the share of values that can be read as the column; without values nothing speaks against it."""
    if not values:
        return 1.0
    if column.codes and code_rules()[column.codes].closed:
        rule, words = code_rules()[column.codes], codes_of(column, values)
        return sum(rule.holds(v) or v in words for v in values) / len(values)
    return sum(_reads(v, column) for v in values) / len(values)


def _is_code(column: Column, values: tuple[str, ...]) -> bool:
    """Say whether the values are codes of a closed list, or the words of any; a flag's 0 and 1 could be anything."""
    assert column.codes is not None
    distinct = set(values)
    if not distinct or len(distinct) > FEW_CODES or column.codes == "flag":
        return False
    if distinct <= set(_words(column)):
        return True
    rule = code_rules()[column.codes]
    return rule.closed and len(distinct) > 1 and all(rule.holds(v) for v in distinct)


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


def _has_clock(value: str) -> bool:
    try:
        found = READERS["time"](value)
    except Unreadable:
        return False
    return found is not None and (":" in value or (len(value) == 14 and value.isdigit()))


LOOKS: dict[str, Callable[[str], bool]] = {
    "certno": _matches(ID_CARD),
    "tel": _matches(PHONE),
    "coner_tel": _matches(PHONE),
    "fixmedins_code": _matches(PLACE),
    "psn_name": _matches(NAME),
    "gend": lambda value: value in SEX,
    "setl_time": _has_clock,
    "fee_ocur_time": _has_clock,
    "begntime": _has_clock,
    "sel_retn_time": _has_clock,
}
"""Columns that can be told by their values alone."""
