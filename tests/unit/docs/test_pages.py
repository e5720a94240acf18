"""What the written pages promise: links that lead somewhere, schemes that exist, both languages alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphfraud.schemes import SCHEMES

ROOT = Path(__file__).parents[3]
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted(
    str(p.relative_to(ROOT))
    for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/results/*.md")]
)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
CODE = re.compile(r"^```\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    path = ROOT / page
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize(("page", "there"), list(zip(READMES, ("there", "已有"), strict=True)))
def test_only_schemes_that_exist_are_called_there(page: str, there: str) -> None:
    rows = [line.strip("| ").split(" | ") for line in (ROOT / page).read_text(encoding="utf-8").splitlines()]
    named = [row[0].split("`")[1] for row in rows if len(row) == 3 and row[2] == there]
    assert named == [scheme.code for scheme in SCHEMES]


def test_both_readmes_give_the_same_commands() -> None:
    blocks = [CODE.findall((ROOT / page).read_text(encoding="utf-8")) for page in READMES]
    commands = [[line.split("#")[0].strip() for line in "".join(found).splitlines()] for found in blocks]
    assert commands[0] == commands[1]
    assert ".venv/bin/graphfraud scan" in commands[0]


def test_every_make_target_of_the_pages_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    typed = "\n".join(CODE.findall(text))
    named = set(re.findall(r"`make ([a-z]+)", text)) | set(re.findall(r"^make ([a-z]+)", typed, re.MULTILINE))
    assert "demo" in named
    assert named <= targets


def test_the_licence_is_named_in_the_readmes() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("Apache License\n")
    for page in READMES:
        assert "GPL-2.0-or-later" in (ROOT / page).read_text(encoding="utf-8")
