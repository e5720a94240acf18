"""Makes the generated documents from the things they describe: `make docs`. A test fails when one is stale."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from docs import graph_page
from docs.graph_statements import statements
from graphfraud.cli.main import cli
from graphfraud.innocent import EXPLANATIONS
from graphfraud.model.schema import Column, Table, code_rules, tables
from graphfraud.parameters import known, word_lists
from graphfraud.parameters.profiles import Profile, profiles
from graphfraud.schemes import SCHEMES
from graphfraud.schemes.base import Scheme
from graphfraud.settings import PREFIX, Settings
from graphfraud.store.question_values import Parameter as QuestionParameter
from graphfraud.store.questions import Question
from graphfraud.store.questions import questions as asked
from graphfraud.support import SUPPORTS
from graphfraud.support.base import Support

FOLDER = Path(__file__).parent
WIDTH = 100


def main() -> None:
    """Write every document and every generated statement that differs from what it should be."""
    made = {FOLDER / name: make() for name, make in DOCUMENTS.items()}
    made |= {FOLDER.parent / "queries/cypher" / f"{name}.cypher": text for name, text in statements()}
    for path, text in made.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            click.echo(f"{path.relative_to(FOLDER.parent)} written")


def data_dictionary() -> str:
    """Describe every table, column and code list of the model."""
    names = sorted(tables().values(), key=lambda t: (not t.required, t.name))
    return _page(
        "Data dictionary 数据字典",
        "The tables that `graphfraud load` takes. `*`: must be present. A missing optional column switches off or "
        "weakens only the signals that need it. Types: `id` text of at most 64 characters · `money` yuan, "
        "decimal(16,2) · `quantity` decimal(18,6) · `time` UTC+8 wall clock.",
        *(part for table in names for part in _table(table)),
        "## Code lists 代码表",
        "Open list: a code outside it is kept and counted. Closed list: a row with another code is put aside. "
        "With children: longer codes that begin with a listed one belong to it.",
        *(part for name in sorted(code_rules()) for part in _code_list(name)),
    )


def _table(table: Table) -> list[str]:
    key = ", ".join(f"`{name}`" for name in table.key) or "the whole row"
    head = ("column", "中文", "type", "codes", "sensitivity", "signals")
    star = " *" if table.required else ""
    rows = [_column(column) for column in table.columns]
    return [f"## {table.name}{star} {table.zh} ({table.en})", f"Key: {key}", _grid(head, rows)]


def _column(column: Column) -> tuple[str, ...]:
    codes = f"[{column.codes}](#{column.codes})" if column.codes else ""
    sensitivity = "" if column.sensitivity == "open" else column.sensitivity
    star = " *" if column.required and not column.from_row else ""
    name = f"`{column.name}`{star}" + (" (made from the row where a file has none)" if column.from_row else "")
    return name, column.zh, column.type, codes, sensitivity, ", ".join(column.signals)


def _code_list(name: str) -> list[str]:
    rule = code_rules()[name]
    kind = ("closed" if rule.closed else "open") + (", with children" if rule.children else "")
    return [f"### {name}", f"List: {kind}", _grid(("code", "中文"), [(f"`{c}`", zh) for c, zh in rule.codes.items()])]


def settings() -> str:
    """Describe every setting."""
    head = ("setting", "environment", "default", "range", "meaning", "含义")
    rows = [_setting(name) for name in Settings.model_fields]
    return _page(
        "Settings 设置",
        "Rising order: `graphfraud.toml` in the current folder (or the file named by `GRAPHFRAUD_CONFIG`), the "
        "environment, the flags of a command. An unknown name is an error that suggests the nearest one.",
        _grid(head, rows),
        "Numba keeps compiled loops beside the installed code, or in the user's cache folder where that is read-only; "
        "`NUMBA_CACHE_DIR` names another folder. `graphfraud doctor` says which is used.",
        "Tests read `GRAPHFRAUD_REQUIRE_SERVICES` (1: a missing service fails a test instead of skipping it) and "
        "`GRAPHFRAUD_TEST_NEO4J_URI`, `…_USER`, `…_PASSWORD` (a Neo4j server to use).",
    )


def _setting(name: str) -> tuple[str, ...]:
    field = Settings.model_fields[name]
    extra: dict[str, Any] = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default = "not set" if field.default is None else f"`{field.default}`"
    spread = str(extra.get("range") or _range(field.annotation, field.metadata))
    return f"`{name}`", f"`{PREFIX}{name.upper()}`", default, spread, field.description or "", extra["zh"]


def _range(annotation: Any, metadata: Iterable[Any]) -> str:
    low = next((m.ge for m in metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in metadata if hasattr(m, "le")), None)
    if low is not None:
        return f"{low:,} to {high:,}"
    choices = [f"`{a}`" for a in get_args(annotation) if isinstance(a, str)]
    if choices:
        return ", ".join(choices)
    return "a path" if "Path" in str(annotation) else "text"


def parameters() -> str:
    """Describe every parameter of a scan."""
    head = ("parameter", "default", "range", "unit", "meaning", "含义", "source")
    rows = [
        (f"`{p.name}`", f"{p.default:g}", f"{p.min:g} to {p.max:g}", p.unit, p.en, p.zh, p.source)
        for p in known().values()
    ]
    words = [(f"`{w.name}`", ", ".join(w.default), w.en, w.zh, w.source) for w in word_lists().values()]
    return _page(
        "Parameters of a scan 扫描参数",
        "`graphfraud scan --param NAME=VALUE` overrides one. A run keeps the values it used.",
        _grid(head, rows),
        "## Words 词表",
        "`graphfraud scan --param NAME=WORD,WORD` replaces a list.",
        _grid(("list", "default", "meaning", "含义", "source"), words),
        "## Presets 预设",
        "`graphfraud scan --profile NAME` looks for the schemes of one campaign.",
        _grid(("profile", "中文", "meaning", "schemes", "parameters"), [_profile(p) for p in profiles().values()]),
    )


def _profile(preset: Profile) -> tuple[str, ...]:
    chosen = ", ".join(f"`{code}`" for code in preset.schemes) or "all"
    changed = ", ".join(f"`{name}={value:g}`" for name, value in preset.parameters.items()) or "defaults"
    return f"`{preset.code}`", preset.zh, preset.en, chosen, changed


def schemes() -> str:
    """Describe every scheme that a scan looks for, and the innocent explanations that it tests."""
    tested = [(f"`{e.code}`", e.name.zh, e.name.en, _first(e.test)) for e in EXPLANATIONS]
    return _page(
        "Schemes 骗保模式",
        "What a scan looks for. A ring is a lead (线索), never a verdict.",
        *(part for scheme in SCHEMES for part in _scheme(scheme)),
        *_supports(),
        "## Innocent explanations 合理解释",
        "Tested on every candidate and shown beside the evidence; a likely one demotes the ring with the reason.",
        _grid(("code", "中文", "English", "test"), tested),
    )


def _scheme(scheme: Scheme) -> list[str]:
    rows = [(f"`{s.code}`", f"{s.weight:g}", _first(s.measure)) for s in scheme.signals]
    return [
        f"## {scheme.code} {scheme.name.zh} ({scheme.name.en})",
        inspect.cleandoc(scheme.doc),
        f"Off without: {_columns(scheme.essential)}.",
        f"Weaker without: {_columns(scheme.helpful)}.",
        _grid(("signal", "weight", "what it measures"), rows),
    ]


def _supports() -> list[str]:
    rows = [(f"`{s.code}`", s.name.zh, s.name.en, f"{s.weight:g}", _any(s), " ".join(s.doc.split())) for s in SUPPORTS]
    return [
        "## Support signals 佐证",
        "Asked about every ring that a scheme has found. The weight times the strength comes on top of the scheme's "
        "own score; no support signal makes a ring or decides who is in it.",
        _grid(("code", "中文", "English", "weight", "off without any of", "what it says"), rows),
    ]


def _any(support: Support) -> str:
    return "a table of its own" if support.needs is None else _columns((support.needs,))


def _columns(signals: Sequence[str]) -> str:
    found = [f"`{t.name}.{c.name}`" for t in tables().values() for c in t.columns if set(signals) & set(c.signals)]
    return ", ".join(found) or "nothing"


def _first(measure: Callable[..., Any]) -> str:
    """Give the first paragraph of a function's docstring; `functools.partial` hides it in `func`."""
    text = inspect.getdoc(getattr(measure, "func", measure)) or ""
    return " ".join(text.split("\n\n")[0].split())


