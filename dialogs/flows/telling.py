"""What is told of an interview, asked for or not: opens its debrief, or is read as a note in one go."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act, card_key
from dialogs.engine import Mark, Response
from dialogs.flows import debriefing, judging, reminding, standing, together
from dialogs.flows.finding import named, with_interview
from dialogs.flows.notes import note
from dialogs.flows.preparing import as_asked
from dialogs.records import AnswerKind, Interview, InterviewStatus, Opportunity
from dialogs.replies import Choice
from dialogs.rubric import Label, Source
from dialogs.wording import say_when
from dialogs.words.meaning import Understanding

LONG_NOTE = 120
"""Characters from which what follows `debrief` is taken as a free note rather than as a name."""
TALE = 24
"""Characters from which a sentence may tell something of itself."""
KEPT_ON_A_BUTTON = 700
"""Characters of a message that a button can carry on every platform."""


def debrief(desk: Desk, said: Understanding, text: str) -> None:
    """`debrief [company]`, or `debrief` with all one remembers."""
    opportunity = named(desk, said) if said.company else named(desk, said) or _most_waiting(desk)
    if opportunity is None and said.company and len(text) < LONG_NOTE:
        desk.note(
            f"I don't know {said.company} yet. When was it? For example: “interview {said.company}, yesterday 3pm”.",
        )
        return
    opportunity = opportunity or desk.focus()
    if opportunity is None:
        desk.note("Which interview was it? Say “debrief” with the company's name.")
        return
    free_note = _after_command(text, opportunity)
    if len(free_note) >= LONG_NOTE:
        start(desk, opportunity, None, free_note)
        return
    interview = _interview_of(desk, opportunity)
    if interview is not None and tells_something(desk, free_note):
        opportunity = _keep(desk, opportunity, interview, free_note)
    start(desk, opportunity, None)


def tells_something(desk: Desk, words: str) -> bool:
    """Whether a sentence says of itself how a place works: "she said the date is everything"."""
    return len(words) >= TALE and desk.reader.read(words, None).label is not Label.UNCLEAR


def _keep(desk: Desk, opportunity: Opportunity, interview: Interview, tale: str) -> Opportunity:
    note(desk, opportunity, interview, tale, Source.TOLD)
    return desk.opportunity(opportunity.id) or opportunity


def _interview_of(desk: Desk, opportunity: Opportunity) -> Interview | None:
    """The interview that something told is most likely about."""
    return standing.waiting_debrief(opportunity, desk.now) or _latest(desk, opportunity)


def offers_to_keep(desk: Desk, words: str) -> bool:
    """Whether words that asked for nothing sound like something heard somewhere; then it is offered to keep them."""
    opportunity = _most_waiting(desk) or desk.focus()
    if opportunity is None or len(words) > KEPT_ON_A_BUTTON or not tells_something(desk, words):
        return False
    keep = act("debrief.keep", opportunity=opportunity.id, text=words)
    desk.note(
        f"That sounds like something you heard. Shall I keep it with {opportunity.company}?",
        (
            Choice(f"Keep it with {opportunity.company}", keep, primary=True),
            Choice("What's open", act("status.show")),
        ),
    )
    return True


def keep_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Keep it with Northwind]: words that were typed when nothing was asked become a note."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    interview = _interview_of(desk, opportunity)
    if interview is None:
        opportunity, interview = _without_appointment(desk, opportunity)
    _keep(desk, opportunity, interview, args.get("text", ""))


def _without_appointment(desk: Desk, opportunity: Opportunity) -> tuple[Opportunity, Interview]:
    """Something heard of a place with no interview booked there: a talk by the way, just now."""
    interview = Interview(
        id=desk.new_id("i-"), starts_at=desk.now, zone=desk.zone, label="interviewer", minutes=0
    )
    return desk.keep(replace(opportunity, interviews=(*opportunity.interviews, interview))), interview


def _no_more_to_ask(desk: Desk, opportunity: Opportunity, interview: Interview) -> None:
    """All was told in one go: the question by question that may be under way is over."""
    about = {"opportunity": opportunity.id, "interview": interview.id}
    waiting = desk.person.dialogs.find("debrief", about)
    if waiting is not None:
        desk.change(dialogs=desk.person.dialogs.open(waiting).close())


def _after_command(text: str, opportunity: Opportunity) -> str:
    """What follows "debrief" and the company's name."""
    named_first = re.compile(
        rf"\s*(?:/?coach\s+)?(?:/?debrief\w*)?[\s:,.-]*(?:{re.escape(opportunity.company)})?[\s:,.-]*",
        re.IGNORECASE,
    )
    found = named_first.match(text)
    return text[found.end() :] if found else text


