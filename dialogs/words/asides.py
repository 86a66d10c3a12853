"""What is said to the coach in passing, heard in whatever language: stop, and an opinion of how it reads something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.rubric import Label
from dialogs.words.language import codes, language
from dialogs.words.phrases import Found, Kind
from dialogs.words.surroundings import surroundings
from dialogs.words.tokens import Shape, tokenize

AT_MOST = 9
"""Words of an opinion; more are a tale."""
_POLES = {
    "output": Label.OUTPUT,
    "outcome": Label.OUTCOME,
    "repetition": Label.OUTPUT,
    "growth": Label.OUTCOME,
}
"""The coach's own words for what it reads: they are the same in every language."""
_IN_COMMON_USE = frozenset({"growth"})
"""Means the coach's word only where it is said to be more of it: "growth" alone may be an answer."""
_NOT = frozenset({"not", "isnt", "nicht", "kein", "pas"})

_NTH = ("first_one", "second_one", "third_one")
_PAUSE = re.compile(r"\s*[,:;\n]\s*|\s+[-–—]\s+")
"""Where a message goes on to what it is about."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thinks of a reading: that it is another one, or (`label` None) only that it is wrong."""

    label: Label | None


def says_stop(text: str) -> bool:
    """Whether a message is nothing but a word for stopping."""
    words = [word for word in _words(text) if not any(word in language(code).noise for code in codes())]
    return bool(words) and _made_of(words, ("halt",))


def opinion_of(text: str) -> Opinion | None:
    """What a message thinks of a reading, where it does nothing else: "no, I meant more outcome"."""
    words = _words(text)
    if not 0 < len(words) <= AT_MOST:
        return None
    if not any(word in _POLES for word in words):
        wrong = any(_longest(words, place, "wrong") for place in range(len(words)))
        return Opinion(None) if wrong and _made_of(words, ("opinion", "wrong")) else None
    meant = {_POLES[word] for place, word in enumerate(words) if _is_meant(words, place)}
    rest = [word for word in words if word not in _POLES and word not in _NOT]
    telling = len(rest) < len(words) - 1 or not surroundings().articles.issuperset(rest)
    if not telling or len(words) == 1 or len(meant) > 1 or not _made_of(rest, ("opinion", "wrong")):
        return None
    return Opinion(next(iter(meant), None))


def _is_meant(words: Sequence[str], place: int) -> bool:
    """Whether a word is one of the coach's, and not one that is denied: "not output"."""
    word, before = words[place], words[:place]
    if word not in _POLES or (word in _IN_COMMON_USE and "more" not in before):
        return False
    since = next((n for n, w in enumerate(reversed(before)) if w in _POLES), len(before))
    return not _NOT.intersection(before[len(before) - min(since, 2) :])


def begins_as_question(text: str) -> bool:
    """Whether the first word is one that asks: "how", "was", "kann"."""
    return _begins(text, "asks")


def tells_of_others(text: str) -> bool:
    """Whether it begins with the people there, not with oneself or an order: "they", "we", "she"."""
    return _begins(text, "others")


def tells_of_an_offer(text: str) -> bool:
    """Whether somebody says that an offer was made to them: not any offer that is spoken of."""
    return _mentions(text, "offered")


def tells_of_a_round(text: str) -> bool:
    """Whether an interview of one's own is spoken of, once: "they interview users every Friday" is none."""
    return _mentions(text, "round") and not _mentions(text, "recurring")


def is_announced(name: str, text: str, spoken: str) -> bool:
    """Whether it is written as a name, or a word that announces one stands before it: "from Globex", "at globex".

    German writes every noun so; and "de" stands before anything.
    """
    if name[:1].isupper() and name in text and spoken != "de":
        return True
    before = text.casefold().partition(name.casefold())[0].split()
    return spoken in ("en", "de") and bool(before) and before[-1] in surroundings().announcing


def _mentions(text: str, cue: str) -> bool:
    words = _words(text)
    return any(_longest(words, place, cue) for place in range(len(words)))


@dataclass(frozen=True, slots=True)
class Placed:
    """One answer among several: the how many-th (from 1, or -1 for the last), and what is said of it then."""

    number: int
    then: str


def placed(text: str) -> Placed | None:
    """Which of several a message begins by naming: "correct the first one: she said …"."""
    head, then = (*_PAUSE.split(text, maxsplit=1), "")[:2]
    words = _words(head)
    if len(words) > AT_MOST or _begins(head, "others"):
        return None
    digits = [int(w) for w in words if w.isdigit()]
    said = [n for place in range(len(words)) if (n := _ordinal(words, place))]
    number = next(iter(said + digits), None)
    return Placed(number, then.strip()) if number else None


def _ordinal(words: Sequence[str], place: int) -> int | None:
    for code in codes():
        found = language(code).time.at(words, place)
        if found is None:
            continue
        if found.says("last") or found.says("last_one"):
            return -1
        number = next((n for n, one in enumerate(_NTH, 1) if found.says(one)), found.value(Kind.ORDINAL))
        if number is not None:
            return int(number)
    return None


def _begins(text: str, cue: str) -> bool:
    words = _words(text)
    return bool(words) and _longest(words, 0, cue) is not None


def _words(text: str) -> list[str]:
    return [token.norm for token in tokenize(text) if token.shape is not Shape.MARK]


def _made_of(words: Sequence[str], cues: Sequence[str]) -> bool:
    """Whether the phrases of these cues, of any language, are all there is."""
    place = 0
    while place < len(words):
        found = max((f.after for cue in cues if (f := _longest(words, place, cue))), default=place)
        if found == place:
            return False
        place = found
    return True


def _longest(words: Sequence[str], place: int, cue: str) -> Found | None:
    found = (language(code).cues[cue].at(words, place) for code in codes())
    return max((f for f in found if f), key=lambda f: f.after, default=None)
