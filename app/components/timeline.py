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
            x=alt.X("begin:T", title=None, axis=alt.Axis(format="%Y-%m-%d", labelOverlap=True, tickCount=10)),
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


def settlement_chart(t: Texts, frame: pd.DataFrame) -> alt.Chart:
    """Draw settlements in time (columns `when`, `place`, `medfee`), a line a place."""
    chart: alt.Chart = (
        alt.Chart(frame, height=ROW * frame["place"].nunique() + FRAME)
        .mark_circle(opacity=0.7, color=PALETTE[0])
        .encode(
            x=alt.X("when:T", title=None, axis=alt.Axis(format="%Y-%m-%d", labelOverlap=True, tickCount=10)),
            y=alt.Y("place:N", title=None, axis=alt.Axis(labelLimit=260, labelOverlap=False)),
            size=alt.Size("medfee:Q", title=t("medfee"), legend=None, scale=alt.Scale(range=[20, 240])),
            tooltip=[
                alt.Tooltip("when:T", title=t("setl_time"), format="%Y-%m-%d %H:%M"),
                alt.Tooltip("place:N", title=t("place")),
                alt.Tooltip("medfee:Q", title=t("medfee"), format=",.2f"),
            ],
        )
    )
    return chart


def put(chart: alt.Chart, key: str) -> None:
    """Put a chart on the page."""
    st.altair_chart(chart.configure_view(strokeWidth=0), width="stretch", key=key)
