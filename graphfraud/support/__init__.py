"""Support signals: what speaks for or against any scheme's ring, weighed on top of the scheme's own signals."""

from __future__ import annotations

from graphfraud.support import not_in_his
from graphfraud.support.base import Support

SUPPORTS: tuple[Support, ...] = (not_in_his.SUPPORT,)
"""Every support signal, in the order in which a ring shows them."""
