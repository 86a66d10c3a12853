"""After the interview: question by question, what was said, read at once and open to correction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.desk import Desk, card_key
from dialogs.dialog import Dialog
from dialogs.engine import Answers, DialogInstance, Input, Mark, Response, Step, Steps, always, never
from dialogs.flows import comparing, judging, reminding, standing
from dialogs.flows.finding import with_interview
from dialogs.flows.notes import note, pieces, record_answer
from dialogs.flows.readings import show_reading, undecided
from dialogs.records import AnswerKind, AskedQuestion, Interview, InterviewStatus, Opportunity
from dialogs.rubric import Dimension, Label, Role, Source
from dialogs.wording import called

VAGUE = "vague"
NOT_ANSWERED = frozenset({Mark.NOT_ASKED, Mark.DODGED, Mark.SKIPPED})
SEEN_STEP = "seen"
MORE_STEP = "more"
TALE, TALE_PARTS = 400, 4
"""Characters, and sentences, from which an answer may tell more than was asked."""


def _interview(desk: Desk, instance: DialogInstance) -> tuple[Opportunity, Interview] | None:
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    interview = opportunity.interview(instance.about.get("interview", "")) if opportunity else None
    return (opportunity, interview) if opportunity and interview else None


def steps(desk: Desk, instance: DialogInstance) -> Steps:
    """One step for each question that was to be asked, a follow-up where the answer stays vague, and two open ends."""
    found = _interview(desk, instance)
    asked = _asked(found[1]) if found else []
    told = _told(*found, instance) if found else frozenset()
    made: list[Step] = []
    for question in asked:
        step_id = f"q:{question.id}"
        made.append(
            Step(
                step_id,
                f"{question.text} What did they say?",
                when=never if question.id in told else always,
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
    seen = "Did you see anything that says how they work: walls, dashboards, calendars, who answered?"
    made.append(_open_end(SEEN_STEP, seen, "What you saw"))
    made.append(_open_end(MORE_STEP, "Anything else they said that stuck with you?", "Anything else"))
    return tuple(made)


def _asked(interview: Interview) -> list[AskedQuestion]:
    return [q for q in interview.questions if q.pinned] or list(interview.questions)


def _told(opportunity: Opportunity, interview: Interview, instance: DialogInstance) -> frozenset[str]:
    """The questions that are answered though nobody put them: an earlier answer was a tale that told it."""
    put = {id.partition(":")[2] for id in (*instance.answers, instance.asked or "")}
    return frozenset(a.question for a in opportunity.answers if a.interview == interview.id) - put


def _open_end(id: str, prompt: str, label: str) -> Step:
    return Step(id, prompt, marks=frozenset({Mark.SKIPPED}), input=Input.LONG_TEXT, prose=True, label=label)


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
            if not note(desk, opportunity, interview, response.value, source):
                desk.note("Kept in your notes; it counts for nothing either way.")
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
    own, others = _apart(desk, response.value, question)
    reading = desk.reader.read(own, question.dimension)
    answer = record_answer(desk, opportunity, interview, question, AnswerKind.GIVEN, response.value, reading)
    unclear = reading.label is Label.UNCLEAR and not undecided(reading)
    vague = unclear and not others  # who told so much of other things is not asked to dig
    if not unclear:
        show_reading(desk, opportunity, answer)
    for dimension, told in others.items():
        _told_at_once(desk, opportunity, interview, dimension, told)
    return replace(response, note=VAGUE if vague else "")


def _apart(desk: Desk, text: str, question: AskedQuestion) -> tuple[str, dict[Dimension, str]]:
    """Of a tale what answers the question, and what it says of other things; of a short answer all is its own."""
    parts = pieces(text, sentences_each=1) if len(text) >= TALE else []
    if len(parts) < TALE_PARTS:
        return text, {}
    told: dict[Dimension, list[str]] = {question.dimension: []}
    about = question.dimension
    for part in parts:
        read = desk.reader.read(part, None)
        about = about if read.label is Label.UNCLEAR else read.dimension  # it goes on about what it was about
        told.setdefault(about, []).append(part)
    own = told.pop(question.dimension)
    return " ".join(own) or text, {dimension: " ".join(said) for dimension, said in told.items()}


def _told_at_once(
    desk: Desk, opportunity: Opportunity, interview: Interview, dimension: Dimension, told: str
) -> None:
    """What a tale says beside the question: the answer to the question that would have asked it, else a note."""
    opportunity = desk.opportunity(opportunity.id) or opportunity
    answered = {a.question for a in opportunity.answers if a.interview == interview.id}
    open_ones = (q for q in _asked(interview) if q.dimension is dimension and q.id not in answered)
    question = next(open_ones, None)
    if question is None:
        note(desk, opportunity, interview, told, Source.TOLD)
        return
    reading = desk.reader.read(told, dimension)
    if reading.label is not Label.UNCLEAR:
        answer = record_answer(desk, opportunity, interview, question, AnswerKind.GIVEN, told, reading)
        show_reading(desk, opportunity, answer)


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
