"""Which language a message is in, by the words it shares with each language file."""

from __future__ import annotations

from dialogs.words.language import codes, language
from dialogs.words.tokens import Shape, tokenize

_PRIOR = 0.6
"""What the person's own language counts for, in words: it decides what is common to two languages."""


_UNLIKELY = 0.4
"""What a word counts for that the language writes with an accent and the person did not; and, but for German,
one in capitals inside a sentence: it may well be a name."""

_PLAIN = 0.6
"""The share of letters in known words at which a message is taken to be in that language at once."""


def _plainly(words: list[str], code: str) -> bool:
    known = language(code).known
    return sum(len(word) for word in words if word in known) >= _PLAIN * max(1, sum(map(len, words)))


def detect(text: str, preferred: str | None) -> str:
    """The two-letter code of the language; the preferred one, or English, when nothing speaks for another."""
    tokens = [
        t for t in tokenize(text)[:120] if t.shape is Shape.WORD and (len(t.norm) > 1 or t.raw.islower())
    ]
    words = list(dict.fromkeys(t.norm for t in tokens))
    bare = {t.norm for t in tokens if t.raw.isascii()}
    named = {t.norm for t in tokens if t.start > 0 and t.raw[0].isupper()}
    if preferred in {None, "en"} and _plainly(words, "en"):
        return "en"
    scores = {code: _PRIOR if code == preferred else 0.0 for code in codes()}
    for word in words:
        sharing = [code for code in scores if word in language(code).known]
        for code in sharing:
            weight = 1.0 / len(sharing) + (0.2 if len(word) > 4 else 0.0)
            unlikely = word in bare & language(code).accented or (word in named and code != "de")
            scores[code] += weight * (_UNLIKELY if unlikely else 1.0)
    if preferred not in scores:
        scores["en"] += _PRIOR
    return max(scores, key=lambda code: (scores[code], code == preferred, code == "en"))
