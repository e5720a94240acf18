"""How an entity's standing, course and paths are put into words and marks, in both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from app.components import entity_time, path_search
from app.components.claim_columns import GROUPS, plain_name
from app.components.entity_peers import group_words, standing_words, value_words
from app.components.path_drawing import sentence
from app.place import Place
from app.texts import texts
from graphfraud.claims.measures import MEASURES
from graphfraud.model.schema import tables
from graphfraud.store.base import EntityRef, Hop, Path
from graphfraud.store.course import Visit, overlaps
from graphfraud.store.findings import Comparison

ZH, EN = texts("zh"), texts("en")


def visit(at: int, place: str = "H1", days: int = 0) -> Visit:
    """Give a visit on the day `at` of 2025, or a stay of `days` from then on."""
    begin = date(2025, 1, 1) + timedelta(days=at)
    end = begin + timedelta(days=days)
    return Visit(f"{place}-{at}-{days}", place, datetime(2025, 1, 1), begin, end, days > 0, Decimal("10.5"), Decimal(1))


@pytest.mark.parametrize(
    ("above", "zh", "en"),
    [
        (0.0, "不高于任何一个", "higher than none"),
        (0.5, "高于 50%", "higher than 50%"),
        (0.9997, "高于 99.9%", "higher than 99.9%"),
        (1.0, "高于全部", "higher than all"),
    ],
)
def test_standing_never_claims_all_for_nearly_all(above: float, zh: str, en: str) -> None:
    c = Comparison("remote_share", 0.1, above, 30, "hospital", "2")
    assert (standing_words(ZH, c), standing_words(EN, c)) == (zh, en)


@pytest.mark.parametrize(
    ("wide", "narrow", "zh", "en"),
    [
        ("hospital", "2", "二级医院", "level-2 hospitals"),
        ("hospital", "", "医院", "hospitals"),
        ("patient", "75-", "75+ 岁参保人", "insured persons aged 75+"),
        ("doctor@clinic", "A01", "诊所的医师，科室 A01", "clinic doctors, department A01"),
    ],
)
def test_peers_are_named(wide: str, narrow: str, zh: str, en: str) -> None:
    c = Comparison("settlements", 3, 0.5, 30, wide, narrow)
    assert (group_words(ZH, c), group_words(EN, c)) == (zh, en)


def test_values_have_their_units() -> None:
    given = {"remote_share": 0.1234, "fund_each": 12.5, "per_patient": 3.456}
    shown = [value_words(EN, Comparison(name, value, 0.5, 30, "hospital", "")) for name, value in given.items()]
    assert shown == ["12.3%", "¥12.50", "3.5"]


def test_every_measure_has_words() -> None:
    assert {f"measure.{name}" for name in MEASURES} <= set(ZH.words)


def test_every_column_of_a_claim_is_in_one_group_with_a_plain_name() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == {c.name for c in tables()["setl_d"].columns} | {"patient", "source_file", "_line"}
    for t in (ZH, EN):
        assert all(plain_name(t, name) != name for name in grouped)


@pytest.mark.parametrize("table", ["setl_d", "psn_info_b", "dr_info_b", "medins_info_b"])
def test_columns_that_readers_see_have_an_english_name(table: str) -> None:
    assert [c.name for c in tables()[table].columns if not c.en] == []


def test_places_past_the_twelfth_share_a_line() -> None:
    places = [f"H{i:02}" for i in range(20) for _ in range(20 - i)]
    labels = entity_time.place_labels(EN, places, {EntityRef("hospital", "H00"): "First"})
    assert labels["H00"] == "First H00"
    assert len(set(labels.values())) == entity_time.PLACES + 1
    assert labels["H12"] == labels["H19"] == EN("entity.other_places", n=8)


def test_three_thousand_visits_become_a_few_hundred_marks_and_none_is_lost() -> None:
    course = [visit(i // 4, f"H{i % 4}") for i in range(3000)] + [visit(10, "H9", days=5)]
    labels = entity_time.place_labels(ZH, [v.place for v in course], {})
    frame, bundled = entity_time.course_rows(ZH, course, overlaps(course), labels)
    assert bundled
    assert frame["n"].sum() == 3001
    assert len(frame) < 600
    few, single = entity_time.course_rows(ZH, course[:50], (), labels)
    assert (len(few), single) == (50, False)


def test_what_clashes_is_marked_and_a_stay_ends_with_its_last_day() -> None:
    course = [visit(0, "H1", days=10), visit(5, "H2"), visit(20, "H2")]
    labels = entity_time.place_labels(EN, [v.place for v in course], {})
    frame, _ = entity_time.course_rows(EN, course, overlaps(course), labels)
    assert list(frame["sort"]) == [EN("entity.mark.clash"), EN("entity.mark.clash"), EN("entity.mark.visit")]
    assert str(frame["end"][0].date()) == "2025-01-12"


def test_a_doctor_at_two_places_on_one_day_is_said() -> None:
    rows = [
        {"day": date(2025, 1, 1), "fixmedins_code": "H1"},
        {"day": date(2025, 1, 1), "fixmedins_code": "H2"},
        {"day": date(2025, 1, 2), "fixmedins_code": "H1"},
    ]
    assert entity_time.two_places(EN, rows) == EN("entity.two_places", n=1, named="2025-01-01")
    assert entity_time.two_places(EN, rows[1:]) == EN("entity.one_place")


def test_a_path_is_told_whatever_way_it_goes() -> None:
    p, d, h = EntityRef("patient", "P1"), EntityRef("doctor", "D1"), EntityRef("hospital", "H1")
    path = Path((h, d, p), (Hop("PRACTISES_AT", (), 7), Hop("TREATED_BY", (), 2)))
    said = sentence(EN, path, {p: "张*芳", h: "First"})
    assert said == "Doctor D1 signed claims at Hospital First (7×); Patient 张*芳 was treated by Doctor D1 (2×)."


def test_ends_are_read_once_each_and_joined_pair_by_pair() -> None:
    place = Place("en", "paths", {"a": "A", "b": "B", "more": "C，B, D"})
    assert path_search.written(place) == ["A", "B", "C", "D"]
    refs = [EntityRef("patient", str(i)) for i in range(9)]
    assert len(path_search.pairs(refs)) == 10
    assert path_search.pairs(refs[:2]) == [(refs[0], refs[1])]
