"""What a comparison prints: JSON, CSV of every difference, or tables for the terminal."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table as Grid

from graphfraud.compare.differences import COLUMNS, RULES
from graphfraud.compare.sides import Coverage
from graphfraud.model.export import write_csv
from graphfraud.model.money import money_text
from ingest.compare import Result

PIPE_WIDTH = 200
"""Characters a line where the output is no terminal."""

WORDS: dict[str, dict[str, str]] = {
    "covered": {"zh": "医院数据覆盖范围", "en": "What the export covers"},
    "fixmedins_code": {"zh": "机构", "en": "institution"},
    "kind": {"zh": "类别", "en": "kind"},
    "stay": {"zh": "住院", "en": "stays"},
    "other": {"zh": "门诊购药", "en": "other visits"},
    "visits": {"zh": "人次", "en": "visits"},
    "begin": {"zh": "入院/就诊", "en": "admitted"},
    "end": {"zh": "出院", "en": "discharged"},
    "settled": {"zh": "结算", "en": "settled"},
    "fees": {"zh": "费用明细", "en": "fee lines"},
    "compared": {"zh": "已比对", "en": "compared"},
    "none": {"zh": "未比对（一方没有明细）", "en": "not compared (one side has none)"},
    "matched": {
        "zh": "医保 {bureau_visits} 人次，医院 {his_visits} 人次；匹配：{rules}。",
        "en": "Bureau {bureau_visits} visits, hospital {his_visits}; matched by {rules}.",
    },
    "rule.setl_id": {"zh": "结算ID", "en": "setl_id"},
    "rule.mdtrt_id": {"zh": "就诊ID", "en": "mdtrt_id"},
    "rule.dates": {"zh": "人员+机构+日期", "en": "person, institution and dates"},
    "rule.overlap": {"zh": "人员+机构+住院日重叠", "en": "overlapping days of a person's stay"},
    "left": {
        "zh": "处于时间边缘、不判为缺失：{at_the_edge}；医院数据未覆盖：{not_covered}；"
        "医院数据中无机构或日期：{his_without_place_or_day}。",
        "en": "At the edge of the period, not called missing: {at_the_edge}; not covered by the export: {not_covered}; "
        "visits of the export without institution or day: {his_without_place_or_day}.",
    },
    "summary": {"zh": "比对结果", "en": "Result"},
    "level": {"zh": "层级", "en": "level"},
    "visit": {"zh": "就诊", "en": "visit"},
    "fee": {"zh": "费用项目", "en": "article"},
    "finding": {"zh": "结果", "en": "finding"},
    "missing": {"zh": "医院没有", "en": "missing at the hospital"},
    "extra": {"zh": "医保没有", "en": "extra at the hospital"},
    "different": {"zh": "不一致", "en": "different"},
    "count": {"zh": "数量", "en": "count"},
    "bureau": {"zh": "医保（元）", "en": "bureau (¥)"},
    "his": {"zh": "医院（元）", "en": "hospital (¥)"},
    "differences": {"zh": "差异", "en": "Differences"},
    "psn_no": {"zh": "人员编号", "en": "person"},
    "differs": {"zh": "不一致项", "en": "differs"},
    "setl_ids": {"zh": "结算ID", "en": "setl_id"},
    "bureau_days": {"zh": "医保日期", "en": "bureau's days"},
    "his_days": {"zh": "医院日期", "en": "hospital's days"},
    "article": {"zh": "项目", "en": "article"},
    "differ.psn_no": {"zh": "人员", "en": "person"},
    "differ.dates": {"zh": "日期", "en": "dates"},
    "differ.amount": {"zh": "金额", "en": "amount"},
    "differ.items": {"zh": "数量/项目", "en": "items"},
    "differ.diagnosis": {"zh": "诊断", "en": "diagnosis"},
    "more": {"zh": "另有 {more} 条；全部：--format csv", "en": "{more} more; all of them: --format csv"},
    "quarantined": {
        "zh": "医院数据有 {rows} 行无法读取，所涉就诊可能因此判为缺失：",
        "en": "{rows} rows of the export can't be read; their visits may be called missing for that:",
    },
    "skipped": {"zh": "未比对的文件", "en": "files not compared"},
    "kept": {
        "zh": "{judged} 笔结算的比对结果已存入工作区（新 {news}），下次 graphfraud scan 会用到。",
        "en": "What was found on {judged} settlements is kept for the next graphfraud scan ({news} new).",
    },
    "disclaimer": {
        "zh": "差异是线索，不是认定：上传不全、自费患者、记录错误都会造成差异；须以原始记录为准。",
        "en": "Differences are leads, not findings: incomplete uploads, patients who pay themselves and slips of the "
        "pen make them too; the original records decide.",
    },
}


def to_json(result: Result) -> str:
    """Give everything as JSON: money and counts as text, days as ISO 8601."""
    found = result.found
    data = {
        "covered": [c.to_dict() for c in found.covered],
        "counts": found.counts,
        "summary": found.summary(),
        "differences": [_plain(row) for row in _rows(found.differences)],
        "kept": {"settlements": len(found.checked), "new": result.news},
        "batches": [b.to_dict() for b in result.batches],
        "skipped": list(result.skipped),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def print_csv(result: Result) -> None:
    """Write every difference to standard output, one line each."""
    rows = [
        [" ".join(v) if isinstance(v, list) else v for v in row.values()] for row in _rows(result.found.differences)
    ]
    write_csv(COLUMNS, rows, sys.stdout)


def print_text(result: Result, lang: str, top: int, console: Console) -> None:
    """Print tables: what was compared, what was found, and the first `top` differences."""
    words = {name: texts[lang] for name, texts in WORDS.items()}
    found = result.found
    console.print(_covered(found.covered, words))
    rules = ", ".join(f"{words[f'rule.{r}']} {found.counts[f'matched_by_{r}']:,}" for r in RULES)
    console.print(words["matched"].format(**found.counts, rules=rules))
    console.print(words["left"].format(**found.counts))
    _quarantined(result, words, console)
    console.print(_summary(found.summary(), words))
    if len(found.differences):
        console.print(_differences(found.differences[:top], words))
    if len(found.differences) > top:
        console.print(words["more"].format(more=len(found.differences) - top))
    console.print(words["kept"].format(judged=len(found.checked), news=result.news))
    console.print(words["disclaimer"], style="italic")


def _covered(covered: list[Coverage], words: dict[str, str]) -> Grid:
    grid = Grid(title=words["covered"])
    for name in ("fixmedins_code", "kind", "visits", "begin", "end", "settled", "fees"):
        grid.add_column(words[name], justify="right" if name == "visits" else "left", overflow="fold")
    for one in covered:
        grid.add_row(
            one.fixmedins_code,
            words["stay" if one.stay else "other"],
            f"{one.visits:,}",
            f"{one.begin_first} … {one.begin_last}",
            f"{one.end_first} … {one.end_last}",
            "" if one.settled_first is None else f"{one.settled_first} … {one.settled_last}",
            words["compared" if one.fees else "none"],
        )
    return grid


def _quarantined(result: Result, words: dict[str, str], console: Console) -> None:
    rows = sum(b.quarantined for b in result.batches)
    if rows:
        console.print(words["quarantined"].format(rows=rows), style="red")
    for batch in result.batches:
        for row in batch.examples:
            place = f"{batch.file}:{row.line}{f' {row.column}' if row.column else ''}"
            console.print(f"  {place}: {row.reason}: {row.message}")
    if result.skipped:
        console.print(f"{words['skipped']}: {', '.join(result.skipped)}")


def _summary(summary: list[dict[str, Any]], words: dict[str, str]) -> Grid:
    grid = Grid(title=words["summary"])
    for name in ("level", "finding", "count", "bureau", "his"):
        grid.add_column(words[name], justify="left" if name in ("level", "finding") else "right")
    for row in summary:
        sums = (row["bureau_medfee"], row["his_medfee"])
        grid.add_row(words[row["level"]], words[row["finding"]], f"{row['count']:,}", *sums)
    return grid


def _differences(rows: pd.DataFrame, words: dict[str, str]) -> Grid:
    grid = Grid(title=words["differences"])
    names = ("finding", "differs", "fixmedins_code", "psn_no", "setl_ids", "article", "bureau_days", "his_days")
    for name in names:
        grid.add_column(words[name], overflow="fold")
    for name in ("bureau", "his"):
        grid.add_column(words[name], justify="right")
    for row in _rows(rows):
        grid.add_row(
            words[row["finding"]],
            ", ".join(words[f"differ.{d}"] for d in row["differs"]),
            *(row[name] or "" for name in ("fixmedins_code", "psn_no")),
            " ".join(row["setl_ids"]),
            row["hilist_code"] or "",
            *(_days(row[f"{side}_begin"], row[f"{side}_end"]) for side in ("bureau", "his")),
            *("" if row[f"{side}_medfee"] is None else money_text(row[f"{side}_medfee"]) for side in ("bureau", "his")),
        )
    return grid


def _days(begin: date | None, end: date | None) -> str:
    return "" if begin is None else f"{begin}" if begin == end else f"{begin} … {end}"


def _rows(differences: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows with None for whatever is not known."""
    kept = differences[list(COLUMNS)].to_dict("records")
    return [{str(n): None if not isinstance(v, list) and pd.isna(v) else v for n, v in row.items()} for row in kept]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row as JSON can hold it."""
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if name.endswith("_cnt") else money_text(value)
    return value.isoformat() if isinstance(value, date) else value
