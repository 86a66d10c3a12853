"""Who is met: the role of the person, by the words of the language file and by what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.rubric import Role
from dialogs.words.jobs import is_head, is_modifier
from dialogs.words.phrases import Found, Kind
from dialogs.words.reader import Reader
from dialogs.words.spans import Span, cue_before
from dialogs.words.surroundings import surroundings
from dialogs.words.tokens import Shape

_UNNAMED = 2
"""How many words of no file may stand between "with the" and a role: the catering manager."""
_ENDING = 4
"""Letters from which the end of a German word may say the role: Küchenchefin."""
_AROUND = frozenset({",", ";", ".", "(", ")", "-", "–", "—", "|", ":"})


@dataclass(frozen=True, slots=True)
class Met:
    """Who is met, and the words that said so."""

    role: Role
    span: Span


def find_met(reader: Reader, taken: set[int]) -> Met | None:
    """Who is met. Words that are also jobs (director, nurse) count only after "with" and the like."""
    index = 0
    while index < len(reader.norms):
        here = _phrase_at(reader, index)
        if here is None or taken & set(range(here.first, here.after)):
            index += 1
            continue
        role, certainty = here.value(Kind.MET)
        first = index if certainty == "sure" else _whole_title(reader, index, taken)
        if certainty == "sure" or _announced(reader, first, here.after, taken):
            return Met(role, Span(first, here.after))
        index = here.after
    return None


_SUPERIOR = frozenset({Role.HIRING_MANAGER, Role.SKIP_LEVEL, Role.EXECUTIVE})


def find_superior(reader: Reader, taken: set[int]) -> Met | None:
    """The title of somebody above the person, by its words alone, when it is the only one of its kind."""
    found = []
    index = 0
    while index < len(reader.norms):
        here = _phrase_at(reader, index)
        if here is None or here.words < 2 or taken & set(range(here.first, here.after)):
            index += 1
            continue
        if here.value(Kind.MET)[0] in _SUPERIOR:
            found.append(Met(here.value(Kind.MET)[0], Span(here.first, here.after)))
        index = here.after
    return found[0] if len(found) == 1 else None


def _phrase_at(reader: Reader, index: int) -> Found | None:
    for spoken in (reader.spoken, reader.second):
        found = next(iter(spoken.met.all_at(reader.norms, index)), None) if spoken is not None else None
        if found is not None:
            return found
    return _compound(reader, index) if reader.spoken.code == "de" else None


def _compound(reader: Reader, index: int) -> Found | None:
    """Küchenchefin, Lagerleiter: a German word that ends in one of the words for a role."""
    norm = reader.norms[index]
    for cut in range(2, len(norm) - _ENDING + 1):
        found = reader.spoken.met.at([norm[cut:]], 0)
        if found is not None:
            dual = tuple(s for s in found.senses if s.value[1] == "dual")
            return Found(dual, index, index + 1, 1) if dual else None
    return None


def _whole_title(reader: Reader, index: int, taken: set[int]) -> int:
    """Where the title begins that the role ends: the ward manager, the catering manager."""
    first = index
    while first > 0 and is_modifier(reader, first - 1) and first - 1 not in taken:
        first -= 1
    left = first
    while left > 0 and first - left <= _UNNAMED and _unnamed(reader, left - 1, taken):
        left -= 1
    led = (
        left < first and reader.norms[left - 1] in surroundings().articles and cue_before(reader, left, "met")
    )
    return left if left and led else first


def _unnamed(reader: Reader, index: int, taken: set[int]) -> bool:
    token = reader.tokens[index]
    return (
        index not in taken
        and token.shape is Shape.WORD
        and not token.capital
        and token.norm not in reader.spoken.stop
        and not is_head(reader, index)
    )


def _announced(reader: Reader, first: int, after: int, taken: set[int]) -> bool:
    """Whether what stands around a word that may be a job makes it the person who is met."""
    return (
        cue_before(reader, first, "met")
        or _owned(reader, first)
        or _after_the_time(reader, first, taken)
        or _listed_alone(reader, first, after)
    )


def _owned(reader: Reader, index: int) -> bool:
    """Wayne Enterprises' head of data; Acme's director; Jane Doe (director)."""
    return index > 1 and reader.norms[index - 1] in {"'s", "'", "’", "("}


def _after_the_time(reader: Reader, first: int, taken: set[int]) -> bool:
    """I'm seeing tomorrow at ten the director; ich treffe morgen um 10 die Chefin."""
    index = first - 1
    if index < 1 or reader.norms[index] not in surroundings().articles:
        return False
    while index > 0 and (index - 1 in taken or reader.norms[index - 1] in reader.spoken.noise):
        index -= 1
    return index < first - 1 and cue_before(reader, index, "met")


def _listed_alone(reader: Reader, first: int, after: int) -> bool:
    """acme, tuesday 3pm, boss: the role alone between two commas, where it is the name of no job."""
    while first > 0 and reader.norms[first - 1] in surroundings().articles:
        first -= 1
    before = first > 0 and reader.norms[first - 1] in _AROUND
    ends = after == len(reader.norms) or reader.norms[after] in _AROUND
    return before and ends and not any(is_head(reader, i) for i in range(first, after))
