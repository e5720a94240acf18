"""Names that attack pages, spreadsheets and layouts, and a city whose people and institutions bear them."""

from __future__ import annotations

import csv
from pathlib import Path

SCRIPT = "=HYPERLINK(0)<script>window.hacked=1</script><img src=x onerror=window.hacked=1>**粗** {0}"
ATTRIBUTE = "\"' onmouseover=window.hacked=1 x='</style></textarea><svg onload=window.hacked=1>"
TURNED = "医院\u202egnp.exe\u2066左\u200f右"
LONG = "长" * 5000
FORMULA = "@SUM(1+1)*cmd|' /C calc'!A0"
NAMES = (SCRIPT, ATTRIBUTE, TURNED, LONG, FORMULA)
# The column of each register that names something.
NAMED = {
    "psn_info_b": ("psn_name", "emp_name", "live_addr"),
    "dr_info_b": ("dr_name",),
    "medins_info_b": ("fixmedins_name", "legrep_name"),
}


def rename(city: Path) -> None:
    """Give everybody and every institution of a city a hostile name, in turn."""
    for table, columns in NAMED.items():
        path = city / f"{table}.csv"
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f))
        for i, row in enumerate(rows):
            for column in columns:
                row[column] = NAMES[i % len(NAMES)]
        with path.open("w", encoding="utf-8", newline="") as f:
            writer = csv.DictWriter(f, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
