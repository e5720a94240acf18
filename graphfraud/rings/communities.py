"""From links to communities: components, then Leiden (CPM) inside each.

CPM has no resolution limit: its resolution is the least density inside a community, whatever the size of the
graph (Traag, Van Dooren, Nesterov 2011; Leiden: Traag, Waltman, van Eck 2019). Components come first, so that
a community depends on its own component alone: the same on every machine and engine.
"""

from __future__ import annotations

import random

import igraph
import numpy as np
import numpy.typing as npt

from graphfraud.chance.pairs import Links
from graphfraud.claims.table import Codes

Index = npt.NDArray[np.int64]


def find(links: Links, *, min_size: int, min_density: float, seed: int) -> list[Codes]:
    """Give the communities of at least `min_size` patients and `min_density`, each sorted, in sorted order."""
    names, ends = np.unique(np.concatenate([links.a, links.b]), return_inverse=True)
    edges = ends.reshape(2, len(links)).T
    graph = igraph.Graph(n=len(names), edges=edges)
    component = np.asarray(graph.connected_components().membership)
    found: list[Codes] = []
    for members, inside in _components(component, edges, min_size):
        local = np.searchsorted(members, inside)
        parts = _leiden(len(members), local, min_density, seed)
        for part, within in zip(parts, _links_within(parts, local), strict=True):
            if len(part) >= min_size and within >= min_density * len(part) * (len(part) - 1) / 2:
                found.append(np.sort(names[members[part]]).astype(np.int32))
    return sorted(found, key=lambda patients: patients.tolist())


def _components(component: Index, edges: Index, min_size: int) -> list[tuple[Index, Index]]:
    """Give nodes and edges of every component of at least `min_size` nodes."""
    if not len(component):
        return []
    by_node = np.argsort(component, kind="stable")
    of_edge = component[edges[:, 0]]
    by_edge = np.argsort(of_edge, kind="stable")
    sizes = np.bincount(component)
    edge_counts = np.bincount(of_edge, minlength=len(sizes))
    node_at, edge_at = np.cumsum(sizes) - sizes, np.cumsum(edge_counts) - edge_counts
    return [
        (
            by_node[node_at[c] : node_at[c] + sizes[c]],
            edges[by_edge[edge_at[c] : edge_at[c] + edge_counts[c]]],
        )
        for c in np.flatnonzero(sizes >= min_size)
    ]


def _leiden(nodes: int, edges: Index, resolution: float, seed: int) -> list[Index]:
    """Give the parts of one component."""
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - determinism, not secrecy
    graph = igraph.Graph(n=nodes, edges=edges)
    parts = graph.community_leiden(objective_function="CPM", resolution=resolution, n_iterations=-1)
    return [np.asarray(part, dtype=np.int64) for part in parts]


def _links_within(parts: list[Index], edges: Index) -> list[int]:
    """Give how many edges lie inside each part; the parts hold every node once."""
    part = np.repeat(np.arange(len(parts)), [len(p) for p in parts])[np.argsort(np.concatenate(parts))]
    ends = part[edges]
    counts: list[int] = np.bincount(ends[ends[:, 0] == ends[:, 1], 0], minlength=len(parts)).tolist()
    return counts


def largest_part(links: Links, *, without: int) -> int:
    """Give the size of the largest connected part once one patient is gone."""
    kept = links.take((links.a != without) & (links.b != without))
    if not len(kept):
        return 0
    names, ends = np.unique(np.concatenate([kept.a, kept.b]), return_inverse=True)
    graph = igraph.Graph(n=len(names), edges=ends.reshape(2, len(kept)).T)
    return int(max(graph.connected_components().sizes()))
