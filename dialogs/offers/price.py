"""Part 4: the price of the difference. Exact arithmetic, no forecast.

If one offer pays more now and another looks like the better school: what does the school cost a year, how
much faster must its pay rise to draw level, and what would it have to add to be level today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from dialogs.offers.figures import BreakEven, Figure, Input, PayPath, Price, Reach, School, Unit
from dialogs.offers.growth import annuity, growth_to_reach
from dialogs.offers.money import arithmetic, money_text, plain
from dialogs.offers.offer import DoorsEvidence, Offer, Preferences
from dialogs.offers.pay import Pay, expected_bonus, matched

USUAL_HORIZONS: Final = (3, 5, 10)
DRAWN_BY_DEFAULT: Final = 5
LONGEST_HORIZON: Final = 50
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Payer:
    """One offer and its pay, all payers of a comparison in one currency."""

    offer: Offer
    pay: Pay

    def measure(self, *, cash_only: bool) -> Decimal | None:
        """What offers are compared by: the yearly average at the discount, or first-year cash."""
        if cash_only:
            return self.pay.first_year_cash()
        return self.pay.yearly(counted_at=self.pay.discount)

    def recurring(self, *, cash_only: bool) -> Decimal:
        """What comes every year and can grow."""
        return (self.pay.steady_cash if cash_only else self.pay.recurring) or Decimal(0)

    def yearly(self, growth: Decimal, years: int, *, cash_only: bool) -> tuple[Decimal, ...]:
        """What is paid in each of `years` years when the recurring part grows by `growth` (a fraction)."""
        with localcontext(arithmetic):
            start = self.recurring(cash_only=cash_only)
            return tuple(
                start * (1 + growth) ** year + self.pay.one_off(year + 1, cash_only=cash_only)
                for year in range(years)
            )


def door_score(doors: DoorsEvidence | None) -> float | None:
    """How good a school a place looks: the mean of mindset and growth as known; None is nothing heard."""
    if doors is None:
        return None
    known = [p for p in (doors.probability, doors.growth_probability) if p is not None]
    return sum(known) / len(known) if known else None


def price_of(payers: Sequence[Payer], preferences: Preferences) -> Price | None:
    """The price of the difference between the best payer and the best school among the others.

    None with fewer than two offers whose pay is known, or when the two pay exactly the same.
    """
    cash = preferences.cash_first
    paid = {one.offer.id: one.measure(cash_only=cash) for one in payers}
    known = sorted(
        (one for one in payers if paid[one.offer.id] is not None),
        key=lambda one: (-(paid[one.offer.id] or Decimal(0)), one.offer.id),
    )
    if len(known) < 2:
        return None
    rich, school = known[0], _best_school(known[1:])
    with localcontext(arithmetic):
        per_year = (paid[rich.offer.id] or Decimal(0)) - (paid[school.offer.id] or Decimal(0))
    if per_year == 0:
        return None
    return _Pair(rich, school, preferences, per_year).price()


def _best_school(others: Sequence[Payer]) -> Payer:
    """The best of what was heard; what nothing was heard of comes last, better paid before worse."""
    return max(others, key=lambda one: (door_score(one.offer.verdict) or -1.0, -others.index(one)))


@dataclass(frozen=True, slots=True)
class _Pair:
    """The arithmetic between one better payer and one school."""

    rich: Payer
    school: Payer
    preferences: Preferences
    per_year: Decimal

    @property
    def cash(self) -> bool:
        return self.preferences.cash_first

    @property
    def currency(self) -> str:
        return self.rich.pay.currency

    @property
    def id(self) -> str:
        return f"price/{self.rich.offer.id}/{self.school.offer.id}"

    def price(self) -> Price:
        own = self.preferences.horizon_years
        drawn = own if own is not None and 1 <= own <= LONGEST_HORIZON else DRAWN_BY_DEFAULT
        years = [*USUAL_HORIZONS, drawn]
        rows = {n: self.break_even(n) for n in sorted(set(years))}
        return Price(
            pays_more=self.rich.offer.id,
            school=self.school.offer.id,
            per_year=self.per_year_figure(),
            break_even=tuple(rows.values()),
            add_to_base=self.add_to_base(),
            add_once=self.add_once(),
            paths=self.paths(drawn, rows[drawn]),
            drawn_years=drawn,
            school_is=self.school_is(),
        )

    def school_is(self) -> School:
        """Whether what was heard makes it the better school."""
        here, there = door_score(self.school.offer.verdict), door_score(self.rich.offer.verdict)
        if here is None or there is None:
            return School.UNKNOWN
        return School.BETTER if here > there else School.NOT_BETTER

    def money(self, amount: Decimal) -> str:
        return money_text(amount, self.currency)

    def per_year_figure(self) -> Figure:
        label = "cash in the first year" if self.cash else "a year on average, equity at your discount"
        sides = (self.rich, self.school)
        inputs = [
            Input(f"{one.offer.company}: {label}", self.money(one.measure(cash_only=self.cash) or Decimal(0)))
            for one in sides
        ]
        return Figure(
            f"{self.id}/per_year",
            f"what {self.school.offer.company} costs a year",
            self.per_year,
            currency=self.currency,
            formula="the one that pays more − the other",
            inputs=tuple(inputs),
        )

    def break_even(self, years: int) -> BreakEven:
        """The gap at one horizon, from the totals of both offers by then."""
        with localcontext(arithmetic):
            usual = self.preferences.pay_growth / _HUNDRED
            total = sum(self.rich.yearly(usual, years, cash_only=self.cash), Decimal(0))
            level = sum(self.school.yearly(usual, years, cash_only=self.cash), Decimal(0))
            recurring = self.school.recurring(cash_only=self.cash)
            once = level - recurring * annuity(usual, years)
            growth = growth_to_reach(total - once, recurring, years)
            gap = None if growth is None else (growth - usual) * _HUNDRED
        reach = Reach.GAP if gap is not None else Reach.OUT_OF_REACH
        if level >= total:
            reach = Reach.ALREADY_LEVEL
        unit = "every year" if years > 1 else "in the first year"
        figure = Figure(
            f"{self.id}/gap_{years}",
            f"points a year that pay must grow faster to draw level in {years} years",
            gap,
            unit=Unit.POINTS,
            formula="one-off money + yearly pay × (1 + q + … + q^(N−1)) = the other's total, solved for q",
            inputs=(
                Input(f"{self.rich.offer.company}: total after {years} years", self.money(total)),
                Input(f"{self.school.offer.company}: paid {unit}", self.money(recurring)),
                Input(f"{self.school.offer.company}: one-off money until then", self.money(once)),
                Input("growth taken for both", f"{plain(self.preferences.pay_growth)} % a year"),
            ),
            assumptions=("one-off money is sign-on and vested equity; equity ends when it has vested",),
        )
        return BreakEven(years, reach, figure, total)

    def add_to_base(self) -> Figure:
        """The rise in yearly base pay that makes both level now; bonus and match rise with it."""
        terms, base = self.school.offer.terms, self.school.pay.base or Decimal(0)
        with localcontext(arithmetic):
            lift = 1 + _bonus_rate(self.school)
            value = self.per_year / lift
            if not self.cash and terms.match is not None and terms.match.percent is not None:
                before = matched(terms, base, self.school.pay.base_rate)
                value = self.per_year / (lift + terms.match.percent / _HUNDRED)
                after = matched(terms, base + value, self.school.pay.base_rate)
                if after - before != value * terms.match.percent / _HUNDRED:
                    value = (self.per_year - (after - before)) / lift
        return Figure(
            f"{self.id}/add_to_base",
            f"what {self.school.offer.company} would have to add to base pay a year to be level now",
            value,
            currency=self.currency,
            formula="the difference a year / (1 + bonus percent × likelihood + match percent)",
            inputs=(Input("the difference a year", self.money(self.per_year)),),
        )

    def add_once(self) -> Figure:
        """The one-off payment with which both are level now."""
        with localcontext(arithmetic):
            value = self.per_year if self.cash else self.per_year * self.school.pay.years
        years = "1" if self.cash else plain(self.school.pay.years.quantize(Decimal("0.01")))
        return Figure(
            f"{self.id}/add_once",
            f"what {self.school.offer.company} would have to add as a one-off to be level",
            value,
            currency=self.currency,
            formula="the difference a year × the years it is averaged over",
            inputs=(Input("the difference a year", self.money(self.per_year)), Input("years", years)),
        )

    def paths(self, years: int, row: BreakEven) -> tuple[PayPath, ...]:
        """Both offers' pay year by year, the school's with the gap that makes the totals meet."""
        with localcontext(arithmetic):
            usual = self.preferences.pay_growth / _HUNDRED
            gap = Decimal(0)
            if row.reach is Reach.GAP and row.gap.value is not None:
                gap = row.gap.value / _HUNDRED
            rich = self.rich.yearly(usual, years, cash_only=self.cash)
            school = self.school.yearly(usual + gap, years, cash_only=self.cash)
        return (
            PayPath(self.rich.offer.id, self.rich.offer.company, rich),
            PayPath(self.school.offer.id, self.school.offer.company, school),
        )


def _bonus_rate(payer: Payer) -> Decimal:
    """By how much a rise in base pay of one lifts the expected bonus."""
    return expected_bonus(payer.offer.terms.bonus, Decimal(1)) - expected_bonus(
        payer.offer.terms.bonus, Decimal(0)
    )
