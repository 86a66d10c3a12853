"""Names: of the company, of the companies to compare, and of the person who is met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dialogs.words.people import Met
from dialogs.words.reader import Reader
from dialogs.words.spans import Span, cue_before
from dialogs.words.surroundings import surroundings
from dialogs.words.tokens import Shape

_GLUE = frozenset({"&", "-", "'s", "+", "'", "’"})
_ABBREVIATED = frozenset({"st", "mt", "dr", "inc", "co", "corp", "ltd", "bros", "jr"})


def chunks(reader: Reader, taken: set[int], listing: bool = False) -> Iterator[Span]:
    """Runs of words that nothing has been made of: what may be a name. `listing`: "and" parts two of them."""
    index, count = 0, len(reader.tokens)
    while index < count:
        if not _nameable(reader, index, taken, listing):
            index += 1
            continue
        after = index + 1
        while after < count:
            step = _continues(reader, after, taken, listing)
            if step == 0:
                break
            after += step
        while reader.norms[after - 1] in _GLUE:
            after -= 1
        if _keeps_s(reader, after):
            after += 1
        yield Span(index, after)
        index = after


def _keeps_s(reader: Reader, index: int) -> bool:
    """Whether a 's belongs to the name (at Trader Joe's on Friday) and not to what follows (Acme's offer)."""
    if index >= len(reader.norms) or reader.norms[index] != "'s" or not reader.tokens[index - 1].capital:
        return False
    ends = index + 1 >= len(reader.norms) or reader.tokens[index + 1].shape is not Shape.WORD
    return ends or bool(reader.found(index + 1)) or _is_cue(reader, index + 1)


def _is_cue(reader: Reader, index: int) -> bool:
    cues = reader.spoken.cues
    return any(
        next(cues[key].all_at(reader.norms, index), None) is not None for key in ("at", "with", "loose")
    )


def _nameable(reader: Reader, index: int, taken: set[int], listing: bool = False) -> bool:
    token = reader.tokens[index]
    if index in taken or token.norm == "'s" or (listing and token.norm in surroundings().parting):
        return False
    if token.shape is Shape.NUMBER:
        return _glued(reader, index + 1) and reader.tokens[index + 1].shape is Shape.WORD
    if token.shape is not Shape.WORD:
        return False
    if token.norm not in reader.spoken.stop and token.norm not in reader.spoken.noise:
        return True
    return token.capital and index > 0 and cue_before(reader, index, "at")


def _glued(reader: Reader, index: int) -> bool:
    return index < len(reader.tokens) and reader.tokens[index].start == reader.tokens[index - 1].end


def _continues(reader: Reader, index: int, taken: set[int], listing: bool) -> int:
    """How many tokens the name goes on for: 0 ends it."""
    token, count = reader.tokens[index], len(reader.tokens)
    if index in taken:
        return 0
    if token.norm in _GLUE and token.norm != "'s":
        tight = _glued(reader, index) and _glued(reader, index + 1)
        joins = token.norm == "&" or tight
        return (
            2
            if joins
            and token.norm != "'s"
            and index + 1 < count
            and reader.tokens[index + 1].shape is Shape.WORD
            else 0
        )
    if token.norm == "'s":
        return 2 if index + 1 < count and index + 1 not in taken and _belongs(reader, index + 1) else 0
    if token.norm == "." and reader.norms[index - 1] in _ABBREVIATED:
        return 1
    if token.shape is Shape.NUMBER:
        return 1 if reader.tokens[index - 1].capital and not _glued(reader, index + 1) else 0
    if _nameable(reader, index, taken, listing) or (token.shape is Shape.WORD and _still_name(reader, index)):
        return 1
    if _before_institution(reader, index, taken):
        return 1
    if token.norm in surroundings().joiners and index + 1 < count and _joins(reader, index, taken, listing):
        return 2
    return 0


def _before_institution(reader: Reader, index: int, taken: set[int]) -> bool:
    """A common word inside the name of an institution, whatever its letters: royal free hospital."""
    after = index + 1
    return (
        after < len(reader.tokens)
        and after not in taken
        and reader.tokens[index].shape is Shape.WORD
        and reader.norms[index] not in surroundings().conjunctions
        and not _is_cue(reader, index)
        and reader.norms[after] in surroundings().institutions
    )


def _belongs(reader: Reader, index: int) -> bool:
    """Whether the word after a 's goes on with the name."""
    both_capital = reader.tokens[index].capital and reader.tokens[index - 2].capital
    return both_capital or reader.norms[index] in surroundings().institutions


def _still_name(reader: Reader, index: int) -> bool:
    """A common word with a capital inside a name: Best Buy, Home Depot."""
    return (
        reader.tokens[index].capital
        and reader.tokens[index - 1].capital
        and not reader.tokens[index].raw.isupper()
    )


def _joins(reader: Reader, index: int, taken: set[int], listing: bool) -> bool:
    after = index + 1
    if after in taken or reader.tokens[after].shape is not Shape.WORD:
        return False
    both_capital = reader.tokens[index - 1].capital and reader.tokens[after].capital
    if reader.norms[index] in surroundings().conjunctions:
        return (
            not listing
            and _nameable(reader, after, taken)
            and (both_capital or not reader.tokens[index - 1].capital)
        )
    if reader.norms[index] == "of":
        return _nameable(reader, after, taken) and (both_capital or not reader.tokens[after].capital)
    return both_capital and _nameable(reader, after, taken)


def listed(reader: Reader, spans: Sequence[Span], named: Sequence[Span]) -> list[Span]:
    """Of the names to compare, those in the list: "the better deal, uber or lyft" is about two."""
    every = sorted([*spans, *named], key=lambda s: s.first)
    gaps = [reader.norms[one.after : other.first] for one, other in pairwise(every)]
    parted = [len(gap) <= 2 and any(_parts_names(n) for n in gap) for gap in gaps]
    for place in reversed(range(len(gaps) - 1)):
        runs_on = gaps[place] == [","] and parted[place + 1] and reader.tokens[every[place].first].capital
        parted[place] = parted[place] or runs_on
    joined = {every[place + side] for place, is_parted in enumerate(parted) if is_parted for side in (0, 1)}
    return [s for s in spans if s in joined] if len(joined) > 1 else list(spans)


def _parts_names(norm: str) -> bool:
    return norm in surroundings().parting or norm in surroundings().conjunctions


def choose_company(
    reader: Reader, spans: Sequence[Span], after_command: int | None, spoken: frozenset[int]
) -> Span | None:
    """The run of words most like the company: by what stands before it, how it is written and where."""
    ranked = [(_company_score(reader, span, after_command, spoken), -span.first, span) for span in spans]
    best = max(ranked, default=None, key=lambda entry: entry[:2])
    return best[2] if best is not None and best[0] > 0 else None


def _mid_sentence(reader: Reader, span: Span, spoken: frozenset[int]) -> bool:
    """Whether it is a word in small letters that only follows common ones: "they told me success is …"."""
    before = span.first - 1
    if before < 0 or reader.tokens[span.first].capital or reader.tokens[before].shape is not Shape.WORD:
        return False
    if before in spoken or reader.norms[before] in reader.spoken.noise:
        return reader.norms[span.first].endswith(_ENDINGS)
    return any(
        found.after == before + 1 for found in reader.spoken.cues["subject"].all_at(reader.norms, before)
    )


_ENDINGS = ("ly", "ed", "ing")


def _company_score(reader: Reader, span: Span, after_command: int | None, spoken: frozenset[int]) -> float:
    score = 0.6
    if cue_before(reader, span.first, "at"):
        score += 3.0
    elif cue_before(reader, span.first, "with"):
        score += 1.6
    elif cue_before(reader, span.first, "loose"):
        score += 0.4
    if after_command is not None and span.first <= after_command:
        score += 1.5
    if span.first == 0 or reader.norms[span.first - 1] in {",", ":", "-", "(", "."}:
        score += 0.4
    if all(reader.tokens[i].capital for i in span.tokens() if reader.tokens[i].shape is Shape.WORD):
        score += 1.2 if span.first else 0.6  # the first word of a message has a capital anyway
    if span.after < len(reader.norms) and reader.norms[span.after] in {"'s", "'", "’"}:
        score += 0.6
    if reader.norms[span.first] in reader.spoken.names and span.after - span.first <= 2:
        score -= 2.5
    if _mid_sentence(reader, span, spoken):
        score -= 1.2
    if all(len(reader.norms[i]) <= 1 for i in span.tokens()):
        score -= 1.0
    return score - 0.05 * max(0, span.after - span.first - 4)


def person_named(reader: Reader, met: Met | None, spans: Sequence[Span], company: Span | None) -> Span | None:
    """The run of words that names the person who is met: beside the role, or "with Dana from Acme"."""
    for span in spans:
        if span == company or span.after - span.first > 3:
            continue
        listed = reader.norms[span.first] in reader.spoken.names
        beside = met is not None and (
            _beside(reader, met.span.after, span.first) or _beside(reader, span.after, met.span.first)
        )
        with_cue = cue_before(reader, span.first, "met")
        if (beside or with_cue) and (listed or reader.tokens[span.first].capital):
            return span
    return None


def _beside(reader: Reader, end: int, start: int) -> bool:
    return 0 <= start - end <= 2 and all(
        n in {",", "(", "-", "the", "a", ":", "our"} for n in reader.norms[end:start]
    )
