"""The arithmetic of the verdict: an exact posterior on grids, in three levels.

    company      mu        how outcome-minded the place is, flat on (0, 1)
    dimension    theta_d   ~ Beta(mu * DIMENSION_TIE, (1 - mu) * DIMENSION_TIE)
    voice        phi_jd    ~ Beta(theta_d * tie_j, (1 - theta_d) * tie_j), what interviewer j shows of it
    answer       y         output, outcome, mixed or unclear, drawn from phi_jd

Several answers of one voice tell more about that voice, but about the place only through the voice's tie: so
correlated answers are kept from counting as independent. The tie is the weight of the source: something seen
is close to the place, a recruiter's word is loosely tied to it. The reader's probabilities become likelihoods
by dividing out the share each label had in training (Bayes' rule read backwards).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import lgamma

import numpy as np
from numpy.typing import NDArray

from dialogs.rubric import Label, Reading, Role, Source, Strength

Grid = NDArray[np.float64]

POINTS = 64
THETA: Grid = (np.arange(POINTS) + 0.5) / POINTS

DIMENSION_TIE = 4.0
"""How closely a dimension follows the whole place: 4 lets a place be 0.7 outcome, a dimension of it 0.4."""

SEEN_TIE = 16.0
TOLD_TIES: Mapping[Role, float] = {
    Role.HIRING_MANAGER: 8.0,
    Role.SKIP_LEVEL: 7.0,
    Role.EXECUTIVE: 5.0,
    Role.CUSTOMER_FACING: 6.0,
    Role.CLIENT_FACING: 6.0,
    Role.PEER: 5.0,
    Role.JUNIOR: 5.0,
    Role.UNKNOWN: 3.0,
    Role.RECRUITER: 1.5,
}
"""A manager sets the practice, a peer lives it in one corner, a recruiter repeats the brochure."""

CLAIM_TRUTH = 0.4
"""The share of bare claims that is taken as saying anything about practice at all."""

HALO = 0.2
"""How far one voice colours all dimensions alike: for the company, what a voice says on n dimensions is
shared out by 1 / (1 + HALO * (n - 1)), the usual design effect of a cluster sample. At 0.2 a verdict on one voice
is right as often as it claims,
where voices are rosy or sour by one unit of log odds (see `tests/reading/simulation.py`)."""

TRAINED_SHARES: Mapping[Label, float] = {
    Label.OUTPUT: 0.31,
    Label.OUTCOME: 0.31,
    Label.MIXED: 0.19,
    Label.UNCLEAR: 0.19,
}
"""The share of each label in the training rows, which the reader's probabilities already contain."""

INFORMATIVE_SHARE = 0.8
MIXED_SHARE = 0.35
FLOOR = 0.01
"""No reading that the person has not confirmed is ever certain."""


def emission(label: Label) -> Grid:
    """P(an answer of this label | share of outcome practice), on the grid.

    With share t, output comes with s(1-t) and outcome with st; where two draws would differ, MIXED_SHARE of
    them come in one answer as mixed. Unclear is as likely everywhere, so it moves nothing.
    """
    mixed = MIXED_SHARE * 2 * THETA * (1 - THETA) * INFORMATIVE_SHARE
    match label:
        case Label.OUTPUT:
            return INFORMATIVE_SHARE * (1 - THETA) - mixed / 2
        case Label.OUTCOME:
            return INFORMATIVE_SHARE * THETA - mixed / 2
        case Label.MIXED:
            return mixed
        case Label.UNCLEAR:
            return np.full(POINTS, 1 - INFORMATIVE_SHARE)


EMISSIONS: Mapping[Label, Grid] = {label: emission(label) for label in Label}
_EMITTED: Grid = np.stack(list(EMISSIONS.values()))
_SHARES: Grid = np.array([TRAINED_SHARES[label] for label in Label])


