"""Paths on a Neo4j server: the part of the graph that can hold them is fetched layer by layer from both ends, then
searched as the embedded store searches the whole (`graphfraud.store.shortest_paths`), so both give the same paths.

Every path of at most r + s hops lies among the hops that leave the nodes nearer than r to one end or nearer than s to
the other. So r and s grow, the cheaper side first, until what is fetched holds as many paths as were asked for. A path
of r + s + 2 hops may also need a way of one or two hops between nodes at r from one end and nodes at s from the other:
where these fronts are small, the server looks for such ways and sends them alone, in place of two more layers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise

import numpy as np

from graphfraud.bolt.connection import Connection
from graphfraud.store.base import EntityRef, Hop, Path, PathAnswer
from graphfraud.store.claims_graph import PathQuestion, hop_kind
from graphfraud.store.explore import hop_of
from graphfraud.store.graph_files import Adjacency, EntityGraph
from graphfraud.store.shortest_paths import k_shortest

FETCH_LIMIT = 3_000_000
"""Hops that one question may fetch."""
BOTH_ENDS = 2_000
"""Hops that leave both ends up to which they are fetched together."""
PAIRS = 500_000
"""Pairs of entities of both fronts up to which the server looks for what lies between: one middle may tie them all."""
TIED = 50_000
"""Hops that leave both fronts up to which it does."""
NO_HUBS = 2**62
ORDER = ("patient", "doctor")
Keys = tuple[str, ...]
Pair = tuple[str, str]
Hops = tuple[str, list[str], list[int]]
"""A node, the nodes that hops lead to from it, and their degrees."""


class PathSearch:
    """One question.

    Args:
        server: holds the graph.
        files: gives the same graph in the claims folder, for settlements that the server doesn't hold.
        question: what to look for.
    """

    def __init__(self, server: Connection, files: Callable[[], EntityGraph], question: PathQuestion) -> None:
        self._server = server
        self._files = files
        self._question = question
        self._hub_degree = NO_HUBS if question.hub_degree is None else question.hub_degree
        self._times = {"first": question.window.first, "end": question.window.end}
        self._hops: dict[Pair, Hop] = {}

    def between(self, a: str, b: str) -> PathAnswer:
        """Give the shortest simple paths between the nodes with these keys."""
        ends = self._server.rows("store_ends", a=a, b=b, hub_degree=self._hub_degree)[0]
        degrees = {key: ends[end] for end, key in (("a", a), ("b", b))}
        hubs = ends["hubs"] - sum(degree is not None and degree > self._hub_degree for degree in degrees.values())
        if None in degrees.values():
            return PathAnswer((), self._question.max_hops, hubs)
        found, complete = self._search(a, b, degrees)
        self._read_hops(found)
        return PathAnswer(tuple(map(self._path, found)), self._question.max_hops, hubs, complete)

    def _search(self, a: str, b: str, degrees: dict[str, int]) -> tuple[list[Keys], bool]:
        """Give the paths, and whether nothing more is to be found."""
        part = _Part(degrees, (a, b))
        found: list[Keys] = []
        complete = True
        searched = 0
        if self._question.max_hops > 1 and part.cost(0) + part.cost(1) <= BOTH_ENDS:
            for searched in self._near(part, (a, b)):
                found, complete = self._paths(part, a, b, searched)
                if len(found) == self._question.k or not complete:
                    return found, complete
        for length in range(part.depth + 1, self._question.max_hops + 1):
            side = part.cheaper()
            if side is None:
                break
            if length == self._question.max_hops - 1 and part.small:
                self._tie(part, (a, b))
                break
            if part.cost(side) + part.fetched > FETCH_LIMIT:
                return found, False
            # A node of the last layer matters only where the other side has seen it.
            among = part.seen_by(1 - side) if length == self._question.max_hops else None
            part.add(side, self._layer(part.fronts[side], (a, b), among))
            if length > searched:
                found, complete = self._paths(part, a, b, length)
                if len(found) == self._question.k or not complete:
                    return found, complete
        # All is there now: a side with nothing left to fetch is whole, and small fronts are tied.
        return self._paths(part, a, b, self._question.max_hops)

    def _near(self, part: _Part, ends: Keys) -> Iterator[int]:
        """Fetch what most questions need in two messages: the hops of both ends, then those between their fronts.

        Gives each time how many hops the paths may have that all lie in what is fetched.
        """
        rows = self._layer(ends, ends, None)
        for side, end in enumerate(ends):
            part.add(side, [row for row in rows if row[0] == end])
        yield 2
        if self._question.max_hops > 2 and part.small:
            self._tie(part, ends)
            yield min(4, self._question.max_hops)

    def _tie(self, part: _Part, ends: Keys) -> None:
        left, right = map(sorted, part.fronts)
        found = self._server.rows(
            "store_meeting", left=left, right=right, ends=list(ends), hub_degree=self._hub_degree, **self._times
        )
        part.tie(found[0]["hops"])

    def _layer(self, keys: Iterable[str], ends: Keys, among: Iterable[str] | None) -> list[Hops]:
        found = self._server.rows(
            "store_layer",
            keys=sorted(keys),
            ends=list(ends),
            among=None if among is None else sorted(among),
            hub_degree=self._hub_degree,
            **self._times,
        )
        hops: list[Hops] = found[0]["hops"]
        return hops

    def _paths(self, part: _Part, a: str, b: str, max_hops: int) -> tuple[list[Keys], bool]:
        """Search what is fetched. A hop whose settlements all lie outside the window is taken out, then again."""
        while part.met:
            found, complete = part.search(a, b, max_hops=max_hops, k=self._question.k)
            if not self._question.window:
                return found, complete
            self._read_hops(found)
            if not part.drop({pair for pair, hop in self._hops.items() if not hop.setl_ids}):
                return found, complete
        return [], True

    def _read_hops(self, paths: Iterable[Keys]) -> None:
        """Read the settlements behind the hops of paths that weren't read before."""
        pairs = {_ordered(*pair) for path in paths for pair in pairwise(path)}
        asked = sorted(pairs - self._hops.keys())
        if not asked:
            return
        hops = [{"a": a, "b": b} for a, b in asked]
        rows = {(row["a"], row["b"]): row for row in self._server.rows("store_hop_claims", hops=hops, **self._times)}
        for pair in asked:
            row = rows.get(pair)
            if row and row["held"] == row["settlements"]:
                self._hops[pair] = Hop(_kind(pair), tuple(row["setl_ids"]), len(row["setl_ids"]))
            else:
                self._hops[pair] = hop_of(self._files(), _ref(pair[0]), _ref(pair[1]), self._question.window)

    def _path(self, keys: Keys) -> Path:
        hops = (self._hops[_ordered(*pair)] for pair in pairwise(keys))
        return Path(tuple(map(_ref, keys)), tuple(hops))


