"""What the answers should be, found with pandas and networkx in other ways than the statements go.

`claims` has a row a settlement: setl_id, psn_no, patient, kind, fixmedins_code, doctor (None where none), setl_time,
med_type, stay, and amounts in cents. An answer is a list of rows, each a tuple in the order of the question's columns,
money in cents.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby, product
from typing import Any

import networkx as nx
import pandas as pd

from graphfraud.model.ring import Ring
from tests.conformance.questions import town
from tests.conformance.store import city

Row = tuple[Any, ...]
MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")


def of_city() -> pd.DataFrame:
    """Give the settlements of the nine-person city that stand, written down from its constants."""
    rows = []
    for setl_id, psn_no, place, time, med_type, medfee, fund, acct, doctor in city.SETTLEMENTS:
        if setl_id in ("s09", "s10", "s13"):
            continue
        named = f"H1/{doctor}" if doctor == "7" else doctor
        who = "A1" if psn_no == "A1X" else psn_no
        cents = [round(float(amount) * 100) for amount in (medfee, fund, acct)]
        at = datetime.fromisoformat(time)
        rows.append((setl_id, psn_no, who, town.KINDS[place], place, named, at, med_type, False, *cents))
    names = ["setl_id", "psn_no", "patient", "kind", "fixmedins_code", "doctor", "setl_time", "med_type", "stay"]
    return pd.DataFrame(rows, columns=[*names, *MONEY]).astype({"doctor": object})


def each(rows: pd.DataFrame) -> Iterable[Any]:
    """Give the rows, a column an attribute."""
    return rows.itertuples()


def ends(row: Any) -> list[str]:
    """Give the keys of a settlement's entities."""
    there = [f"patient:{row.patient}", f"{row.kind}:{row.fixmedins_code}"]
    return there + ([f"doctor:{row.doctor}"] if isinstance(row.doctor, str) else [])


def of_entity(claims: pd.DataFrame, key: str) -> pd.DataFrame:
    """Give the settlements of an entity."""
    return claims[[key in ends(row) for row in each(claims)]]


def hops(claims: pd.DataFrame) -> dict[tuple[str, str, str], pd.DataFrame]:
    """Give the settlements behind each hop (type, a, b) of the entity graph."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for at, row in zip(claims.index, each(claims), strict=True):
        patient, place, *doctor = ends(row)
        found.setdefault(("VISITED", patient, place), []).append(at)
        for d in doctor:
            found.setdefault(("TREATED_BY", patient, d), []).append(at)
            found.setdefault(("PRACTISES_AT", d, place), []).append(at)
    return {hop: claims.loc[rows] for hop, rows in found.items()}


def graph(claims: pd.DataFrame) -> nx.Graph[str]:
    """Give the entity graph."""
    made: nx.Graph[str] = nx.Graph()
    for row in each(claims):
        patient, place, *doctor = ends(row)
        made.add_edge(patient, place)
        made.add_edges_from(edge for d in doctor for edge in ((patient, d), (d, place)))
    return made


def split(key: str) -> tuple[str, str]:
    """Give kind and id of a key."""
    kind, _, id = key.partition(":")
    return kind, id


def summary(rows: pd.DataFrame) -> Row:
    """Give first, last and the amounts."""
    return (rows.setl_time.min(), rows.setl_time.max(), *(int(rows[m].sum()) for m in MONEY))


def counted(rows: list[Row], limit: int) -> list[Row]:
    """Give the first rows, each with how many there are."""
    return [(*row, len(rows)) for row in rows[:limit]]


def rings(found: Iterable[Ring], *, sort: str, descending: bool, offset: int, limit: int) -> list[Row]:
    """Give the list of rings that a caller has filtered."""
    ranked = sorted(found, key=lambda r: r.rank)
    rows: list[Row] = [
        (*(r.ring_id, r.rank, r.scheme, r.status, r.status_reason, r.score, len(r.patients)), *_amounts(r))
        for r in ranked
    ]
    at = {"rank": 1, "score": 5, "size": 6, "fund_pay_sumamt": 8}[sort]
    rows.sort(key=lambda row: row[at], reverse=descending)
    return [(*row, len(rows)) for row in rows[offset : offset + limit]]


def _amounts(ring: Ring) -> list[int]:
    return [int(getattr(ring.amounts, m) * 100) for m in MONEY]


def ring_graph(claims: pd.DataFrame, ring: Ring, links: list[dict[str, Any]]) -> list[Row]:
    """Give nodes, then edges."""
    members = {f"{m.kind}:{m.id}" for m in ring.members}
    none, dated = (None,) * 5, (None,) * 3
    nodes: list[Row] = [
        ("MEMBER", f"{m.kind}:{m.id}", None, m.role, m.strength, m.stability, *none) for m in ring.members
    ]
    edges: list[Row] = [
        (
            "LINKED",
            f"patient:{x['a']}",
            f"patient:{x['b']}",
            x["scheme"],
            None,
            None,
            x["observed"],
            x["expected"],
            *dated,
        )
        for x in links
    ]
    for (type, a, b), rows in hops(claims).items():
        if {a, b} <= members:
            first, last, _, fund, _ = summary(rows)
            edges.append((type, a, b, None, None, None, len(rows), None, first, last, fund))
    return sorted(nodes, key=lambda n: (n[1], n[3])) + sorted(edges, key=lambda e: (*e[:3], e[3] or ""))


def profile(claims: pd.DataFrame, key: str, aliases: list[str], rings: list[str]) -> list[Row]:
    """Give an entity's totals."""
    rows = of_entity(claims, key)
    degree = graph(claims).degree(key)
    return [(*split(key), aliases, degree, len(rows), *summary(rows), rings)]


