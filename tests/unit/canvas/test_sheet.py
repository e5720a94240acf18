"""The sheet after each act: who is on it, and that nobody else moves."""

from __future__ import annotations

from functools import reduce

import pytest

from graphfraud.canvas.acts import (
    MOST,
    Act,
    Add,
    Arrange,
    Collapse,
    Expand,
    Hide,
    Join,
    Pin,
    Remove,
    Show,
    Unpin,
)
from graphfraud.canvas.sheet import FIRST_NEIGHBOURS, Expansion, Sheet, Start, after, begin
from graphfraud.store.base import EntityRef
from tests.unit.canvas.town import DOCTOR, HUB, SHOP, Town, patient

TOWN = Town(50)
RING = Start(ring_id="R1")


def sheet(*acts: Act, start: Start = RING, town: Town = TOWN, limit: int = 300) -> Sheet:
    return reduce(lambda made, act: after(town, made, act), acts, begin(town, start, limit))


def unmoved(old: Sheet, new: Sheet) -> bool:
    return all(new.dots[ref].at == dot.at for ref, dot in old.dots.items() if ref in new.dots)


def test_a_ring_begins_with_its_members_venues_first() -> None:
    made = sheet()
    assert list(made.dots) == [HUB, *map(patient, range(10))]
    assert (made.begun, made.total) == (11, 11)


def test_a_cut_start_says_so() -> None:
    made = sheet(limit=4)
    assert list(made.dots) == [HUB, *map(patient, range(3))]
    assert (made.begun, made.total) == (4, 11)


def test_an_entity_begins_with_its_strongest_neighbours() -> None:
    made = sheet(start=Start(refs=(HUB,)))
    assert list(made.dots) == [HUB, *map(patient, range(FIRST_NEIGHBOURS))]
    assert made.expansions == {(HUB, None): Expansion(FIRST_NEIGHBOURS, 50)}


def test_several_entities_begin_alone() -> None:
    assert list(sheet(start=Start(refs=(SHOP, patient(7)))).dots) == [SHOP, patient(7)]


def test_expanding_brings_the_strongest_of_a_kind_and_moves_nobody() -> None:
    old = sheet()
    new = after(TOWN, old, Expand(HUB, "patient", 15))
    assert list(new.dots)[11:] == [patient(i) for i in range(10, 15)]
    assert new.expansions[(HUB, "patient")] == Expansion(15, 50)
    assert unmoved(old, new)
    assert list(after(TOWN, old, Expand(patient(0), "doctor", 5)).dots)[11:] == [DOCTOR]


def test_the_same_acts_give_the_same_sheet() -> None:
    acts = (Expand(HUB, None, 30), Join(patient(20), SHOP, 1, True), Arrange("circles"), Collapse((HUB,)))
    assert sheet(*acts) == sheet(*acts)


def test_collapsing_takes_what_came_by_it_and_what_that_brought() -> None:
    start = Start(refs=(SHOP,))
    opened = (Expand(patient(0), None, 9), Expand(HUB, None, 30))
    wide = sheet(*opened, start=start)
    assert {HUB, DOCTOR, patient(29)} <= set(wide.dots)
    # The hospital came by patient 0 alone; with it go the patients that it brought.
    assert set(after(TOWN, wide, Collapse((patient(0),))).dots) == set(sheet(start=start).dots)
    assert (patient(0), None) not in after(TOWN, wide, Collapse((patient(0),))).expansions


def test_what_another_expansion_also_brought_stays() -> None:
    start = Start(refs=(SHOP,))
    wide = sheet(Expand(patient(0), None, 9), Expand(patient(1), None, 9), start=start)
    left = after(TOWN, wide, Collapse((patient(0),)))
    assert HUB in left.dots
    assert HUB not in after(TOWN, left, Collapse((patient(1),))).dots


