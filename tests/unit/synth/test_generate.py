"""Determinism: the same wish gives the same bytes, and modules do not disturb each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.errors import WorkspaceError
from graphfraud.synth import generate
from graphfraud.synth.generate import Wish, synthesise
from graphfraud.synth.schemes import SCHEMES

SMALL = Wish(persons=2_000, seed=5, months=6)
CLAIM_TABLES = (
    *("setl_d", "mdtrt_d", "fee_list_d", "drugtracinfo", "opsp_reg_d", "psn_insu_d", "rule_hit", "watchlist"),
    "truth",
)
REGISTERS = ("psn_info_b", "medins_info_b", "dr_info_b", "household", "death_reg", "innocent")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    synthesise(SMALL, folder)
    return folder


def _lines(folder: Path, table: str) -> set[str]:
    return set((folder / f"{table}.csv").read_text(encoding="utf-8").splitlines())


def _same_but_for(name: str, value: object) -> Wish:
    return Wish(**{**{f: getattr(SMALL, f) for f in SMALL.__dataclass_fields__}, name: value})


def test_same_wish_same_bytes(small: Path, tmp_path: Path) -> None:
    synthesise(SMALL, tmp_path)
    names = sorted(f.name for f in small.iterdir())
    assert names == sorted(f"{t}.csv" for t in CLAIM_TABLES + REGISTERS)
    assert [n for n in names if (small / n).read_bytes() != (tmp_path / n).read_bytes()] == []


def test_another_seed_is_another_city(small: Path, tmp_path: Path) -> None:
    synthesise(_same_but_for("seed", 6), tmp_path)
    assert len(_lines(small, "setl_d") & _lines(tmp_path, "setl_d")) == 1  # the header


def test_without_rings_the_city_is_the_same(small: Path, tmp_path: Path) -> None:
    synthesise(_same_but_for("rings", False), tmp_path)
    assert [t for t in REGISTERS if (small / f"{t}.csv").read_bytes() != (tmp_path / f"{t}.csv").read_bytes()] == []
    assert [t for t in CLAIM_TABLES if not _lines(tmp_path, t) <= _lines(small, t)] == []
    assert len(_lines(tmp_path, "setl_d")) < len(_lines(small, "setl_d"))
    assert _lines(tmp_path, "truth") == {'"ring_id","scheme","kind","id","role"'}


def test_a_scheme_does_not_change_the_others(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "SCHEMES", SCHEMES[1:])
    synthesise(SMALL, tmp_path)
    assert [t for t in CLAIM_TABLES if not _lines(tmp_path, t) <= _lines(small, t)] == []
    assert len(_lines(tmp_path, "setl_d")) < len(_lines(small, "setl_d"))
    kept = {line for line in _lines(small, "truth") if f'"{SCHEMES[0].scheme}"' not in line}
    assert _lines(tmp_path, "truth") == kept


def test_row_counts_are_told(small: Path, tmp_path: Path) -> None:
    told = synthesise(SMALL, tmp_path)
    assert told == {t: len((small / f"{t}.csv").read_bytes().splitlines()) - 1 for t in told}


def test_lines_a_settlement(tmp_path: Path) -> None:
    counts = synthesise(_same_but_for("lines", (1, 1)), tmp_path)
    assert counts["fee_list_d"] == counts["setl_d"]


def test_unwritable_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match="Can't write") as error:
        synthesise(SMALL, tmp_path / "file" / "city")
    assert error.value.hint == "Free some space, or choose another folder with --out."


def test_two_years(tmp_path: Path) -> None:
    synthesise(Wish(persons=2_000, seed=1, start="2024-03-10", months=24), tmp_path)
    times = sorted(line.split(",")[3] for line in _lines(tmp_path, "setl_d") if "setl_time" not in line)
    assert times[0] >= "2024-03-10"
    assert "2026-02-20" < times[-1] < "2026-03-10"
