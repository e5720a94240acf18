"""`graphfraud scan --scope`: what was found in a part of the city, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphfraud.cli.words import Words
    from graphfraud.scan.here import Outcome


def say_outcome(found: Outcome, words: Words) -> None:
    """Print the rings of a scope, gang by gang, of which no run was written."""
    from graphfraud.cli import show
    from graphfraud.store.base import RingFilter
    from graphfraud.store.ring_list import Known, page

    out = show.console()
    out.print(f"{words('scope')}: {found.scope.description.to_dict()[words.lang]}", style="bold")
    one_a_gang = RingFilter(one_a_gang=True)
    listed = page(found.rings, one_a_gang, sort="rank", descending=False, offset=0, limit=None, known=Known())
    show.ring_table(listed, words)
    out.print(words("in_scope", **{name: f"{found.counts[name]:,}" for name in COUNTED}))


COUNTED = ("settlements", "patients", "published", "demoted")
