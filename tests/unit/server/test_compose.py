"""`docker/compose.yml`: valid, closed to other machines, without a password, and of one mind with the Java way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from graphfraud.server import java
from graphfraud.server.home import Home
from graphfraud.server.shipped import shipped
from graphfraud.settings import Settings, memory_bytes

FILES = ("compose.yml", "compose.tls.yml")


def _read(name: str) -> dict[str, Any]:
    text = shipped(name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _neo4j(name: str = "compose.yml") -> dict[str, Any]:
    service: dict[str, Any] = _read(name)["services"]["neo4j"]
    return service


@pytest.mark.parametrize("name", FILES)
def test_the_compose_specification_allows_it(name: str) -> None:
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(shipped(name))], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_image_is_the_version_of_the_java_way() -> None:
    assert _neo4j()["image"] == f"neo4j:{java.version()}-community"


@pytest.mark.parametrize("name", FILES)
def test_every_port_is_of_this_machine_unless_told_otherwise(name: str) -> None:
    ports = _neo4j(name)["ports"]
    assert [port.rpartition(":")[2] for port in ports] == (["7687", "7474"] if name == "compose.yml" else ["7473"])
    assert all(port.startswith("${NEO4J_LISTEN:-127.0.0.1}:") for port in ports)


def test_the_password_comes_from_a_file_that_must_be_named() -> None:
    assert _read("compose.yml")["secrets"]["neo4j_password"]["file"].startswith("${GRAPHFRAUD_NEO4J_PASSWORD_FILE:?")
    assert _neo4j()["secrets"] == ["neo4j_password"]
    assert "NEO4J_AUTH" not in _neo4j()["environment"]


def test_the_entry_point_hands_the_password_over(tmp_path: Path) -> None:
    script = _neo4j()["entrypoint"][-1].replace("$$", "$")
    tmp_path.joinpath("secret").write_text("s3cret-password\n")
    tmp_path.joinpath("entry").write_text('#!/bin/bash\necho "$NEO4J_AUTH $1"\n')
    tmp_path.joinpath("entry").chmod(0o755)
    script = script.replace("/run/secrets/neo4j_password", str(tmp_path / "secret"))
    script = script.replace("/startup/docker-entrypoint.sh", str(tmp_path / "entry"))
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "neo4j/s3cret-password neo4j\n"


def test_data_and_logs_outlive_the_container() -> None:
    mounted = dict(volume.split(":") for volume in _neo4j()["volumes"])
    assert mounted == {f"neo4j-{name}": f"/{name}" for name in ("data", "logs", "import", "plugins")}
    assert set(_read("compose.yml")["volumes"]) == set(mounted)


def test_the_health_check_asks_the_server() -> None:
    check = _neo4j()["healthcheck"]
    assert check["test"] == ["CMD", "wget", "--quiet", "--spider", "--tries=1", "http://127.0.0.1:7474"]
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


def test_the_server_is_set_up_like_that_of_the_java_way(tmp_path: Path) -> None:
    default = Settings().neo4j_memory
    given = _neo4j()["environment"]
    text = {
        _setting(name): value.replace(f"${{GRAPHFRAUD_NEO4J_MEMORY:-{default}}}", "MEMORY")
        for name, value in given.items()
    }
    assert text["server.memory.heap.max_size"] == text["server.memory.pagecache.size"] == "MEMORY"
    own = Home(tmp_path, memory_bytes(default)).configuration(7687)
    assert own["server.memory.pagecache.size"] == "1024m"
    assert own["dbms.usage_report.enabled"] == text["dbms.usage_report.enabled"] == "false"
    # Names that the Java way does not have: its heap is an argument of Java.
    assert {name for name in text if name not in own} == {
        "server.memory.heap.initial_size",
        "server.memory.heap.max_size",
    }


def _setting(variable: str) -> str:
    """Give the Neo4j setting that the image makes of a variable."""
    return variable.removeprefix("NEO4J_").replace("_", ".").replace("..", "_")


def test_bolt_is_encrypted_or_refused_with_tls() -> None:
    given = {_setting(name): value for name, value in _neo4j("compose.tls.yml")["environment"].items()}
    assert given["server.bolt.tls_level"] == "REQUIRED"
    assert given["dbms.ssl.policy.bolt.enabled"] == given["dbms.ssl.policy.https.enabled"] == "true"
    assert given["dbms.ssl.policy.bolt.client_auth"] == "NONE"
    assert given["server.http.listen_address"].startswith("127.0.0.1:")
