"""Saved views: kept by name, shared, renamed, dropped, never lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphfraud.errors import InputError, NotFoundError
from graphfraud.store.saved_views import SavedViews
from graphfraud.workspace import Workspace

AT = "2025-07-02T09:00:00+08:00"


@pytest.fixture
def views(tmp_path: Path) -> SavedViews:
    return SavedViews(Workspace(tmp_path))


def names(views: SavedViews) -> list[str]:
    return [view.name for view in views.listed()]


def test_a_view_opens_for_everybody_what_one_has_saved(views: SavedViews, tmp_path: Path) -> None:
    views.save("大额", {"fund": "100000", "scheme": "fake_stay"}, who="陈", when=AT)
    (found,) = SavedViews(Workspace(tmp_path)).listed()
    assert (found.id, found.name, found.who) == (1, "大额", "陈")
    assert found.query == {"fund": "100000", "scheme": "fake_stay"}


def test_another_name_keeps_the_place_in_the_list(views: SavedViews) -> None:
    first = views.save("a", {"q": "1"}, who="陈", when=AT)
    views.save("b", {}, who="陈", when=AT)
    views.rename(first.id, "c", who="王", when=AT)
    assert names(views) == ["c", "b"]
    assert views.listed()[0].query == {"q": "1"}


def test_a_dropped_view_is_gone_and_stays_on_the_disk(views: SavedViews, tmp_path: Path) -> None:
    first = views.save("a", {"q": "1"}, who="陈", when=AT)
    views.drop(first.id, who="王", when=AT)
    assert names(views) == []
    kept = [json.loads(f.read_text(encoding="utf-8")) for f in sorted((tmp_path / "views").glob("*.json"))]
    assert [(k["name"], k["dropped"], k["who"]) for k in kept] == [("a", False, "陈"), ("a", True, "王")]
    assert views.save("a", {}, who="陈", when=AT).id == 3


def test_a_view_that_is_gone_cannot_be_changed(views: SavedViews) -> None:
    with pytest.raises(NotFoundError):
        views.rename(1, "a", who="陈", when=AT)
    with pytest.raises(NotFoundError):
        views.drop(1, who="陈", when=AT)


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "taken"])
def test_a_name_must_fit(views: SavedViews, name: str) -> None:
    views.save("taken", {}, who="陈", when=AT)
    with pytest.raises(InputError):
        views.save(f" {name} ", {}, who="陈", when=AT)
    assert names(views) == ["taken"]
