"""Claim rows as readers see them: where each came from, and the sums as loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.components.entities import entity_link, institution_link, named_institution
from app.components.html import Html, join, table, tag, text
from app.place import Place
from app.texts import Texts
from app.words import money
from graphfraud.store.base import EntityRef

MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
Row = Mapping[str, Any]


def cell(value: object) -> str:
    """Give a value of a claim as text: times to the second, a missing one as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")[:19]
    return value.isoformat() if isinstance(value, date) else str(value)


def total(rows: pa.Table, column: str) -> Decimal:
    """Add up a money column; a missing amount counts as nothing."""
    return pc.sum(rows[column]).as_py() or Decimal(0)


def source(row: Row) -> Html:
    """Give the file and line that the row was loaded from."""
    return tag("span", text(f"{cell(row.get('source_file'))}:{cell(row.get('_line'))}"), "id")


def claims_table(t: Texts, place: Place, rows: Sequence[Row], names: Mapping[EntityRef, str], name: str) -> Html:
    """Give claims as a table: when, who, where, what, how much, from which line of which file."""
    head = [
        t("setl_time"),
        t("patient"),
        t("place"),
        t("care"),
        t("medfee"),
        t("fund"),
        t("acct"),
        t("setl_and_source"),
    ]
    return table(head, [_line(t, place, row, names) for row in rows], numbers=(4, 5, 6), name=name)


def _line(t: Texts, place: Place, row: Row, names: Mapping[EntityRef, str]) -> list[Html]:
    person = person_of(row)
    code = row["fixmedins_code"]
    stay = tag("div", text(_stay(row)), "soft nowrap")
    where_from = Html(tag("div", text(row["setl_id"]), "id nowrap") + tag("div", source(row), "soft nowrap"))
    return [
        tag("span", text(cell(row.get("setl_time"))), "nowrap"),
        tag("span", entity_link(place, person, names.get(person, "")), "nowrap"),
        institution_link(place, code, names.get(named_institution(code), "")),
        Html(text(med_type(t, row.get("med_type"))) + stay),
        *(_money(t, row.get(column)) for column in MONEY),
        where_from,
    ]


def person_of(row: Row) -> EntityRef:
    """Give the patient of a claim."""
    return EntityRef("patient", row.get("patient") or row["psn_no"])


def signed_by(row: Row, doctor: str) -> bool:
    """Say whether the claim names the doctor, whose id is a code, or institution/code where the code is local."""
    code = row.get("doctor") or row.get("dr_code")
    return bool(code) and doctor in (code, f"{row['fixmedins_code']}/{code}")


def wanted_names(rows: Sequence[Row]) -> tuple[EntityRef, ...]:
    """Give the entities whose names the table needs."""
    spots = {named_institution(row["fixmedins_code"]) for row in rows}
    return tuple(sorted(spots | {person_of(row) for row in rows}, key=str))


def med_type(t: Texts, code: object) -> str:
    """Give the care category in words; a longer local code takes the words of its first two digits."""
    shown = cell(code)
    named = t.named("med_type", shown[:2])
    return shown if named == shown[:2] else f"{named} {shown}" if len(shown) > 2 else named


def _stay(row: Row) -> str:
    begin, end = row.get("begndate"), row.get("enddate")
    if begin is None or end is None or begin == end:
        return ""
    return f"{cell(begin)} – {cell(end)}"


def _money(t: Texts, value: Decimal | None) -> Html:
    return text("—" if value is None else money(t, value))


def note(t: Texts) -> Html:
    """Say how the rows are to be read."""
    return tag("p", join([text(t("claims.note"))]), "soft")
