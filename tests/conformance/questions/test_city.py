"""Every question on a sample city of 3,000 persons: the server gives what the embedded store gives, row for row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.questions import questions
from graphfraud.synth.generate import Wish, synthesise
from graphfraud.workspace import Workspace
from tests.conformance.questions import oracle
from tests.conformance.questions.server import Server, holding
from tests.conformance.questions.test_answers import rows
from tests.integration.ingest.loading import load
from tests.integration.scan.scanning import rings
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j
KINDS = ("patient", "doctor", "hospital", "clinic", "pharmacy")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, neo4j_server: Neo4jServer) -> Iterator[Server]:
    folder = Path(tmp_path_factory.mktemp("city"))
    synthesise(Wish(persons=3000, seed=11), folder / "files")
    assert load(folder / "w", folder / "files").code == 0
    rings(folder / "w", schemes=("fake_stay", "co_swipe"))
    workspace = Workspace(folder / "w")
    with holding(neo4j_server, workspace) as made:
        yield made


def _most_connected(store: EmbeddedStore, kind: str, n: int = 2) -> list[EntityRef]:
    found = store.ask("degrees", kind=kind, top=n).to_pylist()
    return [EntityRef(kind, row["id"]) for row in found]


def _busy_doctors(store: EmbeddedStore) -> list[str]:
    """Give doctors of the most connected hospital: those of pharmacies see nobody elsewhere."""
    hospital = _most_connected(store, "hospital", 1)[0]
    found = store.ask("neighbours", entity=hospital, kind="doctor", limit=3).to_pylist()
    return [f"doctor:{row['id']}" for row in found]


def _asked(store: EmbeddedStore) -> list[tuple[str, dict[str, Any]]]:
    """Give several questions of each name, about rings, their members, and the most connected of each kind."""
    found = store.rings().rings
    some = [found[0], found[len(found) // 2], found[-1]]
    people = [EntityRef("patient", p) for p in max(found, key=lambda r: len(r.patients)).patients[:12]]
    hubs = {kind: _most_connected(store, kind) for kind in KINDS}
    everybody = [people[0], *(ref for refs in hubs.values() for ref in refs)]
    asked: list[tuple[str, dict[str, Any]]] = []

    def add(name: str, **values: Any) -> None:
        asked.append((name, values))

    add("rings")
    add("rings", sort="score", descending=True, limit=7, offset=3)
    add("rings", sort="fund_pay_sumamt", status="published", min_score=0.3)
    add("rings", entity=people[0])
    add("rings", text=people[0].id)
    for ring in some:
        add("ring_graph", ring_id=ring.ring_id)
        add("ring_claims", ring_id=ring.ring_id)
        add("ring_watch", ring_id=ring.ring_id, hops=6)
        add("gatherings_of", patients=ring.patients[:30] if len(ring.patients) > 1 else people, minutes=1440)
    for ref in everybody:
        add("profile", entity=ref)
        add("neighbours", entity=ref)
        add("neighbours", entity=ref, kind="doctor", limit=5)
        add("timeline", entity=ref, limit=50)
        add("timeline", entity=ref, begin="2025-02-01", end="2025-03-31", limit=20)
        add("rings_near", entity=ref)
    for ref in (people[0], hubs["doctor"][0], hubs["pharmacy"][1]):
        add("money_by_hop", entity=ref, hops=1)
        add("money_by_hop", entity=ref, hops=3, hub_degree=100)
        add("watch_paths", entity=ref, hub_degree=100, limit=1000)
        add("watch_paths", entity=ref, hops=6, hub_degree=60)
    add("common_neighbours", entities=people)
    add("common_neighbours", entities=people, min_sharing=3, kind="pharmacy", limit=3)
    for other in people[1:4]:
        add("co_visits", a=people[0], b=other)
        add("co_visits", a=people[0], b=other, minutes=10_080)
    add("gatherings_of", patients=people, k=3)
    for doctor in _busy_doctors(store):
        add("triangles", doctor=doctor)
        add("triangles", doctor=doctor, days=30, min_patients=2, limit=4)
    owners = store.ask("degrees", top=1000).to_pylist()
    for row in [r for r in owners if r["kind"] in KINDS[2:]]:
        add("same_owner", institution=f"{row['kind']}:{row['id']}")
    add("degrees")
    add("degrees", kind="pharmacy", top=5)
    for ref in people:
        add("contacts_of", patient=ref)
        add("contacts_of", patient=ref, max_persons=3)
    return asked


def test_the_server_answers_as_the_embedded_store(city: Server) -> None:
    asked = _asked(city.store)
    differ = [
        (name, values) for name, values in asked if not city.ask(name, **values).equals(city.store.ask(name, **values))
    ]
    assert differ == []
    answered = {name for name, values in asked if city.store.ask(name, **values).num_rows}
    assert answered == set(questions())


def test_answers_about_the_most_connected_are_those_of_pandas(city: Server) -> None:
    store = city.store
    claims: pd.DataFrame = pq.read_table(store.question_tables().of("settlement", ())[0]).to_pandas()
    for money in oracle.MONEY:
        claims[money] = (claims[money].astype(float) * 100).round().astype(int)
    doctor = _busy_doctors(store)[0]
    found = store.ask("triangles", doctor=doctor, days=30)
    assert rows("triangles", found) == oracle.triangles(claims, doctor, 30, 1, 100)
    assert rows("degrees", store.ask("degrees", top=3)) == oracle.degrees(claims, None, 3)
    found = store.ask("money_by_hop", entity=doctor, hops=3, hub_degree=100)
    assert rows("money_by_hop", found) == oracle.money_by_hop(claims, doctor, 3, 100)
