"""From a message to its meaning: the grammars read it one after the other, each leaving the rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from dialogs.words.asking import what_to_ask
from dialogs.words.clauses import taken_apart
from dialogs.words.companies import name_company
from dialogs.words.correcting import corrects, may_be_any, moved_by
from dialogs.words.detect import detect
from dialogs.words.draft import Draft
from dialogs.words.intent import Intent, Signs, read_intent
from dialogs.words.jobs import find_job
from dialogs.words.language import Language, codes, language
from dialogs.words.meaning import Extent, Known, Understanding, Verb
from dialogs.words.opportunities import Mention, mentions
from dialogs.words.people import find_met, find_superior
from dialogs.words.reader import Reader
from dialogs.words.standing import NOTHING_STANDS, Standing
from dialogs.words.timing import direction_said, timed
from dialogs.words.tokens import READ_AT_MOST, Shape
from dialogs.words.when import resolve
from dialogs.words.when_frame import Frame, When

_WITH_JOB = frozenset(
    {Verb.INTERVIEW, Verb.OFFER, Verb.MOVE, Verb.PREP, Verb.CANCEL, Verb.DEBRIEF, Verb.UNKNOWN}
)


def understand(
    text: str, *, now: datetime, zone: str, known: Known | None = None, standing: Standing = NOTHING_STANDS
) -> Understanding:
    """What `text` means, said at `now` (aware) by a person in `zone` (IANA), given what is `known` of them and what
    stands of a time they were asked about.

    Books what is certain, asks about what is not, never guesses silently: `when_note` tells what was decided.
    No text makes it raise.

    Raises:
        ValueError: `now` has no time zone.
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must have a time zone.")
    known = known or Known()
    home = ZoneInfo(zone)
    alone = text.strip().casefold()
    if alone in _BY_THEMSELVES and not _is_named(alone, known):
        return _by_itself(alone, known.language)
    frame = Frame(now.astimezone(home), home, standing=standing)
    meant = _read(text, frame, known)
    if standing.moments:
        return meant
    spoken = language(meant.language)
    return taken_apart(
        text, meant, lambda words, stood: _understood(words, replace(frame, standing=stood), known, spoken)
    )


_BY_THEMSELVES = frozenset({Verb.STATUS, Verb.HELP, Verb.HOME, Verb.SETTINGS, Verb.EXPORT})
"""The commands that are typed most, and whose meaning depends on no day, no company and nobody's past."""


_UTC = ZoneInfo("UTC")


@lru_cache(maxsize=64)
def _by_itself(command: str, language: str | None) -> Understanding:
    """What a command alone means: read once, by the same grammars as everything else."""
    return _read(command, Frame(datetime(2026, 1, 1, tzinfo=_UTC), _UTC), Known(language=language))


def _is_named(word: str, known: Known) -> bool:
    """Whether something that the person knows is called so, in part or in whole."""
    return any(word in f"{o.company} {o.role}".casefold() for o in known.opportunities)


def _read(text: str, frame: Frame, known: Known) -> Understanding:
    spoken = language(detect(text, known.language))
    meant = _understood(text, frame, known, spoken)
    if (meant.verb is Verb.UNKNOWN or meant.rest) and len(text.split()) <= _BRIEF:
        return _short_answer(text, frame, known, spoken) or meant
    return meant


_BRIEF = 4
"""Words of a message that may be too few to hear its language by: "ni idea"."""
_ANSWERS = frozenset(
    {Verb.UNSURE, Verb.SKIP, Verb.NOT_ASKED, Verb.DODGED, Verb.YES, Verb.NO, Verb.BACK, Verb.LATER, Verb.HELP}
)
"""What people say in a word or two, in whatever language."""


def _short_answer(text: str, frame: Frame, known: Known, heard: Language) -> Understanding | None:
    """A word or two that are a way of answering in a language other than the one that was heard."""
    for code in codes():
        if code != heard.code:
            meant = _understood(text, frame, known, language(code))
            if meant.verb in _ANSWERS and meant.confident and not meant.rest:
                return meant
    return None


