"""The second member of the reader: which words and pieces of words an answer is made of, weighed by a regression.

It knows nothing of meaning and is far weaker than the encoder, but it errs elsewhere: the two together read unseen
authors better than the encoder alone. There is no vocabulary to keep: every feature is hashed to one of `BUCKETS`
places.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BUCKETS = 1 << 16
PIECE_LENGTHS = (3, 4, 5)
_WORD = re.compile(r"\w\w+")


def _place(feature: str) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS


@lru_cache(maxsize=16_384)
def _of_word(word: str) -> tuple[int, ...]:
    """The places of a word and of its pieces; blanks mark where it begins and ends."""
    edged = f" {word} "
    pieces = [
        edged[start : start + size]
        for size in PIECE_LENGTHS
        for start in range(max(1, len(edged) - size + 1))
    ]
    return (_place(f"w{word}"), *map(_place, pieces))


def counts(text: str) -> Counter[int]:
    """How often each place is hit by the words of `text`, their neighbours in pairs, and their pieces."""
    words = _WORD.findall(text.lower())
    found: Counter[int] = Counter()
    for word in words:
        found.update(_of_word(word))
    found.update(_place(f"w{one} {other}") for one, other in pairwise(words))
    return found


def features(text: str, rarity: NDArray[np.floating]) -> tuple[NDArray[np.int64], Array]:
    """The places hit and their weights: 1 + log(count), times how rare the place is, scaled to length one."""
    found = counts(text)
    places = np.fromiter(found, np.int64, len(found))
    weights = np.array([1 + log(count) for count in found.values()]) * rarity[places]
    norm = float(np.sqrt(weights @ weights))
    return places, weights / norm if norm else weights


class Grams:
    """The regression on these features: small integers, a scale a label, and the bias."""

    def __init__(
        self,
        codes: NDArray[np.int8],
        scale: NDArray[np.floating],
        bias: NDArray[np.floating],
        rarity: NDArray[np.floating],
    ) -> None:
        self._codes, self._scale, self._bias = codes, scale.astype(np.float64), bias.astype(np.float64)
        self._rarity = rarity.astype(np.float32)

    def logits(self, text: str) -> Array:
        """One number a label. A text without a word gets the bias."""
        places, weights = features(text, self._rarity)
        result: Array = (weights @ self._codes[places]) * self._scale + self._bias
        return result
