"""Entry of the explorer: finds the place in the query string, opens the data, shows the view.

There is one Streamlit page, at `/`: the view is a query parameter. (A path such as `/ring` makes Streamlit's
front end probe `/ring/_stcore/health`, which fails and leaves an error in the browser's console.)
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from app import data
from app.components import shell, states
from app.place import Place
from app.texts import Texts, texts
from app.views import claims, entity, graph, overview, paths, ring, rings, scans
from app.views import data as data_view
from graphfraud.errors import GraphFraudError

View = Callable[[Texts, Place, data.Reads], None]
VIEWS: dict[str, View] = {
    "overview": overview.show_view,
    "rings": rings.show_view,
    "ring": ring.show_view,
    "claims": claims.show_view,
    "graph": graph.show_view,
    "entity": entity.show_view,
    "paths": paths.show_view,
    "scans": scans.show_view,
    "data": data_view.show_view,
}
WITHOUT_RUN = ("scans", "data")
"""Views that a workspace without a finished scan has use for: they lead to one."""
log = logging.getLogger(__name__)


def main() -> None:
    """Show one view."""
    place = shell.current_place()
    t = texts(place.lang)
    title = f"{t(f'view.{place.view}')} · {t('brand')}"
    st.set_page_config(page_title=title, page_icon="🔎", layout="wide", initial_sidebar_state="collapsed")
    page = st.Page(lambda: _show(t, place), title=title, default=True)
    st.navigation([page], position="hidden").run()


def _show(t: Texts, place: Place) -> None:
    shell.open_page(t, place)
    try:
        with st.spinner(t("loading"), show_time=False):
            reads = data.reads(place.run)
            shell.say_freshness(t, place, reads)
            if reads.run is None and place.view not in WITHOUT_RUN:
                states.empty_workspace(t, place, reads.workspace, loaded=reads.loaded())
            else:
                VIEWS[place.view](t, place, reads)
    except GraphFraudError as e:
        states.known_error(t, place, e)
    except Exception:
        # A reader must never face a stack trace; it goes to the server's log instead.
        log.exception("view %s failed", place.view)
        states.unknown_error(t, place)
    shell.close_page(t)


main()
