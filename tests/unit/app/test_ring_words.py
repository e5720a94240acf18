"""A ring in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.components import ring_words
from app.texts import texts
from graphfraud.model.ring import Innocent, Text
from tests.unit.app.sample import ring

ZH, EN = texts("zh"), texts("en")


def test_the_story_in_chinese() -> None:
    assert ring_words.story(ZH, ring()) == [
        "疑似虚假/诱导住院：5名参保人，另涉及2个机构或医师，共3笔结算，医疗费总额350.00 元，其中基金支付200.00 元。",
        ZH("why.fake_stay"),
        "五人同进同出3次。",
        "尚不能排除的正常解释：体检、接种等人群高峰日。",
    ]


def test_the_story_in_english() -> None:
    assert ring_words.story(EN, ring()) == [
        "Suspected fake or induced stays: 5 patients and 2 institutions or doctors, 3 settlements, "
        "total medical fees ¥350.00, of which the fund paid ¥200.00.",
        EN("why.fake_stay"),
        "Five people met 3 times.",
        "Innocent explanations that remain open: check-up, vaccination or other crowd day.",
    ]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), "There was no data to test innocent explanations with; take special care when checking."),
        (
            ("ruled_out", "untested"),
            "1 innocent explanations were tested and none accounts for it; the original records still need checking.",
        ),
        (("likely",), "Innocent explanations that remain open: family."),
    ],
)
def test_doubt(verdicts: tuple[str, ...], expected: str) -> None:
    tested = tuple(Innocent("family", verdict, Text("甲", "a")) for verdict in verdicts)
    assert ring_words.doubt(EN, ring(innocent=tested)) == expected


@pytest.mark.parametrize(
    ("reason", "expected"),
    [(None, ""), ("treatment_cycle", "治疗周期"), ("unstable", "不够稳定"), ("chance", "可能出于偶然"), ("新", "新")],
)
def test_a_demotion_is_said_in_words(reason: str | None, expected: str) -> None:
    assert ring_words.reason_name(ZH, reason) == expected


def test_score_rate_and_stability_say_what_they_mean() -> None:
    assert ring_words.score_words(EN, ring()) == [
        (
            "Score",
            "0.881",
            "up to 1 from the scheme's own signals, support on top; the higher the stronger the evidence; "
            "for ranking only",
        ),
        ("False discovery", "1%", "of 100 leads this strong, about 1 are expected to be chance"),
        ("Stability", "90%", "found again in 90% of the repeats, each with some weeks left out"),
    ]


def test_a_channel_between_institutions_has_no_patients_to_count() -> None:
    channel = replace(ring(), members=tuple(m for m in ring().members if m.kind != "patient"))
    assert ring_words.story(EN, channel)[0] == (
        "Suspected fake or induced stays: 2 institutions, 3 settlements, total medical fees ¥350.00, of which the fund "
        "paid ¥200.00."
    )
