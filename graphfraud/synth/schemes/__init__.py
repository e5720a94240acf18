"""The schemes that can be planted, one module each; a further one is one more entry here."""

from __future__ import annotations

from graphfraud.synth.plan import SchemeModule
from graphfraud.synth.schemes import (
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

SCHEMES: tuple[SchemeModule, ...] = (
    SchemeModule("fake_stay", fake_stay.plant),
    SchemeModule("feeder", feeder.plant),
    SchemeModule("split_stay", split_stay.plant),
    SchemeModule("overlap_stay", overlap_stay.plant),
    SchemeModule("co_swipe", co_swipe.plant),
    SchemeModule("remote_cash_out", remote_cash_out.plant),
    SchemeModule("empty_swipe", empty_swipe.plant),
    SchemeModule("resale", resale.plant),
    SchemeModule("reflow", reflow.plant),
    SchemeModule("forged_rx", forged_rx.plant),
    SchemeModule("burst_rx", burst_rx.plant),
    SchemeModule("ghost_doctor", ghost_doctor.plant),
    SchemeModule("impersonation", impersonation.plant),
    SchemeModule("after_death", after_death.plant, beyond_death=True),
    SchemeModule("dialysis", dialysis.plant),
    SchemeModule("false_qualification", false_qualification.plant),
    SchemeModule("false_receipt", false_receipt.plant),
    SchemeModule("shell_employer", shell_employer.plant),
    SchemeModule("double_claim", double_claim.plant),
    SchemeModule("insider", insider.plant),
)
