"""What the edge does with an activity: has it played, shows what must be shown at once, and owns up to failures."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

from slack_sdk.errors import SlackApiError

from bot.in_turn import InTurn
from bot.remembered import Remembered
from bot.slack import acts, failures
from bot.slack.adapter import Caller, Ignored, Profile, untriggered
from bot.slack.aside import Aside, Keeps
from bot.slack.clients import Clients
from bot.slack.refs import Ref
from bot.slack.render import render
from bot.slack.render.modal import modal
from bot.slack.sender import SlackSender
from dialogs.activity import Act, Acted, Activity, ConversationReference, Said
from dialogs.ports import AnswerLost, Clock, TryLater, Undeliverable
from dialogs.replies import Apology, Form, Note, Reply
from dialogs.turn import Message, Turn

log = logging.getLogger(__name__)

PROFILE_SECONDS = 1.0
"""How long a newcomer's first turn waits for their time zone; without it the coach asks."""
TRIES = 3
AS_MODAL = frozenset({"interview.new", "interview.change", "answer.edit", "offer.form", "reading.change"})
"""Buttons that open a form at once: there is a trigger to open it with, so no message has to offer it."""
FORM_OF = {"offer.fill": "offer.form", "settings.fill": "settings.show"}
"""Where a form's own act only takes it: the act that leads to it."""

Build = Callable[[Profile], Activity | Ignored]


class Told(Exception):
    """It failed for good, and the person knows: they were told so."""


class Service(Keeps, Protocol):
    """The part of the coach's service that this edge talks to."""

    async def handle(self, activity: Activity) -> Turn:
        """The whole effect of one activity, exactly once."""
        ...

    async def form(self, activity: Activity) -> Form | None:
        """The form that an act leads to, without any effect."""
        ...

    async def cards(self, tenant: str, person: str) -> Mapping[str, str]:
        """Where the cards of a person's open opportunities stand, by opportunity."""
        ...


