"""The entity graphs that a process has opened: one for each data version, built where it isn't there yet."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock

from graphfraud.rings.closeness import Ties
from graphfraud.store import entity_graph, nearby
from graphfraud.store.graph_files import EntityGraph


@dataclass(frozen=True)
class GraphData:
    """The entity graph of one data version."""

    graph: EntityGraph

    @cached_property
    def ties(self) -> Ties:
        """Who settled where and with whom, for closeness."""
        return nearby.ties(self.graph)


class OpenedGraphs:
    """Graphs by claims folder. Safe to share between threads."""

    def __init__(self) -> None:
        self._opened: dict[Path, GraphData] = {}
        self._lock = RLock()

    def of(self, claims: Path) -> GraphData:
        """Open the graph of a claims folder, once.

        Raises:
            WorkspaceError: it can't be read or built.
        """
        with self._lock:
            if claims not in self._opened:
                if not (claims / entity_graph.FOLDER).exists():
                    print(f"Building the entity graph of data {claims.name} (once)", file=sys.stderr, flush=True)
                self._opened[claims] = GraphData(EntityGraph(entity_graph.build(claims)))
            return self._opened[claims]
