"""Rings, paths and runs as text for people: tables and sentences in one language."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from graphfraud.cli.words import Words
from graphfraud.jobs.job import Job
from graphfraud.model.disposition import Disposition
from graphfraud.model.money import money_text
from graphfraud.model.ring import Ring, Standing
from graphfraud.store.base import EntityRef, PathAnswer, RingPage, RunInfo
from graphfraud.store.run_diff import Change

if TYPE_CHECKING:
    import pyarrow as pa

PIPE_WIDTH = 160
"""Characters a line where the output is no terminal."""


def console() -> Console:
    """Give a console that writes to standard output; text from data is never read as markup."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else PIPE_WIDTH, markup=False, highlight=False)


def ring_table(page: RingPage, words: Words) -> None:
    """Print a list of rings."""
    if not page.rings:
        console().print(words("no_rings"))
        return
    columns = (
        "rank",
        "ring",
        "scheme",
        "patients",
        "settlements",
        "fund",
        "score",
        "fdr",
        "stability",
        "status",
        "change",
    )
    table = _table([words(c) for c in columns], right=(0, 3, 4, 5, 6, 7, 8))
    for ring in page.rings:
        table.add_row(*_line(ring, ring.ring_id, words))
        for other in page.gangs.get(ring.ring_id, ()):
            table.add_row(*_line(other, f"└ {other.ring_id}", words))
    console().print(table)
    if page.gangs:
        console().print(words("gangs", n=sum(map(len, page.gangs.values()))))
    console().print(words("shown", shown=len(page.rings), matching=page.matching))


def _line(ring: Ring, named: str, words: Words) -> list[str]:
    return [
        str(ring.rank),
        named,
        words.code("scheme", ring.scheme),
        str(len(ring.patients)),
        str(ring.amounts.settlements),
        money_text(ring.amounts.fund_pay_sumamt),
        f"{ring.score:.3f}",
        f"{ring.fdr:.3f}",
        f"{ring.stability:.2f}",
        status_words(ring, words),
        words.code("event", ring.lineage.event),
    ]


def ring_story(ring: Ring, names: dict[EntityRef, str], words: Words) -> None:
    """Print one ring: what it is, who is in it, why, and what else could explain it."""
    out = console()
    out.print(f"{words('ring')} {ring.ring_id}  {words.code('scheme', ring.scheme)}", style="bold")
    for key, value in _facts(ring, words):
        out.print(f"  {words(key)}: {value}")
    members = _table(
        [words(c) for c in ("kind", "id", "name", "role", "strength", "stability", "aliases")], right=(4, 5)
    )
    for m in ring.members:
        name = names.get(EntityRef(m.kind, m.id), "")
        role = words.code("role", m.role)
        shares = (f"{m.strength:.2f}", f"{m.stability:.2f}")
        members.add_row(words.code("kind", m.kind), m.id, name, role, *shares, ", ".join(m.aliases))
    out.print(words("members"), style="bold")
    out.print(members)
    out.print(words("evidence"), style="bold")
    for e in ring.evidence:
        out.print(f"  • {words.code('signal', e.signal)}: {e.detail.to_dict()[words.lang]}")
    out.print(words("innocent"), style="bold")
    for i in ring.innocent:
        verdict = words.code("verdict", i.verdict)
        out.print(f"  • {words.code('innocent', i.explanation)} – {verdict}: {i.detail.to_dict()[words.lang]}")
    if ring.related:
        out.print(words("related"), style="bold")
    for r in ring.related:
        out.print(f"  • {r.ring_id}: {words.code('related', r.reason)} ({', '.join(id for _, id in r.shared)})")
    out.print(words("disclaimer"), style="italic")


def claim_table(claims: pa.Table, words: Words) -> None:
    """Print settlement rows with where each was loaded from."""
    columns = ("time", "id", "person", "institution", "doctor", "medfee", "fund", "source")
    table = _table([words(c) for c in columns], right=(5, 6))
    for row in claims.to_pylist():
        table.add_row(
            f"{row['setl_time']:%Y-%m-%d %H:%M:%S}",
            row["setl_id"],
            row["patient"],
            row["fixmedins_code"],
            row["dr_code"] or "",
            *("" if row[c] is None else money_text(row[c]) for c in ("medfee_sumamt", "fund_pay_sumamt")),
            f"{row['source_file'] or ''}:{row['_line']}",
        )
    console().print(words("claims"), style="bold")
    console().print(table)


def path_lines(answer: PathAnswer, names: dict[EntityRef, str], words: Words) -> None:
    """Print paths, one hop a line."""
    out = console()
    for number, path in enumerate(answer.paths, start=1):
        out.print(words("path", n=number, hops=len(path.hops)), style="bold")
        out.print(f"  {entity_words(path.nodes[0], names, words)}")
        for hop, node in zip(path.hops, path.nodes[1:], strict=True):
            out.print(f"    │ {words('hop_claims', kind=words.code('hop', hop.kind), n=hop.settlements)}")
            out.print(f"  {entity_words(node, names, words)}")
    if not answer.paths:
        out.print(words("no_path"))
    out.print(words("searched", max_hops=answer.max_hops, hubs=answer.hubs_avoided))
    if not answer.complete:
        out.print(words("stopped"))


