"""What every innocent explanation gives: a verdict on a candidate, with its reason in words.

`likely` demotes the ring (it stays visible, with the reason); `possible` is shown; `ruled_out` is shown with what
speaks against it; `untested` names the data that is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graphfraud.claims.table import Codes
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate


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


def described(facts: pd.DataFrame) -> pd.Series[bool]:
    """Mark the settlements with a diagnosis or a named item: marks can only be sought there."""
    texts = facts["diagnosis"].fillna("") + facts["diagnosis_name"].fillna("") + facts["item_names"].fillna("")
    return texts.astype(str).str.strip() != ""


def share_of(marked: pd.Series[bool], known: pd.Series[bool]) -> float:
    """Give the share of the known settlements that are marked; of all, where fewer than a fifth are known."""
    enough = float(known.mean()) >= 0.2
    return float(marked[known].mean()) if enough else float(marked.mean())


def percent(share: float) -> str:
    """Give a share as a whole percentage."""
    return f"{share * 100:.0f}%"
