"""A Teams side over Microsoft's on loopback, with a service that says what it is told to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import SteppedClock, TickingClock
from bot.console.story import BEGINS
from bot.teams.auth import Identity
from bot.teams.connector import Connector
from bot.teams.edge import TeamsEdge
from bot.teams.files import Files
from bot.teams.links import Links
from bot.teams.places import Places
from bot.teams.sender import TeamsSender
from bot.teams.settings import TeamsSettings
from dialogs.activity import Activity
from dialogs.records import Person as PersonRecord
from dialogs.turn import Message, Turn
from tests.teams.cloud import Cloud, serve
from tests.teams.person import Person


@dataclass
class ScriptedService:
    """Records what it handles and answers with what it was given."""

    handled: list[Activity] = field(default_factory=list)
    says: Callable[[Activity], tuple[Message, ...]] = lambda activity: ()
    waits: Callable[[], Awaitable[None]] | None = None
    fails: Exception | None = None
    forgetful: bool = False
    aside: list[Activity] = field(default_factory=list)

    async def handle(self, activity: Activity) -> Turn:
        self.handled.append(activity)
        if self.waits is not None:
            await self.waits()
        if self.fails is not None:
            raise self.fails
        return Turn(activity.id, PersonRecord(activity.tenant, activity.person), messages=self.says(activity))

    async def put_aside(self, activity: Activity) -> None:
        if self.forgetful:
            raise RuntimeError("no database")
        self.aside.append(activity)

    async def take_back(self, activity: Activity) -> None:
        self.aside.remove(activity)

    async def said(self, tenant: str, person: str, activity: str) -> tuple[Message, ...]:
        return ()


@dataclass
class Side:
    """The Teams side under test."""

    cloud: Cloud
    service: ScriptedService
    identity: Identity
    connector: Connector
    sender: TeamsSender
    edge: TeamsEdge
    client: TestClient[web.Request, web.Application]

    async def post(self, body: Any, *, bearer: str | None = "", **kwargs: Any) -> ClientResponse:
        """Posts an activity, with a good token unless told otherwise."""
        header = self.cloud.bearer() if bearer == "" else bearer
        headers = {"Authorization": header} if header is not None else {}
        return await self.client.post("/api/messages", json=body, headers=headers, **kwargs)


@pytest.fixture
async def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cloud]:
    made = Cloud()
    servers, pem = await serve(made, tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    yield made
    for server in servers:
        await server.close()


Build = Callable[..., Awaitable[Side]]


@pytest.fixture
async def build(cloud: Cloud) -> AsyncIterator[Build]:
    """Makes a Teams side with settings of one's own."""
    made: list[Side] = []

    async def start(settings: TeamsSettings | None = None, **kwargs: Any) -> Side:
        settings = settings or cloud.settings()
        service = ScriptedService()
        identity = Identity(settings, **kwargs)
        connector = Connector(identity.token, settings)
        places = Places(settings)
        clock = SteppedClock(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
        sender = TeamsSender(connector, places, Links("", (), clock))
        files = Files(service, sender, settings)
        edge = TeamsEdge(service, identity.gate, sender, places, files, clock)
        app = web.Application()
        app.add_routes(edge.routes())
        client = TestClient(TestServer(app, host="127.0.0.1"))
        await client.start_server()
        side = Side(cloud, service, identity, connector, sender, edge, client)
        made.append(side)
        return side

    yield start
    for side in made:
        await side.edge.close()
        await side.connector.close()
        await side.client.close()
        side.identity.close()


@pytest.fixture
async def side(build: Build) -> Side:
    return await build()


@pytest.fixture
async def person(cloud: Cloud, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody at Teams, with a whole service behind it."""
    who = Person(cloud, tmp_path / "coach.db", TickingClock(BEGINS))
    await who.begin()
    yield who
    await who.end()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """No turn of a test is late because the machine is busy; what tests lateness says so itself."""
    for name in (
        "ACKNOWLEDGED_AFTER",
        "PRESS_ANSWERED_AFTER",
        "PUT_ASIDE_WITHIN",
        "TYPING_AFTER",
        "CLOSED_WITHIN",
    ):
        monkeypatch.setattr(f"bot.teams.edge.{name}", 60.0)
    monkeypatch.setattr("bot.teams.sender.PAINTED_WITHIN", 60.0)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "MICROSOFT_APP_ID",
        "MICROSOFT_APP_PASSWORD",
        "TEAMS_ALLOWED_TENANTS",
        "TEAMS_DEV_WITHOUT_AUTH",
    ):
        monkeypatch.delenv(name, raising=False)
