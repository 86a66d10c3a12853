"""The one door for Teams: `/api/messages`. Lets in, acknowledges, and leaves the answer to the outbox.

The SDK's own handler fails every invoke that is answered with a body, answers 500 to a bad token, and keeps the request
open while the bot works; Teams gives up after 15 seconds and posts the activity again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import structlog
from aiohttp import web

from bot.in_turn import InTurn
from bot.remembered import Remembered
from bot.service import Busy
from bot.teams import answers
from bot.teams.adapter import (
    Filed,
    Gone,
    Heard,
    Ignored,
    Incoming,
    Kept,
    Picked,
    Touched,
    Unknown,
    incoming,
)
from bot.teams.auth import Gate, Refused
from bot.teams.files import Files
from bot.teams.payload import Envelope, Malformed, body_of, envelope
from bot.teams.places import Places
from bot.teams.render.files import Upload
from bot.teams.sender import TeamsSender
from bot.teams.serving import Serves
from bot.work import Work
from dialogs.activity import Activity, Said
from dialogs.ports import Clock
from dialogs.replies import Note
from dialogs.turn import Turn

log = structlog.get_logger()

PATH: Final = "/api/messages"
ACKNOWLEDGED_AFTER: Final = 2.0
"""Seconds that a request waits for its turn to be kept. A turn that is kept first is safe even if this process dies;
one that takes longer is acknowledged all the same, far within Teams' 15 seconds."""
PRESS_ANSWERED_AFTER: Final = 4.0
"""Seconds that a button waits for its card, before it is told that the answer comes as a message."""
PUT_ASIDE_WITHIN: Final = 4.0
"""Seconds in which an activity must be put aside, to be acknowledged although its turn is not kept."""
TYPING_AFTER: Final = 0.5
"""Seconds of work after which the person sees that there is work."""
CLOSED_WITHIN: Final = 10.0
MOST_AT_ONCE: Final = 512
MOST_POINTED_OUT: Final = 256

ON_IT: Final = "On it. The answer comes as a message."
SLOW: Final = "That takes longer than it should. If no message comes in a minute, please press again."


