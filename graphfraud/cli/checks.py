"""What `graphfraud doctor` looks at: packages, workspace, Neo4j server, optional parts."""

from __future__ import annotations

import importlib
import logging
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

import numba
import pyarrow.parquet as pq

from graphfraud import __version__
from graphfraud.errors import GraphFraudError
from graphfraud.lake.lake import Lake
from graphfraud.lake.trouble import told
from graphfraud.model.schema import tables
from graphfraud.server.find import UP
from graphfraud.server.status import status
from graphfraud.settings import Settings, config_file
from graphfraud.store.run_files import RunFiles, Runs
from graphfraud.workspace import Workspace

LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    `state` is `ok`, `absent` (fine without) or `broken` (what the user asked for can't work). `detail` says what was
    found; `means` what its lack means; `remedy` how to get it.
    """

    group: str
    name: str
    state: str
    detail: str
    means: str = ""
    remedy: str = ""

    def to_dict(self) -> dict[str, str]:
        """Give the JSON form."""
        return asdict(self)


def all_checks(settings: Settings) -> list[Check]:
    """Look at everything, in the order of printing."""
    return [
        Check("versions", "graphfraud", "ok", __version__),
        Check("versions", "python", "ok", f"{platform.python_version()} on {platform.platform(terse=True)}"),
        Check("versions", "settings file", "ok", str(config_file() or "none (built-in values, environment)")),
        *packages(),
        numba_cache(),
        *workspace(Workspace(settings.workspace)),
        server(settings),
        *extras(),
        *programs(),
        font(),
    ]


def packages() -> list[Check]:
    """Check that every required package can be imported."""
    needed = [_name(r) for r in requires("graphfraud") or [] if "extra ==" not in r]
    modules: dict[str, list[str]] = {}
    for module, owners in sorted(packages_distributions().items()):
        for owner in owners:
            modules.setdefault(_name(owner), []).append(module)
    return [_package(name, _main_module(name, modules.get(name, []))) for name in sorted(needed)]


def _main_module(name: str, modules: list[str]) -> str | None:
    """Choose the package's own module: the one of its name, else the first public one (pyyaml has yaml, _yaml)."""
    own = name.replace("-", "_")
    return own if own in modules else next((m for m in modules if not m.startswith("_")), None)


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found.group() if found else requirement).lower()


def _package(name: str, module: str | None) -> Check:
    try:
        if module:
            with _silent():
                importlib.import_module(module)
        return Check("versions", name, "ok", version(name))
    except (ImportError, OSError, PackageNotFoundError) as e:
        means, remedy = "GraphFraud can't run without it.", "Install again: make setup"
        return Check("versions", name, "broken", f"can't be imported: {e}", means, remedy)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep other packages' log lines out of the report; what they mean is in the checks."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _probe(number: int) -> int:
    return number + 1


def numba_cache() -> Check:
    """Check that compiled functions can be kept: without a cache folder numba refuses to compile at all."""
    means, remedy = "A scan can't compile its loops.", "Set NUMBA_CACHE_DIR to a folder that can be written."
    try:
        compiled = numba.njit(cache=True)(_probe)
        compiled(1)
        return Check("versions", "numba cache", "ok", str(compiled.stats.cache_path))
    except (RuntimeError, OSError) as e:
        return Check("versions", "numba cache", "broken", str(e), means, remedy)


def workspace(place: Workspace) -> list[Check]:
    """Check the folder, the free disk, the lake's tables and the runs."""
    found = [_folder(place), _disk(place.root)]
    if place.root.is_dir():
        found += [_lake(place), _runs(place)]
    return found


def _folder(place: Workspace) -> Check:
    if not place.root.exists():
        return Check("workspace", "folder", "ok", f"{place.root} isn't there yet; the first load makes it")
    try:
        place.create()
    except GraphFraudError as e:
        return Check("workspace", "folder", "broken", e.message, "Nothing can be loaded or scanned.", e.hint)
    return Check("workspace", "folder", "ok", f"{place.root.resolve()} can be written")


def _disk(folder: Path) -> Check:
    there = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    free = shutil.disk_usage(there).free
    detail = f"{free / 1024**3:.1f} GB free"
    if free >= LEAST_FREE_BYTES:
        return Check("workspace", "disk", "ok", detail)
    means, remedy = "A load or scan may stop half-way.", "Free some space, or choose another --workspace."
    return Check("workspace", "disk", "broken", detail, means, remedy)


