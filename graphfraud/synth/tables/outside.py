"""rule_hit and watchlist: what others know already. Most of it is about honest persons, and little of it helps."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graphfraud.synth.billing import Bills
from graphfraud.synth.calendar import Floats, Ints
from graphfraud.synth.city import City
from graphfraud.synth.plan import TrueRing
from graphfraud.synth.seeds import generator
from graphfraud.synth.tables import columns as c

RULES = (
    ("JG0101", "药品超说明书限定频次"),
    ("JG0207", "住院指征不明确"),
    ("JG0315", "重复收费"),
    ("JG0422", "开药天数超过规定"),
    ("JG0508", "限定支付范围不符"),
)
HONEST, MEMBER = 0.025, 0.12
"""Share of the settlements that a rule hits: of everybody, and of members of rings."""
CERTAIN, LIKELY = 0.3, 0.7
KNOWN = 0.3
"""Share of the rings of which the agency has caught somebody before."""
LISTED_PER = 1_500
"""One honest person in so many is on the watch list."""
LABELS = ("tip", "cleared", "confirmed", "blacklist")
SHARES = (0.5, 0.3, 0.15, 0.05)


def rule_hit(seed: int, city: City, bills: Bills, rings: tuple[tuple[str, TrueRing], ...]) -> pa.Table:
    """Give the hits, by settlement. What hits a settlement depends on it alone: further modules change no others."""
    member = np.zeros(len(city.people), bool)
    for _, ring in rings:
        member[ring.patients] = True
    chance = np.where(member[bills.visit.person], MEMBER, HONEST)
    hit = np.flatnonzero((_drawn(seed, bills.setl_id, 1) < chance) & (bills.origin < 0))
    hit = hit[np.argsort(bills.setl_id[hit])]
    setl_id = bills.setl_id[hit]
    rule = (_drawn(seed, setl_id, 2) * len(RULES)).astype(np.int64)
    sure = _drawn(seed, setl_id, 3)
    amount = (bills.fee[hit] * (0.05 + 0.5 * _drawn(seed, setl_id, 4))).astype(np.int64)
    codes, names = (np.array(side) for side in zip(*RULES, strict=True))
    return pa.table(
        {
            "rule_id": c.lookup(codes, rule),
            "rule_name": c.lookup(names, rule),
            "setl_id": c.number(setl_id),
            "vola_amt": c.money(amount),
            "sev_deg": c.lookup(
                np.array(["1", "2", "3"]), (sure >= CERTAIN).astype(np.int64) + (sure >= LIKELY).astype(np.int64)
            ),
        }
    )


def watchlist(seed: int, city: City, rings: tuple[tuple[str, TrueRing], ...]) -> pa.Table:
    """Give who is listed: some honest persons, and one or two of the members of some rings."""
    rng = generator(seed, "watchlist")
    people = len(city.people)
    persons = rng.choice(people, city.groups(LISTED_PER), replace=False)
    labels = rng.choice(LABELS, len(persons), p=SHARES)
    listed = list(zip(persons.tolist(), labels.tolist(), strict=True))
    schemes = {scheme: generator(seed, f"watchlist/{scheme}") for scheme, _ in rings}
    for scheme, ring in rings:
        own = schemes[scheme]
        caught = own.random() < KNOWN
        some = own.permutation(ring.patients)[: int(own.integers(1, 3))].tolist()
        listed += [(person, "confirmed") for person in some if caught]
    who = np.array([person for person, _ in listed], np.int64)
    ago = (_drawn(seed, city.people.psn_no[who], 5) * 900).astype(np.int64) + 30
    rows = pa.table(
        {
            "entity_kind": pa.repeat("patient", len(who)),
            "entity_id": c.number(city.people.psn_no[who]),
            "label": pa.array([label for _, label in listed], pa.string()),
            "source": pa.repeat("历史核查与举报", len(who)),
            "since": pa.array((city.calendar.start - ago).astype("datetime64[D]")),
        }
    )
    return rows.sort_by([("entity_id", "ascending"), ("label", "ascending")])


def _drawn(seed: int, ids: Ints, what: int) -> Floats:
    """Give a number from 0 to 1 for each id (SplitMix64 of Steele, Lea & Flood 2014)."""
    with np.errstate(over="ignore"):
        z = ids.astype(np.uint64) + np.uint64(seed * 16 + what) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray((z ^ (z >> np.uint64(31))) / 2.0**64)
