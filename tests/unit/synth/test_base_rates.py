"""The city has the base rates of a real one (domain brief 2.10)."""

from __future__ import annotations

import re
from decimal import Decimal

import duckdb
import pytest

from graphfraud.synth.identity import check_digit
from tests.unit.synth.conftest import PERSONS

RATES = [
    ("settlements a person", f"SELECT count(*) / {PERSONS} FROM setl_d", 6.2, 0.1),
    ("pharmacy purchases", "SELECT avg((med_type = '41')::INT) FROM setl_d", 0.47, 0.05),
    ("outpatient visits", "SELECT avg((med_type = '11')::INT) FROM setl_d", 0.35, 0.06),
    ("inpatient rows", "SELECT avg((med_type[:2] IN ('21', '28', '52'))::INT) FROM setl_d", 0.053, 0.1),
    ("refund rows", "SELECT avg((refd_setl_flag = '1')::INT) FROM setl_d", 0.0524, 0.05),
    ("invalid rows", "SELECT avg((vali_flag = '0')::INT) FROM setl_d", 0.0037, 0.15),
    ("no doctor", "SELECT avg((dr_code IS NULL)::INT) FROM setl_d", 0.027, 0.1),
    ("mean fee", "SELECT avg(medfee_sumamt::DOUBLE) FROM setl_d WHERE refd_setl_flag = '0'", 874, 0.08),
    (
        "95th percentile of the fee",
        "SELECT quantile_cont(medfee_sumamt::DOUBLE, 0.95) FROM setl_d WHERE refd_setl_flag = '0'",
        3_480,
        0.15,
    ),
    ("mean fund payment", "SELECT avg(fund_pay_sumamt::DOUBLE) FROM setl_d WHERE refd_setl_flag = '0'", 571, 0.08),
    (
        "stays of at most a day",
        "SELECT avg((day_out - day_in <= 1)::INT) FROM claim WHERE med_type = '21'",
        0.0275,
        0.25,
    ),
    (
        "cost of stays",
        "SELECT sum(medfee_sumamt::DOUBLE) FILTER (med_type = '21') / sum(medfee_sumamt::DOUBLE) FROM claim",
        0.70,
        0.15,
    ),
]


@pytest.mark.parametrize(("what", "query", "expected", "tolerance"), RATES, ids=[r[0] for r in RATES])
def test_rate(city: duckdb.DuckDBPyConnection, what: str, query: str, expected: float, tolerance: float) -> None:
    assert _number(city, query) == pytest.approx(expected, rel=tolerance)


def _number(city: duckdb.DuckDBPyConnection, query: str) -> float:
    row = city.execute(query).fetchone()
    assert row is not None
    return float(row[0])


def test_identity_numbers_are_valid_and_some_persons_have_two_numbers(city: duckdb.DuckDBPyConnection) -> None:
    numbers = [r[0] for r in city.execute("SELECT DISTINCT certno FROM psn_info_b").fetchall()]
    assert len(numbers) == PERSONS
    assert [n for n in numbers if n[17] != check_digit(n[:17]) or n[:2] != "99"] == []
    assert 100 <= _number(city, "SELECT count(*) - count(DISTINCT certno) FROM psn_info_b") <= 230
    assert _number(city, "SELECT count(*) FROM setl_d JOIN person USING (psn_no) WHERE psn_no <> patient") > 100


def test_payments_add_up(city: duckdb.DuckDBPyConnection) -> None:
    rows = city.execute(
        "SELECT medfee_sumamt, fund_pay_sumamt, acct_pay, psn_cash_pay, hosp_part_amt, acct_mulaid_pay, hifp_pay"
        " FROM setl_d"
    ).fetchall()
    amounts = [tuple(map(Decimal, row)) for row in rows]
    assert [a for a in amounts if a[0] != a[1] + a[2] + a[3] + a[4]] == []
    assert [a for a in amounts if abs(a[5]) > abs(a[2]) or abs(a[6]) > abs(a[1])] == []
    assert [a for a in amounts if a[0] > 0 and min(a) < 0] == []


