"""What was started in a home, kept in `server.json`: how, on which port, as which process.

The file outlives the server, so that the next start takes the same way and port.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from graphfraud.errors import WorkspaceError
from graphfraud.server.home import Home

Way = Literal["java", "docker"]
BOLT_PORT = 7687
EXEC_TRIES, EXEC_S = 50, 0.01


@dataclass(frozen=True, slots=True)
class State:
    """`wanted` is true from `up` to `down`; `pid` is the process of the way `java` while wanted."""

    way: Way
    port: int
    wanted: bool = False
    pid: int | None = None

    @property
    def uri(self) -> str:
        """The address for a driver."""
        return f"bolt://127.0.0.1:{self.port}"


def read(home: Home) -> State | None:
    """Give what was started last, None where nothing ever was.

    Raises:
        WorkspaceError: the file is damaged.
    """
    file = home.root / "server.json"
    try:
        return State(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as e:
        raise WorkspaceError(
            f"Can't read {file}: {e}", path=str(file), hint="Delete it, then: graphfraud neo4j up"
        ) from e


def write(home: Home, state: State) -> None:
    """Keep the state; a kill leaves the old or the new one.

    Raises:
        WorkspaceError: the home can't be written.
    """
    new = home.root / f".server.json-{os.getpid()}"
    try:
        new.write_text(json.dumps(asdict(state)) + "\n", encoding="utf-8")
        new.replace(home.root / "server.json")
    except OSError as e:
        raise home.unwritable(e) from e


def alive(home: Home, state: State | None) -> bool:
    """Say whether the Java process of the state lives; a number that another program has by now doesn't count."""
    if state is None or not state.wanted or state.pid is None:
        return False
    return f" --home-dir={home.root} --config-dir={home.root / 'conf'} " in _command_line(state.pid)


def _command_line(pid: int) -> str:
    """Give the arguments of a process, a space between them; none where it has ended, even if not yet collected."""
    folder = Path("/proc") / str(pid)
    try:
        if not Path("/proc/self/cmdline").exists():
            return subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True).stdout
        for _ in range(EXEC_TRIES):
            text = folder.joinpath("cmdline").read_text(errors="replace")
            if text or folder.joinpath("stat").read_text(errors="replace").rpartition(")")[2].split()[0] == "Z":
                return text.replace("\0", " ")
            # A process has no arguments for an instant while a new program takes its place.
            time.sleep(EXEC_S)
    except OSError:
        pass
    return ""
