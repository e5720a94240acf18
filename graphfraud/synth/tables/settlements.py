"""setl_d and mdtrt_d."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graphfraud.synth import items
from graphfraud.synth.billing import Bills
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.identity import Strings, padded
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.people import CLERK
from graphfraud.synth.tables import columns as c
from graphfraud.synth.visits import PURCHASE, STAYS, Visits

_WARDS = np.array([f"A{w:02d}" for w in range(1, 13)])
_DISE = np.array([code for code, _ in items.DISEASES])
_DIAG_CODE = np.array([code for code, _ in items.DIAGNOSES])
_DIAG_NAME = np.array([name for _, name in items.DIAGNOSES])


def setl_d(city: City, bills: Bills, index: Ints) -> pa.Table:
    """Give the settlement rows `index`."""
    people, inst, calendar = city.people, city.institutions, city.calendar
    b = bills.take(index)
    v = b.visit
    refund = b.origin >= 0
    manual = b.manual
    handler = np.where(v.handler >= 0, v.handler, v.person)
    account = np.where(v.account >= 0, v.account, v.person)
    return pa.table(
        {
            "setl_id": c.number(b.setl_id),
            "psn_no": c.number(b.psn_no),
            "fixmedins_code": c.lookup(inst.code, v.inst),
            "setl_time": c.time(calendar, v.time),
            "med_type": c.number(v.med_type),
            "medfee_sumamt": c.money(b.fee),
            "mdtrt_id": c.number(b.encounter),
            "init_setl_id": c.number(bills.setl_id[b.origin], refund),
            "begndate": c.date(calendar, v.begin),
            "enddate": c.date(calendar, v.time),
            "fund_pay_sumamt": c.money(b.fund),
            "hifp_pay": c.money(b.hifp),
            "acct_pay": c.money(b.acct),
            "acct_mulaid_pay": c.money(b.mulaid),
            "psn_cash_pay": c.money(b.cash),
            "hosp_part_amt": c.money(b.waived),
            "insutype": c.lookup(np.array(["390", "310"]), people.employee[v.person].astype(np.int64)),
            "psn_type": c.lookup(people.psn_type, v.person),
            "insu_admdvs": c.lookup(people.insu_admdvs, v.person),
            "mdtrt_cert_type": c.lookup(np.array(["", "01", "02", "03"]), b.cert),
            "mdtrt_cert_no": c.text(_credentials(city, b)),
            "dr_code": c.lookup(city.doctors.code, v.doctor, v.doctor >= 0),
            "dise_no": c.lookup(_DISE, v.dise, v.dise >= 0),
            "setl_type": c.lookup(np.array(["2", "1"]), manual.astype(np.int64)),
            "invono": c.number(np.where(v.invoice >= 0, v.invoice, b.setl_id % 10**10), ~refund),
            "opter_id": c.text(_operators(city, b)),
            "agnter_certno": c.lookup(people.certno, handler, manual),
            "agnter_tel": c.lookup(people.tel, handler, manual),
            "bankacct": c.text(np.char.add("9962", (people.psn_no[account] % 10**12).astype(str)), manual),
            "refd_setl_flag": c.flag(refund),
            "vali_flag": c.flag(b.valid),
        }
    )


def _credentials(city: City, b: Bills) -> Strings:
    """Give the token (01), identity number (02) or card number (03) that was shown."""
    person = b.visit.person
    token = np.char.add("EC", (city.people.psn_no[person] ^ 0x5DEECE66D).astype(str))
    card = np.char.add("99", (city.people.psn_no[person] % 10**14).astype(str))
    return np.select([b.cert == 1, b.cert == 2], [token, city.people.certno[person]], card)


def _operators(city: City, b: Bills) -> Strings:
    """Give the desk that entered the bill: three an institution, five at the agency for manual claims."""
    desk = np.char.add(city.institutions.code[b.visit.inst], (b.setl_id % 3 + 1).astype(str))
    clerk = np.where(b.visit.operator >= 0, b.visit.operator, b.setl_id % 5 + 1)
    return np.where(b.manual, np.char.add(CLERK, clerk.astype(str)), desk)


def _contacts(city: City, v: Visits) -> Ints:
    """Give who is called: whom the module named, else the first of the patient's household."""
    household = city.people.household
    relative = np.searchsorted(household, household[v.person])
    return np.where(v.contact >= 0, v.contact, relative)


def _contact_numbers(city: City, b: Bills) -> Strings:
    """Give the number that is called; some hospitals write their own front desk's for every third patient."""
    inst = b.visit.inst
    desk = city.institutions.default_doctor[inst] & (b.visit.contact < 0) & (b.encounter % 3 == 0)
    return np.where(desk, np.char.add("0990", padded(8_000_000 + inst, 7)), city.people.tel[_contacts(city, b.visit)])


def encounters(bills: Bills) -> Ints:
    """Give the rows of the first bill of each encounter, in the order of the encounters' opaque ids."""
    return np.unique(bills.encounter, return_index=True)[1]


def mdtrt_d(city: City, bills: Bills, index: Ints) -> pa.Table:
    """Give the encounter rows of the bills `index`."""
    b = bills.take(index)
    v = b.visit
    calendar, inst = city.calendar, city.institutions
    stay = np.isin(v.med_type, STAYS)
    ward = b.encounter // 7 % 12
    # Stays are coded; elsewhere a code is there for one visit in eight (domain brief 2.10).
    coded = np.where(stay, b.encounter % 50 > 1, (b.encounter % 8 == 0) & (v.med_type != PURCHASE))
    reached = (v.contact >= 0) | (b.encounter % 5 > 0)
    return pa.table(
        {
            "mdtrt_id": c.number(b.encounter),
            "psn_no": c.number(b.psn_no),
            "fixmedins_code": c.lookup(inst.code, v.inst),
            "med_type": c.number(v.med_type),
            "begntime": c.time(calendar, v.begin),
            "endtime": c.time(calendar, v.time),
            "atddr_no": c.lookup(city.doctors.code, v.doctor, stay & (v.doctor >= 0)),
            "dept_code": c.lookup(_WARDS, ward, inst.kind[v.inst] == HOSPITAL),
            "adm_bed": c.text(
                np.char.add((ward + 1).astype(str), np.char.add("-", (b.encounter % 41 + 1).astype(str))), stay
            ),
            "dscg_maindiag_code": c.lookup(_DIAG_CODE, v.diag, coded),
            "dscg_maindiag_name": c.lookup(_DIAG_NAME, v.diag, coded),
            "inhosp_stas": c.text(np.full(len(b), "0"), stay),
            "coner_tel": c.text(_contact_numbers(city, b), stay & reached),
            "curr_addr": c.lookup(city.people.live_addr, v.person, stay),
        }
    )
