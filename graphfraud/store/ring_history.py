"""A ring through the runs: what it was in earlier ones, by ring_id and, where that began, by what it came from."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from graphfraud.errors import NotFoundError
from graphfraud.model.ring import Ring
from graphfraud.store.base import GraphStore, RunInfo

MOST_RUNS = 24
"""Runs that are looked through: two years of monthly scans."""


@dataclass(frozen=True, slots=True)
class Step:
    """A ring in one run, and who joined and left since the run before it in which it or its parents were found.

    `joined` and `left`: what makes the ring (`Ring.core`), sorted; both empty for the oldest step.
    """

    run: RunInfo
    ring: Ring
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def history(store: GraphStore, run: str | None, ring_id: str) -> tuple[Step, ...]:
    """Give the ring in a run (None: the newest) and in those before, newest first; runs without it are left out.

    A run in which the ring had several parents gives a step for each. A run of a part of the city is a step like any.

    Raises:
        NotFoundError: no such run or ring.
    """
    first = store.run(run)
    runs = [r for r in store.runs() if r.started_at <= first.started_at and r.run_id != first.run_id]
    now = store.ring(ring_id, run=first.run_id)
    generations = [[(first, now)]]
    wanted = (ring_id, *now.lineage.previous)
    for info in runs[: MOST_RUNS - 1]:
        found = _rings(store, tuple(dict.fromkeys(wanted)), info.run_id)
        if found:
            generations.append([(info, ring) for ring in found])
            wanted = tuple(id for ring in found for id in (ring.ring_id, *ring.lineage.previous))
    steps = []
    for generation, older in zip(generations, [*generations[1:], []], strict=True):
        before = frozenset().union(*(ring.core for _, ring in older))
        steps += [_step(info, ring, before if older else ring.core) for info, ring in generation]
    return tuple(steps)


def _rings(store: GraphStore, wanted: tuple[str, ...], run: str) -> list[Ring]:
    found = []
    for ring_id in wanted:
        with suppress(NotFoundError):
            found.append(store.ring(ring_id, run=run))
    # The id goes on with the ring that is most like it: where that is there, its parents were taken up in it.
    return found[:1] if found and found[0].ring_id == wanted[0] else found


def _step(run: RunInfo, ring: Ring, before: frozenset[str]) -> Step:
    return Step(run, ring, tuple(sorted(ring.core - before)), tuple(sorted(before - ring.core)))
