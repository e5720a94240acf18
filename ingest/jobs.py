"""Loads and dry runs as jobs (`graphfraud.jobs`), of uploaded files and of what lies in the inbox."""

from __future__ import annotations

from pathlib import Path

from graphfraud.jobs import uploads
from graphfraud.jobs.board import Jobs
from graphfraud.jobs.job import Job
from ingest.draft import Draft, write
from ingest.mapping import load_mapping


def load_upload(jobs: Jobs, token: str, draft: Draft, name: str, who: str, *, dry_run: bool) -> Job:
    """Load the file of a token with the mapping that a reader made; after a whole load the upload goes.

    Raises:
        NotFoundError: the file was loaded or cleared away.
        WorkspaceError: another job works, or the workspace can't be written.
    """
    file = uploads.file_of(jobs.workspace, token).name
    folder = uploads.under_table(jobs.workspace, token, draft.table)
    mapping = write(folder / "mapping.yml", draft.text(name))
    about = {"file": file, "table": draft.table, "mapping": name, "upload": token}
    return _start(jobs, folder.absolute(), str(mapping.absolute()), about, who, dry_run=dry_run, upload=token)


def load_folder(jobs: Jobs, path: Path, mapping: str, who: str, *, dry_run: bool) -> Job:
    """Load a file or folder of the inbox whose files have names that the mapping knows.

    Raises:
        SettingError: no such mapping.
        WorkspaceError: another job works, or the workspace can't be written.
    """
    load_mapping(mapping)
    about = {"file": path.name, "mapping": Path(mapping).stem}
    return _start(jobs, path.absolute(), mapping, about, who, dry_run=dry_run, upload="")


def _start(jobs: Jobs, path: Path, mapping: str, about: dict[str, str], who: str, *, dry_run: bool, upload: str) -> Job:
    words = ["load", str(path), "--mapping", mapping, *(["--dry-run"] if dry_run else [])]
    return jobs.start("dry_run" if dry_run else "load", words, who=who, about=about, upload=upload)
