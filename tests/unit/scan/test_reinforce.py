"""Support signals move a ring, and publish one that was merely weak; nothing else about it changes."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from graphfraud.model.ring import Evidence, Innocent, Text
from graphfraud.parameters import Parameters
from graphfraud.scan.finish import Kept
from graphfraud.scan.reinforce import reinforce
from graphfraud.support.base import Answer, Measure, Said, Support
from tests.unit.evaluate.rings import ring

SCENE: Any = SimpleNamespace(parameters=Parameters())
WORDS = Text("线索", "lead")
EVIDENCE = Evidence("outside", WORDS, 3, 1, 0.1, ("S1",))
WEAK = replace(ring(1, "ABCDE", status="demoted"), status_reason="weak")


def support(measure: Measure | None, left_out: dict[str, int] | None = None) -> Support:
    return Support("outside", WORDS, 0.2, "", lambda scene: (measure, left_out or {}))


def said(answer: Answer, of: Any = WEAK) -> Any:
    return reinforce([Kept(of, ())], SCENE, [support(lambda subject: answer)])[0][0].ring


def test_strength_times_weight_comes_on_top_of_the_score() -> None:
    stronger = said(Said(0.5, EVIDENCE), ring(1, "ABCDE"))
    assert stronger == replace(ring(1, "ABCDE"), score=1.1, evidence=(EVIDENCE,))


def test_a_weak_ring_is_published_only_where_the_support_lifts() -> None:
    assert (said(Said(1.0, EVIDENCE)).status, said(Said(1.0, EVIDENCE)).status_reason) == ("demoted", "weak")
    assert (said(Said(1.0, EVIDENCE, lifts=True)).status, said(Said(1.0, EVIDENCE, lifts=True)).status_reason) == (
        "published",
        None,
    )


@pytest.mark.parametrize("change", [{"status_reason": "family"}, {"fdr": 0.06}, {"stability": 0.4}])
def test_nothing_lifts_over_an_innocent_explanation_chance_or_instability(change: dict[str, Any]) -> None:
    demoted: Any = replace(WEAK, **change)
    assert said(Said(1.0, EVIDENCE, lifts=True), demoted).status == "demoted"


def test_an_innocent_answer_stands_beside_the_explanations_and_leaves_the_score() -> None:
    innocent = Innocent("cleared", "possible", WORDS)
    assert said(innocent) == replace(WEAK, innocent=(innocent,))


def test_without_its_data_a_support_says_nothing_and_what_it_left_out_is_counted_by_name() -> None:
    kept = [Kept(WEAK, ())]
    assert reinforce(kept, SCENE, [support(None, {"unknown_entities": 3})]) == (kept, {"outside.unknown_entities": 3})