@cache
def tied(tie: float) -> Grid:
    """Rows: the level above, columns: the level below; each row a Beta(m * tie, (1 - m) * tie), sum 1."""
    a, b = THETA[:, None] * tie, (1 - THETA[:, None]) * tie
    norm = np.array([lgamma(tie) - lgamma(m * tie) - lgamma((1 - m) * tie) for m in THETA])[:, None]
    density = np.exp((a - 1) * np.log(THETA) + (b - 1) * np.log1p(-THETA) + norm)
    rows: Grid = density / density.sum(axis=1, keepdims=True)
    return rows


def tie_of(role: Role, source: Source) -> float:
    """How closely what this voice shows follows the place."""
    return SEEN_TIE if source is Source.SEEN else TOLD_TIES[role]


def likelihood(reading: Reading) -> Grid:
    """P(this reading | share of outcome practice), up to a factor. Flat for an answer that shows nothing."""
    if reading.label is Label.UNCLEAR:
        return np.ones(POINTS)
    if reading.corrected:
        result = EMISSIONS[reading.label].copy()
    else:
        shares = np.array([max(reading.probabilities.of(label), FLOOR) for label in Label])
        result = (shares / _SHARES) @ _EMITTED
    result /= result.max()
    if reading.strength is not Strength.EVIDENCE:
        result = CLAIM_TRUTH * result + (1 - CLAIM_TRUTH)
    return result


def through(tie: float, product: Grid) -> Grid:
    """What a voice's answers say of the level above it."""
    result: Grid = tied(tie) @ product
    scaled: Grid = result / result.max()
    return scaled


def normalised(weights: Grid) -> Grid:
    """Scaled to sum to one."""
    result: Grid = weights / weights.sum()
    return result


def above_half(density: Grid) -> float:
    """The probability of the upper half."""
    return float(density[POINTS // 2 :].sum())


def interval(density: Grid, mass: float = 0.8) -> tuple[float, float]:
    """The central credible interval, linear within a cell."""
    edges = np.concatenate(([0.0], np.cumsum(density)))
    points = np.arange(POINTS + 1) / POINTS
    low, high = np.interp([(1 - mass) / 2, (1 + mass) / 2], edges, points)
    return float(low), float(high)


def entropy(density: Grid) -> float:
    """In bits."""
    kept = density[density > 0]
    return float(-(kept * np.log2(kept)).sum())


def information(density: Grid) -> float:
    """What was learned over a flat prior, in bits."""
    return float(np.log2(POINTS) - entropy(density))


def message(likelihood: Grid) -> Grid:
    """What one dimension says of the whole place: the logarithm of P(its answers | mu)."""
    result: Grid = np.log(tied(DIMENSION_TIE) @ likelihood)
    return result


def company(log_likelihood: Grid) -> Grid:
    """The posterior of mu from the sum of its dimensions' messages."""
    return normalised(np.exp(log_likelihood - log_likelihood.max()))


@cache
def _prospects() -> Grid:
    """P(the next answer | theta) for every label (rows), asked of a hiring manager."""
    return np.stack([tied(TOLD_TIES[Role.HIRING_MANAGER]) @ EMISSIONS[label] for label in Label])


def expected_gain(others: Grid, likelihood: Grid) -> float:
    """Bits that one more checkable answer on a dimension would add about mu, on average.

    H(mu) minus the mean of H(mu | y) over the labels y as they are now expected; `others` is the posterior of
    mu without this dimension, `likelihood` what is known of its share.
    """
    return _gain(others * ((_prospects() * likelihood) @ tied(DIMENSION_TIE).T))


def expected_growth_gain(density: Grid) -> float:
    """The same for a dimension that is judged by itself: bits about its own share."""
    return _gain(_prospects() * density)


def _gain(joint: Grid) -> float:
    """Mutual information in bits, from P(label, level) up to a factor."""
    joint = joint / joint.sum()
    apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    return max(0.0, float((joint * np.log2(joint / apart)).sum()))
