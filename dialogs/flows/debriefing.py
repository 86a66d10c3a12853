"""After the interview: question by question, what was said, read at once and open to correction."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act, card_key
from dialogs.dialog import Dialog
from dialogs.engine import Answers, DialogInstance, Input, Mark, Response, Step, Steps
from dialogs.flows import comparing, judging, reminding, standing, together
from dialogs.flows.finding import named, with_interview
from dialogs.flows.notes import note, record_answer
from dialogs.flows.preparing import as_asked
from dialogs.flows.readings import show_reading
from dialogs.records import AnswerKind, AskedQuestion, Interview, InterviewStatus, Opportunity
from dialogs.replies import Choice
from dialogs.rubric import Label, Role, Source
from dialogs.wording import called, say_when
from dialogs.words.meaning import Understanding

VAGUE = "vague"
NOT_ANSWERED = frozenset({Mark.NOT_ASKED, Mark.DODGED, Mark.SKIPPED})
SEEN_STEP = "seen"
MORE_STEP = "more"
LONG_NOTE = 120
"""Characters from which what follows `debrief` is taken as a free note rather than as a name."""
TALE = 24
"""Characters from which a sentence may tell something of itself."""


# -- the dialog -------------------------------------------------------------------------------------------------


def _interview(desk: Desk, instance: DialogInstance) -> tuple[Opportunity, Interview] | None:
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    interview = opportunity.interview(instance.about.get("interview", "")) if opportunity else None
    return (opportunity, interview) if opportunity and interview else None


def steps(desk: Desk, instance: DialogInstance) -> Steps:
    """One step for each question that was to be asked, a follow-up where the answer stays vague, and two open ends."""
    found = _interview(desk, instance)
    questions = found[1].questions if found else ()
    asked = [q for q in questions if q.pinned] or list(questions)
    made: list[Step] = []
    for question in asked:
        step_id = f"q:{question.id}"
        made.append(
            Step(
                step_id,
                f"{question.text} What did they say?",
                marks=NOT_ANSWERED,
                input=Input.LONG_TEXT,
                prose=True,
                label=question.text,
            )
        )
        made.append(
            Step(
                f"dig:{question.id}",
                "That stays vague. Could they name one: a case, a number, a person?"
                + (f" You could have asked: “{question.follow_up}”" if question.follow_up else ""),
                when=_was_vague(step_id),
                follow_up=True,
                marks=NOT_ANSWERED,
                input=Input.LONG_TEXT,
                prose=True,
                label="If it was vague: could they name a case?",
            )
        )
    made.append(
        Step(
            SEEN_STEP,
            "Did you see anything that says how they work: walls, dashboards, calendars, who answered?",
            marks=frozenset({Mark.SKIPPED}),
            input=Input.LONG_TEXT,
            prose=True,
            label="What you saw",
        )
    )
    made.append(
        Step(
            MORE_STEP,
            "Anything else they said that stuck with you?",
            marks=frozenset({Mark.SKIPPED}),
            input=Input.LONG_TEXT,
            prose=True,
            label="Anything else",
        )
    )
    return tuple(made)


def _was_vague(step_id: str) -> Callable[[Answers], bool]:
    return lambda answers: step_id in answers and answers[step_id].note == VAGUE


def answered(desk: Desk, instance: DialogInstance, step: Step, response: Response) -> Response:
    """Keeps the answer as a record at once, reads it, and shows the reading."""
    found = _interview(desk, instance)
    if found is None:
        return response
    opportunity, interview = found
    prefix, _, question_id = step.id.partition(":")
    if prefix in (SEEN_STEP, MORE_STEP):
        if response.mark is Mark.GIVEN:
            source = Source.SEEN if prefix == SEEN_STEP else Source.TOLD
            note(desk, opportunity, interview, response.value, source)
        return response
    question = next((q for q in interview.questions if q.id == question_id), None)
    if question is None:
        return response
    before = instance.answers.get(f"q:{question_id}")
    if prefix == "dig":
        _dig(desk, opportunity, interview, question, before, response)
        return response
    return _first(desk, opportunity, interview, question, response)


def _first(
    desk: Desk, opportunity: Opportunity, interview: Interview, question: AskedQuestion, response: Response
) -> Response:
    if response.mark is not Mark.GIVEN:
        kind = {Mark.NOT_ASKED: AnswerKind.NOT_ASKED, Mark.DODGED: AnswerKind.DODGED}.get(response.mark)
        if kind is not None:
            record_answer(desk, opportunity, interview, question, kind)
        if response.mark is Mark.DODGED:
            desk.note(
                "A dodge says little either way; I won't count it. Worth asking someone else there, in another form."
            )
        return response
    reading = desk.reader.read(response.value, question.dimension)
    answer = record_answer(desk, opportunity, interview, question, AnswerKind.GIVEN, response.value, reading)
    vague = reading.label is Label.UNCLEAR
    if not vague:
        show_reading(desk, opportunity, answer)
    return replace(response, note=VAGUE if vague else "")


def _dig(
    desk: Desk,
    opportunity: Opportunity,
    interview: Interview,
    question: AskedQuestion,
    before: Response | None,
    response: Response,
) -> None:
    if response.mark is Mark.DODGED:
        record_answer(
            desk, opportunity, interview, question, AnswerKind.DODGED, before.value if before else ""
        )
        desk.note("Then it counts as a dodge: no evidence either way.")
        return
    if response.mark is not Mark.GIVEN:
        desk.note("Fine. It stays in your notes and counts for nothing either way.")
        return
    text = f"{before.value}\n{response.value}" if before and before.value else response.value
    answer = record_answer(
        desk,
        opportunity,
        interview,
        question,
        AnswerKind.GIVEN,
        text,
        desk.reader.read(text, question.dimension),
    )
    show_reading(desk, opportunity, answer)


def finish(desk: Desk, instance: DialogInstance) -> None:
    """All was said: the interview is debriefed, its card brought up to date, and the verdict posted."""
    found = _interview(desk, instance)
    if found is None:
        desk.note("That interview is not in your list any more, so there is nothing to sum up.")
        return
    opportunity, interview = found
    opportunity = desk.keep(with_interview(opportunity, replace(interview, status=InterviewStatus.DEBRIEFED)))
    reminding.debriefed(desk, opportunity, interview)
    desk.say_in(opportunity, standing.card(desk, opportunity), key=card_key(opportunity), open_to_all=True)
    judging.post(desk, opportunity)
    comparing.redraw(desk, opportunity)


def about(desk: Desk, instance: DialogInstance) -> str:
    """ "the Northwind debrief"."""
    found = _interview(desk, instance)
    return f"the {found[0].company} debrief{whom_of(*found)}" if found else "the debrief"


def whom_of(opportunity: Opportunity, interview: Interview) -> str:
    """ " with the hiring manager", where several interviews could be meant."""
    several = len([i for i in opportunity.interviews if i.status is not InterviewStatus.CANCELLED]) > 1
    return f" with {called(interview.label)}" if several and interview.role is not Role.UNKNOWN else ""


DEBRIEF = Dialog("debrief", "Debrief", steps, finish, answered, submit="Read it", about=about)


# -- verbs and buttons ------------------------------------------------------------------------------------------


def debrief(desk: Desk, said: Understanding, text: str) -> None:
    """`debrief [company]`, or `debrief` with all one remembers."""
    opportunity = named(desk, said) or _most_waiting(desk) if not said.company else named(desk, said)
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
    start(desk, _with_tale(desk, opportunity, free_note), None)


def _with_tale(desk: Desk, opportunity: Opportunity, tale: str) -> Opportunity:
    """A sentence that already tells something ("she said the date is everything") is kept before anything is asked."""
    interview = standing.waiting_debrief(opportunity, desk.now) or _latest(desk, opportunity)
    telling = len(tale) >= TALE and desk.reader.read(tale, None).label is not Label.UNCLEAR
    if interview is None or not telling:
        return opportunity
    note(desk, opportunity, interview, tale, Source.TOLD)
    return desk.opportunity(opportunity.id) or opportunity


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
    interview = interview or standing.waiting_debrief(opportunity, desk.now) or _latest(desk, opportunity)
    if interview is not None and interview.starts_at > desk.now and not (free_note or sure):
        _still_to_come(desk, opportunity, interview)
        return
    if interview is None:
        interview = Interview(
            id=desk.new_id("i-"), starts_at=desk.now, zone=desk.zone, label="interviewer", minutes=0
        )
        opportunity = desk.keep(replace(opportunity, interviews=(*opportunity.interviews, interview)))
    if not interview.questions:
        suggested = judging.suggestions_for(desk, opportunity, interview)
        interview = replace(interview, questions=tuple(as_asked(s) for s in suggested))
        opportunity = desk.keep(with_interview(opportunity, interview))
    if free_note:
        telling = note(desk, opportunity, interview, free_note, Source.TOLD)
        opportunity = desk.keep(
            with_interview(
                desk.opportunity(opportunity.id) or opportunity,
                replace(interview, status=InterviewStatus.DEBRIEFED),
            )
        )
        reminding.debriefed(desk, opportunity, interview)
        if len(telling) < 2:  # else their message says so itself
            desk.note(together.summary(opportunity, telling))
        judging.post(desk, opportunity)
        return
    if interview.status is InterviewStatus.DEBRIEFED and not before:
        before = "You debriefed that one already, and what you said is kept. Anything to add? “edit” changes an answer."
    if not invited:
        reminding.debriefed(desk, opportunity, interview)
    about_it = {"opportunity": opportunity.id, "interview": interview.id}
    dialogs.begin(desk, DEBRIEF, about_it, _already(opportunity, interview), before=before)


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
    desk.note(
        f"{opportunity.company} is still to come: {when}. I'll ask you afterwards.",
        (
            Choice("Questions to ask", act("prep.start", **about), primary=True),
            Choice("I've heard something already", act("debrief.start", sure="yes", **about)),
            Choice("It moved", act("interview.move", **about)),
        ),
    )


def _most_waiting(desk: Desk) -> Opportunity | None:
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
