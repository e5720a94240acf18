"""Java and Maven: whether they are there, and the command line of Neo4j's programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

from graphfraud.errors import MissingPartError
from graphfraud.server.home import Home
from graphfraud.server.shipped import shipped

LEAST_JAVA = 17
OPENED = [f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in ("java.nio", "java.io", "sun.nio.ch")]
SERVER = "org.neo4j.server.CommunityEntryPoint"
ADMIN = "org.neo4j.cli.AdminTool"
OFFLINE = (
    "Maven needs its repository once: look at proxy and mirror in ~/.m2/settings.xml, or copy ~/.m2/repository from a "
    "machine where this has worked."
)


def command(home: Home, main: str, arguments: list[str], say: Callable[[str], None]) -> list[str]:
    """Give the command line of Neo4j's program `main`, with the home's memory as heap.

    Raises:
        MissingPartError: Java or Maven is missing or too old, or Maven can't fetch Neo4j.
    """
    heap = ["-Xms256m", f"-Xmx{home.memory_text}"]
    return [java(), *heap, *OPENED, "-cp", class_path(home.cache or home.root, say), main, *arguments]


def java() -> str:
    """Give the path of a Java that is new enough: JAVA_HOME's, else the first on the PATH.

    Raises:
        MissingPartError: there is none.
    """
    own = Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java"
    found = str(own) if os.environ.get("JAVA_HOME") and own.is_file() else shutil.which("java")
    if not found:
        raise _missing("Java is missing", "java")
    done = subprocess.run([found, "-version"], capture_output=True, text=True)
    version = re.search(r'version "(\d+)', done.stderr + done.stdout)
    if version is None or int(version.group(1)) < LEAST_JAVA:
        said = (done.stderr or done.stdout).partition("\n")[0] or f"exit code {done.returncode}"
        raise _missing(f"{found} is no Java {LEAST_JAVA} or newer: {said}", "java")
    return found


def class_path(cache: Path, say: Callable[[str], None]) -> str:
    """Give the Java class path of Neo4j; Maven is asked once for a `pom.xml`, its answer is kept in `cache`.

    Raises:
        MissingPartError: Maven is missing or can't fetch Neo4j.
    """
    pom = shipped("neo4j/pom.xml")
    kept = cache / f"class-path-{sha256(pom.read_bytes()).hexdigest()[:16]}"
    if not kept.exists() or not all(Path(jar).exists() for jar in kept.read_text().strip().split(os.pathsep)):
        _ask_maven(pom, kept, say)
    return kept.read_text().strip()


def _ask_maven(pom: Path, kept: Path, say: Callable[[str], None]) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise _missing("Maven is missing, which fetches Neo4j for Java", "maven")
    say(f"Maven looks for Neo4j {version()} (the first time it fetches about 210 files) …")
    kept.parent.mkdir(parents=True, exist_ok=True)
    new = kept.with_name(f".{kept.name}-{os.getpid()}")
    goal = ["dependency:build-classpath", f"-Dmdep.outputFile={new}"]
    done = subprocess.run([maven, "-q", "-B", "-f", str(pom), *goal], capture_output=True, text=True)
    if done.returncode or not new.exists():
        plain = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
        errors = [line.removeprefix("[ERROR] ") for line in plain.splitlines() if line.startswith("[ERROR] ")]
        reason = errors[0] if errors else plain[-500:] or f"exit code {done.returncode}"
        raise MissingPartError(f"Maven can't fetch Neo4j: {reason}", part="maven", hint=OFFLINE)
    new.replace(kept)


def version() -> str:
    """Give the Neo4j version that `pom.xml` names."""
    root = ElementTree.parse(shipped("neo4j/pom.xml")).getroot()  # noqa: S314 - our own file
    return root.findtext(".//{*}neo4j.version", "")


def _missing(message: str, part: str) -> MissingPartError:
    return MissingPartError(
        message,
        part=part,
        hint="On Debian: apt-get install openjdk-17-jre-headless maven. Or use Docker, or set neo4j_uri to a server.",
    )
