"""The dialog engine: a dialog is data, its answers are the state.

The next question is the first step without an answer whose condition holds. The step that *was* asked is stored,
never derived, so an answer can only land under the question the person saw, whatever a deploy or an edit did in
between. Correcting is answering again, then dropping what no longer applies.

Pure functions over frozen values: no clock, no storage, no platform. Whoever calls hands in the steps, which may
depend on records (a debrief asks the questions that were pinned), so the same dialog can be played as a
conversation, drawn whole as one form, or listed before anything was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise


class Mark(StrEnum):
    """How a step was dealt with. Only `given` carries a value."""

    GIVEN = "given"
    SKIPPED = "skipped"
    NOT_ASKED = "not_asked"
    DODGED = "dodged"


@dataclass(frozen=True, slots=True)
class Response:
    """What the person did with one step. `note` is what the coach made of it, for later steps' conditions."""

    mark: Mark
    value: str = ""
    note: str = ""


Answers = Mapping[str, Response]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step may look at to word its prompt or understand a reply."""

    about: Mapping[str, str]
    answers: Answers
    now: datetime
    zone: str
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A reply that a step cannot take: one sentence that says what was wrong and what would work.

    `notes`: what it settled all the same. They are kept, and the step, which asks for the rest now, is put anew.
    """

    sentence: str
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a step offers as a button."""

    label: str
    value: str


class Input(StrEnum):
    """What kind of thing a step asks for: decides the control in a form, not the layout."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    DATE = "date"
    DATE_TIME = "date_time"
    NUMBER = "number"
    MONEY = "money"
    PLACE = "place"
    """A channel or a person to post to."""


def anything(text: str, scene: Scene) -> str | Refused:
    """Takes any words at all, but not nothing."""
    words = text.strip()
    return words or Refused("That came through empty. A few words are enough.")


def always(answers: Answers) -> bool:
    """The condition of a step that always applies."""
    return True


def never(answers: Answers) -> bool:
    """The condition of a step that does not apply."""
    return False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to ask. Ids never change once shipped: stored answers are kept under them."""

    id: str
    prompt: str | Callable[[Scene], str]
    parse: Callable[[str, Scene], str | Refused] = anything
    options: tuple[Option, ...] = ()
    when: Callable[[Answers], bool] = always
    marks: frozenset[Mark] = frozenset()
    """Which ways of not answering this step takes."""
    input: Input = Input.TEXT
    prose: bool = False
    """Takes free prose: a word such as "offer" in it is part of the answer, not a command."""
    verbatim: bool = False
    """Whatever is typed is the answer, even a question: only a slash or a word such as "cancel" leads away."""
    follow_up: bool = False
    """Digs into the step before it: of the same question, and not counted as one of its own."""
    hint: str = ""
    label: str = ""
    """A few words for a form's label; the prompt where there are none."""

    def ask(self, scene: Scene) -> str:
        """The prompt, worded for this scene."""
        return self.prompt if isinstance(self.prompt, str) else self.prompt(scene)


Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class DialogInstance:
    """One dialog under way: what it is about, what was answered, and the step that was asked.

    `about` is its identity (which opportunity, which interview); `notes` is whatever else a dialog wants to
    remember until it is done, such as the half of a date that is already certain.
    """

    dialog: str
    about: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Response] = field(default_factory=dict)
    asked: str | None = None
    version: int = 1
    notes: Mapping[str, str] = field(default_factory=dict)


PARKED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class DialogState:
    """The dialogs under way, the one in front last. An unanswered one waits below until it is its turn again;
    one that was put off ("later") is parked until it is opened again."""

    stack: tuple[DialogInstance, ...] = ()
    parked: tuple[DialogInstance, ...] = ()

    @property
    def front(self) -> DialogInstance | None:
        """The dialog that a plain reply belongs to."""
        return self.stack[-1] if self.stack else None

    def open(self, instance: DialogInstance) -> DialogState:
        """Puts a dialog in front; the same dialog about the same thing, if it waits, is taken up again."""
        waiting = self.find(instance.dialog, instance.about)
        front = waiting if waiting is not None else instance
        return DialogState(
            (*(i for i in self.stack if i is not waiting), front),
            tuple(i for i in self.parked if i is not waiting),
        )

    def find(self, dialog: str, about: Mapping[str, str]) -> DialogInstance | None:
        """The waiting dialog of that kind about that thing."""
        every = (*self.stack, *self.parked)
        return next((i for i in every if i.dialog == dialog and dict(i.about) == dict(about)), None)

    def put(self, instance: DialogInstance) -> DialogState:
        """Replaces the dialog in front by a later state of itself."""
        return DialogState((*self.stack[:-1], instance), self.parked)

    def close(self) -> DialogState:
        """Ends the dialog in front."""
        return DialogState(self.stack[:-1], self.parked)

    def park(self) -> DialogState:
        """Puts the dialog in front off until it is opened again."""
        return DialogState(self.stack[:-1], (*self.parked, *self.stack[-1:])[-PARKED_AT_MOST:])

    def drop(self, dialog: str, about: Mapping[str, str]) -> DialogState:
        """Ends the waiting dialog of that kind about that thing, if there is one."""
        gone = self.find(dialog, about)
        return DialogState(
            tuple(i for i in self.stack if i is not gone), tuple(i for i in self.parked if i is not gone)
        )

    def without(self, about_key: str, value: str) -> DialogState:
        """Ends every dialog about one thing, such as an opportunity that was forgotten."""
        return DialogState(
            tuple(i for i in self.stack if i.about.get(about_key) != value),
            tuple(i for i in self.parked if i.about.get(about_key) != value),
        )


