"""One label from four probabilities, where the opposite label is the worst mistake."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.decision import decided, expected_cost
from dialogs.rubric import Label, Probabilities
from training.scores import LABELS, decisions

SHARES = st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4).map(
    lambda each: Probabilities(*(one / sum(each) for one in each))
)


@pytest.mark.parametrize(
    ("shares", "label"),
    [
        ((0.70, 0.10, 0.10, 0.10), Label.OUTPUT),
        ((0.10, 0.70, 0.10, 0.10), Label.OUTCOME),
        ((0.45, 0.15, 0.25, 0.15), Label.OUTPUT),
        ((0.40, 0.35, 0.20, 0.05), Label.MIXED),
        ((0.35, 0.40, 0.05, 0.20), Label.UNCLEAR),
        ((0.50, 0.50, 0.00, 0.00), Label.OUTPUT),
        ((0.30, 0.10, 0.35, 0.25), Label.MIXED),
    ],
)
def test_a_pole_needs_a_lead_over_its_opposite(
    shares: tuple[float, float, float, float], label: Label
) -> None:
    assert decided(Probabilities(*shares)) is label


@given(SHARES)
def test_no_other_label_costs_less(shares: Probabilities) -> None:
    chosen = expected_cost(shares, decided(shares))

    assert all(chosen <= expected_cost(shares, label) + 1e-12 for label in Label)


@given(SHARES)
def test_two_thirds_are_always_believed(shares: Probabilities) -> None:
    surest = max(Label, key=shares.of)

    if shares.of(surest) > 2 / 3:
        assert decided(shares) is surest


@given(st.lists(SHARES, min_size=1, max_size=5))
def test_the_figures_are_of_the_labels_that_are_given(many: list[Probabilities]) -> None:

    matrix = np.array([[each.of(label) for label in LABELS] for each in many])

    given_labels = [LABELS[i] for i in decisions(matrix)]

    for shares, label in zip(many, given_labels, strict=True):
        assert expected_cost(shares, label) == pytest.approx(expected_cost(shares, decided(shares)))
