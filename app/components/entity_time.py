"""An entity's settlements in time, drawn and told: a patient's stays and visits, a place's or a doctor's days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from app.components import timeline
from app.components.entities import institution_link, named_institution
from app.components.fields import choose
from app.components.html import Html, badge, join, link, show, table, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, showing
from graphfraud.store.base import EntityRef
from graphfraud.store.course import Gap, Overlap, Visit, gaps, overlaps

PLACES = 12
"""Lines of the drawing; further places share one more."""
MARKS = 400
"""Visits up to which each has a dot of its own; more are put together by place and week."""
DAYS = 400
"""Days up to which each has a bar of its own; more are put together by week."""
SAID = 5
LISTED = 12
GAPS = ("90", "30", "180", "365")
Rows = list[dict[str, Any]]


def show_course(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw a patient's stays and visits, with the gaps and what overlaps."""
    course = reads.course(ref)
    if not course:
        show(tag("p", text(t("claims.none.said")), "soft"))
        return
    found = overlaps(course)
    names = reads.names(tuple(sorted({named_institution(v.place) for v in course}, key=str)))
    labels = place_labels(t, [v.place for v in course], names)
    frame, bundled = course_rows(t, course, found, labels)
    timeline.put(timeline.course_chart(t, frame, list(dict.fromkeys(labels.values()))), f"course-{ref}")
    lines = min(PLACES, len(labels))
    said = t("entity.drawn", n=count(len(course)), places=showing(t, lines, len(labels)))
    show(tag("p", text(said + (t("entity.bundled") if bundled else "")), "soft"))
    show_gaps(t, place, course)
    show_overlaps(t, place, found, names)


def place_labels(t: Texts, places: Sequence[str], names: dict[EntityRef, str]) -> dict[str, str]:
    """Give the line of each place, busiest first; those past the twelfth share one."""
    ranked = [code for code, _ in sorted(Counter(places).items(), key=lambda item: (-item[1], item[0]))]
    rest = t("entity.other_places", n=count(max(0, len(ranked) - PLACES)))
    return {
        code: " ".join(filter(None, (names.get(named_institution(code), ""), code))) if i < PLACES else rest
        for i, code in enumerate(ranked)
    }


def course_rows(
    t: Texts, course: Sequence[Visit], found: Sequence[Overlap], labels: dict[str, str]
) -> tuple[pd.DataFrame, bool]:
    """Give one row a mark (`begin`, `end`, `place`, `sort`, `stay`, `n`, `medfee`), and whether visits were bundled."""
    clashing = {v.setl_id for o in found for v in (o.stay, o.other)}
    single = sum(not v.stay for v in course) <= MARKS
    marks: dict[tuple[Any, ...], list[Any]] = {}
    for v in course:
        sort = t("entity.mark.clash") if v.setl_id in clashing else t(f"entity.mark.{'stay' if v.stay else 'visit'}")
        begin = v.begin if v.stay or single else v.begin - timedelta(days=v.begin.weekday())
        key = (begin, v.end if v.stay else begin, labels[v.place], sort, v.stay, v.setl_id if v.stay or single else "")
        mark = marks.setdefault(key, [0, Decimal(0)])
        mark[0] += 1
        mark[1] += v.medfee
    rows = [
        # The last day of a stay counts: a bar ends where that day does.
        (begin, end + timedelta(days=1) if stay else end, label, sort, stay, n, float(medfee))
        for (begin, end, label, sort, stay, _), (n, medfee) in marks.items()
    ]
    frame = pd.DataFrame(rows, columns=["begin", "end", "place", "sort", "stay", "n", "medfee"])
    return frame.assign(begin=pd.to_datetime(frame["begin"]), end=pd.to_datetime(frame["end"])), not single


def show_gaps(t: Texts, place: Place, course: Sequence[Visit]) -> None:
    """Say where nothing was settled for long; the reader chooses how long."""
    with st.columns([1, 5])[0]:
        least = choose(place, "gap", t("entity.gap_days"), GAPS, lambda days: t("entity.days", n=days))
    found = gaps(course, int(least))
    if not found:
        show(tag("p", text(t("entity.no_gaps", n=least)), "soft"))
        return
    said = [tag("li", text(_gap(t, gap))) for gap in found[:SAID]]
    head = t("entity.gaps", n=count(len(found)), days=least)
    show(tag("p", text(head)), tag("ul", join(said)))
    if len(found) > SAID:
        show(tag("p", text(showing(t, SAID, len(found))), "soft"))


def _gap(t: Texts, gap: Gap) -> str:
    return t("entity.gap", after=gap.after, before=gap.before, n=count(gap.days))


