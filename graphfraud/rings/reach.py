"""How far a group reaches beyond one institution, against chance or against other patients."""

from __future__ import annotations

import numpy as np

from graphfraud.chance import places
from graphfraud.chance.excess import tail
from graphfraud.rings.candidate import Candidate

Norm = tuple[tuple[str, str], float, float, float]
"""Words (zh, en), observed, expected, p-value."""


def away(candidate: Candidate, main: int) -> Norm:
    """Count the meetings of the linked pairs away from the `main` owner; chance anywhere is expected, at most."""
    links = candidate.group.links
    met = np.zeros(len(links))
    for g, owner in zip(candidate.group.gatherings, candidate.owners.tolist(), strict=True):
        if owner != main:
            met += np.isin(links.a, g.patients) & np.isin(links.b, g.patients)
    observed, expected = float(met.mean()), float(links.expected.mean())
    words = (
        f"在主要机构以外，有关联的两人平均一同出现{observed:.1f}次，若属巧合预计不超过{expected:.2f}次",
        f"away from the main one, linked pairs met {observed:.1f} times on average, at most {expected:.2f} by chance",
    )
    return words, observed, expected, float(tail(np.array([observed]), np.array([expected]), 0.0)[0])


def wide(candidate: Candidate) -> Norm | None:
    """Count institutions a member, against other patients with as many settlements; None without such patients."""
    own = candidate.facts.groupby("patient")["place"].agg(["size", "nunique"])
    settlements, reached = own["size"].to_numpy(np.int64), own["nunique"].to_numpy(np.int64)
    members = own.index.to_numpy(np.int32)
    usual = places.usual(candidate.claims, members, settlements, reached, stays=candidate.stays)
    if usual is None:
        return None
    observed, (expected, p_value) = float(reached.mean()), usual
    words = (
        f"平均每人{observed:.1f}家，结算次数相同的其他参保人平均{expected:.1f}家",
        f"{observed:.1f} a member, {expected:.1f} for other patients with as many settlements",
    )
    return words, observed, expected, p_value
