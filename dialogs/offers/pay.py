"""What an offer pays a year, in exact decimals and its own currencies converted at confirmed rates only.

`Pay` is the arithmetic; the figures that people see (with their inputs and assumptions) are made of it in
`paynow`. Everything is before tax.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Final

from dialogs.offers.money import Rate, arithmetic, rate_between
from dialogs.offers.offer import Preferences
from dialogs.offers.terms import Bonus, Equity, EquityKind, Per, Terms
from dialogs.offers.vesting import refreshed, vested_fraction, vesting_months

PAYMENTS_PER_YEAR: Final = {Per.YEAR: Decimal(1), Per.MONTH: Decimal(12), Per.WEEK: Decimal(52)}
BILLED_DAYS: Final = Decimal(220)
"""Days a contractor bills a year when nothing is said: 44 weeks of five days."""
WEEKS_A_YEAR: Final = Decimal(52)
_HUNDRED: Final = Decimal(100)


def yearly_base(terms: Terms) -> Decimal | None:
    """Base pay a year in its own currency; None while its amount, period or hourly week is not known."""
    base = terms.base
    if base is None or base.per is None:
        return None
    with localcontext(arithmetic):
        if base.per is Per.YEAR:
            return base.amount
        if base.per is Per.HOUR:
            if base.payments_per_year is not None:
                return base.amount * base.payments_per_year
            return None if terms.weekly_hours is None else base.amount * terms.weekly_hours * WEEKS_A_YEAR
        if base.payments_per_year is not None:
            return base.amount * base.payments_per_year
        return base.amount * PAYMENTS_PER_YEAR.get(base.per, BILLED_DAYS)


def equity_face(equity: Equity) -> Decimal | None:
    """The whole grant at face value in its own currency; None when what was said does not give one.

    Options are worth what the share is above the strike (never below nothing). The strike of a percentage of
    options is usually not said and then not taken off.
    """
    with localcontext(arithmetic):
        if equity.value is not None:
            return equity.value
        if equity.count is not None and equity.share_price is not None:
            gain = equity.share_price
            if equity.kind is EquityKind.OPTIONS and equity.strike is not None:
                gain = max(Decimal(0), gain - equity.strike)
            return equity.count * gain
        if equity.count is not None and equity.valuation is not None and equity.shares_outstanding:
            gain = equity.valuation / equity.shares_outstanding
            if equity.kind is EquityKind.OPTIONS and equity.strike is not None:
                gain = max(Decimal(0), gain - equity.strike)
            return equity.count * gain
        worth = equity.valuation
        if worth is None and equity.share_price is not None and equity.shares_outstanding is not None:
            worth = equity.share_price * equity.shares_outstanding
        if equity.percent is not None and worth is not None:
            return worth * equity.percent / _HUNDRED
    return None


def discount_of(equity: Equity, preferences: Preferences) -> Decimal:
    """What the person counts equity at (0 to 1): their own number, else the one for listed or private shares.

    Shares of which it was not said that they can be sold are counted as private: the careful reading.
    """
    if equity.discount is not None:
        return equity.discount
    return preferences.discount_listed if equity.listed else preferences.discount_private


def expected_bonus(bonus: Bonus | None, base: Decimal | None) -> Decimal:
    """A year's bonus times its likelihood, in full when none was said; a percent needs the base."""
    if bonus is None:
        return Decimal(0)
    with localcontext(arithmetic):
        whole = bonus.amount or Decimal(0)
        if bonus.percent is not None and base is not None:
            whole += base * bonus.percent / _HUNDRED
        return whole * (Decimal(1) if bonus.likelihood is None else bonus.likelihood)


