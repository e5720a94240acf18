"""`graphfraud scan`, two schemes and all; and its pair count alone, beside the same job done the plain way.

CPU seconds and peak memory, all in one run.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import city
from benchmarks.measure import GRAPHFRAUD, Child, Row, child

SIZES = {1_000_000: (5.0, 1024.0), 5_000_000: (30.0, 4096.0)}
"""Settlements → most CPU seconds and MiB of a scan."""
# The goals leave out what repeats the scan: decoys and stability.
EVERY = ("--param", "decoys=0", "--param", "stability_runs=0")
BARE = ("--schemes", "fake_stay,co_swipe", *EVERY)
PERSONS = 156_000
LINES = ("4", "9")
"""Of `graphfraud synth`: a city of 1.03 M settlements with 6.2 M fee lines and all schemes' tables."""
MOST_CPU, MOST_MB = 25.0, 2048.0


def run(scale: float, work: Path) -> list[Row]:
    """Measure both sizes, times `scale`, in `work`; our scan takes one extra round that finds the data prepared."""
    rows = [row for size in SIZES for row in _size(size, int(size * scale), work, goals=scale == 1)]
    return [*rows, _all_schemes(scale, work)]


def _all_schemes(scale: float, work: Path) -> Row:
    """Measure the scan that every scheme takes part in, over a city whose bills have fee lines and scanned boxes."""
    data, place = work / "city-lines", work / "workspace-lines"
    shutil.rmtree(place, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    made = ["--persons", str(int(PERSONS * scale)), "--seed", "6101", "--lines", *LINES]
    child([GRAPHFRAUD, "synth", "--out", data, *made], work)
    child([GRAPHFRAUD, "load", data, "--workspace", place], work)
    used = child([GRAPHFRAUD, "scan", "--workspace", place, *EVERY], work)
    counts = _counts(place)
    case = f"{counts['settlements'] / city.MILLION:.2g} M with six fee lines each: all schemes"
    goals = (MOST_CPU, MOST_MB) if scale == 1 else (None, None)
    return _ours(case, used, f"{counts['published']} rings published", *goals)


def _size(size: int, settlements: int, work: Path, *, goals: bool) -> Iterator[Row]:
    data = city.write(work / f"city-{settlements}", settlements)
    place = work / f"workspace-{settlements}"
    child([GRAPHFRAUD, "load", data, "--workspace", place], data)
    for made in (place / "claims", place / "runs"):
        shutil.rmtree(made, ignore_errors=True)
    plain = {kind: _baseline(kind, data) for kind in ("ours", "duckdb", "pandas")}
    first = child([GRAPHFRAUD, "scan", "--workspace", place, *BARE], data)
    # Another seed is another run over the same data: clean claims and entity graph are there already.
    again = child([GRAPHFRAUD, "scan", "--workspace", place, *BARE, "--seed", "2"], data)
    found = _found(place, settlements)
    words = f"{settlements / city.MILLION:g} M"
    for case, used in (("the first scan of the data, which cleans it", first), ("graphfraud scan", again)):
        yield _ours(f"{words}: {case}", used, found, *(SIZES[size] if goals else (None, None)))
    every = child([GRAPHFRAUD, "scan", "--workspace", place, *EVERY], data)
    yield _ours(f"{words}: all schemes that settlements alone can feed", every, _found(place, settlements), None, None)
    pairs = plain.pop("ours")
    counted = json.loads(pairs.out)["pairs"]
    yield Row("scan", f"{words}: our pairs and communities alone", *_used(pairs), note=f"{counted:,} pairs")
    for kind, used in plain.items():
        yield _beside(words, kind, used, pairs, goals=goals and kind == "duckdb" and size == max(SIZES))


def _ours(case: str, used: Child, note: str, most_cpu: float | None, most_mb: float | None) -> Row:
    if most_cpu is None or most_mb is None:
        return Row("scan", case, *_used(used), note=note)
    goal, met = f"≤ {most_cpu:g} CPU s, ≤ {most_mb / 1024:g} GB", used.cpu_s <= most_cpu and used.peak_mb <= most_mb
    return Row("scan", case, *_used(used), note=note, goal=goal, met=met)


def _beside(words: str, kind: str, plain: Child, ours: Child, *, goals: bool) -> Row:
    tools = {"duckdb": "DuckDB range join + igraph", "pandas": "pandas self-join + networkx"}[kind]
    answer = json.loads(plain.out or '{"failed": "ended without an answer"}')
    cpu, memory = plain.cpu_s / ours.cpu_s, plain.peak_mb / ours.peak_mb
    note = answer.get("failed") or f"{cpu:.1f} × our CPU, {memory:.1f} × our memory; {answer['pairs']:,} pairs"
    goal = "ours ≥ 2 × fewer CPU s, half the memory" if goals else ""
    met = cpu >= 2 and memory >= 2 if goals else None
    return Row("scan", f"{words}: {tools}", *_used(plain), note=note, goal=goal, met=met)


def _baseline(kind: str, data: Path) -> Child:
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.baselines", kind, data / "setl_d.parquet"]
    return child(command, data, may_fail=True)


def _used(used: Child) -> tuple[float, float, float]:
    return used.cpu_s, used.wall_s, used.peak_mb


def _found(place: Path, settlements: int) -> str:
    return f"{_counts(place)['published']} rings of {city.rings(settlements)} planted"


def _counts(place: Path) -> dict[str, int]:
    run_id = (place / "runs" / "latest").read_text(encoding="utf-8").strip()
    manifest = json.loads((place / "runs" / run_id / "manifest.json").read_text(encoding="utf-8"))
    counts: dict[str, int] = manifest["counts"]
    return counts
