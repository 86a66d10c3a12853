"""Whether the intervals and probabilities of verdicts mean what they say, over simulated companies."""

from __future__ import annotations

import numpy as np
import pytest

from dialogs.reading.verdict import Mindset, judge
from tests.reading.simulation import company


@pytest.mark.parametrize("accuracy", [0.95, 0.85, 0.7])
def test_the_interval_holds_the_truth_four_times_in_five(accuracy: float) -> None:
    rng = np.random.default_rng(5)
    held = []
    for _ in range(1500):
        place, evidence = company(rng, accuracy, rosiness=1.0)
        low, high = judge("simulated", evidence).interval
        held.append(low <= place <= high)

    assert 0.75 <= np.mean(held) <= 0.85


def test_a_verdict_that_is_given_is_mostly_right() -> None:
    rng = np.random.default_rng(21)
    judged = [
        (place, judge("simulated", evidence))
        for place, evidence in (company(rng, 0.85, rosiness=1.0) for _ in range(300))
    ]
    settled = [(p, v.mindset) for p, v in judged if v.mindset in (Mindset.OUTCOME, Mindset.OUTPUT)]

    assert len(settled) > 90
    assert np.mean([(mindset is Mindset.OUTCOME) == (place > 0.5) for place, mindset in settled]) > 0.85


def test_a_verdict_on_one_voice_claims_no_more_than_it_knows() -> None:
    rng = np.random.default_rng(22)
    drawn = (company(rng, 0.85, rosiness=1.0, voices=1) for _ in range(800))
    judged = [(place, judge("simulated", evidence)) for place, evidence in drawn]

    claimed = np.mean([max(v.probability, 1 - v.probability) for _, v in judged])
    right = np.mean([(v.probability > 0.5) == (place > 0.5) for place, v in judged])
    firm = np.mean([v.mindset in (Mindset.OUTCOME, Mindset.OUTPUT) for _, v in judged])

    assert claimed == pytest.approx(right, abs=0.05)
    assert firm < 0.08
