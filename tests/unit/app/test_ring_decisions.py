"""Decisions and gangs in the explorer's lists and ring view."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.components import ring_decisions
from app.components.queue import ring_rows, ring_table
from app.place import Place
from app.texts import texts
from graphfraud.model.ring import Ring, Standing, Text
from tests.unit.app.sample import ring

ZH, EN = texts("zh"), texts("en")
HERE = Place.read({"view": "rings"})


def decided(label: str, status_reason: str | None = None, changed: Text | None = None) -> Ring:
    standing = Standing(label, "<one> bus", "Chen", "2026-01-02T08:30:00+08:00", changed)
    status = "demoted" if status_reason else "published"
    return ring(disposition=standing, status=status, status_reason=status_reason)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (ring(), ""),
        (decided("confirmed"), "confirmed"),
        (decided("open"), "open"),
        (decided("dismissed", changed=Text("变", "more")), "changed since dismissed"),
        (decided("dismissed", "dismissed"), ""),
    ],
)
def test_a_decision_is_a_badge_beside_the_status(made: Ring, expected: str) -> None:
    found = str(ring_decisions.label(EN, made))
    assert (expected in found) if expected else (found == "")


def test_a_dismissed_ring_says_so_in_the_list() -> None:
    table = str(ring_table(ZH, HERE, [decided("dismissed", "dismissed")], "x"))
    assert table.count("已排除") == 1


def test_the_list_links_the_rest_of_a_gang_below_its_lead() -> None:
    other = replace(ring(), ring_id="R2", lead="R1")
    table = str(ring_table(EN, HERE, [ring()], "x", gangs={"R1": (other,)}))
    assert "Maybe the same gang:" in table
    assert "ring=R2" in table
    assert "Maybe the same gang" not in str(ring_table(EN, HERE, [ring()], "x"))


def test_the_download_has_gang_and_decision() -> None:
    (row,) = ring_rows([replace(decided("confirmed"), lead="R0")]).to_pylist()
    assert (row["gang"], row["disposition"]) == ("R0", "confirmed")