class _Part:
    """The fetched part of the graph: hops of all nodes nearer to an end than its front."""

    def __init__(self, degrees: dict[str, int], ends: Keys) -> None:
        self._degrees = dict(degrees)
        self._seen = [{end} for end in ends]
        self.fronts = [{end} for end in ends]
        self._others: dict[str, set[str]] = {}
        self._tied = False
        self.fetched = 0
        self.depth = 0
        """How many layers are fetched."""

    @property
    def met(self) -> bool:
        """Say whether the two sides have a node in common, or a way between their fronts is known."""
        return self._tied or not self._seen[0].isdisjoint(self._seen[1])

    def seen_by(self, side: int) -> set[str]:
        """Give the nodes that a side has come to."""
        return self._seen[side]

    def cost(self, side: int) -> int:
        """Give how many hops leave the front of a side."""
        return sum(self._degrees[key] for key in self.fronts[side])

    def cheaper(self) -> int | None:
        """Give the side with fewer hops to fetch, None where one has none left."""
        return None if not all(self.fronts) else min((0, 1), key=self.cost)

    @property
    def small(self) -> bool:
        """Say whether both fronts have so few entities and hops that the server looks for what lies between them."""
        left, right = self.fronts
        return 0 < len(left) * len(right) <= PAIRS and self.cost(0) + self.cost(1) <= TIED

    def add(self, side: int, rows: Iterable[Hops]) -> None:
        """Add the hops that leave the front of a side; the front moves on."""
        front: set[str] = set()
        for key, others, degrees in rows:
            self._others.setdefault(key, set()).update(others)
            self._degrees.update(zip(others, degrees, strict=True))
            front.update(others)
            self.fetched += len(others)
        self.fronts[side] = front - self._seen[side]
        self._seen[side] |= front
        self.depth += 1

    def tie(self, hops: Iterable[tuple[str, list[str]]]) -> None:
        """Add the hops of the ways between the two fronts."""
        for key, others in hops:
            self._others.setdefault(key, set()).update(others)
            self._tied = True

    def drop(self, pairs: set[Pair]) -> bool:
        """Take these hops out; say whether any was there."""
        there = False
        for a, b in pairs:
            for one, other in ((a, b), (b, a)):
                if other in self._others.get(one, ()):
                    self._others[one].remove(other)
                    there = True
        return there

    def search(self, a: str, b: str, *, max_hops: int, k: int) -> tuple[list[Keys], bool]:
        """Give the shortest paths among the fetched hops; node numbers ascend with keys, as ties want it."""
        times_seen = Counter(chain.from_iterable(self._others.values()))
        times_seen.update({a: 1, b: 1})
        # What only one fetched hop leads to leads nowhere, but for the ends.
        pairs = [
            (one, other)
            for one, others in self._others.items()
            for other in others
            if other in self._others or times_seen[other] > 1
        ]
        keys = sorted({a, b}.union(chain.from_iterable(pairs)))
        number = {key: i for i, key in enumerate(keys)}
        one, other = (np.array([number[pair[i]] for pair in pairs], np.int64) for i in (0, 1))
        n = len(keys)
        edges = np.unique(np.concatenate([one * n + other, other * n + one]))
        graph = Adjacency(np.searchsorted(edges // n, np.arange(n + 1)), (edges % n).astype(np.int32))
        closed = np.zeros(n, np.bool_)
        found, complete = k_shortest(graph, number[a], number[b], closed=closed, max_hops=max_hops, k=k)
        return [tuple(keys[i] for i in path) for path in found], complete


def _ref(key: str) -> EntityRef:
    kind, _, id = key.partition(":")
    return EntityRef(kind, id)


def _kind(pair: Pair) -> str:
    return hop_kind(_ref(pair[0]).kind, _ref(pair[1]).kind)


def _ordered(a: str, b: str) -> Pair:
    """Give the end with fewer settlements first: the patient, else the doctor."""
    for kind in ORDER:
        for one, other in ((a, b), (b, a)):
            if one.startswith(f"{kind}:"):
                return one, other
    return a, b
