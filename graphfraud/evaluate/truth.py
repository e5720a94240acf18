"""Truth files: which rings there are, and which groups only look like rings."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from graphfraud.errors import InputError
from graphfraud.model.ring import KINDS

TRUTH_COLUMNS = ("ring_id", "scheme", "kind", "id", "role")
INNOCENT_COLUMNS = ("group_id", "explanation", "psn_no")
Entity = tuple[str, str]
"""(kind, id)"""


@dataclass(frozen=True, slots=True)
class TrueRing:
    """A known ring."""

    ring_id: str
    scheme: str
    members: frozenset[Entity]

    @property
    def patients(self) -> frozenset[Entity]:
        """Give the patients, none for some schemes (channels between sellers)."""
        return frozenset(m for m in self.members if m[0] == "patient")


@dataclass(frozen=True, slots=True)
class InnocentGroup:
    """Persons who look like a ring for a harmless reason."""

    group_id: str
    explanation: str
    patients: frozenset[Entity]


def read_truth(path: Path) -> tuple[TrueRing, ...]:
    """Read `ring_id,scheme,kind,id,role` and give the rings sorted by id.

    Raises:
        InputError: the file can't be read, lacks a column, or a row is wrong.
    """
    members: dict[str, set[Entity]] = defaultdict(set)
    schemes: dict[str, str] = {}
    for line, row in _rows(path, TRUTH_COLUMNS):
        if row["kind"] not in KINDS:
            raise InputError(
                f"{row['kind']!r} is not a kind of entity",
                file=str(path),
                line=line,
                column="kind",
                reason="bad_code",
                hint=f"Use one of: {', '.join(KINDS)}.",
            )
        if schemes.setdefault(row["ring_id"], row["scheme"]) != row["scheme"]:
            raise InputError(
                f"ring {row['ring_id']} has two schemes",
                file=str(path),
                line=line,
                column="scheme",
                reason="conflicting_key",
                hint="Give each ring of each scheme a ring_id of its own.",
            )
        members[row["ring_id"]].add((row["kind"], row["id"]))
    return tuple(TrueRing(r, schemes[r], frozenset(members[r])) for r in sorted(members))


def read_innocent(path: Path) -> tuple[InnocentGroup, ...]:
    """Read `group_id,explanation,psn_no` and give the groups sorted by id.

    Raises:
        InputError: the file can't be read or lacks a column.
    """
    patients: dict[tuple[str, str], set[Entity]] = defaultdict(set)
    for _, row in _rows(path, INNOCENT_COLUMNS):
        patients[row["group_id"], row["explanation"]].add(("patient", row["psn_no"]))
    return tuple(InnocentGroup(*key, frozenset(patients[key])) for key in sorted(patients))


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Give (line, row) of a CSV file with at least these columns, values trimmed and not empty."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"column {missing[0]} is missing",
                    file=str(path),
                    line=1,
                    column=missing[0],
                    reason="missing_required",
                    hint=f"The file needs the columns {', '.join(columns)}.",
                )
            return [(reader.line_num, _checked(path, reader.line_num, row, columns)) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as e:
        raise InputError(f"can't be read: {e}", file=str(path), hint="Give a CSV file in UTF-8.") from e


def _checked(path: Path, line: int, row: dict[str, str | None], columns: tuple[str, ...]) -> dict[str, str]:
    values = {c: (row[c] or "").strip() for c in columns}
    empty = [c for c in columns if not values[c] and c != "role"]
    if empty:
        raise InputError(
            "no value",
            file=str(path),
            line=line,
            column=empty[0],
            reason="missing_required",
            hint="Fill the cell or delete the row.",
        )
    return values
