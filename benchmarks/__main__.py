"""`make bench`: runs the benchmarks, prints their tables and keeps the results of a full-size run.

Each module of `NAMES` has `run(scale: float, work: Path) -> list[Row]`. A smaller `--scale` is only a try: it is
printed and not kept.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from benchmarks import report
from benchmarks.measure import Row

NAMES = ("load", "scan", "communities", "reads", "paths", "graph", "demo", "explorer")
WORK = Path(__file__).parent / "work"


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="these benchmarks")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the data, 1 for the full size")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for the data, kept between runs")
    given = parser.parse_args()
    measured = {name: _run(name, given.scale, given.work) for name in given.only}
    if given.scale == 1:
        report.keep(measured)


def _run(name: str, scale: float, work: Path) -> list[Row]:
    work.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = importlib.import_module(f"benchmarks.{name}").run(scale, work)
    print(f"## {name}\n\n{report.table(rows)}\n", flush=True)
    return rows


if __name__ == "__main__":
    main()
