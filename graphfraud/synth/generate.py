"""Builds the sample city and writes it: national tables, truth.csv, innocent.csv."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from graphfraud.synth.background import ordinary
from graphfraud.synth.billing import Bills, bill, merged
from graphfraud.synth.city import City, build_city
from graphfraud.synth.innocent import INNOCENT
from graphfraud.synth.lines import Lines, Traces, itemise, trace
from graphfraud.synth.plan import Employments, Entitlements, Group, TrueRing
from graphfraud.synth.schemes import SCHEMES
from graphfraud.synth.seeds import generator
from graphfraud.synth.tables import details, outside, registers, settlements
from graphfraud.synth.truth import innocent_table, truth_table
from graphfraud.synth.visits import Visits
from graphfraud.synth.writing import make_folder, write_rows, write_table


@dataclass(frozen=True, slots=True)
class Wish:
    """What city to make."""

    persons: int
    seed: int
    start: str = "2025-01-01"
    months: int = 12
    rings: bool = True
    household_coverage: float = 0.99
    lines: tuple[int, int] = (2, 6)


@dataclass(frozen=True, slots=True)
class Happenings:
    """All bills, fee lines and trace codes of the city, and who is behind rings and look-alikes."""

    bills: Bills
    lines: Lines
    traces: Traces
    rings: tuple[tuple[str, TrueRing], ...]
    groups: tuple[tuple[str, Group], ...]
    granted: tuple[Entitlements, ...]
    employed: tuple[Employments, ...]


def happen(wish: Wish, city: City) -> Happenings:
    """Let every module act and bill it, each with generators of its own."""
    visits = [("background", _of_the_living(city, ordinary(city, generator(wish.seed, "background"))))]
    rings: list[tuple[str, TrueRing]] = []
    groups: list[tuple[str, Group]] = []
    granted: list[Entitlements] = []
    employed: list[Employments] = []
    for look in INNOCENT:
        acted = look.act(city, generator(wish.seed, f"innocent/{look.explanation}"))
        visits.append((f"innocent/{look.explanation}", _of_the_living(city, acted.visits)))
        groups += [(look.explanation, g) for g in acted.groups]
        granted += acted.granted
        employed += acted.employed
    for scheme in SCHEMES if wish.rings else ():
        planted = scheme.plant(city, generator(wish.seed, f"scheme/{scheme.scheme}"))
        made = planted.visits if scheme.beyond_death else _of_the_living(city, planted.visits)
        visits.append((f"scheme/{scheme.scheme}", made))
        rings += [(scheme.scheme, r) for r in planted.rings]
        granted += planted.granted
        employed += planted.employed
    bills, lines, traces = _billed(wish, city, visits)
    return Happenings(bills, lines, traces, tuple(rings), tuple(groups), tuple(granted), tuple(employed))


def _billed(wish: Wish, city: City, visits: list[tuple[str, Visits]]) -> tuple[Bills, Lines, Traces]:
    bills, lines, traces = [], [], []
    rows, at = 0, 0
    for name, made in visits:
        rng = generator(wish.seed, f"{name}/billing")
        own = bill(city, rng, made)
        own_lines = itemise(rng, own, *wish.lines)
        own_traces = trace(rng, own, own_lines)
        bills.append(own)
        lines.append(own_lines.moved(rows))
        traces.append(Traces(own_traces.line + at, own_traces.code))
        rows, at = rows + len(own), at + len(own_lines.bill)
    return merged(bills), _stacked(Lines, lines), _stacked(Traces, traces)


T = TypeVar("T", Lines, Traces)


def _stacked(kind: type[T], parts: list[T]) -> T:
    return kind(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(kind)))


def _of_the_living(city: City, visits: Visits) -> Visits:
    """Drop visits before birth and after death."""
    born = city.people.birth[visits.person] - city.calendar.start.astype(np.int64)
    return visits.take((visits.begin // 86_400 >= born) & (visits.time // 86_400 <= city.people.death[visits.person]))


def synthesise(wish: Wish, out: Path, tell: Callable[[str], None] = lambda _: None) -> dict[str, int]:
    """Write the city to the folder `out` and give the rows of each file; the same wish gives the same bytes.

    Raises:
        WorkspaceError: the folder can't be written.
    """
    city = build_city(wish.seed, wish.persons, wish.start, wish.months)
    tell(f"{len(city.people)} persons, {len(city.institutions)} institutions")
    found = happen(wish, city)
    tell(f"{len(found.bills)} settlements, {len(found.rings)} rings, {len(found.groups)} look-alikes")
    make_folder(out)
    return _write_claims(city, found, out) | _write_registers(wish, city, found, out)


def _write_claims(city: City, found: Happenings, out: Path) -> dict[str, int]:
    """Rows lie in the order of their opaque ids, which tells nothing about the modules they come from."""
    bills, lines, traces = found.bills, found.lines, found.traces
    visits = settlements.encounters(bills)
    return {
        "setl_d": write_rows(out, "setl_d", np.argsort(bills.setl_id), lambda i: settlements.setl_d(city, bills, i)),
        "mdtrt_d": write_rows(out, "mdtrt_d", visits, lambda i: settlements.mdtrt_d(city, bills, i)),
        "fee_list_d": write_rows(
            out, "fee_list_d", np.argsort(lines.bkkp_sn), lambda i: details.fee_list_d(city, bills, lines, i)
        ),
        "drugtracinfo": write_rows(
            out,
            "drugtracinfo",
            np.argsort(traces.code, kind="stable"),
            lambda i: details.drugtracinfo(city, bills, lines, traces, i),
        ),
    }


def _write_registers(wish: Wish, city: City, found: Happenings, out: Path) -> dict[str, int]:
    rng = generator(wish.seed, "registers")
    v = found.bills.visit
    entitled = (v.dise >= 0) & (found.bills.origin < 0)
    tables: dict[str, pa.Table] = {
        "psn_info_b": registers.psn_info_b(city),
        "psn_insu_d": registers.psn_insu_d(city, rng, found.employed),
        "medins_info_b": registers.medins_info_b(city),
        "dr_info_b": registers.dr_info_b(city, rng),
        "household": registers.household(city, generator(wish.seed, "household"), wish.household_coverage),
        "death_reg": registers.death_reg(city),
        "opsp_reg_d": registers.opsp_reg_d(
            city, generator(wish.seed, "opsp"), v.person[entitled], v.dise[entitled], found.granted
        ),
        "rule_hit": outside.rule_hit(wish.seed, city, found.bills, found.rings),
        "watchlist": outside.watchlist(wish.seed, city, found.rings),
        "truth": truth_table(wish.seed, city, found.rings),
        "innocent": innocent_table(wish.seed, city, found.groups),
    }
    return {name: write_table(out, name, table) for name, table in tables.items()}
