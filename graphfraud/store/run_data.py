"""What one run has seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from graphfraud.rings.closeness import Ties
from graphfraud.store import nearby
from graphfraud.store.ask_embedded import QuestionTables
from graphfraud.store.graph_files import EntityGraph
from graphfraud.store.lake_reader import LakeReader


@dataclass(frozen=True)
class RunData:
    """What one run has seen: the entity graph of its data, and the lake at its versions."""

    graph: EntityGraph
    lake: LakeReader
    tables: QuestionTables

    @cached_property
    def institution_names(self) -> dict[str, str]:
        """Name of each institution by code."""
        return self.lake.institution_names()

    @cached_property
    def ties(self) -> Ties:
        """Who settled where and with whom, for closeness."""
        return nearby.ties(self.graph)
