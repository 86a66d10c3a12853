"""The one door for Teams: `/api/messages`. Lets in, acknowledges, and leaves the answer to the outbox.

The SDK's own handler fails every invoke that is answered with a body, answers 500 to a bad token, and keeps the request
open while the bot works; Teams gives up after 15 seconds and posts the activity again.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol, TypeVar

import structlog
from aiohttp import web

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
from bot.teams.payload import Envelope, Malformed, envelope
from bot.teams.places import Places
from bot.teams.render.files import Upload
from bot.teams.sender import TeamsSender
from dialogs.activity import Activity, Said
from dialogs.ports import Clock
from dialogs.replies import Note
from dialogs.turn import Turn

log = structlog.get_logger()

T = TypeVar("T")

PATH: Final = "/api/messages"
BODY_BYTES: Final = 256 * 1024
"""More than Teams ever posts: a message is at most about 100 KB."""
ACKNOWLEDGED_AFTER: Final = 2.0
"""Seconds that a request waits for its turn to be kept. A turn that is kept first is safe even if this process dies;
one that takes longer is acknowledged all the same, far within Teams' 15 seconds."""
PRESS_ANSWERED_AFTER: Final = 4.0
"""Seconds that a button waits for its card, before it is told that the answer comes as a message."""
TYPING_AFTER: Final = 0.5
"""Seconds of work after which the person sees that there is work."""
MOST_AT_ONCE: Final = 512

POINTER: Final = Note("I've answered you in our private chat: what we talk about stays between us.")


class Handles(Protocol):
    """What the edge needs of the service."""

    async def handle(self, activity: Activity) -> Turn:
        """The whole effect of one activity, exactly once."""
        ...


class TeamsEdge:
    """The handler, and the turns that are under way."""

    def __init__(
        self,
        service: Handles,
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
        self._under_way: set[asyncio.Task[Any]] = set()
        self._pointed_out: deque[str] = deque(maxlen=256)

    def routes(self) -> list[web.RouteDef]:
        """What to add to the web application."""
        return [web.post(PATH, self.messages)]

    async def close(self) -> None:
        """Waits for the turns that were acknowledged and not yet kept."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=10.0)

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """One activity."""
        try:
            sealed = envelope(await _body(request))
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
                return web.json_response({"error": "unknown invoke"}, status=501)
            case Ignored(why=why):
                log.debug("teams ignored", type=sealed.type, why=why)
                return web.Response(status=200)

    # -- each kind -----------------------------------------------------------------------------------------------

    async def _heard(self, activity: Activity) -> web.Response:
        self._sender.remember_private(activity.reference)
        work = self._start(self._work(activity))
        done, _ = await asyncio.wait({work}, timeout=ACKNOWLEDGED_AFTER)
        if not done:
            self._start(self._watched(work, activity))
            return web.Response(status=202)
        try:
            work.result()
        except Busy:
            return web.Response(status=503, headers={"Retry-After": "1"})
        except Exception as error:
            await self._apologise(activity, error)
        return web.Response(status=200)

    async def _gone(self, activity: Activity) -> web.Response:
        """Nobody is left to be told how it went; what could not be kept, Teams posts again."""
        self._sender.forget_private(activity.reference)
        try:
            await self._start(self._service.handle(activity))
        except Busy:
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response(status=200)

    async def _watched(self, work: asyncio.Task[Any], activity: Activity) -> None:
        """Says so where a turn fails that was acknowledged already: Teams will not post it again."""
        try:
            await asyncio.shield(work)
        except Exception as error:
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
            await self._sender.say_now(activity.reference, POINTER)
        return turn

    async def _with_typing(self, activity: Activity) -> Turn:
        work = asyncio.ensure_future(self._service.handle(activity))
        done, _ = await asyncio.wait({work}, timeout=TYPING_AFTER)
        if not done:
            await self._sender.typing(activity.reference)
        return await work

    async def _touched(self, came: Touched) -> Mapping[str, Any]:
        self._sender.remember_private(came.activity.reference)
        activity = came.activity
        if came.pressed.place:  # a talk that began in a shared place, and goes on in private
            begun_in = self._places.begun_in(came.pressed.place, activity.reference)
            activity = replace(activity, reference=begun_in)
        work = self._start(self._service.handle(activity))
        done, _ = await asyncio.wait({work}, timeout=PRESS_ANSWERED_AFTER)
        if not done:
            self._start(self._watched(work, came.activity))
            return answers.sentence("On it. The answer comes as a message.")
        try:
            shared = came.activity.reference.shared
            return answers.to_press(came.pressed, work.result(), shared=shared, redraw=self._sender.card)
        except Busy:
            return answers.sentence("That came at the same moment as something else. Please press again.")
        except Exception as error:
            return answers.failed(_failed(error))

    async def _kept(self, activity: Activity) -> Mapping[str, Any]:
        work = self._start(self._service.handle(activity))
        done, _ = await asyncio.wait({work}, timeout=PRESS_ANSWERED_AFTER)
        try:
            if done:
                work.result()
        except Exception as error:
            return answers.dialog_says(
                f"That went wrong on my side ({_failed(error)}). The message stays where it is; please try again."
            )
        return answers.dialog_says("Got it. I've answered in our private chat.")

    async def _filed(self, activity: Activity, upload: Upload | None) -> web.Response:
        """What Teams is answered says only that it came; how it went is said in the chat."""
        self._sender.remember_private(activity.reference)
        saving = self._handled(activity) if upload is None else self._files.save(activity, upload)
        work = self._start(saving)
        done, _ = await asyncio.wait({work}, timeout=PRESS_ANSWERED_AFTER)
        if not done:
            self._start(self._watched(work, activity))
            return web.Response(status=200)
        try:
            work.result()
        except Busy:
            return web.Response(status=503, headers={"Retry-After": "1"})
        except Exception as error:
            await self._apologise(activity, error)
        return web.Response(status=200)

    async def _handled(self, activity: Activity) -> None:
        await self._service.handle(activity)

    def _first(self, id: str) -> bool:
        """Whether an activity was not pointed out before: Teams may post it again."""
        first = id not in self._pointed_out
        self._pointed_out.append(id)
        return first

    # -- around them -----------------------------------------------------------------------------------------------

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Starts work that outlives its request."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("teams turn failed", error=type(error).__name__)

    async def _apologise(self, activity: Activity, error: Exception) -> None:
        mark = _failed(error)
        sorry = (
            f"That went wrong on my side, and nothing was changed. Please say it again in a minute. ({mark})"
        )
        await self._sender.say_now(activity.reference, Note(sorry))


def _failed(error: Exception) -> str:
    mark = secrets.token_hex(4)
    log.error("teams turn failed", mark=mark, error=type(error).__name__, exc_info=error)
    return mark


async def _body(request: web.Request) -> object:
    """The JSON of a request, read no further than an activity can be long.

    Raises:
        Malformed: it is too long, or no JSON.
        web.HTTPRequestEntityTooLarge: it is too long.
    """
    if (request.content_length or 0) > BODY_BYTES:
        raise web.HTTPRequestEntityTooLarge(BODY_BYTES, request.content_length or 0)
    content = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > BODY_BYTES:
            raise web.HTTPRequestEntityTooLarge(BODY_BYTES, len(content))
    try:
        body: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not JSON") from error
    return body
