"""`graphfraud app`: serve the explorer on this machine until Ctrl-C."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import socket
import threading
import time
import urllib.request
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from app import theme
from graphfraud.cli.options import HELP, workspace_option
from graphfraud.errors import GraphFraudError, WorkspaceError
from graphfraud.settings import Settings, memory_bytes

START_S = 60.0
# What the views draw and lay out with; the rest comes with the data.
SLOW_PARTS = ("altair", "igraph", "numpy", "pandas")
# Nothing may reach the internet: no usage statistics, no look-up of the machine's outside address
# (browser.serverAddress), no deploy button, no CSV export past our own formula-safe one.
OPTIONS: dict[str, bool | str] = {
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.showSidebarNavigation": False,
    "global.developmentMode": False,
    "logger.hideWelcomeMessage": True,
    "logger.level": "warning",
    "runner.magicEnabled": False,
    "server.enableCORS": True,
    "server.enableStaticServing": True,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.runOnSave": False,
    "server.showEmailPrompt": False,
    "theme.font": ("Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"),
}


@click.command(context_settings=HELP)
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Port (default: the setting, 8501).")
@click.option("--host", default=None, help="Address to listen on (default: the setting, this machine only).")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@workspace_option
def app(port: int | None, host: str | None, no_browser: bool, workspace: Path | None) -> None:
    """Serve the explorer and print its address; Ctrl-C stops it.

    \b
    Example:
      graphfraud app --port 8600
    """
    from graphfraud import settings

    chosen = settings.load(port=port, host=host, workspace=workspace)
    code = serve(chosen, browser=not no_browser)
    if code:
        raise click.exceptions.Exit(code)


def serve(chosen: Settings, *, browser: bool = False) -> int:
    """Serve in this process until Ctrl-C or SIGTERM; prints the address once it answers. Gives the exit code.

    Raises:
        WorkspaceError: the port is taken or the address can't be used.
    """
    # Slow to import, and `graphfraud --help` needs only the command's name.
    from streamlit.web import bootstrap

    host, port = chosen.host, chosen.port
    check_free(host, port)
    stay_offline()
    os.environ["GRAPHFRAUD_WORKSPACE"] = str(chosen.workspace.absolute())
    flags = {
        **OPTIONS,
        **theme.streamlit_options(),
        "server.address": host,
        "server.port": port,
        "server.maxUploadSize": memory_bytes(chosen.upload_limit) // 1024**2,
        "browser.serverAddress": shown(host),
    }
    bootstrap.load_config_options(flags)
    threading.Thread(target=_announce, args=(host, port, browser), daemon=True).start()
    try:
        bootstrap.run(str(Path(__file__).with_name("main.py")), False, [], flags)
    finally:
        # What `app.data` told the collector to leave alone goes like the rest.
        gc.unfreeze()
    return 0


def stay_offline() -> None:
    """Keep Streamlit from asking a public service for this machine's outside address.

    It does so whenever a page of another origin tries to connect, to see whether that origin is itself.
    """
    from streamlit import net_util

    net_util.get_external_ip = lambda: None


def prepare() -> None:
    """Load what the first view needs, so that its reader needn't wait for it; what fails here is said on the page."""
    from app import data

    # Streamlit warns of whatever is asked outside a page, as this is on purpose.
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    # Not the views: the drawing component makes itself known only where a page imports it.
    for part in SLOW_PARTS:
        importlib.import_module(part)
    with suppress(GraphFraudError):
        data.reads(None)


def _announce(host: str, port: int, browser: bool) -> None:
    """Wait for the server's health page, then print the address and open it where wanted."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address(host, port)}/_stcore/health", timeout=5):  # noqa: S310 - our own
                break
        except OSError:
            time.sleep(0.2)
    prepare()
    click.echo(f"GraphFraud: {address(host, port)}  (Ctrl-C stops it)")
    if browser:
        webbrowser.open(address(host, port))
    from app import data

    with suppress(GraphFraudError):
        data.ask_server_first()


def check_free(host: str, port: int) -> None:
    """Make sure that the address can be listened on.

    Raises:
        WorkspaceError: it can't.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as e:
            raise WorkspaceError(
                f"Can't listen on {host}:{port}: {e.strerror or e}",
                hint="Another program may use the port: choose another one with --port.",
            ) from e


def shown(host: str) -> str:
    """Give the name under which a browser on this machine reaches `host`."""
    return "localhost" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared, not bound


def address(host: str, port: int) -> str:
    """Give the URL of the explorer."""
    name = shown(host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
