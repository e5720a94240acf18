"""Money is decimal yuan with two places, never a float."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def money_text(value: Decimal) -> str:
    """Give yuan as text with two decimals, e.g. `1234.50`; halves round away from zero."""
    return format(value.quantize(CENT, ROUND_HALF_UP), "f")
