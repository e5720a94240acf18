"""The schemes, one module each: a table of signals, weights and gates."""

from __future__ import annotations

from graphfraud.schemes import after_death, co_swipe, fake_stay, reflow
from graphfraud.schemes.base import Scheme

SCHEMES: tuple[Scheme, ...] = (
    fake_stay.SCHEME,
    co_swipe.SCHEME,
    reflow.SCHEME,
    after_death.SCHEME,
)
"""Every scheme, in contract order."""
