"""A Neo4j server of one's own, to stop, kill and start again, with its `neo4j-admin`. Java with Maven's class path."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import neo4j
import psutil
from neo4j.exceptions import DriverError, Neo4jError

from graphfraud.server import Login, java
from graphfraud.server.home import Home
from tests.neo4j_server import NoServerError

START_S = 240.0
PAGE = 8192
"""Bytes."""


class JavaHome:
    """A server in `root`; `push` takes it as the home of the bulk import."""

    def __init__(self, root: Path, cache: Path, heap: str = "1g") -> None:
        self.root = root
        self.heap = heap
        self._path = java.class_path(cache, print)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.login = Login(f"bolt://127.0.0.1:{self.port}", "neo4j", "neo4j")
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("conf", "data", "logs", "plugins", "import"):
            root.joinpath(name).mkdir(parents=True, exist_ok=True)
        self.configure()

    def configure(self, *lines: str) -> None:
        """Write the configuration, with further lines."""
        usual = Home(self.root, 128 * 1024**2).configuration(self.port)
        text = "".join(f"{line}\n" for line in (*(f"{name}={value}" for name, value in usual.items()), *lines))
        self.root.joinpath("conf", "neo4j.conf").write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Start the server, and return when it answers."""
        main = [java.SERVER, f"--home-dir={self.root}", f"--config-dir={self.root / 'conf'}"]
        command = ["java", "-Xms256m", f"-Xmx{self.heap}", *java.OPENED, "-cp", self._path, *main]
        log = self.root / "logs" / "console.log"
        with log.open("ab") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        self._wait(log)
        if self.login.password == "neo4j":
            self._change_password()

    def stop(self) -> None:
        """Stop the server and wait for its end."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self._end(signal.SIGKILL)

    def full_disk(self) -> None:
        """Let no file of the running server be written past its first page, as if the disk were full."""
        if self._process is not None:
            process = psutil.Process(self._process.pid)
            process.rlimit(psutil.RLIMIT_FSIZE, (PAGE, process.rlimit(psutil.RLIMIT_FSIZE)[1]))

    def admin(self, arguments: Sequence[str], on_line: Callable[[str], None]) -> None:
        """Run `neo4j-admin` on the stopped server."""
        environment = {**os.environ, "NEO4J_HOME": str(self.root), "NEO4J_CONF": str(self.root / "conf")}
        command = ["java", "-Xmx2g", *java.OPENED, "-cp", self._path, java.ADMIN, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=self.root)
        for line in done.stdout.splitlines():
            on_line(line)
        if done.returncode:
            raise RuntimeError(f"neo4j-admin ended with {done.returncode}: {done.stdout[-1500:]}{done.stderr[-1500:]}")

    def running_cpu_s(self) -> float:
        """Give the CPU seconds of the running server since its start."""
        if self._process is None:
            return 0.0
        times = psutil.Process(self._process.pid).cpu_times()
        return times.user + times.system

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + START_S
        with neo4j.GraphDatabase.driver(self.login.uri, auth=(self.login.user, self.login.password)) as driver:
            while True:
                if self._process is None or self._process.poll() is not None:
                    raise RuntimeError(f"Neo4j ended: {log.read_text(errors='replace')[-2000:]}")
                try:
                    # Not by a managed transaction, which would wait longer from try to try.
                    with driver.session(database="neo4j") as session:
                        session.run("RETURN 1").consume()
                    return
                except (DriverError, Neo4jError, OSError) as e:
                    if "expired" in str(e).lower():
                        return
                    if time.monotonic() > deadline:
                        raise RuntimeError(f"Neo4j did not answer within {START_S:.0f} s") from e
                time.sleep(0.2)

    def _change_password(self) -> None:
        new = secrets.token_hex(12)
        with neo4j.GraphDatabase.driver(self.login.uri, auth=(self.login.user, self.login.password)) as driver:
            statement = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
            driver.execute_query(statement, old=self.login.password, new=new, database_="system")
        self.login = Login(self.login.uri, self.login.user, new)


@contextmanager
def own_home(root: Path, cache: Path, heap: str = "1g") -> Iterator[JavaHome]:
    """Give a running server of one's own that ends with the context.

    Raises:
        NoServerError: Java or Maven is missing.
    """
    missing = [name for name in ("java", "mvn") if not shutil.which(name)]
    if missing:
        raise NoServerError(f"no Neo4j server of one's own: missing {', '.join(missing)}")
    home = JavaHome(root, cache, heap)
    try:
        home.start()
        yield home
    finally:
        home.stop()
