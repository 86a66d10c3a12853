"""An offer in one line of plain words: what it says, what must be asked, and how it is said back.

Nothing is guessed: a sign that several countries share, a sum without a period, a range or a number that may
be anything is asked about, and what no rule could place is handed back as it was typed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dialogs.offers.amounts import Amount, amounts_in, codes_of
from dialogs.offers.asks import USUAL_CURRENCIES, open_question
from dialogs.offers.counts import (
    take_claw_back,
    take_commute,
    take_days_off,
    take_office_days,
    take_vesting,
    take_weekly_hours,
)
from dialogs.offers.dates import take_days
from dialogs.offers.lexicon import any_of, compiled, fold, words
from dialogs.offers.line import READ_AT_MOST, Line
from dialogs.offers.money import money_text
from dialogs.offers.parts import Found, read_parts
from dialogs.offers.saying import said_back
from dialogs.offers.terms import (
    Base,
    Benefit,
    Bonus,
    ClawBack,
    Equity,
    EquityKind,
    Match,
    Per,
    SignOn,
    Terms,
    Vesting,
)
from dialogs.offers.understanding import AskField, OfferUnderstanding, OpenQuestion

_DOLLARS = ("USD", "CAD", "AUD")


def understand_offer(text: str, *, today: date, default_currency: str | None = None) -> OfferUnderstanding:
    """Reads one offer. `default_currency` settles only signs that may mean it (a bare $ for CAD)."""
    line = Line(text)
    answer_by, start_date, unclear_day = take_days(line, today)
    days_off, commute = take_days_off(line), take_commute(line)
    office_days, weekly_hours = take_office_days(line), take_weekly_hours(line)
    claw_months, claw_back = take_claw_back(line)
    vesting = take_vesting(line)
    holds_parts = line.find(any_of(words("line", "part_of_total"))) is not None
    found = read_parts(line)
    if holds_parts and found.total is None and found.spread is None:
        found.base, found.total = None, found.base
    after_tax = _after_tax(line, found.base)
    codes, currency = _currency(line, text, found, default_currency)
    _shares_by_the_year(found, vesting)
    notes = _unsettled(line, found, currency, default_currency)
    terms = Terms(
        base=_base(found, currency),
        bonus=_bonus(found, currency),
        equity=_equity(found, currency),
        vesting=vesting,
        sign_on=_sign_on(found, currency, claw_months, claw_back),
        match=None if found.match is None else Match(percent=found.match),
        benefits=tuple(_benefit(*one) for one in found.benefits),
        days_off=days_off,
        weekly_hours=weekly_hours,
        commute_minutes_per_day=commute,
        office_days_per_week=office_days,
        start_date=start_date,
        answer_by=answer_by,
        notes=notes,
    )
    question = _question(terms, found, codes, unclear_day, default_currency)
    return OfferUnderstanding(
        terms=terms,
        ask=None if question is None else question.text,
        ask_field=None if question is None else question.field,
        ask_choices=() if question is None else question.choices,
        said_back=said_back(terms) + (_AFTER_TAX if after_tax else ""),
        rest=line.rest(),
        codes=codes,
        after_tax=after_tax,
    )


def _unsettled(line: Line, found: Found, currency: str | None, default: str | None) -> str | None:
    """Sums that cannot be put into a field, kept as typed: shares by the year, a bare $ beside pay in euros."""
    kept = []
    for name, amount in (("sign-on", found.sign_on), ("bonus", found.bonus_amount)):
        if amount is None or currency is None or len(amount.codes) < 2 or currency in amount.codes:
            continue
        own = replace(amount, codes=(default,)) if default in amount.codes else None
        if own is None:
            kept.append(f"{name} {line.typed[amount.start : amount.end]}")
        if name == "bonus":
            found.bonus_amount = own
        else:
            found.sign_on = own
    for name, amount in list(found.equity.items()):
        if currency is not None and len(amount.codes) > 1 and currency not in amount.codes:
            kept.append(f"equity {name.replace('_', ' ')} {line.typed[amount.start : amount.end]}")
            del found.equity[name]
    yearly = found.equity_a_year
    if yearly is not None:
        kept.append(f"{line.typed[yearly.start : yearly.end]} of shares a year")
    return ", ".join(kept) or None


_AFTER_TAX = " You said after tax; I compare before tax, so give me the gross sum if you have it."


def _after_tax(line: Line, base: Amount | None) -> str:
    """The words that say that the base pay, and no other sum of the line, is after tax; "" where none do."""
    sums = amounts_in(line.typed[:READ_AT_MOST])
    for said in compiled(any_of(words("line", "after_tax"))).finditer(fold(line.typed[:READ_AT_MOST])):
        start, end = said.span()
        nearest = min(sums, key=lambda one: max(one.start - end, start - one.end), default=None)
        if base is not None and nearest is not None and nearest.start == base.start:
            line.take(start, end)
            return line.typed[start:end]
    return ""


def _currency(line: Line, text: str, found: Found, default: str | None) -> tuple[tuple[str, ...], str | None]:
    """What the currency may be, and what it is where only one is left.

    A sign beside the base pay, else a word elsewhere in the line; then what only one country says (401k,
    LPA), then the person's own currency if the sign can mean it.
    """
    codes = found.base.codes if found.base is not None else ()
    if not codes and found.base is not None:
        codes = _whole_currency(found) or _loose_currency(line)
    if len(codes) != 1 and found.base is not None:
        for code, patterns in words("hints").items():
            if (not codes or code in codes) and any(compiled(one).search(fold(text)) for one in patterns):
                return codes, code
    if len(codes) > 1 and default in codes:
        return codes, default
    return codes, codes[0] if len(codes) == 1 else None


def _whole_currency(found: Found) -> tuple[str, ...]:
    """The currency of the sum, or the range, of which base pay is a part."""
    wholes = (found.total, found.spread[1] if found.spread else None)
    return next((one.codes for one in wholes if one is not None and one.codes), ())


def _loose_currency(line: Line) -> tuple[str, ...]:
    """A currency that stands apart from its sum."""
    for read in compiled(r"[^\W\d]+\.?|[$€£¥₹]").finditer(line.left):
        typed = line.typed[read.start() : read.end()]
        codes = codes_of(read.group(), typed)
        if codes:
            line.take(*read.span())
            return codes
    return ()


def _base(found: Found, currency: str | None) -> Base | None:
    if found.base is None:
        return None
    return Base(found.base.value, currency, found.per, found.payments)


def _own(amount: Amount, currency: str | None) -> str | None:
    """The currency of a part where it is another one than that of the base pay."""
    return amount.codes[0] if len(amount.codes) == 1 and amount.codes[0] != currency else None


def _bonus(found: Found, currency: str | None) -> Bonus | None:
    amount = found.bonus_amount
    value = None if amount is None else amount.value
    if value is None and found.bonus_months is not None and found.base is not None and found.per is Per.MONTH:
        value = found.base.value * found.bonus_months
    if found.bonus_percent is None and value is None:
        return None
    likelihood = Decimal(1) if found.bonus_certain else None
    return Bonus(found.bonus_percent, value, likelihood, None if amount is None else _own(amount, currency))


def _shares_by_the_year(found: Found, vesting: Vesting | None) -> None:
    """Shares given by the year are a grant only where the years are known."""
    yearly = found.equity_a_year
    if (
        yearly is not None
        and vesting is not None
        and vesting.years is not None
        and "value" not in found.equity
    ):
        found.equity["value"] = replace(yearly, value=yearly.value * vesting.years)
        found.equity_a_year = None


def _equity(found: Found, currency: str | None) -> Equity | None:
    if not found.equity and found.kind is None:
        return None
    grant = Equity(found.kind or EquityKind.UNKNOWN)
    for name, amount in found.equity.items():
        grant = _with(grant, name, amount.value)
        grant = replace(grant, currency=grant.currency or _own(amount, currency))
    return grant


def _with(grant: Equity, name: str, value: Decimal) -> Equity:
    match name:
        case "percent":
            return replace(grant, percent=value)
        case "valuation":
            return replace(grant, valuation=value)
        case "value":
            return replace(grant, value=value)
        case "strike":
            return replace(grant, strike=value)
        case "share_price":
            return replace(grant, share_price=value)
        case _:
            return replace(grant, count=value)


def _sign_on(
    found: Found, currency: str | None, months: int | None, claw_back: ClawBack | None
) -> SignOn | None:
    if found.sign_on is None:
        return None
    return SignOn(found.sign_on.value, months, claw_back, _own(found.sign_on, currency))


def _benefit(label: str, amount: Amount, per: Per) -> Benefit:
    return Benefit(label, amount.value * (12 if per is Per.MONTH else 1))


def _question(
    terms: Terms,
    found: Found,
    codes: tuple[str, ...],
    unclear_day: bool,
    default: str | None,
) -> OpenQuestion | None:
    """The one thing to ask back, base pay first."""
    if terms.base is None:
        return _about_amount(terms, found)
    choices = codes if len(codes) > 1 else USUAL_CURRENCIES
    if default is not None:
        choices = (default, *(one for one in choices if one != default))
    question = open_question(terms, choices[:4])
    if question is None and unclear_day:
        return OpenQuestion(AskField.ANSWER_BY, "By which day must you answer? For example 27 March.")
    return question


def _about_amount(terms: Terms, found: Found) -> OpenQuestion | None:
    """Why there is no base pay, put so that one sum answers it."""
    if found.spread is not None:
        low, high = (money_text(one.value, None) for one in found.spread)
        text = f"{low} to {high} is a range: which sum did they offer?"
        return OpenQuestion(AskField.AMOUNT, text)
    if found.small is not None:
        bare = money_text(found.small.value, None)
        more = money_text(found.small.value * 1000, None)
        text = f"{bare} of what? If you mean {more} a year, say so with the currency."
        return OpenQuestion(AskField.AMOUNT, text, (f"{more} a year",))
    if found.total is not None:
        return OpenQuestion(AskField.AMOUNT, "How much of that is base pay, without the rest?")
    return open_question(terms)