class Coaching:
    """Plays activities for Slack."""

    def __init__(self, service: Service, clients: Clients, sender: SlackSender, clock: Clock) -> None:
        self._service = service
        self._clients = clients
        self._sender = sender
        self._aside = Aside(service)
        self.clock = clock
        self._threads: Remembered[tuple[str, str, str], str] = Remembered(20_000)
        self._pointed: Remembered[str, bool] = Remembered(1_000)
        self._in_turn = InTurn()

    async def profile(self, caller: Caller) -> Profile:
        """Zone and language: remembered, or looked up if that takes no longer than a moment."""
        known = self._clients.known_profile(caller.tenant, caller.person)
        if known is not None:
            return known
        try:
            lookup = self._clients.profile(caller.tenant, caller.person, caller.team)
            return await asyncio.wait_for(lookup, PROFILE_SECONDS)
        except Exception as error:  # a time zone is nice to have; the turn is not held up for it
            log.info("no profile in time: %s", type(error).__name__)
            return Profile()

    async def play(self, caller: Caller, build: Build) -> Turn | None:
        """Handles what a payload means. None where it has no effect.

        Raises:
            Told: it could not be kept.
        """
        async with (
            self._aside.over(lambda: build(self._known(caller))),
            self._in_turn.of(caller.tenant, caller.person),
            self.owning_up(caller.private()),  # to a payload unlike any we know, too
        ):
            activity = build(await self.profile(caller))
            if isinstance(activity, Ignored):
                log.info("ignored: %s", activity.reason)
                return None
            return await self._handle(await self._in_its_thread(activity))

    def _known(self, caller: Caller) -> Profile:
        return self._clients.known_profile(caller.tenant, caller.person) or Profile()

    async def _in_its_thread(self, activity: Activity) -> Activity:
        """What is said in the thread of an opportunity's card is about that opportunity."""
        to = activity.reference
        if to.thread is None or not isinstance(activity.event, Said):
            return activity
        where = (to.tenant, to.person, to.thread)
        if where not in self._threads:
            for opportunity, reference in (await self._service.cards(to.tenant, to.person)).items():
                card = Ref.parse(reference)
                if card is not None:
                    self._threads[(to.tenant, to.person, card.root)] = opportunity
        return replace(activity, about=self._threads.get(where))

    async def handle(self, activity: Activity) -> Turn:
        """Plays one activity; a passing failure is tried again, and a lasting one ends in an apology.

        Raises:
            Told: as above.
        """
        in_turn = self._in_turn.of(activity.tenant, activity.person)
        async with self._aside.over(lambda: activity), in_turn:
            return await self._handle(activity)

    async def _handle(self, activity: Activity) -> Turn:
        async with self.owning_up(activity.reference):
            for attempt in range(1, TRIES):
                try:
                    return await self._service.handle(activity)
                except Exception:
                    await asyncio.sleep(0.05 * 4**attempt)
            return await self._service.handle(activity)

    async def form(self, activity: Activity) -> Form | None:
        """The form behind a button: of `form.open`, or of an act that is better filled in than talked through; of
        words, as with a shortcut, the form that they lead to."""
        if not isinstance(activity.event, Acted):
            return await self._service.form(activity)
        act = activity.event.act
        if act.name == acts.OPEN_FORM:
            name = act.args.get("act", "")
            args = {key: value for key, value in act.args.items() if key != "act"}
            act = Act(FORM_OF.get(name, name), args)
        elif act.name not in AS_MODAL:
            return None
        return await self._service.form(replace(activity, event=Acted(act)))

    async def open_answer(
        self, caller: Caller, turn: Turn | None, pressed: ConversationReference, trigger: str
    ) -> None:
        """Opens the form that a turn answered with: nobody has to press a button for it first."""
        for message in turn.messages if turn is not None and trigger else ():
            if isinstance(message.reply, Form) and not any(field.problem for field in message.reply.fields):
                await self.open(caller, message.reply, message.to, pressed, trigger)
                return

    async def open(
        self,
        caller: Caller,
        form: Form,
        place: ConversationReference,
        pressed: ConversationReference,
        trigger: str,
    ) -> None:
        """Opens a form as a modal that is answered in `place`. Where that fails the form is posted in private with its
        button, and says why: nobody needs a trigger, or what they `pressed`, to come back to it."""
        try:
            view = modal(form, place, self._known(caller).zone)
            client = await self._clients.of(caller.tenant, caller.team)
            await client.views_open(trigger_id=trigger, view=view)
        except Exception as error:
            reason = failures.reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            log.info("modal not opened: %s", reason)
            why = _LATE if reason in failures.NO_TRIGGER else _NO_MODAL
            form = replace(form, intro=f"{why}\n{form.intro}".rstrip())
            await self._post(Message(untriggered(place), form, only_for=caller.person))
            if pressed.shared:
                await self.say(pressed, Note(f"{why} It is in our private messages."))

    async def say(self, to: ConversationReference, reply: Reply) -> None:
        """Says something that is no part of any record, once and now; if it cannot be said it is logged."""
        if to.shared:
            words = "\n".join(part.text for part in render(reply).parts)
            await self._said(self._sender.whisper(to, words))
        else:
            await self._post(Message(to, reply))

    async def _post(self, message: Message) -> None:
        await self._said(self._sender.send(message, delivery=f"aside-{secrets.token_hex(6)}"))

    async def _said(self, saying: Awaitable[object]) -> None:
        try:
            await saying
        except (TryLater, Undeliverable, AnswerLost) as error:
            log.warning("not said: %s", error)
        except Exception as error:  # a fault of ours that must not hide what this was about
            log.error("not said: %s", type(error).__name__, exc_info=error)

    async def point(self, turn: Turn | None, where: ConversationReference, app: str, team: str) -> None:
        """Says in a channel, for the person's eyes, that the answer is in private, where it is; once for a turn."""
        answered_aside = turn is not None and any(message.only_for for message in turn.messages)
        if turn is None or not (where.shared and answered_aside) or turn.activity in self._pointed:
            return
        self._pointed[turn.activity] = True
        await self._said(self._sender.whisper(where, elsewhere(app, team)))

    @asynccontextmanager
    async def owning_up(self, to: ConversationReference) -> AsyncIterator[None]:
        """Around work that somebody waits for: should it fail they are told, once, with a number that finds it in the
        log.

        Raises:
            Told: it failed.
        """
        try:
            yield
        except Told:
            raise
        except Exception as error:
            await self._apologise(to, error)
            raise Told from error

    async def _apologise(self, to: ConversationReference, error: Exception) -> None:
        number = secrets.token_hex(4)
        log.error("failed: %s (%s)", number, type(error).__name__, exc_info=error)
        await self.say(
            to,
            Apology(number, "Something went wrong on my side, and that was not kept. Please send it again."),
        )

    async def status(self, caller: Caller, channel: str, thread: str, words: str) -> None:
        """What shows beside the coach's name while it works on a longer note; empty words take it away."""
        client = await self._clients.of(caller.tenant, caller.team)
        await client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=words)


def elsewhere(app: str, team: str) -> str:
    """Where the answer is, as a link where Slack told us enough to make one."""
    room = f"<slack://app?team={team}&id={app}&tab=messages|our private messages>" if app and team else ""
    return f"I've answered in {room or 'our private messages'}."


WORKING = "is reading what you wrote…"
_LATE = "That took me too long to open. Press the button once more."
_NO_MODAL = "Slack would not open the form. Press the button, or tell me in words; “help” shows how."
