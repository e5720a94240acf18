"""The explorer's only door to what is written: one function an act, each through a service of `graphfraud`.

Every act raises:
    GraphFraudError: the text can't be used, or the workspace can't be written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.data import Reads
from graphfraud.model.saved_view import SavedView
from graphfraud.store.journal import now
from graphfraud.store.saved_views import SavedViews
from graphfraud.store.triage import Done, Triage
from graphfraud.workspace import Workspace


def decide(reads: Reads, ring_ids: Sequence[str], label: str, reason: str, who: str) -> Done:
    """Write the same decision down on each ring."""
    return _triage(reads, who).decide(ring_ids, label, reason)


def assign(reads: Reads, ring_ids: Sequence[str], to: str, who: str) -> Done:
    """Give rings to someone, to nobody where `to` is empty."""
    return _triage(reads, who).assign(ring_ids, to)


def undo(reads: Reads, done: Done, why: str, who: str) -> None:
    """Restore what rings had before an act, by a further decision or assignment."""
    _triage(reads, who).undo(done, why)


def save_view(reads: Reads, name: str, query: Mapping[str, str], who: str) -> SavedView:
    """Keep the filters of the queue under a name, for all who use the workspace."""
    return _views(reads).save(name, query, who=who, when=now())


def rename_view(reads: Reads, view: SavedView, name: str, who: str) -> SavedView:
    """Give a saved view another name."""
    return _views(reads).rename(view.id, name, who=who, when=now())


def drop_view(reads: Reads, view: SavedView, who: str) -> SavedView:
    """List a saved view no longer."""
    return _views(reads).drop(view.id, who=who, when=now())


def _triage(reads: Reads, who: str) -> Triage:
    return Triage(reads.store, Workspace(reads.workspace), reads.run_id, who)


def _views(reads: Reads) -> SavedViews:
    return SavedViews(Workspace(reads.workspace))
