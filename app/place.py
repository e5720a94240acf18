"""Where the reader is: language, view and what it shows, all kept in the query string.

A place is a deep link: opened elsewhere it shows the same thing, and the language switch keeps all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

LANGUAGES = ("zh", "en")
VIEWS = ("overview", "rings", "ring", "claims", "graph", "entity", "paths", "scans", "data")


@dataclass(frozen=True, slots=True)
class Place:
    """A view in a language; `params` holds every further query parameter."""

    lang: str = "zh"
    view: str = "overview"
    params: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Place:
        """Read a query string; an unknown language or view falls back to the default."""
        lang = query.get("lang", "zh")
        view = query.get("view", "overview")
        rest = {key: value for key, value in query.items() if key not in ("lang", "view") and value}
        return cls(lang if lang in LANGUAGES else "zh", view if view in VIEWS else "overview", rest)

    @property
    def run(self) -> str | None:
        """The run that the reader chose, None for the newest."""
        return self.params.get("run")

    def get(self, name: str, default: str = "") -> str:
        """Give one parameter."""
        return self.params.get(name, default)

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """Give a whole number between `low` and `high`; anything else is the default."""
        text = self.get(name)
        return min(max(int(text), low), high) if text.isascii() and text.isdigit() else default

    def to(self, view: str, **params: str) -> Place:
        """Go to another view: only the run comes along."""
        run = {"run": self.params["run"]} if "run" in self.params else {}
        return Place(self.lang, view, run | {key: value for key, value in params.items() if value})

    def but(self, **params: str) -> Place:
        """Stay, with some parameters changed; an empty one is dropped."""
        merged = {**self.params, **params}
        return Place(self.lang, self.view, {key: value for key, value in merged.items() if value})

    def speaking(self, lang: str) -> Place:
        """Give the same place in another language."""
        return Place(lang, self.view, self.params)

    @property
    def query(self) -> dict[str, str]:
        """The query parameters of this place."""
        return {"lang": self.lang, "view": self.view, **self.params}

    @property
    def href(self) -> str:
        """A relative link to this place."""
        return "?" + urlencode(self.query)
