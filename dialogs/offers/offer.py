"""What goes into a comparison: the offers, what was heard there, and what the person wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from dialogs.offers.money import Money, Rate
from dialogs.offers.terms import Terms

DEFAULT_DISCOUNT_LISTED: Final = Decimal("0.8")
DEFAULT_DISCOUNT_PRIVATE: Final = Decimal("0.2")

PAY: Final = "pay"
MINDSET: Final = "mindset"
GROWTH: Final = "growth"
AUTONOMY: Final = "autonomy"
TIME: Final = "time"
BUILT_IN_CRITERIA: Final = (PAY, MINDSET, GROWTH, AUTONOMY, TIME)

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DoorsEvidence:
    """What the debriefs say about one place, as far as a comparison needs it.

    Probabilities are of the good pole (outcome mindset, compounding growth, a problem rather than a plan);
    intervals say with 80 % credibility how far the place leans to it (0 to 1); None is no evidence.
    `repeated_share` is the part of the week (0 to 1) that is the same function over and over, which a script
    could do.
    """

    mindset: str = "not enough evidence"
    probability: float | None = None
    interval: Interval | None = None
    growth: str = "not enough evidence"
    growth_probability: float | None = None
    growth_interval: Interval | None = None
    autonomy_probability: float | None = None
    autonomy_interval: Interval | None = None
    answers: int = 0
    interviewers: int = 0
    quotes: tuple[str, ...] = ()
    repeated_share: float | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer, or the present job entered as one ("stay")."""

    id: str
    company: str
    terms: Terms
    role: str | None = None
    verdict: DoorsEvidence | None = None
    is_present_job: bool = False


@dataclass(frozen=True, slots=True)
class MarketRange:
    """What the market pays a year for such a role, as the person entered it."""

    low: Decimal
    high: Decimal
    currency: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """The person's own thing to weigh, with a score from 0 to 10 by the offer's id (none is not known)."""

    id: str
    label: str
    scores: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the person said about what matters to them.

    `order` is most important first; each place holds one criterion or several that tie. Criteria that it
    leaves out are not weighed. Empty, it means that nothing was said and all criteria may weigh anything.
    """

    floor: Money | None = None
    currency: str | None = None
    market: Mapping[str, MarketRange] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()
    order: tuple[tuple[str, ...], ...] = ()
    criteria: tuple[Criterion, ...] = ()
    horizon_years: int | None = None
    discount_listed: Decimal = DEFAULT_DISCOUNT_LISTED
    discount_private: Decimal = DEFAULT_DISCOUNT_PRIVATE
    pay_growth: Decimal = Decimal(0)
    """Percent a year by which pay is taken to grow everywhere alike; 0 is no forecast."""
    cash_first: bool = False
