"""Which company a message is about: one that is known, the one just spoken of, or a new name."""

from __future__ import annotations

from dialogs.words.draft import Draft
from dialogs.words.intent import Intent
from dialogs.words.meaning import KnownOpportunity, Verb
from dialogs.words.names import choose_company, chunks, listed, person_named
from dialogs.words.opportunities import Mention, chosen, says_pronoun
from dialogs.words.reader import Reader
from dialogs.words.spans import Span, cue_before
from dialogs.words.surroundings import surroundings

_ABOUT_ONE = frozenset(
    {Verb.PREP, Verb.DEBRIEF, Verb.VERDICT, Verb.MOVE, Verb.CANCEL, Verb.OFFER, Verb.SNOOZE, Verb.LOOK_BACK}
)
"""Verbs that, with no company said, are about the one just spoken of, or the only one."""
_NAMING = frozenset(
    {
        Verb.INTERVIEW,
        Verb.FORGET,
        Verb.SHARE,
        Verb.COMPARE,
        Verb.STATUS,
        Verb.FRUSTRATION,
        Verb.EDIT,
        Verb.UNKNOWN,
        *_ABOUT_ONE,
    }
)
"""Verbs after which words that nothing else explains may name a company."""
_GUESSING = frozenset(
    {Verb.INTERVIEW, Verb.OFFER, Verb.PREP, Verb.DEBRIEF, Verb.VERDICT, Verb.MOVE, Verb.CANCEL}
)
"""Verbs that need a company so much that an unknown name in small letters is taken for it."""


_TOLD_AROUND = frozenset({Verb.DEBRIEF, Verb.VERDICT})
"""Verbs whose message may be a sentence about the place: a word in small letters must be introduced as its name."""


def name_company(draft: Draft, named: list[Mention], intent: Intent) -> None:
    """The known company that was named; else the one just spoken of; else the words most like a name."""
    reader = draft.reader
    listing = intent.verb is Verb.COMPARE
    spoken = {i for i in intent.tokens if not _name_like(reader, i)}
    spans = [] if intent.verb not in _NAMING else list(chunks(reader, draft.taken | spoken, listing))
    if listing:
        spans = listed(reader, spans, [m.span for m in named])
        both = [(m.span.first, m.company) for m in named] + [(s.first, s.text(reader)) for s in spans]
        draft.companies = tuple(dict.fromkeys(name for _, name in sorted(both)))
        named = named if len(draft.companies) < 2 else []
        spans = []
    draft.named = bool(named)
    longer = _goes_on(draft, named[0], spans, intent) if named else None
    if longer is not None:
        draft.company, draft.resembles = longer.text(reader), named[0].company
        draft.taken |= set(longer.tokens())
    elif named:
        _known_company(draft, named[0])
    elif (
        intent.verb in _ABOUT_ONE | {Verb.SHARE, Verb.INTERVIEW}
        and says_pronoun(reader)
        and not _stated(draft, spans)
    ):
        _take(draft, draft.known.opportunity(draft.known.focus))
    company = None if draft.company is not None else _chosen_span(draft, spans, intent)
    if company is not None:
        draft.company, draft.named = company.text(reader), True
        draft.taken |= set(company.tokens())
    elif draft.company is None and intent.verb in _ABOUT_ONE:
        only = draft.known.opportunities[0] if len(draft.known.opportunities) == 1 else None
        _take(draft, draft.known.opportunity(draft.known.focus) or only)
    person = person_named(reader, draft.met, spans, company)
    if person is not None:
        draft.met_name = person.text(reader)
        draft.taken |= set(person.tokens())


def _name_like(reader: Reader, index: int) -> bool:
    return index > 0 and reader.tokens[index].capital and cue_before(reader, index, "at")


def _stated(draft: Draft, spans: list[Span]) -> bool:
    """Whether some company is named in so many words, so that "it" is not about the last one."""
    return any(cue_before(draft.reader, s.first, "at") or draft.reader.tokens[s.first].capital for s in spans)


