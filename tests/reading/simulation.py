"""Companies drawn from the model that the verdict assumes, plus what it does not model: rosy voices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dialogs.reading import posterior
from dialogs.reading.verdict import Evidence
from dialogs.rubric import (
    MINDSET_DIMENSIONS,
    Dimension,
    Label,
    Probabilities,
    Reading,
    Role,
    Source,
    Strength,
)

LABELS = tuple(Label)
SHARES = np.array([posterior.TRAINED_SHARES[label] for label in LABELS])
ROLES = (Role.HIRING_MANAGER, Role.PEER, Role.RECRUITER, Role.EXECUTIVE)


def _chances(share: float) -> NDArray[np.float64]:
    mixed = posterior.MIXED_SHARE * 2 * share * (1 - share) * posterior.INFORMATIVE_SHARE
    told = posterior.INFORMATIVE_SHARE
    return np.array([told * (1 - share) - mixed / 2, told * share - mixed / 2, mixed, 1 - told])


def _reading(
    rng: np.random.Generator, dimension: Dimension, share: float, strength: Strength, accuracy: float
) -> Reading:
    """What a calibrated reader of this accuracy makes of one answer drawn at this share."""
    confusion = np.full((4, 4), (1 - accuracy) / 3) + np.eye(4) * (accuracy - (1 - accuracy) / 3)
    shown = rng.choice(4, p=_chances(share))
    read = rng.choice(4, p=confusion[shown])
    sure = SHARES * confusion[:, read]
    sure /= sure.sum()
    label = LABELS[int(sure.argmax())]
    kept = Strength.NONE if label is Label.UNCLEAR else strength
    probabilities = Probabilities(*(float(p) for p in sure))
    return Reading(dimension, label, probabilities, kept, "they said so", "it shows practice")


def company(
    rng: np.random.Generator, accuracy: float, rosiness: float, voices: int | None = None
) -> tuple[float, list[Evidence]]:
    """How outcome-minded a simulated place is, and what one to four voices (or so many) said of it.

    Each voice sees all dimensions rosier or sourer than they are, by `rosiness` in log odds (standard deviation): so
    one person's answers are correlated beyond what the verdict's model knows of.
    """
    place = rng.uniform()
    tie = posterior.DIMENSION_TIE
    shares = {d: rng.beta(place * tie, (1 - place) * tie) for d in MINDSET_DIMENSIONS}
    evidence = []
    for voice in range(voices or rng.integers(1, 5)):
        role = ROLES[rng.integers(len(ROLES))]
        source = Source.SEEN if rng.uniform() < 0.2 else Source.TOLD
        rosy = rng.normal(0, rosiness)
        close = posterior.tie_of(role, source)
        for dimension in MINDSET_DIMENSIONS:
            share = float(np.clip(shares[dimension], 1e-4, 1 - 1e-4))
            seen = float(np.clip(1 / (1 + np.exp(-np.log(share / (1 - share)) - rosy)), 1e-3, 1 - 1e-3))
            shown = rng.beta(seen * close, (1 - seen) * close)
            for number in range(rng.integers(0, 3)):
                claim = rng.uniform() < 0.3
                honest = not claim or rng.uniform() < posterior.CLAIM_TRUTH
                strength = Strength.CLAIM if claim else Strength.EVIDENCE
                reading = _reading(rng, dimension, shown if honest else rng.uniform(), strength, accuracy)
                evidence.append(
                    Evidence(f"{voice}-{dimension}-{number}", reading, f"voice {voice}", role, source)
                )
    return place, evidence
