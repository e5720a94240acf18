"""Which institutions are one owner, and why; what is too common ties nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pytest

import queries
from graphfraud.claims.owners import Owners, tied
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.model.schema import lake_schema, tables
from graphfraud.parameters import Parameters

Row = dict[str, str]


def owners(rows: Sequence[Row], persons: Sequence[str] = (), **parameters: float) -> Owners:
    """Tie the institutions of the rows; `persons` are the names of the insured."""
    with DuckDBEngine() as engine:
        engine.register("medins_info_b", _table("medins_info_b", rows))
        named = [{"psn_no": f"N{i}", "psn_name": name} for i, name in enumerate(persons)]
        engine.register("psn_info_b", _table("psn_info_b", named))
        engine.table("mark", queries.sql("claims_owners"))
        marks: pd.DataFrame = engine.arrow("SELECT * FROM mark").to_pandas()
        bearers: pd.DataFrame = engine.arrow(queries.sql("claims_owner_names")).to_pandas()
    return tied(marks, bearers, sorted(r["fixmedins_code"] for r in rows), Parameters(parameters))


def _table(name: str, rows: Sequence[Row]) -> pa.Table:
    return pa.Table.from_pylist([dict(r) for r in rows], schema=lake_schema(tables()[name]))


def shops(number: int, **same: str) -> list[Row]:
    """Give so many institutions P0, P1 … that share what is given."""
    return [{"fixmedins_code": f"P{i}", **same} for i in range(number)]


def groups(found: Owners) -> list[int]:
    """Give the sizes of the owners, largest first."""
    return sorted(pd.Series(found.group).value_counts().tolist(), reverse=True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("uscc", "91990100MA00000001"),
        ("bankacct", "6222 0000 1111"),
        ("addr", "样例市大街12号"),
        ("prnt_medins_code", "P0"),
    ],
)
def test_institutions_that_share_a_mark_are_one_owner(column: str, value: str) -> None:
    found = owners([*shops(2, **{column: value}), {"fixmedins_code": "P9"}])
    assert groups(found) == [2, 1]
    ((sort, places),) = {(t.sort, t.places) for t in found.ties}
    assert (sort, places) == (column, (0, 1))


def test_ties_reach_through_an_institution_without_claims() -> None:
    rows = [
        {"fixmedins_code": "P0", "uscc": "91990100MA00000001"},
        {"fixmedins_code": "P1", "bankacct": "622200001111"},
        {"fixmedins_code": "P2", "uscc": "91990100MA00000001", "bankacct": "622200001111"},
    ]
    assert groups(owners(rows)) == [3]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("uscc", "000000000000000000"),
        ("uscc", "123"),
        ("bankacct", "--------"),
        ("addr", "样例市大街"),
        ("prnt_medins_code", "0"),
        ("legrep_name", "张*"),
    ],
)
def test_fillers_and_fragments_tie_nothing(column: str, value: str) -> None:
    assert groups(owners(shops(2, **{column: value}), ["张三"] * 2000)) == [1, 1]


def test_an_address_counts_within_its_district() -> None:
    rows = shops(2, addr="人民路1号")
    for row, district in zip(rows, ("990100", "990200"), strict=True):
        row["fix_blng_admdvs"] = district
    assert groups(owners(rows)) == [1, 1]


def test_a_value_of_too_many_institutions_ties_nothing_and_is_counted() -> None:
    mall = owners(shops(7, addr="样例市大街12号"))
    assert (groups(mall), mall.counts["addr_of_too_many"]) == ([1] * 7, 1)
    bank = owners(shops(7, bankacct="622200001111"), owner_max_institutions=6)
    assert (groups(bank), bank.counts["bankacct_of_too_many"]) == ([1] * 7, 1)
    assert groups(owners(shops(7, bankacct="622200001111"))) == [7]


# Twenty institutions, three of which have a representative called so; the insured persons of the city.
LED = [*shops(3, legrep_name="沈曼宁"), *({"fixmedins_code": f"Q{i}", "legrep_name": f"李{i}号"} for i in range(17))]
CITY = [f"王{i}" for i in range(5000)]


def test_a_name_that_is_rare_among_the_insured_ties_where_it_is_not_among_institutions() -> None:
    assert groups(owners(LED, CITY))[0] == 3


def test_a_common_name_ties_nothing_and_is_counted() -> None:
    found = owners(LED, [*CITY, *["沈曼宁"] * 500])
    assert (groups(found)[0], found.counts["names_too_common"]) == (1, 1)


def test_a_name_alone_ties_nothing_where_no_names_are_known() -> None:
    assert groups(owners(LED))[0] == 1


def test_two_namesakes_alone_are_no_owner() -> None:
    assert groups(owners([r for r in LED if r["fixmedins_code"] != "P2"], [*CITY, "沈曼宁", "沈曼宁"]))[0] == 1


def test_a_name_and_a_second_mark_that_is_too_common_alone_tie_together() -> None:
    rows = shops(9, addr="样例市大街12号")
    for row in rows[:2]:
        row["legrep_name"] = "沈曼宁"
    found = owners(rows)
    assert groups(found) == [2, 1, 1, 1, 1, 1, 1, 1]
    assert [(t.sort, t.value, t.beside, t.places) for t in found.ties] == [
        ("legrep_name", "沈曼宁", "addr", (0, 1)),
    ]


def test_no_register_no_owner() -> None:
    found = owners([])
    assert (len(found.group), found.ties) == (0, ())
