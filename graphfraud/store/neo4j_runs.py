"""The runs that a Neo4j server holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from graphfraud.bolt.connection import Connection
from graphfraud.errors import MissingPartError, NotFoundError
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.store.base import VERSIONS, RunInfo
from graphfraud.store.run_read import RunRead, no_such_run, parameters_of

HEADER = ("run_id", "started_at", "finished_at", "engine", *VERSIONS, "seed", "published", "demoted")
SEND = "Send it: graphfraud graph push; or read the workspace: --store embedded"


class ServerRun(RunRead):
    """One run. It never changes, so what was read is kept.

    Args:
        server: where the run is.
        row: `header` (JSON) and `parameters` (YAML) of its node.
    """

    def __init__(self, server: Connection, row: Mapping[str, Any]) -> None:
        self._server = server
        self._parameters = str(row["parameters"])
        header = json.loads(row["header"])
        self.info = RunInfo(**{name: header[name] for name in HEADER}, scope=header.get("scope", ""))
        self.lake_versions = dict(header["lake_versions"])

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """Every ring of the run, ranked.

        Raises:
            MissingPartError: not all of them are there yet.
        """
        rows = self._server.rows("store_rings", run_id=self.info.run_id)
        expected = self.info.published + self.info.demoted
        if len(rows) != expected:
            raise MissingPartError(
                f"The server at {self._server.login.uri} holds {len(rows)} of the {expected} rings of run "
                f"{self.info.run_id}",
                part="neo4j",
                hint="Wait until graphfraud graph push has finished, or give that command again.",
            )
        return tuple(Ring.from_dict(json.loads(row["ring"])) for row in rows)

    @cached_property
    def parameters(self) -> Parameters:
        """What the run was made with."""
        return parameters_of(self._parameters)


class ServerRuns:
    """All runs of a server; one is read when it is asked for."""

    def __init__(self, server: Connection) -> None:
        self._server = server
        self._read: dict[str, ServerRun] = {}

    def all(self) -> tuple[ServerRun, ...]:
        """Give every finished run, newest first."""
        return tuple(self._keep(row) for row in self._server.rows("store_runs"))

    def get(self, run_id: str | None) -> ServerRun:
        """Give one run, None for the newest.

        Raises:
            NotFoundError: there is no such run, or none at all.
        """
        if run_id is None:
            run_id = self.newest()
        if run_id is None:
            raise NotFoundError(f"The graph at {self._server.login.uri} shows no run", kind="run", hint=SEND)
        if run_id not in self._read:
            rows = self._server.rows("store_run", run_id=run_id)
            if not rows:
                raise no_such_run(run_id)
            self._keep(rows[0])
        return self._read[run_id]

    def newest(self) -> str | None:
        """Give the run that the graph shows as the newest, None where it shows none."""
        return next((row["run_id"] for row in self._server.rows("store_shown")), None)

    def _keep(self, row: Mapping[str, Any]) -> ServerRun:
        run = ServerRun(self._server, row)
        return self._read.setdefault(run.info.run_id, run)
