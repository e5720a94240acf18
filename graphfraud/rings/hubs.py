"""Hubs: entities around which persons gather suspiciously often; hubs with the same persons make one lead."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammainc

from graphfraud.claims.table import Codes
from graphfraud.signals.events import Floats


def by_chance(patient: Codes, hub: Codes, share: Floats) -> tuple[Codes, Floats, Floats]:
    """Count the persons of each hub, and how many chance would bring there if each went by the hubs' shares.

    A person with n settlements meets a hub of share s with probability 1 − (1 − s)^n; the sum over all persons is the
    expected number, the p-value P(Poisson ≥ observed).

    Args:
        patient, hub: of each suspicious settlement.
        share: each hub's share of all settlements of the city (sums to 1).

    Returns:
        Observed, expected and p-value of each hub, shape (len(share),).
    """
    pairs = np.unique(np.stack([patient.astype(np.int64), hub.astype(np.int64)]), axis=1)
    observed = np.bincount(pairs[1], minlength=len(share)).astype(np.int32)
    visits = np.unique(patient, return_counts=True)[1]
    times, persons = np.unique(visits, return_counts=True)
    expected = np.zeros(len(share))
    for n, people in zip(times.tolist(), persons.tolist(), strict=True):
        expected += people * (1.0 - (1.0 - share) ** n)
    p_value = np.where(observed > 0, gammainc(np.maximum(observed, 1), np.maximum(expected, 1e-9)), 1.0)
    return observed, expected, p_value


def unite(facts: pd.DataFrame, hubs: Iterable[int]) -> list[tuple[npt.NDArray[np.int64], Codes]]:
    """Make one lead of hubs that share half or more of the smaller one's patients.

    Args:
        facts: `hub` and `patient` of each suspicious settlement.
        hubs: those that stand out.

    Returns:
        Hubs and patients of each lead, both sorted, in order of their patients.
    """
    chosen = facts.loc[facts["hub"].isin(list(hubs)), ["hub", "patient"]]
    of_hub = chosen.groupby("hub")["patient"]
    sets = [(hub, np.unique(of_hub.get_group(hub))) for hub in np.unique(chosen["hub"]).tolist()]
    made: list[tuple[list[int], npt.NDArray[np.int32]]] = []
    for hub, patients in sorted(sets, key=lambda s: (-len(s[1]), s[0])):
        for i, (others, known) in enumerate(made):
            if len(np.intersect1d(patients, known)) * 2 >= min(len(patients), len(known)):
                made[i] = ([*others, hub], np.union1d(known, patients).astype(np.int32))
                break
        else:
            made.append(([hub], patients.astype(np.int32)))
    ordered = sorted(made, key=lambda m: (m[1].tolist(), sorted(m[0])))
    return [(np.array(sorted(hubs), dtype=np.int64), patients) for hubs, patients in ordered]
