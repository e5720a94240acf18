"""A saved view: a named set of filters that everyone with the workspace can open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SavedView:
    """What a view is from one change on; `number` counts the changes from 1 over the workspace.

    `id`: number of the change that made the view. `query`: the query parameters that it opens. `dropped`: it is no
    longer listed. `when`: ISO 8601 with +08:00.
    """

    number: int
    id: int
    name: str
    query: Mapping[str, str]
    dropped: bool
    who: str
    when: str

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return asdict(self) | {"query": dict(self.query)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> SavedView:
        """Read the JSON form back."""
        return cls(**data)
