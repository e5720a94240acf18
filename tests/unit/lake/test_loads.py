"""What the last loads turned away, table by table."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.lake.loads import loads

HEAD = "setl_id,psn_no,fixmedins_code,setl_time,med_type,medfee_sumamt\n"


def load(folder: Path, name: str, text: str) -> None:
    source = folder / name / "setl_d.csv"
    source.parent.mkdir()
    source.write_text(HEAD + text, encoding="utf-8")
    done = CliRunner().invoke(cli, ["load", str(source.parent), "--workspace", str(folder / "w")])
    assert done.exit_code == 0, done.output


def test_rows_and_reasons_add_up_over_files(tmp_path: Path) -> None:
    load(tmp_path, "a", "s1,p1,H1,2025-01-01,11,10.00\ns2,p1,H1,2025-13-01,11,10.00\ns3,,H1,2025-01-01,11,10.00\n")
    load(tmp_path, "b", "s1,p1,H1,2025-01-01,11,10.00\ns4,p1,H1,no day,11,10.00\n")
    (found,) = loads(tmp_path / "w/lake")
    assert (found.table, found.files) == ("setl_d", 2)
    assert found.rows == {"rows_read": 5, "accepted": 1, "duplicate": 1, "updated": 0, "quarantined": 3}
    assert found.reasons == {"bad_date": 2, "missing_required": 1}
    assert found.loaded_at.endswith("+08:00")


def test_nothing_loaded(tmp_path: Path) -> None:
    assert loads(tmp_path) == ()
