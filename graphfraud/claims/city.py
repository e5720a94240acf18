"""What is known of the whole city, against which the marks of one ring are measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graphfraud.claims import bands, contacts, owners
from graphfraud.claims.bands import Bands
from graphfraud.claims.contacts import Contacts
from graphfraud.claims.owners import Owners
from graphfraud.claims.people import People
from graphfraud.claims.table import Claims
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake
from graphfraud.parameters import Parameters


@dataclass(frozen=True, slots=True)
class City:
    """`owners` of the institutions, `contacts` of the patients, cost `bands` of the stays."""

    owners: Owners
    contacts: Contacts
    bands: Bands

    @property
    def counts(self) -> Mapping[str, int]:
        """What was left out, by name."""
        return {
            f"{part}.{name}": n for part in ("owners", "contacts") for name, n in getattr(self, part).counts.items()
        }


def read(lake: Lake, engine: Engine, folder: Path, claims: Claims, people: People, parameters: Parameters) -> City:
    """Read what the lake knows of the institutions and patients of a claims folder."""
    return City(
        owners.read(lake, engine, claims.places, parameters),
        contacts.read(lake, engine, folder, claims.patients, people, parameters),
        bands.read(lake, engine, claims, parameters),
    )


def unknown(claims: Claims) -> City:
    """Give a city of which nothing is known."""
    places = len(claims.places)
    none = Bands(np.zeros(places, np.int32), np.zeros(4), np.zeros(len(claims), np.int8))
    return City(owners.apart(places), Contacts((), np.zeros(0, np.int64), 0, {}), none)
