"""Words of the reading commands, in Chinese or English (`words.yml`)."""

from __future__ import annotations

from functools import cache

from graphfraud.model import catalogue


class Words:
    """The words of one language: `words("rank")`, `words.code("scheme", "fake_stay")`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """Give a word or sentence, its `{names}` filled in.

        Raises:
            KeyError: an unknown key.
        """
        return _texts()[key][self.lang].format(**values)

    def code(self, group: str, code: str) -> str:
        """Give the word for a code of a list; a code without a word is shown as it is."""
        key = f"{group}.{code}"
        return self(key) if key in _texts() else code

    def reason(self, code: str) -> str:
        """Give the word for the reason of a demotion: an innocent explanation, or a weakness."""
        return self.code("innocent", code) if f"innocent.{code}" in _texts() else self.code("reason", code)


def codes(group: str) -> tuple[str, ...]:
    """Give every code of a list that has a word, in file order."""
    return tuple(key.partition(".")[2] for key in _texts() if key.startswith(f"{group}."))


@cache
def _texts() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = catalogue.read("graphfraud.cli", "words.yml")
    return found
