"""Places of the explorer that a walk visits: every registered view, with something to show where it needs a choice."""

from __future__ import annotations

from typing import Any

from app.place import VIEWS

Query = dict[str, str]


def chosen(rings: list[dict[str, Any]]) -> dict[str, Query]:
    """Give what each view is asked for, from the rings of a scan; a view that is not named here needs nothing."""
    if not rings:
        return {
            "ring": {"ring": "R1"},
            "claims": {"ring": "R1"},
            "entity": {"entity": "x"},
            "paths": {"a": "x", "b": "y"},
        }
    ring = next(r for r in rings if r["status"] == "published" and r["scheme"] == "fake_stay")
    patients = [m["id"] for m in ring["members"] if m["kind"] == "patient"]
    return {
        "ring": {"ring": ring["ring_id"]},
        "claims": {"ring": ring["ring_id"], "of": "evidence", "n": "0"},
        "entity": {"entity": f"patient:{patients[0]}"},
        "paths": {"a": patients[0], "b": patients[-1]},
    }


def every_view(rings: list[dict[str, Any]]) -> list[Query]:
    """Give one place for each registered view."""
    asked = chosen(rings)
    return [{"view": view, **asked.get(view, {})} for view in VIEWS]
