"""Words and pieces of words as hashed features, and the regression on them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.grams import BUCKETS, Grams, counts, features
from dialogs.rubric import Label

EVEN = np.ones(BUCKETS)
BIAS = np.array([0.1, 0.2, 0.3, 0.4])


def grams(seed: int = 8) -> Grams:
    drawn = np.random.default_rng(seed)
    codes = drawn.integers(-127, 128, (BUCKETS, len(Label))).astype(np.int8)
    return Grams(codes, np.full(4, 0.01), BIAS, EVEN)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("", 0),
        ("😀 ?! a", 0),
        ("we", 1 + 2 + 1 + 1),  # the word, " we", "we ", and " we " of four; of five there is the same one
        ("ship", 1 + 4 + 3 + 2),
        ("ship ship", 2 * 10 + 1),
    ],
)
def test_a_word_counts_with_its_pieces_and_its_neighbour(text: str, hits: int) -> None:
    assert sum(counts(text).values()) == hits


def test_the_order_of_words_counts_and_their_case_does_not() -> None:
    assert counts("dates not results") != counts("results not dates")
    assert counts("Dates, not RESULTS!") == counts("dates not results")


@given(st.text(max_size=300))
def test_weights_have_length_one_or_there_are_none(text: str) -> None:
    places, weights = features(text, EVEN)

    assert len(set(places.tolist())) == len(places)
    assert float(weights @ weights) == (pytest.approx(1.0) if len(places) else 0.0)


def test_logits_are_the_sum_of_weighted_places_and_the_bias() -> None:
    drawn = np.random.default_rng(8)
    codes = drawn.integers(-127, 128, (BUCKETS, 4)).astype(np.int8)
    places, weights = features("thirty tickets a week", EVEN)

    expected = sum(w * codes[p].astype(float) for p, w in zip(places, weights, strict=True)) * 0.01

    assert grams().logits("thirty tickets a week") == pytest.approx(np.add(expected, BIAS))
    assert grams().logits("…") == pytest.approx(BIAS)


def test_a_place_that_was_rare_in_training_weighs_more() -> None:
    rarity = EVEN.copy()
    place = min(counts("we"))
    rarity[place] = 5.0
    places, weights = features("we", rarity)

    assert int(places[int(weights.argmax())]) == place
