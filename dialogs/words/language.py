"""One language: the words of its data file, checked, and ready to be looked up.

A language is one file, `languages/xx.toml`. Adding one means adding that file: nothing names the languages
there are. The file is read and compiled when the first message needs it, once a process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dialogs.rubric import Role
from dialogs.words.likeness import Likeness
from dialogs.words.meaning import Topic, Verb
from dialogs.words.phrases import Kind, Phrases, Sense, variants
from dialogs.words.spelling import Speller
from dialogs.words.surroundings import surroundings
from dialogs.words.tokens import fold, phrase_words

_VERBS = frozenset(v.value for v in Verb)
_CUES = frozenset(
    {
        *("at", "with", "loose", "met", "pronouns", "subject"),
        *("correcting", "around_a_time", "everything", "answer", "part"),
        *("halt", "opinion", "wrong", "asks", "others", "offered", "round", "recurring"),
    }
)
_JOBS = frozenset({"heads", "modifiers", "joiners", "before", "after"})
_TABLES = {
    "calendar": {"weekdays", "months"},
    "cues": _CUES,
    "jobs": _JOBS,
    "vocabulary": {"typos_of", "stop", "names"},
}


class LanguageError(ValueError):
    """A language file that cannot be used; the message names the file, the key and what is wrong."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language ready for use. All words in it are folded (no case, no accents)."""

    code: str
    name: str
    day_first: bool | None
    """Whether 3/4 is the third of April to its speakers; None when they differ."""
    clock24: bool
    """Whether a bare 7:30 is the morning."""
    job_head_first: bool
    time: Phrases
    """Weekdays, months, numbers and the words of dates and times."""
    talk: Phrases
    """Verbs and small talk."""
    likeness: Likeness
    """What words sound like, when no phrase says it."""
    met: Phrases
    """Who is met."""
    jobs: Mapping[str, frozenset[str]]
    job_before: Phrases
    cues: Mapping[str, Phrases]
    noise: frozenset[str]
    stop: frozenset[str]
    names: frozenset[str]
    accented: frozenset[str]
    """Words that are written with an accent: "uber" without one is less likely German."""
    known: frozenset[str]
    """Every single word of the file: what a message is recognised by as this language."""
    speller: Speller


@cache
def codes() -> tuple[str, ...]:
    """The languages there are, English first: it is what an undecided message is read as."""
    found = sorted(
        f.name[:-5] for f in files(__package__).joinpath("languages").iterdir() if _is_data(f.name)
    )
    return ("en", *(code for code in found if code != "en"))


def _is_data(name: str) -> bool:
    return name.endswith(".toml")


@cache
def language(code: str) -> Language:
    """The language with that two-letter code.

    Raises:
        LanguageError: there is no such file, or it does not hold what a language needs.
    """
    if code not in codes():
        raise LanguageError(f"There is no language file for {code!r}; there are {', '.join(codes())}.")
    return compile_language(_data(code), source=f"{code}.toml")


@cache
def _data(code: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("languages", f"{code}.toml").read_text("utf-8"))


@cache
def grammar_words() -> frozenset[str]:
    """The keys of [words] that the grammars look for; English has them all."""
    return frozenset(_data("en")["words"])


def check(data: Mapping[str, Any], source: str) -> None:
    """Refuses a file in which something is missing, unknown or of the wrong shape."""
    for key in ("code", "name", "day_first", "clock24", "role_order", "noise", "numbers", "ordinals", "days"):
        if key not in data:
            raise LanguageError(f"{source}: {key!r} is missing.")
    for table, keys in {**_TABLES, "words": grammar_words()}.items():
        found = frozenset(data.get(table, {}))
        if found != keys:
            raise LanguageError(
                f"{source}: [{table}] should have exactly {sorted(keys)}; see {sorted(found ^ keys)}."
            )
    for name, length in (("weekdays", 7), ("months", 12)):
        if len(data["calendar"][name]) != length:
            raise LanguageError(f"{source}: [calendar] {name} should have {length} lists.")
    for table, allowed in (("verbs", _VERBS), ("talk", _VERBS), ("met", frozenset(r.value for r in Role))):
        unknown = set(data.get(table, {})) - allowed
        if unknown or table not in data:
            raise LanguageError(
                f"{source}: [{table}] names {sorted(unknown)}, which the coach does not know."
            )
    topics = (
        {topic for kinds in data["talk"].values() for topic in kinds} - {"any"} - {t.value for t in Topic}
    )
    if topics:
        raise LanguageError(f"{source}: [talk] has topics that the coach does not know: {sorted(topics)}.")


