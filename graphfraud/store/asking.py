"""What a question's statement takes: what was asked, and what the store adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphfraud.store.base import GraphStore
from graphfraud.store.questions import Question


def parameters(
    store: GraphStore, question: Question, asked: Mapping[str, Any], *, run: str | None, hub_degree: int
) -> dict[str, Any]:
    """Give the parameters of both statements of a question.

    Args:
        store: whose entities, rings and decisions.
        question: what is asked.
        asked: values by name.
        run: a run_id, None the newest.
        hub_degree: the store's setting, the default of the parameter of that name.

    Raises:
        SettingError: an unknown name, a value that is missing or out of range.
        NotFoundError: no such run, ring or entity.
    """
    values = question.values(asked, lambda text: store.resolve(text, run=run), {"hub_degree": hub_degree})
    if "ring_id" in values:
        ring = store.ring(values["ring_id"], run=run)
        if "setl_ids" in question.given:
            values["setl_ids"] = list(ring.setl_ids)
    if "run_id" in question.given:
        values["run_id"] = store.run(run).run_id
    if "standing" in question.given:
        values["standing"] = _standing(store, run)
    return values


def _standing(store: GraphStore, run: str | None) -> dict[str, dict[str, Any]]:
    """Give what decisions have made of each ring; nothing where there are none."""
    if not store.dispositions():
        return {}
    changed = ("rank", "status", "status_reason")
    return {r.ring_id: {name: getattr(r, name) for name in changed} for r in store.rings(run=run).rings}
