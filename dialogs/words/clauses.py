"""Several interviews told in one sentence, taken apart: each clause has a company and a time of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from dialogs.words.language import codes, language
from dialogs.words.meaning import Understanding, Verb
from dialogs.words.phrases import Kind, Sense
from dialogs.words.standing import NOTHING_STANDS, Standing
from dialogs.words.tokens import fold, phrase_words

Read = Callable[[str, Standing], Understanding]
"""How one clause is understood, given what stands of its time from the clause before."""

LONGEST = 400
"""Characters of a message that may be several interviews told in one sentence; what is longer is a tale."""


def taken_apart(text: str, meant: Understanding, read: Read) -> Understanding:
    """The meaning of the first interview with those of the others beside it (`also`), each with its `clause`; where
    the message tells of one only, or it is not certain which words are about which, its meaning as it was."""
    if meant.verb is not Verb.INTERVIEW or meant.company is None or len(text) > LONGEST:
        return meant
    found = _apart(text, read, NOTHING_STANDS)
    return meant if len(found) < 2 else replace(found[0], also=tuple(found[1:]))


def _apart(text: str, read: Read, before: Standing) -> list[Understanding]:
    """The interviews in the text, which has one at least: parted at the last joint with one on either side."""
    for joint in reversed(list(_joints().finditer(text))):
        left, right = text[: joint.start()], text[joint.end() :]
        first = read(left, before)
        if not _tells_of_one(left, first):
            continue
        second = read(right, _day_of(first) if joint.group().strip(" ,;.!\n") else NOTHING_STANDS)
        if _tells_of_one(right, second) and _is_a_name(second, first):
            return [*_apart(left, read, before), replace(second, clause=right.strip())]
    return [replace(read(text, before), clause=text.strip())]


@cache
def _joints() -> re.Pattern[str]:
    """Where one clause may end and the next begin: "and" in any language, a comma, the end of a sentence or line."""
    sense = Sense(Kind.WORD, "and")
    every = (entry for code in codes() for entry in language(code).time.entries)
    words = {" ".join(words) for words, senses in every if sense in senses}
    ands = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"\s*[,;.!]?\s+(?:{ands})\s+|\s*[,;]\s*|(?<!\d)[.!]\s+|\s*\n\s*", re.IGNORECASE)


def _tells_of_one(words: str, meant: Understanding) -> bool:
    """Whether these words are an interview by themselves: a company that they name, and a day."""
    if meant.verb is not Verb.INTERVIEW or not meant.company:
        return False
    name, said = phrase_words(meant.company), phrase_words(words)
    timed = meant.starts_at is not None or meant.was_at is not None or bool(meant.standing.days())
    return timed and bool(name) and name[0] in said


def _day_of(meant: Understanding) -> Standing:
    """The day of a clause, for one after "and" that says only another hour: "Acme friday at 2 and Globex at 4"."""
    day = meant.day or (meant.standing.days()[0] if len(meant.standing.days()) == 1 else None)
    return Standing(((day, None),)) if day is not None else NOTHING_STANDS


def _is_a_name(second: Understanding, first: Understanding) -> bool:
    """Whether what was taken for the company of a second clause is one: known, written with a capital as the first
    one is, or in small letters where the first one is, too, and no word of any kind."""
    company = second.company or ""
    if second.opportunity_id is not None or company[:1].isupper() or company[:1].isdigit():
        return True
    plain = fold(company).split()
    common = any(w in language(code).known for w in plain for code in {"en", second.language})
    return not common and (first.company or "").islower()