def show_overlaps(t: Texts, place: Place, found: Sequence[Overlap], names: dict[EntityRef, str]) -> None:
    """Draw what was settled elsewhere during a stay, two stays at once first."""
    title = t("entity.overlaps", n=count(len(found)))
    show(tag("h3", text(title)))
    if not found:
        show(tag("p", text(t("entity.no_overlaps")), "soft"))
        return
    first = sorted(found, key=lambda o: not o.other.stay)[:LISTED]
    rows = [
        [
            badge(t("entity.two_stays"), "alert") if o.other.stay else badge(t("entity.visit_in_stay"), "warn"),
            _where(place, o.stay, names),
            _where(place, o.other, names),
            link(
                place.to("claims", of="ids", ids=f"{o.stay.setl_id},{o.other.setl_id}"),
                tag("span", text(t("see_claims", n=2)), "nowrap"),
            ),
        ]
        for o in first
    ]
    show(table(["", t("entity.during"), t("entity.meanwhile"), t("see")], rows, name=title))
    show(tag("p", text(showing(t, len(first), len(found)) + t("stop") + t("entity.overlaps.said")), "soft"))


def _where(place: Place, visit: Visit, names: dict[EntityRef, str]) -> Html:
    days = f"{visit.begin} – {visit.end}" if visit.stay else f"{visit.time:%Y-%m-%d %H:%M}"
    there = institution_link(place, visit.place, names.get(named_institution(visit.place), ""))
    return Html(there + tag("div", text(days), "soft nowrap"))


def show_days(t: Texts, reads: Reads, ref: EntityRef) -> None:
    """Draw what an institution or a doctor settled by day, with the busiest days and the months as a table."""
    rows = reads.days(ref).to_pylist()
    if not rows:
        show(tag("p", text(t("claims.none.said")), "soft"))
        return
    names = reads.names(tuple(sorted({named_institution(row["fixmedins_code"]) for row in rows}, key=str)))
    times = Counter(dict.fromkeys({row["fixmedins_code"] for row in rows}, 0))
    for row in rows:
        times[row["fixmedins_code"]] += row["settlements"]
    labels = place_labels(t, list(times.elements()), names)
    frame, weekly = day_rows(rows, labels)
    timeline.put(timeline.day_chart(t, frame, list(dict.fromkeys(labels.values()))), f"days-{ref}")
    show(tag("p", text(t("entity.by_week" if weekly else "entity.by_day") + busiest(t, rows)), "soft"))
    if ref.kind == "doctor":
        show(tag("p", text(two_places(t, rows))))
    show_months(t, rows)


def day_rows(rows: Rows, labels: dict[str, str]) -> tuple[pd.DataFrame, bool]:
    """Give one row a day and place (columns `when`, `place`, `n`), by week where there are many days."""
    weekly = len({row["day"] for row in rows}) > DAYS
    totals: Counter[tuple[date, str]] = Counter()
    for row in rows:
        day = row["day"] - timedelta(days=row["day"].weekday()) if weekly else row["day"]
        totals[day, labels[row["fixmedins_code"]]] += row["settlements"]
    frame = pd.DataFrame([(day, label, n) for (day, label), n in totals.items()], columns=["when", "place", "n"])
    return frame.assign(when=pd.to_datetime(frame["when"])), weekly


def busiest(t: Texts, rows: Rows) -> str:
    """Name the busiest day and its share of all."""
    by_day: Counter[date] = Counter()
    for row in rows:
        by_day[row["day"]] += row["settlements"]
    day, n = min(by_day.items(), key=lambda item: (-item[1], item[0]))
    return t("entity.busiest", day=day, n=count(n), total=count(by_day.total()))


def two_places(t: Texts, rows: Rows) -> str:
    """Say on how many days a doctor's claims come from several institutions."""
    places: dict[date, set[str]] = {}
    for row in rows:
        places.setdefault(row["day"], set()).add(row["fixmedins_code"])
    days = sorted(day for day, there in places.items() if len(there) > 1)
    if not days:
        return t("entity.one_place")
    named = t("comma").join(str(day) for day in days[:SAID])
    return t("entity.two_places", n=count(len(days)), named=named)


def show_months(t: Texts, rows: Rows) -> None:
    """Draw the months as a table: the same for those who read rather than look."""
    months: dict[str, list[Any]] = {}
    for row in rows:
        month = months.setdefault(f"{row['day']:%Y-%m}", [0, 0, Decimal(0), Decimal(0)])
        for i, name in enumerate(("settlements", "stays", "medfee_sumamt", "fund_pay_sumamt")):
            month[i] += row[name] or 0
    newest = sorted(months.items(), reverse=True)[:LISTED]
    lines = [
        [text(month), text(count(n)), text(count(stays)), text(money(t, medfee)), text(money(t, fund))]
        for month, (n, stays, medfee, fund) in newest
    ]
    head = [t("entity.month"), t("settlements"), t("entity.stays"), t("medfee"), t("fund")]
    with_title = t("entity.months", said=showing(t, len(newest), len(months)))
    show(tag("h3", text(with_title)), table(head, lines, numbers=(1, 2, 3, 4), name=with_title))
