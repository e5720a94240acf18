"""A made-up town as a sheet reads it: who settled with whom how often, and one ring."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from itertools import pairwise

from graphfraud.model.ring import Amounts, Lineage, Member, Ring
from graphfraud.store.base import EntityRef, Neighbour, NeighbourPage, Path, PathAnswer, Relation
from graphfraud.store.claims_graph import hop_kind
from graphfraud.store.refs import Hop


def ref(key: str) -> EntityRef:
    """Give `kind:id` as an entity."""
    return EntityRef(*key.split(":", 1))


def patient(i: int) -> EntityRef:
    return EntityRef("patient", f"p{i:04d}")


HUB = EntityRef("hospital", "H")
SHOP = EntityRef("pharmacy", "S")
DOCTOR = EntityRef("doctor", "D")


class Town:
    """Patients 0 to n−1 settled at the hospital, patient i n−i times; the first `few` also at shop and doctor."""

    def __init__(self, n: int, few: int = 3) -> None:
        self.times: dict[tuple[EntityRef, EntityRef], int] = {}
        for i in range(n):
            self.times[(patient(i), HUB)] = n - i
        for i in range(few):
            self.times[(patient(i), SHOP)] = 2
            self.times[(patient(i), DOCTOR)] = 1
        self.asked = 0

    def ring(self, ring_id: str) -> Ring:
        members = [Member("patient", patient(i).id, "member", 1 - i / 100) for i in range(10)]
        return Ring(
            ring_id, 1, "fake_stay", (), "published", None, 0.9, 0.01, 0.9, Lineage(),
            (*members, Member("hospital", "H", "venue", 1.0)),
            Amounts(Decimal(1), Decimal(1), Decimal(0), 1),
        )  # fmt: skip

    def neighbours(self, of: EntityRef, kind: str | None, limit: int) -> NeighbourPage:
        self.asked += 1
        found = [(b if a == of else a, n) for (a, b), n in self.times.items() if of in (a, b)]
        found = sorted((o for o in found if kind in (None, o[0].kind)), key=lambda o: (-o[1], str(o[0])))
        items = [Neighbour(other, "", hop_kind(of.kind, other.kind), n, "", "", Decimal(0)) for other, n in found]
        return NeighbourPage(tuple(items[:limit]), len(items))

    def between(self, refs: tuple[EntityRef, ...]) -> tuple[Relation, ...]:
        there = set(refs)
        return tuple(Relation(hop_kind(a.kind, b.kind), a, b, n) for (a, b), n in self.times.items() if {a, b} <= there)

    def paths(self, a: EntityRef, b: EntityRef, max_hops: int, k: int, avoid_hubs: bool) -> PathAnswer:
        """Give one shortest path; the hospital is the town's hub."""
        before: dict[EntityRef, EntityRef] = {a: a}
        todo = deque([a])
        while todo:
            one = todo.popleft()
            for other in (n.ref for n in self.neighbours(one, None, 10_000).items):
                if other not in before and not (avoid_hubs and other == HUB and other != b):
                    before[other] = one
                    todo.append(other)
        if b not in before:
            return PathAnswer((), max_hops, 1)
        nodes = [b]
        while nodes[-1] != a:
            nodes.append(before[nodes[-1]])
        hops = tuple(Hop(hop_kind(x.kind, y.kind), ("s",), 1) for x, y in pairwise(nodes))
        return PathAnswer((Path(tuple(reversed(nodes)), tuple(reversed(hops))),), max_hops, 1)
