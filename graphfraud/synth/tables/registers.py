"""Persons, institutions, doctors, households, entitlements, deaths."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graphfraud.synth import identity, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL, PHARMACY
from graphfraud.synth.people import employer_no
from graphfraud.synth.plan import Employments, Entitlements
from graphfraud.synth.tables import columns as c


def psn_info_b(city: City) -> pa.Table:
    """Give a row for each `psn_no`; a person's second number has the same identity number."""
    people = city.people
    who, psn_no = _numbers(city)
    return pa.table(
        {
            "psn_no": c.number(psn_no),
            "psn_name": c.lookup(people.name, who),
            "certno": c.lookup(people.certno, who),
            "gend": c.lookup(np.array(["1", "2"]), people.female[who].astype(np.int64)),
            "brdy": pa.array(people.birth[who].astype("datetime64[D]")),
            "tel": c.lookup(people.tel, who),
            "live_addr": c.lookup(people.live_addr, who),
            "emp_no": c.lookup(people.emp_no, who),
            "emp_name": c.lookup(people.emp_name, who),
            "insu_admdvs": c.lookup(people.insu_admdvs, who),
            "psn_type": c.lookup(people.psn_type, who),
            "sp_psn_type": c.text(np.full(len(who), "01"), people.special[who]),
        }
    )


def _numbers(city: City) -> tuple[Ints, Ints]:
    """Give person index and number of every `psn_no`, in the order of the numbers."""
    people = city.people
    two = np.flatnonzero(people.second > 0)
    who = np.r_[np.arange(len(people)), two]
    psn_no = np.r_[people.psn_no, people.second[two]]
    order = np.argsort(psn_no)
    return who[order], psn_no[order]


def psn_insu_d(city: City, rng: np.random.Generator, employed: tuple[Employments, ...] = ()) -> pa.Table:
    """Give one insurance relation a `psn_no`, few have ended in the period; then the further employments."""
    people = city.people
    who, psn_no = _numbers(city)
    begin = np.maximum(people.birth[who] + 30, np.int64(14_600) + rng.integers(0, 3_600, len(who)))
    end = city.calendar.start.astype(np.int64) + rng.integers(0, city.calendar.days, len(who))
    begin = np.minimum(begin, end)
    usual = pa.table(
        {
            "psn_no": c.number(psn_no),
            "emp_no": c.lookup(people.emp_no, who),
            "insutype": c.lookup(np.array(["390", "310"]), people.employee[who].astype(np.int64)),
            "psn_insu_date": pa.array(begin.astype("datetime64[D]")),
            "paus_insu_date": pa.array(end.astype("datetime64[D]"), mask=rng.random(len(who)) >= 0.02),
        }
    )
    return pa.concat_tables([usual, *(_employments(city, e) for e in employed)])


def _employments(city: City, e: Employments) -> pa.Table:
    start = city.calendar.start.astype("datetime64[D]")
    return pa.table(
        {
            "psn_no": c.number(city.people.psn_no[e.person]),
            "emp_no": pa.array([employer_no(n) for n in e.employer.tolist()], pa.string()),
            "insutype": c.text(np.full(len(e.person), "310")),
            "psn_insu_date": pa.array(start + e.joined),
            "paus_insu_date": pa.array(start + e.quit, mask=e.quit >= city.calendar.days),
        }
    )


def medins_info_b(city: City) -> pa.Table:
    """Give a row for each institution, in code order."""
    inst = city.institutions
    o = np.argsort(inst.code)
    private = (inst.kind == PHARMACY) | (inst.level == 3)
    return pa.table(
        {
            "fixmedins_code": c.text(inst.code[o]),
            "fixmedins_name": c.text(inst.name[o]),
            "medins_natu": c.text(np.where(private, "2", "1")[o]),
            "hosp_lv": c.number(inst.level[o]),
            "fix_blng_admdvs": c.text(inst.region[o]),
            "aprv_bed_cnt": c.number(inst.beds[o], (inst.kind == HOSPITAL)[o]),
            "uscc": c.text(inst.uscc[o]),
            "legrep_name": c.text(inst.legrep[o]),
            "bankacct": c.text(inst.bankacct[o]),
            "addr": c.text(
                np.array([f"样例市{t + 1}镇大街{k % 300 + 1}号" for t, k in zip(inst.town, o, strict=True)])[o]
            ),
            # An empty stretch of the Pacific: places must not lie on anybody's map.
            "lnt": pa.array(np.round(170 + inst.position[o, 0] / 100, 5)),
            "lat": pa.array(np.round(30 + inst.position[o, 1] / 111, 5)),
            "prnt_medins_code": c.lookup(inst.code, inst.parent[o], inst.parent[o] >= 0),
            "cred_lv": c.text(np.array(list("AABBC"))[o % 5]),
        }
    )


