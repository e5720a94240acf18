"""The parameters of a scan: defaults, ranges and meanings from `parameters.yml`, values from the user."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graphfraud.errors import SettingError


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that a scan rests on."""

    name: str
    default: float
    min: float
    max: float
    unit: str
    en: str
    zh: str
    source: str

    def check(self, value: float) -> float:
        """Give the value as int or float, as the default is.

        Raises:
            SettingError: the value is out of range, or a fraction where a whole number is meant.
        """
        whole = isinstance(self.default, int) and isinstance(self.min, int)
        if (whole and value != int(value)) or not self.min <= value <= self.max:
            kind = "a whole number" if whole and isinstance(self.max, int) else "a number"
            raise SettingError(
                f"Parameter {self.name} = {value:g} is not possible",
                name=self.name,
                hint=f"{self.en}: {kind} from {self.min:g} to {self.max:g} (default {self.default:g}).",
            )
        return value


@cache
def _file() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("graphfraud.parameters").joinpath("parameters.yml").read_text("utf-8"))
    return data


@cache
def known() -> dict[str, Parameter]:
    """Give every parameter by name, in file order."""
    return {p["name"]: Parameter(**p) for p in _file()["parameters"]}


class Parameters(Mapping[str, float]):
    """The values of one scan: defaults with overrides.

    Raises:
        SettingError: an override is unknown (the nearest name is suggested) or out of range.
    """

    def __init__(self, overrides: Mapping[str, float] | None = None) -> None:
        values: dict[str, float] = {name: p.default for name, p in known().items()}
        for name, value in (overrides or {}).items():
            if name not in values:
                near = difflib.get_close_matches(name, values, 1)
                raise SettingError(f"Unknown parameter {name!r}", name=name, nearest=near[0] if near else "")
            values[name] = known()[name].check(value)
        self._values = values

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def whole(self, name: str) -> int:
        """Give a value that is a whole number."""
        return int(self._values[name])

    @property
    def version(self) -> str:
        """The file's version; with overrides, `+` and a hash of the values."""
        changed = {n: v for n, v in self._values.items() if v != known()[n].default and n != "seed"}
        base = str(_file()["version"])
        if not changed:
            return base
        return f"{base}+{hashlib.sha256(repr(sorted(changed.items())).encode()).hexdigest()[:8]}"


def parse(assignments: Iterable[str]) -> dict[str, float]:
    """Read `name=value` texts.

    Raises:
        SettingError: a text has no `=`, or its value is no number.
    """
    values = {}
    for text in assignments:
        name, sign, value = text.partition("=")
        try:
            if not sign:
                raise ValueError(text)
            values[name.strip()] = float(value)
        except ValueError as e:
            raise SettingError(
                f"Can't read the parameter {text!r}", name=name, hint="Write NAME=NUMBER, for example min_size=3."
            ) from e
    return values
