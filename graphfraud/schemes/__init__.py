"""The schemes, one module each: a table of signals, weights and gates."""

from __future__ import annotations

from graphfraud.schemes import (
    after_death,
    burst_rx,
    co_swipe,
    dialysis,
    double_claim,
    empty_swipe,
    fake_stay,
    false_qualification,
    false_receipt,
    feeder,
    forged_rx,
    ghost_doctor,
    impersonation,
    insider,
    overlap_stay,
    reflow,
    remote_cash_out,
    resale,
    shell_employer,
    split_stay,
)
from graphfraud.schemes.base import Scheme

SCHEMES: tuple[Scheme, ...] = (
    fake_stay.SCHEME,
    feeder.SCHEME,
    split_stay.SCHEME,
    overlap_stay.SCHEME,
    co_swipe.SCHEME,
    remote_cash_out.SCHEME,
    empty_swipe.SCHEME,
    resale.SCHEME,
    reflow.SCHEME,
    forged_rx.SCHEME,
    burst_rx.SCHEME,
    ghost_doctor.SCHEME,
    impersonation.SCHEME,
    after_death.SCHEME,
    dialysis.SCHEME,
    false_qualification.SCHEME,
    false_receipt.SCHEME,
    shell_employer.SCHEME,
    double_claim.SCHEME,
    insider.SCHEME,
)
"""Every scheme, in contract order."""