def _understood(text: str, frame: Frame, known: Known, spoken: Language) -> Understanding:
    reader = Reader(text, spoken, None if spoken.code == "en" else language("en"))
    frame = replace(
        frame,
        day_first=known.day_first if known.day_first is not None else spoken.day_first,
        clock24=spoken.clock24,
    )
    draft = Draft(reader, known)
    named = mentions(reader, known)
    for mention in named:
        draft.taken |= set(mention.span.tokens())
    when = resolve(reader, frame)
    _people_and_jobs(draft, when)
    titled = frozenset(draft.job.tokens()) if draft.job is not None else frozenset()
    intent = read_intent(reader, _signs(reader, named, when, frame), titled)
    _keep_job(draft, intent)
    correcting = corrects(draft, intent, when)
    if correcting and (moved_by(draft, named) is not None or may_be_any(draft, named)):
        intent = replace(intent, verb=Verb.MOVE, lead=1.0)
    name_company(draft, named, intent)
    intent = _reconsidered(intent, draft, when)
    when = _timed_again(draft, intent, frame, when)
    meant = Understanding(
        verb=intent.verb,
        company=draft.company,
        companies=draft.companies if intent.verb is Verb.COMPARE else (),
        opportunity_id=draft.opportunity.id if draft.opportunity is not None else None,
        named=draft.named,
        resembles=draft.resembles,
        role=draft.job.text(reader) if draft.job is not None else None,
        met=draft.met.role if draft.met is not None else None,
        met_words=draft.met.span.text(reader) if draft.met is not None else None,
        met_name=draft.met_name,
        topic=intent.topic,
        extent=_extent(reader) if intent.verb in {Verb.FORGET, Verb.YES} else None,
        rest=_rest(draft, intent, when),
        confident=intent.lead >= 1.0 or intent.score >= 6.0,
        ordered=intent.ordered,
        corrects=correcting,
        language=spoken.code,
    )
    meant = timed(meant, when, reader, frame)
    return replace(meant, ask=what_to_ask(meant, when, known, draft.several))


def _extent(reader: Reader) -> Extent | None:
    """The least that is said: "all my answers" is no "all my data"."""
    least_first = (Extent.ANSWER, Extent.PART, Extent.EVERYTHING)
    return next((extent for extent in least_first if reader.says(extent.value)), None)


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


def _people_and_jobs(draft: Draft, when: When) -> None:
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
    if draft.met is None and draft.job is not None:
        _two_titles(draft)


def _two_titles(draft: Draft) -> None:
    """Two jobs in one breath, one of them a superior's: that one is met ("ward manager staff nurse")."""
    superior = find_superior(draft.reader, draft.taken)
    if superior is None:
        return
    rest = find_job(draft.reader, draft.taken | set(superior.span.tokens()))
    if rest is not None:
        draft.met, draft.job = superior, rest
        draft.taken |= set(superior.span.tokens())


def _keep_job(draft: Draft, intent: Intent) -> None:
    """A job matters where an interview or an offer is spoken of; elsewhere its words are just words."""
    if intent.verb not in _WITH_JOB:
        draft.job = None
    elif draft.job is not None:
        draft.taken |= set(draft.job.tokens())


def _reconsidered(intent: Intent, draft: Draft, when: When) -> Intent:
    """A day and nothing that says what for is an interview; so is a company with one."""
    if intent.verb is Verb.UNKNOWN and when.said and not when.past and (when.day or when.starts_at):
        return replace(intent, verb=Verb.INTERVIEW)
    return intent


def _timed_again(draft: Draft, intent: Intent, frame: Frame, when: When) -> When:
    """A move is read against the time that it changes."""
    if intent.verb is not Verb.MOVE:
        return when
    old = draft.opportunity.next_interview_at if draft.opportunity is not None else None
    moving = replace(frame, moving=True, reference=old, direction=direction_said(draft.reader))
    return resolve(draft.reader, moving)


def _rest(draft: Draft, intent: Intent, when: When) -> str:
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
