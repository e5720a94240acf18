"""Starts commands, the explorer and the browser as a user has them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from click.testing import CliRunner

from graphfraud.cli.main import cli

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Find the system's Chromium."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def command(*words: str) -> str:
    """Give what a command prints on its standard output."""
    done = CliRunner().invoke(cli, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


@dataclass
class Served:
    """A running explorer."""

    process: subprocess.Popen[str]
    address: str


def serve(workspace: Path, log: TextIO, **settings: str) -> Served:
    """Start `graphfraud app` and wait until it has printed its address; `settings` go into its environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["app", "--port", str(port), "--no-browser", "--workspace", str(workspace)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHFRAUD_")}
    environment |= {f"GRAPHFRAUD_{name.upper()}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("graphfraud")), *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    assert f"http://127.0.0.1:{port}" in said
    return Served(process, f"http://127.0.0.1:{port}")


def end(served: Served) -> int:
    """Stop an explorer as a service manager does; gives its exit code."""
    served.process.terminate()
    code = served.process.wait(timeout=30)
    assert served.process.stdout is not None
    served.process.stdout.close()
    return code
