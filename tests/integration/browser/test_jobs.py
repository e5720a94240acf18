"""The analyst's journeys: load a file with odd headings, scan, cancel, scan again, compare; and what goes wrong."""

from __future__ import annotations

import csv
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.texts import texts
from graphfraud.jobs import job as journal
from graphfraud.jobs.board import Jobs
from graphfraud.jobs.job import Job
from graphfraud.lake.lake import Lake
from graphfraud.model.schema import code_lists
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.run_diff import diff
from graphfraud.workspace import Workspace
from tests.integration.browser.reading import facts, go, settle, table
from tests.integration.browser.running import Served, command, end, serve

pytestmark = pytest.mark.browser
HEADINGS = {
    "setl_id": "结算单号",
    "psn_no": "参保人编号",
    "fixmedins_code": "医院编码",
    "setl_time": "交易时间",
    "med_type": "就诊类型",
    "medfee_sumamt": "总费用",
    "begndate": "入院日期",
    "enddate": "出院日期",
    "fund_pay_sumamt": "报销金额",
    "mdtrt_cert_no": "备用一",
}
PATIENT = "张三丰"
SCAN_MS, DRAWN_MS = 240_000, 60_000
T = texts("zh")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's settlements under headings of somebody's own, categories in words, GB18030, and a row of no use."""
    folder = tmp_path_factory.mktemp("export")
    command("synth", "--out", str(folder / "city"), "--persons", "3000", "--seed", "7")
    words = code_lists()["med_type"]
    path = folder / "2025年结算.csv"
    with (folder / "city" / "setl_d.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [{**row, "med_type": words.get(row["med_type"][:2], row["med_type"])} for row in csv.DictReader(file)]
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEADINGS.values(), "备注"])
        writer.writerow(["X1", PATIENT, "H1", "昨天", *[""] * (len(HEADINGS) - 4), ""])
        writer.writerows([*(row[name] for name in HEADINGS), PATIENT] for row in rows)
    return path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Workspace]]:
    """Serve an empty workspace."""
    folder = tmp_path_factory.mktemp("jobs")
    with (folder / "explorer.log").open("w+", encoding="utf-8") as log:
        served = serve(folder / "workspace", log)
        yield served, Workspace(folder / "workspace")
        end(served)
        log.seek(0)
        assert "Traceback" not in log.read()


def order(page: Page, workspace: Workspace, label: str, *, exact: bool = False) -> Job:
    """Press a button that starts a job; give the job."""
    known = {job.job_id for job in Jobs(workspace).all()}
    page.get_by_role("button", name=re.compile(f"{label}$") if exact else label).last.click()
    deadline = time.monotonic() + DRAWN_MS / 1000
    while time.monotonic() < deadline:
        fresh = [job for job in Jobs(workspace).all() if job.job_id not in known]
        if fresh:
            return fresh[0]
        time.sleep(0.1)
    raise AssertionError(f"{label} started no job")


def state(page: Page, job: Job, wanted: str) -> None:
    """Wait until the page shows a job in a state."""
    expect(page.locator(f'[data-job="{job.job_id}"]')).to_have_attribute("data-state", wanted, timeout=SCAN_MS)
    settle(page)


def test_load_scan_cancel_scan_again_compare(page: Page, place: tuple[Served, Workspace], export: Path) -> None:
    served, workspace = place
    load(page, served, workspace, export)
    watch_and_cancel(page, served, workspace)
    first = scan(page, served, workspace, p_decoys="2")
    again = scan(page, served, workspace, p_decoys="2", p_min_size="4")
    compare(page, served, workspace, first, again)
    history(page, served, [again, first])
    what_if(page, served, workspace, again)
    refused(page, served)
    killed(page, served, workspace)


def load(page: Page, served: Served, workspace: Workspace, export: Path) -> None:
    """Upload, correct, preview, try, load."""
    go(page, served.address, view="data")
    page.locator('input[type="file"]').set_input_files(export)
    expect(page.get_by_role("button", name=T("wizard.save"))).to_be_visible(timeout=DRAWN_MS)
    settle(page)
    assert PATIENT not in page.locator("body").inner_text()
    assert "普通门诊 → 11" in page.locator("body").inner_text()
    # The column that no guess was made for; a correction is in the address, so it survives a refresh.
    page.goto(f"{page.url}&c_mdtrt_cert_no=备用一")
    expect(page.get_by_text(T("wizard.by_hand"), exact=True)).to_be_visible(timeout=DRAWN_MS)
    expect(page.get_by_role("button", name=T("wizard.save"))).to_be_visible(timeout=DRAWN_MS)
    settle(page)
    assert PATIENT not in page.locator("body").inner_text()
    state(page, order(page, workspace, T("load.start_dry")), "done")
    rows = export.read_text(encoding="gb18030").count("\n") - 1
    counts = [f"{n:,}" for n in (rows, rows - 1, 0, 0, 1)]
    assert table(page, T("load.files"))[0][2:7] == counts
    assert table(page, T("load.examples")) == [
        [f"setl_d/{export.name}:2", "setl_time", T("reject.bad_date")],
    ]
    assert not Lake(workspace.lake).has("setl_d")
    done = order(page, workspace, T("load.start"), exact=True)
    state(page, done, "done")
    assert done.order.kind == "load"
    assert table(page, T("load.files"))[0][2:7] == counts
    assert list((workspace.root / "uploads").iterdir()) == []
    go(page, served.address, view="data", part="quarantine")
    ((held, where, column, reason, raw),) = table(page, T("part.data.quarantine"))
    assert (held, where, column, reason) == ("setl_d", f"setl_d/{export.name}:2", "setl_time", T("reject.bad_date"))
    assert raw.startswith("X1,张**,H1,昨*")
    go(page, served.address, view="data", part="ledger")
    assert table(page, T("part.data.ledger"))[0][1] == done.order.who
    go(page, served.address, view="data", part="quality")
    assert ["setl_d", f"{rows - 1:,}"] == [cell.split("\n")[0] for cell in table(page, T("quality.tables"))[0][:2]]


def watch_and_cancel(page: Page, served: Served, workspace: Workspace) -> None:
    """Start a long scan; it survives a refresh, a second reader sees it, a third can't start another; cancel it."""
    go(page, served.address, view="scans", p_decoys="1000")
    assert "decoys=1,000" in page.locator(".story").inner_text()
    job = order(page, workspace, T("scans.start"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.reload()
    expect(page.locator(f'[data-job="{job.job_id}"]')).to_be_visible()
    other = page.context.new_page()
    go(other, served.address, view="scans", lang="en")
    expect(other.locator(f'[data-job="{job.job_id}"]')).to_be_visible()
    expect(other.get_by_role("button", name=texts("en")("scans.start"))).to_be_disabled()
    # What somebody types meanwhile stays: only the card is drawn again.
    field = other.get_by_label(texts("en")("scans.seed"))
    field.fill("77")
    other.wait_for_timeout(2500)
    assert field.input_value() == "77"
    other.close()
    page.get_by_role("button", name=T("job.cancel")).click()
    state(page, job, "cancelled")
    assert not workspace.runs.exists() or [f for f in workspace.runs.iterdir() if not f.name.startswith(".")] == []


def scan(page: Page, served: Served, workspace: Workspace, **asked: str) -> str:
    """Scan to the end; give the run."""
    go(page, served.address, view="scans", **asked)
    job = order(page, workspace, T("scans.start"))
    state(page, job, "done")
    run_id = (job.result() or {})["run"]["run_id"]
    found = EmbeddedStore(workspace).run(run_id)
    assert facts(page)[T("found.published")] == f"{found.published:,}"
    return str(run_id)


def compare(page: Page, served: Served, workspace: Workspace, a: str, b: str) -> None:
    """The difference is that of the command line, and a ring opens in its own run."""
    store = EmbeddedStore(workspace)
    changes = diff(store.rings(run=a).rings, store.rings(run=b).rings)
    go(page, served.address, view="scans", part="diff")
    counted = {T.named("diff", e): f"{sum(c.event == e for c in changes):,}" for e in ("new", "grown", "vanished")}
    page.wait_for_selector(".fact")
    shown = dict(
        page.locator(".fact").evaluate_all(
            "all => all.map(f => [f.querySelector('dt').innerText, f.querySelector('dd').innerText])"
        )
    )
    assert {name: shown[name] for name in counted} == counted
    listed = [c for c in changes if c.event != "same"]
    assert listed
    lines = table(page, T("part.scans.diff"))
    assert [line[1] for line in lines] == [c.ring_id for c in listed][:50]
    page.get_by_role("table", name=T("part.scans.diff")).get_by_role("link", name=listed[0].ring_id).first.click()
    run = a if listed[0].event == "vanished" else b
    expect(page).to_have_url(re.compile(f"run={run}.*ring={listed[0].ring_id}"))
    settle(page)


def history(page: Page, served: Served, runs: list[str]) -> None:
    """Every run is listed with who ordered it."""
    go(page, served.address, view="scans", part="history")
    lines = table(page, T("part.scans.history"))
    assert [line[0] for line in lines] == runs
    assert all(line[3] != T("history.command_line") for line in lines)
    go(page, served.address, view="scans", part="parameters", q="min_size")
    assert [line[0] for line in table(page, T("part.scans.parameters"))] == ["min_size"]
    assert table(page, T("part.scans.parameters"))[0][3:6] == ["5", "3 – 1,000", "4"]


def what_if(page: Page, served: Served, workspace: Workspace, run: str) -> None:
    """Try a larger ring; nothing is written."""
    go(page, served.address, view="scans", part="whatif", p1="min_size", v1="12")
    assert f"{run}" in page.locator(".story").inner_text()
    job = order(page, workspace, T("whatif.start"))
    state(page, job, "done")
    told = job.result() or {}
    assert told["lost"]
    assert facts(page)[T("whatif.lost")] == f"{len(told['lost']):,}"
    assert {line[0] for line in table(page, T("whatif.lost"))} == {m["ring_id"] for m in told["lost"]}
    assert len(EmbeddedStore(workspace).runs()) == 2


def refused(page: Page, served: Served) -> None:
    """An order that can't be carried out is told so, and can't be given."""
    go(page, served.address, view="scans", scope="county=1")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name=T("scans.start"))).to_have_count(0)


