"""Presets of a scan: which schemes a campaign looks for, and the parameters that differ there, from `profiles.yml`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from graphfraud.errors import SettingError
from graphfraud.model import catalogue


@dataclass(frozen=True, slots=True)
class Profile:
    """One preset. No `schemes`: all that the data allows."""

    code: str
    zh: str
    en: str
    schemes: tuple[str, ...]
    parameters: Mapping[str, float] = field(default_factory=dict)


@cache
def profiles() -> dict[str, Profile]:
    """Give every preset by code, in file order."""
    data = catalogue.read("graphfraud.parameters", "profiles.yml")
    return {p["code"]: Profile(**{**p, "schemes": tuple(p["schemes"])}) for p in data["profiles"]}


def profile(code: str) -> Profile:
    """Give one preset.

    Raises:
        SettingError: there is none of this code; the nearest is suggested.
    """
    found = profiles().get(code)
    if found is None:
        near = difflib.get_close_matches(code, profiles(), 1)
        hint = f"Known: {', '.join(profiles())}."
        raise SettingError(f"Unknown profile {code!r}", name=code, nearest=near[0] if near else "", hint=hint)
    return found
