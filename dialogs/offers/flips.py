"""What would turn the order round: the single changes that put another offer first in half of the samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from dialogs.offers.figures import Flip
from dialogs.offers.money import money_text
from dialogs.offers.offer import AUTONOMY, GROWTH, MINDSET, PAY, TIME
from dialogs.offers.pay import hours_a_year
from dialogs.offers.price import Payer
from dialogs.offers.sampling import Floats, ordered, utilities
from dialogs.offers.scores import ScoreTable

SWAP_DISTANCE: Final = 1.0
"""A swap of two neighbours in the stated order counts as far as a whole point on one criterion."""

_DOOR_WORDS: Final = {
    MINDSET: "it looked more outcome-minded: {to:.0f} rather than {now:.0f} of 100",
    GROWTH: "you would learn more there: {to:.0f} rather than {now:.0f} of 100",
    AUTONOMY: "it left you more to decide: {to:.0f} rather than {now:.0f} of 100",
}


@dataclass(frozen=True, slots=True)
class Field:
    """All that was drawn, for the criteria `used` (their places in the table); offers are sorted by id."""

    payers: Sequence[Payer]
    table: ScoreTable
    used: tuple[int, ...]
    scores: Floats
    raw_weights: Floats
    weights: Floats
    utility: Floats
    first_shares: Floats
    tiers: tuple[tuple[int, ...], ...]

    @property
    def leader(self) -> int:
        """Who comes first most often."""
        return int(self.first_shares.argmax())


def flips_of(field: Field) -> tuple[Flip, ...]:
    """Every single change that would put another offer first, the nearest first."""
    leads = field.first_shares == field.first_shares.max()
    if leads.sum() > 1:
        return ()
    found = [flip for i in range(len(field.payers)) if i != field.leader for flip in _raises(field, i)]
    found += _swaps(field)
    return tuple(sorted(found, key=lambda flip: (flip.distance, flip.offer_id, flip.criterion)))


def _raises(field: Field, i: int) -> list[Flip]:
    """For one offer, how much better it would have to be on each criterion, all else as it is.

    In every sample the score it lacks to the best of the others, divided by the criterion's weight, is what
    would put it first there; the median of that puts it first in half of them.
    """
    others = np.delete(field.utility, i, axis=0).max(axis=0)
    lacking = others - field.utility[i]
    flips = []
    for at, c in enumerate(field.used):
        if not field.table.rows[i][c].known:
            continue
        needed = lacking / field.weights[at]
        flip = _raise(field, i, c, needed, field.scores[i, at])
        if flip is not None:
            flips.append(flip)
    return flips


def _raise(field: Field, i: int, c: int, needed: Floats, scores: Floats) -> Flip | None:
    """One criterion's flip, or None where the change could not happen."""
    name, payer = field.table.criteria[c], field.payers[i]
    if name == PAY:
        with np.errstate(over="ignore"):
            raises = np.exp2(scores) * (np.exp2(needed) - 1)
        part = float(np.median(raises))
        if not math.isfinite(part) or part > 1:
            return None
        change = (Decimal(repr(part)) * field.table.best_pay).quantize(Decimal("0.01"))
        more = money_text(change, payer.pay.currency)
        return _flip(field, i, c, change, float(np.median(needed)), f"it paid {more} more a year")
    distance = float(np.median(needed))
    if name == TIME:
        return _fewer_hours(field, i, c, distance)
    now = field.table.rows[i][c].mid
    to = now + distance
    if not to <= 1:
        return None
    if name in _DOOR_WORDS:
        words = _DOOR_WORDS[name].format(now=100 * now, to=100 * to)
        return _flip(field, i, c, _decimal(distance), distance, words)
    words = f"you gave it {10 * to:.1f} rather than {10 * now:.1f} of ten for {field.table.labels[c]}"
    return _flip(field, i, c, _decimal(10 * distance), distance, words)


def _fewer_hours(field: Field, i: int, c: int, distance: float) -> Flip | None:
    """Fewer hours; more than half of them less is not a change that anybody offers."""
    hours = hours_a_year(field.payers[i].offer.terms)
    if hours is None or not distance <= 1:
        return None
    less = _decimal(float(hours) * (1 - 2.0**-distance))
    return _flip(field, i, c, less, distance, f"it took {less:.0f} hours a year less")


def _flip(field: Field, i: int, c: int, change: Decimal, distance: float, condition: str) -> Flip:
    company = field.payers[i].offer.company
    return Flip(
        offer_id=field.table.ids[i],
        criterion=field.table.criteria[c],
        sentence=f"{company} would come first if {condition}.",
        change=change,
        distance=distance,
    )


def _swaps(field: Field) -> list[Flip]:
    """Neighbours in the stated order that would, the other way round, put another offer first."""
    flips = []
    for at in range(len(field.tiers) - 1):
        tiers = list(field.tiers)
        tiers[at], tiers[at + 1] = tiers[at + 1], tiers[at]
        utility = utilities(field.scores, ordered(field.raw_weights, tiers))
        first = np.bincount(utility.argmax(axis=0), minlength=len(field.payers))
        winner = int(first.argmax())
        if winner == field.leader:
            continue
        company = field.payers[winner].offer.company
        up, down = (_names(field, tier) for tier in (tiers[at], tiers[at + 1]))
        flips.append(
            Flip(
                offer_id=field.table.ids[winner],
                criterion=up,
                sentence=f"{company} would come first if {up} mattered more to you than {down}.",
                distance=SWAP_DISTANCE,
                swap_with=down,
            )
        )
    return flips


def _names(field: Field, tier: Sequence[int]) -> str:
    return " and ".join(field.table.labels[field.used[at]] for at in tier)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(round(value, 4)))
