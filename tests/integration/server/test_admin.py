"""neo4j-admin on a stopped server: bulk import, dump and load."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graphfraud.errors import InputError, WorkspaceError
from graphfraud.server import admin, launch
from graphfraud.server.home import Home
from tests.services import require

pytestmark = pytest.mark.neo4j
IMPORT = ("database", "import", "full", "neo4j", "--overwrite-destination")
PAIRS = "MATCH (c:Claim)-[:OF]->(p:Person) RETURN c.id + ' ' + p.id AS pair ORDER BY pair"


@pytest.fixture
def home(tmp_path: Path, neo4j_cache: Path) -> Iterator[Home]:
    require(shutil.which("java") and shutil.which("mvn"), "Java and Maven are missing")
    home = Home(tmp_path / "neo4j", 512 * 1024**2, neo4j_cache)
    yield home
    launch.down(home)


def _write(folder: Path, name: str, *lines: str) -> Path:
    file = folder / f"{name}.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _nodes(label: str, *file: Any) -> str:
    return f"--nodes={label}={_write(*file)}"


def _relationships(kind: str, *file: Any) -> str:
    return f"--relationships={kind}={_write(*file)}"


def _pairs(home: Home) -> list[Any]:
    where = launch.up(home, print, way="java", port=0)
    with neo4j.GraphDatabase.driver(where.uri, auth=(where.user, where.password)) as driver:
        return [record[0] for record in driver.execute_query(PAIRS, database_="neo4j").records]


def test_import_into_a_home_never_started_then_dump_and_load(home: Home, tmp_path: Path) -> None:
    nodes = [
        _nodes("Claim", tmp_path, "claim", "id:ID(C)", "S1", "S2"),
        _nodes("Person", tmp_path, "person", "id:ID(P)", "张三", "P2"),
    ]
    edges = [_relationships("OF", tmp_path, "of", ":START_ID(C),:END_ID(P)", "S1,张三", "S2,P2")]
    lines: list[str] = []
    admin.run(home, [*IMPORT, *nodes, *edges], on_line=lines.append)
    assert any("4 nodes" in line for line in lines)
    assert _pairs(home) == ["S1 张三", "S2 P2"]

    with pytest.raises(WorkspaceError, match=r"has the data of .* open") as raised:
        admin.run(home, [*IMPORT, *nodes, *edges], on_line=lines.append)
    assert "graphfraud neo4j down" in raised.value.hint

    launch.down(home)
    admin.run(home, ["database", "dump", "neo4j", f"--to-path={tmp_path}"], on_line=lines.append)
    admin.run(home, [*IMPORT, *nodes], on_line=lines.append)
    admin.run(
        home, ["database", "load", "neo4j", f"--from-path={tmp_path}", "--overwrite-destination"], on_line=lines.append
    )
    assert _pairs(home) == ["S1 张三", "S2 P2"]


def test_a_relationship_to_nobody_is_an_error(home: Home, tmp_path: Path) -> None:
    nodes = [_nodes("Claim", tmp_path, "claim", "id:ID(C)", "S1")]
    edges = [_relationships("OF", tmp_path, "of", ":START_ID(C),:END_ID(C)", "S1,S9")]
    with pytest.raises(InputError, match="neo4j-admin database import full failed") as raised:
        admin.run(home, [*IMPORT, *nodes, *edges], on_line=print)
    assert "S9" in raised.value.message
