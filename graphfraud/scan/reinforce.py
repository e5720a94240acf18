"""Ask the support signals about every ring: score on top, evidence beside, and weak rings that they lift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graphfraud.claims.scene import Scene
from graphfraud.innocent import family
from graphfraud.model.ring import Innocent, Ring
from graphfraud.parameters import Parameters
from graphfraud.rings.evidence import tidy
from graphfraud.scan.finish import Kept
from graphfraud.support import SUPPORTS
from graphfraud.support.base import Answer, Behind, Said, Subject, Support


def reinforce(
    kept: list[Kept], scene: Scene, supports: Sequence[Support] = SUPPORTS
) -> tuple[list[Kept], dict[str, int]]:
    """Give the rings with what the support signals say of them, and counts of what those left out, by name."""
    counts: dict[str, int] = {}
    behind = [Behind(tuple(s.candidate for s in k.sources)) for k in kept]
    for support in supports:
        measure, left_out = support.prepare(scene)
        counts |= {f"{support.code}.{name}": n for name, n in left_out.items()}
        if measure is not None:
            said = [measure(Subject(k.ring, of)) for k, of in zip(kept, behind, strict=True)]
            kept = [
                replace(k, ring=_with(k, support.weight, answer, scene.parameters))
                for k, answer in zip(kept, said, strict=True)
            ]
    return kept, counts


def _with(kept: Kept, weight: float, answer: Answer, parameters: Parameters) -> Ring:
    ring = kept.ring
    if answer is None:
        return ring
    if isinstance(answer, Innocent):
        return replace(ring, innocent=(*ring.innocent, answer))
    stronger = replace(
        ring, score=tidy(ring.score + weight * answer.strength), evidence=(*ring.evidence, answer.evidence)
    )
    if not _lifted(ring, answer, parameters):
        return stronger
    # Weakness was named first; a doubt that was behind it is still there.
    if any(i.explanation == family.CODE for i in ring.innocent) and family.unknown_group(kept.sources[0].candidate):
        return replace(stronger, status_reason="possible_family")
    return replace(stronger, status="published", status_reason=None)


def _lifted(ring: Ring, said: Said, parameters: Parameters) -> bool:
    """Say whether a ring is published after all: only where weakness was all that spoke against it."""
    sound = ring.fdr <= parameters["max_fdr"] and ring.stability >= parameters["min_stability"]
    return said.lifts and ring.status_reason == "weak" and sound
