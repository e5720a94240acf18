"""A candidate ring: a group with everything that the signals and the innocent explanations look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.special import bdtrc

import queries
from graphfraud.claims.owners import Owners
from graphfraud.claims.people import FAMILY_SIZE, People
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Claims, Codes, Ints
from graphfraud.model.ring import Member
from graphfraud.parameters import Parameters
from graphfraud.rings import peers
from graphfraud.rings.groups import Group
from graphfraud.rings.peers import Peers
from graphfraud.signals.events import Events, Floats

ODD = 0.01
MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")


@dataclass(frozen=True)
class Candidate:
    """One group in its surroundings.

    `facts`: one row a settlement of the gatherings, sorted by gathering, patient, setl_id, with columns
    `row` (position in the claims), `gathering` (from 0), `patient`, `place`, `day`, `second` (of 1970), `end` (day of
    discharge), `setl_id`, `doctor` (position in `claims.doctors`, −1 for none), the netted amounts MONEY as decimals,
    and those of `said`; a lead (`graphfraud.rings.leads`) has columns of its scheme beside them.
    `others`: how many non-members were there at each gathering; `usual`: how many are there in an average week.
    `parties`: members of the ring who are no patients; None where venues and doctors follow from the facts.
    `measured`: what a lead's scheme measured of it, by name. `peers`: comparable settlements. `parameters`: of the
    scan.
    """

    group: Group
    claims: Claims
    people: People
    owned: Owners
    facts: pd.DataFrame
    others: Floats
    usual: Floats
    stays: bool
    parties: tuple[Member, ...] | None = None
    measured: Mapping[str, float] = field(default_factory=dict)
    peers: Peers = field(default_factory=Peers)
    parameters: Parameters = field(default_factory=Parameters)

    @property
    def patients(self) -> Codes:
        """Positions of the members in `claims.patients`."""
        return self.group.patients

    @cached_property
    def days(self) -> Codes:
        """Day of each gathering, since 1970, ascending."""
        return np.array([g.day for g in self.group.gatherings], dtype=np.int32)

    @cached_property
    def places(self) -> Codes:
        """Place of each gathering."""
        return np.array([g.place for g in self.group.gatherings], dtype=np.int32)

    @cached_property
    def owners(self) -> Codes:
        """Owner of the place of each gathering: branches of one owner are no independent places."""
        return self.owned.group[self.places]

    @cached_property
    def households(self) -> tuple[int, int]:
        """Give how many households the members come from, and the fewest it can be.

        Members whose household is unknown count as one each, unless so many are unknown (binomial test against all
        patients) that they rather are one household that the register lacks; more than FAMILY_SIZE are none. The
        fewest: they always are one.
        """
        homes = self.people.household[self.patients]
        known, unknown = len(np.unique(homes[homes >= 0])), int((homes < 0).sum())
        lacking = float((self.people.household < 0).mean())
        odd = 1 < unknown <= FAMILY_SIZE and bdtrc(unknown - 1, len(homes), lacking) < ODD
        return known + (min(unknown, 1) if odd else unknown), known + min(unknown, 1)

    @cached_property
    def present(self) -> Floats:
        """Members at each gathering."""
        return np.array([len(g.patients) for g in self.group.gatherings], dtype=np.float64)


def build(
    groups: list[Group],
    facts: list[pd.DataFrame],
    around: list[tuple[Floats, Floats]],
    scene: Scene,
    like: Peers,
    *,
    stays: bool,
) -> list[Candidate]:
    """Make a candidate of every group.

    Args:
        groups: what was found.
        facts: of each group, from `look_up`.
        around: of each group, from `surroundings`.
        scene: claims and people.
        like: comparable settlements.
        stays: whether the events are inpatient stays.
    """
    return [
        Candidate(
            group,
            scene.claims,
            scene.people,
            scene.owners,
            own,
            others,
            usual,
            stays,
            peers=like,
            parameters=scene.parameters,
        )
        for group, own, (others, usual) in zip(groups, facts, around, strict=True)
    ]


def surroundings(groups: list[Group], events: Events, everybody: Events) -> list[tuple[Floats, Floats]]:
    """Give `others` and `usual` of each group.

    Args:
        groups: their gatherings hold positions in `events`.
        events: events of the linked patients.
        everybody: all events of the signal, among them those of bystanders.
    """
    crowd = _Crowd(events, everybody)
    return [crowd.at(group) for group in groups]


def rows(groups: list[Group], events: Events, scene: Scene) -> list[pd.DataFrame]:
    """Give the settlements of each group's gatherings, for `look_up`."""
    return [_rows(group, events, scene.claims) for group in groups]


