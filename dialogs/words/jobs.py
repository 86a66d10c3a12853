"""The job that a message is about: "staff engineer", "chef de projet", "for the auditor job"."""

from __future__ import annotations

from dialogs.words.reader import Reader
from dialogs.words.spans import Span, cue_before
from dialogs.words.surroundings import surroundings
from dialogs.words.tokens import Shape


def find_job(reader: Reader, taken: set[int]) -> Span | None:
    """The job: "staff engineer", "chef de projet", "for the auditor job"."""
    for index in range(len(reader.norms)):
        if index not in taken and reader.norms[index] in reader.spoken.jobs["after"]:
            span = _named_job(reader, index, taken)
            if span is not None:
                return span
    for index in range(len(reader.norms)):
        if index in taken or not is_head(reader, index) or _is_named(reader, index):
            continue
        span = (
            _head_first(reader, index, taken)
            if reader.spoken.job_head_first
            else _head_last(reader, index, taken)
        )
        if span is not None:
            return span
    return None


def _is_named(reader: Reader, index: int) -> bool:
    """at Trader Joe's: a name that begins like a job."""
    tokens = reader.tokens
    goes_on = index + 1 < len(tokens) and tokens[index + 1].capital
    return tokens[index].capital and goes_on and cue_before(reader, index, "at")


def _named_job(reader: Reader, index: int, taken: set[int]) -> Span | None:
    """for the auditor job, as a ward nurse position: what stands between the cue and the word."""
    first = index
    while first > 0 and _free(reader, first - 1, taken):
        first -= 1
    if first == index or index - first > 5:
        return None
    heads = [i for i in range(first, index) if is_head(reader, i)]
    before = any(
        f.after == first
        for s in range(max(0, first - 3), first)
        for f in reader.spoken.job_before.all_at(reader.norms, s)
    )
    if before or reader.norms[first - 1] in surroundings().articles:
        return Span(first, index)
    return _head_last(reader, heads[-1], taken) if heads else None


def _free(reader: Reader, index: int, taken: set[int]) -> bool:
    """Whether the token is a word that nothing has been made of yet."""
    token = reader.tokens[index]
    if index in taken or token.shape is not Shape.WORD:
        return False
    return (
        reader.norms[index] not in reader.spoken.stop or is_head(reader, index) or is_modifier(reader, index)
    )


def is_head(reader: Reader, index: int) -> bool:
    norm = reader.norms[index]
    heads = reader.spoken.jobs["heads"]
    if norm in {"head", "lead"} and reader.norms[index + 1 : index + 2] == ["of"]:
        return True
    if norm in heads and norm != "head":
        return True
    if norm.endswith("s") and norm[:-1] in heads:
        return False
    return reader.spoken.code == "de" and any(norm.endswith(h) and len(h) >= 5 for h in heads)


def is_modifier(reader: Reader, index: int) -> bool:
    return reader.norms[index] in reader.spoken.jobs["modifiers"]


def _segment_start(reader: Reader, index: int) -> int:
    while index > 0 and reader.norms[index - 1] not in {",", ";", ".", "(", "/", "|", ":", "–", "—"}:
        index -= 1
    return index


def _head_last(reader: Reader, head: int, taken: set[int]) -> Span | None:
    first = head
    while first > 0 and _modifies(reader, first - 1, taken):
        first -= 1
    if reader.norms[first] == "-":
        first += 1
    after = head + 1
    while after < len(reader.norms) and after not in taken and is_head(reader, after):
        after += 1
    joined = after < len(reader.norms) and reader.norms[after] == "of" and after + 1 < len(reader.norms)
    if joined and _free(reader, after + 1, taken):
        after += 2
        while after < len(reader.norms) and is_modifier(reader, after) and after not in taken:
            after += 1
    return Span(_widened(reader, first, head, taken), after)


def _modifies(reader: Reader, index: int, taken: set[int]) -> bool:
    if index in taken:
        return False
    if reader.norms[index] == "-" and reader.tokens[index].end == reader.tokens[index + 1].start:
        return True
    return is_modifier(reader, index) or (is_head(reader, index) and reader.norms[index] != "head")


def _widened(reader: Reader, first: int, head: int, taken: set[int]) -> int:
    """Unknown words before the job that are not the company: in a segment of their own, or in small letters
    after a name in capitals ("ACME glaciology engineer")."""
    start = _segment_start(reader, first)
    left = first
    while left > start and _free(reader, left - 1, taken):
        left -= 1
    if left == first:
        return first
    if left == start and start > 0 and reader.norms[start - 1] in {",", ";", "|", "/"}:
        return left
    if reader.tokens[head].raw[0].islower():
        capital = [i for i in range(left, first) if reader.tokens[i].capital]
        if capital and capital[-1] + 1 < first:
            return capital[-1] + 1
    return first


def _head_first(reader: Reader, head: int, taken: set[int]) -> Span | None:
    """chef de projet, analista de datos, engenheiro de software."""
    after = head + 1
    joiners = reader.spoken.jobs["joiners"]
    while after < len(reader.norms) and after not in taken:
        if is_modifier(reader, after) or is_head(reader, after):
            after += 1
        elif (
            reader.norms[after] in joiners
            and after + 1 < len(reader.norms)
            and _plain(reader, after + 1, taken)
        ):
            after += 2
        else:
            break
    first = head
    while first > 0 and is_modifier(reader, first - 1) and first - 1 not in taken:
        first -= 1
    return Span(first, after)


def _plain(reader: Reader, index: int, taken: set[int]) -> bool:
    return _free(reader, index, taken) and not reader.tokens[index].capital
