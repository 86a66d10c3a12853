"""The coach: one activity in, one turn out. Pure: the same activity on the same records gives the same turn."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from dialogs import asked, pressing, routing
from dialogs.activity import Act, Acted, Activity, Arrived, Failed, Filled, Left, Said, Unsent, Woke
from dialogs.catalog import DIALOGS
from dialogs.desk import Desk
from dialogs.engine import DialogInstance
from dialogs.flows import parting, sharing, talking, telling, together, waking
from dialogs.questions.bank import Bank
from dialogs.reading.reader import Reader
from dialogs.replies import Apology, Form, Question, SettingsShown
from dialogs.turn import Loaded, Turn
from dialogs.words.meaning import Known, KnownOpportunity, Understanding, Verb
from dialogs.words.understand import understand

KNOWN_BY_NAME = 30
"""Opportunities that plain words are matched with: what one has in hand, not all one ever had."""

LONGEST = 12_000
"""Characters of one message that are read; what lies beyond is kept by the platform, and said to be unread."""

_DEBRIEF_WITH_A_TALE = re.compile(r"(?:/?coach\s+)?/?debrief\b[^\n.:!?]{0,60}", re.IGNORECASE)


FAILED = "Something went wrong on my side with what you sent last, and it was not kept. Please send it again."


class Coach:
    """Everything the coach knows how to do, over a question bank and a reader.

    `second_reader`: where a second reader is that a person may say yes to; empty: there is none.
    """

    def __init__(self, bank: Bank, reader: Reader, second_reader: str = "") -> None:
        self.bank = bank
        self.reader = reader
        self.second_reader = second_reader

    def may_read(self, activity: Activity, loaded: Loaded) -> bool:
        """Whether playing this activity may read an answer, which takes milliseconds rather than microseconds."""
        front = loaded.person.dialogs.front if loaded.person else None
        match activity.event:
            case Said(text=text):
                return front is not None or len(text) >= telling.TALE
            case Filled() | Acted(act=Act(name="answer" | "debrief.keep")):
                return True
            case _:
                return False

    def handle(self, activity: Activity, loaded: Loaded, reader: Reader | None = None) -> Turn:
        """What this activity changes and what the coach says to it, with this reader if one is given.

        Raises:
            NeedsMore, NeedsAdvisors: something is needed that was not loaded; load it and call again.
        """
        desk = Desk(activity, loaded, self.bank, reader or self.reader, self.second_reader)
        if isinstance(activity.event, Failed):  # nothing else is touched: whatever failed may fail again
            desk.say(Apology(activity.event.mark, FAILED))
            return desk.turn()
        _settle_in(desk)
        before, aside = desk.person.dialogs.front, desk.person.aside
        self._play(desk, activity)
        asked.put_aside(desk)
        asked.take_up_uncovered(desk, before, aside)
        together.gather(desk)
        return desk.turn()

    def _play(self, desk: Desk, activity: Activity) -> None:
        match activity.event:
            case Said(text=text):
                _said(desk, text)
            case Acted(act=act):
                pressing.pressed(desk, act)
            case Filled(act=act, values=values):
                if act.name == "fill":
                    pressing.filled(desk, act, dict(values))
                elif act.name == "answer":
                    pressing.pressed(
                        desk, Act(act.name, {**act.args, "text": next(iter(values.values()), "")})
                    )
                else:
                    routing.run_act(desk, act, dict(values))
            case Woke(wake=wake, expired=expired):
                waking.woke(desk, wake, expired)
            case Arrived(installed=installed):
                if not desk.is_new and not installed:
                    talking.home(desk, Understanding(Verb.HOME), "")
            case Left():
                parting.leave(desk)
            case Unsent(key=key, certain=certain):
                sharing.unsent(desk, key, certain)
            case Failed():
                raise AssertionError("answered before anything is played")

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
    is_present = not isinstance(activity.event, Woke | Left | Unsent)
    if is_present and not activity.reference.shared:
        if desk.person.home != activity.reference.lasting():
            desk.change(home=activity.reference.lasting())
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
    front = _front_here(desk)
    said = understand(_decisive(words), now=desk.now, zone=desk.zone, known=known_to(desk))
    if asked.answers_aside(desk, said, words) or (front is None and asked.take_up_parked(desk, said, words)):
        pass
    elif front is None or front.dialog not in DIALOGS:
        routing.run_verb(desk, said, words)
    else:
        asked.take_in(desk, front, said, words[:LONGEST])
    if len(words) > LONGEST:
        desk.note(f"That was long: I read the first {LONGEST} characters. Send the rest as a second message.")


def _front_here(desk: Desk) -> DialogInstance | None:
    """The dialog that words belong to. What is said in an opportunity's thread is about that opportunity: it answers
    the question that waits there, and never one that was put in another one's thread."""
    here = desk.opportunity(desk.activity.about)
    if here is None:
        return desk.person.dialogs.front
    desk.change(focus=here.id)
    waiting = [i for i in desk.person.dialogs.stack if i.about.get("opportunity") == here.id]
    if waiting:
        desk.change(dialogs=desk.person.dialogs.open(waiting[-1]))
        return desk.person.dialogs.front
    front = desk.person.dialogs.front
    return None if front is not None and "opportunity" in front.about else front


def _decisive(words: str) -> str:
    """The part of a message that says what it is for: of a tale told after "debrief" only its beginning, because
    the tale has words of its own for everything."""
    told = _DEBRIEF_WITH_A_TALE.match(words)
    return " ".join(told.group().split()) if told and len(words) > telling.LONG_NOTE else words[:LONGEST]