def test_two_that_brought_each_other_do_not_keep_each_other() -> None:
    start = Start(refs=(SHOP, patient(0)))
    wide = sheet(Expand(patient(0), "hospital", 1), Expand(HUB, None, 30), Expand(patient(9), None, 5), start=start)
    assert set(after(TOWN, wide, Collapse((patient(0),))).dots) == {SHOP, patient(0)}


def test_the_start_and_what_is_pinned_stay() -> None:
    held = Pin(((patient(14), 5, 6),))
    left = sheet(Expand(HUB, None, 15), held, Collapse((HUB,)))
    assert list(left.dots) == [HUB, *map(patient, range(10)), patient(14)]
    assert (left.dots[patient(14)].at, left.dots[patient(14)].pinned) == ((5.0, 6.0), True)


def test_removing_takes_one_and_leaves_what_it_brought() -> None:
    left = sheet(Expand(HUB, None, 15), Remove((HUB,)))
    assert list(left.dots) == [patient(i) for i in range(15)]
    # They stand for themselves from now on.
    assert set(after(TOWN, left, Collapse((patient(3),))).dots) == set(left.dots)


def test_adding_puts_new_ones_on_once() -> None:
    made = sheet(Add((SHOP, HUB, SHOP)))
    assert list(made.dots) == [*sheet().dots, SHOP]


def test_hidden_kinds_keep_their_place() -> None:
    made = sheet(Hide("patient"))
    assert made.shown == (HUB,)
    assert sheet(Hide("patient"), Show("patient")) == sheet()


def test_a_path_is_put_on_between_its_ends() -> None:
    made = sheet(Join(patient(1), SHOP, 1, True))
    assert list(made.dots)[11:] == [SHOP]
    assert [path.nodes for path in made.paths] == [(patient(1), SHOP)]
    through = sheet(Join(patient(30), SHOP, 1, False), start=Start(refs=(patient(40), patient(41))))
    assert [path.nodes[:2] for path in through.paths] == [(patient(30), HUB)]
    assert set(through.dots) == {patient(40), patient(41), *through.paths[0].nodes}
    nobody = sheet(Join(patient(30), SHOP, 1, True))
    assert (nobody.paths, len(nobody.answers)) == ((), 1)


def test_a_path_that_lost_a_node_is_no_path_of_the_sheet() -> None:
    assert sheet(Join(patient(1), SHOP, 1, True), Remove((SHOP,))).paths == ()


@pytest.mark.parametrize("layout", ["spring", "bands", "circles"])
def test_what_is_pinned_keeps_its_place_in_a_new_layout(layout: str) -> None:
    old = sheet(Expand(HUB, None, 30), Pin(((patient(3), 1000, -70), (HUB, 40, 40))))
    new = after(TOWN, old, Arrange(layout))
    assert new.dots[patient(3)].at == (1000.0, -70.0)
    assert new.dots[HUB].at == (40.0, 40.0)
    assert list(new.dots) == list(old.dots)
    assert any(dot.at != old.dots[ref].at for ref, dot in new.dots.items())
    freed = after(TOWN, after(TOWN, new, Unpin((HUB,))), Arrange(layout))
    assert freed.dots[HUB].at != (40.0, 40.0)


def test_nothing_goes_past_the_stop() -> None:
    town = Town(MOST + 300)
    full = sheet(Expand(HUB, None, MOST), town=town)
    assert len(full.dots) <= MOST
    more = after(town, full, Add(tuple(EntityRef("clinic", str(i)) for i in range(10))))
    assert (len(more.dots), more.refused) == (MOST, 10 - (MOST - len(full.dots)))
    assert after(town, more, Hide("clinic")).refused == 0


GONE = (Expand(SHOP, None, 5), Collapse((SHOP,)), Remove((SHOP,)), Unpin((SHOP,)), Pin(((SHOP, 1, 1),)))


@pytest.mark.parametrize("act", GONE)
def test_an_act_on_what_is_not_there_changes_nothing(act: Act) -> None:
    assert sheet(act).dots == sheet().dots
