"""What the explorer says when something is wrong, in both languages, always with the next step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from app.components.states import kind_of
from app.texts import texts
from graphfraud.errors import GraphFraudError, InputError, MissingPartError, NotFoundError, SettingError, WorkspaceError
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.workspace import Workspace
from tests.integration.browser.test_views import markup, places, view

Told = dict[str, Any]


@pytest.fixture
def own(city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the sample city's workspace that a test may break."""
    shutil.copytree(city, tmp_path / "own")
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(tmp_path / "own"))
    return tmp_path / "own"


def lose_lake(workspace: Path) -> None:
    for file in (workspace / "lake" / "setl_d").glob("*.parquet"):
        file.unlink()
    # Where somebody has looked at claims before, their twins would still answer.
    shutil.rmtree(workspace / "rows", ignore_errors=True)


def lose_claims(workspace: Path) -> None:
    shutil.rmtree(workspace / "claims")


def damage(name: str) -> Callable[[Path], None]:
    def write(workspace: Path) -> None:
        run = (workspace / "runs" / "latest").read_text(encoding="utf-8").strip()
        (workspace / "runs" / run / name).write_text("{", encoding="utf-8")

    return write


def lose_a_decision(workspace: Path) -> None:
    (workspace / "dispositions").mkdir()
    (workspace / "dispositions" / "000002.json").write_text("{}", encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("harm", "kind", "step"),
    [
        (lose_lake, "lake", "graphfraud load FOLDER"),
        (lose_claims, "claims", "graphfraud scan"),
        (damage("rings.json"), "damaged", "graphfraud scan"),
        (damage("manifest.json"), "damaged", "graphfraud scan"),
        (lose_a_decision, "decisions", "dispositions"),
    ],
    ids=["lake", "claims", "rings", "manifest", "decisions"],
)
def test_damage_is_told_apart(
    own: Path, told: Told, harm: Callable[[Path], None], kind: str, step: str, lang: str
) -> None:
    harm(own)
    page = markup(view(view="claims", ring=told["rings"][0]["ring_id"], of="all", lang=lang))
    assert f"<h1>{texts(lang)(f'error.{kind}')}</h1>" in page
    assert step in page
    assert texts(lang)("error.retry") in page
    assert str(own) in page.partition("<details")[2]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_run_that_is_deleted_under_the_reader(own: Path, told: Told, lang: str) -> None:
    run, ring = told["run"]["run_id"], told["rings"][0]["ring_id"]
    asked = {"view": "ring", "ring": ring, "run": run, "lang": lang}
    shutil.copytree(own / "runs" / run, own / "runs" / "kept")
    assert texts(lang)("error.run") not in markup(view(**asked))
    shutil.rmtree(own / "runs" / run)
    gone = view(**asked)
    assert f"<h1>{texts(lang)('error.run')}</h1>" in markup(gone)
    assert {"lang": lang, "view": "overview"} in places(gone)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_server_that_does_not_answer(own: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("GRAPHFRAUD_STORE", "neo4j")
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_URI", "bolt://127.0.0.1:9")
    # The store of a workspace is opened once a process.
    st.cache_resource.clear()
    try:
        page = unescape(markup(view(view="rings", lang=lang)))
    finally:
        st.cache_resource.clear()
    assert f"<h1>{texts(lang)('error.server')}</h1>" in page
    assert "graphfraud neo4j up" in page
    assert "bolt://127.0.0.1:9" in page.partition("<details")[2]


def test_a_workspace_that_can_not_be_written_is_told_from_a_busy_one(city: Path, tmp_path: Path, told: Told) -> None:
    ring = EmbeddedStore(city).ring(told["rings"][0]["ring_id"])

    def decide(folder: Path) -> GraphFraudError:
        with pytest.raises(WorkspaceError) as refused:
            Dispositions(Workspace(folder)).add(
                ring, "r", "dismissed", "同村", who="陈", when="2026-01-01T00:00:00+08:00"
            )
        return refused.value

    (tmp_path / "file").write_text("", encoding="utf-8")
    assert kind_of(decide(tmp_path / "file" / "w")) == "closed"
    held = Workspace(tmp_path / "held")
    with held.writing(), pytest.raises(WorkspaceError) as busy, held.writing():
        pass
    assert kind_of(busy.value) == "busy"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (WorkspaceError("x"), "workspace"),
        (MissingPartError("x", part="neo4j"), "server"),
        (MissingPartError("x", part="docker"), "part"),
        (NotFoundError("x", kind="run"), "run"),
        (NotFoundError("x", kind="patient"), "entity"),
        (SettingError("x"), "setting"),
        (InputError("x"), "other"),
    ],
)
def test_every_kind_of_error_has_its_words(error: GraphFraudError, kind: str) -> None:
    assert kind_of(error) == kind
    assert {f"error.{kind}", f"error.{kind}.said"} <= set(texts("zh").words)