@dataclass(frozen=True, slots=True)
class Pay:
    """One offer's pay in one currency. `base` None means that nothing a year can be said."""

    currency: str
    base: Decimal | None
    bonus: Decimal
    match: Decimal
    benefits: Decimal
    sign_on: Decimal
    equity_face: Decimal | None
    discount: Decimal
    months: int
    """The period of averages: the vesting period, else the usual one."""
    terms: Terms
    equity_rate: Decimal
    base_rate: Decimal

    @property
    def years(self) -> Decimal:
        """The averaging period in years."""
        with localcontext(arithmetic):
            return Decimal(self.months) / 12

    @property
    def steady_cash(self) -> Decimal | None:
        """Base and likely bonus: the cash that comes every year."""
        return None if self.base is None else self.base + self.bonus

    @property
    def recurring(self) -> Decimal | None:
        """All that comes every year without equity: cash, retirement match, benefits."""
        return None if self.base is None else self.base + self.bonus + self.match + self.benefits

    def equity_vested(self, months: int) -> Decimal:
        """Face worth of equity and refreshers that is one's own after so many months."""
        with localcontext(arithmetic):
            grant = (self.equity_face or Decimal(0)) * vested_fraction(self.terms.vesting, months)
            more = refreshed(self.terms.refreshers, self.terms.vesting, months) * self.equity_rate
            return grant + more

    def one_off(self, year: int, *, cash_only: bool) -> Decimal:
        """What year `year` (1 is the first) brings beside recurring pay, equity at the person's discount."""
        once = self.sign_on if year == 1 else Decimal(0)
        if cash_only:
            return once
        with localcontext(arithmetic):
            vested = self.equity_vested(12 * year) - self.equity_vested(12 * (year - 1))
            return once + vested * self.discount

    def without_equity(self) -> Decimal | None:
        """Yearly average over the period with equity at nothing."""
        if self.recurring is None:
            return None
        with localcontext(arithmetic):
            return self.recurring + self.sign_on * 12 / self.months

    def equity_yearly(self) -> Decimal:
        """Yearly average over the period of equity at face value."""
        with localcontext(arithmetic):
            return self.equity_vested(self.months) * 12 / self.months

    def yearly(self, *, counted_at: Decimal) -> Decimal | None:
        """Yearly average over the period, equity counted at a fraction of its face value."""
        certain = self.without_equity()
        if certain is None:
            return None
        with localcontext(arithmetic):
            return certain + self.equity_yearly() * counted_at

    def first_year_cash(self) -> Decimal | None:
        """Base, likely bonus and sign-on: the money of the first twelve months."""
        return None if self.steady_cash is None else self.steady_cash + self.sign_on


def base_currency(terms: Terms) -> str | None:
    """The currency an offer is in, by its base pay or else by its equity."""
    return terms.currency or (terms.equity.currency if terms.equity else None)


def pay_of(terms: Terms, preferences: Preferences, currency: str, rates: Iterable[Rate]) -> Pay:
    """An offer's pay in `currency`. Raises `MissingRateError` where no confirmed rate leads there."""
    rates = tuple(rates)
    rate = rate_between(base_currency(terms) or currency, currency, rates)

    def rate_of(stated: str | None) -> Decimal:
        return rate if stated is None else rate_between(stated, currency, rates)

    with localcontext(arithmetic):
        base = yearly_base(terms)
        base = None if base is None else base * rate
        bonus, equity, sign_on = terms.bonus or Bonus(), terms.equity or Equity(), terms.sign_on
        by_percent = expected_bonus(replace(bonus, amount=None), base)
        by_amount = expected_bonus(replace(bonus, percent=None), base) * rate_of(bonus.currency)
        face, equity_rate = equity_face(equity), rate_of(equity.currency)
        return Pay(
            currency=currency,
            base=base,
            bonus=by_percent + by_amount,
            match=matched(terms, base, rate),
            benefits=sum((one.amount for one in terms.benefits), Decimal(0)) * rate,
            sign_on=Decimal(0) if sign_on is None else sign_on.amount * rate_of(sign_on.currency),
            equity_face=None if face is None else face * equity_rate,
            discount=discount_of(equity, preferences),
            months=vesting_months(terms.vesting),
            terms=terms,
            equity_rate=equity_rate,
            base_rate=rate,
        )


def matched(terms: Terms, base: Decimal | None, rate: Decimal) -> Decimal:
    """What the employer adds to retirement a year: percent of base, up to the cap (in base currency)."""
    if terms.match is None:
        return Decimal(0)
    with localcontext(arithmetic):
        cap = None if terms.match.cap is None else terms.match.cap * rate
        if terms.match.percent is None or base is None:
            return cap if cap is not None and terms.match.percent is None else Decimal(0)
        share = base * terms.match.percent / _HUNDRED
        return share if cap is None else min(share, cap)


def hours_a_year(terms: Terms) -> Decimal | None:
    """Hours really given: the working week and the way there, in the weeks that are not days off.

    None without the weekly hours. Days off or a commute that were not said are left out (and named as missing
    beside the figure); public holidays are left out because everybody nearby has the same.
    """
    if terms.weekly_hours is None:
        return None
    with localcontext(arithmetic):
        weeks = WEEKS_A_YEAR - (terms.days_off or Decimal(0)) / 5
        week = terms.weekly_hours
        if terms.commute_minutes_per_day is not None and terms.office_days_per_week is not None:
            week += terms.commute_minutes_per_day * terms.office_days_per_week / 60
        return week * weeks
