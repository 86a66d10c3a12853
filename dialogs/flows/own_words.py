"""What the person brings themselves: a question of their own, and a difference they made."""

from __future__ import annotations

from dataclasses import replace

from dialogs import dialog as dialogs
from dialogs.desk import Args, Desk, act
from dialogs.dialog import Dialog
from dialogs.engine import DialogInstance, Input, Mark, Refused, Response, Scene, Step, Steps
from dialogs.flows.finding import with_interview
from dialogs.flows.judging import situation
from dialogs.flows.preparing import addressed
from dialogs.questions.inference import infer_dimension
from dialogs.questions.preparation import SLOTS, Difference, visit_note
from dialogs.records import AskedQuestion
from dialogs.replies import Choice
from dialogs.rubric import Dimension
from dialogs.wording import DIMENSION_WORDS, sentence_case

# -- one's own question -----------------------------------------------------------------------------------------


def _own_steps(desk: Desk, instance: DialogInstance) -> Steps:
    return (
        Step(
            "text",
            "What do you want to ask them? In your own words.",
            parse=_one_question,
            input=Input.TEXT,
            prose=True,
            verbatim=True,
            label="Your question",
        ),
    )


def _one_question(text: str, scene: Scene) -> str | Refused:
    words = " ".join(text.split())
    if len(words) < 8:
        return Refused("That is very short for a question. Say it as you would ask it.")
    if len(words) > 300:
        return Refused("Interviewers lose a question that long. Can you say it in one or two sentences?")
    return words


def _own_finish(desk: Desk, instance: DialogInstance) -> None:
    found = addressed(desk, instance.about)
    if not found:
        return
    opportunity, interview = found
    text = sentence_case(instance.answers["text"].value)
    dimension = infer_dimension(text)
    own = AskedQuestion(desk.new_id("own-"), text, dimension, why="Your own question.", pinned=True)
    changed = replace(interview, questions=(*interview.questions, own))
    opportunity = desk.keep(with_interview(opportunity, changed))
    args = {"opportunity": opportunity.id, "interview": interview.id, "question": own.id}
    others = [
        Choice(DIMENSION_WORDS[d].capitalize(), act("prep.dimension", dimension=d.value, **args))
        for d in Dimension
        if d is not dimension
    ]
    desk.note(
        f"Added and pinned. I take it to be about {DIMENSION_WORDS[dimension]}. If not, say which:",
        tuple(others),
    )


OWN = Dialog("own_question", "A question of your own", _own_steps, _own_finish, submit="Add it")


def own_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Add mine]"""
    own_said(desk, args, "")


def own_said(desk: Desk, args: Args, text: str) -> None:
    """ "add mine: …": a question of one's own, asked for where it was not said."""
    found = addressed(desk, args)
    if not found:
        return
    about = {"opportunity": found[0].id, "interview": found[1].id}
    parsed = _one_question(text, dialogs.scene_of(desk, DialogInstance(OWN.id, about))) if text else None
    if isinstance(parsed, str):
        dialogs.begin(desk, OWN, about, {"text": Response(Mark.GIVEN, parsed)})
    else:
        dialogs.begin(desk, OWN, about, before=parsed.sentence if parsed else "")


def dimension_pressed(desk: Desk, args: Args, values: Args) -> None:
    """What one's own question is really about."""
    found = addressed(desk, args)
    if not found:
        return
    opportunity, interview = found
    dimension = Dimension(args.get("dimension", Dimension.SUCCESS_METRICS.value))
    questions = tuple(
        replace(q, dimension=dimension) if q.id == args.get("question") else q for q in interview.questions
    )
    desk.keep(with_interview(opportunity, replace(interview, questions=questions)))
    desk.note(f"Noted: it is about {DIMENSION_WORDS[dimension]}.")


# -- what to have ready -----------------------------------------------------------------------------------------


def ready_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[What to have ready]: what to look for, and a difference one made, filled in once and reused."""
    found = addressed(desk, args)
    if not found:
        return
    opportunity, interview = found
    difference = desk.person.difference
    said = visit_note(desk.bank, situation(desk, opportunity, interview))
    if difference.missing() is None:
        said += f"\n\nYour difference: “{difference.said()}” {difference.advice() or ''}".rstrip()
        desk.note(said, (Choice("Change it", act("prep.difference")),))
        return
    desk.note(said)
    dialogs.begin(
        desk,
        DIFFERENCE,
        {},
        before="And of your own: a difference you made, in one sentence. Five short answers make it.",
    )


def difference_pressed(desk: Desk, args: Args, values: Args) -> None:
    """[Change it]"""
    dialogs.begin(desk, DIFFERENCE, {})


def _difference_steps(desk: Desk, instance: DialogInstance) -> Steps:
    return tuple(
        Step(
            slot.name,
            slot.ask,
            marks=frozenset({Mark.SKIPPED}),
            input=Input.TEXT,
            prose=True,
            label=slot.ask,
            hint=slot.example,
        )
        for slot in SLOTS
    )


def _difference_finish(desk: Desk, instance: DialogInstance) -> None:
    difference = Difference()
    for name, response in instance.answers.items():
        if response.mark is Mark.GIVEN:
            difference = difference.with_slot(name, response.value[:400])
    desk.change(difference=difference)
    advice = difference.advice()
    desk.note(
        f"“{difference.said()}”" + (f"\n{advice}" if advice else "\nKept; it goes on your pocket cards.")
    )


DIFFERENCE = Dialog("difference", "A difference I made", _difference_steps, _difference_finish)