def _rows(group: Group, events: Events, claims: Claims) -> pd.DataFrame:
    at = np.concatenate([g.events for g in group.gatherings])
    gathering = np.repeat(np.arange(len(group.gatherings)), [len(g.events) for g in group.gatherings])
    row = events.row[at]
    return pd.DataFrame({"row": row, "gathering": gathering, "day": events.day[at], "end": claims.end[row]})


def said(rows: list[pd.DataFrame], scene: Scene) -> tuple[pd.DataFrame, Peers]:
    """Give what the claims say of the settlements in `rows`, each once, and of comparable ones.

    The columns are those of `queries/sql/scan_facts.sql`, `row` (position in the claims), `sort`
    (`graphfraud.rings.peers.sorts`) and the netted amounts MONEY as decimals; sorted by setl_id.
    """
    at = np.unique(np.concatenate([own["row"].to_numpy(np.int64) for own in rows])) if rows else np.zeros(0, np.int64)
    sort = peers.sorts(scene)
    like = peers.choose(at, sort, scene)
    every = np.union1d(at, like)
    names = scene.claims.setl_id.take(every)
    scene.tables("setl_d", "mdtrt_d")
    scene.goods()
    position = scene.claims.table["position"].take(every)
    scene.engine.register("wanted", pa.table({"setl_id": names, "position": position}))
    money = {name: scene.claims.table[name].take(every).to_pylist() for name in MONEY}
    of_row = pd.DataFrame({"row": every, "sort": sort[every], **money}, index=pd.Index(names.to_pylist(), dtype=object))
    found = scene.engine.arrow(queries.sql("scan_facts")).to_pandas()
    # As objects: a ring's few rows are cut out again and again, which is slow in Arrow's own columns.
    found = found.astype(dict.fromkeys(found.select_dtypes("str").columns, object))
    found = found.join(of_row, on="setl_id", how="inner")
    return found, Peers(found[np.isin(found["row"].to_numpy(), like)])


def look_up(rows: list[pd.DataFrame], said: pd.DataFrame, scene: Scene) -> list[pd.DataFrame]:
    """Give the facts of each group.

    Args:
        rows: one frame a group with `row` (position in the claims), `gathering`, `day`, `end`, and whatever else is
            to be kept.
        said: what the claims say, of these settlements at least.
        scene: the claims.
    """
    if not rows:
        return []
    claims = scene.claims
    every = pd.concat(rows, ignore_index=True)
    group = np.repeat(np.arange(len(rows)), [len(own) for own in rows])
    told = pd.Index(said["row"]).get_indexer(every["row"])
    # What is told is sorted by setl_id.
    order = np.lexsort((told, claims.patient[every["row"]], every["gathering"], group))
    every, told = every.iloc[order].reset_index(drop=True), told[order]
    at = every["row"].to_numpy()
    every = every.assign(
        patient=claims.patient[at], place=claims.place[at], second=claims.second[at], doctor=claims.doctor[at]
    )
    facts = pd.concat([every, said.drop(columns="row").iloc[told].reset_index(drop=True)], axis=1)
    cuts = np.searchsorted(group, np.arange(len(rows) + 1)).tolist()
    return [facts.iloc[low:high].reset_index(drop=True) for low, high in pairwise(cuts)]


class _Crowd:
    """Counts who else was at a place at a time."""

    def __init__(self, events: Events, everybody: Events) -> None:
        self._events = everybody
        self._own = events
        places = int(everybody.place.max()) + 2 if len(everybody) else 1
        self._start = np.searchsorted(everybody.place, np.arange(places))
        self._span = max(everybody.weeks, 1)

    def at(self, group: Group) -> tuple[Floats, Floats]:
        """Give, for each gathering, the non-members present and the average number of persons in such a window.

        Present is who began between the first and the last of the members, and ended likewise: a ward of long stays
        is no crowd for people who came and went in a week.
        """
        others, usual = [], []
        for g in group.gatherings:
            begin, end = self._own.begin[g.events], self._own.end[g.events]
            low, high = int(begin.min()), int(begin.max())
            here = slice(self._start[g.place], self._start[g.place + 1])
            times, ends = self._events.begin[here], self._events.end[here]
            first, last = np.searchsorted(times, low, "left"), np.searchsorted(times, high, "right")
            likewise = (ends[first:last] >= end.min()) & (ends[first:last] <= end.max())
            there = self._events.patient[here][first:last][likewise]
            others.append(float(len(np.setdiff1d(there, group.patients))))
            stay = ends - times
            usual.append(self._average(times[(stay >= (end - begin).min()) & (stay <= (end - begin).max())], low, high))
        return np.array(others), np.array(usual)

    def _average(self, times: Ints, low: int, high: int) -> float:
        """Average events in the same window of the week, over all weeks."""
        week = 7 * self._events.unit_day
        return float(((times - low) % week <= high - low).sum()) / self._span
