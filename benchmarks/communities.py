"""Community detection of a link graph: ours beside igraph's and networkx's for modularity, and GDS where there is one.

Groups of 5 to 14 whose members are linked with each other four times in five, and stray links between groups, one a
group: enough that most of the graph hangs together.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.community_ways import SERVER
from benchmarks.measure import Row, child

GROUPS = 10_000
LINKED = 0.8
TOOLS = {
    "modularity": "igraph Leiden, modularity",
    "louvain": "networkx Louvain",
    "gds": "GDS Leiden, modularity",
}
RATIOS = (("cpu_s", ".1f", "CPU"), ("peak_mb", ".1f", "memory"), ("modularity", ".3f", "modularity"))


def run(scale: float, work: Path) -> list[Row]:
    """Measure on 10,000 groups, times `scale`, in `work`."""
    file = write(work / f"links-{int(GROUPS * scale)}.npz", int(GROUPS * scale))
    with np.load(file) as made:
        words = f"{len(made['a']):,} links of {len(made['group']):,} patients"
    own = _asked("ours", file, work)
    rows = [_row(f"{words}: ours (Leiden, CPM)", own, _quality(own))]
    for way, tool in TOOLS.items():
        if way == "gds" and SERVER not in os.environ:
            rows.append(Row("communities", f"{words}: {tool}", note=f"not run: no server at {SERVER}"))
            continue
        used = _asked(way, file, work)
        ratios = [
            f"{used[name] / own[name]:{form}} × our {what}" for name, form, what in RATIOS if used[name] is not None
        ]
        rows.append(_row(f"{words}: {tool}", used, f"{', '.join(ratios)}; {_quality(used)}"))
    return rows


def write(file: Path, groups: int) -> Path:
    """Write a link graph: `a` < `b` of each link, `group` of each patient. As many groups, the same graph."""
    rng = np.random.default_rng(20260202)
    sizes = rng.integers(5, 15, groups)
    group = np.repeat(np.arange(groups, dtype=np.int32), sizes)
    pairs = [
        np.column_stack(np.triu_indices(n, 1)) + start for n, start in zip(sizes, np.cumsum(sizes) - sizes, strict=True)
    ]
    inside = np.concatenate(pairs)
    inside = inside[rng.random(len(inside)) < LINKED]
    stray = np.sort(rng.integers(0, len(group), (groups, 2)), axis=1)
    every = np.unique(np.concatenate([inside, stray[stray[:, 0] != stray[:, 1]]]), axis=0).astype(np.int32)
    np.savez(file, a=every[:, 0], b=every[:, 1], group=group)
    return file


def _asked(way: str, file: Path, work: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(child([sys.executable, "-m", "benchmarks.community_ways", way, file], work).out)
    return answer


def _row(case: str, used: dict[str, Any], note: str) -> Row:
    return Row("communities", case, used["cpu_s"], used["wall_s"], used["peak_mb"], note=note)


def _quality(used: dict[str, Any]) -> str:
    return f"modularity {used['modularity']:.4f}, {used['found']:.1%} of the groups found"
