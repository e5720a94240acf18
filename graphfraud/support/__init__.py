"""Support signals: what speaks for or against any scheme's ring, weighed on top of the scheme's own signals."""

from __future__ import annotations

from graphfraud.support import cleared, just_below, one_owner, rule_hits, shared_contact, watchlist
from graphfraud.support.base import Support

SUPPORTS: tuple[Support, ...] = (
    rule_hits.SUPPORT,
    watchlist.SUPPORT,
    shared_contact.SUPPORT,
    one_owner.SUPPORT,
    just_below.SUPPORT,
    cleared.SUPPORT,
)
"""Every support signal, in the order in which a ring shows them."""
