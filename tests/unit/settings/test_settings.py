from __future__ import annotations

import os
from pathlib import Path

import pytest

from graphfraud import settings
from graphfraud.errors import SettingError


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder and no variable of ours."""
    for name in list(os.environ):
        if name.startswith(settings.PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults() -> None:
    loaded = settings.load()
    assert loaded.workspace == Path("graphfraud-data")
    assert (loaded.lang, loaded.engine, loaded.memory_limit) == ("zh", "duckdb", "2GB")
    assert (loaded.threads, loaded.hub_degree) == (None, 500)
    assert (loaded.host, loaded.port) == ("127.0.0.1", 8501)


def test_file_below_environment_below_flag(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare.joinpath("graphfraud.toml").write_text('port = 1001\nhub_degree = 10\nlang = "en"\n')
    monkeypatch.setenv("GRAPHFRAUD_HUB_DEGREE", "20")
    monkeypatch.setenv("GRAPHFRAUD_LANG", "zh")
    loaded = settings.load(lang="en", workspace=None)
    assert (loaded.port, loaded.hub_degree, loaded.lang) == (1001, 20, "en")
    assert loaded.workspace == Path("graphfraud-data")


def test_config_variable_names_the_file(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare.joinpath("graphfraud.toml").write_text("port = 1001\n")
    bare.joinpath("other.toml").write_text("port = 1002\n")
    monkeypatch.setenv("GRAPHFRAUD_CONFIG", "other.toml")
    assert settings.load().port == 1002


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("hub_degre = 5", "hub_degree"), ("memory_limits = '1GB'", "memory_limit"), ("neo4j_url = 'x'", "neo4j_uri")],
)
def test_unknown_key_in_the_file(bare: Path, written: str, nearest: str) -> None:
    bare.joinpath("graphfraud.toml").write_text(written)
    with pytest.raises(SettingError) as raised:
        settings.load()
    assert raised.value.nearest == nearest
    assert nearest in raised.value.hint
    assert "graphfraud.toml" in raised.value.message


def test_unknown_environment_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHFRAUD_WORKSPASE", "x")
    with pytest.raises(SettingError) as raised:
        settings.load()
    assert (raised.value.name, raised.value.nearest) == ("GRAPHFRAUD_WORKSPASE", "GRAPHFRAUD_WORKSPACE")


def test_process_and_test_variables_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHFRAUD_REQUIRE_SERVICES", "1")
    monkeypatch.setenv("GRAPHFRAUD_TEST_NEO4J_URI", "bolt://x")
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", "elsewhere")
    assert settings.load().workspace == Path("elsewhere")


def test_unknown_flag_is_an_error() -> None:
    with pytest.raises(SettingError, match="workspase"):
        settings.load(workspase="x")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "0"),
        ("port", "65536"),
        ("port", "http"),
        ("threads", "0"),
        ("hub_degree", "1"),
        ("lang", "de"),
        ("engine", "spark"),
        ("memory_limit", "lots"),
        ("memory_limit", "255MB"),
        ("neo4j_uri", "http://localhost:7474"),
        ("host", ""),
    ],
)
def test_value_out_of_range(bare: Path, name: str, value: str) -> None:
    bare.joinpath("graphfraud.toml").write_text(f'{name} = "{value}"')
    with pytest.raises(SettingError) as raised:
        settings.load()
    assert raised.value.name == name


def test_broken_file(bare: Path) -> None:
    bare.joinpath("graphfraud.toml").write_text("port = = 3")
    with pytest.raises(SettingError, match="line 1"):
        settings.load()


def test_named_file_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHFRAUD_CONFIG", "nowhere.toml")
    with pytest.raises(SettingError, match=r"nowhere\.toml"):
        settings.load()


@pytest.mark.parametrize(
    ("text", "size"), [("2GB", 2 * 1024**3), ("512 mb", 512 * 1024**2), ("1.5GiB", 1536 * 1024**2)]
)
def test_memory_bytes(text: str, size: int) -> None:
    assert settings.memory_bytes(text) == size


def test_password_is_the_first_line_of_its_file(bare: Path) -> None:
    bare.joinpath("secret").write_text("s3cret \nsecond\n")
    assert settings.load(neo4j_password_file="secret").neo4j_password() == "s3cret"
    assert settings.load().neo4j_password() == ""


@pytest.mark.parametrize("content", ["", "  \n", None])
def test_password_file_that_is_empty_or_missing(bare: Path, content: str | None) -> None:
    if content is not None:
        bare.joinpath("secret").write_text(content)
    with pytest.raises(SettingError, match="secret"):
        settings.load(neo4j_password_file="secret").neo4j_password()


def test_every_setting_is_described_in_both_languages() -> None:
    for name, field in settings.Settings.model_fields.items():
        extra = field.json_schema_extra
        assert field.description, name
        assert isinstance(extra, dict), name
        assert extra["zh"], name


@pytest.mark.parametrize("size", ["0.5MB", "none", "-1GB"])
def test_an_upload_limit_below_a_megabyte_is_refused(size: str) -> None:
    with pytest.raises(SettingError, match="upload_limit"):
        settings.load(upload_limit=size)
    assert settings.load(upload_limit=" 2GB ").upload_limit == "2GB"
