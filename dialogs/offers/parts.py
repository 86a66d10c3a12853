"""What each sum in a line is about: base pay, bonus, sign-on, equity, match, or a benefit.

A line is read part by part; within a part the nearest word that names a topic decides. A sum that no word
names is the base pay, once; what cannot be placed is left over and handed back, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from dialogs.offers.amounts import Amount
from dialogs.offers.counts import take_bonus_months, take_payments
from dialogs.offers.lexicon import any_of, compiled, words
from dialogs.offers.line import CROSSED_OUT, Line
from dialogs.offers.terms import EquityKind, Per

_TOPICS: Final = ("sign_on", "match", "equity", "bonus", "base")
_LARGEST_MATCH: Final = 20
"""Percent of pay; "50 % match" is half of what one saves oneself, which is something else."""
_LEAST_PLAIN_PAY: Final = 1000
"""A bare number below this is not taken for pay: "base 210" may be anything."""
_MOST_A_MONTH: Final = 30_000
_LEAST_COMPANY: Final = 1_000_000
"""A percent of less than this is a percent of pay and not of a company."""
_YEARS: Final = range(2020, 2041)


@dataclass(slots=True)
class Found:
    """The sums of one line by topic, while it is read."""

    base: Amount | None = None
    per: Per | None = None
    payments: Decimal | None = None
    bonus_percent: Decimal | None = None
    bonus_amount: Amount | None = None
    bonus_months: Decimal | None = None
    bonus_certain: bool = False
    sign_on: Amount | None = None
    match: Decimal | None = None
    equity: dict[str, Amount] = field(default_factory=dict)
    equity_a_year: Amount | None = None
    kind: EquityKind | None = None
    benefits: list[tuple[str, Amount, Per]] = field(default_factory=list)
    spread: tuple[Amount, Amount] | None = None
    """A range where one sum is needed."""
    total: Amount | None = None
    """A sum of which base pay is only a part."""
    small: Amount | None = None
    """A number said to be pay that is too small to be one."""


@dataclass(frozen=True, slots=True)
class _Hit:
    topic: str
    start: int
    end: int

    def gap(self, amount: Amount) -> int:
        """Characters between this word and a number."""
        return max(self.start - amount.end, amount.start - self.end, 0)


def read_parts(line: Line) -> Found:
    """Takes every sum out of the line that can be placed."""
    found = Found()
    found.bonus_months = take_bonus_months(line)
    found.payments = take_payments(line)
    _range(line, found)
    _share_of_company(line, found)
    for start, end in list(line.clauses()):
        _clause(line, start, end, found)
    _later_words(line, found)
    return found


def _range(line: Line, found: Found) -> None:
    """Between 100k and 120k, 100-120k: not one sum."""
    amounts = line.amounts()
    for low, high in pairwise(amounts):
        between = line.left[low.end : high.start].strip()
        opened = compiled(r"\b(?:between|zwischen|entre|tra)\s*$").search(line.left[: low.start]) is not None
        if not high.money or low.percent or high.percent:
            continue
        if between in ("-", "–", "to", "bis", "à", "a") or (
            opened and between in ("and", "und", "et", "y", "e")
        ):
            small = high.scaled and not low.scaled and low.value < _LEAST_PLAIN_PAY
            found.spread = (replace(low, value=low.value * 1000) if small else low, high)
            line.take(low.start, high.end)
            return


def _share_of_company(line: Line, found: Found) -> None:
    """0.1 % of 40M: a percent of what the company is valued at."""
    amounts = line.amounts()
    valued = any_of(words("topics", "valuation"))
    joined = rf"\s*(?:of|von|de|di|van|at|@)\s*(?:an?|the|company|equity|{valued}|\s)*"
    for part, whole in pairwise(amounts):
        of_company = part.percent and whole.money and whole.value >= _LEAST_COMPANY
        if of_company and compiled(joined).fullmatch(line.left, part.end, whole.start):
            found.equity |= {"percent": part, "valuation": whole}
            named = any_of(words("topics", "equity"))
            before = compiled(rf"{named}\s*(?:of\s+|:\s*)?$").search(line.left[: part.start])
            after = compiled(r"\s*(?:company|firm|start-?up)\b").match(line.left, whole.end)
            line.take(before.start() if before else part.start, after.end() if after else whole.end)
            return


def _clause(line: Line, start: int, end: int, found: Found) -> None:
    """Places every sum of one part of the line. Between two sums each has the words up to the other."""
    amounts = [one for one in line.amounts() if start <= one.start < end]
    if not amounts:
        return
    hits = list(_hits(line.left[start:end], start))
    words_first = any(hit.end <= amounts[0].start for hit in hits)
    edges = [start, *(one.end for one in amounts[:-1])], [*(one.start for one in amounts[1:]), end]
    used: list[_Hit] = []
    for amount, opening, closing in zip(amounts, *edges, strict=True):
        near = [
            hit
            for hit in hits
            if opening <= hit.start
            and hit.end <= closing
            and _apart(hit, amount) <= min(_apart(hit, other) for other in amounts)
        ]
        hit = _nearest(near, amount, words_first)
        if _place(line, amount, hit, (opening, closing), found):
            line.take(amount.start, amount.end)
            if hit is not None:
                used.append(hit)
    for hit in used:
        line.take(hit.start, hit.end)


def _apart(hit: _Hit, amount: Amount) -> tuple[int, bool]:
    """How far a topic word is from a number; of two as near, a bonus goes with the one in percent."""
    return hit.gap(amount), hit.topic == "bonus" and not amount.percent


def _hits(text: str, offset: int) -> Iterator[_Hit]:
    """The topic words of a part; "signing bonus" is a sign-on and no bonus."""
    for topic in _TOPICS:
        for read in list(compiled(any_of(words("topics", topic))).finditer(text)):
            text = text[: read.start()] + CROSSED_OUT * (read.end() - read.start()) + text[read.end() :]
            yield _Hit(topic, offset + read.start(), offset + read.end())


def _nearest(hits: Sequence[_Hit], amount: Amount, words_first: bool) -> _Hit | None:
    """The topic word that belongs to a number, by what it can be and how near it is."""
    fitting = [hit for hit in hits if not (amount.percent and hit.topic in ("base", "sign_on"))]
    if words_first:
        before = [hit for hit in fitting if hit.end <= amount.start]
        fitting = before or fitting
    return min(fitting, key=lambda hit: (hit.gap(amount), -hit.start), default=None)


def _place(line: Line, amount: Amount, hit: _Hit | None, part: tuple[int, int], found: Found) -> bool:
    """Puts one number where it belongs; False leaves it over."""
    topic = None if hit is None else hit.topic
    if topic == "equity" or _price_word(line, amount, part) is not None:
        return _equity(line, amount, part, found)
    if amount.percent:
        return _percent(line, amount, topic, part, found)
    if topic == "sign_on":
        return _once(found, "sign_on", amount)
    if topic == "bonus":
        return amount.value >= _LEAST_PLAIN_PAY and _once(found, "bonus_amount", amount)
    if topic == "match":
        return False
    if topic is None and compiled(any_of(words("line", "totals"))).search(line.left, *part):
        return _once(found, "total", amount)
    labelled = _label(line, amount, part, found) if topic is None else None
    if labelled is not None:
        return _benefit(line, amount, labelled, part, found)
    return _base(line, amount, topic, part, found)


def _once(found: Found, name: str, amount: Amount) -> bool:
    """Fills a place that is still empty; a second sum for it is left over."""
    if getattr(found, name) is not None:
        return False
    setattr(found, name, amount)
    return True


def _percent(line: Line, amount: Amount, topic: str | None, part: tuple[int, int], found: Found) -> bool:
    if topic == "match" and found.match is None and amount.value <= _LARGEST_MATCH:
        found.match = amount.value
        return True
    if topic == "bonus" and found.bonus_percent is None:
        found.bonus_percent = amount.value
        certain = compiled(any_of(words("topics", "guaranteed"))).search(line.left, *part)
        found.bonus_certain = certain is not None
        return True
    return False


def _price_word(line: Line, amount: Amount, part: tuple[int, int]) -> str | None:
    """Whether words beside a number make it a strike price, a share's price, or what the company is valued at."""
    after, before = line.left[amount.end : part[1]], line.left[part[0] : amount.start]
    for name in ("strike", "share_price", "valuation"):
        word = any_of(words("topics", name))
        named = compiled(rf"{word}\s*(?:of|at|:)?\s*(?:an?\s)?\s*$")
        if compiled(rf"\s*{word}").match(after) or named.search(before):
            return name
    return None


