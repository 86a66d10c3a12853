"""Fits the reader's second member (`dialogs.reading.grams`) to labelled rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from dialogs.reading import grams
from training.rows import Row
from training.scores import LABELS

STRENGTH = 20.0
"""Inverse regularisation; 4 to 30 read alike."""
FEWEST = 2
"""A feature of fewer rows than this says nothing."""


def fitted(data: Sequence[Row]) -> dict[str, NDArray[Any]]:
    """The arrays of words.npz: what `Grams` is made from."""
    hit = np.zeros(grams.BUCKETS)
    for row in data:
        hit[list(grams.counts(row.text))] += 1
    rarity = np.where(hit >= FEWEST, np.log((1 + len(data)) / (1 + hit)) + 1, 0.0).astype(np.float16)
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(matrix(data, rarity), [LABELS.index(row.label) for row in data])
    scale = np.abs(model.coef_).max(axis=1) / 127
    return {
        "codes": np.round(model.coef_ / scale[:, None]).astype(np.int8).T,
        "scale": scale.astype(np.float32),
        "bias": model.intercept_.astype(np.float32),
        "rarity": rarity,
    }


def matrix(data: Sequence[Row], rarity: NDArray[np.floating]) -> csr_matrix:
    """One line of features a row."""
    places, weights, ends = [], [], [0]
    for row in data:
        found, much = grams.features(row.text, rarity)
        places.append(found)
        weights.append(much)
        ends.append(ends[-1] + len(found))
    return csr_matrix(
        (np.concatenate(weights), np.concatenate(places), ends), shape=(len(data), grams.BUCKETS)
    )


def write(arrays: dict[str, NDArray[Any]], target: Path) -> None:
    """words.npz, without pickle."""
    np.savez_compressed(target, **arrays)  # type: ignore[arg-type]
