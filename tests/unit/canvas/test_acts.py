"""Acts and their text: whatever was done is read back, and nonsense is not."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import pytest

from graphfraud.canvas.acts import (
    LETTERS,
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
    read,
    read_refs,
    write,
    write_refs,
)
from graphfraud.model.ring import KINDS
from graphfraud.store.base import EntityRef

IDS = ("700100200300", "H1/7", "a.b~c", "=HYPERLINK(0)", "<script>", "张三", " ", "%2E", "-", "x" * 200)
A, B = EntityRef("patient", IDS[0]), EntityRef("doctor", IDS[1])
ACTS: tuple[Act, ...] = (
    Expand(A, None, 20),
    Expand(B, "pharmacy", MOST),
    Collapse((A, B)),
    Remove((A,)),
    Add((B, A)),
    Hide("clinic"),
    Show("clinic"),
    Pin(((A, -12, 340), (B, 0, 0))),
    Unpin((A,)),
    Join(A, B, 3, True),
    Join(B, A, 1, False),
    Arrange("bands"),
)


def test_the_text_is_as_documented() -> None:
    assert write([Expand(A, "doctor", 20), Hide("pharmacy")]) == "e.p700100200300.d.20~h.y"


def test_every_act_is_read_back() -> None:
    assert read(write(ACTS)) == (ACTS, True)
    for act in ACTS:
        assert read(write([act])) == ((act,), True)


def test_every_kind_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(KINDS)
    assert len(set(LETTERS.values())) == len(KINDS)


@pytest.mark.parametrize("id", IDS)
def test_any_id_goes_through_an_address(id: str) -> None:
    acts = (Add((EntityRef("patient", id), A)), Expand(EntityRef("hospital", id), None, 5))
    carried = parse_qs(urlencode({"acts": write(acts)}))["acts"][0]
    assert read(carried) == (acts, True)
    assert read_refs(write_refs([EntityRef("patient", id), B])) == (EntityRef("patient", id), B)


def test_no_act_is_no_text() -> None:
    assert (write([]), read("")) == ("", ((), True))


@pytest.mark.parametrize(
    "bad",
    ["z.pA", "e.pA.d", "e.pA.d.0", "e.pA.d.1501", "e.pA.q.5", "e.pA.a.x", "e.p.a.5", "e.9A.a.5", "c", "p.pA.1",
     "p.pA.x.1", "p.pA.1.1000000", "w.pA.pB.0.1", "w.pA.pB.3.2", "l.nowhere", "h.q", "h", "~", "e"],
)  # fmt: skip
def test_what_follows_nonsense_is_left_out(bad: str) -> None:
    assert read(f"{write(ACTS[:2])}~{bad}~{write(ACTS[2:])}") == (ACTS[:2], False)


def test_twenty_steps_fit_into_an_address() -> None:
    refs = [EntityRef("patient", f"{700_100_200_300 + i}") for i in range(60)]
    assert len(write([Expand(ref, "doctor", 20) for ref in refs])) <= 1500
