"""What a question of the candidate's own is about: a guess they can see through and change.

Each dimension has the words of its own questions in the bank and a short list of telling words
(`cues.toml`). A word counts for a dimension the more often it is used there and the less elsewhere; the
dimension with the largest sum wins. No model, nothing learned: the words that decided can be shown.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dialogs.questions.bank import Question
from dialogs.questions.data import read_data
from dialogs.questions.loading import load_bank
from dialogs.rubric import Dimension

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDING = re.compile(r"(?:ations?|ments?|ures?|ings?|ions?|ies|ers?|ors?|ed|es|ly|y|e|(?<![us])s)$")
_LONGEST_STEM = 6
_CUE_WEIGHT = 3.0
_DOUBT = 0.5
"""Added to every dimension's share, so that a word used in a single question hardly tells."""
_LEAST_DISTINCT = 0.1
"""From 0 (all dimensions use a word alike) to 1 (one alone does): below this a word tells nothing."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A dimension, and the person's own words that spoke for it (none: it is the fallback)."""

    dimension: Dimension
    words: tuple[str, ...]


def _stem(word: str) -> str:
    word = word.casefold().replace("’", "'").split("'")[0]
    shorter = _ENDING.sub("", word)
    return (shorter if len(shorter) >= 3 else word)[:_LONGEST_STEM]


def _stems(text: str) -> dict[str, str]:
    """Each stem of a text with the word it was first seen in."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        found.setdefault(_stem(match.group()), match.group())
    return found


def _spoken(question: Question) -> Iterable[str]:
    yield question.text
    yield question.follow_up
    yield from (v.text for v in question.trades if v.text)


@cache
def _weights() -> Mapping[str, Mapping[Dimension, float]]:
    """For each stem, how strongly it speaks for each dimension."""
    used: dict[Dimension, Counter[str]] = {d: Counter() for d in Dimension}
    for question in load_bank():
        used[question.dimension].update({s for text in _spoken(question) for s in _stems(text)})
    cues = tomllib.loads(read_data("cues.toml"))
    told: dict[Dimension, set[str]] = {d: {_stem(w) for w in cues[d.value]} for d in Dimension}
    silent = {_stem(w) for w in cues["silent"]}
    weights: dict[str, dict[Dimension, float]] = {}
    for stem in {s for counts in used.values() for s in counts}.union(*told.values()) - silent:
        shares = {d: math.sqrt(used[d][stem]) + _CUE_WEIGHT * (stem in told[d]) for d in Dimension}
        distinct = 1.0 - _entropy([s + _DOUBT for s in shares.values()]) / math.log(len(Dimension))
        if distinct > _LEAST_DISTINCT:
            weights[stem] = {d: distinct * share for d, share in shares.items() if share}
    return weights


def _entropy(shares: Sequence[float]) -> float:
    total = sum(shares)
    return -sum(s / total * math.log(s / total) for s in shares)


def guess_dimension(text: str) -> Guess:
    """The dimension a question is about, with the words that say so."""
    weights = _weights()
    scores: Counter[Dimension] = Counter()
    votes: dict[str, Mapping[Dimension, float]] = {}
    for stem, word in _stems(text).items():
        if stem in weights:
            votes[word] = weights[stem]
            scores.update(weights[stem])
    if not scores:
        return Guess(Dimension.SUCCESS_METRICS, ())
    best = max(Dimension, key=lambda d: scores[d])
    telling = sorted((w for w in votes if votes[w].get(best)), key=lambda w: -votes[w][best])
    return Guess(best, tuple(telling[:3]))


def infer_dimension(text: str) -> Dimension:
    """The dimension a question of the candidate's own is most likely about; shown to them as a guess."""
    return guess_dimension(text).dimension
