"""One temperature for the reader's probabilities, fitted on authors that it was not trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dialogs.rubric import Label

LABELS = tuple(Label)
GRID = np.exp(np.linspace(np.log(0.5), np.log(4.0), 85))

Logits = NDArray[np.float64]


def softmax(logits: Logits, temperature: float = 1.0) -> Logits:
    """Rows that sum to one."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Logits = powers / powers.sum(axis=1, keepdims=True)
    return result


def temperature(logits: Logits, truth: Sequence[Label], shift: Logits | float = 0.0) -> float:
    """The temperature with the least log loss, to the nearest 2.5 %, where `shift` is added after it."""
    gold = np.array([LABELS.index(label) for label in truth])
    losses = [-np.log(softmax(logits / t + shift)[np.arange(len(gold)), gold] + 1e-12).mean() for t in GRID]
    return float(GRID[int(np.argmin(losses))])


def cross_fitted(parts: Mapping[str, tuple[Logits, Sequence[Label]]]) -> dict[str, Logits]:
    """Probabilities of each author's rows at the temperature that the other authors' rows give."""
    result = {}
    for name, (logits, _) in parts.items():
        others = [part for other, part in parts.items() if other != name] or [parts[name]]
        joined = np.concatenate([part[0] for part in others])
        truth = [label for part in others for label in part[1]]
        result[name] = softmax(logits, temperature(joined, truth))
    return result
