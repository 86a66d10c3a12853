"""Sums of money, percentages and counts in a line of text, as different countries write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

from dialogs.offers.currencies import is_currency
from dialogs.offers.lexicon import fold, words
from dialogs.offers.money import MOST_MONEY, plain

_DIGITS: Final = (
    r"\d{1,3}(?:[ '.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)"  # 185,000 · 70.000,50 · 9'500 · 52 000
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?(?!\d)"  # 18,50,000
    r"|\d+(?:[.,]\d+)?"
)
_PERCENT: Final = r"%|percent\b|per cent\b|pct\b|prozent\b|pour cent\b|por ciento\b|per cento\b"
_PENSION: Final = r"(?!401\s?\(?k\b)"
_CONTRACT: Final = "1099"
"""The tax form by which American contractors are called; with a sign, a multiplier or decimals it is a sum."""
_INDIAN: Final = frozenset({"l", "lakh", "lakhs", "lac", "lacs", "lpa", "crore", "crores"})


@dataclass(frozen=True, slots=True)
class Amount:
    """One number with what stands around it. `codes` are what its sign may mean (empty: no sign)."""

    start: int
    end: int
    value: Decimal
    codes: tuple[str, ...] = ()
    percent: bool = False
    scaled: bool = False
    """Whether a multiplier (k, million, lakh) was written."""

    @property
    def money(self) -> bool:
        """Whether its own writing shows that it is money."""
        return not self.percent and (bool(self.codes) or self.scaled)


@cache
def _pattern() -> re.Pattern[str]:
    signs = "|".join(_sign(sign) for sign in sorted(words("currencies"), key=len, reverse=True))
    multipliers = "|".join(
        re.escape(word) + (r"(?![a-z'])" if word.isascii() else "")  # 52000 l'an is no lakh
        for word in sorted(words("multipliers"), key=len, reverse=True)
    )
    return re.compile(
        rf"(?:(?P<before>{signs}|(?<![a-z])[a-z]{{3}}|(?<![a-z])r(?=\d))\s?|(?<![\d.,'a-z]))"
        rf"{_PENSION}(?P<digits>{_DIGITS})"
        rf"(?:\s?(?P<scale>{multipliers}))?"
        rf"(?:\s?(?P<percent>{_PERCENT}))?"
        rf"(?:\s?(?P<after>{signs}|[a-z]{{3}}(?![a-z])))?"
        rf"(?![a-z0-9])(?![.,]\d)"
    )


def _sign(sign: str) -> str:
    before = r"(?<![a-z])" if sign[0].isascii() and sign[0].isalpha() else ""
    after = r"(?![a-z])" if sign[-1].isascii() and sign[-1].isalpha() else ""
    return before + re.escape(sign) + after


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Every number of a line that is not part of a word, first to last; but for names made of digits (401k, 1099)."""
    return tuple(
        amount
        for amount in _amounts(fold(text), text)
        if amount.money or amount.percent or text[amount.start : amount.end] != _CONTRACT
    )


def _amounts(folded: str, text: str) -> Iterator[Amount]:
    for found in _pattern().finditer(folded):
        before, after = found["before"], found["after"]
        start, end = found.start(), found.end()
        first = () if before is None else codes_of(before, text[start : start + len(before)])
        if before is not None and not first:
            start = found.start("digits")
            if folded[start - 1].isalpha():
                continue
        last = () if after is None else codes_of(after, text[found.start("after") : end])
        if after is not None and not last:
            end = max(found.end(name) for name in ("digits", "scale", "percent") if found[name] is not None)
        codes = tuple(code for code in first if code in last) or first or last
        scale = found["scale"]
        if not codes and scale in _INDIAN:
            codes = ("INR",)
        value = read_number(found["digits"], scaled=scale is not None)
        if value is not None and scale is not None:
            value = Decimal(plain(value * words("multipliers")[scale]))
        if value is not None and value < MOST_MONEY:
            yield Amount(
                start,
                end,
                value,
                codes,
                found["percent"] is not None,
                scale is not None,
            )


def read_number(digits: str, *, scaled: bool = False) -> Decimal | None:
    """The value of digits with separators: 70.000 and 9'500 are thousands, 38,5 and 13.92 are not.

    The last of two kinds of separators is the decimal one; a single one before exactly three digits groups,
    unless a multiplier follows (1.250k) or the number starts with 0.
    """
    text = digits.replace(" ", "").replace("'", "")
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0:
        mark, other = text[last], "," if text[last] == "." else "."
        grouped = len(text) - last == 4 and not text.startswith("0") and not (scaled and mark == ".")
        if text.count(mark) > 1 or (other not in text and grouped):
            text = text.replace(mark, "").replace(other, "")
        else:
            text = text[:last].replace(other, "") + "." + text[last + 1 :]
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def codes_of(folded: str, typed: str) -> tuple[str, ...]:
    """The currencies a sign, word or code may mean; none when it is no currency.

    Three letters in small print count only for the usual codes: "top", "all" and "try" are codes, too.
    """
    table = words("currencies")
    if folded == "r":
        return ("ZAR",)
    if folded in table:
        return tuple(table[folded])
    code = folded.upper()
    if code in words("line", "codes") or (typed.isupper() and is_currency(code)):
        return (code,)
    return ()


def number_in(text: str) -> Decimal | None:
    """The one number of a form field ("62k", "€ 62.000", "12 lakh", "15 %"); None when it is not one."""
    typed = text.strip().strip(".")
    found = tuple(_amounts(fold(typed), typed))
    negative = typed.startswith(("-", "−"))
    if len(found) != 1 or found[0].end != len(typed) or found[0].start != (1 if negative else 0):
        return None
    return -found[0].value if negative else found[0].value


def currency_in(text: str) -> str | None:
    """The one currency meant by a sign, a word or a code; None when it is none or could be several."""
    typed = text.strip()
    codes = codes_of(fold(typed), typed.upper())
    return codes[0] if len(codes) == 1 else None
