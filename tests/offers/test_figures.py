"""The figures of one offer, one by one, against what was worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.offers.comparison import compare
from dialogs.offers.figures import FloorStatus, MarketStatus, OfferFigures
from dialogs.offers.money import Money
from dialogs.offers.offer import MarketRange, Offer, Preferences
from dialogs.offers.terms import (
    Base,
    Benefit,
    Bonus,
    ClawBack,
    Equity,
    EquityKind,
    Match,
    Per,
    Refreshers,
    SignOn,
    Terms,
    Vesting,
)
from tests.offers.making import TODAY, D


def alone(terms: Terms, **wants: Any) -> OfferFigures:
    """The figures of one offer."""
    return compare([Offer("a", "Acme", terms)], Preferences(**wants), today=TODAY, samples=10).offers[0]


def base(amount: int | str, per: Per | None = Per.YEAR, payments: str | None = None) -> Base:
    """Base pay in euros."""
    return Base(D(amount), "EUR", per, None if payments is None else D(payments))


@pytest.mark.parametrize(
    ("said", "hours", "yearly", "assumed"),
    [
        (base(62000), None, 62000, ()),
        (base(62000, Per.YEAR, "14"), None, 62000, ()),
        (base(9500, Per.MONTH, "13"), None, 123500, ()),
        (base(5000, Per.MONTH), None, 60000, ("12 salaries a year",)),
        (base(1000, Per.WEEK), None, 52000, ()),
        (base(600, Per.DAY), None, 132000, ("220 days billed a year",)),
        (base(600, Per.DAY, "200"), None, 120000, ()),
        (base(20, Per.HOUR), 40, 41600, ("52 paid weeks a year",)),
        (base(20, Per.HOUR, "1800"), None, 36000, ()),
        (base(20, Per.HOUR), None, None, ()),
        (base(62000, None), None, None, ()),
    ],
)
def test_base_pay_a_year(said: Base, hours: int | None, yearly: int | None, assumed: tuple[str, ...]) -> None:
    figure = alone(Terms(base=said, weekly_hours=None if hours is None else D(hours))).base_yearly
    assert figure.value == yearly
    assert figure.assumptions == assumed
    assert (figure.missing == ()) == (yearly is not None)


def test_pay_now_by_hand() -> None:
    """62,000 + 10 % at 80 % is 66,960; sign-on 8,000; match 2,000 (capped); car 3,000; equity 10,000 a year."""
    terms = Terms(
        base=base(62000),
        bonus=Bonus(percent=D(10), likelihood=D("0.8")),
        sign_on=SignOn(D(8000), 24, ClawBack.PRORATED),
        match=Match(D(5), D(2000)),
        benefits=(Benefit("car", D(3000)),),
        equity=Equity(EquityKind.RSU, value=D(40000), listed=True),
        vesting=Vesting(D(4), 12),
        weekly_hours=D(40),
        days_off=D(30),
        commute_minutes_per_day=D(60),
        office_days_per_week=D(3),
    )
    found = alone(terms)
    assert found.steady_cash.value == 66960
    assert found.first_year_cash.value == 74960
    assert found.yearly_face.value == 66960 + 2000 + 3000 + 2000 + 10000
    assert found.yearly_discounted.value == 66960 + 2000 + 3000 + 2000 + 8000
    assert found.hours_given.value == (40 + 3) * 46
    assert float(found.hourly.value or 0) == pytest.approx(81960 / (43 * 46))
    assert found.sign_on_owed_after_a_year.value == 4000
    assert found.yearly_discounted.missing == ()


@pytest.mark.parametrize(
    ("equity", "face"),
    [
        (Equity(value=D(40000)), 40000),
        (Equity(percent=D("0.1"), valuation=D(40_000_000)), 40000),
        (Equity(percent=D("0.1"), share_price=D(4), shares_outstanding=D(10_000_000)), 40000),
        (Equity(EquityKind.RSU, count=D(1000), share_price=D(40)), 40000),
        (Equity(EquityKind.OPTIONS, count=D(1000), share_price=D(40), strike=D(15)), 25000),
        (Equity(EquityKind.OPTIONS, count=D(1000), share_price=D(10), strike=D(15)), 0),
        (
            Equity(EquityKind.OPTIONS, count=D(10), valuation=D(500), shares_outstanding=D(100), strike=D(2)),
            30,
        ),
        (Equity(percent=D(1)), None),
        (Equity(count=D(1000)), None),
        (Equity(), None),
    ],
)
def test_equity_at_face_value(equity: Equity, face: int | None) -> None:
    assert alone(Terms(base=base(1), equity=equity)).equity_face.value == face


@pytest.mark.parametrize(
    ("equity", "wants", "counted"),
    [
        (Equity(value=D(40000), listed=True), {}, 8000),
        (Equity(value=D(40000), listed=False), {}, 2000),
        (Equity(value=D(40000)), {}, 2000),
        (Equity(value=D(40000), discount=D("0.5")), {}, 5000),
        (Equity(value=D(40000), listed=True), {"discount_listed": D(1)}, 10000),
        (Equity(value=D(40000)), {"discount_private": D(0)}, 0),
    ],
)
def test_equity_counts_at_the_persons_own_discount(
    equity: Equity, wants: dict[str, Any], counted: int
) -> None:
    found = alone(Terms(base=base(50000), equity=equity), **wants)
    assert found.yearly_discounted.value == 50000 + counted
    assert found.yearly_face.value == 60000


def test_refreshers_count_only_when_written() -> None:
    terms = Terms(base=base(50000), equity=Equity(value=D(40000), discount=D(1)), vesting=Vesting(D(4)))
    written = replace(terms, refreshers=Refreshers(D(16000)))
    assert alone(terms).yearly_discounted.value == 60000
    assert alone(written).yearly_discounted.value == 60000 + (12 + 8 + 4) * D(1000) / 4


def test_what_is_missing_is_named_and_never_zero() -> None:
    found = alone(Terms())
    assert all(figure.value is None for figure in found.figures)
    assert found.yearly_discounted.missing[0] == "base pay"
    assert alone(Terms(base=base(50000))).hourly.missing[-3:] == ("hours a week", "days off", "commute")


@pytest.mark.parametrize(
    ("bonus", "status"),
    [(None, FloorStatus.BELOW), (Bonus(D(5)), FloorStatus.ONLY_WITH_BONUS), (Bonus(D(2)), FloorStatus.BELOW)],
)
def test_the_floor(bonus: Bonus | None, status: FloorStatus) -> None:
    found = alone(Terms(base=base(48000), bonus=bonus), floor=Money(D(50000), "EUR"))
    assert found.floor is status
    assert found.floor_gap.value == (found.steady_cash.value or D(0)) - 50000


def test_a_sign_on_does_not_lift_an_offer_over_the_floor() -> None:
    terms = Terms(base=base(48000), sign_on=SignOn(D(9000)))
    assert alone(terms, floor=Money(D(50000), "EUR")).floor is FloorStatus.BELOW


@pytest.mark.parametrize(
    ("amount", "status"),
    [
        (49999, MarketStatus.BELOW),
        (50000, MarketStatus.WITHIN),
        (70000, MarketStatus.WITHIN),
        (70001, MarketStatus.ABOVE),
    ],
)
def test_the_market_range(amount: int, status: MarketStatus) -> None:
    market = {"a": MarketRange(D(50000), D(70000), "EUR")}
    assert alone(Terms(base=base(amount)), market=market).market is status
    assert alone(Terms(base=base(amount))).market is MarketStatus.NO_RANGE
