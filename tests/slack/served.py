"""What a workspace is served by: the coach in one process on loopback, a fake Slack, and requests as Slack makes them.

Requests are signed here with our own few lines and not with the SDK's, so that a fault in one of them shows.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import sqlite3
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import SteppedClock
from bot.delivery import Delivery
from bot.service import Service
from bot.slack.assembly import Slack, SlackSettings
from dialogs.activity import Activity, Platform
from dialogs.coach import Coach
from dialogs.ports import Pace
from dialogs.questions.loading import load_bank
from dialogs.replies import Form, Overview
from dialogs.turn import Turn
from storage.encryption import MasterKeys
from storage.installations import Installations
from storage.store import open_store
from tests.player import MarkedReader
from tests.slack.fake_slack import FakeSlack
from tests.waiting import PATIENCE

SECRET = "shhh"
MASTERS = MasterKeys((b"the slack tests' own master key.",))
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
SETTINGS = SlackSettings(SECRET, bot_token="xoxb-1", board_seconds=0.0)


@cache
def marked_coach() -> Coach:
    """One coach for all tests: it keeps nothing. Its reader takes the label that an answer names itself."""
    return Coach(load_bank(), MarkedReader())


class Between:
    """The service, with a hand on it that can slow it down or break it."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.error: Exception | None = None

    async def handle(self, activity: Activity) -> Turn:
        """A turn, sooner or later, or not at all."""
        await asyncio.wait_for(self.may_go_on.wait(), PATIENCE)
        if self.error is not None:
            raise self.error
        return await self._service.handle(activity)

    async def put_aside(self, activity: Activity) -> None:
        """As the service."""
        await self._service.put_aside(activity)

    async def take_back(self, activity: Activity) -> None:
        """As the service."""
        await self._service.take_back(activity)

    async def cards(self, tenant: str, person: str) -> Mapping[str, str]:
        """As the service."""
        return await self._service.cards(tenant, person)

    def watch(self, kept: Callable[[Turn], None]) -> None:
        """As the service."""
        self._service.watch(kept)

    async def overview(self, activity: Activity) -> Overview | None:
        """As the service."""
        return await self._service.overview(activity)

    async def form(self, activity: Activity) -> Form | None:
        """As the service, or not at all."""
        if self.error is not None:
            raise self.error
        return await self._service.form(activity)


class Served:
    """The coach in one process and its Slack. `restart` ends the process and starts another on the same database."""

    def __init__(
        self,
        database: Path,
        settings: SlackSettings = SETTINGS,
        coach: Coach | None = None,
        api_url: str = "",
    ) -> None:
        self._api_url = api_url
        self._coach = coach or marked_coach()
        self.slack = FakeSlack()
        self.clock = SteppedClock(MONDAY)
        self._database = database
        self._settings = settings
        self._numbers = count(1)

    async def start(self) -> None:
        """Starts Slack, then the service."""
        self._fake = TestServer(self.slack.app())
        await self._fake.start_server()
        self.slack.url = str(self._fake.make_url("")).rstrip("/")
        await self._serve()

    async def _serve(self) -> None:
        settings = replace(self._settings, api_url=self._api_url or f"{self.slack.url}/api/")
        self.store = open_store(f"sqlite:///{self._database}", MASTERS)
        self._readers = ThreadPoolExecutor(1)
        self.service = Service(self.store, self._coach, self.clock, self._readers)
        installations = Installations(self.store.engine, MASTERS)
        self.bot = Slack(settings, self.store, installations, self.clock)
        senders = {Platform.SLACK: self.bot.sender}
        paces = {
            Platform.SLACK: Pace(per_second=1e6)
        }  # the clock stands still: at any other pace nothing is due
        self.delivery = Delivery(self.store, self.service, senders, self.clock, "w1", paces)
        self.between = Between(self.service)
        app = web.Application()
        app.add_routes(self.bot.connect(self.between))
        self.http = TestClient(TestServer(app))
        await self.http.start_server()

    async def _end(self) -> None:
        await self.http.close()
        await self.bot.close()
        self._readers.shutdown()
        await self.store.close()

    async def restart(self) -> None:
        """Another process takes over."""
        await self._end()
        await self._serve()

    async def dies(self) -> None:
        """The process is killed in the middle of what it does, and another takes over."""
        await self.bot.edge.work.drain(0.0)
        self.let_go()
        await self.restart()

    async def stop(self) -> None:
        """Ends everything."""
        await self._end()
        await self._fake.close()

    async def waits(self, span: timedelta) -> None:
        """Time goes by, and what falls due is done."""
        until = self.clock.now() + span
        while (due := await self.store.next_due(self.clock.now())) is not None and due <= until:
            self.clock.move_to(due)
            await self.settled()
        self.clock.move_to(until)

    def hold(self) -> None:
        """Every turn that begins now waits until it is let go."""
        self.between.may_go_on.clear()

    def let_go(self) -> None:
        """What was held goes on, and nothing more is held."""
        self.between.may_go_on.set()

    def break_service(self, error: Exception) -> None:
        """Every turn fails from now on."""
        self.between.error = error

    # -- requests as Slack makes them ---------------------------------------------------------------------------

    async def send(
        self, body: str, content_type: str, at: int | None = None, secret: str = SECRET, **headers: str
    ) -> ClientResponse:
        """One signed request."""
        stamp = str(int(time.time()) if at is None else at)
        signed = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        sent = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed}",
            **headers,
        }
        return await self.http.post("/slack/events", data=io.BytesIO(body.encode()), headers=sent)

    async def form(self, fields: dict[str, str], **more: Any) -> ClientResponse:
        """A slash command's request."""
        return await self.send(urlencode(fields), "application/x-www-form-urlencoded", **more)

    async def interaction(self, payload: dict[str, Any], **more: Any) -> ClientResponse:
        """A button's, a modal's or a shortcut's request."""
        return await self.form({"payload": json.dumps(payload)}, **more)

    async def event(
        self,
        event: dict[str, Any],
        id: str = "",
        team: str = "T1",
        happened: datetime | None = None,
        **more: Any,
    ) -> ClientResponse:
        """An event's request; of something that happened now, or then."""
        body = {
            "type": "event_callback",
            "team_id": team,
            "api_app_id": "A1",
            "event_id": id or f"Ev{next(self._numbers)}",
            "event_time": int((happened or self.clock.now()).timestamp()),
            "authorizations": [{"team_id": team, "user_id": "U0BOT", "is_bot": True}],
            "event": event,
        }
        return await self.send(json.dumps(body), "application/json", **more)

    async def settled(self) -> None:
        """Waits until everything under way is done and everything owed is sent."""
        edge = self.bot.edge
        while len(edge.work):
            await edge.work.drain()
        await self.delivery.drain()

    # -- what its database says -------------------------------------------------------------------------------

    async def only_tenant(self) -> str:
        """The one workspace that installed the app."""
        with closing(sqlite3.connect(self._database)) as connection:
            ((tenant,),) = connection.execute("SELECT tenant FROM installation").fetchall()
        return str(tenant)

    async def outbox(self) -> list[tuple[str, str, str | None]]:
        """What is owed or was paid: activity, state, reason."""
        with closing(sqlite3.connect(self._database)) as connection:
            return connection.execute("SELECT activity, state, reason FROM outbox").fetchall()
