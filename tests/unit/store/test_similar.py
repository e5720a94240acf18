"""Which rings are like a ring, in what, and in which order."""

from __future__ import annotations

from graphfraud.model.ring import Evidence, Member, Ring, Text
from graphfraud.store.similar import similar
from tests.unit.app.sample import ring


def made(ring_id: str, patients: str, places: str, scheme: str = "fake_stay", signals: str = "ab") -> Ring:
    members = [Member("patient", p, "member", 1.0) for p in patients] + [
        Member("hospital", p, "venue", 1.0) for p in places
    ]
    evidence = tuple(Evidence(s, Text("", ""), 1.0, 0.0, 1.0, ()) for s in signals)
    return ring(ring_id=ring_id, scheme=scheme, members=tuple(members), evidence=evidence)


ONE = made("R", "123456", "XY")


def test_the_most_alike_come_first() -> None:
    others = [
        made("place", "abcdef", "X", "co_swipe"),
        made("shape", "abcdef", "W"),
        made("two", "12cdef", "Z", "co_swipe"),
        made("three", "123def", "Z", "co_swipe"),
        made("both", "abcdef", "XY", "co_swipe"),
        ONE,
    ]
    found = similar(ONE, others, 10)
    assert [s.ring.ring_id for s in found] == ["three", "two", "both", "place", "shape"]
    assert found[0].patients == (("patient", "1"), ("patient", "2"), ("patient", "3"))
    assert found[2].others == (("hospital", "X"), ("hospital", "Y"))
    assert [s.same_scheme for s in found] == [False, False, False, False, True]
    assert len(similar(ONE, others, 2)) == 2


def test_who_shares_nobody_must_be_of_the_scheme_and_shape() -> None:
    others = [
        made("other scheme", "abcdef", "W", "co_swipe"),
        made("other signals", "abcdef", "W", signals="cde"),
        made("much larger", "abcdefghijklmnopqrstuv", "W"),
        made("alike", "abcde", "W"),
    ]
    (found,) = similar(ONE, others, 10)
    assert (found.ring.ring_id, found.signals, found.size) == ("alike", 1.0, 6 / 8)
