"""Every word that the explorer shows, one catalogue a language (`zh.yml`, `en.yml`) with the same keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language."""

    lang: str
    words: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of `key` with `values` filled in.

        Raises:
            KeyError: the catalogue lacks the key.
        """
        return self.words[key].format(**values) if values else self.words[key]

    def named(self, family: str, code: str) -> str:
        """Give the text of `family.code`, or the code itself where the catalogue doesn't know it."""
        return self.words.get(f"{family}.{code}", code)


@cache
def texts(lang: str) -> Texts:
    """Read the catalogue of `zh` or `en`."""
    text = files(__name__).joinpath(f"{lang}.yml").read_text(encoding="utf-8")
    return Texts(lang, yaml.safe_load(text))
