"""What ties entities beside their claims: shared contacts under a pseudonym, and owners of institutions."""

from __future__ import annotations

import hashlib
import hmac
from itertools import groupby

import pyarrow as pa

import queries
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.lake import Lake
from graphfraud.parameters import Parameters

OWNED = pa.schema([("place", pa.string()), ("owner", pa.string())])
TIE = pa.schema([("number", pa.int64()), ("sort", pa.string()), ("place", pa.string())])


def contacts(engine: DuckDBEngine, parameters: Parameters, key: bytes) -> None:
    """Keep as table `contact` who shares which contact; a contact of too many patients ties nobody."""
    engine.table("held", queries.sql("claims_contacts"))
    shared = engine.arrow(queries.sql("graph_shared_contacts"), most=parameters.whole("contact_max_persons"))
    named = {pair: pseudonym(key, *pair) for pair, _ in groupby(_pairs(shared))}
    column = pa.array([named[pair] for pair in _pairs(shared)], pa.string())
    engine.register("contact", shared.drop_columns(["value"]).append_column("key", column))


def pseudonym(key: bytes, sort: str, value: str) -> str:
    """Give a contact's name on the server: HMAC-SHA256 (RFC 2104) of sort and value, 128 bits of it as hex."""
    return hmac.new(key, f"{sort}:{value}".encode(), hashlib.sha256).hexdigest()[:32]


def _pairs(shared: pa.Table) -> list[tuple[str, str]]:
    return list(zip(shared["sort"].to_pylist(), shared["value"].to_pylist(), strict=True))


def owners(lake: Lake, engine: DuckDBEngine, parameters: Parameters) -> None:
    """Keep as table `owned` the institutions of owners who have several, as table `tie` what they share."""
    # pandas and scipy are slow to import.
    from graphfraud.claims import owners as owned

    places = engine.arrow(queries.sql("graph_places")).to_pydict()
    codes, keys = places["fixmedins_code"], places["key"]
    found = owned.read(lake, engine, codes, parameters)
    first: dict[int, int] = {}
    for at, group in enumerate(found.group.tolist()):
        first.setdefault(group, at)
    ours = [(keys[at], codes[first[group]]) for at, group in enumerate(found.group.tolist())]
    several = {owner for at, (_, owner) in enumerate(ours) if codes[at] != owner}
    rows = [{"place": place, "owner": owner} for place, owner in ours if owner in several]
    engine.register("owned", pa.Table.from_pylist(rows, OWNED))
    shared = [{"number": n, "sort": t.sort, "place": keys[at]} for n, t in enumerate(found.ties) for at in t.places]
    engine.register("tie", pa.Table.from_pylist(shared, TIE))
