"""What is missing for the Java way is told with the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.errors import MissingPartError
from graphfraud.server import java


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of its own, without JAVA_HOME."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return tmp_path


def _program(path: Path, *said: str, code: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *(f"echo '{line}'" for line in said), f"exit {code}"]))
    path.chmod(0o755)


def test_no_java(bare: Path) -> None:
    with pytest.raises(MissingPartError, match="Java is missing") as raised:
        java.java()
    assert "apt-get install openjdk-17-jre-headless maven" in raised.value.hint
    assert "neo4j_uri" in raised.value.hint


@pytest.mark.parametrize("said", ['openjdk version "11.0.21" 2023-10-17', 'java version "1.8.0_391"', "no runtime"])
def test_a_java_that_is_too_old_or_none(bare: Path, said: str) -> None:
    _program(bare / "java", said)
    with pytest.raises(MissingPartError, match="is no Java 17 or newer") as raised:
        java.java()
    assert said in raised.value.message


@pytest.mark.parametrize("said", ['openjdk version "17.0.15" 2025-04-15', 'openjdk version "21" 2023-09-19'])
def test_a_java_that_will_do(bare: Path, said: str) -> None:
    _program(bare / "java", said)
    assert java.java() == str(bare / "java")


def test_java_home_goes_first(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(bare / "java", 'openjdk version "11.0.21"')
    _program(bare / "jdk" / "bin" / "java", 'openjdk version "17.0.15"')
    monkeypatch.setenv("JAVA_HOME", str(bare / "jdk"))
    assert java.java() == str(bare / "jdk" / "bin" / "java")


def test_no_maven(bare: Path) -> None:
    with pytest.raises(MissingPartError, match="Maven is missing"):
        java.class_path(bare, print)


def test_maven_s_own_words_are_passed_on(bare: Path) -> None:
    _program(bare / "mvn", "[ERROR] Could not transfer artifact x from central", "[ERROR] more", code=1)
    with pytest.raises(MissingPartError, match="Maven can't fetch Neo4j: Could not transfer artifact x") as raised:
        java.class_path(bare / "cache", print)
    assert "~/.m2" in raised.value.hint


def test_maven_is_asked_again_when_a_jar_has_gone(bare: Path) -> None:
    jar = bare / "a.jar"
    _program(bare / "mvn", "asked")
    bare.joinpath("mvn").write_text(f'#!/bin/sh\nfor a; do case $a in -Dmdep*) echo {jar} > "${{a#*=}}";; esac; done\n')
    jar.touch()
    said: list[str] = []
    assert [java.class_path(bare / "cache", said.append) for _ in range(2)] == [str(jar)] * 2
    assert len(said) == 1
    jar.unlink()
    java.class_path(bare / "cache", said.append)
    assert len(said) == 2
