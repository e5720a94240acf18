"""The schemes, one module each: a table of signals, weights and gates."""

from __future__ import annotations

from graphfraud.schemes import after_death, co_swipe, double_claim, empty_swipe, fake_stay, reflow, resale
from graphfraud.schemes.base import Scheme

SCHEMES: tuple[Scheme, ...] = (
    fake_stay.SCHEME,
    co_swipe.SCHEME,
    empty_swipe.SCHEME,
    resale.SCHEME,
    reflow.SCHEME,
    after_death.SCHEME,
    double_claim.SCHEME,
)
"""Every scheme, in contract order."""