def _lake(place: Workspace) -> Check:
    lake = Lake(place.lake)
    try:
        with told(place):
            rows = {name: sum(pq.read_metadata(f).num_rows for f in lake.files(name)) for name in tables()}
    except GraphFraudError as e:
        return Check("workspace", "lake", "broken", e.message, "Nothing can be loaded or scanned.", e.hint)
    loaded = [f"{name} {count:,}" for name, count in rows.items() if count]
    if loaded:
        return Check("workspace", "lake", "ok", f"rows: {', '.join(loaded)}")
    means, remedy = "There is nothing to scan.", "graphfraud load FOLDER, or graphfraud demo"
    return Check("workspace", "lake", "absent", "empty", means, remedy)


def _runs(place: Workspace) -> Check:
    done = sorted(p.parent for p in place.runs.glob("*/manifest.json"))
    if not done:
        return Check("workspace", "runs", "absent", "none", "There are no rings to show.", "graphfraud scan")
    try:
        for folder in done:
            RunFiles(folder).check()
        return Check("workspace", "runs", "ok", f"{len(done)}, the newest {Runs(place.runs).newest()}")
    except GraphFraudError as e:
        return Check("workspace", "runs", "broken", e.message, "Its rings can't be shown.", e.hint)


def server(settings: Settings) -> Check:
    """Check the Neo4j server: the one that is set, else the workspace's own where it was started."""
    with _silent():
        found = status(settings, Workspace(settings.workspace))
    if found.state == "running":
        return Check("neo4j", "server", "ok", f"{found.uri} answers: Neo4j {found.version}")
    if found.way is None:
        means = "The embedded store answers everything."
        return Check("neo4j", "server", "absent", "none is set or was started", means, f"{UP}, or set neo4j_uri.")
    means = "Nothing can be read from or pushed to the server."
    wanted = found.state == "unhealthy"
    return Check("neo4j", "server", "broken" if wanted else "absent", found.detail, means, found.remedy)


def extras() -> list[Check]:
    """Check the optional Python packages."""
    return [
        _extra("pyspark", "spark", "Only the Spark engine needs it, which comes with a later version."),
        _extra("psycopg", "postgres", "No loading from PostgreSQL with --source."),
    ]


def _extra(name: str, extra: str, means: str) -> Check:
    try:
        return Check("optional", name, "ok", version(name))
    except PackageNotFoundError:
        return Check("optional", name, "absent", "not installed", means, _install(extra))


def _install(extra: str) -> str:
    return f".venv/bin/pip install -c constraints.txt -e '.[{extra}]'"


def programs() -> list[Check]:
    """Check the programs that tests, pictures and a Neo4j server of one's own use."""
    picture = "No browser tests and no pictures of the explorer; the explorer itself works."
    test = "`graphfraud neo4j up` and tests can't start a Neo4j server with Java; nothing else needs it."
    browsers = ("chromium", "chromium-browser", "google-chrome")
    return [
        _program("chromium", browsers, "--version", picture, "apt-get install chromium"),
        _program("java", ("java",), "-version", test, "apt-get install openjdk-17-jre-headless"),
        _program("maven", ("mvn",), "--version", test, "apt-get install maven"),
    ]


def _program(name: str, commands: tuple[str, ...], flag: str, means: str, remedy: str) -> Check:
    path = next((found for found in map(shutil.which, commands) if found), None)
    first = _first_line([path, flag]) if path else ""
    if not first:
        return Check("optional", name, "absent", "not found", means, remedy)
    return Check("optional", name, "ok", f"{first} ({path})")


def font() -> Check:
    """Check that the system has a font with Chinese characters."""
    first = _first_line(["fc-list", ":lang=zh", "family"])
    if first:
        return Check("optional", "chinese font", "ok", first.split(",")[0])
    means = "Chinese text is blank in pictures made on this machine; browsers elsewhere are not affected."
    return Check("optional", "chinese font", "absent", "none", means, "apt-get install fonts-wqy-microhei")


def _first_line(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout or done.stderr)
    return next((line.strip() for line in plain.splitlines() if line.strip()), "")
