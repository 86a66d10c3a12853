"""Part 5: how sure the order is, what would turn it round, and which answer would tell most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dialogs.offers.doors import question_for
from dialogs.offers.figures import NextQuestion, Order, Standing
from dialogs.offers.flips import Field, flips_of
from dialogs.offers.offer import Preferences
from dialogs.offers.price import Payer
from dialogs.offers.sampling import (
    Floats,
    Sample,
    draw_scores,
    draw_weights,
    ordered,
    rank_shares,
    utilities,
)
from dialogs.offers.scores import ScoreTable, Spread, score_table

_BINS = 10
"""Parts into which a not yet known score is split to see who would lead in each."""


def order_of(payers: Sequence[Payer], preferences: Preferences, *, seed: int, samples: int) -> Order | None:
    """Rank shares, flips and the next question; None with fewer than two offers or nothing known of any.

    Criteria that nothing is known of for any offer are not weighed: they would only blur what is known. They
    are named, and still take part in the choice of the next question.
    """
    by_id = sorted(payers, key=lambda one: one.offer.id)
    table = score_table(by_id, preferences)
    heard = [c for c, known in enumerate(table.heard) if known]
    if len(by_id) < 2 or not heard:
        return None
    sample = draw_scores(table, seed, samples)
    tiers = tiers_of(table.criteria, preferences, heard)
    raw = draw_weights([table.criteria[c] for c in heard], seed, samples)
    weights = ordered(raw, tiers)
    scores = sample.scores if len(heard) == len(table.criteria) else sample.scores[:, heard]
    utility = utilities(scores, weights)
    shares = rank_shares(utility)
    field = Field(by_id, table, tuple(heard), scores, raw, weights, utility, shares[:, 0], tiers)
    standings = {one: _standing(i, table, heard, shares) for i, one in enumerate(table.ids)}
    return Order(
        criteria=tuple(table.criteria[c] for c in heard),
        unheard=tuple(name for c, name in enumerate(table.criteria) if c not in heard),
        standings=tuple(standings[one.offer.id] for one in payers),
        flips=flips_of(field),
        question=_next_question(
            table, sample, preferences, utility if len(heard) == len(table.criteria) else None, seed
        ),
        samples=samples,
        seed=seed,
    )


def tiers_of(
    criteria: Sequence[str], preferences: Preferences, used: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """The stated order as places among the criteria `used`; empty when none was stated."""
    place = {criteria[c]: at for at, c in enumerate(used)}
    stated = () if preferences.cash_first else preferences.order
    seen: set[str] = set()
    tiers = []
    for tier in stated:
        fresh = [name for name in dict.fromkeys(tier) if name in place and name not in seen]
        seen.update(fresh)
        if fresh:
            tiers.append(tuple(place[name] for name in fresh))
    return tuple(tiers)


def _standing(i: int, table: ScoreTable, used: Sequence[int], shares: Floats) -> Standing:
    """One offer's rank shares, and who beats it everywhere, surely or as far as is known."""
    rivals = [j for j in range(len(table.ids)) if j != i]
    rows = [[row[c] for c in used] for row in table.rows]
    surely = [j for j in rivals if all(map(_surely_better, rows[j], rows[i]))]
    likely = [j for j in rivals if all(map(_likely_better, rows[j], rows[i]))]
    best = sorted(rivals, key=lambda j: (-shares[j, 0], table.ids[j]))
    return Standing(
        offer_id=table.ids[i],
        shares=tuple(float(share) for share in shares[i]),
        dominated_by=next((table.ids[j] for j in best if j in surely), None),
        behind=next((table.ids[j] for j in best if j in likely), None),
    )


def _surely_better(one: Spread, other: Spread) -> bool:
    """Better even at its worst against the other's best."""
    return one.known and other.known and one.low > other.high


def _likely_better(one: Spread, other: Spread) -> bool:
    return one.known and other.known and one.mid > other.mid


def _next_question(
    table: ScoreTable, sample: Sample, preferences: Preferences, utility: Floats | None, seed: int
) -> NextQuestion | None:
    """The unsure score whose true value would most often put another offer first.

    For each unsure score the samples are split into ten parts by its luck; where another offer leads within a
    part than leads overall, an answer in that part would change the order. This is the expected value of
    partial perfect information, counted in changed decisions instead of utility.
    """
    offers, criteria = len(table.ids), range(len(table.criteria))
    samples = sample.scores.shape[2]
    if utility is None:
        weights = draw_weights(table.criteria, seed, samples)
        tiers = tiers_of(table.criteria, preferences, criteria)
        utility = utilities(sample.scores, ordered(weights, tiers))
    winner = utility.argmax(axis=0)
    leader = int(np.bincount(winner, minlength=offers).argmax())
    best: tuple[float, int, int] | None = None
    for i in range(offers):
        for c in criteria:
            if table.rows[i][c].exact:
                continue
            part = (sample.luck[i, c] * _BINS).astype(np.int64) * offers + winner
            counts = np.bincount(part, minlength=_BINS * offers).reshape(_BINS, offers)
            chance = float(counts[counts.argmax(axis=1) != leader].sum()) / samples
            if chance > 0 and (best is None or chance > best[0]):
                best = (chance, i, c)
    if best is None:
        return None
    chance, i, c = best
    text = question_for(table.criteria[c], table.labels[c])
    return NextQuestion(table.ids[i], table.criteria[c], text, chance)
