"""Who came to how many of a ring's gatherings, when and where: the timeline as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.components.entities import entity_link
from app.components.html import Html, bar, link, table, tag, text
from app.place import Place
from app.texts import Texts
from app.words import count, percent
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef


@dataclass(slots=True)
class Attendance:
    """A patient's part in the gatherings: their numbers, the settlements at each place, the first and last time."""

    gatherings: set[int] = field(default_factory=set)
    places: Counter[str] = field(default_factory=Counter)
    first: datetime = datetime.max
    last: datetime = datetime.min


def attendance(rows: Sequence[Mapping[str, Any]]) -> dict[str, Attendance]:
    """Add gatherings up by patient."""
    found: dict[str, Attendance] = {}
    for row in rows:
        own = found.setdefault(row["patient"], Attendance())
        own.gatherings.add(row["gathering"])
        own.places[row["fixmedins_code"]] += 1
        own.first, own.last = min(own.first, row["begin"]), max(own.last, row["end"])
    return found


def attendance_table(
    t: Texts,
    place: Place,
    ring: Ring,
    rows: Sequence[Mapping[str, Any]],
    people: Sequence[str],
    names: Mapping[EntityRef, str],
) -> Html:
    """Give a line a patient, in the order of the chart; each opens its settlements."""
    found, every = attendance(rows), len({row["gathering"] for row in rows})
    spots = {ref.id: name for ref, name in names.items() if ref.kind != "patient" and name}
    lines = []
    for patient in people:
        own = found.get(patient, Attendance())
        ref, came = EntityRef("patient", patient), len(own.gatherings)
        opened = place.to("claims", ring=ring.ring_id, of="member", entity=str(ref))
        where = (f"{spots.get(code, code)} × {n}" for code, n in own.places.most_common())
        lines.append(
            [
                tag("span", entity_link(place, ref, names.get(ref, "")), "nowrap"),
                tag("span", bar(came / every, f"{count(came)} / {count(every)} ({percent(came / every)})"), "nowrap"),
                text(f"{own.first:%Y-%m-%d}" if came else "—"),
                text(f"{own.last:%Y-%m-%d}" if came else "—"),
                text(t("comma").join(where) or "—"),
                link(opened, text(t("see")), "nowrap"),
            ]
        )
    head = [t("who"), t("attendance.came"), t("attendance.first"), t("attendance.last"), t("place"), t("claims")]
    return table(head, lines, name=t("attendance.table"))
