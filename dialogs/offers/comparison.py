"""Comparing offers: the five parts put together. It advises; it does not decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import localcontext

from dialogs.offers.asks import asks_of
from dialogs.offers.doors import missing_door
from dialogs.offers.figures import Comparison, FloorStatus, MarketStatus, OfferFigures
from dialogs.offers.floor import floor_of, market_of
from dialogs.offers.money import UNKNOWN_CURRENCY, MissingRateError, arithmetic
from dialogs.offers.offer import Offer, Preferences
from dialogs.offers.pay import Pay, base_currency, pay_of
from dialogs.offers.paynow import PayFigures
from dialogs.offers.price import Payer, price_of
from dialogs.offers.problems import preference_problems, term_problems


def compare(
    offers: Sequence[Offer],
    preferences: Preferences | None = None,
    *,
    today: date,
    seed: int = 0,
    samples: int = 10_000,
) -> Comparison:
    """All five parts for one offer or more.

    What cannot be worked out yet (no rate between two currencies, no period) is None and asked for in `asks`;
    everything else is still there. The same seed gives the same numbers.
    """
    from dialogs.offers.order import order_of  # numpy: not needed to start, nor to read a line

    wants = preferences or Preferences()
    if len({one.id for one in offers}) != len(offers):
        raise ValueError("two offers have the same id")
    currency = comparison_currency(offers, wants)
    asks = list(asks_of(offers, wants))
    problems = [*preference_problems(wants, offers)]
    with localcontext(arithmetic):
        figures, payers = [], []
        for offer in offers:
            pay, shared = _pay(offer, wants, currency, asks)
            figures.append(_figures(offer, pay, wants, today, asks))
            if shared:
                payers.append(Payer(offer, pay))
        whole = len(payers) == len(offers)
        return Comparison(
            today=today,
            currency=None if currency == UNKNOWN_CURRENCY else currency,
            cash_first=wants.cash_first,
            offers=tuple(figures),
            price=price_of(payers, wants),
            order=order_of(payers, wants, seed=seed, samples=samples) if whole else None,
            asks=tuple(dict.fromkeys(asks)),
            problems=tuple(problems),
        )


def comparison_currency(offers: Sequence[Offer], wants: Preferences) -> str:
    """The currency all is shown in: as wished, the floor's, or what most offers are in (then by code)."""
    if wants.currency is not None:
        return wants.currency
    if wants.floor is not None:
        return wants.floor.currency
    said = [own for offer in offers if (own := base_currency(offer.terms)) is not None]
    return min(said, key=lambda code: (-said.count(code), code), default=UNKNOWN_CURRENCY)


def _pay(offer: Offer, wants: Preferences, currency: str, asks: list[str]) -> tuple[Pay, bool]:
    """An offer's pay, and whether it can be set beside the others.

    Where a rate is missing the offer is still worked out in its own currency, and by its base pay alone when
    its own parts are in several.
    """
    own = base_currency(offer.terms)
    known = own is not None or currency == UNKNOWN_CURRENCY
    try:
        return pay_of(offer.terms, wants, currency, wants.rates), known
    except MissingRateError as missing:
        _ask_rate(asks, missing)
    target = own or currency
    try:
        return pay_of(offer.terms, wants, target, wants.rates), False
    except MissingRateError as missing:
        _ask_rate(asks, missing)
    foreign = replace(offer.terms, bonus=None, equity=None, sign_on=None)
    return pay_of(foreign, wants, target, wants.rates), False


def _ask_rate(asks: list[str], missing: MissingRateError) -> None:
    """Asks for a rate, unless it was asked for already the other way round: either way says it."""
    if str(MissingRateError(missing.target, missing.source)) not in asks:
        asks.append(str(missing))


def _figures(offer: Offer, pay: Pay, wants: Preferences, today: date, asks: list[str]) -> OfferFigures:
    """Parts 1 to 3 of one offer."""
    made = PayFigures(offer, pay)
    market_range = wants.market.get(offer.id)
    try:
        floor, floor_gap = floor_of(made, wants.floor, wants.rates)
    except MissingRateError as missing:
        _ask_rate(asks, missing)
        floor, (_, floor_gap) = FloorStatus.UNKNOWN, floor_of(made, None, wants.rates)
    try:
        market = market_of(made, market_range, wants.rates)
    except MissingRateError as missing:
        _ask_rate(asks, missing)
        market = MarketStatus.UNKNOWN
    return OfferFigures(
        id=offer.id,
        company=offer.company,
        role=offer.role,
        is_present_job=offer.is_present_job,
        terms=offer.terms,
        own_currency=base_currency(offer.terms),
        rate=pay.base_rate,
        floor=floor,
        floor_gap=floor_gap,
        market=market,
        market_range=market_range,
        base_yearly=made.base_yearly(),
        steady_cash=made.steady_cash(),
        first_year_cash=made.first_year_cash(),
        equity_face=made.equity_face(),
        yearly_face=made.yearly_face(),
        yearly_discounted=made.yearly_discounted(),
        hours_given=made.hours_given(),
        hourly=made.hourly(),
        sign_on_owed_after_a_year=made.owed_after_a_year(),
        doors=offer.verdict,
        doors_question=missing_door(offer.verdict),
        problems=term_problems(offer.terms, today),
    )
