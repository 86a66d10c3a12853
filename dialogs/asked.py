"""What is said while a question is open: an answer, a way of moving on, or another topic."""

from __future__ import annotations

from dataclasses import replace

from dialogs import dialog as dialogs
from dialogs import engine, routing
from dialogs.activity import Woke
from dialogs.catalog import DIALOGS
from dialogs.desk import Desk
from dialogs.engine import Asking, DialogInstance, Input, Mark, Refused, Response, Step
from dialogs.flows import forgetting, interrupting, interviews, passing, readings
from dialogs.records import Aside
from dialogs.replies import Note
from dialogs.words.asides import says_stop
from dialogs.words.choosing import place_among
from dialogs.words.meaning import Understanding, Verb

_OPEN = frozenset({Input.TEXT, Input.LONG_TEXT})
_WHOSE = {
    Verb.UNSURE: "Theirs or yours? “They dodged” if they had no answer, “skip” if it has slipped your mind.",
    Verb.NO: "A “no” could be two things: “not asked”, or “they dodged” if they had nothing to say. Which was it?",
}
"""What is asked back when somebody says only that they have no answer."""
_NO_ANSWER = frozenset(_WHOSE)
_ASKED_WHOSE = "asked whose"
"""The note of the step that this was asked back about: it is asked once."""
_TAKEN_FOR_A_QUESTION = "taken for a question"
"""The note of the words that were: said once more they are an answer."""
_TO_ME = "That sounds like a question to me, and one I have no answer to. If it is what they said, send it once more."
_YES_TO_WHAT = "A “yes” alone says nothing I could read. What was it, in a few of their words?"


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
    elif said.corrects and (then := interviews.retimed(desk, instance, step, words)):
        _ask_again(desk, instance, then)
    elif step.prose and passing.heard(desk, instance, step, said, words):
        still = desk.person.dialogs.front
        if still is not None and _same(still, instance):
            _ask_again(desk, still, "")
    elif _moves(desk, instance, step, said, words):
        return
    elif (not step.verbatim and routing.moved(desk, words)) or passing.news(desk, instance, said, words):
        _come_back(desk, instance)
    elif interrupting.interrupts(said, words, step, _at_hand(desk, instance, step, words)):
        routing.run_verb(desk, said, words)
        _come_back(desk, instance)
    elif not _has_words(words) and step.input in _OPEN and not step.options:
        sentence = "There are no words in that that I could read; a few are enough."
        dialogs.put(desk, dialog, instance, step, sentence)
    elif passing.is_a_question(instance, words) and instance.notes.get(_TAKEN_FOR_A_QUESTION) != words:
        asked = _noted(desk, instance, _TAKEN_FOR_A_QUESTION, words)
        dialogs.put(desk, dialog, asked, step, _TO_ME)
    else:
        dialogs.reply(desk, dialog, instance, step, words)


def _noted(desk: Desk, instance: DialogInstance, note: str, value: str) -> DialogInstance:
    noted = replace(instance, notes={**instance.notes, note: value})
    desk.change(dialogs=desk.person.dialogs.put(noted))
    return noted


def _at_hand(desk: Desk, instance: DialogInstance, step: Step, words: str) -> interrupting.AtHand:
    opportunity = desk.opportunity(instance.about.get("opportunity"))
    named = instance.answers.get("company")
    company = opportunity.company if opportunity else named.value if named else ""
    taken = engine.read_reply(step, words, dialogs.scene_of(desk, instance))
    if step.input is Input.PLACE or (step.parse is engine.anything and not step.options):
        return interrupting.AtHand(company)
    return interrupting.AtHand(company, fits=not isinstance(taken, Refused) or bool(taken.notes))


def _moves(desk: Desk, instance: DialogInstance, step: Step, said: Understanding, words: str) -> bool:
    """Skip, not asked, dodged, back, later, cancel: only as a whole message, never as a word in an answer; and
    "the last one" is one of those that are offered."""
    offered = [option.label for option in step.options]
    chosen = place_among(words, offered) if offered else None
    whole = interrupting.is_whole_message(said, words) or says_stop(words)
    if chosen is not None or not whole:
        return False
    dialog = DIALOGS[instance.dialog]
    marks = {Verb.SKIP: Mark.SKIPPED, Verb.NOT_ASKED: Mark.NOT_ASKED, Verb.DODGED: Mark.DODGED}
    if said.verb in marks and marks[said.verb] in step.marks:
        dialogs.reply(desk, dialog, instance, step, Response(marks[said.verb]))
    elif said.verb in _NO_ANSWER and Mark.SKIPPED in step.marks and (step.prose or said.verb is Verb.UNSURE):
        _no_answer(desk, instance, step, said)
    elif said.verb in marks and Mark.SKIPPED in step.marks:
        dialogs.reply(desk, dialog, instance, step, Response(Mark.SKIPPED))
    elif said.verb in marks:
        dialogs.put(desk, dialog, instance, step, "I do need this one; or say “cancel” to drop it.")
    elif said.verb in (Verb.BACK, Verb.UNDO):
        earlier = engine.back(instance, dialog.steps(desk, instance))
        if earlier is None:
            dialogs.put(desk, dialog, instance, step, "This is the first question.")
        else:
            dialogs.take(desk, dialog, earlier)
    elif passing.says_only_yes(instance, said, words):
        dialogs.put(desk, dialog, instance, step, _YES_TO_WHAT)
    elif said.verb is Verb.LATER or says_stop(words):
        desk.change(dialogs=desk.person.dialogs.park())
        desk.note(f"Later, then. What you said is kept. {_how_to_resume(desk, instance)}")
    elif said.verb is Verb.RESUME and not said.rest and desk.person.paused_until is None:
        _ask_again(desk, instance, "")
    elif said.verb is Verb.CANCEL and len(words.split()) == 1:
        desk.change(dialogs=desk.person.dialogs.close())
        desk.note("Dropped. What you had told me before stays.")
    else:
        return False
    return True


