"""What an investigator decided on a ring, and what the ring was then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphfraud.model.ring import Amounts, Ring

LABELS = ("dismissed", "confirmed", "open")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What of a ring a later change is measured against: `core` (see `Ring.core`) and the others sorted."""

    scheme: str
    core: tuple[str, ...]
    members: tuple[str, ...]
    """Every member as `kind:id`."""
    amounts: Amounts
    signals: tuple[str, ...]
    setl_ids: tuple[str, ...]

    @classmethod
    def of(cls, ring: Ring) -> Snapshot:
        """Take the snapshot of a ring."""
        return cls(
            ring.scheme,
            tuple(sorted(ring.core)),
            tuple(sorted(f"{m.kind}:{m.id}" for m in ring.members)),
            ring.amounts,
            tuple(sorted({e.signal for e in ring.evidence})),
            ring.setl_ids,
        )


@dataclass(frozen=True, slots=True)
class Disposition:
    """One decision; `number` counts from 1 over the workspace, `when` is ISO 8601 with +08:00.

    `label`: `dismissed` keeps the ring out of the queue until it materially changes, `confirmed` says that it held,
    `open` takes an earlier decision back.
    """

    number: int
    ring_id: str
    run_id: str
    label: str
    reason: str
    who: str
    when: str
    snapshot: Snapshot

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        shot = self.snapshot
        return {
            "number": self.number,
            "ring_id": self.ring_id,
            "run_id": self.run_id,
            "label": self.label,
            "reason": self.reason,
            "who": self.who,
            "when": self.when,
            "snapshot": {
                "scheme": shot.scheme,
                "core": list(shot.core),
                "members": list(shot.members),
                "amounts": shot.amounts.to_dict(),
                "signals": list(shot.signals),
                "setl_ids": list(shot.setl_ids),
            },
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Disposition:
        """Read the JSON form back."""
        shot = data["snapshot"]
        lists = {name: tuple(shot[name]) for name in ("core", "members", "signals", "setl_ids")}
        snapshot = Snapshot(scheme=shot["scheme"], amounts=Amounts.from_dict(shot["amounts"]), **lists)
        return cls(**{**data, "snapshot": snapshot})
