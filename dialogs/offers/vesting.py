"""What becomes one's own, and when: equity month by month, refreshers, and sign-on money owed back.

All functions count whole months of work from the start date and use exact decimal fractions.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Final

from dialogs.offers.money import arithmetic
from dialogs.offers.terms import ClawBack, Refreshers, Schedule, SignOn, Vesting

USUAL_VESTING_YEARS: Final = Decimal(4)
"""Taken when equity is offered and nothing is said of vesting, and as the period for yearly averages."""

LONGEST_VESTING_YEARS: Final = Decimal(50)
"""Longer than any working life that is left; what is said beyond it is a slip and counts as this."""

_STEP_MONTHS: Final = {Schedule.MONTHLY: 1, Schedule.QUARTERLY: 3, Schedule.YEARLY: 12}
_ONE: Final = Decimal(1)


def vesting_months(vesting: Vesting | None) -> int:
    """How many months the whole grant takes; the usual four years when nothing was said."""
    if vesting is not None and sum(vesting.year_percents) > 0:
        return 12 * len(vesting.year_percents)
    years = vesting.years if vesting is not None and vesting.years is not None else USUAL_VESTING_YEARS
    return _months(years)


def _months(years: Decimal) -> int:
    """Whole months; a period of nothing is a slip (reported as one), not a division by zero."""
    months = int((min(years, LONGEST_VESTING_YEARS) * 12).to_integral_value())
    return months if months > 0 else int(USUAL_VESTING_YEARS * 12)


def vested_fraction(vesting: Vesting | None, months: int) -> Decimal:
    """The part of a grant (0 to 1) that is one's own after so many whole months.

    Nothing before the cliff; at the cliff all that has built up since the start; then at each step of the
    schedule (monthly when not said); everything at the end, also when the last step is a short one.
    """
    total = vesting_months(vesting)
    if months <= 0:
        return Decimal(0)
    if months >= total:
        return _ONE
    if vesting is not None and vesting.cliff_months is not None and months < vesting.cliff_months:
        return Decimal(0)
    step = _STEP_MONTHS[vesting.schedule] if vesting is not None and vesting.schedule is not None else 1
    reached = months - months % step
    if vesting is not None and vesting.cliff_months is not None:
        reached = max(reached, vesting.cliff_months)
    with localcontext(arithmetic):
        if vesting is not None and sum(vesting.year_percents) > 0:
            return _by_year(vesting.year_percents, reached)
        return Decimal(reached) / total


def _by_year(year_percents: tuple[Decimal, ...], months: int) -> Decimal:
    """Vested part after `months`, with each year's percents spread evenly over its twelve months."""
    full, into = divmod(months, 12)
    done = sum(year_percents[:full], Decimal(0))
    return (done + year_percents[full] * into / 12) / sum(year_percents, Decimal(0))


def refreshed(refreshers: Refreshers | None, vesting: Vesting | None, months: int) -> Decimal:
    """Face worth of refreshers vested after so many months: a grant at each year's end, vesting monthly."""
    if refreshers is None:
        return Decimal(0)
    own = refreshers.vesting_years
    span = _months(own) if own is not None else vesting_months(vesting)
    with localcontext(arithmetic):
        parts = (min(_ONE, Decimal(months - granted) / span) for granted in range(12, months, 12))
        return refreshers.value * sum(parts, Decimal(0))


def owed_back(sign_on: SignOn, months: int) -> Decimal:
    """What is owed of a sign-on by someone who leaves after so many whole months.

    Nothing when no claw-back was said; all of it until the last month when it was not said that it falls,
    because that is the costlier reading.
    """
    span = sign_on.claw_back_months
    if span is None or months >= span:
        return Decimal(0)
    if sign_on.claw_back is ClawBack.PRORATED:
        with localcontext(arithmetic):
            return sign_on.amount * (span - max(months, 0)) / span
    return sign_on.amount
