"""The schemes that can be planted, one module each; a further one is one more entry here."""

from __future__ import annotations

from graphfraud.synth.plan import SchemeModule
from graphfraud.synth.schemes import (
    after_death,
    burst_rx,
    co_swipe,
    fake_stay,
    forged_rx,
    ghost_doctor,
    remote_cash_out,
)

SCHEMES: tuple[SchemeModule, ...] = (
    SchemeModule("fake_stay", fake_stay.plant),
    SchemeModule("co_swipe", co_swipe.plant),
    SchemeModule("remote_cash_out", remote_cash_out.plant),
    SchemeModule("forged_rx", forged_rx.plant),
    SchemeModule("burst_rx", burst_rx.plant),
    SchemeModule("ghost_doctor", ghost_doctor.plant),
    SchemeModule("after_death", after_death.plant, beyond_death=True),
)
