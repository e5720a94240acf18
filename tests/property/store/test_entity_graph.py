"""The entity graph on disk against a plain dictionary of the same settlements."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.claims.clean import PERSON, SETTLEMENT
from graphfraud.store import entity_graph
from graphfraud.store.base import EntityRef
from graphfraud.store.graph_files import EntityGraph

KIND = {"h1": "hospital", "h2": "hospital", "c1": "clinic", "p1": "pharmacy", "甲": "clinic"}
Visit = tuple[str, str, str | None, int]
visits = st.tuples(
    st.sampled_from(["A", "B", "C", "乙"]),
    st.sampled_from(sorted(KIND)),
    st.sampled_from([None, "D1", "D2", "h1/3"]),
    st.integers(0, 5),
)


def write(folder: Path, found: list[Visit]) -> None:
    rows = sorted(
        (patient, hour, f"s{at:03}", place, doctor) for at, (patient, place, doctor, hour) in enumerate(found)
    )
    start = datetime(2025, 1, 1)
    table = [
        dict.fromkeys(SETTLEMENT.names)
        | {"setl_id": s, "patient": p, "psn_no": p, "fixmedins_code": place, "kind": KIND[place], "doctor": doctor}
        | {"setl_time": start + timedelta(hours=hour), "medfee_sumamt": Decimal("1.05")}
        | {"fund_pay_sumamt": Decimal(hour) / 10, "acct_pay": Decimal(0)}
        for p, hour, s, place, doctor in rows
    ]
    pq.write_table(pa.Table.from_pylist(table, SETTLEMENT), folder / "settlement.parquet")
    people = [{"psn_no": "A", "patient": "A"}, {"psn_no": "A2", "patient": "A"}, {"psn_no": "A3", "patient": "A"}]
    pq.write_table(pa.Table.from_pylist(people, PERSON), folder / "person.parquet")


def edges_of(found: list[Visit]) -> dict[tuple[str, str], set[str]]:
    """Give the settlements behind each pair of entities, both ways."""
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for at, (patient, place, doctor, _) in enumerate(found):
        ends = [f"patient:{patient}", f"{KIND[place]}:{place}", *([f"doctor:{doctor}"] if doctor else [])]
        for a in ends:
            for b in ends:
                if a != b:
                    pairs[a, b].add(f"s{at:03}")
    return pairs


@settings(max_examples=60, deadline=None)
@given(st.lists(visits, max_size=25))
def test_graph_equals_dictionary(found: list[Visit]) -> None:
    expected = edges_of(found)
    with TemporaryDirectory() as name:
        write(Path(name), found)
        graph = EntityGraph(entity_graph.build(Path(name)))
        refs = [graph.ref(node) for node in range(len(graph))]
        assert [(r.kind, r.id) for r in refs] == sorted((r.kind, r.id) for r in refs)
        assert {str(r) for r in refs} == {a for a, _ in expected}
        seen = {}
        for node, ref in enumerate(refs):
            assert graph.find(ref) == node
            neighbours, edges = graph.edges_of(node)
            assert neighbours.tolist() == sorted(neighbours.tolist())
            for other, edge in zip(neighbours.tolist(), edges.tolist(), strict=True):
                assert graph.edge(node, other) == edge
                rows = graph.in_time_order(graph.rows(edges[neighbours == other]))
                seen[str(ref), str(refs[other])] = set(rows["setl_id"].to_pylist())
            mine = graph.in_time_order(graph.rows_of(node))["setl_id"].to_pylist()
            assert sorted(mine) == sorted({s for (a, _), ids in expected.items() if a == str(ref) for s in ids})
        assert seen == expected


def test_aliases_and_amounts(tmp_path: Path) -> None:
    write(tmp_path, [("A", "h1", None, 3)])
    graph = EntityGraph(entity_graph.build(tmp_path))
    assert graph.aliases_of("A") == ("A2", "A3")
    assert (graph.patient_of("A3"), graph.patient_of("A")) == ("A", None)
    assert graph.find_all("A2") == (EntityRef("patient", "A"),)
    assert graph.settled.select(["medfee_sumamt", "fund_pay_sumamt"]).to_pylist() == [
        {"medfee_sumamt": 105, "fund_pay_sumamt": 30}
    ]
