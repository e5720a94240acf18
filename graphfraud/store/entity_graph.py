"""Build the entity graph of a claims folder: patients, doctors and institutions, and the settlements between.

Nodes are sorted by kind, then id, so that a node's number is its place in the order that breaks ties. An edge
joins two entities that share settlements. The arrays lie as plain files that readers map into memory, so that
nothing is read before it is asked for:

    entity_graph/nodes.arrow         kind, id: n nodes
    entity_graph/offsets.npy         n + 1: where a node's neighbours start
    entity_graph/neighbours.npy      2e node numbers, ascending for each node
    entity_graph/edges.npy           2e edge numbers, beside `neighbours`
    entity_graph/row_offsets.npy     e + 1: where an edge's settlements start
    entity_graph/rows.npy            row numbers of settlements.arrow, ascending for each edge
    entity_graph/settlements.arrow   SETTLED: the rows of settlement.parquet
    entity_graph/aliases.arrow       ALIASES, sorted by psn_no
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphfraud.errors import WorkspaceError
from graphfraud.workspace import write_whole

FOLDER = "entity_graph"
CODED = ["patient", "fixmedins_code", "kind", "doctor"]
AMOUNTS = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
SETTLED = pa.schema(
    [("setl_id", pa.string()), ("setl_time", pa.timestamp("us")), *((name, pa.int64()) for name in AMOUNTS)]
)
"""A settlement, its amounts in cents."""
ALIASES = pa.schema([("psn_no", pa.string()), ("patient", pa.string())])
"""Persons who are known by another of their psn_no."""

Numbers = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ends:
    """Node numbers of each settlement's patient, doctor (-1 where none) and institution."""

    patient: Numbers
    doctor: Numbers
    place: Numbers


def build(claims_folder: Path) -> Path:
    """Write the entity graph of `claims_folder`, whole or not at all, and give its folder.

    A graph that is there already is left as it is: a claims folder never changes.

    Raises:
        WorkspaceError: the claims are missing, or the folder can't be written.
    """
    folder = claims_folder / FOLDER
    if not folder.exists():
        try:
            write_whole(folder, lambda made: _write(claims_folder, made))
        except (OSError, pa.ArrowInvalid) as e:
            raise WorkspaceError(
                f"Can't build the entity graph in {claims_folder}: {e}",
                path=str(claims_folder),
                kind="closed",
                hint="Give write permission and space there, or scan again: graphfraud scan",
            ) from e
    return folder


