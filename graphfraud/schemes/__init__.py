"""The schemes, one module each: a table of signals, weights and gates."""

from __future__ import annotations

from graphfraud.schemes import (
    after_death,
    co_swipe,
    fake_stay,
    false_qualification,
    false_receipt,
    impersonation,
    insider,
    shell_employer,
)
from graphfraud.schemes.base import Scheme

SCHEMES: tuple[Scheme, ...] = (
    fake_stay.SCHEME,
    co_swipe.SCHEME,
    impersonation.SCHEME,
    after_death.SCHEME,
    false_qualification.SCHEME,
    false_receipt.SCHEME,
    shell_employer.SCHEME,
    insider.SCHEME,
)
"""Every scheme, in contract order."""
