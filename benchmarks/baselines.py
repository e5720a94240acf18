"""The same job the plain way: pairs of patients within 30 minutes at one place, three times or more, communities.

    python -m benchmarks.baselines ours|duckdb|pandas SETL_D.parquet

prints `{"pairs": …, "communities": …}`, or `{"failed": "out of memory"}` past `MEMORY_BYTES`.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

import duckdb
import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphfraud.chance.pairs import Links
from graphfraud.rings import communities
from graphfraud.signals import together
from graphfraud.signals.events import Events

MEMORY_BYTES = 8 * 1024**3
JOINT, WINDOW_S = 3, 1800
CODED = ["psn_no", "fixmedins_code", "med_type"]
# A join on place and half-hour: DuckDB would compare all visits of a place in a join on time alone.
PAIRS = """
    WITH visit AS (
      SELECT psn_no, fixmedins_code, epoch(setl_time)::BIGINT AS second, epoch(setl_time)::BIGINT // $window AS slot
      FROM read_parquet($file) WHERE med_type NOT LIKE '2%'
    ), later AS (
      SELECT * FROM visit UNION ALL SELECT * REPLACE (slot - 1 AS slot) FROM visit
    )
    SELECT least(a.psn_no, b.psn_no) AS a, greatest(a.psn_no, b.psn_no) AS b, count(DISTINCT a.second // 86400) AS joint
    FROM visit a JOIN later b ON a.fixmedins_code = b.fixmedins_code AND a.slot = b.slot
    WHERE b.second BETWEEN a.second AND a.second + $window AND a.psn_no <> b.psn_no
      AND (a.second < b.second OR a.psn_no < b.psn_no)
    GROUP BY ALL HAVING joint >= $joint
    ORDER BY ALL
"""


def with_duckdb(file: Path) -> dict[str, int]:
    """DuckDB's range join, then igraph's Leiden."""
    connection = duckdb.connect(config={"memory_limit": "8GB", "preserve_insertion_order": False})
    found = connection.execute(PAIRS, {"file": str(file), "window": WINDOW_S, "joint": JOINT}).fetchall()
    graph = igraph.Graph.TupleList((a, b) for a, b, _ in found)
    parts = graph.community_leiden(objective_function="CPM", resolution=0.5, n_iterations=5)
    return {"pairs": len(found), "communities": sum(len(part) >= 5 for part in parts)}


def with_ours(file: Path) -> dict[str, int]:
    """The product's pair count and communities alone, on the same rows: no chance model, no judgement."""
    table = pq.read_table(file, columns=["psn_no", "fixmedins_code", "setl_time", "med_type"], read_dictionary=CODED)
    frame = table.filter(pc.invert(pc.starts_with(table["med_type"].cast(pa.string()), "2"))).to_pandas()
    place = frame["fixmedins_code"].cat.codes.to_numpy(np.int32)
    second = frame["setl_time"].to_numpy().astype("datetime64[s]").astype(np.int64)
    order = np.argsort(place.astype(np.int64) * (1 << 40) + second, kind="stable")
    place, second = place[order], second[order]
    patient = frame["psn_no"].cat.codes.to_numpy(np.int32)[order]
    none = np.zeros(len(order), np.int32)
    day = (second // 86400).astype(np.int32)
    events = Events(
        patient,
        place,
        second,
        second,
        day,
        none,
        none,
        none,
        none,
        none.astype(np.int64),
        1,
        WINDOW_S,
        WINDOW_S,
        0,
        1,
        1.0,
    )
    pairs = together.count(events, min_joint=JOINT, crowd_cap=1_000_000)
    even = np.zeros(len(pairs))
    parts = communities.find(Links(pairs.a, pairs.b, pairs.observed, even, even), min_size=5, min_density=0.5, seed=1)
    return {"pairs": len(pairs), "communities": len(parts)}


def with_pandas(file: Path) -> dict[str, int]:
    """A self-join of pandas on place and day, then networkx's Louvain."""
    frame = pd.read_parquet(file, columns=["psn_no", "fixmedins_code", "setl_time", "med_type"])
    frame = frame[~frame["med_type"].str.startswith("2")].drop(columns="med_type")
    frame["day"] = frame["setl_time"].dt.floor("D")
    joined = frame.merge(frame, on=["fixmedins_code", "day"], suffixes=("_a", "_b"))
    joined = joined[joined["psn_no_a"] < joined["psn_no_b"]]
    joined = joined[(joined["setl_time_a"] - joined["setl_time_b"]).abs().dt.total_seconds() <= WINDOW_S]
    counts = joined.groupby(["psn_no_a", "psn_no_b"])["day"].nunique()
    pairs = counts[counts >= JOINT].index.tolist()
    parts = nx.community.louvain_communities(nx.Graph(pairs), seed=1)
    return {"pairs": len(pairs), "communities": sum(len(part) >= 5 for part in parts)}


def main() -> None:
    """Run the one that is asked for, within the memory."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    job = {"ours": with_ours, "duckdb": with_duckdb, "pandas": with_pandas}[sys.argv[1]]
    try:
        print(json.dumps(job(Path(sys.argv[2]))))
    except (MemoryError, duckdb.OutOfMemoryException):
        print(json.dumps({"failed": "out of memory"}))


if __name__ == "__main__":
    main()
