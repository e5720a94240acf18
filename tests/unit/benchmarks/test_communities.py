"""The ways to communities, on planted groups: dense communities find them, modularity scores higher and merges them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.communities import write
from benchmarks.community_ways import judged, measured

GROUPS = 400


@pytest.fixture(scope="module")
def quality(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    with np.load(write(Path(tmp_path_factory.mktemp("links")) / "links.npz", GROUPS)) as made:
        a, b, group = made["a"], made["b"], made["group"]
    nodes = len(group)
    return {way: judged(measured(way, nodes, a, b)[0], nodes, a, b, group) for way in ("ours", "modularity", "louvain")}


def test_dense_communities_find_the_groups(quality: dict[str, dict[str, float]]) -> None:
    assert quality["ours"]["found"] > 0.8
    assert 0.8 * GROUPS < quality["ours"]["communities"] <= GROUPS * 1.1


def test_modularity_merges_groups(quality: dict[str, dict[str, float]]) -> None:
    for way in ("modularity", "louvain"):
        assert quality[way]["modularity"] > quality["ours"]["modularity"]
        assert quality[way]["found"] < 0.5


def test_the_planted_groups_themselves_are_all_found(tmp_path: Path) -> None:
    with np.load(write(tmp_path / "links.npz", 50)) as made:
        a, b, group = made["a"], made["b"], made["group"]
    parts = [np.flatnonzero(group == n).astype(np.int32) for n in range(50)]
    assert judged(parts, len(group), a, b, group)["found"] == 1.0
