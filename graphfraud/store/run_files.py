"""Read run folders (see `graphfraud.scan.run_folder`): headers, rings, links, gatherings.

A run never changes, so what was read once is kept. Each file is checked against the manifest before it is used.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphfraud.errors import NotFoundError, WorkspaceError
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.store.base import Coverage, RunInfo
from graphfraud.store.run_read import RunRead, no_such_run, parameters_of

DAMAGED = "Restore that run folder from a backup, or delete it and scan again: graphfraud scan"


class RunFiles(RunRead):
    """One run folder.

    Raises:
        WorkspaceError: a file is missing or is not what the manifest says.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            counts = self.manifest["counts"]
            self.info = RunInfo(
                **self.manifest["run"],
                published=counts["published"],
                demoted=counts["demoted"],
                scope=self.manifest.get("scope", {}).get("text", ""),
            )
            self.lake_versions: dict[str, int] = dict(self.manifest["lake_versions"])
        except (OSError, ValueError, KeyError, TypeError) as e:
            raise self._damaged("manifest.json", e) from e

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """Every ring of the run, ranked."""
        try:
            return tuple(Ring.from_dict(r) for r in json.loads(self._bytes("rings.json"))["rings"])
        except (ValueError, KeyError, TypeError) as e:
            raise self._damaged("rings.json", e) from e

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """What the data let the run look for; runs of before signals were told apart name schemes alone."""
        return tuple(
            Coverage(kind, found[kind], found["state"], tuple(found["missing"]))
            for kind in ("scheme", "signal")
            for found in self.manifest.get(f"{kind}s", ())
        )

    @property
    def parameters_text(self) -> str:
        """What the run was made with, as the YAML text that it wrote."""
        return self._bytes("parameters.yml").decode()

    @cached_property
    def parameters(self) -> Parameters:
        """What the run was made with."""
        try:
            return parameters_of(self.parameters_text)
        except ValueError as e:
            raise self._damaged("parameters.yml", e) from e

    def check(self) -> None:
        """Compare every file with its hash in the manifest."""
        for name in self.manifest["files"]:
            self._bytes(name)

    def rows_of(self, table: str, ring_id: str) -> pa.Table:
        """Give the rows of `links` or `gatherings` that belong to one ring of the run, in file order."""
        self.ring(ring_id)
        rows = self.all_links if table == "links" else self.all_gatherings
        return rows.filter(pc.equal(rows["ring_id"], ring_id))

    @cached_property
    def all_links(self) -> pa.Table:
        """The links of every ring (`graphfraud.store.run_read.LINKS`)."""
        return self._table("links.parquet")

    @cached_property
    def all_gatherings(self) -> pa.Table:
        """The gatherings of every ring (`graphfraud.scan.run_folder.GATHERINGS`)."""
        return self._table("gatherings.parquet")

    def _table(self, name: str) -> pa.Table:
        try:
            return pq.read_table(pa.BufferReader(self._bytes(name)))
        except pa.ArrowInvalid as e:
            raise self._damaged(name, e) from e

    def _bytes(self, name: str) -> bytes:
        """Read a file and check its hash."""
        try:
            content = (self.folder / name).read_bytes()
        except OSError as e:
            raise self._damaged(name, e) from e
        if hashlib.sha256(content).hexdigest() != self.manifest["files"].get(name):
            raise self._damaged(name, "its hash is not the one in manifest.json")
        return content

    def _damaged(self, name: str, why: object) -> WorkspaceError:
        path = self.folder / name
        return WorkspaceError(f"Run file {path} can't be used: {why}", path=str(path), kind="run", hint=DAMAGED)


class Runs:
    """All run folders under `root`; one is read when it is asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._read: dict[str, RunFiles] = {}

    def all(self) -> tuple[RunFiles, ...]:
        """Give every finished run, newest first.

        Raises:
            WorkspaceError: a run folder is damaged.
        """
        runs = [self._open(name) for name in self._names()]
        return tuple(sorted(runs, key=lambda r: (r.info.finished_at, r.info.run_id), reverse=True))

    def whole(self) -> tuple[RunFiles, ...]:
        """Give every finished run over the whole city, newest first.

        Raises:
            WorkspaceError: a run folder is damaged.
        """
        return tuple(run for run in self.all() if not run.info.scope)

    def get(self, run_id: str | None) -> RunFiles:
        """Give one run, None for the newest.

        Raises:
            NotFoundError: there is no such run, or none at all.
            WorkspaceError: its folder is damaged.
        """
        names = self._names()
        if run_id is None:
            run_id = self._pointer() or self.newest()
        if run_id is None or not names:
            raise NotFoundError(
                f"No scan has finished in {self.root.parent}",
                kind="run",
                hint="Load claim files and scan them: graphfraud load FOLDER && graphfraud scan",
            )
        if run_id not in names:
            raise no_such_run(run_id)
        return self._open(run_id)

    def newest(self) -> str | None:
        """Give the run that `latest` names, the last whole one where it names none, None where there is none.

        Raises:
            WorkspaceError: `latest` names none and a run folder is damaged.
        """
        names, named = self._names(), self._pointer()
        if named in names:
            return named
        whole = self.whole()
        return whole[0].info.run_id if whole else None

    def _pointer(self) -> str | None:
        try:
            return (self.root / "latest").read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError):
            return None

    def _names(self) -> set[str]:
        if not self.root.is_dir():
            return set()
        return {f.name for f in self.root.iterdir() if f.is_dir() and not f.name.startswith(".")}

    def _open(self, name: str) -> RunFiles:
        if name not in self._read:
            self._read[name] = RunFiles(self.root / name)
        return self._read[name]
