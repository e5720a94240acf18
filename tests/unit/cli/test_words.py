"""The words of the reading commands: whole in both languages, and the explorer's words for the same codes."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from app.texts import texts as explorer_texts
from graphfraud.cli.words import Words, codes
from graphfraud.model.disposition import LABELS
from graphfraud.model.ring import KINDS, ROLES
from graphfraud.scan.gangs import REASONS
from graphfraud.schemes import SCHEMES
from graphfraud.store.run_diff import EVENTS
from graphfraud.support import SUPPORTS

GROUPS = ("scheme", "signal", "innocent", "reason", "kind", "role", "verdict", "hop", "label", "related")


def texts() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(
        files("graphfraud.cli").joinpath("words.yml").read_text(encoding="utf-8")
    )
    return found


def test_every_word_in_both_languages() -> None:
    assert [key for key, word in texts().items() if set(word) != {"zh", "en"} or not all(word.values())] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_same_words_as_the_explorer(lang: str) -> None:
    explorer = explorer_texts(lang).words
    groups = tuple(f"{group}." for group in GROUPS)
    ours = {key: word[lang].casefold() for key, word in texts().items() if key.startswith(groups)}
    theirs = {key: explorer[key].casefold() for key in ours if key in explorer}
    assert ours == theirs


def test_every_code_has_a_word() -> None:
    assert codes("kind") == KINDS
    assert codes("role") == ROLES
    assert codes("label") == LABELS
    assert codes("related") == REASONS
    assert set(codes("event")) == set(EVENTS)
    assert {s.code for s in SCHEMES} <= set(codes("scheme"))
    assert {signal.code for s in SCHEMES for signal in s.signals} <= set(codes("signal"))
    assert {s.code for s in SUPPORTS} <= {*codes("signal"), *codes("innocent")}


def test_unknown_code_is_shown_as_it_is() -> None:
    assert Words("en").code("scheme", "novel") == "novel"
    assert Words("en").reason("novel") == "novel"
