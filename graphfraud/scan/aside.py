"""`graphfraud.scan.here` in a process of its own, so that the readers of a server neither wait nor lose memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import Any

from graphfraud.errors import WorkspaceError
from graphfraud.model.ring import Ring
from graphfraud.scan.detect import Progress
from graphfraud.scan.here import Outcome
from graphfraud.scan.scope import parse
from graphfraud.workspace import Workspace

FAILED = "Error: "
"""How the command begins when it says why it failed."""


def aside(workspace: Workspace, scope: str, *, progress: Progress = lambda text: None) -> Outcome:
    """Detect inside a scope. If `progress` raises, the process is ended and nothing is left of it.

    Args:
        workspace: the loaded claims.
        scope: text of a scope.
        progress: told how far the work is, in the words of the command line.

    Raises:
        SettingError: the scope can't be read.
        WorkspaceError: the detection failed, for example because no settlement lies inside or another process is
            writing; the message is the command's own.
    """
    parse(scope)
    words = [sys.executable, "-m", "graphfraud", "scan", "--scope", scope, "--format", "json"]
    words += ["--workspace", str(workspace.root)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(words, stdout=said, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        try:
            said_last = _follow(process, progress)
            code = process.wait()
        finally:
            process.kill()
            process.wait()
        if code:
            raise WorkspaceError(
                said_last, path=str(workspace.root), hint="Choose another part, or wait and try again."
            )
        said.seek(0)
        return _outcome(json.load(said))


def _follow(process: subprocess.Popen[str], progress: Progress) -> str:
    """Pass on what a process says until it ends, and give why it failed, else its last words."""
    assert process.stderr is not None
    last = ""
    with process.stderr as lines:
        for line in map(str.strip, lines):
            if line.startswith(FAILED):
                return line.removeprefix(FAILED)
            last = line or last
            progress(last)
    return last


def _outcome(data: dict[str, Any]) -> Outcome:
    rings = tuple(Ring.from_dict(ring) for ring in data["rings"])
    return Outcome(parse(data["scope"]["text"]), data["data_version"], rings, data["counts"], tuple(data["schemes"]))
