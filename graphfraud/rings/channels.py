"""Channels: institutions between which things flow, with who gives and who takes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes
from graphfraud.model.ring import Member


def groups(channels: pd.DataFrame, places: int) -> Codes:
    """Give the number of the group of each channel (`source`, `target`): those that institutions connect."""
    source, target = channels["source"].to_numpy(), channels["target"].to_numpy()
    matrix = coo_array((np.ones(len(channels)), (source, target)), shape=(places, places))
    _, labels = connected_components(matrix, directed=False)
    return np.asarray(labels[source], dtype=np.int32)


def parties(channels: pd.DataFrame, scene: Scene) -> tuple[Member, ...]:
    """Give the institutions of one group, strongest first: `seller` who gives more than takes, else `buyer`.

    Args:
        channels: `source`, `target` and `count` of each channel of the group.
        scene: names and kinds of the institutions.
    """
    given = channels.groupby("source")["count"].sum()
    taken = channels.groupby("target")["count"].sum()
    total = float(channels["count"].sum())
    members = []
    for place in sorted({*given.index, *taken.index}):
        gives, takes = int(given.get(place, 0)), int(taken.get(place, 0))
        name = scene.claims.places[place]
        role = "seller" if gives > takes else "buyer"
        members.append(Member(scene.registers.kinds[name], name, role, round(max(gives, takes) / total, 6)))
    return tuple(sorted(members, key=lambda m: (-m.strength, m.id)))
