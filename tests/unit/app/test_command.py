"""`graphfraud app`: its addresses, its refusals, and that it asks nobody outside."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit import net_util
from streamlit.web.server import server_util

from app import command
from graphfraud.cli.main import cli
from graphfraud.errors import WorkspaceError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("0.0.0.0", "http://localhost:8501"),
        ("::", "http://localhost:8501"),
        ("::1", "http://[::1]:8501"),
        ("hub.example", "http://hub.example:8501"),
    ],
)
def test_the_address_that_is_printed(host: str, address: str) -> None:
    assert command.address(host, 8501) == address


def test_a_taken_port_is_refused_with_a_way_out(taken: int) -> None:
    with pytest.raises(WorkspaceError, match=f"127.0.0.1:{taken}") as refused:
        command.check_free("127.0.0.1", taken)
    assert "--port" in refused.value.hint


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(WorkspaceError, match=r"192\.0\.2\.1"):
        command.check_free("192.0.2.1", 8501)


def test_a_name_that_is_no_host_is_refused() -> None:
    with pytest.raises(WorkspaceError, match="no-such-host"):
        command.check_free("no-such-host.invalid", 8501)


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_a_wrong_port_is_wrong_usage(port: str) -> None:
    assert CliRunner().invoke(cli, ["app", "--port", port]).exit_code == 2


def test_help_has_an_example() -> None:
    said = CliRunner().invoke(cli, ["app", "--help"])
    assert said.exit_code == 0
    assert "graphfraud app --port 8600" in said.output


def test_a_page_of_another_origin_is_refused_without_asking_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, timeout=5: asked.append(url))
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    command.stay_offline()
    assert not server_util.is_url_from_allowed_origins("http://evil.example")
    assert asked == []


def test_nothing_is_reported_and_forgery_is_refused() -> None:
    assert command.OPTIONS["browser.gatherUsageStats"] is False
    assert command.OPTIONS["server.enableXsrfProtection"] is True
    assert command.OPTIONS["server.enableCORS"] is True
    assert command.OPTIONS["client.disableDataExport"] is True


def test_what_the_first_view_needs_is_there_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(tmp_path / "nothing"))
    command.prepare()
    assert {"app.data", *command.SLOW_PARTS} <= set(sys.modules)
    assert not (tmp_path / "nothing").exists()
