"""A person in Teams, over signed HTTP: types, presses what is on the cards, and sees what stands in the chat."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import Coaching, build, open_local
from bot.clock import TickingClock
from bot.teams.connection import TeamsConnection
from bot.teams.render.elements import plain
from dialogs.activity import Platform
from tests.teams.cloud import Cloud
from tests.teams.payloads import activity, press
from tests.teams.test_render import elements

SOON = timedelta(seconds=2)
PUBLIC = "https://coach.example"


@dataclass
class Running:
    """One process of the coach."""

    coaching: Coaching
    teams: TeamsConnection
    client: TestClient[web.Request, web.Application]


@dataclass
class Person:
    """One person's private chat with the coach, whose process can be ended and started again at any moment."""

    cloud: Cloud
    database: Path
    clock: TickingClock
    now: Running | None = None
    ids: Any = field(default_factory=lambda: itertools.count(1_700_000_000_001))

    async def begin(self) -> None:
        """Starts a process over what is kept."""
        teams = TeamsConnection(
            self.cloud.settings(), self.clock, PUBLIC, (b"links of these tests' own key...",)
        )
        coaching = build(open_local(self.database), self.clock, {Platform.TEAMS: teams.sender})
        app = web.Application()
        app.add_routes(teams.connect(coaching.service))
        client = TestClient(TestServer(app, host="127.0.0.1"))
        await client.start_server()
        self.now = Running(coaching, teams, client)

    async def end(self) -> None:
        """Ends the process; nothing of it is left but the database."""
        if self.now is not None:
            await self.now.client.close()
            await self.now.teams.close()
            await self.now.coaching.close()
            self.now = None

    async def restart(self) -> None:
        """Ends it and starts another one."""
        await self.end()
        await self.begin()

    @property
    def running(self) -> Running:
        """The process."""
        assert self.now is not None
        return self.now

    # -- what a person does ------------------------------------------------------------------------------------

    async def says(self, words: str, **changes: Any) -> None:
        """Types words."""
        await self.posts(activity(self.cloud.service_url, text=words, **changes))

    async def presses(self, label: str, **typed: str) -> dict[str, Any]:
        """Presses the newest button of that name, with what was typed into the inputs beside it."""
        button = self.button(label)
        data = {**button["data"], **{f"f.{field}": value for field, value in typed.items()}}
        return await self.posts(press(self.cloud.service_url, data))

    async def posts(self, body: dict[str, Any]) -> dict[str, Any]:
        """Posts an activity, and lets what is owed be delivered."""
        body = {**body, "id": str(next(self.ids))}
        running = self.running
        got = await running.client.post(
            "/api/messages", json=body, headers={"Authorization": self.cloud.bearer()}
        )
        assert got.status == 200, await got.text()
        answer: dict[str, Any] = await got.json() if body["type"] == "invoke" else {}
        await self.is_told()
        return answer

    async def is_told(self) -> None:
        """Waits for what is owed by now: a tenant's messages go out one after the other, at its pace."""
        store, delivery = self.running.coaching.store, self.running.coaching.delivery
        while (due := await store.next_due(self.clock.now())) is not None and due <= self.clock.now() + SOON:
            await delivery.drain()
            await asyncio.sleep(0.005)

    async def passes(self, time: timedelta) -> None:
        """Lets time pass, stopping at every moment at which the coach has something to say."""
        until = self.clock.now() + time
        store = self.running.coaching.store
        while (due := await store.next_due(self.clock.now())) is not None and due <= until:
            self.clock.move_to(due)
            await self.is_told()
        self.clock.move_to(until)
        await self.is_told()

    # -- what a person sees ------------------------------------------------------------------------------------

    @property
    def chat(self) -> list[dict[str, Any]]:
        """What stands in the chat: posted, and edited in place."""
        standing: dict[str, dict[str, Any]] = {}
        for call in self.cloud.calls:
            if not isinstance(call.body, dict) or call.body.get("type") != "message":
                continue
            if call.method == "PUT":
                standing[call.path.rpartition("/")[2]] = call.body
            else:
                standing[call.given] = call.body
        return list(standing.values())

    def button(self, label: str) -> dict[str, Any]:
        """The newest button of that name; the newest one that begins so where none is named exactly so."""
        buttons = [
            each
            for message in reversed(self.chat)
            for each in elements(message.get("attachments", []))
            if each.get("type") == "Action.Execute"
        ]
        found = [b for b in buttons if b["title"].casefold() == label.casefold()]
        assert found, f"no button {label!r} among {[b['title'] for b in buttons][:20]}"
        return found[0]

    def seen(self, last: int = 0) -> str:
        """What the chat says, or its last few messages."""
        return "\n\n".join(said(message) for message in self.chat[-last:])


def said(message: dict[str, Any]) -> str:
    """What one message says."""
    cards = [each["content"] for each in message.get("attachments", []) if "body" in each["content"]]
    return "\n".join([message.get("text", ""), *(plain(card["body"]) for card in cards)]).strip()
