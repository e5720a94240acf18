"""Every innocent explanation, case by case: what demotes, what only raises a doubt, what is ruled out."""

from __future__ import annotations

import pytest

from graphfraud.innocent import EXPLANATIONS
from tests.golden.innocent.candidates import Made, candidate

MONTHLY = tuple(20100 + 21 * i for i in range(7))
WEDNESDAYS = tuple(20101 + 7 * i for i in (0, 2, 3, 7, 8))
MONTH_ENDS = (20118, 20146, 20177, 20207, 20238)  # 31 Jan, 28 Feb, 31 Mar, 30 Apr, 31 May 2025

# Every four weeks, a week earlier or later: a caregiver's round for repeat prescriptions.
ABOUT_MONTHLY = tuple(20100 + d for d in (0, 22, 58, 80, 102, 138, 160, 182, 218, 240))
ABOUT_FOUR_WEEKS = tuple(20100 + d for d in (0, 27, 56, 85, 111, 140, 166, 195, 224, 250))
# Every week a list of its own whose patients all come back after 17 and after 34 days: also the gaps of DAY_LISTS.
DAY_LISTS = (20100, 20117, 20151)
ON_SCHEDULE = tuple((19_800 + 7 * week, gap) for week in range(30) for gap in (17, 34))
ANY_RETURN = tuple((19_800 + 7 * week, 3 + (11 * week) % 97) for week in range(60))
ANOTHER_RING = tuple((19_901, gap) for gap in (17, 34) for _ in range(20))
SCATTERED = (36_000, 36_020, 36_090, 36_100, 37_900, 37_950, 39_000, 39_010)
IN_TURN = tuple(36_000 + 240 * i for i in range(8))

