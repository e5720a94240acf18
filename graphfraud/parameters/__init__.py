"""The parameters of a scan: defaults, ranges and meanings from `parameters.yml`, values from the user."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphfraud.errors import SettingError
from graphfraud.model import catalogue


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


@dataclass(frozen=True, slots=True)
class WordList:
    """Words or beginnings of codes by which a scan recognises something that provinces name differently."""

    name: str
    default: tuple[str, ...]
    en: str
    zh: str
    source: str


Value = float | Sequence[str]
"""A number, or the words of a list."""


@cache
def _file() -> dict[str, Any]:
    data: dict[str, Any] = catalogue.read("graphfraud.parameters", "parameters.yml")
    return data


@cache
def known() -> dict[str, Parameter]:
    """Give every parameter by name, in file order."""
    return {p["name"]: Parameter(**p) for p in _file()["parameters"]}


@cache
def word_lists() -> dict[str, WordList]:
    """Give every list of words by name, in file order."""
    return {w["name"]: WordList(**{**w, "default": tuple(w["default"])}) for w in _file()["words"]}


class Parameters(Mapping[str, float]):
    """The values of one scan: defaults with overrides. As a mapping it holds the numbers.

    Raises:
        SettingError: an override is unknown (the nearest name is suggested), out of range, or of the wrong sort.
    """

    def __init__(self, overrides: Mapping[str, Value] | None = None) -> None:
        values: dict[str, float] = {name: p.default for name, p in known().items()}
        words: dict[str, tuple[str, ...]] = {name: w.default for name, w in word_lists().items()}
        for name, value in (overrides or {}).items():
            if name in words:
                words[name] = _words(name, value)
            elif name in values:
                values[name] = known()[name].check(_number(name, value))
            else:
                near = difflib.get_close_matches(name, [*values, *words], 1)
                raise SettingError(f"Unknown parameter {name!r}", name=name, nearest=near[0] if near else "")
        self._values, self._word_lists = values, words

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def whole(self, name: str) -> int:
        """Give a value that is a whole number."""
        return int(self._values[name])

    def words(self, name: str) -> list[str]:
        """Give the words of a list."""
        return list(self._word_lists[name])

    @property
    def stored(self) -> dict[str, float | list[str]]:
        """Numbers and words, as a run keeps them: given to the constructor, they make the same parameters."""
        return {**self._values, **{name: list(words) for name, words in self._word_lists.items()}}

    @property
    def version(self) -> str:
        """The file's version; with overrides, `+` and a hash of the values."""
        usual = Parameters().stored
        changed = {n: v for n, v in self.stored.items() if v != usual[n] and n != "seed"}
        base = str(_file()["version"])
        if not changed:
            return base
        return f"{base}+{hashlib.sha256(repr(sorted(changed.items())).encode()).hexdigest()[:8]}"


def _number(name: str, value: Value) -> float:
    if isinstance(value, int | float):
        return value
    raise SettingError(f"Parameter {name} = {value!r} is no number", name=name, hint=f"{known()[name].en}.")


def _words(name: str, value: Value) -> tuple[str, ...]:
    if isinstance(value, int | float | str):
        raise SettingError(f"Parameter {name} = {value!r} is no list of words", name=name, hint=word_lists()[name].en)
    return tuple(word.strip() for word in value if word.strip())


def parse(assignments: Iterable[str]) -> dict[str, Value]:
    """Read `name=value` texts; words of a list are parted by commas.

    Raises:
        SettingError: a text has no `=`, or its value is no number.
    """
    values: dict[str, Value] = {}
    for text in assignments:
        name, sign, value = text.partition("=")
        name = name.strip()
        try:
            if not sign:
                raise ValueError(text)
            values[name] = value.replace("，", ",").split(",") if name in word_lists() else float(value)
        except ValueError as e:
            raise SettingError(
                f"Can't read the parameter {text!r}", name=name, hint="Write NAME=NUMBER, for example min_size=3."
            ) from e
    return values
