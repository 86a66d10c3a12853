"""Part 2 of a comparison for one offer: pay now, as figures that know their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from typing import Final

from dialogs.offers.figures import Figure, Input, Unit
from dialogs.offers.money import arithmetic, money_text, plain
from dialogs.offers.offer import Offer
from dialogs.offers.pay import BILLED_DAYS, Pay, hours_a_year
from dialogs.offers.terms import EquityKind, Per
from dialogs.offers.vesting import USUAL_VESTING_YEARS, owed_back

_HUNDRED: Final = Decimal(100)


class PayFigures:
    """Makes the figures of one offer; each knows its inputs, what is missing, and what was assumed."""

    def __init__(self, offer: Offer, pay: Pay) -> None:
        self.offer = offer
        self.terms = offer.terms
        self.pay = pay

    def _money(self, amount: Decimal) -> str:
        return money_text(amount, self.pay.currency)

    def figure(
        self,
        name: str,
        label: str,
        value: Decimal | None,
        formula: str,
        inputs: Iterable[Input | None] = (),
        missing: Iterable[str] = (),
        assumptions: Iterable[str] = (),
        unit: Unit = Unit.MONEY,
    ) -> Figure:
        return Figure(
            id=f"{self.offer.id}/{name}",
            label=label,
            value=value,
            unit=unit,
            currency=None if unit is Unit.HOURS else self.pay.currency,
            formula=formula,
            inputs=tuple(one for one in inputs if one is not None),
            missing=tuple(missing),
            assumptions=tuple(assumptions),
        )

    # What was said, put as inputs of a figure.

    def base_input(self) -> Input | None:
        base = self.terms.base
        if base is None:
            return None
        said = money_text(base.amount, base.currency, cents=base.amount % 1 != 0)
        if base.per is not None:
            said += f" a {base.per.value}"
        if base.payments_per_year is not None and base.per is not Per.YEAR:
            said += f" × {plain(base.payments_per_year)}"
        if self.pay.base_rate != 1:
            said += f" at {plain(self.pay.base_rate)}"
        return Input("base pay", said)

    def bonus_input(self) -> Input | None:
        bonus = self.terms.bonus
        if bonus is None:
            return None
        said = [] if bonus.percent is None else [f"{plain(bonus.percent)} % of base"]
        if bonus.amount is not None:
            said.append(money_text(bonus.amount, bonus.currency or self.terms.currency))
        if bonus.likelihood is not None:
            said.append(f"{plain(bonus.likelihood * _HUNDRED)} % likely")
        return Input("bonus", ", ".join(said))

    def _sign_on(self) -> Input | None:
        return None if self.terms.sign_on is None else Input("sign-on", self._money(self.pay.sign_on))

    def _base_gaps(self) -> tuple[str, ...]:
        base = self.terms.base
        if base is None:
            return ("base pay",)
        if base.per is None:
            return ("what the base pay covers (a year, a month, a day)",)
        return ("hours a week",) if self.pay.base is None else ()

    def _base_assumptions(self) -> tuple[str, ...]:
        base = self.terms.base
        if base is None or base.payments_per_year is not None or self.pay.base is None:
            return ()
        if base.per is Per.DAY:
            return (f"{BILLED_DAYS} days billed a year",)
        if base.per is Per.HOUR:
            return ("52 paid weeks a year",)
        return ("12 salaries a year",) if base.per is Per.MONTH else ()

    def _bonus_assumptions(self) -> tuple[str, ...]:
        bonus = self.terms.bonus
        return () if bonus is None or bonus.likelihood is not None else ("bonus counted in full",)

    def cash_missing(self) -> tuple[str, ...]:
        return self._base_gaps() + (("bonus",) if self.terms.bonus is None else ())

    # The figures.

    def base_yearly(self) -> Figure:
        """Base pay a year."""
        return self.figure(
            "base_yearly",
            "base pay a year",
            self.pay.base,
            "amount × payments a year",
            [self.base_input()],
            self._base_gaps(),
            self._base_assumptions(),
        )

    def steady_cash(self) -> Figure:
        """Base and likely bonus: what comes every year."""
        return self.figure(
            "steady_cash",
            "cash every year",
            self.pay.steady_cash,
            "base + bonus × its likelihood",
            [self.base_input(), self.bonus_input()],
            self.cash_missing(),
            self._base_assumptions() + self._bonus_assumptions(),
        )

    def first_year_cash(self) -> Figure:
        """Cash of the first twelve months."""
        unsaid = () if self.terms.sign_on is not None else ("sign-on",)
        return self.figure(
            "first_year_cash",
            "cash in the first year",
            self.pay.first_year_cash(),
            "base + bonus × its likelihood + sign-on",
            [self.base_input(), self.bonus_input(), self._sign_on()],
            self.cash_missing() + unsaid,
            self._base_assumptions() + self._bonus_assumptions(),
        )

    def _equity_inputs(self) -> list[Input]:
        equity, rows = self.terms.equity, []
        if equity is None:
            return []
        own = equity.currency or self.terms.currency
        for label, number in (("percent of the company", equity.percent), ("count", equity.count)):
            if number is not None:
                rows.append(Input(label, plain(number)))
        for label, number in (
            ("worth of the grant", equity.value),
            ("worth of the company", equity.valuation),
            ("share price", equity.share_price),
            ("strike price", equity.strike),
        ):
            if number is not None:
                rows.append(Input(label, money_text(number, own, cents=number % 1 != 0)))
        return rows

    def _equity_missing(self) -> tuple[str, ...]:
        equity = self.terms.equity
        if equity is None:
            return ("equity",)
        if self.pay.equity_face is not None:
            return ()
        return ("what the equity is worth (a share price or what the company is valued at)",)

    def _equity_assumptions(self) -> tuple[str, ...]:
        equity = self.terms.equity
        if equity is None:
            return ()
        said = []
        if equity.kind is EquityKind.OPTIONS and equity.strike is None:
            said.append("strike price not said, so not taken off")
        if equity.listed is None and equity.discount is None:
            said.append("shares taken to be private, since nobody said they are listed")
        return tuple(said)

    def equity_face(self) -> Figure:
        """The whole grant at face value."""
        return self.figure(
            "equity_face",
            "equity at face value, the whole grant",
            self.pay.equity_face,
            "worth of the grant, or count × price, or percent × worth of the company",
            self._equity_inputs(),
            self._equity_missing(),
            self._equity_assumptions()[:1] if self.terms.equity else (),
        )

    def _yearly(self, name: str, label: str, counted_at: Decimal) -> Figure:
        years = plain(self.pay.years.quantize(Decimal("0.01")))
        vesting = self.terms.vesting
        usual = vesting is None or (vesting.years is None and not vesting.year_percents)
        inputs = [self.base_input(), self.bonus_input(), self._sign_on()]
        if self.terms.match is not None:
            inputs.append(Input("retirement match a year", self._money(self.pay.match)))
        inputs += [Input(f"{one.label} a year", self._money(one.amount)) for one in self.terms.benefits]
        if self.pay.equity_face is not None:
            inputs.append(Input("equity, the whole grant", self._money(self.pay.equity_face)))
        if self.pay.equity_yearly():
            inputs.append(Input("equity counted at", f"{plain(counted_at * _HUNDRED)} %"))
        assumed = (f"averaged over the usual {USUAL_VESTING_YEARS} years",) if usual else ()
        unsaid = [] if self.terms.sign_on else ["sign-on"]
        unsaid += [] if self.terms.match else ["retirement match"]
        return self.figure(
            name,
            label,
            self.pay.yearly(counted_at=counted_at),
            f"base + bonus + match + benefits + (sign-on + vested equity) / {years} years",
            inputs,
            (*self.cash_missing(), *self._equity_missing(), *unsaid),
            (*self._base_assumptions(), *self._bonus_assumptions(), *self._equity_assumptions(), *assumed),
        )

    def yearly_face(self) -> Figure:
        """Average yearly total with equity at face value."""
        return self._yearly("yearly_face", "a year on average, equity at face value", Decimal(1))

    def yearly_discounted(self) -> Figure:
        """Average yearly total with equity at the person's own discount."""
        label = "a year on average, equity at your discount"
        return self._yearly("yearly_discounted", label, self.pay.discount)

    def hours_given(self) -> Figure:
        """Hours a year that the job really takes."""
        terms = self.terms
        inputs = [
            None if terms.weekly_hours is None else Input("hours a week", plain(terms.weekly_hours)),
            None if terms.days_off is None else Input("days off", plain(terms.days_off)),
        ]
        missing = [] if terms.weekly_hours is not None else ["hours a week"]
        missing += [] if terms.days_off is not None else ["days off"]
        if terms.office_days_per_week != 0:
            if terms.commute_minutes_per_day is None:
                missing.append("commute")
            elif terms.office_days_per_week is None:
                missing.append("office days a week")
            else:
                minutes, days = terms.commute_minutes_per_day, terms.office_days_per_week
                inputs.append(Input("commute", f"{plain(minutes)} minutes on {plain(days)} days a week"))
        return self.figure(
            "hours_given",
            "hours really given a year",
            hours_a_year(terms),
            "(hours a week + commute × office days) × (52 − days off / 5)",
            inputs,
            missing,
            unit=Unit.HOURS,
        )

    def hourly(self) -> Figure:
        """Average yearly total for each hour really given."""
        hours, year = self.hours_given(), self.yearly_discounted()
        value = None if not hours.value or year.value is None else _over(year.value, hours.value)
        inputs = [] if year.value is None else [Input(year.label, self._money(year.value))]
        inputs += [] if hours.value is None else [Input(hours.label, plain(hours.value.quantize(Decimal(1))))]
        return self.figure(
            "hourly",
            "an hour really given",
            value,
            "yearly average / hours really given",
            inputs,
            dict.fromkeys(year.missing + hours.missing),
            year.assumptions,
        )

    def owed_after_a_year(self) -> Figure:
        """What of the sign-on is owed back by someone who leaves after twelve months."""
        sign_on = self.terms.sign_on
        value, inputs = None, [self._sign_on()]
        assumed: tuple[str, ...] = ()
        if sign_on is not None and sign_on.claw_back_months is not None:
            with localcontext(arithmetic):
                part = owed_back(sign_on, 12) / sign_on.amount if sign_on.amount else Decimal(0)
                value = part * self.pay.sign_on
            inputs.append(Input("claw-back", f"{sign_on.claw_back_months} months"))
            if sign_on.claw_back is None:
                assumed = ("all of it owed until the last month",)
        unsaid = (
            () if value is not None or sign_on is None else ("for how long the sign-on can be claimed back",)
        )
        formula = "sign-on × months still to go / months (or all of it until then)"
        label = "sign-on owed back if you leave after a year"
        return self.figure("sign_on_owed", label, value, formula, inputs, unsaid, assumed)


def _over(amount: Decimal, hours: Decimal) -> Decimal:
    with localcontext(arithmetic):
        return amount / hours
