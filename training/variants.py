"""Ways to read with the fine-tuned encoder that were tried and do not ship; measured by `training.compare`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dialogs.reading.clauses import clauses
from dialogs.reading.local import LocalReader, load
from dialogs.rubric import Label
from training.calibrate import softmax
from training.rows import Row
from training.scores import LABELS

Matrix = NDArray[np.float64]

_REJECTED = re.compile(
    r"\b(it'?s|it is|that'?s|we'?re|they'?re)? ?\b(not|isn't|never) (about|the|how|whether|just|only) [^.;,]*[,;]|"
    r"\b(instead of|rather than) [^.;,]*[.;,]?",
    re.IGNORECASE,
)
_SLOGAN = re.compile(
    r"\b(outcome|impact|customer|data|people|results?)[ -]?(driven|obsessed|first|centric|focus(s?ed)?)\b",
    re.IGNORECASE,
)


def whole(reader: LocalReader, test: Sequence[Row]) -> Matrix:
    """The answer in one piece: what ships."""
    return np.stack([reader.score(r.text, r.dimension).label for r in test])


def by_clause(test: Sequence[Row]) -> Matrix:
    """Every clause read by itself; a pole is shown if one clause shows it, mixed if both are."""
    reader = load()

    def combined(row: Row) -> Matrix:
        parts = [clause.of(row.text) for clause in clauses(row.text)] or [row.text]
        each = softmax(np.stack([reader.score(part, row.dimension).label for part in parts]))
        mixed = each[:, LABELS.index(Label.MIXED)]
        output = 1 - np.prod(1 - each[:, LABELS.index(Label.OUTPUT)] - mixed)
        outcome = 1 - np.prod(1 - each[:, LABELS.index(Label.OUTCOME)] - mixed)
        shares = {
            Label.OUTPUT: output * (1 - outcome),
            Label.OUTCOME: outcome * (1 - output),
            Label.MIXED: output * outcome,
            Label.UNCLEAR: (1 - output) * (1 - outcome),
        }
        result: Matrix = np.log(np.array([max(shares[label], 1e-6) for label in LABELS]))
        return result

    return np.stack([combined(row) for row in test])


def whole_and_clauses(test: Sequence[Row]) -> Matrix:
    """The answer in one piece and by clause, averaged."""
    one = softmax(whole(load(), test))
    other = softmax(by_clause(test))
    result: Matrix = np.log((one + other) / 2)
    return result


def with_rules(test: Sequence[Row]) -> Matrix:
    """Rejected phrases and slogans are taken out of the text before it is read, where something is left."""
    reader = load()

    def read(row: Row) -> Matrix:
        left = _SLOGAN.sub("", _REJECTED.sub("", row.text))
        return reader.score(left if len(left.split()) > 3 else row.text, row.dimension).label

    return np.stack([read(row) for row in test])
