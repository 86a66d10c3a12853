"""The App Home as a board that keeps itself up to date for whoever has opened it once."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from typing import Any, Protocol

from bot.remembered import Remembered
from bot.slack.adapter import Caller
from bot.slack.clients import Clients
from bot.slack.render.home import home
from bot.work import Work
from dialogs.activity import Act, Acted, Activity, Platform
from dialogs.ports import Clock
from dialogs.replies import Overview
from dialogs.turn import Turn

log = logging.getLogger(__name__)

A_MOMENT = 1.0
"""Seconds between a turn and the drawing: what one person does in quick succession is drawn once."""
BOARDS_REMEMBERED = 20_000
UNKNOWN = b""
"""How a board looks that another process has drawn: it played turns between two of ours."""
NEWCOMER = Overview(
    greeting="I coach you around interviews. Send me a message to begin, such as “interview Acme, Tuesday 3pm”.",
    items=(),
)


class Service(Protocol):
    """The part of the coach's service that the board needs."""

    async def handle(self, activity: Activity) -> Turn:
        """The whole effect of one activity, exactly once."""
        ...

    async def overview(self, activity: Activity) -> Overview | None:
        """Everything open, without any effect."""
        ...


class Board:
    """Draws Home when it is opened, and again after each turn that changes what is on it.

    It is a convenience: what goes wrong is logged, and the next look at Home draws it anyway.
    """

    def __init__(
        self, service: Service, clients: Clients, clock: Clock, work: Work, seconds: float = A_MOMENT
    ) -> None:
        self._service = service
        self._clients = clients
        self._clock = clock
        self._work = work
        self._seconds = seconds
        self._drawn: Remembered[tuple[str, str], bytes] = Remembered(BOARDS_REMEMBERED)
        self._left: Remembered[tuple[str, str], int] = Remembered(BOARDS_REMEMBERED)
        self._waiting: set[tuple[str, str]] = set()

    async def opened(self, caller: Caller) -> None:
        """Somebody looks at Home. That they do is kept with what they are known by, for every process to see."""
        who = (caller.tenant, caller.person)
        known = who in self._drawn
        self._drawn.pop(who, None)
        met = await self._draw(caller)
        if met and not known:
            await self._service.handle(self._activity(caller, "board.open"))

    def kept(self, turn: Turn) -> None:
        """A turn was kept, of whomever and on whatever platform: what is on their board may have changed."""
        person, place = turn.person, turn.person.home
        who = (person.tenant, person.id)
        ours = place is not None and place.platform is Platform.SLACK
        if not ours or not (person.board or who in self._drawn):
            return
        if self._left.get(who, person.version) != person.version and who in self._drawn:
            self._drawn[who] = UNKNOWN
        self._left[who] = person.version + 1
        if who in self._waiting:
            return
        self._waiting.add(who)
        self._work.begin(self._soon(Caller(*who, place.extra.get("team") if place else None)))

    def forget(self, tenant: str) -> None:
        """The workspace removed the app."""
        for who in [who for who in self._drawn if who[0] == tenant]:
            del self._drawn[who]

    async def _soon(self, caller: Caller) -> None:
        await asyncio.sleep(self._seconds)
        self._waiting.discard((caller.tenant, caller.person))
        await self._draw(caller)

    async def _draw(self, caller: Caller) -> bool:
        """Draws the board as things stand, unless it stands so already. Whether the person is known."""
        overview = await self._service.overview(self._activity(caller, "status.show"))
        view = home(overview or NEWCOMER)
        look, who = _look(view), (caller.tenant, caller.person)
        if self._drawn.get(who) != look:
            try:
                client = await self._clients.of(caller.tenant, caller.team)
                await client.views_publish(user_id=caller.person, view=view)
            except Exception as error:
                log.info("home not drawn: %s", type(error).__name__)
            else:
                self._drawn[who] = look
        return overview is not None

    def _activity(self, caller: Caller, act: str) -> Activity:
        id = f"home:{caller.person}"
        return Activity(
            id, caller.tenant, caller.person, self._clock.now(), caller.private(), Acted(Act(act))
        )


def _look(view: dict[str, Any]) -> bytes:
    return hashlib.blake2s(json.dumps(view, sort_keys=True).encode(), digest_size=16).digest()
