"""A real Neo4j server for the tests that need one.

Taken from `GRAPHFRAUD_TEST_NEO4J_URI` where that is set, else started by Docker where its engine answers, else by
Java with the class path that Maven makes from `docker/neo4j/pom.xml`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

POM = Path(__file__).parent.parent / "docker" / "neo4j" / "pom.xml"
IMAGE = "neo4j:5.26.25-community"
START_S = 180.0
OPENED = [f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in ("java.nio", "java.io", "sun.nio.ch")]
CONFIG = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
"""


class NoServerError(Exception):
    """There is no way to a Neo4j server here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """Where the server is and how to log in; `password_file` holds the password for the setting of that name."""

    uri: str
    user: str
    password: str
    password_file: Path


@contextmanager
def running(folder: Path, cache: Path) -> Iterator[Neo4jServer]:
    """Give a server that lives as long as the context.

    Args:
        folder: an empty folder for its data.
        cache: a folder that outlives the test run, for Maven's answer.

    Raises:
        NoServerError: none is configured and none can be started.
    """
    uri = os.environ.get("GRAPHFRAUD_TEST_NEO4J_URI")
    if uri:
        user = os.environ.get("GRAPHFRAUD_TEST_NEO4J_USER", "neo4j")
        yield _server(uri, user, os.environ.get("GRAPHFRAUD_TEST_NEO4J_PASSWORD", ""), folder)
    elif _docker_answers():
        with _docker(folder) as server:
            yield server
    else:
        with _java(folder, cache) as server:
            yield server


def _server(uri: str, user: str, password: str, folder: Path) -> Neo4jServer:
    file = folder / "password"
    file.write_text(password + "\n", encoding="utf-8")
    return Neo4jServer(uri, user, password, file)


def _docker_answers() -> bool:
    if not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "info"], capture_output=True, timeout=60).returncode == 0


@contextmanager
def _docker(folder: Path) -> Iterator[Neo4jServer]:
    password = secrets.token_hex(12)
    port = _free_port()
    ports, login = f"127.0.0.1:{port}:7687", f"NEO4J_AUTH=neo4j/{password}"
    command = ["docker", "run", "--detach", "--rm", "-p", ports, "-e", login, IMAGE]
    try:
        container = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except subprocess.CalledProcessError as e:
        raise NoServerError(f"Docker can't run {IMAGE}: {e.stderr.strip()}") from e
    try:
        server = _server(f"bolt://127.0.0.1:{port}", "neo4j", password, folder)
        _wait(server, lambda: None)
        yield server
    finally:
        subprocess.run(["docker", "stop", container], capture_output=True, check=True)


@contextmanager
def _java(folder: Path, cache: Path) -> Iterator[Neo4jServer]:
    missing = [name for name in ("java", "mvn") if not shutil.which(name)]
    if missing:
        raise NoServerError(
            "no Neo4j server: GRAPHFRAUD_TEST_NEO4J_URI is not set, no Docker engine answers, "
            f"and for Java these are missing: {', '.join(missing)} (.ci/system-parts installs them)"
        )
    port, home = _free_port(), folder / "home"
    for name in ("conf", "data", "logs", "plugins", "import"):
        home.joinpath(name).mkdir(parents=True)
    home.joinpath("conf", "neo4j.conf").write_text(CONFIG.format(port=port), encoding="utf-8")
    memory = ["-Xms256m", "-Xmx1g"]
    main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    command = ["java", *memory, *OPENED, "-cp", class_path(cache), *main]
    log = folder / "neo4j.log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            first = _server(f"bolt://127.0.0.1:{port}", "neo4j", "neo4j", folder)
            _wait(first, lambda: _ended(process, log))
            yield _server(first.uri, "neo4j", _change_password(first), folder)
        finally:
            process.terminate()


def class_path(cache: Path) -> str:
    """Give the Java class path of the server; Maven is asked once for a `pom.xml`."""
    kept = cache / f"class-path-{sha256(POM.read_bytes()).hexdigest()[:16]}"
    if not kept.exists() or not all(Path(jar).exists() for jar in kept.read_text().split(os.pathsep)):
        goal = ["dependency:build-classpath", f"-Dmdep.outputFile={kept}"]
        maven = subprocess.run(["mvn", "-q", "-B", "-f", POM, *goal], capture_output=True, text=True)
        if maven.returncode:
            raise NoServerError(f"Maven can't fetch Neo4j: {maven.stdout[-2000:]}")
    return kept.read_text().strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _ended(process: subprocess.Popen[bytes], log: Path) -> None:
    if process.poll() is not None:
        raise RuntimeError(f"Neo4j ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}")


def _wait(server: Neo4jServer, check: Callable[[], None]) -> None:
    """Return when the server answers to the login; `check` raises where it never will."""
    deadline = time.monotonic() + START_S
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        while True:
            check()
            try:
                driver.get_server_info()
                return
            except (DriverError, Neo4jError, OSError) as e:
                # A new server answers logins with "the credentials have expired" until the password is changed.
                if "expired" in str(e).lower():
                    return
                if time.monotonic() > deadline:
                    raise RuntimeError(f"Neo4j did not answer within {START_S:.0f} s") from e
            time.sleep(0.2)


def _change_password(server: Neo4jServer) -> str:
    password = secrets.token_hex(12)
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        statement = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
        driver.execute_query(statement, old=server.password, new=password, database_="system")
    return password