def test_fee_lines_add_up_to_each_fee(city: duckdb.DuckDBPyConnection) -> None:
    wrong = """
        SELECT count(*) FROM setl_d s LEFT JOIN (
          SELECT setl_id, sum(det_item_fee_sumamt::DECIMAL(16, 2)) AS total, count(*) AS n
          FROM fee_list_d GROUP BY setl_id
        ) f USING (setl_id) WHERE total IS DISTINCT FROM medfee_sumamt::DECIMAL(16, 2) OR n NOT BETWEEN 2 AND 6
    """
    assert _number(city, wrong) == 0
    off = "SELECT count(*) FROM fee_list_d WHERE abs(cnt::INT * pric::DOUBLE - det_item_fee_sumamt::DOUBLE) > 0.001"
    assert _number(city, off) == 0


def test_refunds_mirror_a_bill_of_the_same_person_and_place(city: duckdb.DuckDBPyConnection) -> None:
    matched = """
        SELECT count(*), count(o.setl_id), bool_and(
          r.medfee_sumamt::DECIMAL(16, 2) = -o.medfee_sumamt::DECIMAL(16, 2) AND r.psn_no = o.psn_no
          AND r.fixmedins_code = o.fixmedins_code AND r.setl_time > o.setl_time AND r.mdtrt_id = o.mdtrt_id
          AND r.fund_pay_sumamt::DECIMAL(16, 2) = -o.fund_pay_sumamt::DECIMAL(16, 2))
        FROM setl_d r LEFT JOIN setl_d o ON o.setl_id = r.init_setl_id WHERE r.refd_setl_flag = '1'
    """
    row = city.execute(matched).fetchone()
    assert row is not None
    assert (row[0] == row[1] > 6_000, row[2]) == (True, True)
    assert _number(city, "SELECT count(*) FROM setl_d WHERE refd_setl_flag = '0' AND init_setl_id IS NOT NULL") == 0


def test_doctor_codes_are_national_local_or_missing(city: duckdb.DuckDBPyConnection) -> None:
    codes = city.execute(
        "SELECT DISTINCT dr_code, fixmedins_code FROM setl_d WHERE fixmedins_code LIKE 'H%'"
    ).fetchall()
    local = [(c, i) for c, i in codes if c is not None and not re.fullmatch(r"D\d{12}", c)]
    assert len({i for _, i in local}) >= 2
    assert len({c for c, _ in local}) < len(local), "house numbers are not unique in the city"
    assert _number(city, "SELECT count(*) FROM dr_info_b WHERE dr_code NOT SIMILAR TO '(D|HY)[0-9]{12}'") == 0


def test_institutions_have_skewed_volumes_and_keep_their_hours(city: duckdb.DuckDBPyConnection) -> None:
    for kind in ("H", "P"):
        largest = f"""
            SELECT sum(n) FILTER (place <= 3) / sum(n) FROM (
              SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS place
              FROM setl_d WHERE fixmedins_code LIKE '{kind}%' GROUP BY fixmedins_code)
        """
        assert 0.3 < _number(city, largest) < 0.7
    lunch = """
        SELECT count(*) FILTER (hour(moment) = 12) / count(*) FILTER (hour(moment) = 10)
        FROM claim WHERE fixmedins_code LIKE 'H%'
    """
    assert _number(city, lunch) < 0.5
    night = """
        SELECT count(*) FROM claim WHERE (hour(moment) < 7 OR hour(moment) >= 23)
          AND patient NOT IN (SELECT patient FROM member WHERE scheme = 'empty_swipe')
    """
    assert _number(city, night) == 0


def test_some_institutions_have_one_owner(city: duckdb.DuckDBPyConnection) -> None:
    for letter, most in (("P", 0.7), ("H", 0.5)):
        shared = f"""
            SELECT avg((n > 1)::INT), max(n) FROM (
              SELECT count(*) OVER (PARTITION BY bankacct) AS n FROM medins_info_b
              WHERE fixmedins_code LIKE '{letter}%')
        """
        share, largest = city.execute(shared).fetchall()[0]
        assert 0 < share < most
        assert largest >= 2
    apart = (
        "SELECT count(*) FROM (SELECT 1 FROM medins_info_b GROUP BY bankacct HAVING count(DISTINCT legrep_name) > 1)"
    )
    assert _number(city, apart) == 0
    assert _number(city, "SELECT count(*) - count(DISTINCT uscc) FROM medins_info_b") == 0
    branches = "SELECT count(*) FROM medins_info_b b JOIN medins_info_b p ON p.fixmedins_code = b.prnt_medins_code"
    assert _number(city, branches) == _number(city, "SELECT count(prnt_medins_code) FROM medins_info_b") > 0


