"""What a scan found around an entity: a tip's starting point. Rings it is in or touches, what is close, weak pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphfraud.model.ring import Ring, Text
from graphfraud.scan import weak_pairs
from graphfraud.scan.weak_pairs import WeakPair, WeakPairs
from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.nearby import Near
from graphfraud.store.run_files import RunFiles

NOTHING = WeakPairs((), ())


@dataclass(frozen=True, slots=True)
class Tie:
    """How an entity and a ring hang together.

    `kind`: `member` (`role` says as what), `settlements` (the ring's own, at or by the entity), `gathering`
    (settlements of the entity where and when the ring gathered), `pair` (it met a member, too seldom to join).
    """

    kind: str
    role: str = ""
    setl_ids: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {"tie": self.kind, "role": self.role or None, "setl_ids": list(self.setl_ids)}


@dataclass(frozen=True, slots=True)
class Touched:
    """A ring that the entity is in or touches, with the innocent explanations that are likely."""

    ring: Ring
    ties: tuple[Tie, ...]

    @property
    def likely(self) -> tuple[Text, ...]:
        """Why the ring may be innocent, in words."""
        return tuple(i.detail for i in self.ring.innocent if i.verdict == "likely")

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        names = ("ring_id", "rank", "scheme", "status", "status_reason", "score")
        return {
            **{name: getattr(self.ring, name) for name in names},
            "likely": [text.to_dict() for text in self.likely],
            "ties": [tie.to_dict() for tie in self.ties],
        }


@dataclass(frozen=True, slots=True)
class Around:
    """What was found around one entity; `weak` is None where the run's pairs can't be found again."""

    seed: EntityRef
    rings: tuple[Touched, ...]
    closest: tuple[Near, ...]
    weak: WeakPairs | None

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form; `weak_pairs` and `weak_groups` are null where they can't be found again."""
        weak = self.weak
        return {
            "seed": {"kind": self.seed.kind, "id": self.seed.id},
            "rings": [touched.to_dict() for touched in self.rings],
            "closest": [near.to_dict() for near in self.closest],
            "weak_pairs": None if weak is None else [pair.to_dict() for pair in weak.pairs],
            "weak_groups": None if weak is None else [list(group) for group in weak.groups],
        }


def look(store: EmbeddedStore, seeds: Sequence[EntityRef], *, limit: int = 5, run: str | None = None) -> list[Around]:
    """Say what a run found around each entity; at most `limit` close entities of each kind.

    Raises:
        NotFoundError: no such entity or run.
        WorkspaceError: the claims of the run are gone or damaged.
    """
    files = store.files(run)
    closest = [store.closest(seed, limit=limit, run=run) for seed in seeds]
    weak = weak_pairs.find(store.workspace, files, seeds)
    given: list[WeakPairs | None] = [None] * len(seeds) if weak is None else [*weak]
    return [
        Around(seed, _rings(store, files, seed, (pairs or NOTHING).pairs, run), near, pairs)
        for seed, near, pairs in zip(seeds, closest, given, strict=True)
    ]


def _rings(
    store: EmbeddedStore, files: RunFiles, seed: EntityRef, pairs: tuple[WeakPair, ...], run: str | None
) -> tuple[Touched, ...]:
    ids = store.settlements(seed, run=run)
    attended = _attended(store, files, ids, run) if seed.kind == "patient" else {}
    own = set(ids)
    found = []
    for ring in files.rings:
        ties = [Tie("member", m.role) for m in ring.members if (m.kind, m.id) == (seed.kind, seed.id)]
        shared = sorted(own & set(ring.setl_ids))
        there = attended.get(ring.ring_id, ())
        met = {s for p in pairs if seed.id in (p.a, p.b) and {p.a, p.b} & set(ring.patients) for s in p.setl_ids}
        if shared:
            ties.append(Tie("settlements", setl_ids=tuple(shared)))
        if not ties and there:
            ties.append(Tie("gathering", setl_ids=there))
        if seed.id not in ring.patients and met:
            ties.append(Tie("pair", setl_ids=tuple(sorted(met))))
        if ties:
            found.append(Touched(ring, tuple(ties)))
    return tuple(found)


def _attended(
    store: EmbeddedStore, files: RunFiles, own: tuple[str, ...], run: str | None
) -> dict[str, tuple[str, ...]]:
    """Give, for each ring, the settlements that fall where and on the days when the ring gathered."""
    claims = store.claims(own, run=run).select(["setl_id", "fixmedins_code", "setl_time"]).to_pandas()
    claims["day"] = claims["setl_time"].dt.normalize()
    found: dict[str, tuple[str, ...]] = {}
    for ring in files.rings:
        rows = files.rows_of("gatherings", ring.ring_id)
        met = rows.select(["fixmedins_code", "begin", "end"]).to_pandas()
        both = claims.merge(met, on="fixmedins_code")
        inside = (both["day"] >= both["begin"].dt.normalize()) & (both["day"] <= both["end"].dt.normalize())
        if inside.any():
            found[ring.ring_id] = tuple(sorted(set(both.loc[inside, "setl_id"])))
    return found
