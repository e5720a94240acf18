"""The person in charge: asked once, kept for the session, written with each act. There are no accounts."""

from __future__ import annotations

from getpass import getuser

import streamlit as st

from app.texts import Texts

LONGEST = 64
KEPT = "person-in-charge"


def known() -> str:
    """Give the name that was given in this session, empty where none was."""
    return str(st.session_state.get(KEPT, ""))


def default() -> str:
    """Give the name to go by: the one that was given, else the system's user name."""
    return known() or getuser()


def keep(name: str) -> str:
    """Remember the name for the session; gives the name to write down."""
    st.session_state[KEPT] = name.strip() or getuser()
    return known()


def ask(t: Texts, key: str) -> str:
    """Draw the field for the name, filled in with what is known; `keep` it when the act is done."""
    typed = st.text_input(t("who.label"), value=default(), max_chars=LONGEST, key=f"who-{key}")
    st.caption(t("who.help"))
    return typed or ""
