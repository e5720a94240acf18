"""A whole sample city with rings: whatever is asked, every store gives the same answer."""

from __future__ import annotations

import itertools
import random
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.errors import GraphFraudError
from graphfraud.model.graph import KINDS_OF_PLACE
from graphfraud.model.ring import KINDS
from graphfraud.parameters import Parameters
from graphfraud.store import neo4j_paths
from graphfraud.store.base import SORTS, EntityRef, GraphStore, RingFilter
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.neo4j_store import Neo4jStore
from graphfraud.workspace import Workspace
from tests.conformance.store.conftest import login, send
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j
HUB_DEGREE = 60
HOSTILE = (
    *("", " ", ":", "patient:", "doctor::", "'", '"', "`", "\\", "' OR 1=1 --", "}) DETACH DELETE n //", "$id"),
    *(
        "%",
        "*",
        "/",
        "H1/",
        "甲",
        "\U0001f600",
        "é",
        "e\u0301",
        "a\nb",
        "a\x01b",
        "0",
        "zzzz",
        "x" * 5000,
        "PATIENT:1",
        "null",
    ),
)
Both = tuple[GraphStore, GraphStore]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give a sample city of 3,000 persons, loaded and scanned."""
    root = tmp_path_factory.mktemp("sample")
    at = ["--workspace", str(root / "w")]
    run("synth", "--persons", "3000", "--seed", "11", "--out", str(root / "city"))
    run("load", str(root / "city"), *at)
    run("scan", *at, "--param", "decoys=0", "--param", "stability_runs=0")
    run("scan", *at, "--param", "decoys=0", "--param", "stability_runs=0", "--schemes", "fake_stay,co_swipe")
    return Workspace(root / "w")


@pytest.fixture(scope="module")
def both(place: Workspace, neo4j_server: Neo4jServer) -> Both:
    send(place, neo4j_server)
    return EmbeddedStore(place, HUB_DEGREE), Neo4jStore(place, login(neo4j_server), HUB_DEGREE)


@pytest.fixture(scope="module")
def refs(both: Both) -> list[EntityRef]:
    """Give members of rings, and their neighbours' neighbours, of every kind."""
    embedded = both[0]
    found = {EntityRef(m.kind, m.id) for ring in embedded.rings().rings for m in ring.members}
    for ref in sorted(found, key=str)[:10]:
        near = embedded.neighbours(ref, limit=20).items
        found.update(n.ref for n in near)
        found.update(n.ref for first in near[:2] for n in embedded.neighbours(first.ref, limit=5).items)
    return sorted(found, key=str)


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 0, result.output
    return result.stdout


def told(store: GraphStore, name: str, *args: Any, **how: Any) -> Any:
    """Give an answer as plain data, an error by its class and words."""
    try:
        answer = getattr(store, name)(*args, **how)
    except GraphFraudError as e:
        return type(e).__name__, e.message, e.hint
    if isinstance(answer, Parameters):
        return answer.stored
    return (answer.schema, answer.to_pydict()) if isinstance(answer, pa.Table) else answer


def same(both: Both, name: str, *args: Any, **how: Any) -> Any:
    """Ask both stores, and give the answer that is the same."""
    embedded, server = (told(store, name, *args, **how) for store in both)
    assert server == embedded
    return embedded


def test_runs_and_rings(both: Both) -> None:
    runs = same(both, "runs")
    assert len(runs) == 2
    same(both, "run")
    for info in runs:
        assert same(both, "parameters", run=info.run_id)["decoys"] == 0
        page = same(both, "rings", run=info.run_id)
        assert page.rings
        for ring in page.rings:
            for name in ("ring", "links", "gatherings"):
                same(both, name, ring.ring_id, run=info.run_id)
    same(both, "dispositions")


def test_filters_sorts_and_pages(both: Both, refs: list[EntityRef]) -> None:
    filters = [
        RingFilter(),
        RingFilter(schemes=("fake_stay",)),
        RingFilter(status="demoted"),
        RingFilter(reason="possible_family"),
        RingFilter(min_score=0.5),
        RingFilter(min_fund=Decimal(5000)),
        RingFilter(one_a_gang=True),
        *(RingFilter(entity=ref) for ref in refs[::40]),
        *(RingFilter(text=text) for text in ("医院", "R1", "a", *HOSTILE)),
    ]
    for wanted, sort, descending in itertools.product(filters, SORTS, (False, True)):
        how = {"sort": sort, "descending": descending, "offset": 1, "limit": 3}
        same(both, "rings", wanted, **how)


