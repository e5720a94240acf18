"""Scans and what-ifs as jobs (`graphfraud.jobs`): checked before they start, so that a mistake shows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from graphfraud.errors import SettingError
from graphfraud.jobs.board import Jobs
from graphfraud.jobs.job import Job
from graphfraud.parameters import Parameters
from graphfraud.parameters.profiles import profile
from graphfraud.scan import scope
from graphfraud.schemes import SCHEMES


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What to scan. No `schemes`: those of the profile; `within`: a scope text, empty for everything."""

    profile: str = "whole_city"
    schemes: tuple[str, ...] = ()
    within: str = ""
    seed: int | None = None
    changes: Mapping[str, float] = field(default_factory=dict)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The schemes that are looked for, in the order of the contract."""
        wanted = self.schemes or profile(self.profile).schemes
        return tuple(s.code for s in SCHEMES if not wanted or s.code in wanted)

    @property
    def parameters(self) -> Parameters:
        """The parameters that the scan runs with.

        Raises:
            SettingError: one is unknown or out of range, or the profile is.
        """
        seed = {} if self.seed is None else {"seed": float(self.seed)}
        return Parameters({**profile(self.profile).parameters, **self.changes, **seed})

    def check(self) -> None:
        """Refuse what can't be run.

        Raises:
            SettingError: an unknown profile, scheme or parameter, a value out of range, or a bad scope.
        """
        _known_schemes(self.schemes)
        _ = self.parameters
        if self.within:
            scope.parse(self.within)

    def words(self) -> list[str]:
        """Give the command."""
        words = ["scan", "--profile", self.profile]
        words += ["--schemes", ",".join(self.schemes)] if self.schemes else []
        words += [] if self.seed is None else ["--seed", str(self.seed)]
        words += ["--scope", self.within, "--keep"] if self.within else []
        return words + _params(self.changes)


@dataclass(frozen=True, slots=True)
class WhatIfRequest:
    """Which parameters to change against the run `run_id`; no `schemes`: those of the run."""

    run_id: str
    changes: Mapping[str, float]
    schemes: tuple[str, ...] = ()

    def check(self) -> None:
        """Refuse what can't be run.

        Raises:
            SettingError: nothing is changed, an unknown scheme or parameter, or a value out of range.
        """
        if not self.changes:
            raise SettingError("No parameter is changed", name="param", hint="Choose one and give it another value.")
        _known_schemes(self.schemes)
        Parameters(self.changes)

    def words(self) -> list[str]:
        """Give the command."""
        schemes = ["--schemes", ",".join(self.schemes)] if self.schemes else []
        return ["whatif", "--run", self.run_id, *schemes, *_params(self.changes)]


def start(jobs: Jobs, request: ScanRequest | WhatIfRequest, who: str) -> Job:
    """Start a scan or a what-if as a job.

    Raises:
        SettingError: the request can't be run.
        WorkspaceError: another job works, or the workspace can't be written.
    """
    request.check()
    kind = "scan" if isinstance(request, ScanRequest) else "whatif"
    about: dict[str, Any] = {**asdict(request), "changes": dict(request.changes)}
    return jobs.start(kind, request.words(), who=who, about=about)


def _params(changes: Mapping[str, float]) -> list[str]:
    return [word for name, value in changes.items() for word in ("--param", f"{name}={value:.12g}")]


def _known_schemes(codes: tuple[str, ...]) -> None:
    known = [s.code for s in SCHEMES]
    for code in codes:
        if code not in known:
            raise SettingError(f"Unknown scheme {code!r}", name="schemes", hint=f"Known: {', '.join(known)}.")