def _equity(line: Line, amount: Amount, part: tuple[int, int], found: Found) -> bool:
    """A grant's percent, worth, count, or the price of one share."""
    for kind in (EquityKind.RSU, EquityKind.OPTIONS):
        if compiled(any_of(words("equity_kinds", kind.value))).search(line.left, *part):
            found.kind = kind
    price = _price_word(line, amount, part)
    if price is not None:
        return _equity_once(found, price, amount)
    if amount.percent:
        return _equity_once(found, "percent", amount)
    named = compiled(r"\bworth\s*(?:of\s*)?$").search(line.left[part[0] : amount.start]) is not None
    counted = found.kind is EquityKind.OPTIONS and not amount.codes
    if not ((amount.money and not counted) or named):
        return _equity_once(found, "count", amount)
    yearly = compiled(rf"\s*{any_of(words('periods', 'year'))}").match(line.left, amount.end, part[1])
    if yearly is not None:
        line.take(*yearly.span())
        return _once(found, "equity_a_year", amount)
    return _equity_once(found, "value", amount)


def _equity_once(found: Found, name: str, amount: Amount) -> bool:
    if name in found.equity:
        return False
    found.equity[name] = amount
    return True


def _label(line: Line, amount: Amount, part: tuple[int, int], found: Found) -> tuple[int, int] | None:
    """The benefit that a number is the worth of: named just before it, or after it once base pay is known."""
    label = any_of(words("benefits", "labels"))
    before = compiled(rf"({label})\s*(?:of|:|worth|is)?\s*$").search(line.left[part[0] : amount.start])
    if before is not None:
        return part[0] + before.start(1), part[0] + before.end(1)
    after = compiled(label).search(line.left, amount.end, part[1])
    small = amount.value < _LEAST_PLAIN_PAY
    return after.span() if after is not None and (found.base is not None or small) else None


