"""The look-alikes are there, named, and show the mark that explains them."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from graphfraud.synth.innocent import INNOCENT

CLAIMS = "FROM looks JOIN claim USING (patient) WHERE explanation = "


def _rows(city: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return city.execute(query).fetchall()


def _value(city: duckdb.DuckDBPyConnection, query: str) -> Any:
    return _rows(city, query)[0][0]


def test_every_explanation_has_groups(city: duckdb.DuckDBPyConnection) -> None:
    named = [r[0] for r in _rows(city, "SELECT DISTINCT explanation FROM innocent ORDER BY 1")]
    assert named == sorted(m.explanation for m in INNOCENT)
    assert len(named) == 50


@pytest.mark.parametrize("explanation", sorted(m.explanation for m in INNOCENT))
def test_groups_are_of_registered_persons(city: duckdb.DuckDBPyConnection, explanation: str) -> None:
    smallest = f"""
        SELECT min(n) FROM (
          SELECT group_id, count(DISTINCT p.psn_no) AS n FROM innocent LEFT JOIN psn_info_b p USING (psn_no)
        WHERE explanation = '{explanation}' GROUP BY 1)
    """
    assert _value(city, smallest) >= (2 if explanation == "mother_newborn" else 3)


def test_families_are_in_one_household_or_one_clan(city: duckdb.DuckDBPyConnection) -> None:
    joined = """
        SELECT group_id, count(DISTINCT patient), max(shared) FROM looks JOIN (
          SELECT group_id, hh_id, count(DISTINCT l.patient) AS shared
          FROM looks l JOIN household h ON h.psn_no = l.patient WHERE explanation = 'family' GROUP BY ALL
        ) USING (group_id) GROUP BY 1
    """
    found = _rows(city, joined)
    assert {5 <= n <= 8 for _, n, _ in found} == {True}
    assert sum(n == shared for _, n, shared in found) / len(found) > 0.85


def test_dialysis_keeps_its_three_weekdays_and_its_item(city: duckdb.DuckDBPyConnection) -> None:
    days = f"""
        SELECT group_id, list_sort(list(DISTINCT isodow(day_in))) {CLAIMS} 'dialysis' AND dise_no = 'M07801' GROUP BY 1
    """
    assert {tuple(d) for _, d in _rows(city, days)} <= {(1, 3, 5), (2, 4, 6)}
    without = f"""
        SELECT count(*) {CLAIMS} 'dialysis' AND dise_no = 'M07801' AND setl_id NOT IN (
          SELECT setl_id FROM fee_list_d WHERE hilist_name = '血液透析')
    """
    assert _value(city, without) == 0


def test_patients_on_holiday_come_back_to_their_centre(city: duckdb.DuckDBPyConnection) -> None:
    ends = f"""
        SELECT arg_min(fixmedins_code, moment) = arg_max(fixmedins_code, moment), count(DISTINCT fixmedins_code) = 2
        {CLAIMS} 'dialysis_holiday' AND dise_no = 'M07801' GROUP BY patient
    """
    found = _rows(city, ends)
    assert sum(same for same, _ in found) / len(found) > 0.8
    assert sum(two for _, two in found) / len(found) > 0.8


def test_a_closed_centre_stays_closed(city: duckdb.DuckDBPyConnection) -> None:
    last = f"""
        SELECT group_id, fixmedins_code, min(day_in), max(day_in), count(*)
        {CLAIMS} 'centre_closed' AND dise_no = 'M07801' GROUP BY ALL
    """
    for group in {row[0] for row in _rows(city, last)}:
        centres = sorted((row for row in _rows(city, last) if row[0] == group), key=lambda r: r[2])
        assert all(centres[0][3] < later[2] for later in centres[1:])
        everybody = f"SELECT max(day_in) FROM claim WHERE dise_no = 'M07801' AND fixmedins_code = '{centres[0][1]}'"
        assert _value(city, everybody) == centres[0][3]


def test_intensive_care_is_continuous_and_the_centre_waits(city: duckdb.DuckDBPyConnection) -> None:
    stays = f"SELECT patient, day_in, day_out, setl_id {CLAIMS} 'intensive_care' AND med_type = '21'"
    continuous = f"""
        SELECT count(*), count(DISTINCT i.setl_id) FROM ({stays}) i JOIN fee_list_d USING (setl_id)
        WHERE hilist_name LIKE '连续性血液净化%'
    """
    assert min(_rows(city, continuous)[0]) >= 6
    meanwhile = f"""
        SELECT count(*) FROM ({stays}) i JOIN fee_list_d f ON f.setl_id = i.setl_id
        JOIN claim c ON c.patient = i.patient
        WHERE hilist_name LIKE '连续性血液净化%' AND c.dise_no = 'M07801' AND c.day_in BETWEEN i.day_in AND i.day_out
    """
    assert _value(city, meanwhile) == 0


def test_chemotherapy_comes_back_every_three_weeks(city: duckdb.DuckDBPyConnection) -> None:
    gaps = f"""
        SELECT avg((gap % 21 IN (0, 1, 20))::INT) FROM (
          SELECT day_in - lag(day_in) OVER (PARTITION BY patient ORDER BY day_in) AS gap
          {CLAIMS} 'chemo' AND dise_no = 'M00500'
        ) WHERE gap IS NOT NULL
    """
    assert _value(city, gaps) == 1.0


def test_care_home_residents_share_an_address(city: duckdb.DuckDBPyConnection) -> None:
    homes = """
        SELECT group_id, count(DISTINCT live_addr), count(*) FROM looks JOIN psn_info_b ON psn_no = patient
        WHERE explanation = 'care_home' GROUP BY 1
    """
    found = _rows(city, homes)
    assert {addresses for _, addresses, _ in found} == {1}
    assert {10 <= n <= 40 for _, _, n in found} == {True}


def test_batches_close_at_one_time_or_in_one_run(city: duckdb.DuckDBPyConnection) -> None:
    closing = f"""
        SELECT group_id, max(n), avg(n) FROM (
          SELECT group_id, moment, count(DISTINCT patient) AS n {CLAIMS} 'batch_stamp'
            AND last_day(moment) = moment::DATE AND hour(moment) = 17 GROUP BY ALL) GROUP BY 1
    """
    largest = sorted(n for _, n, _ in _rows(city, closing))
    assert largest[0] <= 2
    assert largest[-1] >= 10


def test_rebilled_bills_follow_refunds(city: duckdb.DuckDBPyConnection) -> None:
    taken_back = """
        SELECT group_id, count(DISTINCT s.setl_id) FROM looks JOIN person USING (patient) JOIN setl_d s USING (psn_no)
        WHERE explanation = 'rebilling' AND refd_setl_flag = '1' GROUP BY 1
    """
    assert {n >= 25 for _, n in _rows(city, taken_back)} == {True}


def test_drug_days_keep_their_day_of_the_month(city: duckdb.DuckDBPyConnection) -> None:
    days = f"""
        SELECT group_id, max(n) / sum(n) FROM (
          SELECT group_id, day(moment) AS d, count(*) AS n {CLAIMS} 'drug_day' AND med_type = '14'
          GROUP BY ALL) GROUP BY 1
    """
    assert {share > 0.5 for _, share in _rows(city, days)} == {True}


def test_employer_days_are_of_one_employer_or_one_age(city: duckdb.DuckDBPyConnection) -> None:
    groups = """
        SELECT group_id, count(DISTINCT emp_no), max(date_diff('year', brdy::DATE, DATE '2025-01-01'))
          - min(date_diff('year', brdy::DATE, DATE '2025-01-01')) FROM looks JOIN psn_info_b ON psn_no = patient
        WHERE explanation = 'employer_day' GROUP BY 1
    """
    assert {employers == 1 or ages <= 1 for _, employers, ages in _rows(city, groups)} == {True}


def test_mothers_and_newborns_are_in_hospital_together(city: duckdb.DuckDBPyConnection) -> None:
    pairs = """
        SELECT count(*) FROM looks a JOIN looks b USING (group_id)
        JOIN claim m ON m.patient = a.patient AND m.med_type = '52'
        JOIN claim c ON c.patient = b.patient AND c.med_type = '5212' AND c.fixmedins_code = m.fixmedins_code
          AND c.day_in <= m.day_out AND m.day_in <= c.day_out WHERE a.explanation = 'mother_newborn'
    """
    assert _value(city, pairs) >= 10


def test_long_stays_close_with_the_month(city: duckdb.DuckDBPyConnection) -> None:
    share = (
        f"SELECT avg((last_day(day_out) = day_out AND day(day_in) = 1)::INT) {CLAIMS} 'long_stay' AND med_type = '21'"
    )
    assert _value(city, share) == 1.0


def test_cataract_camps_operate_in_a_day(city: duckdb.DuckDBPyConnection) -> None:
    stays = f"SELECT max(day_out - day_in), count(*) {CLAIMS} 'day_surgery' AND med_type = '28'"
    longest, n = _rows(city, stays)[0]
    assert (longest, n > 20) == (1, True)


def test_the_county_has_one_hospital(city: duckdb.DuckDBPyConnection) -> None:
    hospitals = """
        SELECT count(*) FROM medins_info_b WHERE fix_blng_admdvs = '990121' AND aprv_bed_cnt IS NOT NULL
    """
    assert _value(city, hospitals) == 1
    stays = f"""
        SELECT max(n) / sum(n) FROM (
          SELECT fixmedins_code, count(*) AS n {CLAIMS} 'only_hospital' AND med_type = '21' GROUP BY 1)
    """
    assert _value(city, stays) > 0.7


def test_default_doctor_takes_most_bills_of_a_house(city: duckdb.DuckDBPyConnection) -> None:
    share = f"""
        SELECT max(share) FROM (SELECT group_id, fixmedins_code, max(n) / sum(n) AS share, sum(n) AS total FROM (
          SELECT group_id, fixmedins_code, dr_code, count(*) AS n
          {CLAIMS} 'default_doctor' AND med_type = '11' GROUP BY ALL
        ) GROUP BY ALL HAVING total > 40)
    """
    assert _value(city, share) > 0.75


def test_doctors_of_several_sites_sign_at_both_on_the_same_days(city: duckdb.DuckDBPyConnection) -> None:
    days = f"""
        SELECT c.dr_code, count(*) FROM (
          SELECT dr_code, moment::DATE {CLAIMS} 'multi_site' AND med_type = '11'
          GROUP BY ALL HAVING count(DISTINCT fixmedins_code) > 1) c
        JOIN dr_info_b d ON d.dr_code = c.dr_code AND mul_prac_flag = '1' GROUP BY 1 HAVING count(*) >= 5
    """
    assert len(_rows(city, days)) >= 1


def test_transplant_patients_fetch_a_month_s_supply_of_one_drug(city: duckdb.DuckDBPyConnection) -> None:
    bought = f"""
        SELECT patient, count(*), count(DISTINCT fixmedins_code) FROM (
          SELECT patient, claim.setl_id, fixmedins_code {CLAIMS} 'transplant' AND dise_no = 'M08300')
        JOIN fee_list_d USING (setl_id) WHERE hilist_name = '他克莫司胶囊' GROUP BY 1
    """
    found = _rows(city, bought)
    assert len(found) >= 8
    assert min(n for _, n, _ in found) >= 6


def test_mutual_aid_pays_for_relatives_in_two_households(city: duckdb.DuckDBPyConnection) -> None:
    paid = f"""
        SELECT group_id, count(DISTINCT patient), count(*) {CLAIMS} 'mutual_aid'
          AND acct_mulaid_pay::DOUBLE > 0 AND acct_mulaid_pay = acct_pay AND fund_pay_sumamt::DOUBLE = 0 GROUP BY 1
    """
    found = _rows(city, paid)
    assert len(found) >= 5
    assert min(persons for _, persons, _ in found) >= 4
