"""Where a server of this machine lives: folders, configuration, memory, password.

Neo4j's own layout below `<workspace>/neo4j`: conf, data, logs, plugins, import; beside them `password` (mode 0600),
`server.json` (see `state`) and the class path that Maven gave.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graphfraud.errors import WorkspaceError
from graphfraud.settings import Settings, memory_bytes
from graphfraud.workspace import Workspace

FOLDERS = ("conf", "data", "logs", "plugins", "import")
# Two databases keep 256 MB of transaction log each from the first start on.
LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class Home:
    """Folder and memory of a server.

    `memory` is the bytes of its heap and, once more, of its page cache. `cache` is where Maven's answer is kept, None:
    in the home.
    """

    root: Path
    memory: int
    cache: Path | None = None

    @classmethod
    def of(cls, settings: Settings, workspace: Workspace) -> Home:
        """Give the home of the workspace's own server."""
        return cls(workspace.neo4j.absolute(), memory_bytes(settings.neo4j_memory))

    @property
    def password_file(self) -> Path:
        """File whose first line is the password of the user `neo4j`."""
        return self.root / "password"

    @property
    def log(self) -> Path:
        """Neo4j's own log."""
        return self.root / "logs" / "neo4j.log"

    @property
    def console(self) -> Path:
        """What Java itself printed since the last start."""
        return self.root / "logs" / "console.log"

    @property
    def memory_text(self) -> str:
        """The memory as Java, Neo4j and Docker write it, in MiB."""
        return f"{self.memory // 1024**2}m"

    def configuration(self, port: int) -> dict[str, str]:
        """Give what `conf/neo4j.conf` says: Bolt on this machine only, no browser, no usage report."""
        return {
            "server.bolt.listen_address": f"127.0.0.1:{port}",
            "server.bolt.advertised_address": f"127.0.0.1:{port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": self.memory_text,
            "dbms.usage_report.enabled": "false",
        }

    def prepare(self, port: int) -> None:
        """Make the folders and write the configuration.

        Raises:
            WorkspaceError: the disk is nearly full, or the folder can't be written.
        """
        try:
            for name in FOLDERS:
                self.root.joinpath(name).mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.root).free
            if free < LEAST_FREE_BYTES:
                raise WorkspaceError(
                    f"Only {free / 1024**2:.0f} MB of disk are free at {self.root}; Neo4j needs 1 GB",
                    path=str(self.root),
                    hint="Free some space, or choose another --workspace.",
                )
            lines = [f"{name}={value}" for name, value in self.configuration(port).items()]
            text = "\n".join(["# Written anew by `graphfraud neo4j up` at every start.", *lines, ""])
            self.root.joinpath("conf", "neo4j.conf").write_text(text, encoding="utf-8")
        except OSError as e:
            raise self.unwritable(e) from e

    def check_unused(self) -> None:
        """Make sure that no server, ours or another, has the data open; Neo4j holds this lock while it runs.

        Raises:
            WorkspaceError: one has.
        """
        lock = self.root / "data" / "databases" / "store_lock"
        if not lock.exists():
            return
        try:
            with lock.open("r+b") as opened:
                fcntl.lockf(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as e:
            raise WorkspaceError(
                f"A Neo4j server has the data of {self.root} open",
                path=str(self.root),
                hint="Stop it: graphfraud neo4j down, or end the java process whose arguments name that folder.",
            ) from e

    def password(self) -> str:
        """Give the password; a home without one, and without users yet, gets one.

        Raises:
            WorkspaceError: the file is missing where users exist, is empty, or can't be read.
        """
        try:
            if not self.password_file.exists():
                self._make_password()
            text = self.password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as e:
            raise WorkspaceError(
                f"Can't read the password file {self.password_file}: {e}",
                path=str(self.password_file),
                hint="Let only its owner, who starts the server, read and write it (mode 0600).",
            ) from e
        if not text:
            raise self._no_password("is empty")
        return text.splitlines()[0].strip()

    def _make_password(self) -> None:
        if self.root.joinpath("data", "dbms").exists():
            raise self._no_password("is missing")
        new = self.root / f".password-{os.getpid()}"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(secrets.token_hex(16) + "\n")
        new.replace(self.password_file)

    def _no_password(self, what: str) -> WorkspaceError:
        return WorkspaceError(
            f"The password file {self.password_file} {what}",
            path=str(self.password_file),
            hint=f"Put the server's password on its first line. Lost for good: delete {self.root} and push the graph "
            "again.",
        )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the home's lock: one process at a time starts, stops or administers its server.

        Raises:
            WorkspaceError: another process holds it, or the home can't be written.
        """
        lock = FileLock(self.root / "server.lock", timeout=0)
        try:
            # Nobody else on this machine is to read the graph from its files.
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as e:
            raise WorkspaceError(
                f"Another process is starting, stopping or loading the Neo4j server of {self.root}",
                path=str(self.root),
                hint="Wait until it has ended, then give the same command again.",
            ) from e
        except OSError as e:
            raise self.unwritable(e) from e
        try:
            yield
        finally:
            lock.release()

    def unwritable(self, error: OSError) -> WorkspaceError:
        """Give the error for a home that can't be written."""
        return WorkspaceError(
            f"Can't write in {self.root}: {error.strerror or error}",
            path=str(self.root),
            hint="Free some space, ask for write permission, or choose another --workspace.",
        )
