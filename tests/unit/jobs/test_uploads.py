"""Uploaded files: plain names, limits, tokens, and their end."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from graphfraud.errors import InputError, NotFoundError, WorkspaceError
from graphfraud.jobs import uploads
from graphfraud.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "w")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("2025年结算.csv", "2025年结算.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\setl_d.csv.gz", "setl_d.csv.gz"),
        (".hidden.csv", "hidden.csv"),
        ("a b;rm -rf $HOME|`x`.csv", "a_b_rm_-rf_HOME_x_.csv"),
        ("a\x00\n\u202egpj.csv", "a_gpj.csv"),
        ("", "file"),
        ("...", "file"),
        (f"{'长' * 300}.xlsx", f"{'长' * 76}.xlsx"),
    ],
)
def test_names_are_made_plain(name: str, plain: str) -> None:
    assert uploads.plain_name(name) == plain


def test_a_file_is_kept_put_under_its_table_and_removed(workspace: Workspace) -> None:
    token = uploads.keep(workspace, "../结算.csv", b"a,b\n", 10)
    kept = uploads.file_of(workspace, token)
    assert kept.read_bytes() == b"a,b\n"
    assert kept.resolve().is_relative_to((workspace.root / "uploads").resolve())
    folder = uploads.under_table(workspace, token, "setl_d")
    assert uploads.file_of(workspace, token) == folder / "setl_d" / "结算.csv"
    assert uploads.under_table(workspace, token, "mdtrt_d") == folder
    assert uploads.file_of(workspace, token) == folder / "mdtrt_d" / "结算.csv"
    uploads.remove(workspace, token)
    with pytest.raises(NotFoundError, match="no longer kept"):
        uploads.file_of(workspace, token)


@pytest.mark.parametrize(("data", "said"), [(b"", "empty"), (b"x" * 11, "at most")])
def test_empty_and_large_files_are_refused(workspace: Workspace, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        uploads.keep(workspace, "a.csv", data, 10)
    assert not (workspace.root / "uploads").exists()


@pytest.mark.parametrize("token", ["", "..", "../uploads", "0" * 15, "0" * 16, "G" * 16, "/etc"])
def test_only_tokens_name_files(workspace: Workspace, token: str) -> None:
    uploads.keep(workspace, "a.csv", b"x", 10)
    with pytest.raises(NotFoundError):
        uploads.file_of(workspace, token)
    uploads.remove(workspace, token)
    assert len(list((workspace.root / "uploads").iterdir())) == 1


def test_a_file_on_the_server_is_only_referred_to(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "setl_d.csv"
    file.write_text("a\n1\n")
    token = uploads.refer(workspace, file)
    uploads.under_table(workspace, token, "setl_d")
    assert uploads.file_of(workspace, token).read_text() == "a\n1\n"
    uploads.remove(workspace, token)
    assert file.read_text() == "a\n1\n"


def test_old_files_go_but_not_those_in_work(workspace: Workspace) -> None:
    old, busy, fresh = (uploads.keep(workspace, "a.csv", b"x", 10) for _ in range(3))
    for token in (old, busy):
        os.utime(workspace.root / "uploads" / token, (time.time() - 90_000,) * 2)
    assert uploads.sweep(workspace, 24, frozenset({busy})) == 1
    assert {f.name for f in (workspace.root / "uploads").iterdir()} == {busy, fresh}


def test_a_folder_that_cannot_be_written_is_told(workspace: Workspace) -> None:
    workspace.create()
    (workspace.root / "uploads").write_text("in the way")
    with pytest.raises(WorkspaceError, match="Can't keep the file"):
        uploads.keep(workspace, "a.csv", b"x", 10)
