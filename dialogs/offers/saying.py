"""Terms said back in one line, so that the person can confirm or correct them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dialogs.offers.money import money_text, plain
from dialogs.offers.terms import Base, Bonus, Equity, EquityKind, Per, Terms, Vesting

_PER = {Per.YEAR: "a year", Per.MONTH: "a month", Per.WEEK: "a week", Per.DAY: "a day", Per.HOUR: "an hour"}


def said_back(terms: Terms) -> str:
    """ "Base €62,000 a year, bonus 10 %, answer by Friday 27 March." """
    parts = list(_parts(terms))
    if not parts:
        return "No terms yet."
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


_LABELS = (
    "further equity",
    "retirement match",
    "answer by",
    "shares (RSU)",
    "base",
    "bonus",
    "equity",
    "options",
    "vesting",
    "sign-on",
    "start",
    "noted",
)


def said_lines(terms: Terms) -> tuple[tuple[str, str], ...]:
    """The same as pairs of what and how much, for a card: ("Base", "€62,000 a year"), ("Days off", "25")."""
    return tuple(_as_line(part) for part in _parts(terms))


def _as_line(part: str) -> tuple[str, str]:
    label = next((known for known in _LABELS if part.startswith(f"{known} ")), None)
    if label is None:  # "25 days off": the number comes first
        label, value = part.partition(" ")[2], part.partition(" ")[0]
    else:
        value = part[len(label) + 1 :]
    return f"{label[0].upper()}{label[1:]}", value


def _parts(terms: Terms) -> Iterator[str]:
    own = terms.currency
    if terms.base is not None:
        yield _base(terms.base)
    if terms.bonus is not None:
        yield _bonus(terms.bonus, own)
    if terms.equity is not None:
        yield _equity(terms.equity, own)
    if terms.vesting is not None:
        yield _vesting(terms.vesting)
    if terms.sign_on is not None:
        text = f"sign-on {_sum(terms.sign_on.amount, terms.sign_on.currency or own)}"
        months = terms.sign_on.claw_back_months
        yield text if months is None else f"{text} (owed back within {months} months)"
    if terms.refreshers is not None:
        yield f"further equity {_sum(terms.refreshers.value, own)} a year"
    if terms.match is not None and terms.match.percent is not None:
        yield f"retirement match {plain(terms.match.percent)} %"
    for benefit in terms.benefits:
        yield f"{benefit.label} {_sum(benefit.amount, own)} a year"
    yield from _time(terms)


def _sum(amount: Decimal, currency: str | None) -> str:
    return money_text(amount, currency, cents=amount % 1 != 0)


def _base(base: Base) -> str:
    return f"base {base_text(base)}"


def base_text(base: Base) -> str:
    """A sum of pay as it is said: "€5,200 a month", "€7,200 a month × 14"."""
    text = _sum(base.amount, base.currency)
    if base.per is not None:
        text += f" {_PER[base.per]}"
    if base.payments_per_year is None:
        return text
    many = plain(base.payments_per_year)
    return f"{text} in {many} payments" if base.per is Per.YEAR else f"{text} × {many}"


def _bonus(bonus: Bonus, own: str | None) -> str:
    said = [] if bonus.percent is None else [f"{plain(bonus.percent)} %"]
    if bonus.amount is not None:
        said.append(f"{_sum(bonus.amount, bonus.currency or own)} a year")
    likely = "" if bonus.likelihood is None else f" ({plain(bonus.likelihood * 100)} % likely)"
    return f"bonus {' and '.join(said)}{likely}"


def _equity(equity: Equity, own: str | None) -> str:
    name = {EquityKind.RSU: "shares (RSU)", EquityKind.OPTIONS: "options", EquityKind.UNKNOWN: "equity"}
    text = name[equity.kind]
    currency = equity.currency or own
    if equity.value is not None:
        text += f" worth {_sum(equity.value, currency)} in all"
    if equity.count is not None:
        text = f"{money_text(equity.count, None)} {text}"
    if equity.percent is not None:
        text += f" {plain(equity.percent)} %"
    if equity.valuation is not None:
        text += f" of a company worth {_sum(equity.valuation, currency)}"
    if equity.strike is not None:
        text += f" at a strike of {_sum(equity.strike, currency)}"
    return text if equity.share_price is None else f"{text} at {_sum(equity.share_price, currency)} a share"


def _vesting(vesting: Vesting) -> str:
    said = ["vesting"]
    if vesting.years is not None:
        said.append(f"over {plain(vesting.years)} years")
    if vesting.year_percents:
        said.append(" / ".join(plain(part) for part in vesting.year_percents) + " % a year")
    if vesting.schedule is not None:
        said.append(vesting.schedule.value)
    if vesting.cliff_months is not None:
        said.append(
            f"with a cliff at {vesting.cliff_months} months" if vesting.cliff_months else "without a cliff"
        )
    return " ".join(said)


def _time(terms: Terms) -> Iterator[str]:
    if terms.days_off is not None:
        yield f"{plain(terms.days_off)} days off"
    if terms.weekly_hours is not None:
        yield f"{plain(terms.weekly_hours)} hours a week"
    if terms.commute_minutes_per_day is not None:
        yield f"{plain(terms.commute_minutes_per_day)} minutes of commute a day"
    if terms.office_days_per_week is not None:
        yield f"{plain(terms.office_days_per_week)} office days a week"
    if terms.start_date is not None:
        yield f"start {terms.start_date:%A %-d %B}"
    if terms.answer_by is not None:
        yield f"answer by {terms.answer_by:%A %-d %B}"
    if terms.notes is not None:
        yield f"noted “{terms.notes}”"
