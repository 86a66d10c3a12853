"""The offer as a form, declared once: a modal, an adaptive card and the terminal all draw these fields.

What comes back from a form is text by field id. It is read with the same care as a typed line: what cannot be
read is said beside its field and kept, so that the form can be shown again as it was filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from dialogs.offers.amounts import currency_in, number_in
from dialogs.offers.money import plain
from dialogs.offers.problems import term_problems
from dialogs.offers.terms import ClawBack, EquityKind, Per, Schedule, Terms
from dialogs.offers.wire import WireError, terms_from_wire, terms_to_wire


class FieldKind(StrEnum):
    """How a field is drawn and read."""

    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    CHOICE = "choice"
    DATE = "date"
    YES_NO = "yes_no"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: `id` names its place in the terms ("base.amount"), `unit` is shown beside the input."""

    id: str
    label: str
    kind: FieldKind
    unit: str = ""
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """(value, label) pairs of a choice."""


def _choices(*pairs: tuple[StrEnum, str]) -> tuple[tuple[str, str], ...]:
    return tuple((value.value, label) for value, label in pairs)


_M, _N, _P, _C = FieldKind.MONEY, FieldKind.NUMBER, FieldKind.PERCENT, FieldKind.CHOICE
_PER: Final = _choices(
    (Per.YEAR, "a year"),
    (Per.MONTH, "a month"),
    (Per.WEEK, "a week"),
    (Per.DAY, "a day"),
    (Per.HOUR, "an hour"),
)
_KINDS: Final = _choices(
    (EquityKind.RSU, "shares (RSU)"), (EquityKind.OPTIONS, "options"), (EquityKind.UNKNOWN, "not said")
)
_SCHEDULES: Final = _choices(
    (Schedule.MONTHLY, "every month"), (Schedule.QUARTERLY, "every quarter"), (Schedule.YEARLY, "every year")
)
_CLAW_BACKS: Final = _choices((ClawBack.PRORATED, "less each month"), (ClawBack.CLIFF, "all until the end"))

_FIELDS: Final = (
    FormField("base.amount", "Base pay", _M, help="62000, 62k, 12 lakh", required=True),
    FormField("base.currency", "Currency", FieldKind.CURRENCY, help="EUR, USD, INR …", required=True),
    FormField("base.per", "That is for", _C, required=True, choices=_PER),
    FormField(
        "base.payments_per_year", "Payments a year", _N, help="only if not 12: 13 or 14 salaries, days billed"
    ),
    FormField("bonus.percent", "Bonus", _P, "% of base"),
    FormField("bonus.amount", "or bonus as a sum a year", _M),
    FormField("bonus.likelihood", "How likely is it paid?", _P, "%", "80 for four years out of five"),
    FormField("sign_on.amount", "Sign-on", _M, help="paid once on joining"),
    FormField("sign_on.claw_back_months", "Owed back if you leave within", _N, "months"),
    FormField("sign_on.claw_back", "How much is owed back", _C, choices=_CLAW_BACKS),
    FormField("equity.kind", "Equity", _C, choices=_KINDS),
    FormField("equity.value", "Worth of the whole grant", _M, help="not one year's part"),
    FormField("equity.percent", "or percent of the company", _P, "%"),
    FormField("equity.valuation", "Worth of the company", _M, help="40M"),
    FormField("equity.count", "or number of shares", _N),
    FormField("equity.share_price", "Price of one share", _M),
    FormField("equity.strike", "Strike price of one option", _M),
    FormField("equity.shares_outstanding", "Shares that exist", _N),
    FormField("equity.listed", "Can the shares be sold on a market?", FieldKind.YES_NO),
    FormField(
        "equity.discount", "You count equity at", _P, "% of face value", "usual: listed 80, private 20"
    ),
    FormField("vesting.years", "Vesting over", _N, "years", "4 is usual"),
    FormField("vesting.cliff_months", "Cliff", _N, "months", "12 is usual"),
    FormField("vesting.schedule", "Vests", _C, choices=_SCHEDULES),
    FormField("refreshers.value", "Further equity each year", _M, help="only if it is in writing"),
    FormField("match.percent", "Retirement match", _P, "% of base"),
    FormField("match.cap", "Match up to", _M, "a year"),
    FormField("days_off", "Days off", _N, "working days a year"),
    FormField("weekly_hours", "Hours a week", _N, help="those really worked, as far as you know"),
    FormField("commute_minutes_per_day", "Commute", _N, "minutes a day, both ways"),
    FormField("office_days_per_week", "Office days a week", _N),
    FormField("start_date", "Start", FieldKind.DATE),
    FormField("answer_by", "Answer by", FieldKind.DATE),
    FormField("notes", "Anything else", FieldKind.TEXT),
)

