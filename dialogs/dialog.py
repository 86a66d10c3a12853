"""What a dialog of the coach is: its steps, and what happens when they are answered. Dialogs are data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialogs import engine
from dialogs.activity import Act
from dialogs.engine import (
    Asking,
    DialogInstance,
    Finished,
    Mark,
    Progress,
    Refused,
    Response,
    Scene,
    Step,
    Steps,
)
from dialogs.replies import Choice, Choices, Form, FormField, Question

if TYPE_CHECKING:
    from dialogs.desk import Desk

MARK_LABELS = {Mark.SKIPPED: "Skip", Mark.NOT_ASKED: "Not asked", Mark.DODGED: "They dodged"}


def _as_it_is(desk: Desk, instance: DialogInstance, step: Step, response: Response) -> Response:
    return response


def _nothing_beside(instance: DialogInstance) -> Choices:
    return ()


def _steps_unchanged(desk: Desk, instance: DialogInstance) -> str:
    return ""


@dataclass(frozen=True)
class Dialog:
    """One conversation the coach can lead.

    `steps` are looked up for each turn, because they may depend on records. `answered` sees each answer as it
    comes and may note something on it (a vague answer gets a follow-up step); `finish` turns the answers into
    records and replies. `version` grows when steps change, so that a running dialog is brought up to date.
    """

    id: str
    title: str
    steps: Callable[[Desk, DialogInstance], Steps]
    finish: Callable[[Desk, DialogInstance], None]
    answered: Callable[[Desk, DialogInstance, Step, Response], Response] = _as_it_is
    submit: str = "Save"
    as_form: bool = True
    version: int = 1
    stands: Callable[[Desk, DialogInstance], Mapping[str, str]] | None = None
    """What stands now and is to be changed: a form of the dialog begins with it."""
    beside: Callable[[DialogInstance], Choices] = _nothing_beside
    """Other ways on, as buttons beside each question: a form for those who would rather fill one in."""
    about: Callable[[Desk, DialogInstance], str] = _steps_unchanged
    """How the dialog is called when it is taken up again: "the Northwind debrief"."""


def scene_of(desk: Desk, instance: DialogInstance) -> Scene:
    """What the steps of this dialog may look at now."""
    return Scene(instance.about, instance.answers, desk.now, desk.zone, instance.notes)


def begin(
    desk: Desk,
    dialog: Dialog,
    about: Mapping[str, str],
    answers: Mapping[str, Response] | None = None,
    notes: Mapping[str, str] | None = None,
    before: str = "",
) -> None:
    """Opens a dialog (or takes up the waiting one), with what is known already, and asks what is missing."""
    fresh = DialogInstance(dialog.id, dict(about), version=dialog.version)
    state = desk.person.dialogs.open(fresh)
    front = state.front or fresh
    known = replace(
        front, answers={**front.answers, **(answers or {})}, notes={**front.notes, **(notes or {})}
    )
    desk.change(dialogs=state.put(known))
    take(desk, dialog, engine.proceed(known, dialog.steps(desk, known), dialog.version), before)


def take(desk: Desk, dialog: Dialog, progress: Progress, before: str = "") -> None:
    """Keeps the dialog's new state, and asks the next question or finishes."""
    match progress:
        case Asking(instance, step):
            desk.change(dialogs=desk.person.dialogs.put(instance))
            put(desk, dialog, instance, step, before)
        case Finished(instance):
            desk.change(dialogs=desk.person.dialogs.close())
            if before:
                desk.note(before)
            dialog.finish(desk, instance)


def reply(desk: Desk, dialog: Dialog, instance: DialogInstance, step: Step, given: Response | str) -> None:
    """Takes what was said or pressed for one step, and goes on; what a step cannot take is asked again, kindly."""
    scene = scene_of(desk, instance)
    response = engine.read_reply(step, given, scene) if isinstance(given, str) else given
    if isinstance(response, Refused):
        _ask_for_the_rest(desk, dialog, instance, step, response)
        return
    response = dialog.answered(desk, instance, step, response)
    answered = replace(instance, answers={**instance.answers, step.id: response})
    take(desk, dialog, engine.proceed(answered, dialog.steps(desk, answered), dialog.version))


def _ask_for_the_rest(
    desk: Desk, dialog: Dialog, instance: DialogInstance, step: Step, refused: Refused
) -> None:
    """What could not be taken is asked again; what was settled all the same is kept, and not asked for again."""
    if not refused.notes:
        put(desk, dialog, instance, step, refused.sentence)
        return
    nearer = replace(instance, notes={**instance.notes, **refused.notes})
    take(desk, dialog, engine.resume(nearer, dialog.steps(desk, nearer), dialog.version))


