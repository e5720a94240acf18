"""Every column of claim rows, in groups, under a plain name and the national one."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.claims import Row, cell
from app.components.html import Html, join, tag, text
from app.texts import Texts
from graphfraud.model.schema import tables

GROUPS = {
    "who": (
        "psn_no",
        "patient",
        "psn_type",
        "insutype",
        "insu_admdvs",
        "mdtrt_cert_type",
        "mdtrt_cert_no",
        "agnter_certno",
        "agnter_tel",
        "bankacct",
    ),
    "where": ("fixmedins_code", "dr_code", "opter_id"),
    "when": ("setl_time", "begndate", "enddate"),
    "money": (
        "medfee_sumamt",
        "fund_pay_sumamt",
        "hifp_pay",
        "acct_pay",
        "acct_mulaid_pay",
        "psn_cash_pay",
        "hosp_part_amt",
    ),
    "codes": (
        "med_type",
        "dise_no",
        "setl_type",
        "setl_id",
        "mdtrt_id",
        "init_setl_id",
        "invono",
        "refd_setl_flag",
        "vali_flag",
    ),
    "source": ("source_file", "_line"),
}


def whole_rows(t: Texts, rows: Sequence[Row], name: str) -> Html:
    """Give every column that holds something, as loaded, masked."""
    held = {
        group: [c for c in columns if any(row.get(c) is not None for row in rows)] for group, columns in GROUPS.items()
    }
    groups = join(
        tag("th", text(t(f"claims.group.{group}")), "group", colspan=str(len(columns)), scope="colgroup")
        for group, columns in held.items()
        if columns
    )
    shown = [(group, c) for group, columns in held.items() for c in columns]
    head = join(tag("th", _head(t, c), _css(group)) for group, c in shown)
    body = join(
        tag("tr", join(tag("td", tag("span", text(cell(row.get(c))), "nowrap"), _css(group)) for group, c in shown))
        for row in rows
    )
    top = tag("thead", Html(tag("tr", groups) + tag("tr", head)))
    return tag("div", tag("table", Html(top + tag("tbody", body)), aria_label=name), "scroll")


def _head(t: Texts, column: str) -> Html:
    return Html(tag("div", text(plain_name(t, column)), "nowrap") + tag("div", text(column), "id soft"))


def plain_name(t: Texts, name: str) -> str:
    """Give a column of a claim row in the reader's language."""
    found = next((c for c in tables()["setl_d"].columns if c.name == name), None)
    if found is None:
        return t.named("column", name)
    return found.zh if t.lang == "zh" else found.en


def _css(group: str) -> str:
    return "num" if group == "money" else ""
