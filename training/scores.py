"""How good a reader is on labelled rows: the figures of the comparison table and of the model card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialogs.reading.decision import FLIP_COST
from dialogs.rubric import Label

LABELS: tuple[Label, ...] = tuple(Label)
BINS = 10
FIRM = 0.6
"""A reading at least this sure is firm."""


def scores(probabilities: NDArray[np.float64], truth: Sequence[Label]) -> dict[str, float]:
    """Macro-F1, accuracy, flips of output and outcome, calibration error, accuracy on the surest, of the labels that
    are decided on; how sure means the probability of that label."""
    gold = np.array([LABELS.index(label) for label in truth])
    guess = decisions(probabilities)
    sure = probabilities[np.arange(len(gold)), guess]
    right = guess == gold
    order = np.argsort(-sure, kind="stable")
    return {
        "rows": float(len(gold)),
        "macro_f1": float(np.mean([_f1(guess == i, gold == i) for i in range(len(LABELS))])),
        "accuracy": float(right.mean()),
        "flips": float(((guess + gold == 1) & (guess != gold)).mean()),
        "calibration_error": _calibration(sure, right),
        "accuracy_at_60": float(right[order[: round(0.6 * len(gold))]].mean()),
        "accuracy_at_80": float(right[order[: round(0.8 * len(gold))]].mean()),
        "right_side": _right_side(probabilities, gold),
    }


def decisions(probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """The label that each row is given: see `dialogs.reading.decision`."""
    gain = probabilities.copy()
    gain[:, :2] -= (FLIP_COST - 1) * probabilities[:, 1::-1]
    return gain.argmax(axis=1)


def _right_side(probabilities: NDArray[np.float64], gold: NDArray[np.int64]) -> float:
    """Of the answers that are output or outcome and are read firmly as one of them, the share on the right side."""
    poles = probabilities[:, :2]
    firm = (gold < 2) & (poles.max(axis=1) >= FIRM)
    return float((poles.argmax(axis=1) == gold)[firm].mean()) if firm.any() else float("nan")


def _f1(guess: NDArray[np.bool_], gold: NDArray[np.bool_]) -> float:
    hits = int((guess & gold).sum())
    return 2 * hits / max(1, int(guess.sum()) + int(gold.sum()))


def _calibration(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error: the mean gap between how sure and how often right, over equal bins."""
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [
        abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())
    ]
    return float(sum(gaps))


def confusion(probabilities: NDArray[np.float64], truth: Sequence[Label]) -> list[list[int]]:
    """Rows: the label that is right; columns: the label that was read; both in the order of `LABELS`."""
    table = np.zeros((len(LABELS), len(LABELS)), int)
    for gold, guess in zip(truth, decisions(probabilities), strict=True):
        table[LABELS.index(gold), guess] += 1
    return [[int(n) for n in line] for line in table]
