"""The word that was meant: one slip in a word of five letters or more, two in a word of eight."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property


class Speller:
    """Finds the meant word among `words` for a word that is not `correct` as it stands.

    Deletions of both sides are compared (symmetric deletion): a swap, a missing, a wrong and a doubled letter
    all meet in a common shorter form, which is a dictionary lookup. The index is built when first needed.
    """

    def __init__(self, words: frozenset[str], correct: frozenset[str]) -> None:
        self._words = words
        self._correct = correct

    def meant(self, word: str) -> str:
        """The word that was meant, or the word itself."""
        if len(word) < 4 or len(word) > 16 or word in self._correct or word in self._words:
            return word
        best: tuple[int, str] | None = None
        for form, cut in _shortened(word, 2 if len(word) >= 7 else 1):
            for other in self._index.get(form, ()):
                slips = distance(word, other)
                allowed = 2 if len(other) >= 8 and cut else 1
                if (
                    slips <= allowed
                    and _begins_alike(word, other)
                    and (best is None or (slips, other) < best)
                ):
                    best = (slips, other)
        return best[1] if best else word

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for word in self._words:
            for form, _ in _shortened(word, 2 if len(word) >= 8 else 1):
                index.setdefault(form, []).append(word)
        return index


def _begins_alike(word: str, other: str) -> bool:
    return word[0] == other[0] or word[:2] == other[1::-1]


def _shortened(word: str, letters: int) -> Iterator[tuple[str, int]]:
    seen = {word}
    yield word, letters
    layer = [word]
    for _ in range(letters):
        layer = [w[:i] + w[i + 1 :] for w in layer for i in range(len(w))]
        for form in layer:
            if form not in seen:
                seen.add(form)
                yield form, letters


def distance(one: str, other: str) -> int:
    """Slips between two words: insertions, deletions, substitutions and swaps of neighbours."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
