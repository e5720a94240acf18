"""A finished run as readers see it, whoever holds it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

import pyarrow as pa
import yaml

from graphfraud.errors import NotFoundError, SettingError
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.store.base import RunInfo

NEWER = "List the runs with: graphfraud runs; the next scan is the newest again: graphfraud scan"


LINKS = pa.schema(
    [
        ("ring_id", pa.string()),
        ("scheme", pa.string()),
        ("a", pa.string()),
        ("b", pa.string()),
        ("observed", pa.int32()),
        ("expected", pa.float64()),
        ("p_value", pa.float64()),
        ("institutions", pa.int32()),
        ("setl_ids", pa.list_(pa.string())),
    ]
)
"""Patients a < b; sorted by ring_id, scheme, a, b."""


class RunRead(ABC):
    """One run: header, parameters, rings. `lake_versions`: Delta version of each table that it has read."""

    info: RunInfo
    lake_versions: Mapping[str, int]

    @property
    @abstractmethod
    def rings(self) -> tuple[Ring, ...]:
        """Every ring of the run, ranked, as the scan judged."""

    @property
    @abstractmethod
    def parameters(self) -> Parameters:
        """What the run was made with."""

    @cached_property
    def by_id(self) -> dict[str, Ring]:
        """The rings by ring_id."""
        return {ring.ring_id: ring for ring in self.rings}

    def ring(self, ring_id: str) -> Ring:
        """Give one ring.

        Raises:
            NotFoundError: the run has no such ring.
        """
        if ring_id not in self.by_id:
            raise NotFoundError(
                f"Run {self.info.run_id} has no ring {ring_id!r}",
                kind="ring",
                id=ring_id,
                hint=self._near(ring_id),
            )
        return self.by_id[ring_id]

    def _near(self, ring_id: str) -> str:
        # Slow to import, and only needed for a hint.
        from difflib import get_close_matches

        near = get_close_matches(ring_id, sorted(self.by_id), n=3, cutoff=0.5)
        return f"Did you mean {', '.join(near)}?" if near else "List them with: graphfraud rings"


def parameters_of(text: str) -> Parameters:
    """Read what a run has written; parameters of a later version have their default, those that are gone none.

    Raises:
        ValueError: the text is not what a run writes.
    """
    try:
        values = yaml.safe_load(text)
        return Parameters({name: value for name, value in values.items() if name in Parameters().stored})
    except (yaml.YAMLError, AttributeError, TypeError, SettingError) as e:
        raise ValueError(str(e)) from e


class RunSource(Protocol):
    """The finished runs of one place."""

    def all(self) -> tuple[RunRead, ...]:
        """Give every finished run, newest first."""

    def get(self, run_id: str | None) -> RunRead:
        """Give one run, None for the newest.

        Raises:
            NotFoundError: there is no such run, or none at all.
        """


def no_such_run(run_id: str) -> NotFoundError:
    """Give the error for a run that isn't there."""
    return NotFoundError(f"There is no run {run_id!r}", kind="run", id=run_id, hint=NEWER)
