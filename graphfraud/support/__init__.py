"""Support signals: what speaks for or against any scheme's ring, weighed on top of the scheme's own signals."""

from __future__ import annotations

from graphfraud.support.base import Support

SUPPORTS: tuple[Support, ...] = ()
"""Every support signal, in the order in which a ring shows them."""