def dr_info_b(city: City, rng: np.random.Generator) -> pa.Table:
    """Give a row for each national doctor or pharmacist code; house numbers are in no register."""
    doctors = city.doctors
    code, at = np.unique(doctors.code, return_index=True)
    at = at[doctors.national[at]]
    code = doctors.code[at]
    multi = np.isin(code, doctors.code[doctors.several_sites])
    left = rng.random(len(at)) < 0.01
    left_at = city.calendar.time_of(np.full(len(at), (city.calendar.days - 1) * 86_400 + 61_200))
    return pa.table(
        {
            "dr_code": c.text(code),
            "dr_name": c.text(doctors.name[at], rng.random(len(at)) >= 0.04),
            "main_pracins_no": c.lookup(city.institutions.code, doctors.inst[at]),
            "mul_prac_flag": c.flag(multi),
            "nemp_time": pa.array(left_at, mask=~left),
            "prac_stas": c.text(np.where(left, "0", "1")),
            "cred_lv": c.text(np.array(list("AAAB"))[rng.integers(0, 4, len(at))]),
        }
    )


def household(city: City, rng: np.random.Generator, coverage: float) -> pa.Table:
    """Give who lives with whom, for about `coverage` of the persons.

    Half of what is missing are whole households, half single persons. Families in two households appear
    together a second time (they share a mutual-aid account), and so do the residents of every second care home.
    """
    people = city.people
    lack = (1.0 - coverage) / 2
    houses = int(people.household[-1]) + 1
    known = (rng.random(houses) >= lack)[people.household] & (rng.random(len(people)) >= lack)
    house_no, home_no = identity.opaque(rng, houses), identity.opaque(rng, houses)
    clan_no, in_clan = identity.opaque(rng, houses), (people.clan >= 0) & (rng.random(len(people)) < coverage)
    in_home = known & (people.home >= 0) & (people.home % 2 == 0)
    psn_no = np.r_[people.psn_no[known], people.psn_no[in_home], people.psn_no[in_clan]]
    hh_id = np.r_[house_no[people.household[known]], home_no[people.home[in_home]], clan_no[people.clan[in_clan]]]
    order = np.argsort(psn_no, kind="stable")
    return pa.table({"psn_no": c.number(psn_no[order]), "hh_id": c.number(hh_id[order])})


def death_reg(city: City) -> pa.Table:
    """Give who died in the period."""
    people = city.people
    dead = np.flatnonzero(people.death < city.calendar.days)
    dead = dead[np.argsort(people.psn_no[dead])]
    return pa.table(
        {
            "psn_no": c.number(people.psn_no[dead]),
            "death_date": pa.array(city.calendar.start + people.death[dead]),
        }
    )


def opsp_reg_d(
    city: City, rng: np.random.Generator, person: Ints, dise: Ints, granted: tuple[Entitlements, ...] = ()
) -> pa.Table:
    """Give an entitlement for each (person, disease) that occurs in settlements: as granted, else of long ago."""
    pairs = np.unique(np.stack([city.people.psn_no[person], dise, person], axis=1), axis=0)
    psn_no, which, who = pairs.T
    certifier = city.habit[HOSPITAL][who, 0]
    # Drawn for everybody, so that who else is entitled changes nothing.
    pick, ago = rng.random(len(city.people))[who], rng.integers(30, 2_000, len(city.people))[who]
    doctor = city.doctors.first[certifier] + (pick * city.doctors.count[certifier]).astype(np.int64)
    begin = city.calendar.start - ago
    row = {pair: i for i, pair in enumerate(zip(who.tolist(), which.tolist(), strict=True))}
    for grant in granted:
        for i, pair in enumerate(zip(grant.person.tolist(), grant.dise.tolist(), strict=True)):
            if (at := row.get(pair)) is not None:
                doctor[at] = grant.doctor[i]
                certifier[at] = city.doctors.inst[grant.doctor[i]]
                begin[at] = city.calendar.start + grant.day[i]
    return pa.table(
        {
            "psn_no": c.number(psn_no),
            "opsp_dise_code": c.lookup(np.array([code for code, _ in items.DISEASES]), which),
            "begndate": pa.array(begin.astype("datetime64[D]")),
            "ide_fixmedins_no": c.lookup(city.institutions.code, certifier),
            "diag_dr_codg": c.lookup(city.doctors.code, doctor),
        }
    )
