"""Cuts text into the pieces that the encoder knows (SentencePiece unigram, the likeliest cut)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SPACE = "▁"
UNKNOWN_PENALTY = 10.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its number, and the half-open span of the text it came from."""

    id: int
    start: int
    end: int


class Pieces:
    """The vocabulary and its likeliest cut. Time is linear in the length of the text."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], characters: Mapping[str, str]) -> None:
        """`pieces` begin with <s>, <pad>, </s>, <unk>; `characters`: how a character is written plainly."""
        known = {piece: i for i, piece in enumerate(pieces) if i > UNKNOWN}
        begun = (piece[:size] for piece in known for size in range(1, len(piece)))
        self._ids = dict.fromkeys(begun, UNKNOWN) | known
        """Every piece's number, and `UNKNOWN` for what only begins one: at what begins none a search can stop."""
        self._scores = [float(score) for score in scores]
        self._unknown = min(self._scores) - UNKNOWN_PENALTY
        self._characters = characters

    def cut(self, text: str) -> list[Piece]:
        """The pieces of `text` in order, without the ones that mark begin and end."""
        letters, places = self._plain(text)
        ids, scores, size = self._ids, self._scores, len(letters)
        best = [0.0] + [-1e30] * size
        came = [(0, UNKNOWN)] * (size + 1)
        for start in range(size):
            base = best[start]
            if base + self._unknown > best[start + 1]:
                best[start + 1] = base + self._unknown
                came[start + 1] = (start, UNKNOWN)
            for end in range(start + 1, size + 1):
                number = ids.get(letters[start:end])
                if number is None:
                    break
                if number != UNKNOWN and base + scores[number] > best[end]:
                    best[end] = base + scores[number]
                    came[end] = (start, number)
        return self._followed(came, places, size)

    def _followed(self, came: list[tuple[int, int]], places: list[int], size: int) -> list[Piece]:
        found = []
        while size > 0:
            start, number = came[size]
            found.append(Piece(number, places[start], places[size - 1] + 1))
            size = start
        return found[::-1]

    def _plain(self, text: str) -> tuple[str, list[int]]:
        """The text as the vocabulary writes it, and for every letter the place it came from."""
        letters, places = [SPACE], [0]
        for place, character in enumerate(text):
            for letter in self._characters.get(character, character):
                if not letter.isspace():
                    letters.append(letter)
                    places.append(place)
                elif letters[-1] != SPACE:
                    letters.append(SPACE)
                    places.append(place)
        if len(letters) > 1 and letters[-1] == SPACE:
            letters.pop()
            places.pop()
        return "".join(letters), places


BEGIN, PADDING, END, UNKNOWN = 0, 1, 2, 3
