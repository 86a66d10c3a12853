"""What one offer holds, and nothing that was not said.

`Terms` is the same object everywhere: read from plain words, filled in by form, stored, compared, and
written as JSON by `coach compare` and `coach understand`. Whatever was not said is None and is shown as
missing; it is never taken for 0. Amounts are `Decimal` and travel as strings. Percentages are
percents (15 means 15 %), likelihoods and discounts are fractions between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Per(StrEnum):
    """What one amount of base pay covers."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"


class EquityKind(StrEnum):
    """Shares given (rsu), the right to buy at a strike price (options), or not said which."""

    RSU = "rsu"
    OPTIONS = "options"
    UNKNOWN = "unknown"


class ClawBack(StrEnum):
    """What is owed back of a sign-on on leaving early: a falling part, or all until the last month."""

    PRORATED = "prorated"
    CLIFF = "cliff"


class Schedule(StrEnum):
    """How often vested equity is handed over."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Base:
    """Base pay: `amount` in `currency` for each `per`.

    `payments_per_year` is how many of those payments a year holds (13 or 14 salaries; days billed by a
    contractor). With `per` year it only says in how many parts the year's amount is paid.
    """

    amount: Decimal
    currency: str | None = None
    per: Per | None = None
    payments_per_year: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """A yearly bonus: percent of base pay, or an amount a year; `likelihood` (0 to 1) of it being paid."""

    percent: Decimal | None = None
    amount: Decimal | None = None
    likelihood: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Equity:
    """One grant of equity, in whatever way the employer described it.

    `value` is the whole grant (not a year's part). `percent` is of the company, whose worth is `valuation`
    or `share_price` times `shares_outstanding`; `count` is shares or options, `strike` the price of one.
    `discount` (0 to 1) is what the person counts it at; `listed` whether the shares can be sold on a market.
    """

    kind: EquityKind = EquityKind.UNKNOWN
    percent: Decimal | None = None
    value: Decimal | None = None
    count: Decimal | None = None
    strike: Decimal | None = None
    share_price: Decimal | None = None
    valuation: Decimal | None = None
    shares_outstanding: Decimal | None = None
    listed: bool | None = None
    discount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Vesting:
    """Over how long equity becomes one's own.

    `year_percents` is a schedule by year (5, 15, 40, 40); empty means in equal parts.
    """

    years: Decimal | None = None
    cliff_months: int | None = None
    schedule: Schedule | None = None
    year_percents: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class SignOn:
    """Money paid once on joining, and for how many months (part of) it would be owed back."""

    amount: Decimal
    claw_back_months: int | None = None
    claw_back: ClawBack | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Refreshers:
    """Further equity granted each year, counted only when it is in writing: worth of one year's grant."""

    value: Decimal
    vesting_years: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What the employer adds to retirement saving: percent of base pay, up to `cap` a year."""

    percent: Decimal | None = None
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Benefit:
    """Anything else worth money, by what it would cost to buy a year."""

    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything an offer says. None is "not said"."""

    base: Base | None = None
    bonus: Bonus | None = None
    equity: Equity | None = None
    vesting: Vesting | None = None
    sign_on: SignOn | None = None
    refreshers: Refreshers | None = None
    match: Match | None = None
    benefits: tuple[Benefit, ...] = ()
    days_off: Decimal | None = None
    weekly_hours: Decimal | None = None
    commute_minutes_per_day: Decimal | None = None
    office_days_per_week: Decimal | None = None
    start_date: date | None = None
    answer_by: date | None = None
    notes: str | None = None
    """What the person typed that no field holds."""

    @property
    def currency(self) -> str | None:
        """The currency of the base pay, which every amount without one of its own is in."""
        return self.base.currency if self.base else None