def questions() -> str:
    """Describe every question that a store answers."""
    return _page(
        "Questions 查询",
        "`graphfraud ask NAME --set PARAMETER=VALUE`, in a notebook `graphfraud.open(…).ask(NAME, PARAMETER=VALUE)`. "
        "Every store gives the same rows in the same order. Money is decimal yuan, times are UTC+8 wall clock; "
        "nobody is named. `*`: must be given.",
        *(part for one in asked().values() for part in _question(one)),
    )


def _question(one: Question) -> list[str]:
    takes = [
        (f"`{p.name}`{' *' if p.required else ''}", p.type, _usual(p), p.range, p.en, p.zh) for p in one.parameters
    ]
    gives = [(f"`{c.name}`", c.type, c.en, c.zh) for c in one.columns]
    return [
        f"## {one.name}",
        f"{one.zh}。",
        f"{one.en}.",
        _grid(("parameter", "type", "default", "range", "meaning", "含义"), takes),
        _grid(("column", "type", "meaning", "含义"), gives),
        f"Order: {one.order}.",
    ]


def _usual(one: QuestionParameter) -> str:
    if one.required or one.default in (None, ""):
        return ""
    return f"`{str(one.default).lower() if isinstance(one.default, bool) else one.default}`"


def commands() -> str:
    """Give the help of every command."""
    root = click.Context(cli, info_name="graphfraud", terminal_width=WIDTH, help_option_names=["-h", "--help"])
    return _page("Commands 命令", "What `--help` prints.", *_helps(cli, root))


