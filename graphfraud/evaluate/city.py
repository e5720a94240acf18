"""One sample city: its run judged, how often its rings met, and the plainer ways beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graphfraud.claims import scene
from graphfraud.claims.scene import Scene
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.evaluate import baselines
from graphfraud.evaluate.measures import Evaluation, evaluate
from graphfraud.evaluate.truth import InnocentGroup, TrueRing
from graphfraud.lake.lake import Lake
from graphfraud.parameters import Parameters
from graphfraud.scan.prepare import TABLES
from graphfraud.schemes.base import Meeting
from graphfraud.settings import Settings
from graphfraud.signals import together
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.workspace import Workspace


@dataclass(frozen=True, slots=True)
class City:
    """What one city adds to the table.

    `joint`: of each true ring of a scheme by meetings, on how many days two members were together, on average.
    `ways`: the detector and the plainer ways on the schemes by meetings, by name; empty where not asked for.
    """

    evaluation: Evaluation
    joint: dict[str, float] = field(default_factory=dict)
    ways: dict[str, Evaluation] = field(default_factory=dict)


def judge(settings: Settings, truth: Sequence[TrueRing], groups: Sequence[InnocentGroup], *, compare: bool) -> City:
    """Judge the newest run of a workspace; `compare`: the plainer ways too."""
    workspace = Workspace(settings.workspace)
    rings = EmbeddedStore(workspace).rings().rings
    with DuckDBEngine(
        memory_limit=settings.memory_limit, threads=settings.threads, temp=workspace.root / "tmp"
    ) as engine:
        lake = Lake(workspace.lake)
        folder = workspace.claims / lake.data_version(engine, TABLES)
        seen = scene.read(lake, engine, folder, Parameters(), first=None, last=None)
        ways = {}
        if compare:
            ways = {baselines.FULL: baselines.judged(baselines.of_meetings(rings), truth, groups)}
            ways |= {name: baselines.judged(way(seen), truth, groups) for name, way in baselines.WAYS.items()}
        return City(evaluate(rings, truth, groups), joint_visits(seen, truth), ways)


def joint_visits(seen: Scene, truth: Sequence[TrueRing]) -> dict[str, float]:
    """Give on how many days two members were together, averaged over all pairs of each ring of a scheme by meetings."""
    found = {}
    main = {other: patient for patient, others in seen.registers.aliases.items() for other in others}
    for scheme in baselines.MEETINGS:
        assert isinstance(scheme.way, Meeting)
        events, _ = scheme.way.events(seen.claims, seen.parameters)
        for ring in truth:
            if ring.scheme == scheme.code:
                names = sorted({main.get(name, name) for _, name in ring.patients})
                members = np.flatnonzero(np.isin(seen.claims.patients, names))
                own = events.take(np.isin(events.patient, members))
                met = together.count(own, min_joint=1, crowd_cap=len(events)).observed.sum()
                found[ring.ring_id] = float(met) / max(len(names) * (len(names) - 1) / 2, 1)
    return found
