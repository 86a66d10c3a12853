"""Which of the person's own opportunities is meant: by name, by a part of it, or by "it"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.words.meaning import Known, KnownOpportunity
from dialogs.words.reader import Reader
from dialogs.words.spans import Span
from dialogs.words.spelling import distance
from dialogs.words.surroundings import surroundings
from dialogs.words.tokens import Shape, phrase_words


@dataclass(frozen=True, slots=True)
class Mention:
    """A known company named in the message, with every opportunity there."""

    opportunities: tuple[KnownOpportunity, ...]
    span: Span

    @property
    def company(self) -> str:
        """The company's name as the person first wrote it."""
        return self.opportunities[0].company


def mentions(reader: Reader, known: Known) -> list[Mention]:
    """The known companies named, in the order they are named, each once."""
    by_company: dict[str, list[KnownOpportunity]] = {}
    for opportunity in known.opportunities:
        by_company.setdefault(opportunity.company.casefold(), []).append(opportunity)
    found = []
    for same in by_company.values():
        span = _find(reader, same[0].company, _firsts(known))
        if span is not None:
            found.append(Mention(tuple(same), span))
    found.sort(key=lambda m: (m.span.first, -m.span.after))
    return [m for i, m in enumerate(found) if not any(_inside(m.span, o.span) for o in found[:i])]


def _inside(one: Span, other: Span) -> bool:
    return other.first <= one.first < other.after


def _firsts(known: Known) -> list[str]:
    return [words[0] for o in known.opportunities if (words := phrase_words(o.company))]


def _find(reader: Reader, company: str, firsts: list[str]) -> Span | None:
    words = tuple(w for w in phrase_words(company) if w not in surroundings().forms) or phrase_words(company)
    if not words:
        return None
    norms = [t.norm for t in reader.tokens]
    for candidate in _shorter(words, firsts, reader):
        for start in range(len(norms)):
            after = _read_name(reader, norms, start, candidate)
            if after is not None:
                return Span(start, after)
    return None


def _shorter(words: tuple[str, ...], firsts: list[str], reader: Reader) -> Iterator[tuple[str, ...]]:
    """The whole name, then what people leave of it: "blue ocean" for Blue Ocean Robotics."""
    for length in range(len(words), 0, -1):
        part = words[:length]
        common = length == 1 and (
            len(part[0]) < 4 or part[0] in reader.spoken.stop or firsts.count(part[0]) > 1
        )
        if length == len(words) or not common:
            yield part


def _read_name(reader: Reader, norms: list[str], start: int, words: tuple[str, ...]) -> int | None:
    joined = "".join(words)
    if norms[start] == joined:
        return start + 1
    after = start + len(words)
    said = norms[start:after]
    if len(said) < len(words):
        return None
    if all(_same(a, b) for a, b in zip(said, words, strict=True)):
        exact = said == list(words)
        alike = len(words) == 1 and not exact and said[0] in reader.spoken.known
        return None if alike or reader.tokens[start].shape is Shape.MARK else after
    return None


def _same(said: str, name: str) -> bool:
    if said == name:
        return True
    if len(name) == 4 and len(said) == 4:
        return sorted(said) == sorted(name) and said[0] == name[0]
    slips = 0 if len(name) < 5 else 1 if len(name) < 9 else 2
    return (
        slips > 0
        and abs(len(said) - len(name)) <= slips
        and said[0] == name[0]
        and distance(said, name) <= slips
    )


def chosen(mention: Mention, known: Known, role_words: str | None) -> KnownOpportunity | None:
    """The one opportunity at that company that is meant, or None when it can be several."""
    options = mention.opportunities
    if len(options) == 1:
        return options[0]
    if role_words:
        said = set(phrase_words(role_words))
        fitting = [o for o in options if o.role and said & set(phrase_words(o.role))]
        if len(fitting) == 1:
            return fitting[0]
    return next((o for o in options if o.id == known.focus), None)


def says_pronoun(reader: Reader) -> bool:
    """Whether the message points at what was just spoken of: it, that one, them."""
    return reader.says("pronouns")
