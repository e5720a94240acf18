"""Community detection in a part of the city: the same detection as a scan, of which nothing is written.

here(workspace, scope.parse("near=patient:700100200300"), Parameters())
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.scan.detect import Progress, detect, ground, in_scope
from graphfraud.scan.pipeline import previous
from graphfraud.scan.scope import Scope
from graphfraud.schemes.needs import blind
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.standing import judged
from graphfraud.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in a scope: rings, ranked, with the decisions on them.

    A ring that goes on from one of the newest whole run has its id. `counts` and `schemes` are those of a run's
    manifest.
    """

    scope: Scope
    data_version: str
    rings: tuple[Ring, ...]
    counts: Mapping[str, int]
    schemes: tuple[Mapping[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "scope": self.scope.to_dict(),
            "data_version": self.data_version,
            "counts": dict(self.counts),
            "schemes": [dict(s) for s in self.schemes],
            "rings": [r.to_dict() for r in self.rings],
        }


def here(
    workspace: Workspace,
    scope: Scope,
    parameters: Parameters,
    *,
    schemes: tuple[str, ...] = (),
    memory_limit: str = "2GB",
    threads: int | None = None,
    progress: Progress = lambda text: None,
) -> Outcome:
    """Detect inside a scope; no schemes named: all that the data allows.

    Raises:
        NotFoundError: the scope names something unknown.
        InputError: no settlement lies inside.
        WorkspaceError: nothing is loaded, another process is writing, or a file is damaged.
    """
    order = in_scope(scope, parameters, schemes)
    with ground(workspace, memory_limit, threads, progress) as on:
        able = on.able(order)
        kept, counts = detect(on, order, previous(workspace, {s.code for s in able}), progress)
        states = blind(on.states(order), able, counts)
    rings = judged([k.ring for k in kept], Dispositions(workspace).all(), parameters)
    by_status = {status: sum(r.status == status for r in rings) for status in ("published", "demoted")}
    return Outcome(scope, on.data_version, rings, by_status | counts, tuple(states))
