"""From a message to its meaning: the grammars read it one after the other, each leaving the rest on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.words.asking import what_to_ask
from dialogs.words.detect import detect
from dialogs.words.intent import Intent, Signs, read_intent
from dialogs.words.jobs import find_job
from dialogs.words.language import Language, language
from dialogs.words.meaning import Known, KnownOpportunity, Understanding, Verb
from dialogs.words.names import choose_company, chunks, listed, person_named
from dialogs.words.opportunities import Mention, chosen, mentions, says_pronoun
from dialogs.words.people import Met, find_met
from dialogs.words.reader import Reader
from dialogs.words.spans import Span, cue_before
from dialogs.words.timing import direction_said, timed
from dialogs.words.tokens import READ_AT_MOST, Shape
from dialogs.words.when import resolve
from dialogs.words.when_frame import Frame, When

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


_WITH_JOB = frozenset(
    {Verb.INTERVIEW, Verb.OFFER, Verb.MOVE, Verb.PREP, Verb.CANCEL, Verb.DEBRIEF, Verb.UNKNOWN}
)


@dataclass(slots=True)
class _Draft:
    """What has been made out so far; `taken` are the tokens that something was made of."""

    reader: Reader
    known: Known
    taken: set[int] = field(default_factory=set)
    company: str | None = None
    companies: tuple[str, ...] = ()
    opportunity: KnownOpportunity | None = None
    several: tuple[KnownOpportunity, ...] = ()
    job: Span | None = None
    met: Met | None = None
    met_name: str | None = None


def understand(text: str, *, now: datetime, zone: str, known: Known | None = None) -> Understanding:
    """What `text` means, said at `now` (aware) by a person in `zone` (IANA), given what is `known` of them.

    Books what is certain, asks about what is not, never guesses silently: `when_note` tells what was decided.
    No text makes it raise.

    Raises:
        ValueError: `now` has no time zone.
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must have a time zone.")
    known = known or Known()
    spoken = language(detect(text, known.language))
    second = None if spoken.code == "en" else language("en")
    reader = Reader(text, spoken, second)
    frame = Frame(
        now=now.astimezone(ZoneInfo(zone)),
        zone=ZoneInfo(zone),
        day_first=known.day_first if known.day_first is not None else spoken.day_first,
        clock24=spoken.clock24,
    )
    return _understood(reader, known, frame, spoken)


def _understood(reader: Reader, known: Known, frame: Frame, spoken: Language) -> Understanding:
    draft = _Draft(reader, known)
    named = mentions(reader, known)
    for mention in named:
        draft.taken |= set(mention.span.tokens())
    when = resolve(reader, frame)
    _people_and_jobs(draft, when)
    titled = frozenset(draft.job.tokens()) if draft.job is not None else frozenset()
    intent = read_intent(reader, _signs(reader, named, when, frame), titled)
    _keep_job(draft, intent)
    _company(draft, named, intent)
    intent = _reconsidered(intent, draft, when)
    when = _timed_again(draft, intent, frame, when)
    meant = Understanding(
        verb=intent.verb,
        company=draft.company,
        companies=draft.companies if intent.verb is Verb.COMPARE else (),
        opportunity_id=draft.opportunity.id if draft.opportunity is not None else None,
        role=draft.job.text(reader) if draft.job is not None else None,
        met=draft.met.role if draft.met is not None else None,
        met_words=draft.met.span.text(reader) if draft.met is not None else None,
        met_name=draft.met_name,
        topic=intent.topic,
        rest=_rest(draft, intent, when),
        confident=intent.lead >= 1.0 or intent.score >= 6.0,
        language=spoken.code,
    )
    meant = timed(meant, when, reader, frame)
    return replace(meant, ask=what_to_ask(meant, when, known, draft.several))


def _ahead(when: When, frame: Frame) -> bool:
    """Whether the time said is one that something can be booked at: "today" alone may as well be over."""
    bare_today = when.day == frame.today and when.clock is None and when.starts_at is None
    return when.said and not (when.past or when.deadline or bare_today)


def _signs(reader: Reader, named: list[Mention], when: When, frame: Frame) -> Signs:
    choice = any(_between_names(reader, i) for i, n in enumerate(reader.norms) if n in _CHOICE)
    return Signs(
        future=_ahead(when, frame),
        past=when.past,
        money=any(t.shape is Shape.MONEY for t in reader.tokens),
        companies=len(named),
        choice=(choice and not when.said) or (len(named) > 1 and any(n in _CHOICE for n in reader.norms)),
        has_known=bool(named),
    )


_CHOICE = frozenset(["or", "oder", "ou", "o", "vs", "versus"])


