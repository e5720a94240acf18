"""Every Cypher statement says what it needs, and is used by somebody."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

import queries
from graphfraud.model.graph import graph_model
from graphfraud.store.questions import questions

FOLDER = files("queries").joinpath("cypher")
NAMES = sorted(f.name.removesuffix(".cypher") for f in FOLDER.iterdir() if f.name.endswith(".cypher"))
ROOT = Path(__file__).parents[3]
MADE = {f"{verb}_{one.rows}" for one in graph_model().types for verb in ("put", "drop", "create", "change", "keys")}
ASKED = {f"ask_{name}" for name in questions()}


@pytest.mark.parametrize("name", NAMES)
def test_header(name: str) -> None:
    text = queries.cypher(name)
    header = dict(re.findall(r"^// (purpose|parameters|index used): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "index used"}
    used = set(re.findall(r"\$([a-z_]+)", re.sub(r"^//.*$", "", text, flags=re.MULTILINE)))
    assert used == set(re.findall(r"\$([a-z_]+)", header["parameters"]))


def test_every_statement_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "graphfraud").rglob("*.py"))
    named = set(re.findall(r'"([a-z0-9_]+)"', code))
    assert set(NAMES) - named - MADE - ASKED == set()
