"""Drawing weights and scores: the numeric heart of stochastic multicriteria acceptability analysis.

Method: SMAA-2, R. Lahdelma and P. Salminen, Operations Research 49 (2001) 444-454, after Lahdelma, Hokkanen
and Salminen, EJOR 106 (1998) 137-143. Weights are uniform over all that fit the stated order, scores are
drawn within what is known of them, and each offer's share of first (second, …) places is counted.

Every offer draws from a stream of its own, made of the seed, its id and the criterion. So the order in which
offers are entered changes nothing, and a change to one offer leaves the luck of all others as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dialogs.offers.offer import PAY
from dialogs.offers.scores import LEAST_PAY, PaySpread, ScoreTable, Spread

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Drawn values: `scores[offer, criterion, sample]`, and the uniform numbers they were made from."""

    scores: Floats
    luck: Floats


def _stream(seed: int, *names: str) -> np.random.Generator:
    return np.random.Generator(np.random.SFC64([seed, *(crc32(name.encode()) for name in names)]))


def draw_scores(table: ScoreTable, seed: int, samples: int) -> Sample:
    """Scores of every offer on every criterion; exact ones are repeated, not drawn."""
    shape = (len(table.ids), len(table.criteria), samples)
    scores, luck = np.empty(shape), np.zeros(shape)
    for i, offer in enumerate(table.ids):
        for c, criterion in enumerate(table.criteria):
            spread = table.rows[i][c]
            if spread.exact:
                scores[i, c] = spread.mid
                continue
            luck[i, c] = _stream(seed, offer, criterion).random(samples)
            pay = table.pays[i] if criterion == PAY else None
            scores[i, c] = _triangular(spread, luck[i, c]) if pay is None else _pay(pay, luck[i, c])
    return Sample(scores, luck)


def _pay(pay: PaySpread, luck: Floats) -> Floats:
    """Pay with equity drawn so that its mean is the discount; see `PaySpread`."""
    fraction = luck ** ((1 - pay.discount) / pay.discount)
    worth: Floats = np.log2(np.maximum(pay.certain + pay.equity * fraction, LEAST_PAY))
    return worth


def _triangular(spread: Spread, luck: Floats) -> Floats:
    """The quantile of the triangular distribution: it rises with low, mid and high for the same luck."""
    width = spread.high - spread.low
    if not spread.known:
        return spread.low + width * luck
    rising, falling = spread.mid - spread.low, spread.high - spread.mid
    below = spread.low + np.sqrt(luck * (width * rising))
    above = spread.high - np.sqrt((1 - luck) * (width * falling))
    return np.where(luck * width < rising, below, above)


def draw_weights(criteria: Sequence[str], seed: int, samples: int) -> Floats:
    """`weights[rank, sample]`: uniform over the simplex, heaviest first (the order says whose each is)."""
    raw = _stream(seed, "weights", str(len(criteria))).standard_exponential((len(criteria), samples))
    weights: Floats = raw / raw.sum(axis=0)
    return weights


def ordered(weights: Floats, tiers: Sequence[Sequence[int]]) -> Floats:
    """Weights that fit an order: sorted, given out tier by tier, equal within one; untouched without tiers.

    Sorting a uniform draw from the simplex is a uniform draw from its part that fits the order.
    """
    if not tiers:
        return weights
    descending = np.sort(weights, axis=0)[::-1]
    result, at = np.empty_like(weights), 0
    for tier in tiers:
        result[list(tier)] = descending[at : at + len(tier)].mean(axis=0)
        at += len(tier)
    return result


def utilities(scores: Floats, weights: Floats) -> Floats:
    """`utility[offer, sample]`: the weighted sum of the scores."""
    total: Floats = np.einsum("ics,cs->is", scores, weights, optimize=False)
    return total


def rank_shares(utility: Floats) -> Floats:
    """`shares[offer, rank]`: how often each offer takes each place; those that tie share their places."""
    offers, samples = utility.shape
    shares = np.zeros((offers, offers))
    for i in range(offers):
        better = (utility > utility[i]).sum(axis=0)
        level = (utility == utility[i]).sum(axis=0)
        for tied in np.unique(level):
            counts = np.bincount(better[level == tied], minlength=offers) / tied
            for place in np.flatnonzero(counts):
                shares[i, place : place + tied] += counts[place]
    part: Floats = shares / samples
    return part
