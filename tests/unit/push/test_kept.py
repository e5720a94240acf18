"""What a workspace keeps: its name, a key that only its owner reads, and pseudonyms that the key alone makes."""

from __future__ import annotations

import stat
from pathlib import Path

from graphfraud.push.kept import Kept
from graphfraud.push.ties import pseudonym


def test_key(tmp_path: Path) -> None:
    key = Kept(tmp_path).contact_key()
    file = tmp_path / "graph" / "contact.key"
    assert len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Kept(tmp_path).contact_key() == key
    assert Kept(tmp_path / "other").contact_key() != key


def test_workspace_name(tmp_path: Path) -> None:
    name = Kept(tmp_path).workspace()
    assert Kept(tmp_path).workspace() == name
    assert Kept(tmp_path / "other").workspace() != name


def test_pseudonym() -> None:
    # Made with another tool: printf 'phone:13800001234' | openssl dgst -sha256 -hmac Jefe
    assert pseudonym(b"Jefe", "phone", "13800001234") == "32aa348d53e00f63c027eca6b5486c6b"
    assert pseudonym(b"Jefe", "account", "13800001234") != pseudonym(b"Jefe", "phone", "13800001234")
    assert pseudonym(b"jefe", "phone", "13800001234") != pseudonym(b"Jefe", "phone", "13800001234")


def test_half_written_state_does_not_count(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    state = kept.new("db")
    assert kept.state(state.name) is None
    (state.folder / "manifest.json").write_text("{}")
    assert kept.state(state.name) == state
    other = kept.new("db")
    kept.prune("db", [state.name], other.name)
    assert kept.state(state.name) is None
