"""The coach: one activity in, one turn out. Pure: the same activity on the same records gives the same turn."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from dialogs import dialog as dialogs
from dialogs import engine
from dialogs.activity import Act, Acted, Activity, Arrived, Filled, Left, Said, Woke
from dialogs.catalog import ACTS, DIALOGS, VERBS
from dialogs.desk import Desk
from dialogs.engine import Asking, DialogInstance, Mark, Response, Step
from dialogs.flows import (
    criteria,
    debriefing,
    interrupting,
    own_moves,
    parting,
    readings,
    talking,
    together,
    waking,
)
from dialogs.questions.bank import Bank
from dialogs.reading.reader import Reader
from dialogs.replies import Choice, Form, Question, SettingsShown
from dialogs.turn import Loaded, Turn
from dialogs.words.meaning import Known, KnownOpportunity, Understanding, Verb
from dialogs.words.understand import understand

KNOWN_BY_NAME = 30
"""Opportunities that plain words are matched with: what one has in hand, not all one ever had."""

LONGEST = 12_000
"""Characters of one message that are read; what lies beyond is kept by the platform, and said to be unread."""

_DEBRIEF_WITH_A_TALE = re.compile(r"(?:/?coach\s+)?/?debrief\b[^\n.:!?]{0,60}", re.IGNORECASE)


class Coach:
    """Everything the coach knows how to do, over a question bank and a reader."""

    def __init__(self, bank: Bank, reader: Reader) -> None:
        self.bank = bank
        self.reader = reader

    def may_read(self, activity: Activity, loaded: Loaded) -> bool:
        """Whether playing this activity may read an answer, which takes milliseconds rather than microseconds."""
        front = loaded.person.dialogs.front if loaded.person else None
        match activity.event:
            case Said(text=text):
                return front is not None or len(text) >= debriefing.TALE
            case Filled() | Acted(act=Act(name="answer")):
                return True
            case _:
                return False

    def handle(self, activity: Activity, loaded: Loaded) -> Turn:
        """What this activity changes and what the coach says to it.

        Raises:
            NeedsMore: records are needed that were not loaded; load them and call again.
        """
        desk = Desk(activity, loaded, self.bank, self.reader)
        _settle_in(desk)
        before = desk.person.dialogs.front
        self._play(desk, activity)
        _take_up_uncovered(desk, before)
        together.gather(desk)
        return desk.turn()

    def _play(self, desk: Desk, activity: Activity) -> None:
        match activity.event:
            case Said(text=text):
                _said(desk, text)
            case Acted(act=act):
                _acted(desk, act)
            case Filled(act=act, values=values):
                if act.name == "fill":
                    _filled(desk, act, dict(values))
                elif act.name == "answer":
                    _acted(desk, Act(act.name, {**act.args, "text": next(iter(values.values()), "")}))
                else:
                    _run_act(desk, act, dict(values))
            case Woke(wake=wake, expired=expired):
                waking.woke(desk, wake, expired)
            case Arrived(installed=installed):
                if not desk.is_new and not installed:
                    talking.home(desk, Understanding(Verb.HOME), "")
            case Left():
                parting.leave(desk)

    def form(self, activity: Activity, loaded: Loaded) -> Form | None:
        """The form that an act leads to, for a platform that opens forms in a window of their own. Changes nothing."""
        for message in self.handle(activity, loaded).messages:
            match message.reply:
                case Form() as form:
                    return form
                case Question(form=Form() as form):
                    return form
                case SettingsShown(form=form):
                    return form
                case _:
                    continue
        return None


def _settle_in(desk: Desk) -> None:
    """What every turn begins with: who this is, where they are at home, and the welcome the first time."""
    activity = desk.activity
    is_present = not isinstance(activity.event, Woke | Left)
    if is_present and not activity.reference.shared:
        if desk.person.home != activity.reference:
            desk.change(home=activity.reference)
        parting.come_back(desk)
    until = desk.person.paused_until
    if until is not None and desk.now.astimezone(ZoneInfo(desk.zone)).date() >= until:
        desk.change(paused_until=None)
    if desk.person.met_at is None and is_present:
        talking.welcome(desk)


def known_to(desk: Desk) -> Known:
    """What the understanding of plain words should know of this person."""
    opportunities = tuple(
        KnownOpportunity(o.id, o.company, o.job or None, o.next_interview_at)
        for o in desk.person.opportunities[:KNOWN_BY_NAME]
    )
    return Known(opportunities, desk.person.focus, desk.settings.language)


# -- words ------------------------------------------------------------------------------------------------------


def _said(desk: Desk, text: str) -> None:
    words = "".join(c for c in text if c.isprintable() or c in "\n\t").strip()
    if not words:
        if not desk.is_new:
            desk.note("That came through empty. Say “help” and I'll tell you what makes sense now.")
        return
    said = understand(_decisive(words), now=desk.now, zone=desk.zone, known=known_to(desk))
    front = desk.person.dialogs.front
    if front is None or front.dialog not in DIALOGS:
        _run_verb(desk, said, words)
    else:
        _in_dialog(desk, front, said, words)
    if len(words) > LONGEST:
        desk.note(f"That was long: I read the first {LONGEST} characters. Send the rest as a second message.")


def _decisive(words: str) -> str:
    """The part of a message that says what it is for: of a tale told after "debrief" only its beginning, because
    the tale has words of its own for everything."""
    told = _DEBRIEF_WITH_A_TALE.match(words)
    return " ".join(told.group().split()) if told and len(words) > debriefing.LONG_NOTE else words[:LONGEST]


def _in_dialog(desk: Desk, front: DialogInstance, said: Understanding, words: str) -> None:
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
    elif not step.verbatim and _moved(desk, words):
        _come_back(desk, instance)
    elif interrupting.interrupts(said, words, step):
        _run_verb(desk, said, words)
        _come_back(desk, instance)
    else:
        dialogs.reply(desk, dialog, instance, step, words[:LONGEST])


def _moves(desk: Desk, instance: DialogInstance, step: Step, said: Understanding, words: str) -> bool:
    """Skip, not asked, dodged, back, later, cancel: only as a whole message, never as a word in an answer."""
    if not interrupting.is_whole_message(said, words):
        return False
    dialog = DIALOGS[instance.dialog]
    marks = {Verb.SKIP: Mark.SKIPPED, Verb.NOT_ASKED: Mark.NOT_ASKED, Verb.DODGED: Mark.DODGED}
    if said.verb in marks and marks[said.verb] in step.marks:
        dialogs.reply(desk, dialog, instance, step, Response(marks[said.verb]))
    elif said.verb in marks:
        desk.say(
            dialogs.question(desk, dialog, instance, step, "I do need this one; or say “cancel” to drop it.")
        )
    elif said.verb in (Verb.BACK, Verb.UNDO):
        earlier = engine.back(instance, dialog.steps(desk, instance))
        if earlier is None:
            desk.say(dialogs.question(desk, dialog, instance, step, "This is the first question."))
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


def _take_up_uncovered(desk: Desk, before: DialogInstance | None) -> None:
    """A dialog that waited under one that ended now is asked again: what is typed next would be its answer."""
    front = desk.person.dialogs.front
    if front is None or front.dialog not in DIALOGS or (before is not None and _same(front, before)):
        return
    if not dialogs.is_asked(desk, front):
        _ask_again(desk, front, _back_to(desk, front))


def _same(one: DialogInstance, other: DialogInstance) -> bool:
    return (one.dialog, dict(one.about)) == (other.dialog, dict(other.about))


def _back_to(desk: Desk, instance: DialogInstance) -> str:
    about = DIALOGS[instance.dialog].about(desk, instance)
    return f"Back to {about}:" if about else "Back to where we were:"


def _ask_again(desk: Desk, instance: DialogInstance, before: str) -> None:
    current = desk.person.dialogs.front or instance
    dialog = DIALOGS[current.dialog]
    progress = engine.resume(current, dialog.steps(desk, current), dialog.version)
    dialogs.take(desk, dialog, progress, before)


def _moved(desk: Desk, words: str) -> bool:
    """What is on buttons and said in words, by patterns of its own ("pin 1", "add a criterion: commute")."""
    room = next((room for room in (own_moves, criteria) if room.is_move(words)), None)
    if room is not None:
        room.move(desk, words)
    return room is not None


def _run_verb(desk: Desk, said: Understanding, words: str) -> None:
    asks_why = said.verb is Verb.COMPARE and words.casefold().startswith("why")
    flow = VERBS.get(Verb.WHY if asks_why else said.verb)
    if _moved(desk, words):
        return
    if flow is not None:
        flow(desk, said, words)
    elif not readings.corrected_in_words(desk, words):
        talking.unknown(desk, said, words)


# -- buttons and forms ------------------------------------------------------------------------------------------


def _acted(desk: Desk, act: Act) -> None:
    if act.name == "answer":
        _answered(desk, act)
    elif act.name == "fill":
        _filled(desk, act, {})
    else:
        _run_act(desk, act, {})


def _run_act(desk: Desk, act: Act, values: dict[str, str]) -> None:
    flow = ACTS.get(act.name)
    if flow is None:
        desk.note(
            "That button is from an earlier version of me and does nothing now. “status” shows where things stand.",
            (Choice("What's open", Act("status.show")),),
        )
        return
    flow(desk, act.args, values)


def _instance(desk: Desk, act: Act) -> DialogInstance | None:
    """The dialog that a button or a form belongs to, brought to the front."""
    about = {k: v for k, v in act.args.items() if k not in ("dialog", "step", "value", "mark", "text")}
    waiting = desk.person.dialogs.find(act.args.get("dialog", ""), about)
    if waiting is None:
        return None
    desk.change(dialogs=desk.person.dialogs.open(waiting))
    return waiting


def _answered(desk: Desk, act: Act) -> None:
    """A button or a picker under a question: now, or on a message from long ago."""
    instance = _instance(desk, act)
    dialog = DIALOGS.get(act.args.get("dialog", ""))
    step = None
    if instance is not None and dialog is not None:
        step = engine.step_of(dialog.steps(desk, instance), act.args.get("step"))
    if instance is None or dialog is None or step is None:
        desk.note(
            "That question is closed already. “edit” lets you change an answer, “status” shows what is open.",
            (Choice("What's open", Act("status.show")),),
        )
        return
    mark = act.args.get("mark")
    if mark is not None and mark in set(Mark) and Mark(mark) in step.marks:
        dialogs.reply(desk, dialog, instance, step, Response(Mark(mark)))
    else:
        dialogs.reply(desk, dialog, instance, step, act.args.get("value") or act.args.get("text", ""))


def _filled(desk: Desk, act: Act, values: dict[str, str]) -> None:
    """A whole dialog as one form, whether or not it was begun as a conversation."""
    dialog = DIALOGS.get(act.args.get("dialog", ""))
    if dialog is None:
        _run_act(desk, act, values)
        return
    instance = _instance(desk, act)
    if instance is None:
        about = {k: v for k, v in act.args.items() if k != "dialog"}
        instance = DialogInstance(dialog.id, about, version=dialog.version)
        desk.change(dialogs=desk.person.dialogs.open(instance))
    dialogs.fill(desk, dialog, instance, values)
