"""Support signals: what speaks for or against any scheme's ring, weighed on top of the scheme's own signals."""

from __future__ import annotations

from graphfraud.support import cleared, rule_hits, watchlist
from graphfraud.support.base import Support

SUPPORTS: tuple[Support, ...] = (rule_hits.SUPPORT, watchlist.SUPPORT, cleared.SUPPORT)
"""Every support signal, in the order in which a ring shows them."""