def run_table(runs: Sequence[RunInfo], words: Words) -> None:
    """Print the runs, newest first."""
    if not runs:
        console().print(words("no_runs"))
        return
    columns = ("run", "started", "finished", "data_version", "params_version", "seed", "published", "demoted")
    scoped = any(r.scope for r in runs)
    table = _table([words(c) for c in (*columns, *(["scope"] if scoped else []))], right=(5, 6, 7))
    for r in runs:
        facts = (r.run_id, r.started_at, r.finished_at, r.data_version, r.params_version)
        where = [r.scope or words("whole_city")] if scoped else []
        table.add_row(*facts, str(r.seed), str(r.published), str(r.demoted), *where)
    console().print(table)


def run_facts(run: RunInfo, words: Words) -> None:
    """Print one run."""
    named = {"run": run.run_id, "started": run.started_at, "finished": run.finished_at}
    rest = ("data_version", "params_version", "code_version", "seed", "published", "demoted")
    scope = {"scope": run.scope or words("whole_city")}
    for key, value in {**named, **scope, **{name: getattr(run, name) for name in rest}}.items():
        console().print(f"{words(key)}: {value}")


def change_table(changes: Sequence[Change], words: Words) -> None:
    """Print what changed between two runs."""
    if not changes:
        console().print(words("no_changes"))
        return
    table = _table([words(c) for c in ("change", "ring", "scheme", "previous", "joined", "left")], right=(4, 5))
    for c in changes:
        facts = (words.code("event", c.event), c.ring_id, words.code("scheme", c.scheme), ", ".join(c.previous))
        table.add_row(*facts, str(len(c.joined)), str(len(c.left)))
    console().print(table)


def moved_table(lines: Sequence[Sequence[str]], words: Words) -> None:
    """Print rings won or lost."""
    table = _table([words(c) for c in ("ring", "scheme", "patients", "was", "now", "label")], right=(2,))
    for line in lines:
        table.add_row(*line)
    console().print(table)


def disposition_table(found: Sequence[Disposition], words: Words) -> None:
    """Print decisions on rings."""
    if not found:
        console().print(words("no_dispositions"))
        return
    columns = ("number", "ring", "scheme", "label", "why", "who", "when")
    table = _table([words(c) for c in columns], right=(0,))
    for d in found:
        scheme, label = words.code("scheme", d.snapshot.scheme), words.code("label", d.label)
        table.add_row(str(d.number), d.ring_id, scheme, label, d.reason, d.who, d.when)
    console().print(table)


def job_table(found: Sequence[Job], words: Words) -> None:
    """Print the jobs that the explorer started."""
    if not found:
        console().print(words("no_jobs"))
        return
    table = _table([words(c) for c in ("job", "job_kind", "status", "done", "job_by", "when")], right=(3,))
    for one in found:
        share = one.progress.share if one.live else None
        done = "" if share is None else f"{share:.0%}"
        table.add_row(
            one.job_id,
            words.code("job_kind", one.order.kind),
            words.code("job_state", one.state),
            done,
            one.order.who,
            one.order.when[:19],
        )
    console().print(table)


def grid(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their names, null as nothing."""
    numbers = [at for at in range(len(header)) if rows and all(isinstance(row[at], int | float) for row in rows)]
    table = _table(header, right=numbers)
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    console().print(table)


def _table(titles: Sequence[str], right: Sequence[int]) -> Table:
    table = Table()
    for at, title in enumerate(titles):
        table.add_column(title, justify="right" if at in right else "left", overflow="fold")
    return table


def _facts(ring: Ring, words: Words) -> list[tuple[str, str]]:
    money = ring.amounts
    return [
        ("status", status_words(ring, words)),
        ("change", " ← ".join([words.code("event", ring.lineage.event), *ring.lineage.previous])),
        ("score", f"{ring.score:.3f}"),
        ("fdr", f"{ring.fdr:.3f}"),
        ("stability", f"{ring.stability:.2f}"),
        ("settlements", str(money.settlements)),
        ("medfee", money_text(money.medfee_sumamt)),
        ("fund", money_text(money.fund_pay_sumamt)),
        ("acct", money_text(money.acct_pay)),
        *([("disposition", _decided(ring.disposition, words))] if ring.disposition else []),
    ]


def _decided(standing: Standing, words: Words) -> str:
    return f"{words.code('label', standing.label)} ({standing.who}, {standing.when[:10]}): {standing.reason}"


def status_words(ring: Ring, words: Words) -> str:
    """Give the status of a ring, the reason of a demotion, and the last decision where it says more."""
    status = words.code("status", ring.status)
    said = [f"{status}: {words.reason(ring.status_reason)}" if ring.status_reason else status]
    if ring.disposition and ring.disposition.changed:
        said.append(ring.disposition.changed.to_dict()[words.lang])
    elif ring.disposition and ring.status_reason != ring.disposition.label:
        said.append(words.code("label", ring.disposition.label))
    return words("semicolon").join(said)


def entity_words(ref: EntityRef, names: dict[EntityRef, str], words: Words) -> str:
    """Give kind, id and name of an entity."""
    return " ".join(part for part in (words.code("kind", ref.kind), ref.id, names.get(ref, "")) if part)
