"""Choosing among what was offered, in words: the first one, 2nd, the latter, the april one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.words.language import codes, language
from dialogs.words.phrases import Kind
from dialogs.words.reader import Reader
from dialogs.words.tokens import Shape, phrase_words

_LAST = -1
_PLACES = {"first_one": 1, "second_one": 2, "third_one": 3, "last_one": _LAST}
_TELLING = 3
"""Letters from which the beginning of a word is told from others: apr."""


def place_among(text: str, offered: Sequence[str]) -> int | None:
    """Which of those offered is pointed at by its place, from 0; None where the words say anything else."""
    for code in codes():
        place = _place(Reader(text, language(code)))
        if place is not None and (place == _LAST or place <= len(offered)):
            by_number = _says_a_number_of(text, offered)
            return None if by_number else len(offered) - 1 if place == _LAST else place - 1
    return None


def moment_among(text: str, offered: Sequence[str]) -> int | None:
    """Which of several moments offered is chosen, by its place or in its own words; None where that is not clear."""
    for way in (place_among, _half_of_the_day, _by_its_words):
        chosen = way(text, offered)
        if chosen is not None:
            return chosen
    return None


def _place(reader: Reader) -> int | None:
    """The place that a message names and does nothing else: counted from 1, -1 for the last."""
    place, index = None, 0
    while index < len(reader.tokens):
        named = _named(reader, index)
        if named is not None and place is not None:
            return None
        if named is not None:
            place, index = named
        elif _says_nothing(reader, index):
            index += 1
        else:
            return None
    return place


def _named(reader: Reader, index: int) -> tuple[int, int] | None:
    for key, place in _PLACES.items():
        after = reader.word(index, key)
        if after is not None:
            return place, after
    spoken = reader.value(index, Kind.ORDINAL)
    if spoken is not None:
        return spoken
    number = reader.number(index)
    if number is None or not number.digits or not number.value >= 1:
        return None
    return number.value, reader.word(number.after, "ordinal_mark") or number.after


def _says_nothing(reader: Reader, index: int) -> bool:
    """the, one, option, please: words around the one that chooses."""
    token, spoken = reader.tokens[index], reader.spoken
    return (
        token.shape is Shape.MARK
        or token.norm in spoken.stop | spoken.noise
        or reader.word(index, "choice") is not None
        or reader.value(index, Kind.NUMBER) == (1, index + 1)
    )


def _says_a_number_of(text: str, offered: Sequence[str]) -> bool:
    """Whether its digits are a day or an hour of what is offered: "the 3rd" of 3 April, "2" of 14:00."""
    said = _NUMBER.match(text.strip().removeprefix("the "))
    if said is None:
        return False
    number, marked = int(said[1]), bool(said[2])
    clocks = {int(hour) % 12 for o in offered for hour in _HOUR.findall(o)}
    return number in {int(d) for o in offered for d in _DAY.findall(o)} if marked else number % 12 in clocks


_NUMBER = re.compile(r"(\d{1,2})\s*(st\b|nd\b|rd\b|th\b|\.|º|ª|er\b)?", re.IGNORECASE)
_HOUR = re.compile(r"\b(\d{1,2}):\d\d\b")
_DAY = re.compile(r"\b(\d{1,2})\b(?![:\d])(?<!:\d\d)")


def _half_of_the_day(text: str, offered: Sequence[str]) -> int | None:
    """am, pm: the only one before noon, or after."""
    half = _HALF.fullmatch(text.strip())
    if half is None:
        return None
    late = half[1].casefold() == "p"
    fitting = [i for i, o in enumerate(offered) if [int(h) >= 12 for h in _HOUR.findall(o)] == [late]]
    return fitting[0] if len(fitting) == 1 else None


_HALF = re.compile(r"(?:the\s+)?([ap])\.?\s?m\.?(?:\s+one)?[.!]?", re.IGNORECASE)


def _by_its_words(text: str, offered: Sequence[str]) -> int | None:
    """The only one that has all the words: "the april one" of 3 April and 4 March."""
    spoken = language("en")
    words = [w for w in phrase_words(text) if w not in spoken.stop | spoken.noise and w not in {"one", ","}]
    if not words or any(len(w) < _TELLING for w in words):
        return None
    fitting = [i for i, o in enumerate(offered) if _has_all(phrase_words(o), words)]
    return fitting[0] if len(fitting) == 1 else None


def _has_all(words: Sequence[str], said: Sequence[str]) -> bool:
    return all(any(w.startswith(s) for w in words) for s in said)