CASES: list[tuple[str, str, str, Made]] = [
    ("family", "eight households", "ruled_out", Made()),
    ("family", "one household", "likely", Made(household=(1,) * 8)),
    ("family", "three households of eight", "likely", Made(household=(1, 1, 1, 2, 2, 2, 3, 3))),
    ("family", "five of unknown household", "possible", Made(members=5, household=(-1,) * 5, registered=False)),
    ("family", "nine without household data", "untested", Made(members=9, household=(-1,) * 9, registered=False)),
    ("family", "seven of one village without household data", "possible",
     Made(members=7, household=(-1,) * 7, registered=False, employer=(1,) * 7)),
    ("family", "seven without household data, of villages unknown", "possible",
     Made(members=7, household=(-1,) * 7, registered=False, employer=(-1,) * 7)),
    ("family", "seven of many villages without household data", "untested",
     Made(members=7, household=(-1,) * 7, registered=False)),
    ("family", "eight unknown where all others are known", "likely",
     Made(household=(-1,) * 8, registered=True, elsewhere=800)),
    ("family", "one unknown of five, the others of four households", "ruled_out",
     Made(members=5, household=(1, 2, 3, 4, -1), elsewhere=95)),
    ("care_home", "own addresses", "ruled_out", Made()),
    ("care_home", "six of eight at one address", "likely", Made(address=(1, 1, 1, 1, 1, 1, 2, 3))),
    ("care_home", "three of eight at one address", "possible", Made(address=(1, 1, 1, 2, 3, 4, 5, 6))),
    ("care_home", "two homes", "likely", Made(address=(1, 1, 1, 1, 2, 2, 2, 2))),
    ("care_home", "three houses of a home", "likely", Made(members=9, address=(1, 1, 1, 2, 2, 2, 3, 3, 3))),
    ("care_home", "a home and couples", "possible", Made(address=(1, 1, 1, 1, 2, 2, 3, 3))),
    ("care_home", "no addresses", "untested", Made(address=(-1,) * 8)),
    ("care_home", "old people of unknown address, one doctor", "likely",
     Made(address=(-1,) * 8, places=(0,) * 6, born=(-6000.0,) * 8)),
    ("care_home", "old people of addresses of their own, one doctor", "ruled_out",
     Made(places=(0,) * 6, born=(-6000.0,) * 8)),
    ("care_home", "old people of unknown address, two places", "untested",
     Made(address=(-1,) * 8, born=(-6000.0,) * 8)),
    ("care_home", "old people of addresses of their own, one pharmacy, every four weeks or so", "likely",
     Made(places=(0,) * 10, days=ABOUT_FOUR_WEEKS, born=(-6000.0,) * 8, pharmacy=True)),
    ("care_home", "people of all ages, one pharmacy, every four weeks or so", "ruled_out",
     Made(places=(0,) * 10, days=ABOUT_FOUR_WEEKS, pharmacy=True)),
    ("care_home", "old people, one pharmacy, any day", "ruled_out",
     Made(places=(0,) * 6, born=(-6000.0,) * 8, pharmacy=True)),
    ("care_home", "people of all ages of unknown address, one doctor", "untested",
     Made(address=(-1,) * 8, places=(0,) * 6)),
    ("treatment_cycle", "irregular and unmarked", "ruled_out", Made()),
    ("treatment_cycle", "dialysis code", "likely", Made(stays=True, facts={"diagnosis": "Z49.1"})),
    ("treatment_cycle", "chemotherapy item", "likely", Made(facts={"item_names": "静脉化疗"})),
    ("treatment_cycle", "rehabilitation, irregular", "possible", Made(stays=True, facts={"diagnosis": "Z50.1"})),
    ("treatment_cycle", "rehabilitation every three weeks", "likely", Made(days=MONTHLY, facts={"diagnosis": "Z50.1"})),
    ("treatment_cycle", "rehabilitation, four courses of which one is missed", "likely",
     Made(days=(20100, 20168, 20306, 20375), places=(0,) * 4, stays=True, facts={"diagnosis": "G81.9"})),
    ("treatment_cycle", "rehabilitation on four days", "possible",
     Made(days=(20100, 20148, 20306, 20375), places=(0,) * 4, stays=True, facts={"diagnosis": "G81.9"})),
    ("treatment_cycle", "clockwork without a mark", "likely", Made(days=MONTHLY)),
    ("treatment_cycle", "clockwork but for one day elsewhere", "likely",
     Made(days=(*MONTHLY, MONTHLY[-1] + 11), places=(*(0,) * len(MONTHLY), 1))),
    ("treatment_cycle", "clockwork but for one day at the same place", "ruled_out",
     Made(days=(*MONTHLY, MONTHLY[-1] + 11), places=(0,) * (len(MONTHLY) + 1))),
    ("treatment_cycle", "chronic disease, ten times, about every four weeks", "likely",
     Made(days=ABOUT_MONTHLY, facts={"med_type": "140104"})),
    ("treatment_cycle", "chronic disease, irregular", "possible", Made(facts={"med_type": "140104"})),
    ("treatment_cycle", "the hospital's own schedule", "likely",
     Made(stays=True, days=DAY_LISTS, places=(0,) * 3, returns=ON_SCHEDULE)),
    ("treatment_cycle", "returns of others are of any length", "ruled_out",
     Made(stays=True, days=DAY_LISTS, places=(0,) * 3, returns=ANY_RETURN)),
    ("treatment_cycle", "another ring is no schedule", "ruled_out",
     Made(stays=True, days=DAY_LISTS, places=(0,) * 3, returns=ANY_RETURN + ANOTHER_RING)),
    ("treatment_cycle", "clockwork stays at two hospitals", "ruled_out", Made(stays=True, days=MONTHLY)),
    ("outing", "two places", "ruled_out", Made(others=(9.0,) * 6, seconds=SCATTERED)),
    ("outing", "one village, others between, each for themselves", "likely",
     Made(places=(0,) * 6, others=(9.0,) * 6, seconds=SCATTERED, employer=(1,) * 8)),
    ("outing", "one village, one after the other", "ruled_out",
     Made(places=(0,) * 6, others=(9.0,) * 6, seconds=IN_TURN, employer=(1,) * 8)),
    ("outing", "many villages", "possible", Made(places=(0,) * 6, others=(9.0,) * 6, seconds=SCATTERED)),
    ("outing", "villages unknown", "likely",
     Made(places=(0,) * 6, others=(9.0,) * 6, seconds=SCATTERED, employer=(-1,) * 8)),
    ("outing", "nobody between", "ruled_out", Made(places=(0,) * 6, seconds=SCATTERED, employer=(1,) * 8)),
    ("outing", "a pharmacy", "ruled_out",
     Made(places=(0,) * 6, others=(9.0,) * 6, seconds=SCATTERED, employer=(1,) * 8, pharmacy=True)),
    ("crowd_day", "nobody else", "ruled_out", Made()),
    ("crowd_day", "a crowd each time", "likely", Made(others=(40.0,) * 6, usual=(2.0,) * 6)),
    ("crowd_day", "a busy place as always", "ruled_out", Made(others=(12.0,) * 6, usual=(14.0,) * 6)),
    ("crowd_day", "one crowd of six", "possible", Made(others=(40.0, 0, 0, 0, 0, 0), usual=(2.0,) * 6)),
    ("programme", "own fees", "ruled_out", Made()),
    ("programme", "vaccination item", "likely", Made(facts={"item_names": "流感疫苗接种"})),
    ("programme", "equal fees, others there", "likely", Made(others=(3.0,) * 6, facts={"medfee": 35.0})),
    ("programme", "chronic patients of one village at one hospital", "likely",
     Made(places=(0,) * 6, employer=(1,) * 8, facts={"med_type": "1403"})),
    ("programme", "chronic patients of many villages at one hospital", "ruled_out",
     Made(places=(0,) * 6, facts={"med_type": "1403"})),
    ("programme", "chronic patients of one village at two hospitals", "ruled_out",
     Made(employer=(1,) * 8, facts={"med_type": "1403"})),
    ("programme", "equal fees, nobody else", "possible", Made(facts={"medfee": 35.0})),
    ("programme", "equal sums, pharmacy", "ruled_out", Made(pharmacy=True, others=(3.0,) * 6, facts={"medfee": 500.0})),
    ("popular_day", "any day", "ruled_out", Made()),
    ("popular_day", "always Wednesday, others there", "likely", Made(days=WEDNESDAYS, others=(3.0,) * 5)),
    ("popular_day", "always Wednesday, two places, alone", "possible", Made(days=WEDNESDAYS)),
    ("popular_day", "always Wednesday but for one day elsewhere", "likely",
     Made(days=(*WEDNESDAYS, WEDNESDAYS[-1] + 9), places=(*(0,) * len(WEDNESDAYS), 1))),
    ("popular_day", "a five-day market", "likely", Made(days=(20100, 20115, 20120, 20145, 20155), places=(0,) * 5)),
    ("popular_day", "stays that begin on market days", "ruled_out",
     Made(stays=True, days=(20100, 20115, 20120, 20145, 20155), places=(0,) * 5)),
    ("popular_day", "stays that always begin on Wednesday", "likely",
     Made(stays=True, days=WEDNESDAYS, places=(0,) * 5)),
    ("popular_day", "three Wednesdays are chance", "ruled_out", Made(days=(20101, 20115, 20143), places=(0,) * 3)),
    ("common_origin", "own employers", "ruled_out", Made()),
    ("common_origin", "one employer, uniform fees", "likely", Made(employer=(1,) * 8, facts={"medfee": 300.0})),
    ("common_origin", "one employer, own fees, any day", "possible", Made(employer=(1,) * 8)),
    ("common_origin", "no employers", "untested", Made(employer=(-1,) * 8)),
    ("age_group", "all ages", "ruled_out", Made()),
    ("age_group", "one school year", "likely", Made(born=tuple(16000.0 + 40 * i for i in range(8)))),
    ("age_group", "no births known", "untested", Made(born=(float("nan"),) * 8)),
    ("batch_stamp", "own times", "ruled_out", Made()),
    ("batch_stamp", "one second for all", "likely", Made(seconds=(61_201,) * 8)),
    ("batch_stamp", "minutes only, own minutes", "ruled_out", Made(seconds=tuple(36_000 + 60 * i for i in range(8)))),
    ("batch_stamp", "minutes only, one for all", "likely", Made(seconds=(61_200,) * 8)),
    ("batch_stamp", "month ends", "likely", Made(days=MONTH_ENDS)),
    ("batch_stamp", "stays that close at the month's end", "likely",
     Made(stays=True, days=tuple(d - 6 for d in MONTH_ENDS))),
    ("batch_stamp", "one long stay in parts", "likely", Made(stays=True, days=(20100, 20106, 20112, 20118, 20124))),
    ("batch_stamp", "stays apart", "ruled_out", Made(stays=True)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "verdict", "made"), [(c, v, m) for c, _, v, m in CASES], ids=[f"{c}: {t}" for c, t, _, _ in CASES]
)
def test_verdict(code: str, verdict: str, made: Made) -> None:
    (explanation,) = [e for e in EXPLANATIONS if e.code == code]
    found = explanation.test(candidate(made))
    assert (found.explanation, found.verdict) == (code, verdict), found.detail.en


def test_every_explanation_has_a_case_that_demotes_and_one_that_does_not() -> None:
    for explanation in EXPLANATIONS:
        verdicts = {v for c, _, v, _ in CASES if c == explanation.code}
        assert {"likely", "ruled_out"} <= verdicts


def test_every_explanation_has_words_and_a_description() -> None:
    for explanation in EXPLANATIONS:
        assert explanation.name.zh
        assert explanation.name.en
        assert len(explanation.test.__doc__ or "") > 40
