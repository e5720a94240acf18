"""Which insured numbers are one person: the same certno, however it is written, and never a placeholder."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pytest

import queries
from graphfraud.claims.clean import MAX_ALIASES
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.synth.identity import check_digit


def _patients(certnos: Mapping[str, str | None], settled: str = "") -> dict[str, str]:
    """Give psn_no → main psn_no; `settled` names a psn_no for each settlement."""
    with DuckDBEngine() as engine:
        engine.register("setl_d", pa.table({"psn_no": pa.array(list(settled), pa.string())}))
        persons = {"psn_no": list(certnos), "certno": pa.array(list(certnos.values()), pa.string())}
        engine.register("psn_info_b", pa.table(persons))
        found = engine.arrow(queries.sql("claims_person"), max_aliases=MAX_ALIASES).to_pylist()
    return {row["psn_no"]: row["patient"] for row in found}


def test_the_number_with_most_settlements_is_the_person() -> None:
    shared = dict.fromkeys("abc", "990101199001011234")
    assert _patients(shared, settled="bccz") == {"a": "c", "b": "c", "c": "c", "z": "z"}
    assert _patients(shared) == dict.fromkeys("abc", "a")


@pytest.mark.parametrize("other", ["99010119900101002x", " 990101 19900101 002X", "990101-19900101-002X"])
def test_other_spellings_of_one_number(other: str) -> None:
    assert _patients({"a": "99010119900101002X", "b": other}) == {"a": "a", "b": "a"}


@pytest.mark.parametrize("number", range(20, 42))
def test_an_old_number_is_the_one_that_replaced_it(number: int) -> None:
    body = f"990101195003040{number:02d}"
    new, old = body + check_digit(body), body[:6] + body[8:]
    assert len(old) == 15
    # Another check digit is another number: a slip of the pen must not join two persons.
    wrong = body + ("1" if new[-1] != "1" else "2")
    assert _patients({"a": new, "b": old, "c": wrong}) == {"a": "a", "b": "a", "c": "c"}


@pytest.mark.parametrize(
    "placeholder", [None, "", "0", "无", "000000000000000", "111111111111111111", "X" * 18, "-" * 18, "E00000000"]
)
def test_a_placeholder_links_nobody(placeholder: str | None) -> None:
    assert _patients({"a": placeholder, "b": placeholder}) == {"a": "a", "b": "b"}


@pytest.mark.parametrize("passport", ["E12345678", "h10293847", "CA1234567"])
def test_passports_and_permits_link_too(passport: str) -> None:
    assert _patients({"a": passport, "b": passport.upper(), "c": passport[:-1] + "0"}) == {"a": "a", "b": "a", "c": "c"}


def test_a_number_that_a_crowd_shares_is_a_placeholder() -> None:
    crowd = [f"p{n:02d}" for n in range(MAX_ALIASES + 1)]
    certno = "990101199001011234"
    assert set(_patients(dict.fromkeys(crowd, certno)).values()) == set(crowd)
    assert set(_patients(dict.fromkeys(crowd[1:], certno)).values()) == {"p01"}
