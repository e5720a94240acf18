"""Where the steps of a graph are kept, and the places that further steps lead to."""

from __future__ import annotations

from app.components import graph_steps
from app.components.graph_steps import MOST_CHARS, Steps, recall, remember, toggled
from app.place import Place
from graphfraud.canvas.acts import Expand, Hide, Show, write, write_refs
from graphfraud.store.base import EntityRef

A, B = EntityRef("patient", "700100200300"), EntityRef("hospital", "H1")
GROW, HIDE, SHOW = Expand(A, None, 20), Hide("clinic"), Show("clinic")
HERE = Place("zh", "graph", {"ring": "R1", "tab": "lines", "page": "3"})
MANY = tuple(EntityRef("patient", f"{700_100_200_300 + i}") for i in range(400))


def test_an_act_goes_to_the_end_and_the_rest_of_the_place_stays() -> None:
    once = Steps.of(HERE).doing(GROW)
    twice = Steps.of(once).doing(HIDE, SHOW)
    assert twice.params == {"ring": "R1", "tab": "lines", "acts": write([GROW, HIDE, SHOW])}
    assert Steps.of(twice.speaking("en")).acts == (GROW, HIDE, SHOW)


def test_undo_and_redo() -> None:
    place = Steps.of(HERE).doing(GROW, HIDE)
    one = Steps.of(Steps.of(place).undoing())
    assert (one.acts, one.undone) == ((GROW,), (HIDE,))
    none = Steps.of(one.undoing())
    assert (none.acts, none.undone) == ((), (GROW, HIDE))
    assert Steps.of(Steps.of(none.redoing()).redoing()).acts == (GROW, HIDE)
    assert Steps.of(none.redoing()).acts == (GROW,)


def test_a_new_act_forgets_what_was_undone() -> None:
    back = Steps.of(Steps.of(Steps.of(HERE).doing(GROW, HIDE)).undoing())
    again = Steps.of(back.doing(SHOW))
    assert (again.acts, again.undone) == ((GROW, SHOW), ())


def test_the_selection_changes_over_one_by_one() -> None:
    both = Steps.of(Steps.of(Steps.of(HERE).toggling(A)).toggling(B))
    assert both.selected == (A, B)
    assert Steps.of(both.toggling(A)).selected == (B,)
    assert Steps.of(both.selecting(())).selected == ()
    assert toggled("~pA~pA~q9~hH") == (EntityRef("hospital", "H"),)


def test_what_cannot_be_read_is_said() -> None:
    steps = Steps.of(HERE.but(acts=write([GROW]) + "~nonsense~" + write([HIDE])))
    assert (steps.acts, steps.readable) == ((GROW,), False)


def test_long_steps_are_kept_by_the_process() -> None:
    acts = [Expand(ref, None, 20) for ref in MANY]
    place = Steps.of(HERE).doing(*acts)
    steps = Steps.of(place)
    assert steps.in_process
    after = steps.doing(HIDE)
    assert len(after.get("acts")) < 100
    assert Steps.of(after).acts == (*acts, HIDE)
    assert not Steps.of(HERE).in_process


def test_long_selections_are_kept_by_the_process() -> None:
    steps = Steps.of(Steps.of(HERE).selecting(MANY))
    assert steps.selected == MANY
    assert Steps.of(steps.toggling(MANY[0])).selected == MANY[1:]
    assert len(steps.toggling(B).get("sel")) < 100


def test_what_the_process_no_longer_has_is_said() -> None:
    steps = Steps.of(HERE.but(acts="@0123456789abcdef~" + write([HIDE])))
    assert (steps.acts, steps.found) == ((), False)


def test_short_texts_stay_as_they_are_and_long_ones_come_back() -> None:
    short, long = "x" * MOST_CHARS, write_refs(MANY)
    assert remember(short) == short
    assert recall(remember(long)) == (long, True)
    assert recall(remember(long) + "~more") == (long + "~more", True)


def test_the_oldest_texts_go_first() -> None:
    first = remember("first" * 1000)
    for i in range(graph_steps.MOST_KEPT):
        remember(f"{i} " * 1000)
    assert recall(first) == ("", False)
