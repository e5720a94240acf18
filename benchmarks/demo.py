"""`graphfraud demo --no-app` in an empty workspace, and once more."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import GRAPHFRAUD, Row, child

MOST_S = 60.0


def run(scale: float, work: Path) -> list[Row]:
    """Measure the demo; a `scale` below 1 makes a smaller city."""
    persons = str(max(2000, int(6000 * scale)))
    with tempfile.TemporaryDirectory(dir=work) as folder:
        command = [GRAPHFRAUD, "demo", "--no-app", "--persons", persons, "--workspace", f"{folder}/workspace"]
        first, again = child(command, Path(folder)), child(command, Path(folder))
    goal, met = (f"≤ {MOST_S:g} s", first.wall_s <= MOST_S) if scale == 1 else ("", None)
    return [
        Row("demo", f"{persons} persons", first.cpu_s, first.wall_s, first.peak_mb, goal=goal, met=met),
        Row("demo", "once more", again.cpu_s, again.wall_s, again.peak_mb),
    ]
