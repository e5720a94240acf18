"""The schemes, one module each: a table of signals, weights and gates."""

from __future__ import annotations

from graphfraud.schemes import after_death, burst_rx, co_swipe, fake_stay, forged_rx, ghost_doctor, remote_cash_out
from graphfraud.schemes.base import Scheme

SCHEMES: tuple[Scheme, ...] = (
    fake_stay.SCHEME,
    co_swipe.SCHEME,
    remote_cash_out.SCHEME,
    forged_rx.SCHEME,
    burst_rx.SCHEME,
    ghost_doctor.SCHEME,
    after_death.SCHEME,
)
"""Every scheme, in contract order."""