@dataclass(frozen=True, slots=True)
class Asking:
    """The dialog waits for this step."""

    instance: DialogInstance
    step: Step


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is left to ask."""

    instance: DialogInstance


Progress = Asking | Finished


def step_of(steps: Iterable[Step], id: str | None) -> Step | None:
    """The step of that id, if the dialog (still) has it."""
    return next((s for s in steps if s.id == id), None)


def dug_into(steps: Steps, id: str | None) -> Step | None:
    """The step that the follow-up of that id digs into; None where that is no follow-up."""
    for before, step in pairwise(steps):
        if step.id == id and step.follow_up:
            return before
    return None


def relevant(steps: Steps, answers: Answers) -> dict[str, Response]:
    """The answers that still apply, after an edit upstream or a step that a deploy removed."""
    kept: dict[str, Response] = {}
    for step in steps:
        if step.id in answers and step.when(kept):
            kept[step.id] = answers[step.id]
    return kept


def proceed(instance: DialogInstance, steps: Steps, version: int = 1) -> Progress:
    """Asks the first open step that applies, or finishes. Drops orphans: this is also the migration of a
    running dialog whose steps were added to or removed by a deploy."""
    answers = relevant(steps, instance.answers)
    step = next((s for s in steps if s.id not in answers and s.when(answers)), None)
    moved = replace(instance, answers=answers, asked=step.id if step else None, version=version)
    return Asking(moved, step) if step else Finished(moved)


def resume(instance: DialogInstance, steps: Steps, version: int = 1) -> Progress:
    """Asks again what was asked last, if that step still exists and applies; else proceeds."""
    step = step_of(steps, instance.asked)
    if step is None or not step.when(relevant(steps, instance.answers)):
        return proceed(instance, steps, version)
    return Asking(instance, step)


def answer(instance: DialogInstance, steps: Steps, step_id: str, response: Response) -> Progress:
    """Takes an answer for one step (asked now, or edited later) and goes on. Later answers are kept.

    Raises:
        KeyError: the dialog has no such step; a caller with an old button says so to the person instead.
    """
    if step_of(steps, step_id) is None:
        raise KeyError(step_id)
    answers = {**instance.answers, step_id: response}
    return proceed(replace(instance, answers=answers), steps, instance.version)


def read_reply(step: Step, text: str, scene: Scene) -> Response | Refused:
    """Understands what was typed for a step: an option by its label or value, a way of not answering, or words."""
    typed = text.strip()
    for option in step.options:
        if typed.casefold() in (option.label.casefold(), option.value.casefold()):
            return Response(Mark.GIVEN, option.value)
    parsed = step.parse(text, scene)
    return parsed if isinstance(parsed, Refused) else Response(Mark.GIVEN, parsed)


def back(instance: DialogInstance, steps: Steps) -> Progress | None:
    """Asks the previous step again, keeping its answer until it is replaced; None at the beginning."""
    before = []
    for step in steps:
        if step.id == instance.asked:
            break
        if step.id in instance.answers and step.when(instance.answers):
            before.append(step)
    if not before:
        return None
    return Asking(replace(instance, asked=before[-1].id), before[-1])


def edit(instance: DialogInstance, steps: Steps, step_id: str) -> Progress | None:
    """Asks an earlier (or later) step out of turn; None where the dialog has no such step now."""
    step = step_of(steps, step_id)
    if step is None or not step.when(relevant(steps, instance.answers)):
        return None
    return Asking(replace(instance, asked=step.id), step)


def fill(
    instance: DialogInstance, steps: Steps, values: Mapping[str, str], scene: Scene
) -> tuple[DialogInstance, dict[str, str]]:
    """Takes a whole form at once. Returns the instance with every value that could be read, and a sentence per
    field for those that could not; empty fields count as skipped where the step may be, else stay open."""
    answers = dict(instance.answers)
    problems: dict[str, str] = {}
    for step in steps:
        if step.id not in values:
            continue
        typed = values[step.id]
        if not typed.strip():
            answers.pop(step.id, None)
            if Mark.SKIPPED in step.marks:
                answers[step.id] = Response(Mark.SKIPPED)
            else:
                problems[step.id] = "This one is needed."
            continue
        response = read_reply(step, typed, replace(scene, answers=answers))
        if isinstance(response, Refused):
            problems[step.id] = response.sentence
        else:
            answers[step.id] = response
    return replace(instance, answers=relevant(steps, answers)), problems
