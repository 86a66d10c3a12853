"""Answers that come at once, in a note or a form: one message shows how each is read, and what changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.desk import Desk, act
from dialogs.flows import judging
from dialogs.records import Answer, AnswerKind, Opportunity
from dialogs.replies import ReadingLine, ReadingsShown
from dialogs.rubric import Dimension, Label
from dialogs.wording import DIMENSION_WORDS, clip, counted, reads_as, sentence_case

_NOT_READ = {AnswerKind.NOT_ASKED: "not asked", AnswerKind.DODGED: "dodged"}
QUOTE = 140
"""Characters of an answer in its line; all of it stands behind the line's button."""


def key(came_with: str) -> str:
    """The identity of the message that shows how the answers of one note or form are read."""
    return f"readings:{came_with}"


def gather(desk: Desk) -> None:
    """Readings that one turn brought by the handful become one message, where the first of them stood."""
    for opportunity_id, answers in desk.read_now().items():
        opportunity = desk.opportunity(opportunity_id)
        if opportunity is None or len(answers) < 2:
            continue
        came_with = desk.new_id("n-")
        opportunity = desk.keep(
            replace(
                opportunity,
                answers=tuple(
                    replace(a, came_with=came_with) if a.id in answers else a for a in opportunity.answers
                ),
            )
        )
        together = shown(opportunity, came_with)
        desk.say_as_one(tuple(f"reading:{id}" for id in answers), together, key(came_with))


def redraw(desk: Desk, opportunity: Opportunity, answer: Answer) -> None:
    """Draws the message that an answer stands in anew."""
    together = shown(opportunity, answer.came_with)
    desk.say_in(opportunity, together, key=key(answer.came_with))


def shown(opportunity: Opportunity, came_with: str) -> ReadingsShown:
    """How the answers that came together are read now, those about the same thing side by side."""
    answers = [a for a in opportunity.answers if a.came_with == came_with and a.reading is not None]
    return ReadingsShown(
        title=f"What I read about {opportunity.company}",
        summary=summary(opportunity, answers),
        lines=tuple(_line(opportunity, a, "reading.change") for a in side_by_side(answers)),
    )


def every(opportunity: Opportunity) -> ReadingsShown:
    """All answers of one opportunity, each with what changes it."""
    return ReadingsShown(
        title=f"Your answers on {opportunity.company}",
        summary="Which one do you want to change?",
        lines=tuple(_line(opportunity, a, "answer.edit") for a in in_order(opportunity)),
    )


def in_order(opportunity: Opportunity) -> list[Answer]:
    """All answers of one opportunity as they are numbered where all of them are shown."""
    return side_by_side(opportunity.answers)


def summary(opportunity: Opportunity, answers: Sequence[Answer]) -> str:
    """How much came of it, and what is still open."""
    telling = sum(1 for a in answers if a.reading is not None and a.reading.label is not Label.UNCLEAR)
    if telling == 0:
        return "I kept your note. I found nothing in it that says how they work, so it moves nothing yet."
    verdict = judging.verdict_of(opportunity)
    silent = [d for d in Dimension if verdict.of(d).answers == 0]
    open_ends = f" Nothing yet on {DIMENSION_WORDS[silent[0]]}." if silent else ""
    say = "says" if telling == 1 else "say"
    return f"Kept and read: {counted(telling, 'passage')} that {say} something.{open_ends}"


def _about(answer: Answer) -> str:
    """The question; of a passage of a note, what it is about."""
    return DIMENSION_WORDS[answer.dimension] if answer.question.startswith("note-") else answer.question_text


def side_by_side(answers: Sequence[Answer]) -> list[Answer]:
    """Answers in the order they are listed and counted in: those about the same thing together."""
    order = {about: n for n, about in reversed(list(enumerate(map(_about, answers))))}
    return sorted(answers, key=lambda answer: order[_about(answer)])


def _line(opportunity: Opportunity, answer: Answer, change: str) -> ReadingLine:
    reading = answer.reading
    word = reads_as(reading) if reading else _NOT_READ.get(answer.kind, "not read")
    return ReadingLine(
        about=sentence_case(_about(answer)),
        word=f"{word}, as you read it" if reading and reading.corrected else word,
        quote=clip((reading.quote if reading else None) or answer.text, QUOTE),
        change=act(change, opportunity=opportunity.id, answer=answer.id),
    )
