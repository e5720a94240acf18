"""The catalogues: same keys, same placeholders, nothing missing, nothing unused."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import app
from app.texts import rooms, texts
from graphfraud.innocent import EXPLANATIONS
from graphfraud.model.disposition import LABELS
from graphfraud.model.ring import KINDS, ROLES
from graphfraud.scan.gangs import REASONS
from graphfraud.schemes import SCHEMES
from graphfraud.store.base import SORTS
from graphfraud.support import SUPPORTS

FOLDER = Path(app.__file__).parent
ZH, EN = texts("zh").words, texts("en").words
CJK = re.compile(r"[\u4e00-\u9fff]")
CONTRACT_SCHEMES = """
fake_stay feeder split_stay overlap_stay co_swipe remote_cash_out empty_swipe resale reflow forged_rx burst_rx
ghost_doctor impersonation after_death dialysis false_qualification false_receipt shell_employer double_claim insider
""".split()  # noqa: SIM905 - twenty lines otherwise


def used() -> tuple[set[str], set[str]]:
    """Give the keys that the code asks for by name, and the families it asks for with a code."""
    names: set[str] = set()
    families: set[str] = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                _asked(node, names, families)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ZH:
                names.add(node.value)
    return names, families


def _asked(call: ast.Call, names: set[str], families: set[str]) -> None:
    if isinstance(call.func, ast.Name) and call.func.id == "t" and call.args:
        first = call.args[0]
        if isinstance(first, ast.Constant):
            names.add(str(first.value))
        if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            families.add(str(first.values[0].value))
    if isinstance(call.func, ast.Attribute) and call.func.attr == "named":
        first = call.args[0]
        assert isinstance(first, ast.Constant)
        assert isinstance(first.value, str)
        families.add(f"{first.value}.")


def test_both_languages_have_the_same_keys_in_the_same_files() -> None:
    zh, en = ({name: sorted(words) for name, words in rooms(lang).items()} for lang in ("zh", "en"))
    assert zh == en


def test_no_key_stands_in_two_files() -> None:
    assert sum(map(len, rooms("zh").values())) == len(ZH)


@pytest.mark.parametrize("key", sorted(ZH))
def test_both_languages_fill_in_the_same_values(key: str) -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert fields(ZH[key]) == fields(EN[key])


def test_what_a_scan_can_name_has_words() -> None:
    wanted = {f"scheme.{s.code}" for s in SCHEMES} | {f"why.{s.code}" for s in SCHEMES}
    wanted |= {f"signal.{signal.code}" for s in SCHEMES for signal in s.signals}
    wanted |= {f"innocent.{e.code}" for s in SCHEMES for e in s.explanations}
    assert wanted - set(ZH) == set()
    assert {s.code for s in SUPPORTS if not {f"signal.{s.code}", f"innocent.{s.code}"} & set(ZH)} == set()


def test_no_key_is_missing() -> None:
    names, families = used()
    assert names - set(ZH) == set()
    assert {f for f in families if not any(key.startswith(f) for key in ZH)} == set()


def test_no_key_is_unused() -> None:
    names, families = used()
    assert {key for key in ZH if key not in names and not key.startswith(tuple(families))} == set()


def test_english_has_no_chinese_but_the_way_back() -> None:
    assert [key for key, text in EN.items() if CJK.search(text)] == ["language.other"]


def test_chinese_is_chinese() -> None:
    bare = {"comma", "stop", "ring.semicolon", "money", "language.other", "chance.one_in"}
    assert [key for key, text in ZH.items() if key not in bare and not CJK.search(text)] == []


@pytest.mark.parametrize("code", CONTRACT_SCHEMES)
def test_every_scheme_of_the_contract_is_named(code: str) -> None:
    assert texts("zh").named("scheme", code) != code
    assert texts("en").named("scheme", code) != code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_are_those_of_the_domain(lang: str) -> None:
    t = texts(lang)
    assert {s.code: t.named("scheme", s.code) for s in SCHEMES} == {s.code: getattr(s.name, lang) for s in SCHEMES}
    domain = {e.code: getattr(e.name, lang) for e in EXPLANATIONS}
    assert {e.code: t.named("innocent", e.code) for e in EXPLANATIONS} == domain


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_of_the_ring_object_has_words(lang: str) -> None:
    codes = {
        "kind": KINDS,
        "role": ROLES,
        "sort": SORTS,
        "status": ("published", "demoted"),
        "label": LABELS,
        "related": REASONS,
        "reason": ("chance", "unstable", "weak", "possible_family", "dismissed"),
        "verdict": ("ruled_out", "possible", "likely", "untested"),
        "lineage": ("new", "same", "grown", "shrunk", "merged", "split"),
        "hop": ("VISITED", "TREATED_BY", "PRACTISES_AT"),
        "signal": {signal.code for scheme in SCHEMES for signal in scheme.signals},
    }
    named = {f"{family}.{code}" for family, listed in codes.items() for code in listed}
    assert named - set(texts(lang).words) == set()


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert texts("zh").named("scheme", "brand_new") == "brand_new"


def test_wording_is_never_a_verdict() -> None:
    verdicts = ("诈骗犯", "骗保人员", "罪犯", "guilty", "fraudster", "criminal")
    said = [key for words in (ZH, EN) for key, text in words.items() if any(v in text.lower() for v in verdicts)]
    assert said == []
    assert "疑似线索" in ZH["disclaimer"]
    assert "suspected leads" in EN["disclaimer"]