def neighbours(claims: pd.DataFrame, key: str, kind: str | None, limit: int) -> list[Row]:
    """Give neighbours, most settlements first."""
    found = []
    for (type, a, b), rows in hops(claims).items():
        if key in (a, b):
            other = split(b if a == key else a)
            first, last, _, fund, _ = summary(rows)
            found.append((*other, type, len(rows), first, last, fund))
    kept = [row for row in found if kind in (None, row[0])]
    return counted(sorted(kept, key=lambda r: (-r[3], r[0], r[1])), limit)


def common_neighbours(claims: pd.DataFrame, keys: list[str], least: int, kind: str | None, limit: int) -> list[Row]:
    """Give what several have in common."""
    g = graph(claims)
    found = [
        (*split(n), sharing, g.degree(n))
        for n in g
        if (sharing := sum(g.has_edge(n, key) for key in set(keys))) >= least and kind in (None, split(n)[0])
    ]
    return counted(sorted(found, key=lambda r: (-r[2], r[3], r[0], r[1])), limit)


def co_visits(claims: pd.DataFrame, a: str, b: str, minutes: int, limit: int) -> list[Row]:
    """Give pairs of settlements."""
    ours, theirs = (of_entity(claims, key) for key in (a, b))
    found = []
    for x, y in product(each(ours), each(theirs)):
        apart = abs(x.setl_time - y.setl_time)
        if x.fixmedins_code == y.fixmedins_code and apart <= timedelta(minutes=minutes):
            seconds = int(apart.total_seconds())
            found.append((x.kind, x.fixmedins_code, x.setl_id, x.setl_time, y.setl_id, y.setl_time, seconds))
    return counted(sorted(found, key=lambda r: (r[3], r[2], r[5], r[4])), limit)


def triangles(claims: pd.DataFrame, doctor: str, days: int, least: int, limit: int) -> list[Row]:
    """Give pharmacies."""
    seen = of_entity(claims, doctor)
    seen = seen[seen.kind != "pharmacy"]
    both = seen.merge(claims[claims.kind == "pharmacy"], on="patient", suffixes=("_v", ""))
    later = both.setl_time - both.setl_time_v
    both = both[(later >= timedelta(0)) & (later <= timedelta(days=days))]
    found = []
    for place, rows in both.groupby("fixmedins_code"):
        bought = rows.drop_duplicates("setl_id")
        patients = rows.patient.nunique()
        visits = rows.setl_id_v.nunique()
        if patients >= least:
            found.append((place, patients, seen.patient.nunique(), visits, len(bought), *summary(bought)))
    return counted(sorted(found, key=lambda r: (-r[1], r[0])), limit)


def same_owner(
    claims: pd.DataFrame, key: str, group: Iterable[str], sorts: dict[tuple[str, str], list[str]], limit: int
) -> list[Row]:
    """Give the others of a group of institutions."""
    own = split(key)[1]
    found = []
    for code in set(group) - {own}:
        rows = claims[claims.fixmedins_code == code]
        a, b = sorted((own, code))
        if len(rows):
            _, _, medfee, fund, _ = summary(rows)
            found.append((rows.kind.iloc[0], code, sorts.get((a, b), []), len(rows), medfee, fund))
    return counted(sorted(found), limit)


def distances(claims: pd.DataFrame, start: str, most: int, hub: int) -> dict[str, int]:
    """Give the hops to each entity; what a hub alone leads to is not reached."""
    g = graph(claims)
    one_way: nx.DiGraph[str] = nx.DiGraph()
    one_way.add_node(start)
    for a, b in g.edges:
        one_way.add_edges_from((x, y) for x, y in ((a, b), (b, a)) if x == start or g.degree(x) <= hub)
    return dict(nx.single_source_shortest_path_length(one_way, start, cutoff=most))


def money_by_hop(claims: pd.DataFrame, start: str, most: int, hub: int) -> list[Row]:
    """Give what each hop reaches."""
    g, away = graph(claims), distances(claims, start, most, hub)
    hubs = {key for key in away if key != start and g.degree(key) > hub}
    nearest = [min((away[k] for k in ends(r) if k in away and k not in hubs), default=-1) for r in each(claims)]
    found = []
    for hop in sorted(set(away.values())):
        there = [key for key, at in away.items() if at == hop]
        rows = claims[[n == hop for n in nearest]]
        _, _, medfee, fund, _ = summary(rows)
        found.append((hop, len(there), len(hubs & set(there)), len(rows), medfee, fund))
    return found


