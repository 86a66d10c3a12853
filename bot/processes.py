"""The processes: `serve` does everything in one, `web` listens, `worker` delivers; any number of the latter two.

On SIGTERM a process claims no more and is no longer ready, finishes what it has in hand, marks it, and goes.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot import collecting, logs, pictures
from bot.app import Coaching, build, open_configured
from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.platforms import Connection, Connections
from bot.reading import BackgroundReader, SecondReader
from bot.reminders import Ticker
from bot.settings import Settings, is_loopback
from bot.web import Check, application
from dialogs.activity import Platform
from dialogs.ports import Clock, Store
from dialogs.reading.reader import load_reader
from storage.store import SqlStore

if TYPE_CHECKING:
    from bot.slack.assembly import SlackSettings
    from bot.teams.settings import TeamsSettings

log = structlog.get_logger()

GOODBYE_SECONDS = 25.0
"""Platforms that run processes kill them thirty seconds after asking them to go."""


class CannotStart(Exception):
    """What is configured cannot work; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Role:
    """What one process does."""

    listens: bool
    delivers: bool


SERVE, WEB, WORKER = Role(True, True), Role(True, False), Role(False, True)


class Process:
    """One running process over a store."""

    def __init__(
        self,
        role: Role,
        store: Store,
        clock: Clock,
        connections: Connections,
        second: SecondReader | None = None,
    ) -> None:
        self._role = role
        self._store = store
        self._clock = clock
        self._connections = connections
        self._reader = BackgroundReader(load_reader)
        self._metrics = Metrics()
        senders = {platform: each.sender for platform, each in connections.items()}
        self.coaching: Coaching = build(
            store, clock, senders, self._reader, second=second, eager=True, on_settled=self._metrics.settled
        )
        self._ticker = Ticker(self.coaching.delivery, clock)
        self._metrics.watch(lambda: self.coaching.delivery.in_flight)
        self.stopping = asyncio.Event()

    async def run(self, host: str, port: int | None) -> None:
        """Works until `stopping` is set. Raises what ended it, where that was something else."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.coaching.close)
            for connection in self._connections.values():
                stack.push_async_callback(connection.close)
            working = self._start_delivering(stack)
            await self._start_listening(stack, host, port)
            stopped = asyncio.create_task(self.stopping.wait())
            stack.callback(stopped.cancel)
            await asyncio.wait({stopped, *working}, return_when=asyncio.FIRST_COMPLETED)
            self.stopping.set()
            log.info("going", in_flight=self.coaching.delivery.in_flight)
        for each in working:
            await each

    def checks(self) -> Mapping[str, Check]:
        """What must hold for this process to take work."""

        async def database() -> bool:
            await self._store.load("", "", "")
            return True

        async def reader() -> bool:
            return self._reader.ready

        async def ticker() -> bool:
            return self._ticker.alive

        async def staying() -> bool:
            return not self.stopping.is_set()

        found: dict[str, Check] = {"database": database, "reader": reader, "staying": staying}
        return {**found, "ticker": ticker} if self._role.delivers else found

    def _start_delivering(self, stack: AsyncExitStack) -> list[asyncio.Task[None]]:
        delivery = self.coaching.delivery
        stack.push_async_callback(delivery.stop, GOODBYE_SECONDS)
        if not self._role.delivers:
            return []
        self._ticker.start()
        stack.callback(self._ticker.stop)
        # matplotlib takes a second to import: before the first comparison is asked for, and not on the loop
        stack.callback(asyncio.create_task(asyncio.to_thread(pictures.prepare)).cancel)
        return [asyncio.create_task(delivery.run())]

    async def _start_listening(self, stack: AsyncExitStack, host: str, port: int | None) -> None:
        routes: list[web.RouteDef] = []
        for connection in self._connections.values():
            if self._role.listens:
                routes.extend(connection.connect(self.coaching.service))
                await connection.listen()
            else:
                connection.attend(self.coaching.service)
        if port is None:
            return
        runner = web.AppRunner(
            application(routes, self.checks(), self._metrics),
            access_log=None,
            shutdown_timeout=GOODBYE_SECONDS / 2,
        )
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, host, port).start()
        log.info("listening", host=host, port=port)


def connections(settings: Settings, store: SqlStore, clock: Clock) -> Connections:
    """The platforms that the environment configures.

    Raises:
        CannotStart: something is configured that cannot work.
    """
    found: dict[Platform, Connection] = {}
    if (slack := slack_settings(settings)) is not None:
        from bot.slack.assembly import Slack

        found[Platform.SLACK] = Slack(slack, store, store.installations, clock)
    if (teams := teams_settings(settings)) is not None:
        from bot.teams.connection import TeamsConnection  # the SDK takes a second to import
        from bot.teams.links import PURPOSE

        keys = store.keys_for(PURPOSE)
        found[Platform.TEAMS] = TeamsConnection(teams, clock, settings.public_url, keys)
    return found


def teams_settings(settings: Settings) -> TeamsSettings | None:
    """What Teams is spoken with; None where it is not configured.

    Raises:
        CannotStart: it is configured and cannot work.
    """
    from bot.teams.settings import TeamsSettings

    try:
        configured = TeamsSettings()
    except ValueError as error:
        raise CannotStart(str(error)) from error
    if configured.no_auth and not is_loopback(settings.host):
        raise CannotStart("TEAMS_DEV_WITHOUT_AUTH works on a loopback address only (HOST=127.0.0.1)")
    return configured if configured.configured else None


def slack_settings(settings: Settings) -> SlackSettings | None:
    """What Slack is spoken with; None where it is not configured.

    Raises:
        CannotStart: it is configured and cannot work.
    """
    if not settings.slack_signing_secret.get_secret_value():
        return None
    from bot.slack.assembly import SlackSettings, SlackSettingsError

    try:
        return SlackSettings(
            signing_secret=settings.slack_signing_secret.get_secret_value(),
            bot_token=settings.slack_bot_token.get_secret_value(),
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value(),
            app_token=settings.slack_app_token.get_secret_value(),
            api_url=settings.slack_api_url,
            authorize_url=settings.slack_authorize_url,
            public_url=settings.public_url,
        )
    except SlackSettingsError as error:
        raise CannotStart(str(error)) from error


def second_reader(clock: Clock) -> SecondReader | None:
    """The language model that the environment names, if it names one.

    Raises:
        CannotStart: it names one that cannot work.
    """
    from bot import llm

    try:
        return llm.configured(lambda: clock.now().date())
    except ValueError as error:
        raise CannotStart(str(error)) from error


async def run(role: Role, settings: Settings, port: int | None) -> None:
    """One process as the environment configures it, until it is asked to go.

    Raises:
        CannotStart: something is configured that cannot work.
        DatabaseUrlError, MasterKeyError: the database cannot be opened.
    """
    logs.configure("json" if settings.log_format == "json" else "console")
    clock = SystemClock(settings.now)
    store = open_configured(settings)
    process = Process(role, store, clock, connections(settings, store, clock), second_reader(clock))
    loop = asyncio.get_running_loop()
    for asked in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(asked, process.stopping.set)
    collecting.settle()
    await process.run(settings.host, port)
