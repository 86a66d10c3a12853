"""How each offer stands on each criterion, as a range on one common scale.

The scale: one point is the whole way from surely output to surely outcome, from 0 to 10 on a criterion of the
person's own, or a doubling of pay or a halving of hours. Pay and hours are counted in doublings (log2): then
multiplying every amount by one rate changes nothing, a third offer changes nothing between two others, and
the same raise means less to whom already has much (Bernoulli's log utility, 1738).

What nothing is known of is drawn from the whole range, so that it shows as doubt and not as 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from dialogs.offers.money import arithmetic
from dialogs.offers.offer import (
    AUTONOMY,
    BUILT_IN_CRITERIA,
    GROWTH,
    MINDSET,
    PAY,
    TIME,
    Criterion,
    DoorsEvidence,
    Interval,
    Preferences,
)
from dialogs.offers.pay import hours_a_year
from dialogs.offers.price import Payer

LEAST_PAY: Final = 2.0**-10
"""Pay is counted as at least this part of the best, so that an unpaid offer has a score at all."""

REFERENCE_HOURS: Final = 2000.0
UNKNOWN_HOURS: Final = (30.0 * 46, 60.0 * 50)
"""Hours a year between which an offer is drawn that says nothing of its hours."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What is known of one offer on one criterion.

    A triangular distribution from `low` over `mid` to `high`; a point where they are equal; flat from `low`
    to `high` when nothing is `known`.
    """

    low: float
    mid: float
    high: float
    known: bool = True

    @property
    def exact(self) -> bool:
        """Whether there is nothing to draw."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class PaySpread:
    """Pay a year as parts of the best in the comparison: what is certain, and equity at face value.

    Equity turns out to be worth a part f of its face, drawn as u ** ((1 − d) / d) with u uniform: its mean is
    the person's discount d, and it rises with d for every u.
    """

    certain: float
    equity: float
    discount: float

    def worth(self, fraction: float) -> float:
        """The score with equity at a fraction of its face value."""
        return math.log2(max(self.certain + self.equity * fraction, LEAST_PAY))


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Every offer on every criterion weighed: `rows[offer][criterion]`; `pays[offer]` None is pay unknown."""

    ids: tuple[str, ...]
    criteria: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[Spread, ...], ...]
    pays: tuple[PaySpread | None, ...]
    best_pay: Decimal

    @property
    def heard(self) -> tuple[bool, ...]:
        """For each criterion, whether anything is known of it for any offer."""
        return tuple(any(row[c].known for row in self.rows) for c in range(len(self.criteria)))


def criteria_of(preferences: Preferences) -> tuple[str, ...]:
    """What is weighed: the stated order, else everything; pay alone for who needs the cash now."""
    if preferences.cash_first:
        return (PAY,)
    if preferences.order:
        return tuple(dict.fromkeys(one for tier in preferences.order for one in tier))
    return (*BUILT_IN_CRITERIA, *(own.id for own in preferences.criteria))


def score_table(payers: Sequence[Payer], preferences: Preferences) -> ScoreTable:
    """The scores of all offers, in the order given. Criteria that nobody has declared are left out."""
    own = {one.id: one for one in preferences.criteria}
    criteria = tuple(one for one in criteria_of(preferences) if one in BUILT_IN_CRITERIA or one in own)
    pays, best = _pay_spreads(payers, preferences)
    ranges = [_pay_range(spread, pays) for spread in pays]
    rows = tuple(
        tuple(
            pay if name == PAY else _time(payer) if name == TIME else _other(payer, name, own)
            for name in criteria
        )
        for payer, pay in zip(payers, ranges, strict=True)
    )
    labels = tuple(own[one].label if one in own else one for one in criteria)
    return ScoreTable(tuple(one.offer.id for one in payers), criteria, labels, rows, tuple(pays), best)


def _pay_spreads(payers: Sequence[Payer], preferences: Preferences) -> tuple[list[PaySpread | None], Decimal]:
    """Everybody's pay as parts of the best, which is returned beside it."""
    cash = preferences.cash_first
    paid = [one.measure(cash_only=cash) for one in payers]
    best = max((amount for amount in paid if amount is not None), default=Decimal(0))
    if best <= 0:
        return [None] * len(payers), Decimal(0)
    spreads: list[PaySpread | None] = []
    for payer in payers:
        certain = payer.pay.first_year_cash() if cash else payer.pay.without_equity()
        if certain is None:
            spreads.append(None)
            continue
        with localcontext(arithmetic):
            discount = float(payer.pay.discount)
            equity = Decimal(0) if cash else payer.pay.equity_yearly()
            spreads.append(
                PaySpread(float(certain / best), float(equity / best), min(max(discount, 0.0), 1.0))
            )
    return spreads, best


def _pay_range(spread: PaySpread | None, pays: Sequence[PaySpread | None]) -> Spread:
    """The worst and best that pay may turn out; from half the least to twice the best where it is unknown."""
    if spread is not None:
        sure = spread.discount in (0.0, 1.0)
        low = spread.worth(spread.discount if sure else 0.0)
        high = spread.worth(spread.discount if sure else 1.0)
        return Spread(low, spread.worth(spread.discount), high)
    known = [one.worth(one.discount) for one in pays if one is not None] or [0.0]
    low, high = min(known) - 1, max(known) + 1
    return Spread(low, (low + high) / 2, high, known=False)


def _time(payer: Payer) -> Spread:
    """Hours really given, fewer is better."""
    hours = hours_a_year(payer.offer.terms)
    if hours is None or hours <= 0:
        least, most = (-math.log2(hour / REFERENCE_HOURS) for hour in UNKNOWN_HOURS)
        return Spread(most, (least + most) / 2, least, known=False)
    score = -math.log2(float(hours) / REFERENCE_HOURS)
    return Spread(score, score, score)


def _other(payer: Payer, name: str, own: dict[str, Criterion]) -> Spread:
    """A door, or a criterion of the person's own."""
    if name in own:
        said = own[name].scores.get(payer.offer.id)
        return _unknown() if said is None else Spread(*(float(said) / 10,) * 3)
    doors = payer.offer.verdict or DoorsEvidence()
    if name == MINDSET:
        return _probability(doors.probability, doors.interval)
    if name == GROWTH:
        return _probability(doors.growth_probability, doors.growth_interval)
    if name == AUTONOMY:
        return _probability(doors.autonomy_probability, doors.autonomy_interval)
    raise KeyError(name)


def _probability(value: float | None, interval: Interval | None) -> Spread:
    """How far a place leans, from the ends of its credible interval as the worst and best it may be.

    The reader's probability is of being more than half outcome and its interval of how far, so the
    probability of a clear case lies beyond the interval: the mode is then the nearer end.
    """
    if value is None:
        return _unknown()
    low, high = sorted(interval) if interval is not None else (value, value)
    return Spread(low, min(max(value, low), high), high)


def _unknown() -> Spread:
    return Spread(0.0, 0.5, 1.0, known=False)
