"""The innocent look-alikes, one module each; a further one is one more entry here."""

from __future__ import annotations

from graphfraud.synth.innocent import (
    batch_stamp,
    care_home,
    checkup,
    chemo,
    day_surgery,
    default_doctor,
    dialysis,
    drug_day,
    employer_day,
    family,
    flu_family,
    long_stay,
    market_day,
    member_day,
    mother_newborn,
    only_hospital,
    rebilling,
    rehab,
    split_pack,
    tcm_course,
    vaccination,
    weekly_clinic,
)
from graphfraud.synth.plan import InnocentModule

INNOCENT: tuple[InnocentModule, ...] = (
    InnocentModule("family", family.act),
    InnocentModule("flu_family", flu_family.act),
    InnocentModule("mother_newborn", mother_newborn.act),
    InnocentModule("dialysis", dialysis.act),
    InnocentModule("chemo", chemo.act),
    InnocentModule("rehab", rehab.act),
    InnocentModule("tcm_course", tcm_course.act),
    InnocentModule("long_stay", long_stay.act),
    InnocentModule("day_surgery", day_surgery.act),
    InnocentModule("checkup_day", checkup.act),
    InnocentModule("vaccination_day", vaccination.act),
    InnocentModule("employer_day", employer_day.act),
    InnocentModule("care_home", care_home.act),
    InnocentModule("weekly_clinic", weekly_clinic.act),
    InnocentModule("drug_day", drug_day.act),
    InnocentModule("market_day", market_day.act),
    InnocentModule("member_day", member_day.act),
    InnocentModule("only_hospital", only_hospital.act),
    InnocentModule("batch_stamp", batch_stamp.act),
    InnocentModule("default_doctor", default_doctor.act),
    InnocentModule("rebilling", rebilling.act),
    InnocentModule("split_pack", split_pack.act),
)
