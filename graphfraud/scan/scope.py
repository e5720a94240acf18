"""The scope language: which part of the city a detection looks at.

A scope is parts `name=value`, parted by semicolons, that must all hold of a settlement:

district=990101,990102   the institution is designated in a district that begins so (medins_info_b.fix_blng_admdvs)
insured=9901             the patient is insured in a district that begins so (setl_d.insu_admdvs, else the register's)
institutions=H1,H2       at these institutions
kinds=pharmacy,clinic    at institutions of these kinds
patients=A1,A2           of these patients (psn_no; of a person with several, the main one)
from=2025-01-01          settled on this day or later
to=2025-06-30            settled on this day or earlier
near=patient:A1          patient and institution are both within `hops` hops of this entity in the entity graph
hops=2                   only with near
hub_degree=500           only with near: an entity with more neighbours is reached, not passed

Values of one part are alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from graphfraud.errors import SettingError
from graphfraud.model.ring import Text
from graphfraud.store.base import EntityRef

EXAMPLES = {
    "district": "district=990101",
    "insured": "insured=9901",
    "institutions": "institutions=H99010000001,H99010000002",
    "kinds": "kinds=pharmacy",
    "patients": "patients=700100200300,700100200301",
    "from": "from=2025-01-01",
    "to": "to=2025-06-30",
    "near": "near=patient:700100200300; hops=2",
    "hops": "near=patient:700100200300; hops=2",
    "hub_degree": "near=patient:700100200300; hub_degree=500",
}
"""Every part, in the order of the canonical text, with how to write it."""
PLACE_KINDS = ("clinic", "hospital", "pharmacy")
NODE_KINDS = ("patient", "doctor", *PLACE_KINDS)
HOPS, MOST_HOPS = 2, 6
MOST_HUB_DEGREE = 1_000_000
REGION = re.compile(r"[0-9]{2,6}")


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the city; empty and None: no limit of that sort. `first` and `last` are included."""

    district: tuple[str, ...] = ()
    insured: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    patients: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    near: EntityRef | None = None
    hops: int = HOPS
    hub_degree: int = 500

    @property
    def text(self) -> str:
        """The canonical text: equal scopes have equal ones, and `parse` reads it back."""
        values: dict[str, object] = {
            "district": ",".join(self.district),
            "insured": ",".join(self.insured),
            "institutions": ",".join(self.institutions),
            "kinds": ",".join(self.kinds),
            "patients": ",".join(self.patients),
            "from": self.first,
            "to": self.last,
            **({"near": self.near, "hops": self.hops, "hub_degree": self.hub_degree} if self.near else {}),
        }
        return "; ".join(f"{name}={value}" for name, value in values.items() if value)

    @property
    def description(self) -> Text:
        """What the scope holds, in words."""
        zh = [f"{name}{'、'.join(values)}" for name, _, values in self._listed() if values]
        en = [f"{name} {', '.join(values)}" for _, name, values in self._listed() if values]
        if self.patients:
            zh.append(f"指定的 {len(self.patients)} 名参保人")
            en.append(f"{len(self.patients)} given patients")
        if self.first or self.last:
            zh.append(f"结算日{self.first or '最早'}至{self.last or '最晚'}")
            en.append(f"settled from {self.first or 'the first day'} to {self.last or 'the last day'}")
        if self.near:
            zh.append(f"距 {self.near} {self.hops} 步以内（不经过邻居数超过 {self.hub_degree} 的枢纽）")
            en.append(f"within {self.hops} hops of {self.near} (not through hubs of over {self.hub_degree} neighbours)")
        return Text("；".join(zh), "; ".join(en))

    def _listed(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        return (
            ("机构所属区划 ", "institutions in district", self.district),
            ("参保地 ", "patients insured in", self.insured),
            ("机构 ", "institutions", self.institutions),
            ("机构类别 ", "institutions of kind", self.kinds),
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {"text": self.text, **self.description.to_dict()}


def parse(text: str, *, hub_degree: int = 500) -> Scope:
    """Read a scope.

    Args:
        text: `name=value` parts parted by semicolons.
        hub_degree: what a hub is where the text doesn't say.

    Raises:
        SettingError: an unknown part, a part given twice, or a bad value; the hint shows how to write it.
    """
    given = _parts(text)
    for name in ("hops", "hub_degree"):
        if name in given and "near" not in given:
            raise _bad(name, given[name], "needs near")
    scope = Scope(
        district=_list(given, "district", _region),
        insured=_list(given, "insured", _region),
        institutions=_list(given, "institutions", _code),
        kinds=_list(given, "kinds", _kind),
        patients=_list(given, "patients", _code),
        first=_day(given, "from"),
        last=_day(given, "to"),
        near=_entity(given["near"]) if "near" in given else None,
        hops=_whole(given, "hops", HOPS, 1, MOST_HOPS),
        hub_degree=_whole(given, "hub_degree", hub_degree, 2, MOST_HUB_DEGREE),
    )
    if scope.first and scope.last and scope.first > scope.last:
        raise _bad("to", given["to"], f"lies before from={scope.first}")
    return scope


def _parts(text: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if name not in EXAMPLES:
            near = get_close_matches(name.lower(), EXAMPLES, 1)
            meant = f"Did you mean {near[0]!r}, as in {EXAMPLES[near[0]]!r}?" if near else ""
            hint = f"{meant} Parts: {', '.join(EXAMPLES)}.".strip()
            raise SettingError(f"A scope has no part {name!r}", name=name, nearest=near[0] if near else "", hint=hint)
        if name in given:
            raise _bad(name, value, "is given twice")
        if not sign or not value:
            raise _bad(name, value, "has no value")
        given[name] = value
    if not given:
        raise SettingError("The scope is empty", name="scope", hint=f"Write for example {EXAMPLES['district']!r}.")
    return given


def _list(given: dict[str, str], name: str, read: Callable[[str], str]) -> tuple[str, ...]:
    """Read values parted by commas, sorted, each once."""
    if name not in given:
        return ()
    try:
        return tuple(sorted({read(value.strip()) for value in given[name].split(",")}))
    except ValueError as e:
        raise _bad(name, given[name], str(e)) from e


def _code(value: str) -> str:
    if value:
        return value
    raise ValueError("holds an empty value")


def _region(value: str) -> str:
    if REGION.fullmatch(value):
        return value
    raise ValueError("needs the first 2 to 6 digits of region codes")


def _kind(value: str) -> str:
    if value in PLACE_KINDS:
        return value
    near = get_close_matches(value.lower(), PLACE_KINDS, 1)
    raise ValueError(f"knows {', '.join(PLACE_KINDS)}" + (f"; did you mean {near[0]!r}?" if near else ""))


def _day(given: dict[str, str], name: str) -> date | None:
    if name not in given:
        return None
    try:
        return date.fromisoformat(given[name])
    except ValueError as e:
        raise _bad(name, given[name], "needs a day as YYYY-MM-DD") from e


def _entity(value: str) -> EntityRef:
    kind, _, id = value.partition(":")
    if kind in NODE_KINDS and id:
        return EntityRef(kind, id)
    near = get_close_matches(kind.lower(), NODE_KINDS, 1)
    meant = f"; did you mean {near[0]!r}?" if near and kind not in NODE_KINDS else ""
    raise _bad("near", value, f"needs kind:id with one of {', '.join(NODE_KINDS)}{meant}")


def _whole(given: dict[str, str], name: str, usual: int, least: int, most: int) -> int:
    value = given.get(name, str(usual))
    if value.isascii() and value.isdigit() and least <= int(value) <= most:
        return int(value)
    raise _bad(name, value, f"needs a whole number from {least} to {most}")


def _bad(name: str, value: str, why: str) -> SettingError:
    return SettingError(
        f"Part {name!r} of the scope, {value!r}: {why}", name=name, hint=f"Write for example {EXAMPLES[name]!r}."
    )
