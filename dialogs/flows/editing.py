"""An earlier answer said in other words: its question is asked again, and what rests on it is drawn again."""

from __future__ import annotations

from dataclasses import replace

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Input, Mark, Step, Steps
from dialogs.flows import together
from dialogs.flows.finding import named
from dialogs.flows.readings import addressed_answer, put_answer, redraw, show_again
from dialogs.records import Answer, AnswerKind, Opportunity
from dialogs.replies import Choice, Choices
from dialogs.wording import clip
from dialogs.words.meaning import Understanding


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
        reading = desk.reader.read(response.value, answer.dimension)
        edited = replace(answer, text=response.value, kind=AnswerKind.GIVEN, reading=reading, at=desk.now)
    else:
        kind = AnswerKind.DODGED if response.mark is Mark.DODGED else AnswerKind.NOT_ASKED
        edited = replace(answer, kind=kind, reading=None, at=desk.now)
    opportunity = put_answer(desk, opportunity, edited)
    if edited.reading is not None:
        show_again(desk, opportunity, edited)
    else:
        if edited.came_with:
            together.redraw(desk, opportunity, edited)
        desk.note("Changed. It no longer counts for the verdict.")
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
    """`edit`: which of the answers?"""
    opportunity = named(desk, said) or desk.focus()
    answers_pressed(desk, {"opportunity": opportunity.id} if opportunity else {}, {})
