"""The money ledger of a ring: by institution, refunds netted, no settlement twice; it adds up to the ring's amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.components.claims import Row
from app.components.entities import institution_link, named_institution
from app.components.html import Html, table, tag, text
from app.place import Place
from app.texts import Texts
from app.words import count, money
from graphfraud.model.ring import Amounts
from graphfraud.store.base import EntityRef


@dataclass(frozen=True, slots=True)
class Entry:
    """Money of one institution, or the correction (`code` None) that leads to the ring's own amounts."""

    code: str | None
    settlements: int
    medfee: Decimal
    fund: Decimal
    acct: Decimal


def ledger(rows: Sequence[Row], amounts: Amounts) -> list[Entry]:
    """Add claims up by institution; what is missing to `amounts` comes last: see `rest_name`."""
    once = {row["setl_id"]: row for row in rows}
    by_place: dict[str, list[Row]] = {}
    for row in once.values():
        by_place.setdefault(row["fixmedins_code"], []).append(row)
    entries = [_entry(code, own) for code, own in by_place.items()]
    entries.sort(key=lambda e: (-e.medfee, e.code or ""))
    rest = _rest(entries, amounts)
    return [*entries, rest] if any((rest.settlements, rest.medfee, rest.fund, rest.acct)) else entries


def ledger_table(
    t: Texts, place: Place, entries: Sequence[Entry], amounts: Amounts, names: Mapping[EntityRef, str]
) -> Html:
    """Give the ledger with its total; the patients' own share is what neither fund nor account paid."""
    lines = [_line(t, place, entry, names) for entry in entries]
    whole = Entry(None, amounts.settlements, amounts.medfee_sumamt, amounts.fund_pay_sumamt, amounts.acct_pay)
    lines.append([tag("strong", text(t("total"))), *(tag("strong", c) for c in _figures(t, whole))])
    head = [t("place"), t("settlements"), t("medfee"), t("fund"), t("acct"), t("own_share")]
    return table(head, lines, numbers=(1, 2, 3, 4, 5), name=t("ring.money"))


def rest_name(t: Texts, entry: Entry) -> str:
    """Say what leads from the institutions' sums to the ring's: refunds, or settlements that no evidence names."""
    return t("ledger.unnamed") if entry.settlements > 0 else t("ledger.refunds")


def _entry(code: str, rows: Sequence[Row]) -> Entry:
    def add(column: str) -> Decimal:
        return sum((row[column] for row in rows if row.get(column) is not None), Decimal(0))

    return Entry(code, len(rows), add("medfee_sumamt"), add("fund_pay_sumamt"), add("acct_pay"))


def _rest(entries: Sequence[Entry], amounts: Amounts) -> Entry:
    zero = Decimal(0)
    return Entry(
        None,
        amounts.settlements - sum(e.settlements for e in entries),
        amounts.medfee_sumamt - sum((e.medfee for e in entries), zero),
        amounts.fund_pay_sumamt - sum((e.fund for e in entries), zero),
        amounts.acct_pay - sum((e.acct for e in entries), zero),
    )


def _line(t: Texts, place: Place, entry: Entry, names: Mapping[EntityRef, str]) -> list[Html]:
    if entry.code is None:
        return [text(rest_name(t, entry)), *_figures(t, entry)]
    return [institution_link(place, entry.code, names.get(named_institution(entry.code), "")), *_figures(t, entry)]


def _figures(t: Texts, entry: Entry) -> list[Html]:
    own = entry.medfee - entry.fund - entry.acct
    amounts = (entry.medfee, entry.fund, entry.acct, own)
    return [text(count(entry.settlements)), *(text(money(t, amount)) for amount in amounts)]
