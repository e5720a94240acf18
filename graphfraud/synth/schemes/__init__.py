"""The schemes that can be planted, one module each; a further one is one more entry here."""

from __future__ import annotations

from graphfraud.synth.plan import SchemeModule
from graphfraud.synth.schemes import after_death, co_swipe, double_claim, empty_swipe, fake_stay, reflow, resale

SCHEMES: tuple[SchemeModule, ...] = (
    SchemeModule("fake_stay", fake_stay.plant),
    SchemeModule("co_swipe", co_swipe.plant),
    SchemeModule("empty_swipe", empty_swipe.plant),
    SchemeModule("resale", resale.plant),
    SchemeModule("reflow", reflow.plant),
    SchemeModule("after_death", after_death.plant, beyond_death=True),
    SchemeModule("double_claim", double_claim.plant),
)