def start(
    desk: Desk,
    opportunity: Opportunity,
    interview: Interview | None,
    free_note: str = "",
    before: str = "",
    invited: bool = False,
    sure: bool = False,
) -> None:
    """Opens (or takes up again) the debrief of one interview; `invited` by the coach, it may be invited again.

    Of an interview that is still to come it is opened only when the person is `sure`.
    """
    desk.change(focus=opportunity.id)
    interview = interview or _interview_of(desk, opportunity)
    if interview is not None and interview.starts_at > desk.now and not (free_note or sure):
        _still_to_come(desk, opportunity, interview)
        return
    if interview is None:
        opportunity, interview = _without_appointment(desk, opportunity)
    if not interview.questions:
        suggested = judging.suggestions_for(desk, opportunity, interview)
        interview = replace(interview, questions=tuple(as_asked(s) for s in suggested))
        opportunity = desk.keep(with_interview(opportunity, interview))
    if free_note:
        telling = note(desk, opportunity, interview, free_note, Source.TOLD)
        opportunity = desk.opportunity(opportunity.id) or opportunity
        if interview.starts_at <= desk.now:  # what is heard before an interview is no debrief of it
            opportunity = desk.keep(
                with_interview(opportunity, replace(interview, status=InterviewStatus.DEBRIEFED))
            )
            reminding.debriefed(desk, opportunity, interview)
            _no_more_to_ask(desk, opportunity, interview)
            desk.say_in(
                opportunity, standing.card(desk, opportunity), key=card_key(opportunity), open_to_all=True
            )
        if len(telling) < 2:  # else their message says so itself
            desk.note(together.summary(opportunity, telling))
        judging.post(desk, opportunity)
        return
    if interview.status is InterviewStatus.DEBRIEFED and not before:
        before = "You debriefed that one already, and what you said is kept. Anything to add? “edit” changes an answer."
    if not invited:
        reminding.debriefed(desk, opportunity, interview)
    about_it = {"opportunity": opportunity.id, "interview": interview.id}
    dialogs.begin(desk, debriefing.DEBRIEF, about_it, _already(opportunity, interview), before=before)


def _already(opportunity: Opportunity, interview: Interview) -> dict[str, Response]:
    """What was answered in an earlier sitting, so that it is never asked twice."""
    marks = {
        AnswerKind.NOT_ASKED: Mark.NOT_ASKED,
        AnswerKind.DODGED: Mark.DODGED,
        AnswerKind.GIVEN: Mark.GIVEN,
    }
    return {
        f"q:{a.question}": Response(marks[a.kind], a.text)
        for a in opportunity.answers
        if a.interview == interview.id and not a.question.startswith("note-")
    }


def _latest(desk: Desk, opportunity: Opportunity) -> Interview | None:
    """The interview that was held last; where none was yet, the next one."""
    booked = [i for i in opportunity.interviews if i.status is not InterviewStatus.CANCELLED]
    held = [i for i in booked if i.starts_at <= desk.now]
    if held:
        return max(held, key=lambda i: i.starts_at)
    return min(booked, key=lambda i: i.starts_at, default=None)


def _still_to_come(desk: Desk, opportunity: Opportunity, interview: Interview) -> None:
    when = say_when(interview.starts_at, interview.zone, desk.now)
    about = {"opportunity": opportunity.id, "interview": interview.id}
    kept = "" if desk.said_nothing() else "Kept. "
    desk.note(
        f"{kept}{opportunity.company} is still to come: {when}. I'll ask you afterwards.",
        (
            Choice("Questions to ask", act("prep.start", **about), primary=True),
            Choice("I've heard something already", act("debrief.start", sure="yes", **about)),
            Choice("It moved", act("interview.move", **about)),
        ),
    )


def _most_waiting(desk: Desk) -> Opportunity | None:
    """The one in whose thread it is said, else the one whose interview was over last."""
    here = desk.opportunity(desk.activity.about)
    if here is not None:
        return here
    waiting = [
        (w.starts_at, o)
        for o in desk.opportunities()
        if (w := standing.waiting_debrief(o, desk.now)) is not None
    ]
    return max(waiting, key=lambda pair: pair[0])[1] if waiting else None


def start_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Debrief]"""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None:
        desk.note("That one is not in your list any more.")
        return
    start(desk, opportunity, opportunity.interview(args.get("interview", "")), sure=bool(args.get("sure")))


def note_pressed(desk: Desk, args: Args, values: Args) -> None:
    """A message the person picked elsewhere ("Use as debrief note"): read into the interview it belongs to."""
    text = values.get("text", "") or args.get("text", "")
    opportunity = desk.opportunity(args.get("opportunity")) or _most_waiting(desk) or desk.focus()
    if not text.strip():
        desk.note("That message has no words in it that I could read.")
        return
    if opportunity is None:
        desk.note(
            "Which interview is that from? Book it first: “interview Acme, yesterday 3pm”. The note stays where it is."
        )
        return
    start(desk, opportunity, None, text)