def _between_names(reader: Reader, index: int) -> bool:
    """Whether "or" stands between two words that no language knows, in a short message."""
    if not 0 < index < len(reader.norms) - 1 or len(reader.norms) > 7:
        return False
    sides = (index - 1, index + 1)
    if all(reader.tokens[i].capital for i in sides):
        return True
    known = reader.spoken.known
    return all(reader.tokens[i].shape is Shape.WORD and reader.norms[i] not in known for i in sides)


def _people_and_jobs(draft: _Draft, when: When) -> None:
    reader = draft.reader
    for first, after in when.spans:
        draft.taken |= set(range(first, after))
    draft.taken |= {
        i for i, t in enumerate(reader.tokens) if t.shape not in {Shape.WORD, Shape.NUMBER, Shape.MARK}
    }
    draft.met = find_met(reader, draft.taken)
    if draft.met is not None:
        draft.taken |= set(draft.met.span.tokens())
    draft.job = find_job(reader, draft.taken)


def _keep_job(draft: _Draft, intent: Intent) -> None:
    """A job matters where an interview or an offer is spoken of; elsewhere its words are just words."""
    if intent.verb not in _WITH_JOB:
        draft.job = None
    elif draft.job is not None:
        draft.taken |= set(draft.job.tokens())


def _company(draft: _Draft, named: list[Mention], intent: Intent) -> None:
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
    if named:
        _known_company(draft, named[0])
    elif (
        intent.verb in _ABOUT_ONE | {Verb.SHARE, Verb.FORGET, Verb.INTERVIEW}
        and says_pronoun(reader)
        and not _stated(draft, spans)
    ):
        _take(draft, draft.known.opportunity(draft.known.focus))
    company = None if draft.company is not None else _chosen_span(draft, spans, intent)
    if company is not None:
        draft.company = company.text(reader)
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


def _stated(draft: _Draft, spans: list[Span]) -> bool:
    """Whether some company is named in so many words, so that "it" is not about the last one."""
    return any(cue_before(draft.reader, s.first, "at") or draft.reader.tokens[s.first].capital for s in spans)


def _chosen_span(draft: _Draft, spans: list[Span], intent: Intent) -> Span | None:
    reader = draft.reader
    said = [i for i in intent.tokens if i < 3]
    after_command = max(said) + 2 if said and intent.verb in _NAMING else None
    best = choose_company(reader, spans, after_command, intent.tokens | draft.taken)
    if best is not None and intent.verb is Verb.DEBRIEF and not _introduced(reader, best, intent.tokens):
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
        return True
    if 0 in spoken and 1 not in spoken and _only_noise(reader, 1, span.first):
        return True
    return span.first <= _EARLY and cue_before(reader, span.first, "loose")


def _only_noise(reader: Reader, first: int, after: int) -> bool:
    return all(reader.norms[i] in reader.spoken.noise for i in range(first, after))


_EARLY = 5
"""Words into a report up to which "on", "of" and "to" may announce a company."""


def _known_company(draft: _Draft, mention: Mention) -> None:
    draft.company = mention.company
    role = draft.job.text(draft.reader) if draft.job is not None else None
    draft.opportunity = chosen(mention, draft.known, role)
    draft.several = mention.opportunities if draft.opportunity is None else ()


def _take(draft: _Draft, opportunity: KnownOpportunity | None) -> None:
    if opportunity is not None:
        draft.opportunity, draft.company = opportunity, opportunity.company


def _reconsidered(intent: Intent, draft: _Draft, when: When) -> Intent:
    """A day and nothing that says what for is an interview; so is a company with one."""
    if intent.verb is Verb.UNKNOWN and when.said and not when.past and (when.day or when.starts_at):
        return replace(intent, verb=Verb.INTERVIEW)
    return intent


def _timed_again(draft: _Draft, intent: Intent, frame: Frame, when: When) -> When:
    """A move is read against the time that it changes."""
    if intent.verb is not Verb.MOVE:
        return when
    old = draft.opportunity.next_interview_at if draft.opportunity is not None else None
    moving = replace(frame, moving=True, reference=old, direction=direction_said(draft.reader))
    return resolve(draft.reader, moving)


def _rest(draft: _Draft, intent: Intent, when: When) -> str:
    """What nothing was made of; for an offer all of it: its terms have their own grammar."""
    reader = draft.reader
    if intent.verb in {Verb.OFFER, Verb.DEBRIEF, Verb.UNKNOWN}:
        return reader.text.strip()
    stop = reader.spoken.stop | reader.spoken.noise
    left = [
        t.raw
        for i, t in enumerate(reader.tokens)
        if i not in draft.taken
        and i not in intent.tokens
        and t.shape is not Shape.MARK
        and t.norm not in stop
    ]
    return " ".join([*left, reader.text[READ_AT_MOST:].strip()]).strip()
