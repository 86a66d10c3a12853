"""What is said while a question is open: an answer, a way of moving on, or another topic."""

from __future__ import annotations

from dialogs import dialog as dialogs
from dialogs import engine, routing
from dialogs.catalog import DIALOGS
from dialogs.desk import Desk
from dialogs.engine import Asking, DialogInstance, Input, Mark, Refused, Response, Step
from dialogs.flows import interrupting, readings
from dialogs.words.meaning import Understanding, Verb

_OPEN = frozenset({Input.TEXT, Input.LONG_TEXT})
_WHOSE = {
    Verb.UNSURE: "Theirs or yours? “They dodged” if they had no answer, “skip” if it has slipped your mind.",
    Verb.NO: "A “no” could be two things: “not asked”, or “they dodged” if they had nothing to say. Which was it?",
}
"""What is asked back when somebody says only that they have no answer."""
_NO_ANSWER = frozenset(_WHOSE)


def take_in(desk: Desk, front: DialogInstance, said: Understanding, words: str) -> None:
    """Something was said while a question is open: an answer, a way of moving, or another topic."""
    dialog = DIALOGS[front.dialog]
    steps = dialog.steps(desk, front)
    asking = engine.resume(front, steps, dialog.version)
    if not isinstance(asking, Asking):  # a deploy removed what was still open
        dialogs.take(desk, dialog, asking)
        return
    instance, step = asking.instance, asking.step
    if readings.corrected_in_words(desk, words):
        _ask_again(desk, instance, "")
    elif _moves(desk, instance, step, said, words):
        return
    elif not step.verbatim and routing.moved(desk, words):
        _come_back(desk, instance)
    elif interrupting.interrupts(said, words, step, _at_hand(desk, instance, step, words)):
        routing.run_verb(desk, said, words)
        _come_back(desk, instance)
    elif not _has_words(words) and step.input in _OPEN and not step.options:
        sentence = "There are no words in that that I could read; a few are enough."
        desk.say(dialogs.question(desk, dialog, instance, step, sentence))
    else:
        dialogs.reply(desk, dialog, instance, step, words)


def _at_hand(desk: Desk, instance: DialogInstance, step: Step, words: str) -> interrupting.AtHand:
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    named = instance.answers.get("company")
    company = opportunity.company if opportunity else named.value if named else ""
    taken = engine.read_reply(step, words, dialogs.scene_of(desk, instance))
    return interrupting.AtHand(company, step.parse is not engine.anything and not isinstance(taken, Refused))


def _moves(desk: Desk, instance: DialogInstance, step: Step, said: Understanding, words: str) -> bool:
    """Skip, not asked, dodged, back, later, cancel: only as a whole message, never as a word in an answer."""
    if not interrupting.is_whole_message(said, words):
        return False
    dialog = DIALOGS[instance.dialog]
    marks = {Verb.SKIP: Mark.SKIPPED, Verb.NOT_ASKED: Mark.NOT_ASKED, Verb.DODGED: Mark.DODGED}
    if said.verb in marks and marks[said.verb] in step.marks:
        dialogs.reply(desk, dialog, instance, step, Response(marks[said.verb]))
    elif said.verb in _NO_ANSWER and Mark.SKIPPED in step.marks and (step.prose or said.verb is Verb.UNSURE):
        _no_answer(desk, instance, step, said)
    elif said.verb in marks:
        dialogs.put(desk, dialog, instance, step, "I do need this one; or say “cancel” to drop it.")
    elif said.verb in (Verb.BACK, Verb.UNDO):
        earlier = engine.back(instance, dialog.steps(desk, instance))
        if earlier is None:
            dialogs.put(desk, dialog, instance, step, "This is the first question.")
        else:
            dialogs.take(desk, dialog, earlier)
    elif said.verb is Verb.LATER:
        desk.change(dialogs=desk.person.dialogs.park())
        desk.note(f"Later, then. What you said is kept. {_how_to_resume(desk, instance)}")
    elif said.verb is Verb.CANCEL and len(words.split()) == 1:
        desk.change(dialogs=desk.person.dialogs.close())
        desk.note("Dropped. What you had told me before stays.")
    else:
        return False
    return True


def _no_answer(desk: Desk, instance: DialogInstance, step: Step, said: Understanding) -> None:
    """ "No idea", "no": passed over; but to a question that was put to somebody it is asked whose answer it was."""
    dialog = DIALOGS[instance.dialog]
    if Mark.DODGED in step.marks and not step.follow_up:
        whose = _WHOSE[said.verb]
        desk.say(dialogs.question(desk, dialog, instance, step, whose))
        return
    dialogs.reply(desk, dialog, instance, step, Response(Mark.SKIPPED))


def _has_words(words: str) -> bool:
    return any(character.isalnum() for character in words)


def _how_to_resume(desk: Desk, instance: DialogInstance) -> str:
    about = DIALOGS[instance.dialog].about(desk, instance)
    return (
        f"Say “debrief” and we go on with {about}."
        if instance.dialog == "debrief"
        else "Start it again any time."
    )


def _come_back(desk: Desk, before: DialogInstance) -> None:
    """After another topic: back to the question that waits, unless the other topic opened a dialog of its own."""
    front = desk.person.dialogs.front
    if front is None or not _same(front, before) or dialogs.is_asked(desk, front):
        return
    _ask_again(desk, front, _back_to(desk, front))


def take_up_uncovered(desk: Desk, before: DialogInstance | None) -> None:
    """A dialog that waited under one that ended now is asked again: what is typed next would be its answer."""
    front = desk.person.dialogs.front
    if front is None or front.dialog not in DIALOGS or (before is not None and _same(front, before)):
        return
    if not dialogs.is_asked(desk, front):
        _ask_again(desk, front, _back_to(desk, front))


def _same(one: DialogInstance, other: DialogInstance) -> bool:
    return (one.dialog, dict(one.about)) == (other.dialog, dict(other.about))


def _back_to(desk: Desk, instance: DialogInstance) -> str:
    dialog = DIALOGS[instance.dialog]
    about = dialog.about(desk, instance)
    dug_into = engine.dug_into(dialog.steps(desk, instance), instance.asked)
    if about and dug_into is not None:
        return f"Back to {about}. {dug_into.label}"
    return f"Back to {about}:" if about else "Back to where we were:"


def _ask_again(desk: Desk, instance: DialogInstance, before: str) -> None:
    current = desk.person.dialogs.front or instance
    dialog = DIALOGS[current.dialog]
    progress = engine.resume(current, dialog.steps(desk, current), dialog.version)
    dialogs.take(desk, dialog, progress, before)
