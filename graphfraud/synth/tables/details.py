"""fee_list_d and drugtracinfo."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graphfraud.synth import items
from graphfraud.synth.billing import Bills
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.lines import Lines, Traces
from graphfraud.synth.tables import columns as c

_CODE = np.array([i.code for i in items.ITEMS])
_NAME = np.array([i.name for i in items.ITEMS])
_LIST = np.array([i.list_type for i in items.ITEMS])
_CHARGE = np.array([i.charge for i in items.ITEMS])
SUPPLY_DAYS = np.array([7, 14, 28, 30])


def fee_list_d(city: City, bills: Bills, lines: Lines, index: Ints) -> pa.Table:
    """Give the fee lines `index`."""
    bill, item = lines.bill[index], lines.item[index]
    doctor = bills.visit.doctor[bill]
    drug = items.IS_DRUG[item]
    serial = lines.bkkp_sn[index]
    return pa.table(
        {
            "bkkp_sn": c.number(serial),
            "setl_id": c.number(bills.setl_id[bill]),
            "hilist_code": c.lookup(_CODE, item),
            "cnt": c.quantity(lines.cnt[index]),
            "det_item_fee_sumamt": c.money(lines.amount[index]),
            "mdtrt_id": c.number(bills.encounter[bill]),
            "hilist_name": c.lookup(_NAME, item),
            "list_type": c.lookup(_LIST, item),
            "med_chrgitm_type": c.lookup(_CHARGE, item),
            "pric": c.price(lines.amount[index], lines.cnt[index]),
            "fee_ocur_time": c.time(city.calendar, bills.visit.begin[bill]),
            "bilg_dr_code": c.lookup(city.doctors.code, doctor, doctor >= 0),
            "rxno": c.number(bills.encounter[bill] % 10**12, drug),
            "prd_days": c.number(
                np.where(lines.days[index] > 0, lines.days[index], SUPPLY_DAYS[serial % 4]),
                drug & ((lines.days[index] > 0) | (serial % 14 == 0)),
            ),
            "etip_flag": c.flag(~drug & ((serial % 500 == 0) | (bills.visit.etip[bill] > 0))),
        }
    )


def drugtracinfo(city: City, bills: Bills, lines: Lines, traces: Traces, index: Ints) -> pa.Table:
    """Give the scanned boxes `index`: 20-digit codes that begin with 81."""
    line = traces.line[index]
    bill = lines.bill[line]
    code = c.text(np.char.add("81", traces.code[index].astype(str)))
    return pa.table(
        {
            "setl_id": c.number(bills.setl_id[bill]),
            "drug_trac_codg": code,
            "fixmedins_code": c.lookup(city.institutions.code, bills.visit.inst[bill]),
            "hilist_code": c.lookup(_CODE, lines.item[line]),
            "sel_retn_time": c.time(city.calendar, bills.visit.time[bill]),
            "trdn_flag": c.flag(lines.pack[line] >= 0),
            "mdtrt_setl_type": c.text(np.full(len(index), "1")),
        }
    )
