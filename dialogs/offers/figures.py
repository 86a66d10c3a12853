"""What a comparison says: figures that know where they come from, and the five parts they are arranged in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dialogs.offers.offer import DoorsEvidence, MarketRange
from dialogs.offers.terms import Terms


class Unit(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    """In the figure's currency: a year, once, or an hour, as its label says."""
    HOURS = "hours"
    """Hours a year."""
    POINTS = "points"
    """Percentage points a year."""


@dataclass(frozen=True, slots=True)
class Input:
    """One thing a figure was made from, in words the person would know it by."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a comparison, and all that "why?" needs.

    `value` is exact (not rounded) or None when it cannot be had; `missing` names what was not said and so is
    not counted in it, `assumptions` what was taken because nothing was said.
    """

    id: str
    label: str
    value: Decimal | None
    unit: Unit = Unit.MONEY
    currency: str | None = None
    formula: str = ""
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


class FloorStatus(StrEnum):
    """How the steady yearly cash of an offer stands to the least the person needs."""

    MEETS = "meets"
    ONLY_WITH_BONUS = "only_with_bonus"
    BELOW = "below"
    NO_FLOOR = "no_floor"
    UNKNOWN = "unknown"


class MarketStatus(StrEnum):
    """How base pay stands to the market range that the person entered."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    NO_RANGE = "no_range"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """Parts 1 to 3 for one offer: floor and market, pay now, doors. Money is in the comparison's currency
    or, when no rate was given, in the offer's own (each figure says which)."""

    id: str
    company: str
    role: str | None
    is_present_job: bool
    terms: Terms
    own_currency: str | None
    rate: Decimal
    """What one unit of the offer's own currency is in the comparison's."""
    floor: FloorStatus
    floor_gap: Figure
    market: MarketStatus
    market_range: MarketRange | None
    base_yearly: Figure
    steady_cash: Figure
    first_year_cash: Figure
    equity_face: Figure
    yearly_face: Figure
    yearly_discounted: Figure
    hours_given: Figure
    hourly: Figure
    sign_on_owed_after_a_year: Figure
    doors: DoorsEvidence | None
    doors_question: str | None
    problems: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of this offer."""
        return (
            self.floor_gap,
            self.base_yearly,
            self.steady_cash,
            self.first_year_cash,
            self.equity_face,
            self.yearly_face,
            self.yearly_discounted,
            self.hours_given,
            self.hourly,
            self.sign_on_owed_after_a_year,
        )


class Reach(StrEnum):
    """Whether a faster rise can draw level within so many years."""

    GAP = "gap"
    ALREADY_LEVEL = "already_level"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The growth gap with which both offers have paid the same in total after `years` years.

    `total` is what the better-paying offer has paid by then.
    """

    years: int
    reach: Reach
    gap: Figure
    total: Decimal


@dataclass(frozen=True, slots=True)
class PayPath:
    """What one offer pays, year by year: `yearly[0]` is the first year."""

    offer_id: str
    label: str
    yearly: tuple[Decimal, ...]


class School(StrEnum):
    """Whether the offer that pays less is the better school, as far as the debriefs tell."""

    BETTER = "better"
    NOT_BETTER = "not_better"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Price:
    """Part 4: what the better school costs, and what it would have to add to draw level now.

    `paths` are what is counted as paid by `pays_more` and by `school` when the school's pay grows by the gap
    of `drawn_years`; they have the same total at that year.
    """

    pays_more: str
    school: str
    per_year: Figure
    break_even: tuple[BreakEven, ...]
    add_to_base: Figure
    add_once: Figure
    paths: tuple[PayPath, ...]
    drawn_years: int
    school_is: School


@dataclass(frozen=True, slots=True)
class Standing:
    """How often one offer comes first, second, … over the sampled weights and scores.

    `dominated_by` is an offer better on every criterion even at the worst of its interval; `behind` one that
    is ahead on every criterion as far as is known, but not beyond doubt.
    """

    offer_id: str
    shares: tuple[float, ...]
    dominated_by: str | None = None
    behind: str | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """One change that would put another offer first in at least half of the samples.

    `criterion` is what changes, `change` by how much (money a year, probability, hours a year, points of
    ten), `distance` how far that is on the common scale; a swap in the stated order has `swap_with` and no
    change.
    """

    offer_id: str
    criterion: str
    sentence: str
    change: Decimal | None = None
    distance: float = 0.0
    swap_with: str | None = None


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The question whose answer would most likely change who comes first, and how likely that is."""

    offer_id: str
    criterion: str
    text: str
    chance: float


@dataclass(frozen=True, slots=True)
class Order:
    """Part 5: how sure the order is. `unheard` are criteria nothing is known of anywhere, not weighed."""

    criteria: tuple[str, ...]
    unheard: tuple[str, ...]
    standings: tuple[Standing, ...]
    flips: tuple[Flip, ...]
    question: NextQuestion | None
    samples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All five parts. `asks` are what must be said before the rest can be worked out (a rate, a currency)."""

    today: date
    currency: str | None
    cash_first: bool
    offers: tuple[OfferFigures, ...]
    price: Price | None
    order: Order | None
    asks: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that "why?" can be asked of."""
        found = [figure for offer in self.offers for figure in offer.figures]
        if self.price is not None:
            found += [self.price.per_year, self.price.add_to_base, self.price.add_once]
            found += [row.gap for row in self.price.break_even]
        return tuple(found)

    def named(self, offer_id: str) -> OfferFigures:
        """One offer by its id; raises KeyError when it is not compared here."""
        for offer in self.offers:
            if offer.id == offer_id:
                return offer
        raise KeyError(offer_id)
