"""Entities, and the paths between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EntityRef:
    """An entity: `kind` is one of `graphfraud.model.ring.KINDS`."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path: `kind` is `VISITED`, `TREATED_BY` or `PRACTISES_AT`.

    `setl_ids` are all `settlements` claims behind the step, by time, then id.
    """

    kind: str
    setl_ids: tuple[str, ...]
    settlements: int

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {"kind": self.kind, "setl_ids": list(self.setl_ids), "settlements": self.settlements}


@dataclass(frozen=True, slots=True)
class Path:
    """`len(hops)` = `len(nodes) - 1`."""

    nodes: tuple[EntityRef, ...]
    hops: tuple[Hop, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form of the contract."""
        return {
            "nodes": [{"kind": n.kind, "id": n.id} for n in self.nodes],
            "hops": [{"kind": h.kind, "setl_ids": list(h.setl_ids), "settlements": h.settlements} for h in self.hops],
        }


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """Paths shortest first; ties by the node sequence (kind, id).

    `hubs_avoided` counts the hubs of the graph that no path could use. `complete` is False where the search
    stopped at its limit of work: the paths are right, further ones may exist.
    """

    paths: tuple[Path, ...]
    max_hops: int
    hubs_avoided: int
    complete: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form of the contract; `searched.stopped_early` is there only where it is true."""
        searched: dict[str, Any] = {"max_hops": self.max_hops, "hubs_avoided": self.hubs_avoided}
        if not self.complete:
            searched["stopped_early"] = True
        return {"paths": [p.to_dict() for p in self.paths], "searched": searched}
