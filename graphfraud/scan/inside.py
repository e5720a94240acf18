"""Which settlements of the city lie inside a scope.

Only where rings are looked for is narrowed. What is usual at a hospital, which weeks draw crowds, what comparable hubs
do, who lives together: all this is still read from the whole city (docs/adr/0025).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np

import queries
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Flags
from graphfraud.errors import InputError, NotFoundError
from graphfraud.scan.scope import Scope
from graphfraud.store import entity_graph
from graphfraud.store.base import EntityRef
from graphfraud.store.explore import FileGraph
from graphfraud.store.graph_files import EntityGraph
from graphfraud.store.lookup import near
from graphfraud.store.surroundings import around


def narrow(seen: Scene, scope: Scope, folder: Path) -> Scene:
    """Mark the settlements of a scene that lie inside a scope; its period is that of the scene already.

    Args:
        seen: the whole city.
        scope: where to look for rings.
        folder: claims folder of the scene.

    Raises:
        NotFoundError: an institution, district, patient or entity of the scope is unknown.
        InputError: no settlement lies inside.
    """
    inside = np.ones(len(seen.claims), bool)
    left_out: dict[str, int] = {}
    if scope.institutions:
        inside &= _at(seen, _institutions(seen, scope.institutions))
    if scope.kinds:
        inside &= _at(seen, {code for code, kind in seen.registers.kinds.items() if kind in scope.kinds})
    if scope.district:
        inside &= _at(seen, _designated(seen, scope.district))
    if scope.insured:
        inside &= _insured(seen, scope.insured)
    if scope.patients:
        inside &= _among(seen.claims.patients, _patients(seen, scope.patients))[seen.claims.patient]
    if scope.near:
        near, beyond = _near(seen, scope, scope.near, folder)
        inside &= near
        left_out = {"scope.entities_beyond_limit": beyond} if beyond else {}
    if not inside.any():
        raise InputError(f"No settlement lies inside the scope {scope.text!r}", hint="Leave a part away, or widen one.")
    return replace(seen, inside=inside, left_out=left_out)


def _at(seen: Scene, codes: Collection[str]) -> Flags:
    """Mark the settlements at these institutions."""
    return _among(seen.claims.places, codes)[seen.claims.place]


def _among(names: list[str], wanted: Collection[str]) -> Flags:
    return np.fromiter((name in wanted for name in names), bool, len(names))


def _institutions(seen: Scene, codes: tuple[str, ...]) -> set[str]:
    known = seen.registers.kinds
    for code in codes:
        if code not in known:
            near = get_close_matches(code, known, 3)
            hint = f"Did you mean {', '.join(near)}?" if near else "Write a fixmedins_code as in the claims."
            raise NotFoundError(f"There is no institution {code!r}", kind="institution", id=code, hint=hint)
    return set(codes)


def _patients(seen: Scene, ids: tuple[str, ...]) -> set[str]:
    unknown = sorted(set(ids).difference(seen.claims.patients))
    if unknown:
        raise NotFoundError(
            f"No settlement names patient {unknown[0]!r}",
            kind="patient",
            id=unknown[0],
            hint="Write a psn_no as in the claims; of a person with several, the main one.",
        )
    return set(ids)


def _designated(seen: Scene, prefixes: tuple[str, ...]) -> set[str]:
    seen.tables("medins_info_b")
    table = seen.engine.arrow(queries.sql("scope_districts"))
    found = dict(zip(table[0].to_pylist(), table[1].to_pylist(), strict=True))
    for prefix in prefixes:
        if not any(district.startswith(prefix) for district in found.values()):
            known = sorted(set(found.values()))
            listed = f"Known: {', '.join(known[:20])}{' …' if len(known) > 20 else ''}."
            hint = listed if known else "Load medins_info_b with its column fix_blng_admdvs."
            raise NotFoundError(f"No institution lies in district {prefix!r}", kind="district", id=prefix, hint=hint)
    return {code for code, district in found.items() if district.startswith(prefixes)}


def _insured(seen: Scene, regions: tuple[str, ...]) -> Flags:
    seen.tables("setl_d", "psn_info_b")
    rows = seen.engine.arrow(queries.sql("scope_insured"), regions=list(regions))["row"].to_numpy()
    inside = np.zeros(len(seen.claims), bool)
    inside[rows] = True
    return inside


def _near(seen: Scene, scope: Scope, ref: EntityRef, folder: Path) -> tuple[Flags, int]:
    """Mark the settlements whose patient and institution are both near; also give how many entities the cap cut off."""
    graph = EntityGraph(entity_graph.build(folder))
    limit = seen.parameters.whole("near_max_entities")
    nodes, beyond = around(graph, _node(graph, ref), hub_degree=scope.hub_degree, hops=scope.hops, limit=limit)
    ids = {graph.ref(node) for node in nodes}
    patients = {ref.id for ref in ids if ref.kind == "patient"}
    places = {ref.id for ref in ids if ref.kind not in ("patient", "doctor")}
    claims = seen.claims
    return _among(claims.patients, patients)[claims.patient] & _among(claims.places, places)[claims.place], beyond


def _node(graph: EntityGraph, ref: EntityRef) -> int:
    alias = graph.patient_of(ref.id) if ref.kind == "patient" else None
    node = graph.find(ref if alias is None else EntityRef("patient", alias))
    if node is None:
        close = ", ".join(str(other) for other in near(FileGraph(graph), ref.id))
        hint = f"Did you mean {close}?" if close else "Write kind:id with a psn_no, dr_code or fixmedins_code."
        raise NotFoundError(f"No settlement names {str(ref)!r}", kind=ref.kind, id=ref.id, hint=hint)
    return node