def test_a_hospital_that_gives_its_front_desk_as_contact(city: duckdb.DuckDBPyConnection) -> None:
    desks = """
        SELECT count(*), min(places), max(places) FROM (
          SELECT coner_tel, count(DISTINCT psn_no) AS persons, count(DISTINCT fixmedins_code) AS places
          FROM mdtrt_d WHERE coner_tel LIKE '0990%' GROUP BY 1) WHERE persons > 20
    """
    assert city.execute(desks).fetchall() == [(1, 1, 1)]


def test_nobody_settles_after_death_or_before_birth(city: duckdb.DuckDBPyConnection) -> None:
    assert _number(city, "SELECT count(*) FROM death_reg") > 100
    after = """
        SELECT count(*) FROM claim JOIN death_reg USING (psn_no) WHERE moment::DATE > death_date::DATE
          AND patient NOT IN (SELECT patient FROM member WHERE scheme = 'after_death')
    """
    assert _number(city, after) == 0
    before = "SELECT count(*) FROM claim JOIN psn_info_b USING (psn_no) WHERE day_in < brdy::DATE"
    assert _number(city, before) == 0


def test_households_are_covered_as_asked(city: duckdb.DuckDBPyConnection) -> None:
    covered = "SELECT count(DISTINCT patient) / 20000 FROM household JOIN person USING (psn_no)"
    assert _number(city, covered) == pytest.approx(0.99, abs=0.004)


def test_trace_codes_are_sold_once_but_for_opened_packs(city: duckdb.DuckDBPyConnection) -> None:
    sales = """
        SELECT count(*) FILTER (trdn_flag = '0' AND n > 1), count(*) FILTER (trdn_flag = '1' AND n > 1) FROM (
          SELECT drug_trac_codg, trdn_flag, count(*) AS n FROM drugtracinfo t JOIN setl_d s USING (setl_id)
          WHERE refd_setl_flag = '0' AND drug_trac_codg NOT IN (FROM meant) GROUP BY ALL)
    """
    city.execute(
        """
        CREATE OR REPLACE TEMP TABLE meant AS
        SELECT drug_trac_codg FROM drugtracinfo t JOIN claim USING (setl_id)
        WHERE patient IN (SELECT patient FROM looks WHERE explanation = 'product_code')
           OR t.fixmedins_code IN (SELECT id FROM truth WHERE role = 'seller')
           OR patient IN (SELECT patient FROM member WHERE scheme = 'empty_swipe')
        """
    )
    row = city.execute(sales).fetchone()
    assert row is not None
    assert (row[0], row[1] > 20) == (0, True)


def test_rules_hit_honest_claims_mostly_and_members_more_often(city: duckdb.DuckDBPyConnection) -> None:
    hits = """
        SELECT count(DISTINCT h.setl_id) FILTER (NOT in_ring), count(DISTINCT h.setl_id) FILTER (in_ring),
               count(DISTINCT c.setl_id) FILTER (NOT in_ring), count(DISTINCT c.setl_id) FILTER (in_ring)
        FROM (FROM claim SELECT setl_id, patient IN (FROM member SELECT patient) AS in_ring) c
        LEFT JOIN rule_hit h ON h.setl_id = c.setl_id
    """
    honest, member, all_honest, all_member = city.execute(hits).fetchone() or ()
    assert honest > member
    assert honest / all_honest == pytest.approx(0.025, abs=0.003)
    assert member / all_member == pytest.approx(0.12, abs=0.02)
    assert city.execute("FROM rule_hit SELECT DISTINCT sev_deg ORDER BY 1").fetchall() == [("1",), ("2",), ("3",)]


def test_some_members_of_some_rings_are_known(city: duckdb.DuckDBPyConnection) -> None:
    listed = """
        SELECT count(DISTINCT ring_id) FILTER (label = 'confirmed')::DOUBLE / count(DISTINCT ring_id),
               max(n) FILTER (label = 'confirmed')
        FROM (FROM member LEFT JOIN person USING (patient) LEFT JOIN watchlist ON entity_id = psn_no
              SELECT ring_id, label, count(*) OVER (PARTITION BY ring_id, label) AS n)
    """
    share, most = city.execute(listed).fetchone() or ()
    assert 0.15 < share < 0.5
    assert most <= 4
    honest = "FROM watchlist JOIN person ON psn_no = entity_id WHERE patient NOT IN (FROM member SELECT patient)"
    assert (city.execute(f"SELECT count(*) {honest}").fetchone() or (0,))[0] >= 8