def test_what_goes_wrong_says_what_to_do(page: Page, place: tuple[Served, Workspace], tmp_path: Path) -> None:
    served, _ = place
    for name, content, said in (
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        ("b.xlsx", b"no workbook", "Excel"),
        ("c.csv", b"setl_id,setl_id\n1,2\n", "twice"),
    ):
        (tmp_path / name).write_bytes(content)
        go(page, served.address, view="data")
        page.locator('input[type="file"]').set_input_files(tmp_path / name)
        expect(page.get_by_text(T("wizard.unreadable"))).to_be_visible(timeout=DRAWN_MS)
        assert said in page.locator("body").inner_text()
    go(page, served.address, view="data", file="0" * 16)
    expect(page.get_by_text(T("error.upload"), exact=True)).to_be_visible()
    go(page, served.address, view="data", path="../../etc/passwd")
    assert "not_found" not in page.locator("body").inner_text()


def killed(page: Page, served: Served, workspace: Workspace) -> None:
    """A job that somebody kills is told as such, and the next one starts."""
    go(page, served.address, view="scans", p_decoys="900")
    job = order(page, workspace, T("scans.start"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    process = journal.read(job.folder / "process.json")
    assert process is not None
    os.kill(process["pid"], signal.SIGKILL)
    state(page, job, "killed")
    assert T("job.killed") in page.locator("body").inner_text()
    deadline = time.monotonic() + 10
    while Jobs(workspace).writer() is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    expect(page.get_by_role("button", name=T("scans.start"))).to_be_enabled()
