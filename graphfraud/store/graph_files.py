"""Read an entity graph (see `graphfraud.store.entity_graph`) in place: every array is mapped, none is loaded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.errors import WorkspaceError
from graphfraud.model.ring import KINDS
from graphfraud.store.base import EntityRef

Ints = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Adjacency:
    """n nodes; the neighbours of node i are `neighbours[offsets[i]:offsets[i + 1]]`, ascending."""

    offsets: Ints
    neighbours: Ints

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @cached_property
    def degrees(self) -> Ints:
        """Number of neighbours of each node."""
        return np.diff(self.offsets)

    def of(self, node: int) -> Ints:
        """Give the neighbours of one node."""
        return self.next_to(np.array([node], np.int32))

    def next_to(self, nodes: Ints) -> Ints:
        """Give the neighbours of all `nodes`, one node's after the other's."""
        return gather(self.offsets, self.neighbours, nodes)


def gather(offsets: Ints, values: Ints, at: Ints) -> Ints:
    """Join the stretches `values[offsets[i]:offsets[i + 1]]` for every i of `at`."""
    starts = offsets[at]
    lengths = offsets[at + 1] - starts
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    joined: Ints = values[np.arange(total) + np.repeat(starts - ends + lengths, lengths)]
    return joined


class EntityGraph:
    """The entity graph in `folder`. Nodes and edges go by number; `ref` and `find` translate.

    Raises:
        WorkspaceError: files of the graph are missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.table = _arrow(folder / "nodes.arrow")
            """`kind` and `id` of every node, in node order."""
            self.settled = _arrow(folder / "settlements.arrow")
            self._aliases = _arrow(folder / "aliases.arrow")
            self.adjacency = Adjacency(_array(folder / "offsets.npy"), _array(folder / "neighbours.npy"))
            self.edges = _array(folder / "edges.npy")
            self._row_offsets = _array(folder / "row_offsets.npy")
            self._rows = _array(folder / "rows.npy")
        except (OSError, ValueError, EOFError) as e:
            raise WorkspaceError(
                f"The entity graph {folder} can't be read: {e}",
                path=str(folder),
                hint="Delete that folder; it is built again at the next read.",
            ) from e
        self._ids = self.table["id"].combine_chunks()
        kinds = self.table["kind"].combine_chunks()
        self._ranges = {kind: _stretch(kinds, kind) for kind in KINDS}

    def __len__(self) -> int:
        return len(self._ids)

    @cached_property
    def times(self) -> npt.NDArray[np.datetime64]:
        """The setl_time of each row of `settled`."""
        times: npt.NDArray[np.datetime64] = self.settled["setl_time"].to_numpy()
        return times

    def find(self, ref: EntityRef) -> int | None:
        """Give the number of the node, None where the graph has none."""
        here = self._ranges.get(ref.kind, range(0))
        at = here.start + bisect_left(here, ref.id, key=self._id)
        return at if at < here.stop and self._id(at) == ref.id else None

    def at(self, ref: EntityRef) -> int:
        """Give the number of a node that the graph has.

        Raises:
            WorkspaceError: it has none.
        """
        found = self.find(ref)
        if found is None:
            raise WorkspaceError(
                f"The entity graph {self.folder} has no {ref}",
                path=str(self.folder),
                hint="Delete that folder; it is built again at the next read.",
            )
        return found

    def find_all(self, id: str) -> tuple[EntityRef, ...]:
        """Give every entity with this id, of whatever kind; a patient's alias gives the patient."""
        found = {EntityRef(kind, id) for kind in KINDS if self.find(EntityRef(kind, id)) is not None}
        patient = self.patient_of(id)
        if patient is not None:
            found.add(EntityRef("patient", patient))
        return tuple(sorted(found, key=str))

    def ref(self, node: int) -> EntityRef:
        """Give kind and id of a node."""
        return EntityRef(self.kind(node), self._id(node))

    def kind(self, node: int) -> str:
        """Give the kind of a node."""
        return next(kind for kind, here in self._ranges.items() if node in here)

    def nodes(self, kind: str) -> range:
        """Give the numbers of all nodes of a kind; their ids ascend."""
        return self._ranges.get(kind, range(0))

    def ids(self, kind: str) -> list[str]:
        """Give the ids of all nodes of a kind, ascending."""
        here = self.nodes(kind)
        ids: list[str] = self._ids[here.start : here.stop].to_pylist()
        return ids

    def patient_of(self, psn_no: str) -> str | None:
        """Give the patient that an alias stands for, None where it is no alias."""
        aliases = self._aliases["psn_no"]
        at = bisect_left(range(len(aliases)), psn_no, key=lambda i: aliases[i].as_py())
        return self._aliases["patient"][at].as_py() if at < len(aliases) and aliases[at].as_py() == psn_no else None

    def patients_of(self, psn_nos: pa.ChunkedArray) -> pa.ChunkedArray:
        """Give the patient of each psn_no: itself where it is no alias."""
        patients = self._aliases["patient"].take(pc.index_in(psn_nos, self._aliases["psn_no"].combine_chunks()))
        return pc.coalesce(patients, psn_nos)

    def aliases_of(self, patient: str) -> tuple[str, ...]:
        """Give the further psn_no of a patient, sorted."""
        return tuple(self._aliases.filter(pc.equal(self._aliases["patient"], patient))["psn_no"].to_pylist())

    def around(self, id: str, span: int) -> tuple[EntityRef, ...]:
        """Give, for each kind, the last `span` ids before `id` and the first `span` from it on."""
        found: list[EntityRef] = []
        for here in self._ranges.values():
            at = here.start + bisect_left(here, id, key=self._id)
            found += (self.ref(node) for node in range(max(here.start, at - span), min(here.stop, at + span)))
        return tuple(found)

    def edges_of(self, node: int) -> tuple[Ints, Ints]:
        """Give the neighbours of a node, and the edges that lead to them."""
        here = slice(self.adjacency.offsets[node], self.adjacency.offsets[node + 1])
        return self.adjacency.neighbours[here], self.edges[here]

    def edge(self, a: int, b: int) -> int:
        """Give the edge between two neighbours."""
        neighbours, edges = self.edges_of(a)
        return int(edges[np.searchsorted(neighbours, b)])

    def settlement_counts(self, edges: Ints) -> Ints:
        """Give how many settlements each edge holds."""
        return self._row_offsets[edges + 1] - self._row_offsets[edges]

    def rows(self, edges: Ints) -> Ints:
        """Give the rows in `settled` behind the edges, one edge after the other."""
        return gather(self._row_offsets, self._rows, edges)

    def rows_of(self, node: int) -> Ints:
        """Give the rows in `settled` of all settlements of an entity, each once."""
        neighbours, edges = self.edges_of(node)
        patients, doctors = self.nodes("patient"), self.nodes("doctor")
        # A settlement with a doctor lies behind three edges: take the side that has all, and has each once.
        side = doctors if node in patients else patients
        inside = (neighbours >= side.start) & (neighbours < side.stop)
        return self.rows(edges[~inside if node in patients else inside])

    def in_time_order(self, rows: Ints) -> pa.Table:
        """Give these rows of `settled` by setl_time, then setl_id."""
        return self.settled.take(pa.array(rows)).sort_by([("setl_time", "ascending"), ("setl_id", "ascending")])

    def _id(self, node: int) -> str:
        text: str = self._ids[node].as_py()
        return text


def _stretch(kinds: pa.Array, kind: str) -> range:
    """Give where the nodes of a kind lie."""
    every = range(len(kinds))
    first = bisect_left(every, kind, key=lambda i: kinds[i].as_py())
    return range(first, bisect_right(every, kind, lo=first, key=lambda i: kinds[i].as_py()))


def _arrow(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def _array(path: Path) -> Ints:
    # A plain view of the map: numpy's memmap class makes every slice several times slower.
    array: Ints = np.asarray(np.load(path, mmap_mode="r"))
    return array