_AS_FRACTION: Final = frozenset({"bonus.likelihood", "equity.discount"})
"""Fields that people fill in as percent and terms keep as a fraction."""


def fields() -> tuple[FormField, ...]:
    """The offer form, the most important fields first."""
    return _FIELDS


@dataclass(frozen=True, slots=True)
class FormProblems:
    """What could not be read, as (field id, sentence); "" is the whole form. `filled` is what was typed."""

    problems: tuple[tuple[str, str], ...]
    filled: Mapping[str, str]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Only the sentences."""
        return tuple(sentence for _, sentence in self.problems)


def to_form(terms: Terms) -> dict[str, str]:
    """Terms as the texts that pre-fill the form; fields of which nothing was said are left out."""
    wire = terms_to_wire(terms)
    filled = {}
    for field in _FIELDS:
        part: Any = wire
        for name in field.id.split("."):
            part = None if part is None else part[name]
        if part is None:
            continue
        if field.id in _AS_FRACTION:
            part = plain(Decimal(part) * 100)
        filled[field.id] = {True: "yes", False: "no"}[part] if isinstance(part, bool) else str(part)
    return filled


def from_form(filled: Mapping[str, str], *, today: date | None = None) -> Terms | FormProblems:
    """Terms from a filled-in form, or what is wrong with it, beside each field.

    Empty fields are not said. With `today`, terms that cannot be right (`term_problems`) are problems too.
    Benefits and yearly vesting parts have no field; whoever edits existing terms merges them back.
    """
    wire: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for field in _FIELDS:
        text = (filled.get(field.id) or "").strip()
        if not text:
            continue
        value = _READERS[field.kind](field, text)
        if value is None:
            problems.append((field.id, f"I can't read “{text}” as {_WANTED[field.kind]}."))
            continue
        _put(wire, field.id, value)
    _require(wire, problems)
    if problems:
        return FormProblems(tuple(problems), dict(filled))
    try:
        terms = terms_from_wire(wire)
    except WireError as error:
        return FormProblems(tuple(("", problem) for problem in error.problems), dict(filled))
    wrong = () if today is None else term_problems(terms, today)
    return FormProblems(tuple(("", problem) for problem in wrong), dict(filled)) if wrong else terms


def _put(wire: dict[str, Any], place: str, value: Any) -> None:
    """Sets a value at a dotted place, making the objects on the way."""
    *parents, last = place.split(".")
    for name in parents:
        wire = wire.setdefault(name, {})
    wire[last] = value


def _require(wire: Mapping[str, Any], problems: list[tuple[str, str]]) -> None:
    """Parts that make no sense without their amount."""
    named = {field for field, _ in problems}
    for part, label in (("base", "base pay"), ("sign_on", "sign-on"), ("refreshers", "further equity")):
        key = "value" if part == "refreshers" else "amount"
        if part in wire and key not in wire[part] and f"{part}.{key}" not in named:
            problems.append(
                (f"{part}.{key}", f"How much is the {label}? Give a sum, or empty its other fields.")
            )


def _number(field: FormField, text: str) -> str | None:
    amount = number_in(text)
    if amount is None:
        return None
    return plain(amount / 100) if field.id in _AS_FRACTION else plain(amount)


def _choice(field: FormField, text: str) -> str | None:
    return next(
        (value for value, label in field.choices if text.casefold() in (value, label.casefold())), None
    )


def _date(_: FormField, text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _yes_no(_: FormField, text: str) -> bool | None:
    return {"yes": True, "true": True, "no": False, "false": False}.get(text.casefold())


_READERS: Final[Mapping[FieldKind, Callable[[FormField, str], Any]]] = {
    FieldKind.MONEY: _number,
    FieldKind.NUMBER: _number,
    FieldKind.PERCENT: _number,
    FieldKind.CURRENCY: lambda _, text: currency_in(text),
    FieldKind.CHOICE: _choice,
    FieldKind.DATE: _date,
    FieldKind.YES_NO: _yes_no,
    FieldKind.TEXT: lambda _, text: text,
}
_WANTED: Final = {
    FieldKind.MONEY: "a sum: 62000, 62k and 12 lakh work",
    FieldKind.NUMBER: "a number: 25 or 37.5 work",
    FieldKind.PERCENT: "a percentage: 15 or 0.1 work",
    FieldKind.CURRENCY: "a currency: its three letters work, such as EUR or INR",
    FieldKind.CHOICE: "one of the choices",
    FieldKind.DATE: "a date: 2026-03-27 works",
    FieldKind.YES_NO: "yes or no",
    FieldKind.TEXT: "text",
}
