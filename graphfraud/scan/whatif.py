"""What other parameters would find: a detection beside the last run, of which nothing is written.

A ring of the run is lost when no published ring of the detection goes on from it (`graphfraud.rings.lineage`), and a
ring is won when it goes on from no published ring of the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphfraud.model.disposition import Disposition
from graphfraud.model.money import money_text
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters, Value
from graphfraud.scan import scope
from graphfraud.scan.detect import Order, Progress, detect, ground
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.run_files import RunFiles, Runs
from graphfraud.store.standing import judged
from graphfraud.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Moved:
    """A ring won or lost. `was` and `now`: `published`, the reason of a demotion, None where there is no such ring.

    `decision`: the label of the decision in force on it, if any.
    """

    ring: Ring
    was: str | None
    now: str | None
    decision: str | None

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "ring_id": self.ring.ring_id,
            "scheme": self.ring.scheme,
            "patients": len(self.ring.patients),
            "medfee_sumamt": money_text(self.ring.amounts.medfee_sumamt),
            "fund_pay_sumamt": money_text(self.ring.amounts.fund_pay_sumamt),
            "was": self.was,
            "now": self.now,
            "decision": self.decision,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changes against the run `run_id`: rings won and lost by rank, and how many are `kept`.

    `parameters`: name → (value in the run, value tried). `data_changed`: claims were loaded since the run, which may
    be why something differs.
    """

    run_id: str
    parameters: Mapping[str, tuple[Value, Value]]
    schemes: tuple[str, ...]
    data_changed: bool
    kept: int
    won: tuple[Moved, ...]
    lost: tuple[Moved, ...]

    @property
    def confirmed_lost(self) -> tuple[str, ...]:
        """Rings lost though somebody had confirmed them."""
        return tuple(m.ring.ring_id for m in self.lost if m.decision == "confirmed")

    @property
    def dismissed_avoided(self) -> tuple[str, ...]:
        """Rings lost that somebody had dismissed."""
        return tuple(m.ring.ring_id for m in self.lost if m.decision == "dismissed")

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "run_id": self.run_id,
            "parameters": {name: {"was": was, "now": now} for name, (was, now) in self.parameters.items()},
            "schemes": list(self.schemes),
            "data_changed": self.data_changed,
            "kept": self.kept,
            "won": [m.to_dict() for m in self.won],
            "lost": [m.to_dict() for m in self.lost],
            "confirmed_lost": list(self.confirmed_lost),
            "dismissed_avoided": list(self.dismissed_avoided),
        }


def order_of(run: RunFiles, changes: Mapping[str, Value], schemes: Sequence[str] = ()) -> Order:
    """Give what a run was ordered with, some parameters changed, over `schemes` (none named: those of the run).

    Raises:
        SettingError: a parameter is unknown or out of range.
    """
    first, last = (None if d is None else date.fromisoformat(d) for d in run.manifest.get("period", (None, None)))
    ran = tuple(s["scheme"] for s in run.manifest["schemes"])
    within = scope.parse(run.info.scope) if run.info.scope else None
    return Order(tuple(schemes) or ran, first, last, Parameters({**run.parameters.stored, **changes}), within)


def what_if(
    workspace: Workspace,
    changes: Mapping[str, Value],
    *,
    schemes: Sequence[str] = (),
    run: str | None = None,
    memory_limit: str = "2GB",
    threads: int | None = None,
    progress: Progress = lambda text: None,
) -> Outcome:
    """Detect with changed parameters and compare with a run (None: the newest).

    Raises:
        SettingError: a parameter is unknown or out of range.
        NotFoundError: there is no such run, or none at all.
        WorkspaceError: another process is writing, or a file is damaged.
    """
    base = Runs(workspace.runs).get(run)
    order = order_of(base, changes, schemes)
    before = [r for r in base.rings if {r.scheme, *r.also} & set(order.schemes)]
    with ground(workspace, memory_limit, threads, progress) as on:
        kept, _ = detect(on, order, before, progress)
    now = [k.ring for k in kept]
    old = base.parameters.stored
    differs = {n: (old[n], value) for n, value in order.parameters.stored.items() if value != old[n]}
    won, lost, same = compare(before, now, Dispositions(workspace).all(), base.parameters)
    return Outcome(base.info.run_id, differs, order.schemes, on.data_version != base.info.data_version, same, won, lost)


def compare(
    before: Sequence[Ring], now: Sequence[Ring], dispositions: Sequence[Disposition], parameters: Mapping[str, float]
) -> tuple[tuple[Moved, ...], tuple[Moved, ...], int]:
    """Give the rings won and lost, and how many published ones are kept. `now` carries its lineage from `before`."""
    decided = {r.ring_id: _in_force(r) for rings in (now, before) for r in judged(rings, dispositions, parameters)}
    old = {r.ring_id: r for r in before}
    parents = {r.ring_id: [old[p] for p in dict.fromkeys((r.ring_id, *r.lineage.previous)) if p in old] for r in now}
    heirs: dict[str, list[Ring]] = {}
    for ring in now:
        for parent in parents[ring.ring_id]:
            heirs.setdefault(parent.ring_id, []).append(ring)
    won = tuple(
        Moved(r, _status(parents[r.ring_id]), "published", decided[r.ring_id])
        for r in now
        if r.status == "published" and _status(parents[r.ring_id]) != "published"
    )
    standing = [r for r in before if r.status == "published"]
    lost = tuple(
        Moved(r, "published", _status(heirs.get(r.ring_id, [])), decided[r.ring_id])
        for r in standing
        if _status(heirs.get(r.ring_id, [])) != "published"
    )
    return won, lost, len(standing) - len(lost)


def _status(rings: Sequence[Ring]) -> str | None:
    """Give `published` where one of the rings is, else why the best ranked one was demoted, None without any."""
    best = min(rings, key=lambda r: (r.status != "published", r.rank), default=None)
    return None if best is None else best.status_reason or best.status


def _in_force(ring: Ring) -> str | None:
    return ring.disposition.label if ring.disposition and not ring.disposition.changed else None