def write_arrow(table: pa.Table, path: Path) -> None:
    """Write one uncompressed record batch: a reader maps it into memory without copying."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())


def _write(claims_folder: Path, made: Path) -> None:
    file = pq.ParquetFile(claims_folder / "settlement.parquet", read_dictionary=CODED)
    # One part after the other, so that what is read for one is gone before the next.
    write_arrow(_settled(file.read(columns=SETTLED.names, use_threads=False)), made / "settlements.arrow")
    write_arrow(_aliases(claims_folder / "person.parquet"), made / "aliases.arrow")
    nodes, ends = _nodes(file.read(columns=CODED, use_threads=False))
    write_arrow(nodes, made / "nodes.arrow")
    pa.default_memory_pool().release_unused()
    _write_edges(ends, nodes.num_rows, made)


def _settled(table: pa.Table) -> pa.Table:
    cents = {name: pc.cast(pc.multiply(table[name], 100), pa.int64()) for name in AMOUNTS}
    return pa.table({"setl_id": table["setl_id"], "setl_time": table["setl_time"], **cents}, schema=SETTLED)


def _aliases(person: Path) -> pa.Table:
    table = pq.read_table(person, columns=ALIASES.names)
    return table.filter(pc.not_equal(table["psn_no"], table["patient"])).cast(ALIASES)


def _nodes(table: pa.Table) -> tuple[pa.Table, Ends]:
    """Give the nodes sorted by kind and id, and the node numbers of each settlement."""
    patients, patient = _coded(table["patient"])
    doctors, doctor = _coded(table["doctor"])
    places, place = _coded(table["fixmedins_code"])
    kinds, kind = _coded(table["kind"])
    kind_of_place = np.zeros(len(places), np.int32)
    kind_of_place[place] = kind
    # A missing doctor's code is -1: it takes the last number, which stays -1.
    numbers = [np.full(len(ids) + 1, -1, np.int32) for ids in (patients, doctors, places)]
    parts = [("patient", patients, numbers[0], np.arange(len(patients)))]
    parts.append(("doctor", doctors, numbers[1], np.arange(len(doctors))))
    for code, name in enumerate(kinds.to_pylist()):
        here = np.flatnonzero(kind_of_place == code)
        parts.append((name, places.take(pa.array(here)), numbers[2], here))
    tables: list[pa.Table] = []
    total = 0
    for name, ids, number, here in sorted(parts, key=lambda part: part[0]):
        number[here] = total + np.arange(len(ids))
        tables.append(pa.table({"kind": pa.repeat(name, len(ids)), "id": ids}))
        total += len(ids)
    return pa.concat_tables(tables), Ends(numbers[0][patient], numbers[1][doctor], numbers[2][place])


def _coded(column: pa.ChunkedArray) -> tuple[pa.Array, Numbers]:
    """Give the sorted distinct texts, and each row's place among them, -1 where null."""
    one: Any = column.unify_dictionaries().combine_chunks()
    order = pc.sort_indices(one.dictionary)
    rank = np.empty(len(order) + 1, np.int32)
    rank[order.to_numpy()] = np.arange(len(order))
    rank[-1] = -1
    codes = pc.fill_null(one.indices, -1).to_numpy(zero_copy_only=False)
    return one.dictionary.take(order), rank[codes]


def _write_edges(ends: Ends, n: int, made: Path) -> None:
    """Write the edges of all three kinds: both directions of each, and the settlements behind it."""
    # Slow to import, and readers of a graph that is there do without.
    from scipy import sparse

    found = [
        _edges(ends.patient, ends.place, n),
        _edges(ends.patient, ends.doctor, n),
        _edges(ends.doctor, ends.place, n),
    ]
    keys, counts, rows = (np.concatenate(part) for part in zip(*found, strict=True))
    np.save(made / "rows.npy", rows)
    np.save(made / "row_offsets.npy", np.concatenate([[0], np.cumsum(counts)]))
    a, b = (keys // n).astype(np.int32), (keys % n).astype(np.int32)
    number = np.arange(len(keys), dtype=np.int32)
    del found, keys, counts, rows
    # From coordinates to compressed rows is a counting sort; it leaves each row's columns ascending.
    both = sparse.coo_matrix(
        (np.tile(number, 2), (np.concatenate([a, b]), np.concatenate([b, a]))), shape=(n, n)
    ).tocsr()
    np.save(made / "offsets.npy", both.indptr.astype(np.int64))
    np.save(made / "neighbours.npy", both.indices.astype(np.int32))
    np.save(made / "edges.npy", both.data)


def _edges(a: Numbers, b: Numbers, n: int) -> tuple[Longs, Longs, Numbers]:
    """Group the settlements that have both ends: keys a·n + b, settlements of each, and their row numbers."""
    rows = np.flatnonzero((a >= 0) & (b >= 0)).astype(np.int32)
    keys, order = _sorted(a[rows].astype(np.int64) * n + b[rows], n * n)
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[starts], np.diff(starts, append=len(keys)), rows[order]


def _sorted(keys: Longs, limit: int) -> tuple[Longs, Longs]:
    """Sort keys below `limit`, equal ones in their given order; also give where each was."""
    if limit * max(len(keys), 1) < 2**63:
        # One number for key and place: numpy sorts plain numbers ten times as fast as it finds their order.
        packed = np.sort(keys * len(keys) + np.arange(len(keys)))
        return packed // max(len(keys), 1), packed % max(len(keys), 1)
    order = np.argsort(keys, kind="stable")
    return keys[order], order