class TeamsEdge:
    """The handler, and the turns that are under way."""

    def __init__(
        self,
        service: Serves,
        gate: Gate,
        sender: TeamsSender,
        places: Places,
        files: Files,
        clock: Clock,
    ) -> None:
        self._service = service
        self._gate = gate
        self._sender = sender
        self._places = places
        self._files = files
        self._clock = clock
        self._in_turn = InTurn()
        self._under_way = Work(ACKNOWLEDGED_AFTER)
        self._pointed_out: Remembered[str, None] = Remembered(MOST_POINTED_OUT)

    def routes(self) -> list[web.RouteDef]:
        """What to add to the web application."""
        return [web.post(PATH, self.messages)]

    async def close(self) -> None:
        """Waits for the turns that were acknowledged and not yet kept; what takes too long was put aside."""
        await self._under_way.drain(CLOSED_WITHIN)

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """One activity."""
        try:
            sealed = envelope(await body_of(request))
        except Malformed as error:
            return web.json_response({"error": str(error)}, status=400)
        try:
            await self._gate.check(
                request.headers.get("Authorization", ""),
                channel=sealed.channel,
                service_url=sealed.service_url,
                tenant=sealed.tenant,
                remote=request.remote or "",
            )
        except Refused as refused:
            log.warning("teams refused", status=refused.status, reason=refused.reason)
            return web.Response(status=refused.status)
        if len(self._under_way) >= MOST_AT_ONCE:
            return web.Response(status=503, headers={"Retry-After": "2"})
        return await self._taken(sealed, incoming(sealed, self._clock.now()))

    async def _taken(self, sealed: Envelope, came: Incoming) -> web.StreamResponse:
        match came:
            case Heard(activity=activity):
                return await self._heard(activity)
            case Gone(activity=activity):
                return await self._gone(activity)
            case Touched():
                return web.json_response(await self._touched(came))
            case Picked(text=text):
                return web.json_response(answers.note_dialog(text))
            case Kept(activity=activity):
                return web.json_response(await self._kept(activity))
            case Filed(activity=activity, upload=upload):
                return await self._filed(activity, upload)
            case Unknown(name=name):
                log.info("teams invoke unknown", name=name)
                if (told := answers.unknown(name)) is not None:
                    return web.json_response(told)
                return web.json_response({"error": "unknown invoke"}, status=501)
            case Ignored(why=why):
                log.debug("teams ignored", type=sealed.type, why=why)
                return web.Response(status=200)

    # -- each kind -----------------------------------------------------------------------------------------------

    async def _heard(self, activity: Activity) -> web.Response:
        self._sender.private.remember(activity.reference)
        return await self._answered(self._under_way.begin(self._work(activity)), activity, ACKNOWLEDGED_AFTER)

    async def _answered(self, work: asyncio.Task[Any], activity: Activity, after: float) -> web.Response:
        """A message is acknowledged once it is safe: its turn is kept, or it is put aside for a worker. Teams posts
        anything else again."""
        if not await self._under_way.within(work, after):
            return web.Response(status=202) if await self._put_aside(work, activity) else _again()
        try:
            work.result()
        except Busy:
            return _again()
        except Exception as error:
            await self._apologise(activity, error)
        return web.Response(status=200)

    async def _put_aside(self, work: asyncio.Task[Any], activity: Activity) -> bool:
        """Keeps an activity that takes long, and watches how it ends; false where it could not be kept."""
        try:
            await asyncio.wait_for(self._service.put_aside(activity), PUT_ASIDE_WITHIN)
        except Exception as error:
            log.warning("not put aside", error=type(error).__name__)
            return False
        self._under_way.begin(self._watched(work, activity))
        return True

    async def _gone(self, activity: Activity) -> web.Response:
        """Nobody is left to be told how it went; what could not be kept, Teams posts again."""
        self._sender.private.forget(activity.reference)
        try:
            await self._under_way.begin(self._played(activity))
        except Busy:
            return _again()
        return web.Response(status=200)

    async def _watched(self, work: asyncio.Task[Any], activity: Activity) -> None:
        """Says so where a turn fails that was acknowledged already; who could only not keep it for now is played
        again by a worker."""
        try:
            await asyncio.shield(work)
        except Busy:
            return
        except Exception as error:
            await self._service.take_back(activity)
            await self._apologise(activity, error)

    async def _work(self, activity: Activity) -> Turn:
        turn = await self._with_typing(activity)
        private = bool(turn.messages) and all(m.only_for is not None for m in turn.messages)
        if (
            activity.reference.shared
            and private
            and isinstance(activity.event, Said)
            and self._first(activity.id)
        ):
            await self._sender.point_out(activity.id, activity.reference)
        return turn

    async def _with_typing(self, activity: Activity) -> Turn:
        work = asyncio.ensure_future(self._played(activity))
        done, _ = await asyncio.wait({work}, timeout=TYPING_AFTER)
        if not done:
            await self._sender.typing(activity.reference)
        return await work

    async def _touched(self, came: Touched) -> Mapping[str, Any]:
        self._sender.private.remember(came.activity.reference)
        activity = came.activity
        if came.pressed.place:  # a talk that began in a shared place, and goes on in private
            begun_in = self._places.begun_in(came.pressed.place, activity.reference)
            activity = replace(activity, reference=begun_in)
        work = self._under_way.begin(self._played(activity))
        if not await self._under_way.within(work, PRESS_ANSWERED_AFTER):
            kept = await self._put_aside(work, activity)
            return answers.sentence(ON_IT if kept else SLOW)
        try:
            shared = came.activity.reference.shared
            return answers.to_press(came.pressed, work.result(), shared=shared, redraw=self._sender.card)
        except Busy:
            return answers.sentence("That came at the same moment as something else. Please press again.")
        except Exception as error:
            return answers.failed(_failed(error))

    async def _kept(self, activity: Activity) -> Mapping[str, Any]:
        work = self._under_way.begin(self._played(activity))
        if not await self._under_way.within(work, PRESS_ANSWERED_AFTER):
            kept = await self._put_aside(work, activity)
            return answers.dialog_says(ON_IT if kept else SLOW)
        try:
            work.result()
        except Exception as error:
            return answers.dialog_says(
                f"That went wrong on my side ({_failed(error)}). The message stays where it is; please try again."
            )
        return answers.dialog_says("Got it. I've answered in our private chat.")

    async def _filed(self, activity: Activity, upload: Upload | None) -> web.Response:
        """What Teams is answered says only that it came; how it went is said in the chat."""
        self._sender.private.remember(activity.reference)
        if upload is None:
            work = self._under_way.begin(self._played(activity))
            return await self._answered(work, activity, PRESS_ANSWERED_AFTER)
        saving = self._under_way.begin(self._saved(activity, upload))
        await self._under_way.within(saving, PRESS_ANSWERED_AFTER)
        return web.Response(status=200)

    async def _saved(self, activity: Activity, upload: Upload) -> None:
        try:
            await self._files.save(activity, upload)
        except Exception as error:
            await self._apologise(activity, error)

    def _first(self, id: str) -> bool:
        """Whether an activity was not pointed out before: Teams may post it again."""
        first = id not in self._pointed_out
        self._pointed_out[id] = None
        return first

    async def _played(self, activity: Activity) -> Turn:
        """The turn, once everything that the person sent before it is played."""
        async with self._in_turn.of(activity.tenant, activity.person):
            return await self._service.handle(activity)

    # -- around them -----------------------------------------------------------------------------------------------

    async def _apologise(self, activity: Activity, error: Exception) -> None:
        mark = _failed(error)
        sorry = (
            f"That went wrong on my side, and nothing was changed. Please say it again in a minute. ({mark})"
        )
        await self._sender.say_now(activity.reference, Note(sorry))


def _again() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "1"})


def _failed(error: Exception) -> str:
    mark = secrets.token_hex(4)
    log.error("teams turn failed", mark=mark, error=type(error).__name__, exc_info=error)
    return mark
