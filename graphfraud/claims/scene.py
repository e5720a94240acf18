"""Everything that a scheme may look at: clean settlements, people, registers, and SQL over the loaded tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud.claims import goods, owners, people, registers, table
from graphfraud.claims.clean import register
from graphfraud.claims.owners import Owners
from graphfraud.claims.people import People
from graphfraud.claims.registers import Registers
from graphfraud.claims.table import Claims, Flags
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake
from graphfraud.parameters import Parameters

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Scene:
    """The claims of one scan.

    The engine knows, besides the lake tables that `tables` makes known:

    - `settlement`: one row a clean settlement of the period, with its position `row` in `claims`, its patient's
      position `who` in `claims.patients`, and the columns of `claims.table`;
    - what `goods` makes known, by the `position` of a settlement;
    - `person` (`psn_no`, `patient`) and `institution` (`fixmedins_code`, `kind`) of the claims folder.

    `inside` marks the settlements among which rings are looked for, None: all of them; `left_out` counts what a cap
    left out of these, by name. Everything else is the whole city's.
    """

    claims: Claims
    people: People
    owners: Owners
    registers: Registers
    lake: Lake
    engine: Engine
    parameters: Parameters
    folder: Path
    """The claims folder."""
    kept: dict[Callable[[Scene], Any], Any] = field(default_factory=dict)
    """What `once` has read already."""
    inside: Flags | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """Lake tables that the engine knows already."""

    def goods(self) -> None:
        """Make fee lines and scanned boxes known to the engine (see `graphfraud.claims.goods`)."""
        self.once(_goods)

    def once(self, read: Callable[[Scene], Read]) -> Read:
        """Give what `read` makes of this scene; several schemes may ask for it, and it is made once."""
        if read not in self.kept:
            self.kept[read] = read(self)
        found: Read = self.kept[read]
        return found

    def tables(self, *names: str) -> None:
        """Make lake tables known to the engine; one that was never loaded has no rows."""
        register(self.lake, self.engine, tuple(name for name in names if name not in self.known))
        self.known.update(names)


def _goods(scene: Scene) -> None:
    goods.make_known(scene.engine, scene.folder)


def read(
    lake: Lake, engine: Engine, folder: Path, parameters: Parameters, *, first: date | None, last: date | None
) -> Scene:
    """Read the claims folder, from the day `first` to the day `last`, both included (None: no limit)."""
    claims = table.read(folder, first=first, last=last)
    known = people.read(lake, engine, folder, claims.patients)
    owned = owners.read(lake, engine, claims.places, parameters)
    rows = pa.array(np.arange(len(claims), dtype=np.int64))
    settled = claims.table.append_column("row", rows).append_column("who", pa.array(claims.patient))
    engine.register("settlement", settled)
    engine.register("institution", pq.read_table(folder / "institution.parquet"))
    return Scene(claims, known, owned, registers.read(folder), lake, engine, parameters, folder)
