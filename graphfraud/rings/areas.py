"""Where people of an area go: the share of a place among all places of its kind, for those who share one's haunts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_array

from graphfraud.claims.table import Claims, Codes, Ints
from graphfraud.signals.events import Floats


class Areas:
    """Who settles where, without the settlements in `left_out` (positions in the claims)."""

    def __init__(self, claims: Claims, kinds: Mapping[str, str], left_out: Ints) -> None:
        kept = np.ones(len(claims.patient), dtype=bool)
        kept[left_out] = False
        shape = (len(claims.patients), len(claims.places))
        at = (claims.patient[kept], claims.place[kept])
        self._visits = csr_array((np.ones(len(at[0])), at), shape=shape)
        self._kind = np.array([kinds.get(name, "") for name in claims.places])
        self._total = self._visits.sum(axis=1)
        self._of_kind: dict[str, Floats] = {}
        self._ratio: dict[int, Floats] = {}

    def settled(self, patients: Codes) -> Floats:
        """Give how many settlements say where each patient goes, shape (len(patients),)."""
        return np.asarray(self._total[patients])

    def share(self, patients: Codes, place: int) -> Floats:
        """Give how likely each patient is to choose the place when he or she goes to one of its kind.

        The larger of two: the patient's own share (one visit elsewhere added), and that of all who are seen where the
        patient is seen. Shape (len(patients),).
        """
        own = self._visits[patients]
        of_kind = own @ (self._kind == self._kind[place]).astype(np.float64)
        here = own @ (np.arange(len(self._kind)) == place).astype(np.float64)
        habit = here / (of_kind + 1.0)
        area: Floats = (own @ self._usual(place)) / np.maximum(self._total[patients], 1.0)
        return np.asarray(np.maximum(habit, area))

    def _usual(self, place: int) -> Floats:
        """Give the place's share among those of its kind for the patients of each place, shape (places,)."""
        if place not in self._ratio:
            here = self._visits @ (np.arange(len(self._kind)) == place).astype(np.float64)
            self._ratio[place] = (self._visits.T @ here) / np.maximum(self._met(str(self._kind[place])), 1.0)
        return self._ratio[place]

    def _met(self, kind: str) -> Floats:
        """Give how often the patients of each place, a visit there each, went to any place of the kind."""
        if kind not in self._of_kind:
            visits = self._visits @ (self._kind == kind).astype(np.float64)
            self._of_kind[kind] = self._visits.T @ visits
        return self._of_kind[kind]