def _chosen_span(draft: Draft, spans: list[Span], intent: Intent) -> Span | None:
    reader = draft.reader
    said = [i for i in intent.tokens if i < 3]
    after_command = max(said) + 2 if said and intent.verb in _NAMING else None
    best = choose_company(reader, spans, after_command, intent.tokens | draft.taken)
    if best is not None and intent.verb in _TOLD_AROUND and not _introduced(reader, best, intent.tokens):
        return None
    if best is None or intent.verb in _GUESSING:
        return best
    ordered = after_command is not None and intent.verb not in {Verb.SHARE, Verb.STATUS, Verb.EDIT}
    sure = cue_before(reader, best.first, "at") or reader.tokens[best.first].capital or ordered
    return best if sure and intent.verb is not Verb.UNKNOWN else None


def _introduced(reader: Reader, span: Span, spoken: frozenset[int]) -> bool:
    """Whether a name in a report is one by what stands before it: "they said readmissions" names nobody."""
    if span.first == 0 or reader.tokens[span.first].capital:
        return True
    if any(cue_before(reader, span.first, key) for key in ("at", "with")):
        return not _reported(reader, span, spoken)
    if 0 in spoken and 1 not in spoken and _only_noise(reader, 1, span.first):
        return True
    return span.first <= _EARLY and cue_before(reader, span.first, "loose")


def _reported(reader: Reader, span: Span, spoken: frozenset[int]) -> bool:
    """Whether it stands in what somebody else said: "she said they look at readmissions"."""
    pronouns = reader.spoken.cues["pronouns"]
    return any(
        found.after - 1 in spoken or found.after in spoken
        for index in range(span.first - 1)
        for found in pronouns.all_at(reader.norms, index)
    )


def _only_noise(reader: Reader, first: int, after: int) -> bool:
    return all(reader.norms[i] in reader.spoken.noise for i in range(first, after))


_EARLY = 5
"""Words into a report up to which "on", "of" and "to" may announce a company."""


def _known_company(draft: Draft, mention: Mention) -> None:
    draft.company = mention.company
    role = draft.job.text(draft.reader) if draft.job is not None else None
    draft.opportunity = chosen(mention, draft.known, role)
    draft.several = mention.opportunities if draft.opportunity is None else ()


_BY_NAME = frozenset(
    {Verb.INTERVIEW, Verb.OFFER, Verb.MOVE, Verb.CANCEL, Verb.PREP, Verb.VERDICT, Verb.FORGET, Verb.SHARE}
)
"""Verbs whose message names a company and tells no tale of it."""


def _goes_on(draft: Draft, mention: Mention, spans: list[Span], intent: Intent) -> Span | None:
    """The name as a whole, where it goes on after that of a company they have: Acme Health is not Acme.

    Only words that nothing else was made of go on: no day, no job, nobody who is met, no first name. In small letters
    they may as well be about it ("acme proposes 60k"), so that more has to speak for a name.
    """
    reader = draft.reader
    more = next((s for s in spans if s.first == mention.span.after), None)
    if more is None or more.after - more.first > _MORE or reader.norms[more.first] in reader.spoken.names:
        return None
    if all(reader.norms[i] in surroundings().forms for i in more.tokens()):
        return None  # Acme Inc is Acme
    if not reader.tokens[more.first].capital:
        announced = intent.verb is not Verb.OFFER or cue_before(reader, mention.span.first, "at")
        if intent.verb not in _BY_NAME or not announced:
            return None
    return Span(mention.span.first, more.after)


_MORE = 3
"""Words by which a name goes on; a longer run is a sentence."""


def _take(draft: Draft, opportunity: KnownOpportunity | None) -> None:
    if opportunity is not None:
        draft.opportunity, draft.company = opportunity, opportunity.company
