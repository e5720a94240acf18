"""What the members of a ring need from the claims folder: other numbers of a patient, the kind of an institution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True)
class Registers:
    """`aliases`: further psn_no of each patient; `kinds`: kind of each institution."""

    aliases: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]


def read(folder: Path) -> Registers:
    """Read the registers of a claims folder."""
    person = pq.read_table(folder / "person.parquet").to_pandas()
    others = person[person["psn_no"] != person["patient"]]
    aliases = others.groupby("patient")["psn_no"].apply(lambda names: tuple(sorted(names)))
    kinds = pq.read_table(folder / "institution.parquet").to_pandas()
    return Registers(
        aliases={str(name): tuple(names) for name, names in aliases.items()},
        kinds=dict(zip(kinds["fixmedins_code"], kinds["kind"], strict=True)),
    )
