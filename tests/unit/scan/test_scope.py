"""The scope language: what is read, what is refused, and in which words."""

from __future__ import annotations

from datetime import date

import pytest

from graphfraud.errors import SettingError
from graphfraud.scan.scope import EXAMPLES, Scope, parse
from graphfraud.store.base import EntityRef

READ = [
    ("district=990101", Scope(district=("990101",))),
    ("district=990102, 990101,990101", Scope(district=("990101", "990102"))),
    ("insured=99", Scope(insured=("99",))),
    ("institutions=H2,H1", Scope(institutions=("H1", "H2"))),
    ("kinds=pharmacy, clinic", Scope(kinds=("clinic", "pharmacy"))),
    ("patients=B,A", Scope(patients=("A", "B"))),
    ("from=2025-01-01; to=2025-06-30", Scope(first=date(2025, 1, 1), last=date(2025, 6, 30))),
    ("to=2025-06-30;", Scope(last=date(2025, 6, 30))),
    ("near=patient:A1", Scope(near=EntityRef("patient", "A1"), hops=2, hub_degree=500)),
    ("hops=3; near=doctor:H1/7; hub_degree=40", Scope(near=EntityRef("doctor", "H1/7"), hops=3, hub_degree=40)),
    ("kinds=clinic; district=9901", Scope(district=("9901",), kinds=("clinic",))),
]


@pytest.mark.parametrize(("text", "scope"), READ)
def test_what_is_written_is_read(text: str, scope: Scope) -> None:
    assert parse(text) == scope
    assert parse(scope.text) == scope


def test_equal_scopes_have_one_text() -> None:
    text = "district=990101; kinds=clinic,pharmacy; from=2025-01-01; near=patient:A1; hops=2; hub_degree=300"
    other = " near = patient:A1;kinds=pharmacy,clinic; from=2025-01-01 ;district=990101"
    assert parse(other, hub_degree=300).text == parse(text).text == text


@pytest.mark.parametrize("example", EXAMPLES.values())
def test_every_example_can_be_read(example: str) -> None:
    parse(example)


REFUSED = [
    ("", "scope", "is empty", "district=990101"),
    (" ; ", "scope", "is empty", "district=990101"),
    ("distrct=990101", "distrct", "no part 'distrct'", "Did you mean 'district', as in 'district=990101'?"),
    ("hospital=H1", "hospital", "no part 'hospital'", "Parts: district, insured, institutions"),
    ("district", "district", "has no value", "district=990101"),
    ("district=; to=2025-01-01", "district", "has no value", "district=990101"),
    ("district=99; district=98", "district", "is given twice", "district=990101"),
    ("district=East", "district", "first 2 to 6 digits", "district=990101"),
    ("district=9", "district", "first 2 to 6 digits", "district=990101"),
    ("insured=9901012", "insured", "first 2 to 6 digits", "insured=9901"),
    ("institutions=H1,,H2", "institutions", "empty value", "institutions=H99010000001"),
    ("patients=A,", "patients", "empty value", "patients=700100200300"),
    ("kinds=pharmacie", "kinds", "did you mean 'pharmacy'?", "kinds=pharmacy"),
    ("from=01.02.2025", "from", "YYYY-MM-DD", "from=2025-01-01"),
    ("to=2025-02-30", "to", "YYYY-MM-DD", "to=2025-06-30"),
    ("from=2025-07-01; to=2025-06-30", "to", "lies before from=2025-07-01", "to=2025-06-30"),
    ("near=A1", "near", "kind:id", "near=patient:"),
    ("near=patent:A1", "near", "did you mean 'patient'?", "near=patient:"),
    ("near=employer:E1", "near", "kind:id", "near=patient:"),
    ("near=patient:", "near", "kind:id", "near=patient:"),
    ("near=patient:A1; hops=0", "hops", "from 1 to 6", "hops=2"),
    ("near=patient:A1; hops=two", "hops", "from 1 to 6", "hops=2"),
    ("near=patient:A1; hub_degree=1", "hub_degree", "from 2 to 1000000", "hub_degree=500"),
    ("hops=2", "hops", "needs near", "near=patient:"),
]


@pytest.mark.parametrize(("text", "name", "said", "hint"), REFUSED)
def test_what_cannot_be_meant_is_refused_with_an_example(text: str, name: str, said: str, hint: str) -> None:
    with pytest.raises(SettingError) as caught:
        parse(text)
    assert caught.value.name == name
    assert said in caught.value.message
    assert hint in caught.value.hint


def test_in_words() -> None:
    scope = parse("district=990101; kinds=pharmacy; from=2025-01-01; near=patient:A1")
    assert scope.description.en == (
        "institutions in district 990101; institutions of kind pharmacy; settled from 2025-01-01 to the last day; "
        "within 2 hops of patient:A1 (not through hubs of over 500 neighbours)"
    )
    assert scope.description.zh == (
        "机构所属区划 990101；机构类别 pharmacy；结算日2025-01-01至最晚；"
        "距 patient:A1 2 步以内（不经过邻居数超过 500 的枢纽）"
    )
    assert scope.to_dict()["text"] == scope.text
    people = parse("patients=A,B,C").description
    assert (people.zh, people.en) == ("指定的 3 名参保人", "3 given patients")
