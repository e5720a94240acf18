from __future__ import annotations

import pytest

from graphfraud.errors import SettingError
from graphfraud.parameters import Parameters, known, parse


def test_every_parameter_is_explained_in_both_languages() -> None:
    for parameter in known().values():
        assert parameter.en.strip()
        assert parameter.zh.strip()
        assert parameter.source.strip()
        assert parameter.min <= parameter.default <= parameter.max


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
