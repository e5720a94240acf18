"""Every word that the explorer shows: a folder a language (`zh`, `en`), a file a room, the same keys in both."""

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
    """Read the catalogue of `zh` or `en`; no two of its files hold the same key (tests/unit/app/test_texts.py)."""
    words: dict[str, str] = {}
    for room in rooms(lang).values():
        words |= room
    return Texts(lang, words)


def rooms(lang: str) -> dict[str, dict[str, str]]:
    """Give the texts of a language file by file, by the file's name."""
    found = sorted(files(__name__).joinpath(lang).iterdir(), key=lambda f: f.name)
    return {f.name: yaml.safe_load(f.read_text(encoding="utf-8")) for f in found if f.name.endswith(".yml")}
