"""A process that dies between the acknowledgement and the end of a turn: another one plays it, once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.service import PLAYED_BY, Service
from bot.teams import edge as edges
from bot.teams import wire
from bot.teams.connection import TeamsConnection
from dialogs.activity import Act, Activity
from dialogs.turn import Message, Turn
from tests.failing import broken
from tests.teams.payloads import activity, press
from tests.teams.person import Person, said


@dataclass
class Stuck:
    """A service that takes a turn and never ends it, as in a process that is about to be killed."""

    service: Service

    async def handle(self, activity: Activity) -> Turn:
        await asyncio.Event().wait()
        raise AssertionError

    async def put_aside(self, activity: Activity) -> None:
        await self.service.put_aside(activity)

    async def take_back(self, activity: Activity) -> None:
        await self.service.take_back(activity)

    async def said(self, tenant: str, person: str, activity: str) -> tuple[Message, ...]:
        return await self.service.said(tenant, person, activity)


async def dies_with(person: Person, body: dict[str, Any], patch: pytest.MonkeyPatch) -> int:
    """Posts to a process that acknowledges and dies; what it answered."""
    for name in ("ACKNOWLEDGED_AFTER", "PRESS_ANSWERED_AFTER", "CLOSED_WITHIN"):
        patch.setattr(edges, name, 0.01)
    teams = TeamsConnection(person.cloud.settings(), person.clock)
    app = web.Application()
    app.add_routes(teams.connect(Stuck(person.running.coaching.service)))
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        got = await client.post("/api/messages", json=body, headers={"Authorization": person.cloud.bearer()})
    await teams.close()
    patch.undo()
    return got.status


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    """Changes that are undone in between, unlike those of the fixtures around it."""
    with pytest.MonkeyPatch.context() as own:
        yield own


BOOKING = "seeing northwind thursday 3pm, hiring manager, operations analyst"


async def test_what_was_acknowledged_and_not_played_is_played_by_a_worker(
    person: Person, patch: pytest.MonkeyPatch
) -> None:
    body = activity(person.cloud.service_url, text=BOOKING, id="17")
    assert await dies_with(person, body, patch) == 202
    assert await dies_with(person, body, patch) == 202  # Teams may post it again, to another one that dies
    await person.restart()
    await person.is_told()
    assert "Northwind" not in person.seen()
    await person.passes(PLAYED_BY)
    assert "Thursday 12 March, 15:00" in person.seen()
    once = len(person.chat)
    got = await person.running.client.post(
        "/api/messages", json=body, headers={"Authorization": person.cloud.bearer()}
    )
    assert got.status == 200
    await person.passes(timedelta(minutes=5))
    assert len(person.chat) == once


async def test_what_a_worker_cannot_play_ends_in_one_apology(
    person: Person, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    body = activity(person.cloud.service_url, text=BOOKING, id="17")
    assert await dies_with(person, body, patch) == 202
    await person.restart()
    patch.setattr(Service, "handle", broken(Service.handle))
    await person.passes(timedelta(hours=2))
    [sorry] = [words for each in person.chat if "not kept" in (words := said(each))]
    assert "send it again" in sorry
    patch.undo()
    told = len(person.chat)
    await person.passes(timedelta(days=2))
    assert len(person.chat) == told
    logged = capsys.readouterr().out
    [given_up] = [line for line in logged.splitlines() if "given up" in line]
    mark = given_up.partition("mark=")[2].split()[0]
    assert mark in sorry
    assert "northwind" not in logged.lower()


async def test_a_button_too(person: Person, patch: pytest.MonkeyPatch) -> None:
    await person.says("hello")
    data = wire.data(Act("status.show"), title="What's open", card=None)
    assert await dies_with(person, press(person.cloud.service_url, data, id="18"), patch) == 200
    await person.passes(PLAYED_BY)
    assert "Nothing is open" in person.seen(1)
