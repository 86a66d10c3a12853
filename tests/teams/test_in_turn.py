"""What one person sends while something before it still takes its time: played when that is played."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.service import Service
from bot.teams import edge as edges
from bot.teams import wire
from bot.teams.connection import TeamsConnection
from dialogs.activity import Act, Activity
from dialogs.turn import Message, Turn
from tests.teams.payloads import activity, press
from tests.teams.person import Person, said


@dataclass
class Slow:
    """A service whose first turn takes until it is let go, as with a long note that is read."""

    service: Service
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    begun: int = 0

    async def handle(self, activity: Activity) -> Turn:
        self.begun += 1
        if self.begun == 1:
            await self.let_go.wait()
        return await self.service.handle(activity)

    async def put_aside(self, activity: Activity) -> None:
        await self.service.put_aside(activity)

    async def take_back(self, activity: Activity) -> None:
        await self.service.take_back(activity)

    async def said(self, tenant: str, person: str, activity: str) -> tuple[Message, ...]:
        return await self.service.said(tenant, person, activity)


async def told(person: Person, bodies: list[dict[str, Any]]) -> list[str]:
    """How each answer to what was sent begins, the first of which takes long."""
    slow = Slow(person.running.coaching.service)
    teams = TeamsConnection(person.cloud.settings(), person.clock)
    app = web.Application()
    app.add_routes(teams.connect(slow))
    known = len(person.chat)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        for number, body in enumerate(bodies):
            sent = {**body, "id": f"18{number}"}
            await client.post("/api/messages", json=sent, headers={"Authorization": person.cloud.bearer()})
        slow.let_go.set()
        await teams.close()
    await person.is_told()
    return [said(each).partition("\n")[0] for each in person.chat[known:]]


async def test_what_one_person_sends_in_quick_succession_is_answered_in_that_order(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await person.says("hello")
    monkeypatch.setattr(edges, "ACKNOWLEDGED_AFTER", 0.02)
    monkeypatch.setattr(edges, "PRESS_ANSWERED_AFTER", 0.02)
    url = person.cloud.service_url
    status = wire.data(Act("status.show"), title="What's open", card=None)
    booking = activity(url, text="seeing northwind thursday 3pm, hiring manager, operations analyst")
    assert await told(person, [booking, press(url, status), activity(url, text="help")]) == [
        "Northwind",
        "You have 1 opportunity open.",
        "From here you can say:",
    ]
