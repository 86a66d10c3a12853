"""A process: what it answers, that it is ready only when it can work, and that it goes without losing anything."""

from __future__ import annotations

import asyncio
import io
import logging
import socket
from collections.abc import Iterator, Sequence

import aiohttp
import pytest
import structlog
from aiohttp import web

from bot import logs
from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.processes import SERVE, Process
from bot.service import Service
from bot.web import application
from dialogs.activity import Activity, ConversationReference, Platform, Said
from storage.memory import MemoryStore
from tests.delivery.platform import RecordingSender
from tests.waiting import PATIENCE, until

HERE = ConversationReference(Platform.SLACK, "T1", "D-ada", "ada")


class Shouting:
    """A platform on which whoever calls an address is taken to have said “help”."""

    def __init__(self, clock: SystemClock) -> None:
        self.sender = RecordingSender()
        self.closed = False
        self._clock = clock

    def attend(self, service: Service) -> None:
        """It goes by nothing."""

    def connect(self, service: Service) -> Sequence[web.RouteDef]:
        async def shout(request: web.Request) -> web.Response:
            id = request.query["id"]
            await service.handle(
                Activity(id, "T1", "ada", self._clock.now(), HERE, Said("help"), "Europe/Paris")
            )
            return web.Response()

        return [web.post("/shout", shout)]

    async def listen(self) -> None:
        """There is nothing to open."""

    async def close(self) -> None:
        self.closed = True


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def test_a_process_from_its_start_to_its_end() -> None:
    clock, port = SystemClock(), free_port()
    platform = Shouting(clock)
    process = Process(SERVE, MemoryStore(), clock, {Platform.SLACK: platform})
    running = asyncio.create_task(process.run("127.0.0.1", port))
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as caller:

        async def status(path: str) -> int:
            try:
                async with caller.get(path) as got:
                    return got.status
            except aiohttp.ClientConnectorError:
                return 0

        async def is_ready() -> bool:
            return await status("/readyz") == 200

        await until(is_ready)
        assert await status("/healthz") == 200
        for id in ("E1", "E1", "E2"):
            (await caller.post("/shout", params={"id": id})).close()
        await until(lambda: len(platform.sender.heard) == 3)
        async with caller.get("/metrics") as got:
            page = await got.text()
        assert 'coach_outbox_rows_total{kind="message",platform="slack",state="sent"} 3.0' in page
        assert "ada" not in page
        process.stopping.set()
    await asyncio.wait_for(running, PATIENCE)
    assert platform.closed
    assert {name: await check() for name, check in process.checks().items()} == {
        "database": True,
        "reader": True,
        "ticker": True,
        "staying": False,
    }


async def test_not_ready_while_anything_it_needs_is_away() -> None:
    async def away() -> bool:
        raise ConnectionError

    async def there() -> bool:
        return True

    made = application([], {"database": away, "reader": there}, Metrics())
    runner = web.AppRunner(made)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with aiohttp.ClientSession() as caller, caller.get(f"http://127.0.0.1:{port}/readyz") as got:
        assert (got.status, await got.json()) == (503, {"database": False, "reader": True})
    await runner.cleanup()


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log says."""
    root = logging.getLogger()
    before, level = root.handlers, root.level
    to = io.StringIO()
    logs.configure("json", to)
    yield to
    root.handlers, root.level = before, level
    structlog.reset_defaults()


def test_the_log_never_repeats_what_an_exception_says(written: io.StringIO) -> None:
    try:
        raise ValueError("my salary is 90,000")
    except ValueError:
        structlog.get_logger().exception("failed", row="a#1")
        logging.getLogger("a.library").exception("also failed")
    text = written.getvalue()
    assert "90,000" not in text
    assert text.count('"error": "ValueError"') == 2
    assert '"row": "a#1"' in text


def test_the_log_leaves_out_what_libraries_say_in_passing(written: io.StringIO) -> None:
    logging.getLogger("slack_sdk.web").info("the body of a message")
    assert written.getvalue() == ""
