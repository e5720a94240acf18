"""Who is to look into a ring."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment; `number` counts from 1 over the workspace, `when` is ISO 8601 with +08:00.

    `to` is who is to look into the ring, empty where nobody is any more; `who` has assigned it.
    """

    number: int
    ring_id: str
    to: str
    who: str
    when: str

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Assignment:
        """Read the JSON form back."""
        return cls(**data)
