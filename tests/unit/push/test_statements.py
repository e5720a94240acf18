"""The statements of the graph: complete, with their header, and none built from strings in the product."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import queries
from docs.graph_statements import statements
from graphfraud.model.graph import graph_model

ROOT = Path(__file__).parents[3]
CYPHER = re.compile(r"\b(MATCH|MERGE|CREATE|UNWIND)\s*[($`]|\bDETACH DELETE\b")
RUNS = {"run", "execute_query", "execute_read", "execute_write", "begin_transaction"}
DRIVERS = {"graphfraud/bolt/connection.py", "graphfraud/server/wait.py", "graphfraud/server/reach.py"}

EXPORT = "graphfraud/store/ring_formats.py"
"""Writes a ring as a Cypher script for others: a file format, which the product itself never runs."""


@pytest.mark.parametrize("name", [name for name, _ in statements()])
def test_generated(name: str) -> None:
    assert queries.cypher(name) == dict(statements())[name], "run: python -m docs.generate"


@pytest.mark.parametrize(
    "name", [f.name.removesuffix(".cypher") for f in files("queries").joinpath("cypher").iterdir()]
)
def test_header(name: str) -> None:
    text = queries.cypher(name)
    header = dict(re.findall(r"^// (purpose|parameters|index used): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "index used"}
    body = re.sub(r"^//.*$", "", text, flags=re.MULTILINE)
    assert set(re.findall(r"\$(\w+)", body)) == set(re.findall(r"\$(\w+)", header["parameters"]))


def test_every_row_column_is_read() -> None:
    for one in graph_model().types:
        for way in ("create", "put"):
            used = {int(at) for at in re.findall(r"row\[(\d+)\]", queries.cypher(f"{way}_{one.rows}"))}
            first = 2 if hasattr(one, "start") else 1
            assert used == set(range(first + len(one.properties))), f"{way}_{one.rows}"


def sources() -> Iterator[tuple[str, ast.Module]]:
    for package in ("graphfraud", "ingest", "app", "queries"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_no_cypher_in_strings() -> None:
    """No string of the product holds Cypher but one that is a constant, whole and without a value put in."""
    found = []
    for name, tree in sources():
        if name == EXPORT:
            continue
        for node in ast.walk(tree):
            if not isinstance(node, (ast.JoinedStr, ast.BinOp)):
                continue
            parts = (p.value for p in ast.walk(node) if isinstance(p, ast.Constant))
            if CYPHER.search(" ".join(part for part in parts if isinstance(part, str))):
                found.append(f"{name}:{node.lineno}")
    assert not found


def test_only_one_place_talks_to_the_driver() -> None:
    """Whoever else reads or writes names a statement of queries/cypher."""
    importing = set()
    for name, tree in sources():
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if any(n.split(".")[0] == "neo4j" for n in [*names, module]):
                importing.add(name)
    assert importing <= DRIVERS | {"graphfraud/bolt/trouble.py"}
    tree = ast.parse((ROOT / "graphfraud/bolt/connection.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS:
            assert not any(isinstance(a, (ast.JoinedStr, ast.BinOp)) for a in node.args)
