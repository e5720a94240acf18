"""What is told of the process: its port, the end of its log, why it ended."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from graphfraud.errors import WorkspaceError
from graphfraud.server import process
from graphfraud.server.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    tmp_path.joinpath("logs").mkdir()
    return Home(tmp_path, 1024**3)


def test_a_taken_port_is_told_with_the_ways_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(WorkspaceError, match=f"Port {port} of 127.0.0.1 can't be used") as raised:
            process.check_free(port)
    assert "neo4j_uri" in raised.value.hint
    assert "--port 0" in raised.value.hint
    process.check_free(process.free_port())


def test_java_s_own_words_go_before_the_log(home: Home) -> None:
    assert process.tail(home) == []
    home.log.write_text("\n".join(f"line {n}" for n in range(40)) + "\n")
    # What Neo4j writes when it is ready.
    home.console.write_text("\x06\n")
    assert process.tail(home) == [f"line {n}" for n in range(28, 40)]
    home.console.write_text("\x06\nno room\n")
    assert process.tail(home) == ["no room"]


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("java.io.IOException: No space left on device", "Free some space"),
        ("java.net.BindException: Address already in use", "--port 0"),
        ("Could not reserve enough space for 943718400000KB object heap", "neo4j_memory"),
        ("Exception: java.lang.OutOfMemoryError: Java heap space", "neo4j_memory"),
        ("something else", "neo4j.log"),
    ],
)
def test_an_end_is_told_with_the_next_step(home: Home, said: str, hint: str) -> None:
    home.console.write_text(said)
    error = process.ended(home)
    assert said in error.message
    assert hint in error.hint
