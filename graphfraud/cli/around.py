"""What a scan found around an entity, as text."""

from __future__ import annotations

from collections.abc import Sequence

from graphfraud.cli.show import console, entity_words, status_words
from graphfraud.cli.words import Words
from graphfraud.scan.around import Around, Tie, Touched
from graphfraud.scan.weak_pairs import WeakPair, WeakPairs
from graphfraud.store.base import EntityRef, Path
from graphfraud.store.embedded import EmbeddedStore

SHOWN = 5
PAIRS = 10
"""Most pairs and groups listed; --format json has all."""


def found_around(around: Around, store: EmbeddedStore, run: str, words: Words) -> None:
    """Print the rings that the entity is in or touches, what is close and how, and pairs too weak for a ring."""
    out = console()
    refs = {node for near in around.closest for path in near.paths for node in path.nodes}
    names = store.names((around.seed, *sorted(refs - {around.seed}, key=str)), run=run)
    out.print(words("around", entity=entity_words(around.seed, names, words)), style="bold")
    out.print(words("around_rings", n=len(around.rings)))
    for touched in around.rings:
        out.print(f"  {_ring(touched, words)}")
    out.print(words("around_closest"))
    for near in around.closest:
        out.print(
            f"  {entity_words(near.ref, names, words)} – {words('times_as_close', times=f'{near.closeness:.0f}')}"
        )
        out.print(f"    {_way(near.paths[0], names, words)}")
    if around.weak is None:
        out.print(words("around_pairs_unknown"))
        return
    _print_weak(around.weak, words)


def _print_weak(weak: WeakPairs, words: Words) -> None:
    out = console()
    out.print(words("around_pairs", n=len(weak.pairs), shown=min(len(weak.pairs), PAIRS)))
    for pair in weak.pairs[:PAIRS]:
        out.print(f"  {_pair(pair, words)}")
    for group in weak.groups[:PAIRS]:
        out.print(f"  {words('around_group', n=len(group), members=_some(group))}")
    out.print(words("disclaimer"), style="italic")


def _ring(touched: Touched, words: Words) -> str:
    ring = touched.ring
    head = f"#{ring.rank} {ring.ring_id} {words.code('scheme', ring.scheme)}, {status_words(ring, words)}"
    ties = "; ".join(_tie(tie, words) for tie in touched.ties)
    why = "".join(f" ({text.to_dict()[words.lang]})" for text in touched.likely)
    return f"{head}{why} – {ties}"


def _tie(tie: Tie, words: Words) -> str:
    said = words.code("tie", tie.kind)
    if tie.kind == "member":
        return f"{said}: {words.code('role', tie.role)}"
    return f"{said}: {_some(tie.setl_ids)}"


def _way(path: Path, names: dict[EntityRef, str], words: Words) -> str:
    """Give how an entity is connected, with the settlements of each hop."""
    hops = ", ".join(
        words("hop_claims", kind=words.code("hop", hop.kind), n=hop.settlements) + f" ({_some(hop.setl_ids)})"
        for hop in path.hops
    )
    return f"{entity_words(path.nodes[1], names, words)}: {hops}" if len(path.hops) > 1 else hops


def _pair(pair: WeakPair, words: Words) -> str:
    return words(
        "around_pair",
        scheme=words.code("scheme", pair.scheme),
        a=pair.a,
        b=pair.b,
        observed=pair.observed,
        expected=f"{pair.expected:.2g}",
        p=f"{pair.p_value:.1g}",
        setl_ids=_some(pair.setl_ids),
    )


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:SHOWN]) + (f" … ({len(ids)})" if len(ids) > SHOWN else "")
