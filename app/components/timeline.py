"""Timelines: gatherings of a ring, settlements of an entity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from app.texts import Texts

# Okabe and Ito's palette without black and yellow, which is too pale on white.
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
OTHERS = "#8a97a3"
MOST_PATIENTS, MOST_ALL = 60, 200
"""Patients on the chart of gatherings: at first, and when a reader asks for more."""
ROW = 22
DAY_HEIGHT = 200
MANY, THIN = 25, 15
"""Lines past which they are thinner, so that sixty still fit on a screen that is scrolled once; and how thin."""
FRAME = 80
"""Height of legend and time axis."""
SHORTEST = timedelta(hours=20)
"""A visit of minutes would vanish on a year's axis; it is drawn as most of a day."""


def gathering_rows(
    t: Texts, gatherings: list[dict[str, Any]], places: Mapping[str, str], patients: Mapping[str, str]
) -> pd.DataFrame:
    """Give one row a settlement: gathering, begin, end, drawn end, place, patient, all as shown."""
    named = [g for g in gatherings if g["patient"] in patients]
    frame = pd.DataFrame(
        {
            "gathering": [g["gathering"] for g in named],
            "begin": pd.to_datetime([g["begin"] for g in named]),
            "end": pd.to_datetime([g["end"] for g in named]),
            "place": [places.get(g["fixmedins_code"]) or g["fixmedins_code"] for g in named],
            "patient": [patients[g["patient"]] for g in named],
        }
    )
    if len(frame):
        frame["drawn"] = frame["end"].where(frame["end"] - frame["begin"] >= SHORTEST, frame["begin"] + SHORTEST)
    return frame


def gathering_chart(t: Texts, frame: pd.DataFrame, order: list[str]) -> alt.Chart:
    """Draw who was where, when: a line a patient, a colour a place."""
    places = list(frame["place"].value_counts().index)
    colours = [PALETTE[i] if i < len(PALETTE) else OTHERS for i in range(len(places))]
    tips = [("patient", t("patient")), ("place", t("place")), ("gathering", t("gathering"))]
    tooltip = [alt.Tooltip(f"{name}:N", title=title) for name, title in tips]
    times = [
        alt.Tooltip("begin:T", title=t("begin"), format="%Y-%m-%d %H:%M"),
        alt.Tooltip("end:T", title=t("end"), format="%Y-%m-%d %H:%M"),
    ]
    row = ROW if len(order) <= MANY else THIN
    chart: alt.Chart = (
        alt.Chart(frame, height=row * len(order) + FRAME)
        .mark_bar(height=row * 0.6, cornerRadius=2)
        .encode(
            x=alt.X("begin:T", title=None, axis=_days_axis()),
            x2="drawn:T",
            y=alt.Y(
                "patient:N",
                sort=order,
                title=None,
                axis=alt.Axis(labelLimit=180, labelOverlap=False, ticks=False, labelFontSize=min(11, row - 4)),
            ),
            color=alt.Color(
                "place:N",
                title=None,
                scale=alt.Scale(domain=places, range=colours),
                legend=alt.Legend(orient="top", columns=3, labelLimit=320),
            ),
            tooltip=[*tooltip, *times],
        )
    )
    return chart


def course_chart(t: Texts, frame: pd.DataFrame, places: list[str]) -> alt.LayerChart:
    """Draw a patient's stays as bars and visits as dots (see `entity_time.course_rows`), a line a place."""
    sorts = [t(f"entity.mark.{sort}") for sort in ("stay", "visit", "clash")]
    base = alt.Chart(frame, height=ROW * len(places) + FRAME).encode(
        x=alt.X("begin:T", title=None, axis=_days_axis()),
        y=alt.Y("place:N", sort=places, title=None, axis=_places_axis()),
        color=alt.Color(
            "sort:N",
            title=None,
            scale=alt.Scale(domain=sorts, range=[PALETTE[0], PALETTE[2], PALETTE[1]]),
            legend=alt.Legend(orient="top"),
        ),
        tooltip=[
            alt.Tooltip("begin:T", title=t("begin"), format="%Y-%m-%d"),
            alt.Tooltip("place:N", title=t("place")),
            alt.Tooltip("sort:N", title=t("kind")),
            alt.Tooltip("n:Q", title=t("settlements")),
            alt.Tooltip("medfee:Q", title=t("medfee"), format=",.2f"),
        ],
    )
    stays = base.transform_filter("datum.stay").mark_bar(height=ROW - 10, cornerRadius=2).encode(x2="end:T")
    dots = (
        base.transform_filter("!datum.stay")
        .mark_circle(opacity=0.75)
        .encode(size=alt.Size("n:Q", legend=None, scale=alt.Scale(domain=[1, 20], range=[30, 220], clamp=True)))
    )
    return alt.LayerChart(layer=[stays, dots])


def day_chart(t: Texts, frame: pd.DataFrame, places: list[str]) -> alt.Chart:
    """Draw how many settlements each day (or week) had (columns `when`, `place`, `n`), a colour a place."""
    colours = [PALETTE[i] if i < len(PALETTE) else OTHERS for i in range(len(places))]
    legend = alt.Legend(orient="top", columns=3, labelLimit=320) if len(places) > 1 else None
    chart: alt.Chart = (
        alt.Chart(frame, height=DAY_HEIGHT)
        .mark_bar(width=2)
        .encode(
            x=alt.X("when:T", title=None, axis=_days_axis()),
            y=alt.Y("n:Q", title=t("settlements"), axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("place:N", title=None, scale=alt.Scale(domain=places, range=colours), legend=legend),
            tooltip=[
                alt.Tooltip("when:T", title=t("when"), format="%Y-%m-%d"),
                alt.Tooltip("place:N", title=t("place")),
                alt.Tooltip("n:Q", title=t("settlements")),
            ],
        )
    )
    return chart


def _days_axis() -> alt.Axis:
    return alt.Axis(format="%Y-%m-%d", labelOverlap=True, tickCount=10)


def _places_axis() -> alt.Axis:
    return alt.Axis(labelLimit=260, labelOverlap=False, ticks=False)


def put(chart: alt.Chart | alt.LayerChart, key: str) -> None:
    """Put a chart on the page."""
    st.altair_chart(chart.configure_view(strokeWidth=0), width="stretch", key=key)
