"""Makes a hospital's own export from the bureau's files by leaving rows out and changing others."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

Row = dict[str, str]
TABLES = ("mdtrt_d", "setl_d", "fee_list_d")


def read(folder: Path, table: str) -> list[Row]:
    """Give the rows of a table."""
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def export(
    bureau: Path,
    out: Path,
    place: str,
    *,
    without: Iterable[str] = (),
    change: Callable[[str, Row], Row | None] = lambda table, row: row,
    tables: tuple[str, ...] = TABLES,
) -> Path:
    """Write the rows of one institution; `without` are mdtrt_id that the hospital has no record of.

    `change` takes a table and a row, and gives it as the hospital has it (None: not at all).
    """
    out.mkdir(parents=True)
    gone = set(without)
    bills = {r["setl_id"]: r["mdtrt_id"] for r in read(bureau, "setl_d") if r["fixmedins_code"] == place}
    own = {m for m in bills.values() if m}
    for table in tables:
        rows = [
            changed
            for row in read(bureau, table)
            if (row.get("mdtrt_id") in own or row.get("setl_id") in bills)
            and (row.get("mdtrt_id") or bills.get(row.get("setl_id", ""))) not in gone
            and (changed := change(table, dict(row))) is not None
        ]
        names = list(dict.fromkeys(name for row in rows for name in row))
        with (out / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return out
