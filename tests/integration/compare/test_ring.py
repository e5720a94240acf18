"""A ring whose stays its hospital has no record of: the scan says so, with what was to be expected."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from graphfraud.model.ring import Evidence, Ring
from graphfraud.synth.generate import Wish, synthesise
from ingest.compare import Request, compare
from tests.integration.compare.exporting import export, read
from tests.integration.ingest.loading import load
from tests.integration.scan.scanning import rings


@dataclass(frozen=True)
class Case:
    """A loaded sample city, the hospital of its first planted ring of stays, and that ring's standing stays there."""

    folder: Path
    place: str
    stays: dict[str, str]
    """setl_id → mdtrt_id."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = Path(tmp_path_factory.mktemp("city"))
    synthesise(Wish(persons=3000, seed=11), folder / "city")
    assert load(folder / "w", folder / "city").code == 0
    with (folder / "city/truth.csv").open(encoding="utf-8") as file:
        truth = [row for row in csv.DictReader(file) if row["scheme"] == "fake_stay"]
    members = {t["id"] for t in truth if t["ring_id"] == truth[0]["ring_id"] and t["kind"] == "patient"}
    bills = read(folder / "city", "setl_d")
    back = {b["init_setl_id"] for b in bills if b["medfee_sumamt"].startswith("-")}
    mine = [b for b in bills if b["psn_no"] in members and b["med_type"] == "21" and b["setl_id"] not in back]
    place = Counter(b["fixmedins_code"] for b in mine).most_common(1)[0][0]
    standing = [b for b in mine if b["fixmedins_code"] == place and not b["medfee_sumamt"].startswith("-")]
    return Case(folder, place, {b["setl_id"]: b["mdtrt_id"] for b in standing if b["vali_flag"] == "1"})


def said(found: list[Ring]) -> list[Evidence]:
    return [e for ring in found for e in ring.evidence if e.signal == "not_in_his"]


def test_missing_stays_support_the_ring_once_they_were_compared(case: Case) -> None:
    before = rings(case.folder / "w", schemes=("fake_stay",))
    assert said(before) == []
    gone = sorted(case.stays)[: len(case.stays) - 1]
    his = export(case.folder / "city", case.folder / "his", case.place, without=[case.stays[s] for s in gone])
    result = compare(Request(his, workspace=case.folder / "w"), lambda text: None)
    missing = {s for ids in result.found.differences["setl_ids"] for s in ids}
    assert set(result.found.differences["finding"]) == {"missing"}
    assert set(gone) == missing
    after = rings(case.folder / "w", schemes=("fake_stay",))
    (evidence,) = said(after)
    assert set(evidence.setl_ids) <= missing
    assert evidence.observed >= 0.5 * len(gone)
    assert evidence.expected < 0.5
    (ring,) = [r for r in after if evidence in r.evidence]
    (same,) = [r for r in before if r.patients == ring.patients]
    assert ring.score > same.score