def put(desk: Desk, dialog: Dialog, instance: DialogInstance, step: Step, before: str = "") -> None:
    """Puts a question to the person: what is about an opportunity, where everything about it stands."""
    asked = question(desk, dialog, instance, step, before)
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    if opportunity is None:
        desk.say(asked)
    else:
        desk.say_in(opportunity, asked)


def question(desk: Desk, dialog: Dialog, instance: DialogInstance, step: Step, before: str = "") -> Question:
    """One step as a question, with its options and the ways of not answering as buttons."""
    scene = scene_of(desk, instance)
    steps = dialog.steps(desk, instance)
    shown = [s for s in steps if s.when(instance.answers)]
    counted = [s for s in shown if not s.follow_up]
    return Question(
        prompt=step.ask(scene),
        step=step.id,
        choices=(*_choices(instance, step), *dialog.beside(instance)),
        before=before,
        hint=step.hint,
        input=step.input,
        answer=_answer_act(instance, step.id),
        form=form(desk, dialog, instance) if dialog.as_form and (len(shown) > 1 or dialog.stands) else None,
        progress=(counted.index(step) + 1, len(counted)) if step in counted and len(counted) > 2 else None,
    )


def is_asked(desk: Desk, instance: DialogInstance) -> bool:
    """Whether this turn has put a question (or the form) of this dialog already."""
    mine = _address(instance)
    for reply in desk.replies():
        asked = (
            reply.answer if isinstance(reply, Question) else reply.act if isinstance(reply, Form) else None
        )
        if asked is not None and mine.items() <= asked.args.items():
            return True
    return False


def fill(desk: Desk, dialog: Dialog, instance: DialogInstance, values: Mapping[str, str]) -> None:
    """Takes a whole form at once. What could not be read is asked again in the same form, with what was typed."""
    steps = dialog.steps(desk, instance)
    taken, problems = engine.fill(instance, steps, values, scene_of(desk, instance))
    if problems:
        desk.change(dialogs=desk.person.dialogs.put(taken))
        desk.say(form(desk, dialog, taken, problems, values))
        return
    answers = dict(taken.answers)
    for step in steps:
        if step.id in answers and answers[step.id] != instance.answers.get(step.id):
            answers[step.id] = dialog.answered(desk, taken, step, answers[step.id])
    complete = replace(taken, answers=answers)
    take(desk, dialog, engine.proceed(complete, dialog.steps(desk, complete), dialog.version))


def form(
    desk: Desk,
    dialog: Dialog,
    instance: DialogInstance,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Form:
    """The whole dialog as one form: the same steps, the same ids, what is answered already filled in."""
    scene = scene_of(desk, instance)
    stands = dialog.stands(desk, instance) if dialog.stands else {}
    fields = []
    for step in dialog.steps(desk, instance):
        if not step.when(instance.answers):  # what hangs on an answer is asked after it
            continue
        known = instance.answers.get(step.id)
        fields.append(
            FormField(
                id=step.id,
                label=step.label or step.ask(scene),
                input=step.input,
                value=(typed or {}).get(
                    step.id, known.value if known and known.mark is Mark.GIVEN else stands.get(step.id, "")
                ),
                hint=step.hint,
                options=tuple((o.label, o.value) for o in step.options),
                optional=Mark.SKIPPED in step.marks,
                problem=(problems or {}).get(step.id, ""),
            )
        )
    return Form(dialog.title, dialog.submit, Act("fill", _address(instance)), tuple(fields))


def _address(instance: DialogInstance) -> dict[str, str]:
    return {"dialog": instance.dialog, **instance.about}


def _answer_act(instance: DialogInstance, step: str) -> Act:
    return Act("answer", {**_address(instance), "step": step})


def _choices(instance: DialogInstance, step: Step) -> Choices:
    options = [
        Choice(o.label, Act("answer", {**_address(instance), "step": step.id, "value": o.value}))
        for o in step.options
    ]
    marks = [
        Choice(MARK_LABELS[mark], Act("answer", {**_address(instance), "step": step.id, "mark": mark.value}))
        for mark in (Mark.NOT_ASKED, Mark.DODGED, Mark.SKIPPED)
        if mark in step.marks
    ]
    return (*options, *marks)
