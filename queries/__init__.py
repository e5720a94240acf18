"""Cypher and SQL, one statement a file under the same name; imports nothing of ours."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def sql(name: str) -> str:
    """Give the SQL text of `queries/sql/<name>.sql`."""
    return files(__name__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


@cache
def cypher(name: str) -> str:
    """Give the Cypher text of `queries/cypher/<name>.cypher`."""
    return files(__name__).joinpath("cypher", f"{name}.cypher").read_text(encoding="utf-8")
