"""The coach in Microsoft's own playground, in a real browser: private chat, group chat, channel thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import Coaching, build, open_local
from bot.clock import TickingClock
from bot.console.story import BEGINS, STORY
from bot.teams.connection import TeamsConnection
from bot.teams.settings import TeamsSettings
from dialogs.activity import Acted, Activity, Arrived, Event, Filled, Left, Platform, Said
from dialogs.turn import Message, Turn
from tests.contract.story import missing, tell
from tests.teams.browsing import Playground, free_port, needed
from tests.waiting import PATIENCE

pytestmark = pytest.mark.browser

BOT = "Test Bot"


@dataclass
class Process:
    """One process of the coach, without authentication, on this machine only."""

    database: Path
    clock: TickingClock
    port: int = field(default_factory=free_port)
    handled: asyncio.Queue[Event] = field(default_factory=asyncio.Queue)
    coaching: Coaching | None = None
    _teams: TeamsConnection | None = None
    _runner: web.AppRunner | None = None

    async def begin(self) -> None:
        """Starts it over what is kept."""
        self._teams = TeamsConnection(TeamsSettings(_env_file=None, no_auth=True), self.clock)
        self.coaching = build(open_local(self.database), self.clock, {Platform.TEAMS: self._teams.sender})
        app = web.Application()
        app.add_routes(self._teams.connect(self))
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def end(self) -> None:
        """Ends it."""
        if self._runner is not None and self._teams is not None and self.coaching is not None:
            await self._runner.cleanup()
            await self._teams.close()
            await self.coaching.close()

    async def handle(self, activity: Activity) -> Turn:
        """The service, told of, so that one can wait for it."""
        assert self.coaching is not None
        try:
            return await self.coaching.service.handle(activity)
        finally:
            self.handled.put_nowait(activity.event)

    async def put_aside(self, activity: Activity) -> None:
        """The service's."""
        assert self.coaching is not None
        await self.coaching.service.put_aside(activity)

    async def take_back(self, activity: Activity) -> None:
        """The service's."""
        assert self.coaching is not None
        await self.coaching.service.take_back(activity)

    async def said(self, tenant: str, person: str, activity: str) -> tuple[Message, ...]:
        """The service's."""
        assert self.coaching is not None
        return await self.coaching.service.said(tenant, person, activity)

    async def is_told(self) -> None:
        """Waits for what is owed by now."""
        assert self.coaching is not None
        soon = timedelta(seconds=2)
        while (due := await self.coaching.store.next_due(self.clock.now())) is not None:
            if due > self.clock.now() + soon:
                return
            await self.coaching.delivery.drain()
            await asyncio.sleep(0.01)


@dataclass
class Browsing:
    """A person in front of a browser."""

    process: Process
    page: Playground
    read: str = ""

    async def says(self, words: str, *, mention: str | None = None, send: str | None = None) -> None:
        """Types words and sends them."""
        await self._and_is_heard(Said, "type", text=words, mention=mention, send=send)

    async def presses(self, label: str) -> None:
        """Presses the newest button of that name."""
        await self._and_is_heard((Acted, Filled), "press", label=label)

    async def mocks(self, name: str, what: type[Event]) -> None:
        """Lets Teams tell of something that is done outside of a chat."""
        await self._and_is_heard(what, "mock", name=name)

    async def passes(self, time: timedelta) -> None:
        """Lets time pass, stopping at every moment at which the coach has something to say."""
        process = self.process
        assert process.coaching is not None
        until = process.clock.now() + time
        while (
            due := await process.coaching.store.next_due(process.clock.now())
        ) is not None and due <= until:
            process.clock.move_to(due)
            await process.is_told()
        process.clock.move_to(until)
        await asyncio.sleep(0.3)

    async def restarts(self) -> None:
        """The coach's process ends and another one begins, while the person looks on."""
        await self.process.end()
        await self.process.begin()

    async def chat(self) -> str:
        """What stands on the page."""
        return str(await self.page.does("read"))

    async def _and_is_heard(
        self, what: type[Event] | tuple[type[Event], ...], command: str, **arguments: object
    ) -> None:
        while not self.process.handled.empty():
            self.process.handled.get_nowait()
        await self.page.does(command, **arguments)
        async with asyncio.timeout(PATIENCE):
            while not isinstance(await self.process.handled.get(), what):
                pass  # the playground also tells of the installation, whenever it likes
        await self.process.is_told()
        await asyncio.sleep(0.25)  # for the page to draw it


@pytest.fixture
async def person(tmp_path: Path) -> AsyncIterator[Browsing]:
    browser, packages = needed()
    process = Process(tmp_path / "coach.db", TickingClock(BEGINS))
    await process.begin()
    page = Playground(browser, packages, f"http://127.0.0.1:{process.port}/api/messages")
    try:
        await page.begin()
        yield Browsing(process, page)
    finally:
        await page.end()
        await process.end()


async def at_home_in_lisbon(person: Browsing) -> None:
    """The playground tells no time zone, so the coach asks for it: once."""
    await person.says(STORY[0].says)
    await person.says("Lisbon")


async def test_the_whole_story_in_the_private_chat(person: Browsing) -> None:
    async def between(number: int) -> None:
        if number == 1:
            await person.says("Lisbon")
        if number in (9, 24):
            await person.restarts()

    await tell(person, between)
    await person.page.does("wait", text="You have 2 opportunities open.")
    chat = await person.chat()
    assert missing(chat) == []
    assert "went wrong" not in chat
    assert "Unable to" not in chat


async def test_a_mention_in_a_group_is_answered_in_private_and_pointed_to(person: Browsing) -> None:
    await person.page.does("place", name="Group Chat")
    await person.says(" help", mention=BOT)
    await person.page.does("wait", text="I've answered you in our private chat")
    assert "From here" not in await person.chat()
    await person.page.does("place", name="Personal Chat")
    await person.page.does("wait", text="your next interview")


async def test_a_mention_in_a_channel_keeps_to_its_thread(person: Browsing) -> None:
    await at_home_in_lisbon(person)
    await person.page.does("place", name="General")
    await person.says(" seeing initech friday 4pm, future colleague, engineer", mention=BOT, send="Post")
    await person.page.does("wait", text="Initech")
    chat = await person.chat()
    assert chat.index("seeing initech") < chat.index("Friday 13 March, 16:00") < chat.rindex("Type a message")


async def test_a_pressed_question_becomes_its_receipt(person: Browsing) -> None:
    await person.says(STORY[0].says)
    await person.page.does("fill", label="Your answer", value="Lisbon")
    await person.presses("Send")
    await person.page.does("wait", text="You: Lisbon")
    await person.page.does("wait", text="Thursday 12 March, 15:00 (Lisbon)")


async def test_removed_and_installed_again_it_greets_once_and_knows_what_was_told(person: Browsing) -> None:
    await at_home_in_lisbon(person)
    await person.mocks("Uninstall application", Left)
    await person.passes(timedelta(days=2, hours=20))  # past the reminder of the evening before
    assert "Tomorrow 15:00" not in await person.chat()
    await person.mocks("Install application", Arrived)
    await person.page.does("wait", text="Welcome back.")
    await person.presses("What's open")
    await person.page.does("wait", text="You have 1 opportunity open.")
