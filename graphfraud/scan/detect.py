"""From the loaded claims to ranked rings, without writing anything about them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from graphfraud.claims import scene, table
from graphfraud.claims.scene import Scene
from graphfraud.engine.base import Engine
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import InputError, WorkspaceError
from graphfraud.lake.lake import Lake
from graphfraud.lake.trouble import told
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.scan import find
from graphfraud.scan.finish import Kept, Source, finish, unite
from graphfraud.scan.gangs import relate
from graphfraud.scan.inside import narrow
from graphfraud.scan.prepare import prepare
from graphfraud.scan.reinforce import reinforce
from graphfraud.scan.scope import Scope
from graphfraud.schemes import SCHEMES
from graphfraud.schemes.base import Scheme
from graphfraud.schemes.needs import filled_columns, scheme_states
from graphfraud.workspace import Workspace

Progress = Callable[[str], None]
SELDOM = (50_000, 20, 100)
"""Thresholds of the garbage collector: a scan makes millions of objects and hardly a cycle, and looking for cycles as
often as usual takes it one CPU second in thirty."""


class Step(str):
    """A line of progress that also says what is being done: `clean`, a scheme, or `judge`; and the share done."""

    __slots__ = ("share", "stage")

    def __new__(cls, text: str, stage: str, share: float) -> Step:
        """Give the line."""
        step = super().__new__(cls, text)
        step.stage, step.share = stage, share
        return step

    stage: str
    share: float


@dataclass(frozen=True, slots=True)
class Order:
    """What to scan: schemes by code (empty: all), days from `first` to `last`, parameters.

    `scope`: where rings are looked for (None: everywhere); its days are those of the order (see `in_scope`).
    """

    schemes: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    parameters: Parameters = field(default_factory=Parameters)
    scope: Scope | None = None

    @property
    def wanted(self) -> list[Scheme]:
        """The schemes, in the order of the contract."""
        return [s for s in SCHEMES if not self.schemes or s.code in self.schemes]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a detection stands on: the lake, and the clean claims of its present state."""

    lake: Lake
    engine: Engine
    data_version: str
    folder: Path
    filled: dict[str, set[str]]
    """The columns of each table that hold a value."""

    def states(self, order: Order) -> list[dict[str, Any]]:
        """Say of each scheme of the order whether the data allows it (see `scheme_states`)."""
        return scheme_states(self.filled, order.wanted)

    def able(self, order: Order) -> list[Scheme]:
        """Give the schemes of the order that the data allows."""
        return [s for s, state in zip(order.wanted, self.states(order), strict=True) if state["state"] != "off"]

    def read(self, order: Order) -> Scene:
        """Read the claims that an order looks at.

        Raises:
            InputError: no settlement lies in the period, or in the scope.
            NotFoundError: the scope names something unknown.
        """
        seen = scene.read(self.lake, self.engine, self.folder, order.parameters, first=order.first, last=order.last)
        if not len(seen.claims) and (order.first or order.last):
            first, last = table.period(self.folder)
            raise InputError(
                f"No settlement lies between {order.first or first} and {order.last or last}",
                hint=f"The loaded settlements run from {first} to {last}.",
            )
        return seen if order.scope is None else narrow(seen, order.scope, self.folder)


@contextmanager
def ground(workspace: Workspace, memory_limit: str, threads: int | None, progress: Progress) -> Iterator[Ground]:
    """Make the loaded claims ready and hold the workspace's write lock while they are looked at.

    Raises:
        WorkspaceError: nothing is loaded, another process is writing, or a file is damaged.
    """
    with (
        workspace.writing(),
        told(workspace),
        _seldom_collected(),
        DuckDBEngine(memory_limit=memory_limit, threads=threads, temp=workspace.root / "tmp") as engine,
    ):
        lake = Lake(workspace.lake)
        if not lake.has("setl_d"):
            raise WorkspaceError(
                f"No settlements (setl_d) are loaded in {workspace.root}",
                path=str(workspace.root),
                hint="Load claim files first: graphfraud load FOLDER",
            )
        progress(Step("Cleaning settlements: refunds, persons, doctors", "clean", 0.0))
        data_version = prepare(workspace, engine)
        yield Ground(lake, engine, data_version, workspace.claims / data_version, filled_columns(lake))


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let the garbage collector look for cycles seldom."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def detect(on: Ground, order: Order, before: list[Ring], progress: Progress) -> tuple[list[Kept], dict[str, int]]:
    """Run the schemes and the support signals; give the rings, ranked, and counts of what was left out, by name.

    Rings that go on from those `before` keep their id.

    Raises:
        InputError: no settlement lies in the period, or in the scope.
        NotFoundError: the scope names something unknown.
    """
    seen = on.read(order)
    schemes = on.able(order)
    kept: list[Kept] = []
    counts = _size(seen) | dict(seen.left_out)
    for scheme, found in zip(schemes, find.run(schemes, seen, partial(_told, progress, schemes)), strict=True):
        kept += [
            Kept(ring, (Source(scheme.code, candidate, found.events),))
            for ring, candidate in zip(found.rings, found.candidates, strict=True)
        ]
        counts |= {f"{scheme.code}.{name}": n for name, n in found.counts.items()}
    united, left_out = reinforce(unite(kept), seen)
    return relate(finish(united, before), seen.claims, order.parameters), counts | left_out


def in_scope(scope: Scope, parameters: Parameters, schemes: tuple[str, ...] = ()) -> Order:
    """Give the order to look at a scope; no schemes: all."""
    return Order(schemes, scope.first, scope.last, parameters, scope)


def _size(seen: Scene) -> dict[str, int]:
    claims = seen.claims
    if seen.inside is None:
        return {"settlements": len(claims), "patients": len(claims.patients)}
    return {"settlements": int(seen.inside.sum()), "patients": len(np.unique(claims.patient[seen.inside]))}


def _told(progress: Progress, schemes: list[Scheme], scheme: Scheme | None, text: str) -> None:
    """Name the scheme; `None` is the judgement of all of them, which counts as one more."""
    done = len(schemes) if scheme is None else schemes.index(scheme)
    named = text if scheme is None else f"{scheme.name.zh} {scheme.code}: {text}"
    progress(Step(named, "judge" if scheme is None else scheme.code, done / (len(schemes) + 1)))
