"""Bring a graph server up to date with a workspace."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from graphfraud.bolt.connection import Connection
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.trouble import told
from graphfraud.model.graph import graph_model
from graphfraud.push import bulk, guard, lease, schema, touched, update, wanted, watermark
from graphfraud.push.diff import Before, Begun, Change, Files, Server
from graphfraud.push.fill import fill
from graphfraud.push.kept import Kept, State
from graphfraud.push.lease import Lease
from graphfraud.push.progress import Progress, Say
from graphfraud.push.row_types import LAST
from graphfraud.push.wanted import Order
from graphfraud.push.watermark import FILLING, SHOWN, UPDATING, Watermark
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace

LOCAL_TIME = timezone(timedelta(hours=8))
WAYS = ("auto", "import", "driver")
KEPT = "what was pushed last is kept here: only differences are sent"
IMPORT_ROWS = 200_000
"""Below it, stopping and starting the server costs more than the bulk import saves."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to push.

    `claims`: `all` or `evidence`; `names`: masked names too; `adopt`: take over a graph that isn't this workspace's;
    `way`: `auto`, `import` or `driver`, of a first fill; `again`: a forgotten run to bring back.
    """

    claims: str = "all"
    names: bool = False
    adopt: bool = False
    way: str = "auto"
    again: str | None = None
    memory_limit: str = "2GB"
    threads: int | None = None


@dataclass(slots=True)
class Summary:
    """What a push did: which `way` it took and `why`, how many rows of each type are new, changed and withdrawn."""

    way: str
    why: str
    types: dict[str, dict[str, int]] = field(default_factory=dict)
    data_version: str = ""
    runs: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def sent(self) -> int:
        """How many rows were sent."""
        return sum(n for counts in self.types.values() for n in counts.values())

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        told_of = {"way": self.way, "why": self.why, "data_version": self.data_version, "runs": list(self.runs)}
        return {**told_of, "sent": self.sent, "seconds": round(self.seconds, 3), "types": self.types}


def push(
    workspace: Workspace,
    server: Connection,
    say: Say,
    wishes: Wishes = Wishes(),
    home: bulk.Home | None = None,
) -> Summary:
    """Bring the server to the claim data of the newest run, and to all runs.

    Args:
        workspace: whose claims and runs.
        server: where they go.
        say: told what is going on.
        wishes: how.
        home: the server's own folder, where it is on this machine: for the bulk import.

    Raises:
        NotFoundError: no scan has finished.
        MissingPartError: the server can't be reached, or answers with an error.
        WorkspaceError: the graph is somebody else's, another push is under way, or files can't be read or written.
    """
    started = time.monotonic()
    with told(workspace):
        summary = _Push(workspace, server, say, wishes, home).run()
    summary.seconds = time.monotonic() - started
    return summary


class _Push:
    """One push, step by step."""

    def __init__(
        self, workspace: Workspace, server: Connection, say: Say, wishes: Wishes, home: bulk.Home | None
    ) -> None:
        self._workspace = workspace
        self._server = server
        self._say = say
        self._wishes = wishes
        self._home = home
        self._kept = Kept(workspace.root)

    def run(self) -> Summary:
        found = Runs(self._workspace.runs)
        newest, every = found.get(None), found.all()
        self._mend()
        guard.version(self._server)
        mark = watermark.read(self._server)
        guard.owner(mark, self._kept.workspace(), adopt=self._wishes.adopt)
        runs = [run for run in every if run.info.run_id not in self._forgotten(mark)]
        key = self._kept.contact_key()
        self._order = Order(newest, runs, self._wishes.claims, self._wishes.names, key)
        self._database = self._server.rows("database_id")[0]["id"]
        if self._up_to_date(mark):
            return self._summary("nothing", "the graph shows this data and these runs already")
        schema.make(self._server)
        while True:
            bases = self._bases(mark)
            state = self._compute(bases)
            with lease.held(self._server) as right:
                # Another push may have ended while the rows were computed.
                mark = watermark.read(self._server)
                guard.owner(mark, self._kept.workspace(), adopt=self._wishes.adopt)
                if self._bases(mark) == bases:
                    return self._bring(right, mark, state, bases)
            shutil.rmtree(state.folder)

    def _mend(self) -> None:
        """Empty a database whose bulk import was killed: no server can open it."""
        if self._home is not None and self._kept.cut_short:
            with self._kept.importing():
                self._say("a bulk import was cut short: the database is emptied first")
                bulk.empty(self._home, self._server, self._kept.root, self._say)

    def _forgotten(self, mark: Watermark) -> set[str]:
        return {run for run in mark.forgotten if run != self._wishes.again}

    def _up_to_date(self, mark: Watermark) -> bool:
        if mark.state != SHOWN or mark.workspace != self._kept.workspace() or len(mark.states) != 1:
            return False
        state = self._kept.state(mark.states[0])
        if state is None or set(mark.forgotten) != self._forgotten(mark):
            return False
        have = state.manifest
        return all(have.get(name) == value for name, value in self._order.manifest().items())

    def _bases(self, mark: Watermark) -> list[State]:
        """Give the states that the graph may hold rows of, where only what changed claims touch has to be computed."""
        if mark.nodes == 0 or self._order.claims != "all" or not self._ours(mark):
            return []
        basis = self._order.basis().items()
        states = [self._kept.state(name) for name in mark.states]
        fit = [s for s in states if s and s.settlements.exists() and basis <= s.manifest.items()]
        return fit if len(fit) == len(states) else []

    def _ours(self, mark: Watermark) -> bool:
        return mark.workspace == self._kept.workspace() and mark.state in (SHOWN, UPDATING)

    def _compute(self, bases: Sequence[State]) -> State:
        self._say("computing what changed claims touch" if bases else "computing what the graph is to hold")
        state = self._kept.new(self._database)
        memory_limit, threads = self._wishes.memory_limit, self._wishes.threads
        with DuckDBEngine(memory_limit=memory_limit, threads=threads, temp=state.folder) as engine:
            wanted.write(self._order, self._workspace, engine, state, bases)
        return state

    def _bring(self, right: Lease, mark: Watermark, state: State, bases: Sequence[State]) -> Summary:
        """Choose the way, and go it."""
        self._left = mark.states
        if bases:
            with touched.parts(bases, state) as (before, after):
                found = update.changes(before, after)
            return self._update(right, mark, [*mark.states, state.name], found, state, KEPT)
        begun = self._kept.state(mark.states[0]) if mark.begun else None
        if mark.nodes == 0:
            return self._first_fill(right, state)
        if begun and begun.same(state):
            way, why = "driver", "a first fill was cut short: it goes on where it stood"
            return self._fill(right, begun, way, why, filling=mark.filling, filled=mark.filled)
        before, why = self._before(mark, begun)
        found = update.changes(before, state)
        return self._update(right, mark, self._possible(before, mark, state), found, state, why)

    def _first_fill(self, right: Lease, state: State) -> Summary:
        rows = sum(state.manifest["counts"].values())
        way, why = bulk.choose(self._wishes.way, self._home, rows, IMPORT_ROWS)
        self._say(f"first fill by {way}: {why}")
        if way == "import" and self._home is not None:
            with self._kept.importing():
                bulk.fill(self._home, state, self._server, self._watermark_row(right, state), self._say)
            # The import made another database, with another id.
            database = self._server.rows("database_id")[0]["id"]
            state = self._kept.move(state, database)
            self._database = database
            schema.make(self._server)
            return self._end(right, state, way, why)
        return self._fill(right, state, "driver", why)

    def _fill(
        self, right: Lease, state: State, way: str, why: str, *, filling: str | None = None, filled: int = 0
    ) -> Summary:
        mine = self._kept.workspace()
        right.mark(state=FILLING, states=[state.name], workspace=mine, filling=filling, filled=filled or None)
        total = sum(n for name, n in state.manifest["counts"].items() if name not in LAST)
        fill(right, state, Progress(self._say, total), filling=filling, filled=filled)
        return self._end(right, state, way, why)

    def _watermark_row(self, right: Lease, state: State) -> dict[str, Any]:
        """Say what an import brings: everything, of which nothing is shown yet."""
        mine = {"state": FILLING, "workspace": self._kept.workspace(), "states": [state.name], "lease": right.token}
        last = graph_model().types[-1].rows
        return {**mine, "filling": last, "filled": state.manifest["counts"][last]}

    def _end(self, right: Lease, state: State, way: str, why: str) -> Summary:
        """Show what a first fill has brought."""
        empty = Begun(state, graph_model().types[0].rows, 0)
        update.show(right, update.changes(empty, state, of=LAST), self._shown(state))
        self._kept.prune(self._database, self._left, state.name)
        counts = state.manifest["counts"]
        types = {one.name: {"added": counts[one.rows], "changed": 0, "removed": 0} for one in graph_model().types}
        return self._summary(way, why, types)

    def _before(self, mark: Watermark, begun: State | None) -> tuple[Before, str]:
        """Say what the graph is known to hold, and why it is known."""
        if begun is not None and mark.filling is not None:
            return Begun(begun, mark.filling, mark.filled), "a first fill was cut short, and the data has changed since"
        states = [self._kept.state(name) for name in mark.states]
        known = [state for state in states if state is not None and state.whole]
        if self._ours(mark) and known and len(known) == len(states):
            return Files(known), KEPT
        return Server(self._server), "what was pushed last is not kept here: every row is sent again"

    def _update(
        self, right: Lease, mark: Watermark, states: list[str], found: Sequence[Change], state: State, why: str
    ) -> Summary:
        """Send what was found to differ; until then the graph may hold rows of any of `states`."""
        self._say(why)
        right.mark(state=UPDATING, states=states, workspace=self._kept.workspace(), filling=None, filled=None)
        update.hide(right, found, mark.runs)
        update.apply(right, found, Progress(self._say, sum(c.rows for c in found if c.one.rows not in LAST)))
        update.show(right, found, self._shown(state))
        self._kept.prune(self._database, self._left, state.name)
        return self._summary("update", why, _counts(found))

    def _possible(self, before: Before, mark: Watermark, state: State) -> list[str]:
        """Name the states whose rows the graph may hold until this push has ended."""
        if isinstance(before, Files):
            return [*mark.states, state.name]
        # What is there is known to nobody but the server: whoever goes on has to ask it again.
        return ["unknown", state.name]

    def _shown(self, state: State) -> dict[str, Any]:
        info = self._order.newest.info
        return {
            "state": SHOWN,
            "states": [state.name],
            "workspace": self._kept.workspace(),
            "data_version": info.data_version,
            "newest_run": info.run_id,
            "runs": [run.info.run_id for run in self._order.runs],
            "forgotten": sorted(self._forgotten(watermark.read(self._server))),
            "claims": self._order.claims,
            "names": self._order.names,
            "pushed_at": datetime.now(LOCAL_TIME).isoformat(timespec="seconds"),
            "filling": None,
            "filled": None,
        }

    def _summary(self, way: str, why: str, types: dict[str, dict[str, int]] | None = None) -> Summary:
        runs = tuple(run.info.run_id for run in self._order.runs)
        return Summary(way, why, types or {}, self._order.newest.info.data_version, runs)


def _counts(found: Sequence[Change]) -> dict[str, dict[str, int]]:
    return {c.one.name: c.counts for c in found}
