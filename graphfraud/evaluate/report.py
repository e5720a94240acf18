"""An evaluation as JSON or as a terminal table."""

from __future__ import annotations

from typing import Any

from graphfraud.evaluate.measures import Evaluation, Measures


def to_dict(evaluation: Evaluation) -> dict[str, Any]:
    """Give the JSON form; shares are rounded to six places."""
    return {
        "overall": _measures(evaluation.overall),
        "schemes": {scheme: _measures(m) for scheme, m in evaluation.schemes.items()},
        "innocent": evaluation.innocent,
        "false_rings": [
            {"ring_id": f.ring_id, "rank": f.rank, "scheme": f.scheme, "explanation": f.explanation}
            for f in evaluation.false
        ],
        "missed": list(evaluation.missed),
    }


def _measures(m: Measures) -> dict[str, Any]:
    return {
        "published": m.published,
        "right": m.right,
        "truth": m.truth,
        "found": m.found,
        "precision": _share(m.precision),
        "recall": _share(m.recall),
        **{f"p_at_{k}": _share(value) for k, value in m.p_at.items()},
        "average_precision": _share(m.average_precision),
        "mean_best_jaccard": _share(m.mean_best_jaccard),
        "bcubed_precision": _share(m.bcubed_precision),
        "bcubed_recall": _share(m.bcubed_recall),
        "bcubed_f1": _share(m.bcubed_f1),
    }


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


_COLUMNS = (
    ("published", "published"),
    ("right", "right"),
    ("truth", "true"),
    ("found", "found"),
    ("precision", "precision"),
    ("recall", "recall"),
    ("p_at_10", "P@10"),
    ("p_at_25", "P@25"),
    ("p_at_50", "P@50"),
    ("average_precision", "AP"),
    ("mean_best_jaccard", "Jaccard"),
    ("bcubed_precision", "B³ P"),
    ("bcubed_recall", "B³ R"),
    ("bcubed_f1", "B³ F1"),
)


def to_text(evaluation: Evaluation) -> str:
    """Give a table with a column for overall and each scheme, then false rings by explanation."""
    columns = {"overall": _measures(evaluation.overall)} | {
        scheme: _measures(m) for scheme, m in evaluation.schemes.items()
    }
    width = max(len(name) for name in columns) + 2
    lines = [" " * 11 + "".join(name.rjust(width) for name in columns)]
    for key, title in _COLUMNS:
        lines.append(title.ljust(11) + "".join(_cell(c[key]).rjust(width) for c in columns.values()))
    lines += ["", "False rings by innocent explanation:"]
    lines += [f"  {name}: {count}" for name, count in evaluation.innocent.items()]
    if evaluation.missed:
        lines += ["", f"Missed: {', '.join(evaluation.missed)}"]
    return "\n".join(lines)


def _cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
