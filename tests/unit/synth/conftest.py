"""One sample city for all tests of the generator: 20,000 persons, twelve months."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from graphfraud.synth.generate import Wish, synthesise

PERSONS = 20_000


@pytest.fixture(scope="session")
def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    synthesise(Wish(persons=PERSONS, seed=11), folder)
    return folder


@pytest.fixture(scope="session")
def city(city_folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the tables of the city, all columns as text; `claim` holds bills that stand, one patient a certno."""
    with duckdb.connect() as con:
        for file in sorted(city_folder.glob("*.csv")):
            con.execute(f"CREATE TABLE {file.stem} AS FROM read_csv('{file}', all_varchar = true)")
        con.execute(
            "CREATE TABLE person AS SELECT psn_no, min(psn_no) OVER (PARTITION BY certno) AS patient FROM psn_info_b"
        )
        con.execute(
            """
            CREATE TABLE claim AS
            SELECT s.*, patient, setl_time::TIMESTAMP AS moment, begndate::DATE AS day_in, enddate::DATE AS day_out
            FROM setl_d s JOIN person USING (psn_no)
            WHERE vali_flag = '1' AND refd_setl_flag = '0'
              AND NOT EXISTS (FROM setl_d r WHERE r.init_setl_id = s.setl_id)
            """
        )
        con.execute(
            "CREATE TABLE member AS SELECT ring_id, scheme, patient FROM truth t JOIN person p ON p.psn_no = t.id"
            " WHERE kind = 'patient'"
        )
        con.execute("CREATE TABLE venue AS SELECT ring_id, id AS fixmedins_code FROM truth WHERE role = 'venue'")
        con.execute(
            "CREATE TABLE looks AS SELECT group_id, explanation, patient FROM innocent JOIN person USING (psn_no)"
        )
        yield con
