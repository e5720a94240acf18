"""The files of `docker/` are found in a checkout, and where a wheel puts them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from graphfraud.server.shipped import PLACES, shipped

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", ["compose.yml", "compose.tls.yml", "neo4j/pom.xml"])
def test_a_checkout_has_one_copy(name: str) -> None:
    assert shipped(name) == ROOT / "docker" / name


def test_a_wheel_puts_them_beside_the_module() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert "docker" in wheel["only-include"]
    assert ROOT / wheel["sources"]["docker"] == PLACES[0]


def test_a_file_that_is_missing_is_told() -> None:
    with pytest.raises(FileNotFoundError, match=r"docker/none\.yml is missing from this installation"):
        shipped("none.yml")
