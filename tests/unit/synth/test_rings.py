"""The truth agrees with the claims: what it calls a ring can be seen, and is not trivially marked."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from graphfraud.synth.schemes import SCHEMES

# Share of a ring's pairs that were together at least so many times at its venues.
TOGETHER = {
    "fake_stay": """
        SELECT a.patient AS one, b.patient AS other, count(DISTINCT a.day_in) AS k
        FROM claim a JOIN claim b ON a.fixmedins_code = b.fixmedins_code AND a.patient < b.patient
          AND abs(a.day_in - b.day_in) <= 1 AND abs(a.day_out - b.day_out) <= 1
        JOIN member m ON m.patient = a.patient JOIN member n ON n.patient = b.patient AND n.ring_id = m.ring_id
        JOIN venue v ON v.ring_id = m.ring_id AND v.fixmedins_code = a.fixmedins_code
        WHERE a.med_type = '21' AND b.med_type = '21' AND m.ring_id = $ring GROUP BY ALL HAVING k >= 3
    """,
    "co_swipe": """
        SELECT a.patient AS one, b.patient AS other, count(DISTINCT a.moment::DATE) AS k
        FROM claim a JOIN claim b ON a.fixmedins_code = b.fixmedins_code AND a.patient < b.patient
          AND b.moment BETWEEN a.moment - INTERVAL 20 MINUTE AND a.moment + INTERVAL 20 MINUTE
        JOIN member m ON m.patient = a.patient JOIN member n ON n.patient = b.patient AND n.ring_id = m.ring_id
        JOIN venue v ON v.ring_id = m.ring_id AND v.fixmedins_code = a.fixmedins_code
        WHERE m.ring_id = $ring GROUP BY ALL HAVING k >= 3
    """,
}


def _rows(city: duckdb.DuckDBPyConnection, query: str, **values: str) -> list[tuple[Any, ...]]:
    return city.execute(query, values or None).fetchall()


def test_every_scheme_has_its_rings(city: duckdb.DuckDBPyConnection) -> None:
    found = dict(_rows(city, "SELECT scheme, count(DISTINCT ring_id) FROM truth GROUP BY 1"))
    assert set(found) == {module.scheme for module in SCHEMES}
    assert {scheme: found[scheme] for scheme in TOGETHER} == {"fake_stay": 6, "co_swipe": 6}


def test_sizes(city: duckdb.DuckDBPyConnection) -> None:
    sizes = _rows(
        city,
        "SELECT scheme, min(n), max(n) FROM (SELECT scheme, ring_id, count(*) AS n FROM member GROUP BY ALL)"
        " GROUP BY 1 ORDER BY 1",
    )
    bounds = {
        "after_death": (4, 9),
        "burst_rx": (6, 16),
        "co_swipe": (5, 15),
        "fake_stay": (5, 25),
        "forged_rx": (10, 20),
        "ghost_doctor": (9, 28),
        "remote_cash_out": (10, 24),
        "false_qualification": (8, 18),
        "false_receipt": (8, 20),
        "impersonation": (5, 12),
        "insider": (4, 10),
        "shell_employer": (6, 18),
        "feeder": (12, 34),
        "overlap_stay": (6, 20),
        "split_stay": (7, 20),
        "dialysis": (6, 15),
        "double_claim": (4, 14),
        "empty_swipe": (6, 20),
        "resale": (5, 14),
    }
    assert [s for s, low, high in sizes if low < bounds[s][0] or high > bounds[s][1]] == []


def test_members_and_venues_are_registered(city: duckdb.DuckDBPyConnection) -> None:
    known = """
        SELECT kind, role, count(*) FILTER (
          p.psn_no IS NULL AND m.fixmedins_code IS NULL AND e.emp_no IS NULL AND o.opter_id IS NULL
          AND kind <> 'doctor')
        FROM truth t LEFT JOIN psn_info_b p ON p.psn_no = t.id LEFT JOIN medins_info_b m ON m.fixmedins_code = t.id
        LEFT JOIN (SELECT DISTINCT emp_no FROM psn_insu_d) e ON e.emp_no = t.id AND kind = 'employer'
        LEFT JOIN (SELECT DISTINCT opter_id FROM setl_d) o ON o.opter_id = t.id AND kind = 'operator'
        GROUP BY ALL
    """
    found = _rows(city, known)
    assert [row for row in found if row[2]] == []
    assert {(kind, role) for kind, role, _ in found} >= {
        ("patient", "member"),
        ("patient", "broker"),
        ("hospital", "venue"),
        ("employer", "broker"),
        ("operator", "broker"),
    }


def test_no_family_inside_a_ring(city: duckdb.DuckDBPyConnection) -> None:
    shared = """
        SELECT ring_id, hh_id FROM member JOIN household ON household.psn_no = member.patient
        GROUP BY ALL HAVING count(DISTINCT patient) > 1
    """
    assert _rows(city, shared) == []
    addresses = """
        SELECT ring_id, live_addr FROM member JOIN psn_info_b ON psn_no = patient GROUP BY ALL HAVING count(*) > 1
    """
    assert _rows(city, addresses) == []


@pytest.mark.parametrize("scheme", sorted(TOGETHER))
def test_at_least_half_of_the_pairs_of_each_ring_meet_thrice(city: duckdb.DuckDBPyConnection, scheme: str) -> None:
    rings = _rows(city, "SELECT ring_id, count(*) FROM member WHERE scheme = $scheme GROUP BY 1", scheme=scheme)
    shares = [len(_rows(city, TOGETHER[scheme], ring=ring)) / (n * (n - 1) / 2) for ring, n in rings]
    assert [s for s in shares if s < 0.5] == []
    assert sum(s == 1.0 for s in shares) < len(shares), "not every ring is complete"


def test_members_lead_an_ordinary_life_besides(city: duckdb.DuckDBPyConnection) -> None:
    elsewhere = """
        SELECT avg((others > 0)::INT) FROM (
          SELECT m.ring_id, m.patient, count(*) FILTER (v.fixmedins_code IS NULL) AS others
          FROM member m JOIN claim c USING (patient)
          LEFT JOIN venue v ON v.ring_id = m.ring_id AND v.fixmedins_code = c.fixmedins_code GROUP BY ALL)
    """
    assert _rows(city, elsewhere)[0][0] > 0.8


def test_not_every_ring_shows_every_mark(city: duckdb.DuckDBPyConnection) -> None:
    stays = """
        FROM member m JOIN venue v USING (ring_id)
        JOIN claim c ON c.patient = m.patient AND c.fixmedins_code = v.fixmedins_code
        JOIN mdtrt_d USING (mdtrt_id) WHERE m.scheme = 'fake_stay' AND c.med_type = '21'
    """
    cheap = "SELECT ring_id, sum(psn_cash_pay::DOUBLE) / sum(medfee_sumamt::DOUBLE) < 0.05" + stays + "GROUP BY 1"
    assert {mark for _, mark in _rows(city, cheap)} == {True, False}
    contact = f"""
        SELECT ring_id, max(n) >= 4
        FROM (SELECT ring_id, coner_tel, count(DISTINCT c.patient) AS n {stays} GROUP BY ALL)
        WHERE coner_tel IS NOT NULL GROUP BY 1
    """
    assert {mark for _, mark in _rows(city, contact)} == {True, False}
    just_under = f"""
        SELECT ring_id, avg((medfee_sumamt::DOUBLE BETWEEN 4500 AND 4999.99)::INT) > 0.3 {stays}
        AND c.fixmedins_code IN (SELECT fixmedins_code FROM medins_info_b WHERE hosp_lv = '2') GROUP BY 1
    """
    assert {mark for _, mark in _rows(city, just_under)} == {True, False}


def test_ring_claims_have_no_mark_of_their_own(city: duckdb.DuckDBPyConnection) -> None:
    """Ids of ring claims lie anywhere in the file: their mean rank is that of all claims (4 standard errors)."""
    rank = """
        SELECT avg(r), count(*) FROM (SELECT setl_id, percent_rank() OVER (ORDER BY setl_id) AS r FROM setl_d)
        JOIN claim USING (setl_id) JOIN member m USING (patient)
        JOIN venue v ON v.ring_id = m.ring_id AND v.fixmedins_code = claim.fixmedins_code
    """
    mean, n = _rows(city, rank)[0]
    assert abs(mean - 0.5) < 4 * (1 / 12 / n) ** 0.5
