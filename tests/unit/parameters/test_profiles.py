from __future__ import annotations

import click
import pytest

from graphfraud.cli.scan import scan
from graphfraud.errors import SettingError
from graphfraud.parameters import Parameters
from graphfraud.parameters.profiles import profile, profiles
from graphfraud.schemes import SCHEMES


def test_every_preset_names_schemes_and_parameters_that_exist() -> None:
    codes = [s.code for s in SCHEMES]
    for preset in profiles().values():
        assert list(preset.schemes) == [c for c in codes if c in preset.schemes]
        assert Parameters(preset.parameters)
        assert preset.zh.strip()
        assert preset.en.strip()


def test_help_names_every_preset() -> None:
    text = scan.get_help(click.Context(scan))
    assert [code for code in profiles() if code not in text] == []


def test_the_whole_city_is_no_choice() -> None:
    assert profile("whole_city").schemes == ()
    assert not profile("whole_city").parameters


def test_unknown_preset_lists_the_known() -> None:
    with pytest.raises(SettingError, match="retail_pharmacies") as caught:
        profile("retail_pharmacy")
    assert caught.value.nearest == "retail_pharmacies"
