"""What a reader does to a graph, and the short text that keeps it in an address.

A text is acts joined by `~`, an act a letter and its fields joined by `.`, an entity the letter of its kind and its id:
`e.p700100200300.d.20~h.y` expands patient 700100200300 by its 20 strongest doctors, then hides pharmacies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from graphfraud.canvas.layout import LAYOUTS
from graphfraud.store.refs import EntityRef

LETTERS = {
    "patient": "p",
    "doctor": "d",
    "hospital": "h",
    "clinic": "c",
    "pharmacy": "y",
    "employer": "e",
    "operator": "o",
}
KINDS = {letter: kind for kind, letter in LETTERS.items()}
ANY = "a"
MOST = 1_500
"""No act names more entities, and no expansion asks for more."""
FARTHEST = 100_000
"""No pin lies farther out, px."""
MOST_WAYS = 10


@dataclass(frozen=True, slots=True)
class Expand:
    """Bring in the `n` strongest neighbours, of one kind or of all."""

    ref: EntityRef
    kind: str | None
    n: int


@dataclass(frozen=True, slots=True)
class Collapse:
    """Take away what came by expanding these."""

    refs: tuple[EntityRef, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """Take these away."""

    refs: tuple[EntityRef, ...]


@dataclass(frozen=True, slots=True)
class Add:
    """Put these on."""

    refs: tuple[EntityRef, ...]


@dataclass(frozen=True, slots=True)
class Hide:
    """Hide a kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Show:
    """Show a kind again."""

    kind: str


@dataclass(frozen=True, slots=True)
class Pin:
    """Hold these at these places (px)."""

    places: tuple[tuple[EntityRef, int, int], ...]


@dataclass(frozen=True, slots=True)
class Unpin:
    """Let these go."""

    refs: tuple[EntityRef, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Put the `k` shortest paths between two on; `avoid_hubs` as in `GraphStore.paths`."""

    a: EntityRef
    b: EntityRef
    k: int
    avoid_hubs: bool


@dataclass(frozen=True, slots=True)
class Arrange:
    """Lay everything that isn't pinned out anew, by one of `LAYOUTS`."""

    layout: str


Act = Expand | Collapse | Remove | Add | Hide | Show | Pin | Unpin | Join | Arrange


def write(acts: Sequence[Act]) -> str:
    """Give the text of acts."""
    return "~".join(_write(act) for act in acts)


def read(text: str) -> tuple[tuple[Act, ...], bool]:
    """Read the acts of a text up to the first that can't be read; also say whether all could."""
    found: list[Act] = []
    for part in text.split("~") if text else ():
        letter, *fields = part.split(".")
        try:
            found.append(_READ[letter](fields))
        except (KeyError, ValueError, IndexError):
            return tuple(found), False
    return tuple(found), True


def write_refs(refs: Sequence[EntityRef]) -> str:
    """Give the text of entities."""
    return ".".join(map(_ref, refs))


def read_refs(text: str) -> tuple[EntityRef, ...]:
    """Read entities; what can't be read is left out."""
    return tuple(EntityRef(KINDS[part[0]], unquote(part[1:])) for part in text.split(".") if part and part[0] in KINDS)


def _write(act: Act) -> str:
    match act:
        case Expand(ref, kind, n):
            fields = ["e", _ref(ref), LETTERS[kind] if kind else ANY, str(n)]
        case Collapse(refs):
            fields = ["c", *map(_ref, refs)]
        case Remove(refs):
            fields = ["x", *map(_ref, refs)]
        case Add(refs):
            fields = ["a", *map(_ref, refs)]
        case Hide(kind):
            fields = ["h", LETTERS[kind]]
        case Show(kind):
            fields = ["s", LETTERS[kind]]
        case Pin(places):
            fields = ["p", *(field for ref, x, y in places for field in (_ref(ref), str(x), str(y)))]
        case Unpin(refs):
            fields = ["u", *map(_ref, refs)]
        case Join(a, b, k, avoid_hubs):
            fields = ["w", _ref(a), _ref(b), str(k), "1" if avoid_hubs else "0"]
        case Arrange(layout):
            fields = ["l", layout]
    return ".".join(fields)


def _ref(ref: EntityRef) -> str:
    # Two of the marks that `quote` leaves alone part acts and fields.
    return LETTERS[ref.kind] + quote(ref.id, safe="").replace(".", "%2E").replace("~", "%7E")


def _entity(field: str) -> EntityRef:
    if len(field) < 2:
        raise ValueError(field)
    return EntityRef(KINDS[field[0]], unquote(field[1:]))


def _entities(fields: Sequence[str]) -> tuple[EntityRef, ...]:
    if not 1 <= len(fields) <= MOST:
        raise ValueError(fields)
    return tuple(map(_entity, fields))


def _whole(field: str, least: int, most: int) -> int:
    value = int(field)
    if not least <= value <= most:
        raise ValueError(field)
    return value


def _expand(fields: Sequence[str]) -> Act:
    ref, kind, n = fields
    return Expand(_entity(ref), None if kind == ANY else KINDS[kind], _whole(n, 1, MOST))


def _pin(fields: Sequence[str]) -> Act:
    if not fields or len(fields) % 3:
        raise ValueError(fields)
    places = zip(_entities(fields[::3]), fields[1::3], fields[2::3], strict=True)
    return Pin(tuple((ref, _whole(x, -FARTHEST, FARTHEST), _whole(y, -FARTHEST, FARTHEST)) for ref, x, y in places))


def _join(fields: Sequence[str]) -> Act:
    a, b, k, avoid = fields
    return Join(_entity(a), _entity(b), _whole(k, 1, MOST_WAYS), bool(_whole(avoid, 0, 1)))


def _arrange(fields: Sequence[str]) -> Act:
    (layout,) = fields
    if layout not in LAYOUTS:
        raise ValueError(layout)
    return Arrange(layout)


_READ: dict[str, Callable[[Sequence[str]], Act]] = {
    "e": _expand,
    "c": lambda fields: Collapse(_entities(fields)),
    "x": lambda fields: Remove(_entities(fields)),
    "a": lambda fields: Add(_entities(fields)),
    "h": lambda fields: Hide(KINDS[fields[0]]),
    "s": lambda fields: Show(KINDS[fields[0]]),
    "p": _pin,
    "u": lambda fields: Unpin(_entities(fields)),
    "w": _join,
    "l": _arrange,
}
