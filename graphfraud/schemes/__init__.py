"""The schemes, one module each: a table of signals, weights and gates."""

from __future__ import annotations

from graphfraud.schemes import after_death, co_swipe, fake_stay, feeder, overlap_stay, split_stay
from graphfraud.schemes.base import Scheme

SCHEMES: tuple[Scheme, ...] = (
    fake_stay.SCHEME,
    feeder.SCHEME,
    split_stay.SCHEME,
    overlap_stay.SCHEME,
    co_swipe.SCHEME,
    after_death.SCHEME,
)
"""Every scheme, in contract order."""