def _benefit(line: Line, amount: Amount, label: tuple[int, int], part: tuple[int, int], found: Found) -> bool:
    """A benefit with its worth for a year or a month; without a period it is left over."""
    per = _period(line, part)
    if per is None or per[0] not in (Per.YEAR, Per.MONTH):
        return False
    found.benefits.append((line.typed[slice(*label)], amount, per[0]))
    line.take(*label)
    line.take(*per[1])
    return True


def _base(line: Line, amount: Amount, topic: str | None, part: tuple[int, int], found: Found) -> bool:
    """Base pay: money, or a number large enough to be it."""
    period = _period(line, part)
    said = (
        amount.money
        or (topic == "base" and period is not None)
        or (period is not None and period[0] != Per.YEAR)
    )
    plain = amount.value >= _LEAST_PLAIN_PAY and int(amount.value) not in _YEARS
    if not said and not plain:
        if topic == "base":
            found.small = amount
            return True
        return False
    if found.base is not None:
        return False
    found.base = amount
    if period is not None:
        found.per = period[0]
        line.take(*period[1])
    return True


def _period(line: Line, part: tuple[int, int]) -> tuple[Per, tuple[int, int]] | None:
    """What the sum of this part is for; the first word for it, a year's before a month's where both begin."""
    best: tuple[int, Per, tuple[int, int]] | None = None
    for per in Per:
        read = compiled(any_of(words("periods", per.value))).search(line.left, *part)
        if read is not None and (best is None or read.start() < best[0]):
            best = (read.start(), per, read.span())
    return None if best is None else (best[1], best[2])


def _later_words(line: Line, found: Found) -> None:
    """A period or a currency that stands in a part of its own: "45 grand, a year, pounds"."""
    if found.base is None:
        return
    if found.per is None:
        for start, end in line.clauses():
            period = _period(line, (start, end))
            if period is not None and line.left[slice(*period[1])] == line.left[start:end].strip():
                found.per = period[0]
                line.take(*period[1])
                break
    if found.per is None and found.payments is not None and _may_be_a_month(found.base):
        found.per = Per.MONTH


def _may_be_a_month(amount: Amount) -> bool:
    """Whether a sum of which several are paid a year can be one of them: 120,000 francs and a 13th month is not."""
    other = set(amount.codes) - set(words("line", "thousands"))
    return amount.value < _MOST_A_MONTH or bool(other and len(amount.codes) == len(other))
