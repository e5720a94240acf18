from __future__ import annotations

import pytest

from graphfraud.errors import SettingError
from graphfraud.parameters import Parameters, known, parse, word_lists


def test_every_parameter_is_explained_in_both_languages() -> None:
    for parameter in known().values():
        assert parameter.en.strip()
        assert parameter.zh.strip()
        assert parameter.source.strip()
        assert parameter.min <= parameter.default <= parameter.max
    for words in word_lists().values():
        assert words.en.strip()
        assert words.zh.strip()
        assert words.source.strip()
    assert not set(known()) & set(word_lists())


def test_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(SettingError) as caught:
        Parameters({"min_sise": 3})
    assert caught.value.nearest == "min_size"


@pytest.mark.parametrize("value", [2, 3.5, 1001])
def test_impossible_values_are_refused(value: float) -> None:
    with pytest.raises(SettingError, match="min_size"):
        Parameters({"min_size": value})


def test_version_names_the_values_but_not_the_seed() -> None:
    assert Parameters({"seed": 9}).version == Parameters().version
    assert Parameters({"min_size": 3}).version != Parameters({"min_size": 4}).version


def test_parse_reads_assignments() -> None:
    assert parse(["min_size=3", "max_fdr = 0.1"]) == {"min_size": 3.0, "max_fdr": 0.1}
    with pytest.raises(SettingError, match="NAME=NUMBER"):
        parse(["min_size"])


def test_parse_reads_words_parted_by_commas() -> None:
    given = parse(["dialysis_words=血透， 人工肾,"])
    assert Parameters(given).words("dialysis_words") == ["血透", "人工肾"]
    assert Parameters().words("dialysis_words")[0] == "血液透析"


def test_words_and_numbers_are_not_mixed_up() -> None:
    with pytest.raises(SettingError, match="no list of words"):
        Parameters({"dialysis_words": 3})
    with pytest.raises(SettingError, match="no number"):
        Parameters({"min_size": ["three"]})


def test_stored_values_make_the_same_parameters() -> None:
    one = Parameters({"min_size": 3, "dialysis_codes": ["N18"]})
    again = Parameters(one.stored)
    assert (again.stored, again.version) == (one.stored, one.version)
    assert one.version != Parameters({"min_size": 3}).version