def compile_language(data: Mapping[str, Any], source: str) -> Language:
    """A language from the data of its file.

    Raises:
        LanguageError: the data do not hold what a language needs.
    """
    check(data, source)
    vocabulary, cues, jobs = data["vocabulary"], data["cues"], data["jobs"]
    noise = frozenset(_words(data["noise"]))
    short = {fold(k): v for k, v in data.get("contractions", {}).items()}
    time = Phrases(_time_senses(data))
    stop = frozenset(_words(vocabulary["stop"]))
    talk = Phrases(_talk_senses(data, short), noise=noise, stop=stop | noise)
    met = Phrases(_met_senses(data["met"], short))
    return Language(
        code=data["code"],
        name=data["name"],
        day_first={"yes": True, "no": False}.get(data["day_first"]),
        clock24=data["clock24"],
        job_head_first=data["role_order"] == "head_first",
        time=time,
        talk=talk,
        likeness=Likeness(talk.entries),
        met=met,
        jobs={key: frozenset(_words(jobs[key])) for key in ("heads", "modifiers", "joiners", "after")},
        job_before=Phrases((p, Sense(Kind.CUE, "before")) for p in jobs["before"]),
        cues={key: Phrases((p, Sense(Kind.CUE, key)) for p in cues[key]) for key in cues},
        noise=noise,
        stop=stop,
        names=frozenset(_words(vocabulary["names"])),
        accented=frozenset(_accented(data)),
        known=stop | noise | time.words | talk.words | met.words,
        speller=Speller(
            _spelled(data, vocabulary["typos_of"]),
            stop | time.words | talk.words | met.words | surroundings().institutions,
        ),
    )


def _words(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        yield from phrase_words(phrase)


def _accented(data: object) -> Iterator[str]:
    if isinstance(data, str) and not data.isascii():
        yield from (fold(word) for word in data.split() if not word.isascii())
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from (fold(word) for word in str(key).split() if not word.isascii())
            yield from _accented(value)
    elif isinstance(data, list):
        for item in data:
            yield from _accented(item)


def _spelled(data: Mapping[str, Any], typos_of: Iterable[str]) -> frozenset[str]:
    names = [n for group in (*data["calendar"]["weekdays"], *data["calendar"]["months"]) for n in group]
    return frozenset(w for w in _words([*names, *data["days"], *typos_of]) if len(w) >= 5)


def _time_senses(data: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    for kind, groups in (
        (Kind.WEEKDAY, data["calendar"]["weekdays"]),
        (Kind.MONTH, data["calendar"]["months"]),
    ):
        for index, names in enumerate(groups):
            yield from ((name, Sense(kind, index if kind is Kind.WEEKDAY else index + 1)) for name in names)
    for kind, table in ((Kind.NUMBER, "numbers"), (Kind.ORDINAL, "ordinals"), (Kind.DAY, "days")):
        yield from ((name, Sense(kind, value)) for name, value in data[table].items())
    for key, phrases in data["words"].items():
        yield from ((phrase, Sense(Kind.WORD, key)) for phrase in phrases)


def _talk_senses(data: Mapping[str, Any], short: Mapping[str, str]) -> Iterator[tuple[str, Sense]]:
    for verb, lists in data["verbs"].items():
        for strength, phrases in lists.items():
            for phrase in phrases:
                yield from ((v, Sense(Kind.VERB, (Verb(verb), strength))) for v in variants(phrase, short))
    for verb, topics in data["talk"].items():
        for topic, phrases in topics.items():
            about = None if topic == "any" else Topic(topic)
            for phrase in phrases:
                yield from ((v, Sense(Kind.TALK, (Verb(verb), about))) for v in variants(phrase, short))


def _met_senses(
    met: Mapping[str, Mapping[str, list[str]]], short: Mapping[str, str]
) -> Iterator[tuple[str, Sense]]:
    for role, lists in met.items():
        for certainty, phrases in lists.items():
            for phrase in phrases:
                sense = Sense(Kind.MET, (Role(role), certainty))
                yield from ((written, sense) for written in (phrase, *_shortened(phrase, short)))


def _shortened(phrase: str, short: Mapping[str, str]) -> Iterator[str]:
    """The phrase as a hurried person writes it: ward mgr."""
    words = phrase.split()
    for brief, long in short.items():
        if long in words:
            yield " ".join(brief if word == long else word for word in words)
