"""The schemes that can be planted, one module each; a further one is one more entry here."""

from __future__ import annotations

from graphfraud.synth.plan import SchemeModule
from graphfraud.synth.schemes import (
    after_death,
    co_swipe,
    fake_stay,
    false_qualification,
    false_receipt,
    impersonation,
    insider,
    shell_employer,
)

SCHEMES: tuple[SchemeModule, ...] = (
    SchemeModule("fake_stay", fake_stay.plant),
    SchemeModule("co_swipe", co_swipe.plant),
    SchemeModule("impersonation", impersonation.plant),
    SchemeModule("after_death", after_death.plant, beyond_death=True),
    SchemeModule("false_qualification", false_qualification.plant),
    SchemeModule("false_receipt", false_receipt.plant),
    SchemeModule("shell_employer", shell_employer.plant),
    SchemeModule("insider", insider.plant),
)