def _helps(command: click.Command, context: click.Context) -> list[str]:
    found = [f"## {context.command_path}", f"```\n{command.get_help(context)}\n```"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                found += _helps(below, click.Context(below, info_name=name, parent=context))
    return found


def graph_model() -> str:
    """Describe the graph that a Neo4j server holds."""
    parts = (
        part
        for title, text, rows in graph_page.sections()
        for part in ([title, text, _grid(graph_page.HEAD, rows)] if rows else [title, text])
    )
    return _page(
        "Graph model 图模型",
        "What `graphfraud graph push` puts on a Neo4j server, and keeps up to date. Names, telephones, addresses and "
        "accounts stay in the workspace: a contact is known by a pseudonym that only the workspace's own key makes "
        "(HMAC-SHA256). With the setting `graph_names` entities have names, persons' masked.",
        "An entity has a node where it has a settlement that stands, is a member of a ring, or employs a patient. Its "
        "`key` is `kind:id`, as in `patient:A1`.",
        graph_page.picture(),
        graph_page.TYPES,
        *parts,
        "### (:Watermark {name: 'graphfraud'})",
        "One node says what the graph shows: `data_version`, `newest_run`, `runs`, `claims` (`all` or `evidence`), "
        "`names`, `pushed_at`, `workspace`. `state` is `filling` in the first fill, `updating` while a push changes "
        "the graph, `shown` when it is whole. A `Run` node is there only when everything of the run is; `runs` names "
        "the same runs. `graphfraud graph status` prints it.",
    )


def _page(title: str, *parts: str) -> str:
    note = "<!-- Generated by `make docs`; don't edit. -->"
    return "\n\n".join([f"# {title}", note, *parts]) + "\n"


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


DOCUMENTS: dict[str, Callable[[], str]] = {
    "data-dictionary.md": data_dictionary,
    "settings.md": settings,
    "parameters.md": parameters,
    "schemes.md": schemes,
    "questions.md": questions,
    "commands.md": commands,
    "graph-model.md": graph_model,
}

if __name__ == "__main__":
    main()
