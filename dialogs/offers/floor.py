"""Part 1 of a comparison for one offer: is it enough to live on, and is it fair?

Money is necessary, not sufficient: an offer below the floor is marked so before anything else is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from dialogs.offers.figures import Figure, FloorStatus, Input, MarketStatus
from dialogs.offers.money import Money, Rate, money_text, rate_between
from dialogs.offers.offer import MarketRange
from dialogs.offers.paynow import PayFigures


def floor_of(figures: PayFigures, floor: Money | None, rates: Iterable[Rate]) -> tuple[FloorStatus, Figure]:
    """Whether steady cash meets the floor, and by how much. Raises `MissingRateError`.

    Sign-on money is left out: a floor is needed every year. Where base pay alone does not reach it, the offer
    meets the floor only with its bonus, and that is said.
    """
    pay = figures.pay
    inputs = [figures.base_input(), figures.bonus_input()]
    missing, gap, status = figures.cash_missing(), None, FloorStatus.NO_FLOOR
    if floor is None:
        missing += ("your floor",)
    else:
        least = floor.amount * rate_between(floor.currency, pay.currency, rates)
        inputs.append(Input("your floor", money_text(floor.amount, floor.currency)))
        gap = None if pay.steady_cash is None else pay.steady_cash - least
        status = _status(least, pay.base, pay.steady_cash)
    formula = "cash every year − floor"
    return status, figures.figure("floor_gap", "above your floor", gap, formula, inputs, missing)


def _status(least: Decimal, base: Decimal | None, cash: Decimal | None) -> FloorStatus:
    if base is None or cash is None:
        return FloorStatus.UNKNOWN
    if base >= least:
        return FloorStatus.MEETS
    return FloorStatus.ONLY_WITH_BONUS if cash >= least else FloorStatus.BELOW


def market_of(figures: PayFigures, market: MarketRange | None, rates: Iterable[Rate]) -> MarketStatus:
    """Where base pay stands in the range the person entered. Raises `MissingRateError`."""
    base = figures.pay.base
    if market is None:
        return MarketStatus.NO_RANGE
    if base is None:
        return MarketStatus.UNKNOWN
    rate = rate_between(market.currency, figures.pay.currency, rates)
    if base < market.low * rate:
        return MarketStatus.BELOW
    return MarketStatus.ABOVE if base > market.high * rate else MarketStatus.WITHIN
