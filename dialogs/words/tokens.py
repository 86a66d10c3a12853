"""Text cut into tokens, each with the place it stands at, so that names can be given back as typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a token looks like, before any language is known."""

    WORD = "word"
    NUMBER = "number"
    CLOCK = "clock"
    """15:30, 3:05:00"""
    DOTTED = "dotted"
    """15.30 or 24.11: a clock, a date or a plain number, as its neighbours say"""
    DATE = "date"
    """24/11, 24.11.2026, 11-24-26"""
    ISO = "iso"
    """2026-11-24, with or without a time"""
    OFFSET = "offset"
    """UTC+2, GMT-03:30"""
    MONEY = "money"
    """$150k, 15%, 120,000, 0.1%, 185k: never a day or a time"""
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its shape, its text folded (no case, no accents), and its place in the message."""

    shape: Shape
    norm: str
    start: int
    end: int
    raw: str

    @property
    def capital(self) -> bool:
        """Whether it starts like a name: with a capital or a digit."""
        return self.raw[:1].isupper() or self.raw[:1].isdigit()


READ_AT_MOST = 1000
"""Characters looked at. What is longer is a note, not a command; the rest of it is handed back untouched."""

_D12 = "[0-9]{1,2}"
_SIGN = "[$€£¥₹]"
_TOKEN = re.compile(
    rf"""
    (?P<iso>[0-9]{{4}}-{_D12}-{_D12}
        (?:[T\ ][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]{{1,9}})?)?
           (?:\ ?Z\b|\ ?[+-][0-9]{{2}}:?[0-9]{{2}}\b)?)?
        |[0-9]{{4}}/{_D12}/{_D12}(?![0-9]))
    |(?P<date>{_D12}(?P<sep>[./-]){_D12}(?P=sep)[0-9]{{4}}(?![0-9])
        |{_D12}(?P<sep2>[./-]){_D12}(?P=sep2)[0-9]{{2}}(?![0-9:.,])
        |{_D12}/{_D12}(?![0-9/])|{_D12}\.{_D12}\.(?![0-9]))
    |(?P<name>[0-9]-[A-Z][a-z]+)
    |(?P<clock>{_D12}:[0-9]{{2}}(?::[0-9]{{2}})?(?![0-9]))
    |(?P<offset>(?i:utc|gmt)\s?[+−-]\s?{_D12}(?::?[0-5][0-9])?\b)
    |(?P<money>{_SIGN}\s?[0-9][0-9.,']*\s?(?:[kKmM]\b)?
        |[0-9][0-9.,]*\s?(?:%|[kK]?\s?{_SIGN}|[kK]\b|(?i:eur|usd|gbp|chf|euros?|dollars|pounds|reais)\b)
        |[0-9]{{1,3}}(?:[.,][0-9]{{3}})+(?![0-9])|[0-9]{{5,}})
    |(?P<dotted>{_D12}\.{_D12}(?![0-9%]))
    |(?P<number>[0-9]+)
    |(?P<word>\b[A-Z]+&[A-Z]+\b|[A-Za-z][A-Za-z0-9-]*\.(?:com|io|ai|dev|org|net|app|co)\b|[^\W\d_]+(?:['’][^\W\d_]+)*)
    |(?P<mark>[^\s\w]|[\d_])
    """,
    re.VERBOSE,
)
_ELISION = re.compile(r"(?:[ldjnmtsc]|qu)['’](?=\w{2})|(?:[LDJNMTSC]|Qu)['’](?=[a-zà-ÿ]{2})")
_POSSESSIVE = re.compile(r"['’][sS]\Z")


def fold(text: str) -> str:
    """Case and accents taken away: Märchen and MARCHEN are the same word."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in split if not unicodedata.combining(c))


def tokenize(text: str) -> list[Token]:
    """The tokens of the first READ_AT_MOST characters. Elisions (l'entretien) and 's are cut off."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text, 0, READ_AT_MOST):
        group = found.lastgroup or "mark"
        shape = Shape.WORD if group == "name" else Shape(group)
        if shape is Shape.WORD and ("'" in found.group() or "’" in found.group()):
            tokens.extend(_apart(found.group(), found.start()))
        else:
            tokens.append(_token(shape, found.group(), found.start()))
    return tokens


def _apart(word: str, start: int) -> list[Token]:
    elision = _ELISION.match(word)
    if elision:
        cut = elision.end()
        return [_token(Shape.WORD, word[: cut - 1], start), *_apart(word[cut:], start + cut)]
    possessive = _POSSESSIVE.search(word)
    if possessive:
        cut = possessive.start()
        return [
            _token(Shape.WORD, word[:cut], start),
            Token(Shape.WORD, "'s", start + cut, start + len(word), word[cut:]),
        ]
    return [_token(Shape.WORD, word, start)]


def _token(shape: Shape, raw: str, start: int) -> Token:
    norm = fold(raw)
    if shape is Shape.WORD and ("'" in norm or "’" in norm):
        norm = norm.replace("'", "").replace("’", "")
    return Token(shape, norm, start, start + len(raw), raw)


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase of a language file, cut as the words of a message are."""
    if phrase.isascii() and phrase.replace(" ", "").isalpha():
        return tuple(phrase.lower().split())
    return tuple(t.norm for t in tokenize(phrase))
