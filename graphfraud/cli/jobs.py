"""`graphfraud jobs`: the scans and loads that the explorer started, and how to stop one."""

from __future__ import annotations

import signal
import traceback
from getpass import getuser
from pathlib import Path

import click

from graphfraud.cli.options import HELP, format_option, place_options, workspace_option
from graphfraud.cli.printing import print_json


@click.group(context_settings=HELP)
def jobs() -> None:
    """List and stop the scans, what-ifs and loads that the explorer started.

    \b
    Example:
      graphfraud jobs list
      graphfraud jobs cancel 20260301-101500-ab12cd
    """


@jobs.command("list", context_settings=HELP)
@click.option("--top", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many, newest first.")
@format_option("table", "json")
@place_options
def list_(top: int, format_: str, workspace: Path | None, lang: str | None) -> None:
    """List the jobs of the workspace, newest first.

    \b
    Example:
      graphfraud jobs list --format json
    """
    from graphfraud import settings
    from graphfraud.cli import show
    from graphfraud.cli.words import Words
    from graphfraud.jobs.board import Jobs
    from graphfraud.workspace import Workspace

    chosen = settings.load(workspace=workspace, lang=lang)
    found = Jobs(Workspace(chosen.workspace)).all(top)
    if format_ == "json":
        print_json({"jobs": [one.to_dict() for one in found]})
    else:
        show.job_table(found, Words(chosen.lang))


@jobs.command(context_settings=HELP)
@click.argument("job_id")
@workspace_option
def cancel(job_id: str, workspace: Path | None) -> None:
    """Stop a job: Ctrl-C first, by force after ten seconds. It leaves nothing half-written.

    \b
    Example:
      graphfraud jobs cancel 20260301-101500-ab12cd
    """
    from graphfraud import settings
    from graphfraud.jobs.board import Jobs
    from graphfraud.workspace import Workspace

    found = Jobs(Workspace(settings.load(workspace=workspace).workspace)).cancel(job_id, getuser(), wait=True)
    click.echo(f"{found.job_id}: {found.state}")


@jobs.command(context_settings=HELP, hidden=True)
@click.argument("job_id")
@workspace_option
def run(job_id: str, workspace: Path | None) -> None:
    """Do the work of a job in this process; `graphfraud.jobs.board.Jobs.start` calls it.

    \b
    Example:
      graphfraud jobs run 20260301-101500-ab12cd
    """
    from graphfraud import settings
    from graphfraud.jobs import current, uploads
    from graphfraud.jobs import job as journal
    from graphfraud.jobs.board import Jobs
    from graphfraud.workspace import Workspace

    place = Workspace(settings.load(workspace=workspace).workspace)
    job = Jobs(place).get(job_id)
    # A parent that ignores Ctrl-C hands that down; both signals must end the work here, and let it clean up.
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.default_int_handler)
    current.begin(job.folder)
    try:
        code = _done([*job.order.words, "--format", "json", "--workspace", str(place.root)])
    finally:
        current.begin(None)
    stopped = (job.folder / "cancel.json").exists()
    state = "done" if code == 0 else "cancelled" if stopped else "failed"
    if code == 0 and job.order.upload and job.order.kind == "load":
        uploads.remove(place, job.order.upload)
    journal.write(job.folder / "end.json", {"state": state, "exit_code": code, "finished_at": journal.now()})
    raise SystemExit(code)


def _done(words: list[str]) -> int:
    """Run a command as if it were typed; give its exit code."""
    from graphfraud.cli.main import main

    try:
        main(words)
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else int(bool(e.code))
    except Exception:
        # A fault of ours: its record belongs in the job's log, and the job must still get its end.
        traceback.print_exc()
        return 1
    return 0
