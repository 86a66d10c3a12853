"""Whether a message puts right what was said of an interview: "no wait, it's Thursday", "it's with the CTO"."""

from __future__ import annotations

from dialogs.words.draft import Draft
from dialogs.words.intent import Intent
from dialogs.words.meaning import KnownOpportunity, Verb
from dialogs.words.opportunities import Mention, chosen
from dialogs.words.reader import Reader
from dialogs.words.tokens import Shape
from dialogs.words.when_frame import When

_HEARD_AS = frozenset(
    {
        *(Verb.UNKNOWN, Verb.INTERVIEW, Verb.NO, Verb.EDIT, Verb.UNDO, Verb.CANCEL),
        *(Verb.BACK, Verb.SKIP, Verb.FRUSTRATION, Verb.LATER, Verb.STATUS, Verb.MOVE),
    }
)
"""Verbs that words of correction alone may look like; the time that comes with them says what they are."""


def corrects(draft: Draft, intent: Intent, when: When) -> bool:
    """Whether a message is nothing but a time or who is met, a company they have, and words that put right what was
    said."""
    reader = draft.reader
    dated = when.said and not when.past and (when.day or when.clock or when.starts_at)
    if not (dated or (draft.met and not when.said)) or intent.verb not in _HEARD_AS:
        return False
    if draft.job is not None and draft.met is None:
        return False
    if intent.ordered and intent.verb is Verb.INTERVIEW:
        return False
    correcting = _covered(reader, "correcting") - draft.taken
    if intent.verb is Verb.CANCEL and not intent.tokens <= correcting:
        return False  # "no interview on Thursday"
    denied = any(reader.word(i, "not") is not None for i in range(len(reader.norms)))
    if not correcting and not denied:
        return False
    plain = draft.taken | correcting | _covered(reader, "around_a_time")
    plain |= _covered(reader, "at") | _covered(reader, "with")
    denied_words = _denied(reader)
    if draft.met is not None:
        if denied_words & set(draft.met.span.tokens()):
            return False  # whom they don't meet is said first: who it is instead is not certain
        plain |= denied_words
    return all(
        i in plain or token.shape is Shape.MARK or reader.norms[i] in reader.spoken.noise
        for i, token in enumerate(reader.tokens)
    )


def moved_by(draft: Draft, named: list[Mention]) -> KnownOpportunity | None:
    """The one whose interview a correction is about: the one named, else the one just spoken of."""
    known = draft.known
    only = known.opportunities[0] if len(known.opportunities) == 1 else None
    meant = chosen(named[0], known, None) if named else known.opportunity(known.focus) or only
    return meant if meant is not None and meant.next_interview_at is not None else None


def may_be_any(draft: Draft, named: list[Mention]) -> bool:
    """Whether a correction that names nobody may be about any of several interviews, none of them spoken of last."""
    booked = [o for o in draft.known.opportunities if o.next_interview_at is not None]
    return not named and draft.known.focus is None and len(booked) > 1


def _denied(reader: Reader) -> set[int]:
    """What stands between a "not" and the next pause: "not the hiring manager"."""
    found: set[int] = set()
    for index in range(len(reader.norms)):
        after = reader.word(index, "not")
        while (
            after is not None and after < len(reader.norms) and reader.tokens[after].shape is not Shape.MARK
        ):
            found.add(after)
            after += 1
    return found


def _covered(reader: Reader, key: str) -> set[int]:
    cues = reader.spoken.cues[key]
    return {
        token
        for index in range(len(reader.norms))
        for found in cues.all_at(reader.norms, index)
        for token in range(found.first, found.after)
    }
