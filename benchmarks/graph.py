"""`graphfraud graph push`: both ways of a first fill beside the bare tool, and pushes of 1 % new claims.

CPU seconds are those of the push, of `neo4j-admin` and of the server together; a server of its own for each case, so
that all are equally cold. The bare loop sends the same rows by the same statements, ready made, without a journal; the
bare import reads the same CSV files. Updates are three in a row, each with a scan before it: Java compiles in the first
of them what the fill had not used, and a server that runs from week to week is in the state of the last.
"""

from __future__ import annotations

import resource
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.city import MILLION
from benchmarks.measure import GRAPHFRAUD, Row, child
from benchmarks.reads_city import workspace as scanned
from graphfraud.bolt.connection import Connection, Transaction
from graphfraud.model.graph import graph_model
from graphfraud.push import bulk, load, schema
from graphfraud.push.kept import State
from graphfraud.push.push import Summary, Wishes, push
from graphfraud.workspace import Workspace
from tests.neo4j_home import JavaHome, own_home

HEAP = "1g"
LOOP_SHARE, IMPORT_RATIO, UPDATE_SHARE = 0.8, 3.0, 0.03
FILLED = "graph-filled"
"""Folder of the rows of a first fill, for the bare loop."""
NEW = 100
"""One claim in so many is new."""
UPDATES = 3


def run(scale: float, work: Path) -> list[Row]:
    """Measure at 1 M settlements, times `scale`, in `work`."""
    settlements = int(MILLION * scale)
    place = work / f"graph-{settlements}"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(scanned(settlements, work), place)
    words = f"{settlements / MILLION:g} M"
    with own_home(work / "graph-import", work, HEAP) as home:
        imported, bare_import = _imports(home, Workspace(place))
    shutil.rmtree(work / "graph-import")
    with own_home(work / "graph-driver", work, HEAP) as home:
        filled, updates = _driver(home, Workspace(place), work, settlements)
    shutil.rmtree(work / "graph-driver")
    with own_home(work / "graph-loop", work, HEAP) as home:
        loop = _measured(home, lambda: _loop(home, State(work / FILLED)))
    shutil.rmtree(work / "graph-loop")
    shutil.rmtree(work / FILLED)
    spent = {"import": imported, "bare": bare_import, "fill": filled, "loop": loop}
    return _rows(words, {**spent, "update": updates[0], "later": updates[-1]})


Spent = tuple[float, float, int]
"""CPU seconds, wall seconds, rows."""


def _measured(home: JavaHome, work: Callable[[], int]) -> Spent:
    before, started = _cpu(home), time.perf_counter()
    rows = work()
    return _cpu(home) - before, time.perf_counter() - started, rows


def _cpu(home: JavaHome) -> float:
    """Give the CPU seconds of this process and of the server; ended children are the server's earlier starts too."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + home.running_cpu_s()


def _imports(home: JavaHome, workspace: Workspace) -> tuple[Spent, Spent]:
    ours = _measured(home, lambda: _push(home, workspace, way="import").sent)
    state = _state(workspace.root)
    folder = home.root / "csv"
    arguments = bulk.write(state, folder, {"state": "filling"})
    home.stop()
    command = ["database", "import", "full", "neo4j", *bulk.OPTIONS, *arguments]

    def bare() -> int:
        home.admin(command, lambda line: None)
        return ours[2]

    spent = _measured(home, bare)
    shutil.rmtree(folder)
    shutil.rmtree(workspace.root / "graph")
    home.start()
    return ours, spent


def _driver(home: JavaHome, workspace: Workspace, work: Path, settlements: int) -> tuple[Spent, list[Spent]]:
    filled = _measured(home, lambda: _push(home, workspace, way="driver").sent)
    # An update keeps the rows that differ alone.
    shutil.rmtree(work / FILLED, ignore_errors=True)
    shutil.copytree(_state(workspace.root).folder, work / FILLED)
    updates = []
    for first in range(UPDATES):
        _load_new(workspace, work, settlements, first)
        updates.append(_measured(home, lambda: _push(home, workspace).sent))
    return filled, updates


def _push(home: JavaHome, workspace: Workspace, way: str = "auto") -> Summary:
    with Connection(home.login) as server:
        return push(workspace, server, lambda said: None, Wishes(way=way), home)


def _state(workspace: Path) -> State:
    """Give the one state that is kept."""
    return State(next(workspace.glob("graph/*/*/manifest.json")).parent)


def _loop(home: JavaHome, state: State) -> int:
    sent = 0
    with Connection(home.login) as server:
        schema.make(server)
        for one in graph_model().types:
            for batch in load.batches(pq.read_table(state.file(one))):
                server.write(partial(_create, name=one.rows, batch=batch))
                sent += len(batch)
    return sent


def _create(tx: Transaction, name: str, batch: load.Batch) -> None:
    tx.do(f"create_{name}", rows=batch)


def _load_new(workspace: Workspace, work: Path, settlements: int, first: int) -> None:
    """Load copies of some claims, from the given one on, a week later, as new ones, and scan again."""
    rows = pq.read_table(work / f"city-reads-{settlements}" / "setl_d.parquet")
    rows = rows.take(pa.array(range(first, rows.num_rows, NEW)))
    later = pc.add(rows["setl_time"], pa.scalar(7 * 86_400_000_000, pa.duration("us")))
    for name, values in {
        "setl_id": pc.binary_join_element_wise(f"N{first}-", rows["setl_id"], ""),
        "setl_time": later,
    }.items():
        rows = rows.set_column(rows.column_names.index(name), name, values)
    folder = work / f"graph-new-{settlements}"
    folder.mkdir(exist_ok=True)
    pq.write_table(rows, folder / "setl_d.parquet")
    child([GRAPHFRAUD, "load", folder, "--workspace", workspace.root], folder)
    few = ["--param", "decoys=0", "--param", "stability_runs=0"]
    child([GRAPHFRAUD, "scan", "--workspace", workspace.root, *few], folder)


def _rows(words: str, spent: dict[str, Spent]) -> list[Row]:
    rate = {name: rows / cpu for name, (cpu, _, rows) in spent.items()}
    share = rate["fill"] / rate["loop"]
    times = spent["import"][0] / spent["bare"][0]
    part = {name: spent[name][0] / spent["fill"][0] for name in ("update", "later")}
    time_part = {name: spent[name][1] / spent["fill"][1] for name in part}

    def row(case: str, name: str, ratio: str = "", goal: str = "", met: bool | None = None) -> Row:
        cpu, wall, rows = spent[name]
        note = f"{rows:,} rows" + (f"; {ratio}" if ratio else "")
        return Row("graph", f"{words}: {case}", cpu, wall, note=note, goal=goal, met=met)

    return [
        row("neo4j-admin import of the same files", "bare"),
        row(
            "first fill by import",
            "import",
            f"{times:.2f} × the bare import's CPU",
            f"≤ {IMPORT_RATIO:g} ×",
            times <= IMPORT_RATIO,
        ),
        row("bare UNWIND loop", "loop"),
        row(
            "first fill through the driver",
            "fill",
            f"{share:.2f} × the loop's rate",
            f"≥ {LOOP_SHARE:g} ×",
            share >= LOOP_SHARE,
        ),
        *(
            row(
                f"push of 1 % new claims, {which}",
                name,
                f"{part[name]:.1%} of the first fill's CPU, {time_part[name]:.1%} of its time",
                f"≤ {UPDATE_SHARE:.0%}",
                part[name] <= UPDATE_SHARE,
            )
            for name, which in {"update": "right after the fill", "later": "the third in a row"}.items()
        ),
    ]
