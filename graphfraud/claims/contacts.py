"""Contacts: telephones, accounts and given addresses that patients of different households share.

A value of too many patients is an agency's own telephone, a hospital's front desk or a village's address: it ties
nobody. Who lives together shares such things anyway, so households are counted, not persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

import queries
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes, Ints

SORTS = {"phone": "phones_of_too_many", "account": "accounts_of_too_many", "address": "addresses_of_too_many"}
"""The sorts of contact, and under which name the values that too many patients share are counted."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds which values of one sort; one array element a patient and value, sorted by value and patient.

    `patient`: position in `Claims.patients`; `home`: the patient's household, one of his or her own (negative) where
    unknown; `value`: position in `values`. `homes`: households of each value; 0 for a value of too many patients.
    """

    sort: str
    values: tuple[str, ...]
    patient: Codes
    home: Ints
    value: Ints
    homes: Ints


@dataclass(frozen=True, slots=True)
class Contacts:
    """The values of every sort that is known.

    `home`: household of each patient, as in `Held`, of `everybody` in all; `counts`: values of too many patients, by
    name.
    """

    held: tuple[Held, ...]
    home: Ints
    everybody: int
    counts: Mapping[str, int]


def read(scene: Scene) -> Contacts:
    """Read the contacts of the patients of a scan."""
    scene.tables("psn_info_b", "setl_d", "mdtrt_d", "medins_info_b")
    frame: pd.DataFrame = scene.engine.arrow(queries.sql("claims_contacts")).to_pandas()
    patients, household = scene.claims.patients, scene.people.household
    # Patients without claims in the period are left out.
    at = pd.Index(patients).get_indexer(pd.Index(frame["patient"]))
    frame = frame.assign(at=at)[at >= 0]
    most = scene.parameters.whole("contact_max_persons")
    home = np.where(household >= 0, household, -1 - np.arange(len(patients)))
    held = [_held(sort, frame[frame["sort"] == sort], home, most) for sort in SORTS]
    counts = {SORTS[h.sort]: int((h.homes == 0).sum()) for h in held}
    return Contacts(tuple(h for h in held if h.values), home, len(np.unique(home)), counts)


def _held(sort: str, rows: pd.DataFrame, homes_of: Ints, most: int) -> Held:
    value, names = pd.factorize(rows["value"], sort=True)
    patient = rows["at"].to_numpy(np.int32)
    home = homes_of[patient]
    pairs = np.unique(np.stack([value.astype(np.int64), home]), axis=1)
    persons = np.bincount(value, minlength=len(names))
    homes = np.where(persons <= most, np.bincount(pairs[0], minlength=len(names)), 0)
    return Held(sort, tuple(names), patient, home, value.astype(np.int64), homes)
