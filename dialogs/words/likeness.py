"""What a message sounds like, when no phrase says it: the words of all phrases, each for the verbs it speaks for.

Every phrase of a language file is an example of its verb. A word, or two in a row, speaks for the verbs in whose
phrases it is, by the share that each has in it, and the louder the fewer verbs share it (one minus the entropy
of the shares). So "the thing on Friday isn't going ahead" is heard as cancelling, though no phrase says it so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from math import log, sqrt

from dialogs.words.meaning import Topic, Verb
from dialogs.words.phrases import Kind, Sense

Label = tuple[Verb, Topic | None]
Trait = str | tuple[str, str]
"""A stem, or two in a row."""

_STEM = 6
"""Letters of a word that are compared: remind, reminder and reminders are one."""
_SMALLEST = 20
"""Phrases that a verb is counted as having at least, so that one with few is not heard everywhere."""
_PAIR = 1.5
"""How much louder two words in a row speak than one."""


def stem(word: str) -> str:
    """The part of a word that its forms share."""
    if len(word) > _STEM:
        return word[:_STEM]
    return word.removesuffix("s") if len(word) > 3 else word


def _traits(words: Sequence[str]) -> set[Trait]:
    stems = [stem(word) for word in words if word != "*"]
    return {*stems, *pairwise(stems)}


class Likeness:
    """The words of a language's phrases, with what they speak for."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], tuple[Sense, ...]]]) -> None:
        self._phrases = tuple(phrases)

    @cached_property
    def _voices(self) -> Mapping[Trait, Mapping[Label, float]]:
        counts: dict[Trait, dict[Label, float]] = {}
        examples: Counter[Label] = Counter()
        for words, senses in self._phrases:
            traits = _traits(words)
            for label in set(_labels(senses)):
                examples[label] += 1
                for trait in traits:
                    found = counts.setdefault(trait, {})
                    found[label] = found.get(label, 0.0) + 1 / sqrt(len(words))
        many = log(len(examples) or 1)
        return {trait: _voice(trait, shared, examples, many) for trait, shared in counts.items()}

    def scores(self, words: Sequence[str]) -> dict[Label, float]:
        """How loudly the words speak for each verb; 1 is a word that only that verb has."""
        heard: dict[Label, float] = defaultdict(float)
        for trait in _traits(words):
            for label, loudness in self._voices.get(trait, {}).items():
                heard[label] += loudness
        return heard


def _labels(senses: tuple[Sense, ...]) -> Iterator[Label]:
    for sense in senses:
        verb, about = sense.value
        yield verb, about if sense.kind is Kind.TALK else None


def _voice(
    trait: Trait, found: dict[Label, float], examples: Counter[Label], many: float
) -> dict[Label, float]:
    shares = {label: count / (examples[label] + _SMALLEST) for label, count in found.items()}
    total = sum(shares.values())
    entropy = -sum(share / total * log(share / total) for share in shares.values())
    loudness = max(0.0, 1.0 - entropy / many) ** 2 * (_PAIR if isinstance(trait, tuple) else 1.0)
    return {label: loudness * share / total for label, share in shares.items()}