def gatherings_of(claims: pd.DataFrame, keys: list[str], k: int, minutes: int, limit: int) -> list[Row]:
    """Give the windows that no other holds."""
    own = claims[claims.patient.isin([split(key)[1] for key in keys])]
    found = []
    for (kind, place), rows in own.groupby(["kind", "fixmedins_code"]):
        sets = {}
        for begin in sorted(set(rows.setl_time)):
            inside = rows[(rows.setl_time >= begin) & (rows.setl_time <= begin + timedelta(minutes=minutes))]
            sets[begin] = frozenset(inside.setl_id)
        for begin, ids in sets.items():
            inside = rows[rows.setl_id.isin(ids)]
            who = sorted(set(inside.patient))
            if len(who) >= k and not any(ids < other for other in sets.values()):
                end, fund = inside.setl_time.max(), int(inside.fund_pay_sumamt.sum())
                found.append((kind, place, begin, end, len(who), who, sorted(ids), fund))
    return counted(sorted(found, key=lambda r: (r[2], r[0], r[1])), limit)


def timeline(claims: pd.DataFrame, key: str, begin: str | None, end: str | None, limit: int) -> list[Row]:
    """Give the newest settlements."""
    rows = of_entity(claims, key)
    days = rows.setl_time.dt.strftime("%Y-%m-%d")
    rows = rows[(days >= (begin or "")) & (days <= (end or "9"))].sort_values(["setl_time", "setl_id"])
    names = ["setl_id", "patient", "kind", "fixmedins_code", "doctor", "setl_time", "stay", "med_type", *MONEY]
    return [(*row, len(rows)) for row in _plain(rows[names].tail(limit))]


def ring_claims(claims: pd.DataFrame, ids: Iterable[str]) -> list[Row]:
    """Give settlements without their days."""
    rows = claims[claims.setl_id.isin(list(ids))].sort_values(["setl_time", "setl_id"])
    names = ["setl_id", "patient", "psn_no", "kind", "fixmedins_code", "doctor", "setl_time", "stay", "med_type"]
    return _plain(rows[[*names, *MONEY]])


def _plain(rows: pd.DataFrame) -> list[Row]:
    return [tuple(None if v != v else v for v in row) for row in rows.itertuples(index=False, name=None)]


def rings_near(claims: pd.DataFrame, key: str, rings: Iterable[Ring], limit: int) -> list[Row]:
    """Give the rings around an entity."""
    g = graph(claims)
    close = {key, *(g.neighbors(key) if key in g else [])}
    found = []
    for r in rings:
        members = {f"{m.kind}:{m.id}" for m in r.members}
        if members & close:
            found.append((r.ring_id, r.rank, r.scheme, r.status, len(members & close), len(members), key in members))
    return counted(sorted(found, key=lambda r: (-r[4], r[1])), limit)


def degrees(claims: pd.DataFrame, kind: str | None, top: int) -> list[Row]:
    """Give the most connected of each kind."""
    degree = dict(graph(claims).degree())
    found: list[Row] = []
    for here, keys in groupby(sorted(degree), key=lambda key: split(key)[0]):
        every = sorted(keys, key=lambda key: (-degree[key], key))
        for key in every[:top] if kind in (None, here) else []:
            no_more = sum(degree[other] <= degree[key] for other in every)
            found.append((*split(key), degree[key], 100 * no_more / len(every), len(every)))
    return found


def watch_paths(
    claims: pd.DataFrame, start: str, most: int, hub: int, watch: dict[str, list[str]], limit: int
) -> list[Row]:
    """Give those on the list."""
    away = distances(claims, start, most, hub)
    found = [(*split(key), away[key], labels) for key, labels in watch.items() if key in away]
    return counted(sorted(found, key=lambda r: (r[2], r[0], r[1])), limit)


def ring_watch(
    claims: pd.DataFrame, members: list[str], most: int, hub: int, watch: dict[str, list[str]], limit: int
) -> list[Row]:
    """Give those on the list by the nearest member; a member that is a hub leads nowhere."""
    g, away = graph(claims), dict[str, int]()
    for member in members:
        if member in g:
            leads = most if g.degree(member) <= hub else 0
            for key, hops in distances(claims, member, leads, hub).items():
                away[key] = min(hops, away.get(key, hops))
    found = [(*split(key), away[key], labels) for key, labels in watch.items() if key in away]
    return counted(sorted(found, key=lambda r: (r[2], r[0], r[1])), limit)


def contacts_of(held: dict[str, list[str]], patient: str, most: int, limit: int) -> list[Row]:
    """Give who shares a telephone."""
    own = split(patient)[1]
    shared: dict[str, list[int]] = {}
    for persons in held.values():
        if own in persons and len(persons) <= most:
            for other in persons:
                shared.setdefault(other, []).append(len(persons))
    found = [(other, len(n), ["phone"], min(n)) for other, n in shared.items() if other != own]
    return counted(sorted(found, key=lambda r: (-r[1], r[0])), limit)
