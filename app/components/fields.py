"""Fields whose value lives in the address: a change moves there, and the address fills the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from app.components.shell import go
from app.place import Place


def choose(
    place: Place, name: str, label: str, options: Sequence[str], shown: Callable[[str], str], *, quiet: bool = False
) -> str:
    """Draw a choice among `options`; the first is the default and is left out of the address.

    `quiet`: the label is for screen readers alone.
    """
    now = place.get(name, options[0])
    now = now if now in options else options[0]
    # The value is part of the key, so a value that comes by the address replaces the one on the page.
    key = f"{place.view}-{name}-{now}-{place.lang}"
    picked = st.selectbox(
        label,
        options,
        index=list(options).index(now),
        format_func=shown,
        key=key,
        label_visibility="collapsed" if quiet else "visible",
    )
    if picked is not None and picked != now:
        go(place.but(**{name: "" if picked == options[0] else picked, "page": ""}))
    return now


def type_in(place: Place, name: str, label: str, hint: str = "") -> str:
    """Draw a text field; `hint` shows while it is empty."""
    now = place.get(name)
    key = f"{place.view}-{name}-{now}-{place.lang}"
    typed = (st.text_input(label, value=now, placeholder=hint, key=key, max_chars=200) or "").strip()
    if typed != now:
        go(place.but(**{name: typed, "page": ""}))
    return now


def switch(place: Place, name: str, label: str, *, on: bool) -> bool:
    """Draw a switch that is `on` by default; the address holds only the other state."""
    now = (place.get(name) != "off") if on else (place.get(name) == "on")
    flipped = st.toggle(label, value=now, key=f"{place.view}-{name}-{now}-{place.lang}")
    if flipped != now:
        go(place.but(**{name: "" if flipped == on else ("on" if flipped else "off")}))
    return now
