"""What a load prints: the contract's JSON, or tables for the terminal in the language of the settings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from graphfraud.errors import InputError
from graphfraud.model.schema import tables
from ingest.batch import Batch

# How many columns with empty cells a table's line names.
NAMED = 6

WORDS: dict[str, dict[str, str]] = {
    "batches": {"zh": "装载批次", "en": "Batches"},
    "table": {"zh": "表", "en": "table"},
    "file": {"zh": "文件", "en": "file"},
    "rows_read": {"zh": "读取", "en": "read"},
    "accepted": {"zh": "接收", "en": "accepted"},
    "duplicate": {"zh": "重复", "en": "duplicate"},
    "updated": {"zh": "更新", "en": "updated"},
    "quarantined": {"zh": "隔离", "en": "quarantined"},
    "why": {"zh": "说明", "en": "remarks"},
    "already": {"zh": "此前已装载", "en": "already loaded"},
    "more": {
        "zh": "全部隔离行（装载后）：graphfraud.open(工作目录).quarantine()",
        "en": "All quarantined rows, once loaded: graphfraud.open(WORKSPACE).quarantine()",
    },
    "quality": {"zh": "数据质量", "en": "Data quality"},
    "rows": {"zh": "行数", "en": "rows"},
    "period": {"zh": "时间范围", "en": "period"},
    "empty": {"zh": "空值率", "en": "empty cells"},
    "orphans": {"zh": "悬空引用", "en": "orphans"},
    "odd": {"zh": "异常", "en": "oddities"},
    "unreadable": {"zh": "无法读取", "en": "unreadable"},
    "code": {"zh": "码表外", "en": "unknown code"},
    "ignored": {"zh": "未使用列", "en": "unused columns"},
    "persons": {"zh": "一证多号人员", "en": "persons with several psn_no"},
    "refunds": {"zh": "退费行", "en": "refund rows"},
    "refunds_without_original": {"zh": "退费无原单", "en": "refunds without their original"},
    "invalid": {"zh": "无效行（vali_flag≠1）", "en": "invalid rows (vali_flag ≠ 1)"},
    "without_doctor": {"zh": "无医师编码", "en": "rows without doctor"},
    "local_doctor_codes": {"zh": "机构自编医师编码", "en": "local doctor codes"},
    "gaps": {"zh": "连续 7 天以上无数据的机构", "en": "institutions with gaps of 7 days or more"},
    "schemes": {"zh": "可检测类型与佐证信号", "en": "Schemes and supporting signals"},
    "state": {"zh": "状态", "en": "state"},
    "missing": {"zh": "缺少", "en": "missing"},
    "on": {"zh": "启用", "en": "on"},
    "weak": {"zh": "减弱", "en": "weak"},
    "off": {"zh": "停用", "en": "off"},
    "failed": {"zh": "未装载的文件", "en": "Refused files"},
    "skipped": {"zh": "不对应任何表的文件", "en": "Files that fit no table"},
    "dry": {"zh": "试运行：未写入任何数据", "en": "Dry run: nothing was written"},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that a load found out."""

    batches: Sequence[Batch]
    failed: Sequence[InputError]
    skipped: Sequence[str]
    schemes: Sequence[dict[str, Any]]
    signals: Sequence[dict[str, Any]]
    quality: dict[str, Any]
    dry_run: bool

    def to_json(self) -> str:
        """Give the contract's JSON, with the refused and skipped files besides."""
        failed = [
            {"file": e.file, "line": e.line, "column": e.column, "reason": e.reason, "message": e.message}
            for e in self.failed
        ]
        data: dict[str, Any] = {
            "batches": [b.to_dict() for b in self.batches],
            "schemes": list(self.schemes),
            "signals": list(self.signals),
            "quality": self.quality,
            "failed": failed,
            "examples": [
                {"file": b.file, "table": b.table, "line": e.line, "column": e.column, "reason": e.reason}
                for b in self.batches
                for e in b.examples
            ],
            "skipped": list(self.skipped),
            "dry_run": self.dry_run,
        }
        return json.dumps(data, ensure_ascii=False, indent=2)


