"""Where the steps and the selection of a graph are kept: in the address as long as they are short, else in the process.

A long text is kept under its own hash, which stands in the address with an `@`; what is done after it follows. It is
there until the explorer ends, or until `MOST_KEPT` newer ones have come.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from app.place import Place
from graphfraud.canvas.acts import Act, read, read_refs, write, write_refs
from graphfraud.store.base import EntityRef

MOST_CHARS = 1_500
"""Longest text that an address holds: with the rest of the address it stays below what mail programs break."""
MOST_KEPT = 2_000
"""Long texts of at most 30 kB each that the process keeps."""
_kept: OrderedDict[str, str] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Steps:
    """What was done to the graph of a place.

    Attributes:
        place: where the reader is.
        acts: what is in effect.
        undone: what was taken back, and can be done again.
        readable: whether the address could be read to its end.
        found: whether the process still has what the address names.
        selected: the entities that are selected.
    """

    place: Place
    acts: tuple[Act, ...]
    undone: tuple[Act, ...]
    readable: bool
    found: bool
    selected: tuple[EntityRef, ...]

    @classmethod
    def of(cls, place: Place) -> Steps:
        """Read a place."""
        text, found = recall(place.get("acts"))
        every, readable = read(text)
        back = place.number("undone", 0, 0, len(every))
        marked, there = recall(place.get("sel"))
        cut = len(every) - back
        return cls(place, every[:cut], every[cut:], readable, found and there, toggled(marked))

    @cached_property
    def _text(self) -> str:
        return remember(write(self.acts))

    @cached_property
    def _marked(self) -> str:
        return remember(write_refs(self.selected))

    @property
    def in_process(self) -> bool:
        """Whether the steps are too long for the address."""
        return self._text.startswith("@") or self._marked.startswith("@")

    def doing(self, *acts: Act) -> Place:
        """Give the place after further acts; what was undone before is forgotten."""
        text = "~".join(filter(None, [self._text, write(acts)]))
        return self.place.but(acts=text, undone="", page="", edge="")

    def undoing(self) -> Place:
        """Give the place before the last act."""
        return self.place.but(undone=str(len(self.undone) + 1), page="", edge="")

    def redoing(self) -> Place:
        """Give the place with the last undone act in effect again."""
        return self.place.but(undone=str(len(self.undone) - 1) if len(self.undone) > 1 else "", page="", edge="")

    def selecting(self, refs: tuple[EntityRef, ...]) -> Place:
        """Give the place with exactly these selected."""
        return self.place.but(sel=remember(write_refs(refs)), edge="")

    def toggling(self, ref: EntityRef) -> Place:
        """Give the place with one more or one less selected."""
        return self.place.but(sel=f"{self._marked}~{write_refs([ref])}", edge="")


def toggled(text: str) -> tuple[EntityRef, ...]:
    """Read a selection: entities, then after each `~` one that changes over."""
    first, *rest = text.split("~")
    chosen = dict.fromkeys(read_refs(first))
    for part in rest:
        for ref in read_refs(part):
            if ref in chosen:
                del chosen[ref]
            else:
                chosen[ref] = None
    return tuple(chosen)


def remember(text: str) -> str:
    """Give what an address holds for a text: the text, or the name under which the process keeps it."""
    if len(text) <= MOST_CHARS:
        return text
    name = "@" + hashlib.sha256(text.encode()).hexdigest()[:16]
    with _lock:
        _kept[name] = text
        _kept.move_to_end(name)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return name


def recall(text: str) -> tuple[str, bool]:
    """Give the whole text that an address means, and whether all of it is still there."""
    if not text.startswith("@"):
        return text, True
    name, more, rest = text.partition("~")
    with _lock:
        kept = _kept.get(name)
    return (kept or "") + (more + rest if kept is not None else ""), kept is not None
