from __future__ import annotations

import pytest

from graphfraud.rings.lineage import trace


def people(text: str) -> frozenset[str]:
    return frozenset(text)


CASES = [
    ("nothing before", ["abcdef"], [], [(None, "new", ())]),
    ("unchanged", ["abcdef"], [("R1", "abcdef")], [("R1", "same", ("R1",))]),
    ("grown", ["abcdefgh"], [("R1", "abcdef")], [("R1", "grown", ("R1",))]),
    ("shrunk", ["abcd"], [("R1", "abcdef")], [("R1", "shrunk", ("R1",))]),
    ("unrelated", ["uvwxyz"], [("R1", "abcdef")], [(None, "new", ())]),
    ("merged", ["abcdefgh"], [("R1", "abcd"), ("R2", "efgh")], [("R1", "merged", ("R1", "R2"))]),
    ("split", ["abcd", "efgh"], [("R1", "abcdefgh")], [("R1", "split", ("R1",)), (None, "split", ("R1",))]),
    (
        "overlapping and unchanged",
        ["abcdef", "defg"],
        [("R1", "abcdef"), ("R2", "defg")],
        [("R1", "same", ("R1",)), ("R2", "same", ("R2",))],
    ),
    (
        "swapped order",
        ["uvwxyz", "abcdef"],
        [("R1", "abcdef"), ("R2", "uvwxyz")],
        [("R2", "same", ("R2",)), ("R1", "same", ("R1",))],
    ),
]


@pytest.mark.parametrize(("now", "before", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_trace(
    now: list[str], before: list[tuple[str, str]], expected: list[tuple[str | None, str, tuple[str, ...]]]
) -> None:
    found = trace([people(n) for n in now], [(name, people(p)) for name, p in before])
    assert [(name, line.event, line.previous) for name, line in found] == expected
