"""Money as the coach handles it: exact decimals that never lose their currency.

Nothing here rounds. Figures are rounded once, where they are shown (`money_text`), so that what is
shown always comes from the exact number and not from another rounded one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import Final

PRECISION: Final = 50
"""Digits kept in divisions and powers: cents stay exact up to sums no payroll reaches."""

CENT: Final = Decimal("0.01")

MOST_MONEY: Final = Decimal(10) ** 15
"""No pay is this large in any currency; what is, is a slip of the keyboard."""

UNKNOWN_CURRENCY: Final = "XXX"
"""ISO 4217's code for "no currency": offers of which nobody said the currency are still worked out."""

arithmetic: Final = Context(prec=PRECISION, rounding=ROUND_HALF_EVEN)
"""The one context of all offer arithmetic: `with localcontext(arithmetic): ...`."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Rate:
    """An exchange rate that the person gave or confirmed: one `source` buys `rate` `target`."""

    source: str
    target: str
    rate: Decimal
    confirmed_on: date | None = None


class MissingRateError(LookupError):
    """Two currencies meet and nobody has said at what rate."""

    def __init__(self, source: str, target: str) -> None:
        super().__init__(
            f"I need a rate to compare {source} with {target}: how many {target} do you get for one {source}?"
        )
        self.source = source
        self.target = target


def rate_between(source: str, target: str, rates: Iterable[Rate]) -> Decimal:
    """How many `target` one `source` buys, by a confirmed rate or its inverse; never a chain of two.

    Raises `MissingRateError` when no confirmed rate joins the two.
    """
    if source == target:
        return Decimal(1)
    for known in rates:
        if known.rate <= 0:
            continue
        if (known.source, known.target) == (source, target):
            return known.rate
        if (known.source, known.target) == (target, source):
            with localcontext(arithmetic):
                return 1 / known.rate
    raise MissingRateError(source, target)


def to_cent(amount: Decimal) -> Decimal:
    """Rounded to the cent, for comparing and for the wire."""
    with localcontext(arithmetic):
        return amount.quantize(CENT)


def plain(number: Decimal) -> str:
    """A decimal as people type it: no exponent, no trailing zeros ("185000", "0.1")."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_text(amount: Decimal, currency: str | None, *, locale: str = "en", cents: bool = False) -> str:
    """An amount as shown to the person: "€7,400", "CHF 9,500"; whole units unless `cents` is asked for.

    Formats with Babel (CLDR), which is imported on first use because it is not needed to start.
    """
    from babel.numbers import format_currency, format_decimal, get_currency_symbol

    pattern = "#,##0.00" if cents else "#,##0"
    with localcontext(prec=max(PRECISION, amount.adjusted() + 10)):
        shown = amount.quantize(CENT if cents else Decimal(1))
    shown = abs(shown) if shown.is_zero() else shown
    if currency is None or currency == UNKNOWN_CURRENCY:
        return str(format_decimal(shown, format=pattern, locale=locale))
    gap = " " if get_currency_symbol(currency, locale=locale)[-1:].isalpha() else ""
    text = format_currency(shown, currency, format=f"¤{gap}{pattern}", locale=locale, currency_digits=False)
    return str(text).replace("\xa0", " ")
