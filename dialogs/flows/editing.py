"""An earlier answer said in other words: its question is asked again, and what rests on it is drawn again."""

from __future__ import annotations

from dataclasses import replace

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Input, Mark, Step, Steps
from dialogs.flows import together
from dialogs.flows.finding import named
from dialogs.flows.readings import addressed_answer, correct, put_answer, redraw, show_again
from dialogs.records import Answer, AnswerKind, Opportunity
from dialogs.replies import Choice, Choices
from dialogs.wording import clip
from dialogs.words.asides import opinion_of, placed, tells_of_others
from dialogs.words.meaning import Understanding, Verb

WHOLE = 4
"""Words of a message that is nothing but the wish to change an answer."""


def _edit_steps(desk: Desk, instance: DialogInstance) -> Steps:
    found = addressed_quietly(desk, instance.about)
    question = found[1].question_text if found else "that question"
    return (
        Step(
            "text",
            f"{question} What did they say? Your new words replace the old ones.",
            marks=frozenset({Mark.NOT_ASKED, Mark.DODGED}),
            input=Input.LONG_TEXT,
            prose=True,
            label=question,
        ),
    )


def _edit_finish(desk: Desk, instance: DialogInstance) -> None:
    found = addressed_answer(desk, instance.about)
    if not found:
        return
    opportunity, answer = found
    response = instance.answers["text"]
    if response.mark is Mark.GIVEN:
        _reworded(desk, opportunity, answer, response.value)
        return
    kind = AnswerKind.DODGED if response.mark is Mark.DODGED else AnswerKind.NOT_ASKED
    edited = replace(answer, kind=kind, reading=None, at=desk.now)
    opportunity = put_answer(desk, opportunity, edited)
    if edited.came_with:
        together.redraw(desk, opportunity, edited)
    desk.note("Changed. It no longer counts for the verdict.")
    redraw(desk, opportunity)


def _reworded(desk: Desk, opportunity: Opportunity, answer: Answer, words: str) -> None:
    """Puts new words in the place of the old ones, and reads them."""
    reading = desk.reader.read(words, answer.dimension)
    edited = replace(answer, text=words, kind=AnswerKind.GIVEN, reading=reading, at=desk.now)
    opportunity = put_answer(desk, opportunity, edited)
    show_again(desk, opportunity, edited)
    redraw(desk, opportunity)


def _edit_stands(desk: Desk, instance: DialogInstance) -> dict[str, str]:
    found = addressed_quietly(desk, instance.about)
    return {"text": found[1].text} if found else {}


def _or_delete(instance: DialogInstance) -> Choices:
    """The other thing that people want with an answer they look at again."""
    return (Choice("Delete this answer", act("answer.forget", **instance.about)),)


EDITING = Dialog(
    "edit",
    "Edit an answer",
    _edit_steps,
    _edit_finish,
    submit="Save",
    stands=_edit_stands,
    beside=_or_delete,
)


def addressed_quietly(desk: Desk, args: Args) -> tuple[Opportunity, Answer] | None:
    """The answer of that address, or None, saying nothing."""
    opportunity = desk.opportunity(args.get("opportunity"))
    answer = (
        next((a for a in opportunity.answers if a.id == args.get("answer")), None) if opportunity else None
    )
    return (opportunity, answer) if opportunity and answer else None


def edit_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Edit] on one answer: asks its question again; as a form, with the old words filled in."""
    found = addressed_answer(desk, args)
    if not found:
        return
    opportunity, answer = found
    about = {"opportunity": opportunity.id, "answer": answer.id}
    old = f"You had written: “{clip(answer.text, 600)}”." if answer.text else ""
    dialogs.begin(desk, EDITING, about, before=old)


def answers_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Edit an answer]: all answers of one opportunity, each with its own button."""
    opportunity = desk.opportunity(args.get("opportunity"))
    if opportunity is None or not opportunity.answers:
        desk.note("There are no answers to edit there yet.")
        return
    desk.say_in(opportunity, together.every(opportunity))


def edit(desk: Desk, said: Understanding, text: str) -> None:
    """`edit`: which of the answers? `edit 2` and "correct the first one: she said …" say so at once."""
    opportunity = named(desk, said) or desk.focus()
    which = placed(text)
    answers = together.in_order(opportunity) if opportunity else []
    if opportunity is None or which is None or not -1 <= which.number <= len(answers):
        answers_pressed(desk, {"opportunity": opportunity.id} if opportunity else {}, {})
        return
    answer = answers[-1] if which.number < 0 else answers[which.number - 1]
    opinion = opinion_of(which.then)
    if opinion is not None and opinion.label is not None:
        correct(desk, opportunity, answer, opinion.label)
    elif len(which.then.split()) > 1:
        _reworded(desk, opportunity, answer, which.then)
    else:
        edit_pressed(desk, {"opportunity": opportunity.id, "answer": answer.id}, {})


def is_wanted(said: Understanding, words: str) -> bool:
    """Whether somebody who is asked what was said wants to change an earlier answer, and tells of no change there."""
    if said.verb is not Verb.EDIT or tells_of_others(words):
        return False
    return placed(words) is not None or (said.confident and not said.rest and len(words.split()) <= WHOLE)
