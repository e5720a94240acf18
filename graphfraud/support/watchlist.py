"""Members are on the watch list, or settle where its confirmed entities do and hardly anybody else.

Seeds of the closeness are confirmed entities in full, blacklisted ones and tips by a part (`watch_blacklist`,
`watch_tip`), cleared ones not at all. It moves a ring in the ranking; it never makes or publishes one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Codes, Flags
from graphfraud.model.ring import Member, Text
from graphfraud.rings import closeness, evidence
from graphfraud.signals.events import Floats
from graphfraud.support import listed
from graphfraud.support.base import Answer, Measure, Said, Subject, Support
from graphfraud.support.listed import Entry, Key

WORDS = {
    "confirmed": ("已查实", "confirmed in earlier cases: "),
    "blacklist": ("黑名单", "blacklisted: "),
    "tip": ("举报线索", "named in a tip: "),
}
NAMED = 5
CLOSE_STRENGTH = 0.5
"""Closeness alone counts at most so much: the company one keeps is less than one's own record."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What the list says, looked up for the scan.

    `weights`: of the labels that count. `share`: of all entities of a kind, how many are listed so. `close`: closeness
    of each patient, 1 for the average one that isn't listed; `patient`: who of them is listed.
    """

    entries: Mapping[Key, Entry]
    weights: Mapping[str, float]
    share: Mapping[str, float]
    close: Floats
    patient: Flags
    min_lift: float


def prepare(scene: Scene) -> tuple[Measure | None, dict[str, int]]:
    """Measure the closeness of all patients, once; entities without a settlement of the period are counted."""
    parameters, claims = scene.parameters, scene.claims
    every = listed.read(scene)
    if every is None:
        return None, {}
    weights = {"confirmed": 1.0, "blacklist": parameters["watch_blacklist"], "tip": parameters["watch_tip"]}
    entries = {key: entry for key, entry in every.items() if weights.get(entry.label, 0.0) > 0}
    names = {"patient": claims.patients, "institution": claims.places, "doctor": claims.doctors}
    codes = {"patient": claims.patient, "institution": claims.place, "doctor": claims.doctor[claims.doctor >= 0]}
    # A scan of a part of the time may know the names of others.
    there = {kind: np.bincount(codes[kind], minlength=len(ids)) > 0 for kind, ids in names.items()}
    starts = {kind: _starts(kind, ids, entries, weights) * there[kind] for kind, ids in names.items()}
    known = {kind: int((start > 0).sum()) for kind, start in starts.items()}
    unknown = {"entities_without_settlements": len(entries) - sum(known.values())}
    if not entries:
        return None, unknown
    watch = Watch(
        entries,
        weights,
        {kind: known[kind] / max(int(present.sum()), 1) for kind, present in there.items()},
        _closeness(claims, starts, there["patient"], parameters["watch_damping"])
        if any(known.values())
        else np.zeros(0),
        starts["patient"] > 0,
        parameters["watch_min_lift"],
    )
    return lambda subject: measure(subject, watch), unknown


def measure(subject: Subject, watch: Watch) -> Answer:
    """Say which members are listed, and how close the others are to those who are."""
    found = [m for m in subject.ring.members if listed.key(m) in watch.entries]
    lift = _lift(subject, watch)
    near = lift >= watch.min_lift
    if not found and not near:
        return None
    weight = sum(watch.weights[watch.entries[listed.key(m)].label] for m in found)
    strength = max(weight / (weight + 1.0), CLOSE_STRENGTH * (1.0 - watch.min_lift / lift) if near else 0.0)
    # A kind that the settlements don't show can't be compared: its listed members count as expected.
    expected = sum(watch.share.get(listed.key(m)[0], float(m in found)) for m in subject.ring.members)
    observed, expected = (float(len(found)), expected) if found else (lift, 1.0)
    p_value = evidence.poisson_tail(observed, expected) if found else 1.0
    detail = _words(found, watch, lift if near else 0.0)
    facts = _facts_of(found, subject, watch)
    return Said(strength, evidence.evidence("watchlist", detail, observed, expected, p_value, facts))


def _starts(kind: str, ids: list[str], entries: Mapping[Key, Entry], weights: Mapping[str, float]) -> Floats:
    wanted = {id: weights[entry.label] for (of, id), entry in entries.items() if of == kind}
    return np.array([wanted.get(id, 0.0) for id in ids])


def _closeness(claims: Claims, starts: Mapping[str, Floats], there: Flags, damping: float) -> Floats:
    hubs = np.concatenate([starts["institution"], starts["doctor"]])
    close, _ = closeness.personalised(closeness.of_claims(claims), starts["patient"], hubs, damping=damping)
    others = close[there & (starts["patient"] == 0)]
    return close / others.mean() if others.any() else np.zeros(len(close))


def _lift(subject: Subject, watch: Watch) -> float:
    """Give the mean closeness of the patients who aren't listed, 0 where there are none."""
    others = _unlisted(subject, watch)
    return float(watch.close[others].mean()) if len(others) and len(watch.close) else 0.0


def _unlisted(subject: Subject, watch: Watch) -> Codes:
    patients = np.unique(np.concatenate([c.patients for c in subject.candidates]))
    others: Codes = patients[~watch.patient[patients]]
    return others


def _facts_of(found: list[Member], subject: Subject, watch: Watch) -> pd.DataFrame:
    """Give the ring's settlements of the listed members; where none is listed, of the closest patient."""
    facts, claims = subject.facts, subject.candidates[0].claims
    if not found:
        others = _unlisted(subject, watch)
        chosen: pd.DataFrame = facts[facts["patient"] == others[watch.close[others].argmax()]]
        return chosen
    ids = {id for _, id in map(listed.key, found)}
    names = {"patient": claims.patients, "place": claims.places, "doctor": claims.doctors}
    of = [facts[column].map(lambda at, ids=ids, of=of: at >= 0 and of[at] in ids) for column, of in names.items()]
    chosen = facts[of[0] | of[1] | of[2]]
    return chosen


def _words(found: list[Member], watch: Watch, lift: float) -> Text:
    labels = Counter(watch.entries[listed.key(m)].label for m in found)
    named = ", ".join(f"{m.kind}:{m.id}" for m in found[:NAMED]) + ("…" if len(found) > NAMED else "")
    zh, en = [], []
    if found:
        each_zh, each_en = ([f"{WORDS[k][i]}{labels[k]}" for k in WORDS if labels[k]] for i in (0, 1))
        zh.append(f"{len(found)}名成员在关注名单中（{'、'.join(each_zh)}）：{named}")
        plural = "members are" if len(found) > 1 else "member is"
        en.append(f"{len(found)} {plural} on the watch list ({', '.join(each_en)}): {named}")
    if lift:
        zh.append(f"其余成员与名单对象的关联接近度是一般参保人的{lift:.0f}倍")
        en.append(f"the other members are {lift:.0f} times as close to those on the list as patients usually are")
    return Text("；".join(zh), "; ".join(en))


SUPPORT = Support(
    code="watchlist",
    name=Text("关注名单", "watch list"),
    weight=0.1,
    doc=__doc__,
    prepare=prepare,
)
