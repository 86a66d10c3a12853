"""Phrases found in tokens: longest first, with gaps where a phrase has a `*`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dialogs.words.tokens import phrase_words, tokenize

GAP = 4
"""How many words a `*` in a phrase may stand for."""


class Kind(StrEnum):
    """What a phrase of a language file says."""

    WEEKDAY = "weekday"
    MONTH = "month"
    NUMBER = "number"
    ORDINAL = "ordinal"
    DAY = "day"
    WORD = "word"
    VERB = "verb"
    TALK = "talk"
    MET = "met"
    CUE = "cue"


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a phrase: its kind, and a value whose type the kind decides."""

    kind: Kind
    value: Any


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found: its senses, the first token it covers and the one after the last."""

    senses: tuple[Sense, ...]
    first: int
    after: int
    words: int = 0
    """How many words the phrase has, without what stands in its gaps."""
    solid: bool = True
    """Whether it has no gap."""

    def value(self, kind: Kind) -> Any:
        """The value of its sense of that kind, or None."""
        return next((s.value for s in self.senses if s.kind is kind), None)

    def says(self, word: str) -> bool:
        """Whether it is one of the grammar words of that key."""
        return any(s.kind is Kind.WORD and s.value == word for s in self.senses)


def variants(phrase: str, short: Mapping[str, str]) -> Iterator[str]:
    """The ways the same phrase is typed: with its contractions (what's, I'm), without, and run together."""
    yield phrase
    if "'" not in phrase and "’" not in phrase:
        return
    seen = {phrase}
    long = " ".join(short.get(t.norm, t.raw) for t in tokenize(phrase))
    for other in (phrase.replace("'s", " is"), phrase.replace("'s", "s"), long.replace(" 's", "'s")):
        if other not in seen and "'s'" not in other:
            seen.add(other)
            yield other


class Phrases:
    """A set of phrases with their senses, to be found in a sequence of folded words.

    Words in `noise` (the, please, just) may stand anywhere in a phrase, and those of a phrase may be missing,
    unless only words in `stop` would be left: "just met" is not "met", "it's actually" is not "it's".
    """

    def __init__(
        self,
        senses: Iterable[tuple[str, Sense]],
        noise: frozenset[str] = frozenset(),
        stop: frozenset[str] = frozenset(),
    ) -> None:
        gathered: dict[tuple[str, ...], list[Sense]] = {}
        for phrase, sense in senses:
            words = phrase_words(phrase)
            telling = tuple(w for w in words if w not in noise)
            words = telling if len(telling) > 1 and not stop.issuperset(telling) else words
            entry = gathered.setdefault(words, [])
            if sense not in entry:
                entry.append(sense)
        by_first: dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]] = {}
        for words, found in gathered.items():
            by_first.setdefault(words[0], []).append((words, tuple(found)))
        for options in by_first.values():
            options.sort(key=lambda option: -len(option[0]))
        self.entries = tuple((words, tuple(found)) for words, found in gathered.items())
        self._by_first = by_first
        self._noise = noise
        self.words = frozenset(w for words in gathered for w in words if w != "*")

    def at(self, words: Sequence[str], index: int) -> Found | None:
        """The longest phrase without a gap that begins at that word."""
        for phrase, senses in self._by_first.get(words[index], ()):
            after = index + len(phrase)
            if "*" not in phrase and tuple(words[index:after]) == phrase:
                return Found(senses, index, after, len(phrase))
        return None

    def all_at(self, words: Sequence[str], index: int) -> Iterator[Found]:
        """Every phrase that begins at that word, longest first, gaps allowed."""
        for phrase, senses in self._by_first.get(words[index], ()):
            after = _match(phrase, words, index, self._noise)
            if after is not None:
                yield Found(senses, index, after, len(phrase) - phrase.count("*"), "*" not in phrase)

    def find(self, words: Sequence[str]) -> list[Found]:
        """The longest phrases, from left to right, none overlapping another."""
        found, index = [], 0
        while index < len(words):
            here = self.at(words, index)
            if here is not None:
                found.append(here)
            index = here.after if here is not None else index + 1
        return found


def _match(phrase: tuple[str, ...], words: Sequence[str], index: int, noise: frozenset[str]) -> int | None:
    """The index after the phrase when it is read from `index`, or None."""
    for place, word in enumerate(phrase):
        if word == "*":
            rest = phrase[place + 1 :]
            for start in range(index, min(index + GAP + 1, len(words))):
                after = _match(rest, words, start, noise)
                if after is not None:
                    return after
            return None
        while place and index < len(words) and words[index] != word and words[index] in noise:
            index += 1
        if index >= len(words) or words[index] != word:
            return None
        index += 1
    return index
