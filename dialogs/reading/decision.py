"""From probabilities to one label, when not all mistakes are alike."""

from __future__ import annotations

from dialogs.rubric import Label, Probabilities

FLIP_COST = 2.0
"""Output read as outcome, or the reverse, is as bad as two other mistakes. The person who is told the opposite of
what was said goes to the wrong company; the one who is told "mixed" or "unclear" reads the quote again."""

_OPPOSITE = {Label.OUTPUT: Label.OUTCOME, Label.OUTCOME: Label.OUTPUT}


def decided(probabilities: Probabilities) -> Label:
    """The label with the least expected cost: the likeliest one, unless its opposite is nearly as likely."""
    return min(Label, key=lambda label: expected_cost(probabilities, label))


def expected_cost(probabilities: Probabilities, label: Label) -> float:
    """What saying `label` costs on average, where any wrong label costs 1 and the opposite one `FLIP_COST`."""
    opposite = _OPPOSITE.get(label)
    flipped = probabilities.of(opposite) if opposite is not None else 0.0
    return 1 - probabilities.of(label) + (FLIP_COST - 1) * flipped
