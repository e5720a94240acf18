"""Places: deep links that keep language, view and what is shown."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from app.place import Place


def test_the_default_is_the_overview_in_chinese() -> None:
    assert Place.read({}) == Place("zh", "overview", {})


@pytest.mark.parametrize("query", [{"lang": "xx", "view": "nope"}, {"lang": "", "view": "../etc"}])
def test_unknown_values_fall_back(query: dict[str, str]) -> None:
    assert Place.read(query) == Place("zh", "overview", {})


def test_a_link_holds_the_whole_place() -> None:
    place = Place("en", "ring", {"ring": "R1", "run": "r&2"})
    assert parse_qs(place.href[1:]) == {"lang": ["en"], "view": ["ring"], "ring": ["R1"], "run": ["r&2"]}
    assert Place.read({k: v[0] for k, v in parse_qs(place.href[1:]).items()}) == place


def test_the_language_switch_keeps_the_place() -> None:
    place = Place("zh", "entity", {"entity": "patient:P1", "kind": "doctor"})
    assert place.speaking("en") == Place("en", "entity", {"entity": "patient:P1", "kind": "doctor"})


def test_another_view_takes_only_language_and_run_along() -> None:
    place = Place("en", "rings", {"run": "R", "q": "x", "page": "3"})
    assert place.to("ring", ring="R1", a="") == Place("en", "ring", {"run": "R", "ring": "R1"})


def test_an_emptied_parameter_is_dropped() -> None:
    assert Place("zh", "rings", {"q": "x", "page": "2"}).but(page="", q="y").params == {"q": "y"}


@pytest.mark.parametrize(
    ("text", "expected"), [("7", 7), ("0", 1), ("99", 10), ("-3", 5), ("x", 5), ("", 5), ("３", 5), ("1e1", 5)]
)
def test_numbers_stay_in_range(text: str, expected: int) -> None:
    assert Place("zh", "rings", {"n": text}).number("n", 5, 1, 10) == expected
