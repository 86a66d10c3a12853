"""The break-even growth gap: how much faster pay must rise for two totals to meet.

With R what a job pays every year, g its yearly growth and O its one-off money until year N, the total is
O + R × (1 + (1+g) + … + (1+g)^(N−1)), a growing annuity due. The gap solves that for the offer that pays less
now, against the total of the one that pays more. The sum is convex and rises in g, so Newton's method started
from above converges from above without overshooting.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Final

from dialogs.offers.money import arithmetic

_STEPS: Final = 2000
_SETTLED: Final = Decimal(10) ** -45
_ONE: Final = Decimal(1)


def annuity(growth: Decimal, years: int) -> Decimal:
    """1 + q + … + q^(years−1) with q = 1 + growth (a fraction, 0.03 is 3 %)."""
    with localcontext(arithmetic):
        total, power = Decimal(0), _ONE
        for _ in range(years):
            total += power
            power *= _ONE + growth
        return total


def growth_to_reach(target: Decimal, recurring: Decimal, years: int) -> Decimal | None:
    """The yearly growth (a fraction) at which `recurring` sums up to `target` within `years` years.

    None when none can: in a single year, without recurring pay, or when the first year alone is more.
    """
    if years < 2 or recurring <= 0 or target < recurring:
        return None
    with localcontext(arithmetic):
        wanted = target / recurring
        q = wanted ** (_ONE / (years - 1))
        for _ in range(_STEPS):
            total, slope = _value_and_slope(q, years)
            step = (total - wanted) / slope
            q -= step
            if abs(step) <= _SETTLED * q:
                break
        return q - _ONE


def _value_and_slope(q: Decimal, years: int) -> tuple[Decimal, Decimal]:
    """The annuity at q and its derivative, by Horner's rule."""
    value, slope = Decimal(0), Decimal(0)
    for _ in range(years):
        slope = slope * q + value
        value = value * q + _ONE
    return value, slope
