"""Owner groups: institutions tied by credit code, bank account, address, parent or legal representative are one owner.

A value that too many institutions share (a shopping mall, a bank's collective account, a state group) ties nothing. A
legal representative's name is weak, as namesakes are common: it ties where it occurs among institutions far more often
than among insured persons, or together with a second mark, which alone may be too common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import gammainc

import queries
from graphfraud.claims.clean import register
from graphfraud.claims.table import Codes
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake
from graphfraud.parameters import Parameters

SORTS = ("uscc", "bankacct", "prnt_medins_code", "addr", "legrep_name")
"""Columns of medins_info_b that tie, the surest first."""
NAMES = "legrep_name"


@dataclass(frozen=True, slots=True)
class Tie:
    """One value that institutions share.

    `sort`: its column; `places`: positions in `Claims.places`, sorted; `beside`: for a name that alone would not tie,
    the column of the second mark that those institutions share too.
    """

    sort: str
    value: str
    places: tuple[int, ...]
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Owners:
    """Who belongs together among the institutions of `Claims.places`.

    `group`: number of each one's owner; an institution without a tie is an owner of its own. `ties`: why, the surest
    first. `counts`: what was left out, by name.
    """

    group: Codes
    ties: tuple[Tie, ...]
    counts: Mapping[str, int]


def apart(places: int) -> Owners:
    """Give so many institutions of as many owners."""
    return Owners(np.arange(places, dtype=np.int32), (), {})


def read(lake: Lake, engine: Engine, places: list[str], parameters: Parameters) -> Owners:
    """Tie the institutions of the register; `places` are those that have claims."""
    register(lake, engine, ("medins_info_b", "psn_info_b"))
    engine.table("mark", queries.sql("claims_owners"))
    marks: pd.DataFrame = engine.arrow("SELECT * FROM mark ORDER BY sort, value, fixmedins_code").to_pandas()
    bearers: pd.DataFrame = engine.arrow(queries.sql("claims_owner_names")).to_pandas()
    return tied(marks, bearers, places, parameters)


def tied(marks: pd.DataFrame, bearers: pd.DataFrame, places: list[str], parameters: Parameters) -> Owners:
    """Tie institutions by their marks.

    Args:
        marks: `sort`, `value` (what follows a line break tells values apart that read alike), `fixmedins_code`.
        bearers: of each representative's `name`, how many `persons` bear it, of `everybody`.
        places: sorted codes of the institutions with claims.
        parameters: how many institutions may share a value, and how rare a name must be.
    """
    shared = marks.assign(number=marks.groupby(["sort", "value"])["fixmedins_code"].transform("size"))
    shared = shared[shared["number"] >= 2]
    most = np.where(
        shared["sort"] == "addr",
        parameters.whole("owner_max_at_address"),
        parameters.whole("owner_max_institutions"),
    )
    common = shared["number"].to_numpy() > most
    named = (shared["sort"] == NAMES).to_numpy()
    rare = shared["value"].isin(_rare(shared[named], bearers, marks["fixmedins_code"].nunique(), parameters))
    sure = shared[~common & (~named | rare.to_numpy())].assign(beside=None)
    second = _beside(shared[named & ~(rare.to_numpy() & ~common)], shared[~named], parameters)
    counts = {
        f"{sort}_of_too_many": int(shared.loc[common & (shared["sort"] == sort), "value"].nunique()) for sort in SORTS
    }
    alone = int(shared.loc[named & ~rare.to_numpy(), "value"].nunique())
    return _grouped(pd.concat([sure, second]), places, {**counts, "names_too_common": alone})


def _rare(names: pd.DataFrame, bearers: pd.DataFrame, institutions: int, parameters: Parameters) -> set[str]:
    """Give the names that so many institutions would not share by chance.

    Were representatives drawn from the insured persons, further institutions of one's namesakes are Poisson; every
    name is tested (Bonferroni). Nothing is rare where too few persons' names are known.
    """
    known = bearers[bearers["everybody"] >= parameters.whole("owner_min_names")]
    each = names.groupby("value")["number"].first().reset_index().merge(known, left_on="value", right_on="name")
    expected = (institutions - 1) * (each["persons"] + 1) / (each["everybody"] + 1)
    p_value = gammainc(each["number"] - 1, expected) * max(len(bearers), 1)
    return set(each.loc[p_value <= parameters["owner_name_max_p"], "value"])


def _beside(names: pd.DataFrame, others: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Give the names of institutions that also share another value, be it too common to tie alone."""
    both = names.merge(others[["sort", "value", "fixmedins_code"]], on="fixmedins_code", suffixes=("", "_b"))
    number = both.groupby(["value", "sort_b", "value_b"])["fixmedins_code"].transform("size")
    kept = both[(number >= 2) & (number <= parameters.whole("owner_max_institutions"))]
    # Two persons of one name may lead different pairs: what is shared besides is a part of the mark.
    return kept.assign(beside=kept["sort_b"], mark=kept["value"] + "\n" + kept["value_b"])


def _grouped(marks: pd.DataFrame, places: list[str], counts: dict[str, int]) -> Owners:
    """Give the connected institutions one number, and keep the ties of those with claims."""
    if marks.empty:
        return Owners(np.arange(len(places), dtype=np.int32), (), counts)
    codes = np.array(sorted({*places, *marks["fixmedins_code"]}))
    mark = marks["mark"].fillna(marks["value"])
    marks = marks.assign(node=np.searchsorted(codes, marks["fixmedins_code"].to_numpy(str)), mark=mark)
    value = marks.groupby(["sort", "mark"]).ngroup().to_numpy() + len(codes)
    size = int(value.max()) + 1
    matrix = coo_array((np.ones(len(marks), np.int8), (marks["node"].to_numpy(), value)), shape=(size, size))
    _, labels = connected_components(matrix, directed=False)
    at = np.searchsorted(codes, np.array(places, dtype=str))
    _, group = np.unique(labels[at], return_inverse=True)
    return Owners(group.astype(np.int32), tuple(_ties(marks, places)), counts)


def _ties(marks: pd.DataFrame, places: list[str]) -> Iterable[Tie]:
    position = {code: i for i, code in enumerate(places)}
    here = marks[marks["fixmedins_code"].isin(position)]
    made = []
    for (sort, mark), own in here.groupby(["sort", "mark"]):
        among = tuple(sorted(position[code] for code in set(own["fixmedins_code"])))
        beside = own["beside"].iloc[0]
        made.append(Tie(str(sort), str(mark).partition("\n")[0], among, None if pd.isna(beside) else str(beside)))
    return sorted(made, key=lambda t: (SORTS.index(t.sort), t.value, t.places))