def test_entities(both: Both, refs: list[EntityRef]) -> None:
    assert {ref.kind for ref in refs} >= {"patient", "doctor", "hospital", "clinic", "pharmacy"}
    for ref in refs[::8]:
        same(both, "entity", ref)
        for kind, limit in ((None, 100), (None, 7), *((kind, 5) for kind in KINDS)):
            same(both, "neighbours", ref, kind=kind, limit=limit)
        same(both, "resolve", ref.id)
    for ref in refs[::20]:
        same(both, "timeline", ref, limit=9)
    same(both, "names", tuple(refs))


def test_claims_and_aliases(both: Both, place: Workspace) -> None:
    rings = both[0].rings().rings
    for ring in rings[:5]:
        same(both, "claims", ring.setl_ids)
    aliases = sorted({(m.id, alias) for ring in rings for m in ring.members for alias in m.aliases})
    assert aliases
    for patient, alias in aliases:
        assert same(both, "resolve", alias) == EntityRef("patient", patient)
        same(both, "entity", EntityRef("patient", alias))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_ids(both: Both, text: str) -> None:
    same(both, "resolve", text)
    same(both, "run", text or "x")
    same(both, "ring", text)
    same(both, "links", text)
    same(both, "claims", (text,))
    for kind in ("patient", "hospital", "robot", text):
        ref = EntityRef(kind, text)
        same(both, "entity", ref)
        same(both, "neighbours", ref)
        same(both, "timeline", ref)
        same(both, "names", (ref,))


def test_near_ids(both: Both, refs: list[EntityRef]) -> None:
    for ref in refs[::15]:
        same(both, "resolve", ref.id[:-1] + "x")


def test_between(both: Both, refs: list[EntityRef]) -> None:
    drawn = random.Random(4)
    for size in (2, 7, 60, len(refs)):
        same(both, "between", tuple(drawn.sample(refs, size)))
    listed = [row for kind in KINDS_OF_PLACE for row in both[0].ask("degrees", kind=kind, top=1000).to_pylist()]
    found = same(both, "between", tuple(EntityRef(row["kind"], row["id"]) for row in listed))
    assert {r.kind for r in found} == {"SAME_OWNER"}


@pytest.mark.parametrize("tied", [0, neo4j_paths.TIED])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"k": 25},
        {"max_hops": 3, "k": 8},
        {"max_hops": 5, "k": 40},
        {"avoid_hubs": False, "max_hops": 4},
    ],
)
def test_paths(
    both: Both, refs: list[EntityRef], how: dict[str, Any], tied: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the server looks for what lies between two fronts, and layer by layer."""
    monkeypatch.setattr(neo4j_paths, "TIED", tied)
    drawn = random.Random(5)
    lengths: set[int] = set()
    for _ in range(60):
        a, b = drawn.sample(refs, 2)
        answer = same(both, "paths", a, b, **how)
        lengths.update(len(path.hops) for path in answer.paths)
    assert len(lengths) > 2


@pytest.mark.parametrize(
    ("first", "last"), [(date(2025, 3, 1), date(2025, 4, 15)), (None, date(2025, 7, 10)), (date(2025, 6, 20), None)]
)
def test_paths_within_days(both: Both, refs: list[EntityRef], first: date | None, last: date | None) -> None:
    drawn = random.Random(6)
    found = 0
    for _ in range(50):
        a, b = drawn.sample(refs, 2)
        answer = same(both, "paths", a, b, first=first, last=last)
        found += len(answer.paths)
    assert found


def test_commands_print_the_same(
    place: Workspace, both: Both, refs: list[EntityRef], neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_PASSWORD_FILE", str(neo4j_server.password_file))
    ring = both[0].rings(limit=1).rings[0]
    a, b = ring.patients[:2]
    newer, older = (info.run_id for info in both[0].runs())
    for command in (
        ["rings", "--format", "json"],
        ["rings", "--format", "csv"],
        ["ring", ring.ring_id, "--claims", "--format", "json"],
        ["ring", ring.ring_id, "--claims"],
        ["path", a, b, "--format", "json"],
        ["path", a, b, "--from", "2025-02-01", "--to", "2025-06-30"],
        ["runs", "--format", "json"],
        ["runs", "diff", older, newer, "--format", "json"],
    ):
        printed = {run(*command, "--workspace", str(place.root), "--store", store) for store in ("embedded", "neo4j")}
        assert len(printed) == 1, command
