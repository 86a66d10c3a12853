"""Several offers told in one breath, taken apart by company where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from dialogs.offers.amounts import amounts_in, codes_of
from dialogs.offers.lexicon import any_of, compiled, fold, vocabulary
from dialogs.offers.merging import SAME_KIND
from dialogs.offers.pay import BILLED_DAYS, PAYMENTS_PER_YEAR
from dialogs.offers.terms import Per, Terms
from dialogs.offers.words import understand_offer

_PARTS: Final = re.compile(
    r"[;\n]|,(?!\d)|\.(?=\s)|\b(?:and|but|while|whereas|und|aber|et|mais|y|pero|e|mas)\b"
)
_LEADING: Final = r"(?:and|but|plus|while|then|also|at|with|by|an?|the|one|another|offers?|got|i|have|is)"
_VERBS: Final = (
    r"(?:(?:has|have|had|would|will|just|now|also|then)\s+)*"
    r"(?:offer(?:s|ed|ing)?|pay(?:s|ing)?|paid|g[ai]ves?|gave|came\s+(?:in|back)|went|goes|says?|said|wants?\s+to\s+pay)"
    r"(?:\s+(?:me|us|up|with|at|to))*"
)
_LINKS: Final = r"(?:is|are|at|for|has|with|offers?|about|around|roughly|up\s+to|an\s+offer|of|package)"
_NAME: Final = r"[^\W\d_][\w&.'’-]*(?:\s+[^\W\d_][\w&.'’-]*){0,2}?"
_OPENING: Final = re.compile(
    rf"\s*(?:{_LEADING}\s+)*(?P<from>from\s+)?(?P<name>{_NAME})(?P<verb>\s+{_VERBS})?"
    rf"(?:\s*[:=–-]\s*|\s+{_LINKS})*\s*$",
    re.IGNORECASE,
)
_ANNOUNCED: Final = re.compile(
    r"\b(?:(?:two|three|four|five|both|several|[2-5]|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro|dois|três|quatro)"
    r"\s+(?:\w+\s+)?(?:offers|angebote|offres|ofertas|propostas)|offers\s+from)\b:?",
    re.IGNORECASE,
)
_STILL_OPEN: Final = re.compile(
    r"\b(?:yet|(?:has|have|did|does|do|is|was)(?:n[’']?t|\s+not)|no\s+(?:number|figure|pay|sum|offer)s?|noch|encore|todavía|ainda)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Several:
    """Offers by company, each with its own words; `left` are parts that belong to none, as typed."""

    offers: tuple[tuple[str, str], ...]
    left: tuple[str, ...] = ()


@cache
def _offer_words() -> frozenset[str]:
    """Every single word that means something in an offer: none of them is a company's name alone."""
    found: set[str] = set()

    def gather(part: Any) -> None:
        if isinstance(part, str):
            found.update(fold(part).split())
        elif isinstance(part, dict):
            for key, value in part.items():
                gather(key)
                gather(value)
        elif isinstance(part, list):
            for each in part:
                gather(each)

    gather({name: part for name, part in vocabulary().items() if name != "hints"})
    return frozenset(found)


def company_in(name: str) -> str:
    """The name without the money that was typed behind it: "Acme CHF", "Acme 32 LPA fixed"."""
    sums = [one for one in amounts_in(name) if one.money and one.start > 0]
    words = (name[: sums[0].start] if sums else name).split()
    while len(words) > 1 and codes_of(fold(words[-1]), words[-1]):
        words.pop()
    return " ".join(words)


def another_company(text: str, *, today: date, company: str, common: frozenset[str]) -> str:
    """The company whose offer a text begins to tell, where that is none of `common` words and not `company`."""
    opened = _opening(text, today, set(), common)
    return "" if opened is None or fold(opened[0]) == fold(company) else opened[0]


def several_offers(
    text: str, *, today: date, known: Iterable[str] = (), common: frozenset[str] = frozenset()
) -> Several | None:
    """The offers of a text that tells of more than one; None where it is not certain that it does.

    `known` are the companies that the person has; no new one is called by `common` words alone or among others.
    """
    names = {fold(one) for one in known}
    parts = _parts(_ANNOUNCED.sub(";", text))
    openings: list[tuple[int, str]] = []
    announced = _ANNOUNCED.search(text) is not None
    first: Terms | None = None
    for index, part in enumerate(parts):
        opened = _opening(part, today, names, common)
        if opened is None:
            continue
        company, verb, terms = opened
        certain = announced or verb or fold(company) in names or (index > 0 and company[:1].isupper())
        if first is None or certain or _states_pay(part) or _alike(first, terms):
            openings.append((index, company))
            first = first or terms
    companies = {fold(company) for _, company in openings}
    if len(companies) < 2:
        return None
    several = _by_company(parts, openings, today)
    return replace(several, left=tuple(one for one in several.left if not set(fold(one).split()) <= common))


def _by_company(parts: Sequence[str], openings: Sequence[tuple[int, str]], today: date) -> Several:
    told: dict[str, list[str]] = {}
    left: list[str] = []
    opened = dict(openings)
    company = ""
    for index, part in enumerate(parts):
        company = opened.get(index, company)
        about_none = not company or (index not in opened and _STILL_OPEN.search(part) is not None)
        if about_none and understand_offer(part, today=today).terms == Terms():
            left.append(part)
        elif company:
            told.setdefault(company, []).append(part)
        else:
            left.append(part)
    offers = tuple((name, ", ".join(words)) for name, words in told.items())
    return Several(offers, tuple(left))


def _parts(text: str) -> list[str]:
    """The parts of a text between commas, full stops and joining words, as typed."""
    return [part.strip(" ,.;") for part in _PARTS.split(text) if part.strip(" ,.;")]


def _opening(
    part: str, today: date, known: set[str], common: frozenset[str]
) -> tuple[str, bool, Terms] | None:
    """The company that a part of a text begins with, whether it is said to offer, and its terms, base pay first."""
    sums = amounts_in(part)
    opening = _OPENING.fullmatch(part[: sums[0].start]) if sums else None
    if opening is None:
        return None
    words = [fold(word.strip(".'’")) for word in opening["name"].split()]
    if " ".join(words) not in known and any(word in _offer_words() or word in common for word in words):
        return None
    terms = understand_offer(part[sums[0].start :], today=today).terms
    return None if terms.base is None else (opening["name"], bool(opening["verb"] or opening["from"]), terms)


def _states_pay(part: str) -> bool:
    """Whether a part says in so many words that its sum is base pay, or how often a year it is paid."""
    stated = compiled(any_of(vocabulary()["topics"]["base"])).search(fold(part)) is not None
    return stated or re.search(r"(?<![a-zA-Z])[x×*]\s*1[2-8]\b", part) is not None


_A_YEAR: Final = {**PAYMENTS_PER_YEAR, Per.DAY: BILLED_DAYS, Per.HOUR: Decimal(1800)}
"""How often a year a sum is paid; of an hourly one nobody has said yet how long the week is, so it is about that."""
_NEAR: Final = 2
"""How many times larger a year's pay may be where the sums are for different periods: an allowance is no pay."""


def _alike(first: Terms, other: Terms) -> bool:
    """Whether the sums of two parts may be two companies' pay."""
    if first.base is None or other.base is None:
        return False
    one, two, most = first.base.amount, other.base.amount, SAME_KIND
    if first.base.per and other.base.per and first.base.per is not other.base.per:
        one, two, most = one * _A_YEAR[first.base.per], two * _A_YEAR[other.base.per], _NEAR
    return one <= two * most and two <= one * most
