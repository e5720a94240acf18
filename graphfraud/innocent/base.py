"""What every innocent explanation gives: a verdict on a candidate, with its reason in words.

`likely` demotes the ring (it stays visible, with the reason); `possible` is shown; `ruled_out` is shown with what
speaks against it; `untested` names the data that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from graphfraud.claims.table import Codes, Flags
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CHRONIC = "14"
"""What medical types of registered chronic disease (门诊慢特病) begin with."""
SOMETHING = re.compile(r"\S")
TEXTS = 1 << 16


@dataclass(frozen=True, slots=True)
class Explanation:
    """One look-alike: its code, its name in both languages, and its test."""

    code: str
    name: Text
    test: Callable[[Candidate], Innocent]
    """The test's docstring is the published description."""


def verdict(code: str, likely: bool, possible: bool, zh: str, en: str) -> Innocent:
    """Give the verdict with its reason."""
    word = "likely" if likely else "possible" if possible else "ruled_out"
    return Innocent(code, word, Text(zh, en))


def untested(code: str, zh: str, en: str) -> Innocent:
    """Say that the data for this test is missing."""
    return Innocent(code, "untested", Text(zh, en))


def top_share(codes: Codes) -> float:
    """Give the share of the most frequent known code among all (−1 is unknown); 0 where none is known."""
    known = codes[codes >= 0]
    return float(np.bincount(known).max() / len(codes)) if len(known) else 0.0


def described(facts: pd.DataFrame) -> Flags:
    """Mark the settlements with a diagnosis or a named item: marks can only be sought there."""
    return named(facts, SOMETHING, "diagnosis", "diagnosis_name", "item_names")


def coded(facts: pd.DataFrame, start: re.Pattern[str]) -> Flags:
    """Mark the settlements whose code of diagnosis begins so."""
    return np.array([_begins(start, code) for code in facts["diagnosis"].tolist()], dtype=bool)


def named(facts: pd.DataFrame, word: re.Pattern[str], *columns: str) -> Flags:
    """Mark the settlements with the word in one of the columns."""
    marked = np.zeros(len(facts), dtype=bool)
    for name in columns:
        texts = facts[name].tolist()
        held = {text: _holds(word, text) for text in set(texts)}
        marked |= np.array([held[text] for text in texts], dtype=bool)
    return marked


def chronic(facts: pd.DataFrame) -> Flags:
    """Mark the settlements for a registered chronic disease."""
    special = [str(code).startswith(CHRONIC) for code in facts["med_type"].tolist()]
    marked: Flags = np.array(special, dtype=bool) | facts["dise_no"].notna().to_numpy()
    return marked


# Candidates share settlements, and settlements their texts.
@lru_cache(maxsize=TEXTS)
def _begins(start: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and start.match(text) is not None


@lru_cache(maxsize=TEXTS)
def _holds(word: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and word.search(text) is not None


def share_of(marked: Flags, known: Flags) -> float:
    """Give the share of the known settlements that are marked; of all, where fewer than a fifth are known."""
    enough = float(known.mean()) >= 0.2
    return float(marked[known].mean()) if enough else float(marked.mean())


def percent(share: float) -> str:
    """Give a share as a whole percentage."""
    return f"{share * 100:.0f}%"
