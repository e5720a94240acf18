"""Parameters of questions: what they may be, and the values that statements take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from graphfraud.errors import SettingError
from graphfraud.store.refs import EntityRef

FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; types and fields are listed at the head of `questions.yml`."""

    name: str
    type: str
    zh: str
    en: str
    required: bool
    default: Any = None
    min: float | None = None
    max: float | None = None
    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Parameter:
        """Read a parameter of `questions.yml`."""
        lists = {name: tuple(data.get(name, ())) for name in ("choices", "kinds")}
        return cls(**{**data, **lists, "required": "default" not in data})

    @property
    def range(self) -> str:
        """What may be given, in words."""
        if self.choices:
            return ", ".join(self.choices)
        if self.type.startswith("entit"):
            kinds = " or ".join(self.kinds) or "any kind"
            return kinds if self.min is None else f"{self.min:,} to {self.max:,}, {kinds}"
        return "" if self.min is None else f"{self.min:,} to {self.max:,}"

    def fallback(self, defaults: Mapping[str, Any]) -> Any:
        """Give the default.

        Raises:
            SettingError: the parameter has none.
        """
        if self.required:
            raise SettingError(f"{self.name} is missing", name=self.name, hint=f"{self.name}: {self._meant}.")
        return defaults.get(self.name, self.default)

    def value(self, given: Any, resolve: Callable[[str], EntityRef]) -> Any:
        """Check a value, given as text or as its own type, and give it as statements take it.

        Money becomes cents, a date a date, an entity its key.

        Raises:
            SettingError: it is out of range or of another type.
            NotFoundError: no such entity.
        """
        if given is None and not self.required:
            return None if self.default is None else self.default
        try:
            read = self._read(given, resolve)
        except (ValueError, TypeError, InvalidOperation) as e:
            raise self._refuse(given) from e
        if (self.choices and read not in self.choices) or not self._in_range(read):
            raise self._refuse(given)
        return int(read * 100) if self.type == "yuan" else read

    def _read(self, given: Any, resolve: Callable[[str], EntityRef]) -> Any:
        if self.type == "entities":
            return self._keys(given.split(",") if isinstance(given, str) else given, resolve)
        if self.type == "entity":
            return self._keys([given], resolve)[0]
        return _READ[self.type](given)

    def _in_range(self, value: Any) -> bool:
        if self.min is None or self.max is None:
            return True
        return bool(self.min <= (len(value) if isinstance(value, list) else value) <= self.max)

    def _keys(self, given: Iterable[str | EntityRef], resolve: Callable[[str], EntityRef]) -> list[str]:
        found = [resolve(str(one)) for one in given]
        for ref in found:
            if self.kinds and ref.kind not in self.kinds:
                raise SettingError(f"{self.name} can't be {ref}", name=self.name, hint=f"Give {self._meant}.")
        return sorted({str(ref) for ref in found})

    @property
    def _meant(self) -> str:
        return f"{self.en} ({self.range})" if self.range else self.en

    def _refuse(self, given: Any) -> SettingError:
        return SettingError(f"{self.name} can't be {given!r}", name=self.name, hint=f"{self.name}: {self._meant}.")


def _whole(given: Any) -> int:
    if isinstance(given, bool) or int(given) != (given if not isinstance(given, str) else int(given)):
        raise ValueError(given)
    return int(given)


def _real(given: Any) -> float:
    if isinstance(given, bool):
        raise TypeError(given)
    return float(given)


def _yuan(given: Any) -> Decimal:
    amount = Decimal(str(given))
    if not amount.is_finite() or amount != round(amount, 2):
        raise ValueError(given)
    return amount


def _flag(given: Any) -> bool:
    if isinstance(given, str) and given.lower() in FLAGS:
        return FLAGS[given.lower()]
    if not isinstance(given, bool):
        raise TypeError(given)
    return given


def _date(given: Any) -> date:
    return date.fromisoformat(given) if isinstance(given, str) else date(given.year, given.month, given.day)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(given)
    return given


_READ: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "whole": _whole,
    "real": _real,
    "yuan": _yuan,
    "flag": _flag,
    "date": _date,
}