def print_outcome(outcome: Outcome, lang: str, console: Console) -> None:
    """Print the tables of a load."""
    words = {name: texts[lang] for name, texts in WORDS.items()}
    if outcome.dry_run:
        console.print(words["dry"], style="bold")
    console.print(_batches(outcome, words))
    _examples(outcome.batches, words, console)
    if outcome.quality.get("tables"):
        console.print(_quality(outcome.quality, words, lang))
        _settlements(outcome.quality, words, console)
    console.print(_schemes(outcome, words))
    if outcome.skipped:
        console.print(f"{words['skipped']}: {', '.join(outcome.skipped)}", markup=False)
    for error in outcome.failed:
        console.print(f"{words['failed']}: {error.message}", style="red", markup=False)


def _batches(outcome: Outcome, words: dict[str, str]) -> Grid:
    grid = Grid(title=words["batches"])
    for name in ("table", "file"):
        grid.add_column(words[name], overflow="fold")
    counts = ("rows_read", "accepted", "duplicate", "updated", "quarantined")
    for name in counts:
        grid.add_column(words[name], justify="right")
    grid.add_column(words["why"], overflow="fold")
    for batch in outcome.batches:
        reasons = ", ".join(f"{name} {n:,}" for name, n in sorted(batch.reasons.items()))
        why = words["already"] if batch.already_loaded else reasons
        grid.add_row(batch.table, batch.file, *(f"{getattr(batch, name):,}" for name in counts), why)
    return grid


def _examples(batches: Sequence[Batch], words: dict[str, str], console: Console) -> None:
    """Name the first quarantined rows of each file, and where all of them are."""
    for batch in batches:
        for row in batch.examples:
            place = f"{batch.file}:{row.line}{f' {row.column}' if row.column else ''}"
            console.print(f"{place}: {row.reason}: {row.message}", markup=False)
    if any(batch.quarantined > len(batch.examples) for batch in batches):
        console.print(words["more"], markup=False)


def _quality(quality: dict[str, Any], words: dict[str, str], lang: str) -> Grid:
    grid = Grid(title=words["quality"])
    for name in ("table", "rows", "period", "empty", "orphans", "odd"):
        grid.add_column(words[name], justify="right" if name == "rows" else "left", overflow="fold")
    for name, about in quality["tables"].items():
        table = tables()[name]
        grid.add_row(
            f"{name}\n{table.zh if lang == 'zh' else table.en}",
            f"{about['rows']:,}",
            " … ".join(about["period"] or []),
            _empty(about["null_rate"]),
            ", ".join(f"{c} → {o['table']} {o['rate']:.1%}" for c, o in about["orphans"].items() if o["rows"]),
            _odd(about, words),
        )
    return grid


def _empty(rates: dict[str, float]) -> str:
    some = sorted(((r, c) for c, r in rates.items() if 0 < r < 1), reverse=True)
    listed = [f"{column} {rate:.1%}" for rate, column in some[:NAMED]]
    none = [c for c, r in rates.items() if r == 1]
    if len(some) > NAMED:
        listed.append(f"+{len(some) - NAMED}")
    if none:
        listed.append(f"100%: {' '.join(none[:NAMED])}{f' +{len(none) - NAMED}' if none[NAMED:] else ''}")
    return ", ".join(listed)


def _odd(about: dict[str, Any], words: dict[str, str]) -> str:
    parts = [f"{words['unreadable']} {c}: {n:,}" for c, n in about["unreadable"].items()]
    for column, misses in about["code_misses"].items():
        parts.append(f"{words['code']} {column}: {', '.join(f'{c} ({n:,})' for c, n in misses.items())}")
    if about["unknown_columns"]:
        parts.append(f"{words['ignored']}: {', '.join(about['unknown_columns'])}")
    return "\n".join(parts)


def _settlements(quality: dict[str, Any], words: dict[str, str], console: Console) -> None:
    lines = [f"{words[name]}: {count:,}" for name, count in quality.get("settlements", {}).items()]
    if "duplicate_persons" in quality:
        lines.append(f"{words['persons']}: {quality['duplicate_persons']['certno']:,}")
    if "days_without_data" in quality:
        lines.append(f"{words['gaps']}: {quality['days_without_data']['institutions']:,}")
    console.print(" · ".join(lines), markup=False)


def _schemes(outcome: Outcome, words: dict[str, str]) -> Grid:
    grid = Grid(title=words["schemes"])
    for name in ("schemes", "state", "missing"):
        grid.add_column(words[name], overflow="fold")
    for scheme in outcome.schemes:
        grid.add_row(scheme["scheme"], words[scheme["state"]], ", ".join(scheme["missing"]))
    grid.add_section()
    for signal in outcome.signals:
        grid.add_row(signal["signal"], words[signal["state"]], ", ".join(signal["missing"]))
    return grid