def _no_answer(desk: Desk, instance: DialogInstance, step: Step, said: Understanding) -> None:
    """ "No idea", "no": passed over; but to a question that was put to somebody it is asked whose answer it was."""
    dialog = DIALOGS[instance.dialog]
    if Mark.DODGED in step.marks and not step.follow_up and instance.notes.get(_ASKED_WHOSE) != step.id:
        asked = _noted(desk, instance, _ASKED_WHOSE, step.id)
        dialogs.put(desk, dialog, asked, step, _WHOSE[said.verb])
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
    """After another topic: back to the question that waits, unless the other topic opened a dialog of its own, or it
    came up where others talk, too: there the question was not interrupted."""
    if desk.here.shared:
        return
    front = desk.person.dialogs.front
    if front is None or not _same(front, before) or dialogs.is_asked(desk, front):
        return
    last = desk.replies()[-1] if desk.replies() else None
    if isinstance(last, Note) and _aside(last) is not None:  # one question at a time
        return
    _ask_again(desk, front, _back_to(desk, front))


def take_up_parked(desk: Desk, said: Understanding, words: str) -> bool:
    """ "Let's continue", said while nothing is asked: what was put off last is asked again."""
    parked = [i for i in desk.person.dialogs.parked if i.dialog in DIALOGS]
    if said.verb is not Verb.RESUME or desk.person.paused_until is not None or not parked:
        return False
    if not interrupting.is_whole_message(said, words):
        return False
    desk.change(dialogs=desk.person.dialogs.open(parked[-1]))
    _ask_again(desk, parked[-1], _back_to(desk, parked[-1]))
    return True


def take_up_uncovered(desk: Desk, before: DialogInstance | None, aside: Aside | None) -> None:
    """A dialog that waited under one that ended now, or under a question put aside that is answered now, is asked
    again: what is typed next would be its answer."""
    front = desk.person.dialogs.front
    if front is None or front.dialog not in DIALOGS or desk.person.aside is not None or desk.forgets_all:
        return
    if (
        before is not None
        and _same(front, before)
        and (aside is None or isinstance(desk.activity.event, Woke))
    ):
        return
    if not dialogs.is_asked(desk, front):
        _ask_again(desk, front, _back_to(desk, front))


def _same(one: DialogInstance, other: DialogInstance) -> bool:
    return (one.dialog, dict(one.about)) == (other.dialog, dict(other.about))


def put_aside(desk: Desk) -> None:
    """Remembers a question that was put with buttons only, until the person says or presses the next thing."""
    if isinstance(desk.activity.event, Woke):
        return
    last = desk.replies()[-1] if desk.replies() else None
    aside = _aside(last) if isinstance(last, Note) else None
    if aside != desk.person.aside:
        desk.change(aside=aside)


def _aside(note: Note) -> Aside | None:
    yes = next((c for c in note.choices if c.primary or c.danger), None)
    if yes is None or not (yes.danger or note.text.rstrip().endswith("?")):
        return None
    others = [c.act for c in note.choices if c is not yes]
    return Aside(yes.act, others[0] if len(others) == 1 else None)


def answers_aside(desk: Desk, said: Understanding, words: str) -> bool:
    """ "Yes" or "no" to a question that was put with buttons only: as if the button were pressed."""
    aside = desk.person.aside
    if (
        aside is None
        or said.verb not in (Verb.YES, Verb.NO)
        or not interrupting.is_whole_message(said, words)
    ):
        return False
    if said.verb is Verb.YES and forgetting.wants_more_than_yes(aside.yes, said):
        forgetting.everything_agreed(desk)
    elif said.verb is Verb.YES:
        routing.run_act(desk, aside.yes, {})
    elif aside.no is not None:
        routing.run_act(desk, aside.no, {})
    else:
        desk.note("All right, left as it is.")
    return True


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
