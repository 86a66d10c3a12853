"""The stock SDK's echo beside the coach's whole turn on SQLite. Prints one JSON object.

    python -m bench.teams [--seconds 6] [--connections 8]

Both serve over HTTP without authentication and post one message for each activity to a connector on loopback. The stock
one echoes what was typed (botbuilder's `CloudAdapter`). The coach loads the person, understands the words, plays the
turn, keeps it with its outbox in one transaction (`synchronous=FULL`), draws the card, claims it from the outbox, posts
it and settles it. `core_ms` is the server's processor time for an activity: the figure that a busy machine blurs least.

`tokens`: how often the login service is asked for a token while the coach sends 200 messages.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer

TICKS = os.sysconf("SC_CLK_TCK")
PEOPLE = 256


# -- the two servers, each in a process of its own --------------------------------------------------------------


async def stock(port: int) -> None:
    """The SDK as its samples use it: an echo."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

    class Echo(ActivityHandler):  # type: ignore[misc]
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"You said: {turn_context.activity.text}")

    class Configuration:
        APP_ID = ""
        APP_PASSWORD = ""
        APP_TYPE = "MultiTenant"

    adapter, echo = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration())), Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer = await adapter.process(request, echo)
        return answer or web.Response(status=201)

    await _serve([web.post("/api/messages", messages)], port)


async def coach(port: int) -> None:
    """The whole product on SQLite."""
    from bot.app import build, open_local
    from bot.clock import SystemClock
    from bot.collecting import settle
    from bot.teams.connection import TeamsConnection
    from bot.teams.settings import TeamsSettings
    from dialogs.activity import Platform

    clock = SystemClock()
    teams = TeamsConnection(TeamsSettings(_env_file=None, no_auth=True), clock)
    with tempfile.TemporaryDirectory(prefix="delta-bench-") as folder:
        coaching = build(
            open_local(Path(folder) / "coach.db"), clock, {Platform.TEAMS: teams.sender}, eager=True
        )
        working = asyncio.create_task(coaching.delivery.run())
        settle()
        try:
            await _serve(teams.connect(coaching.service), port)
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            await teams.close()
            await coaching.close()


async def _serve(routes: Any, port: int) -> None:
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    await asked.wait()
    await runner.cleanup()


# -- the platform ------------------------------------------------------------------------------------------------


class Loopback:
    """A connector that counts, and the people who type."""

    def __init__(self) -> None:
        self.posted = 0
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        """One post of the bot's."""
        await request.read()
        self.posted += 1
        return web.json_response({"id": str(self.posted)}, status=201)

    def says(self, person: int, number: int) -> dict[str, Any]:
        """One message. Each person is a tenant of their own: what one tenant is sent has a pace."""
        tenant = f"tenant-{person}"
        return {
            "type": "message",
            "id": f"{person}-{number}",
            "text": "help",
            "channelId": "emulator",
            "serviceUrl": self.url,
            "locale": "en-GB",
            "localTimezone": "Europe/Lisbon",
            "from": {"id": f"person-{person}", "name": "Ana"},
            "recipient": {"id": "bot", "name": "Delta"},
            "conversation": {"id": f"chat-{person}", "conversationType": "personal", "tenantId": tenant},
            "channelData": {"tenant": {"id": tenant}},
        }


@asynccontextmanager
async def platform() -> AsyncIterator[Loopback]:
    """The connector on loopback."""
    one = Loopback()
    app = web.Application()
    app.router.add_route("*", "/v3/{rest:.*}", one.take)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    one.url = str(server.make_url("/"))
    try:
        yield one
    finally:
        await server.close()


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def measure(which: str, seconds: float, connections: int) -> dict[str, Any]:
    """Runs one server and loads it."""
    async with platform() as there:
        with FreePort() as port:
            server = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.teams", "--serve", which, "--port", str(port)
            )
        url = f"http://127.0.0.1:{port}/api/messages"
        try:
            async with ClientSession(connector=TCPConnector(limit=connections)) as session:
                await _ready(session, url)
                return await _load(there, session, url, server.pid, seconds, connections)
        finally:
            server.terminate()
            await server.wait()


async def _load(
    there: Loopback, session: ClientSession, url: str, process: int, seconds: float, connections: int
) -> dict[str, Any]:
    async def says(person: int, number: int) -> None:
        async with session.post(url, json=there.says(person, number)) as got:
            await got.read()
            if got.status >= 300:
                raise RuntimeError(f"{url} answered {got.status}")

    for first in range(0, PEOPLE, connections):  # everybody is welcomed before the clock runs
        await asyncio.gather(*(says(person, 0) for person in range(first, min(first + connections, PEOPLE))))
    await _quiet(there)
    answered: list[float] = []
    ends = time.perf_counter() + seconds

    async def types(worker: int) -> None:
        number = 1
        while time.perf_counter() < ends:
            for person in range(worker, PEOPLE, connections):
                begun = time.perf_counter()
                await says(person, number)
                answered.append(time.perf_counter() - begun)
            number += 1

    before, spent, begun = there.posted, _processor_seconds(process), time.perf_counter()
    await asyncio.gather(*(types(worker) for worker in range(connections)))
    await _quiet(there)
    took = time.perf_counter() - begun - QUIET
    spent = _processor_seconds(process) - spent
    replies = there.posted - before
    answered.sort()
    return {
        "activities": len(answered),
        "replies": replies,
        "per_second": round(len(answered) / took, 1),
        "core_ms": round(1000 * spent / len(answered), 2),
        "per_core_second": round(len(answered) / spent, 1),
        "p50_ms": round(1000 * answered[len(answered) // 2], 1),
        "p99_ms": round(1000 * answered[len(answered) * 99 // 100], 1),
    }


QUIET = 1.0


async def _quiet(there: Loopback) -> None:
    """Waits until nothing was posted for a second."""
    before = -1
    while there.posted != before:
        before = there.posted
        await asyncio.sleep(QUIET)


async def _ready(session: ClientSession, url: str) -> None:
    for _ in range(300):
        try:
            async with session.get(url) as got:  # 405, but it listens
                await got.read()
                return
        except OSError:
            await asyncio.sleep(0.1)
    raise RuntimeError("the server does not listen")


class FreePort:
    """A port that nobody listens on."""

    def __enter__(self) -> int:
        import socket

        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        return int(self._socket.getsockname()[1])

    def __exit__(self, *error: object) -> None:
        self._socket.close()


async def tokens(messages: int) -> dict[str, int]:
    """How many tokens are asked for while messages go out, with authentication on."""
    from bot.clock import SystemClock
    from bot.teams.connection import TeamsConnection
    from dialogs.activity import ConversationReference, Platform
    from dialogs.replies import Note
    from dialogs.turn import Message
    from tests.teams.cloud import Cloud, serve
    from tests.teams.login import TENANT

    cloud = Cloud()
    with tempfile.TemporaryDirectory() as folder:
        servers, pem = await serve(cloud, Path(folder))
        os.environ["REQUESTS_CA_BUNDLE"] = str(pem)
        teams = TeamsConnection(cloud.settings(), SystemClock())
        extra = {"service_url": cloud.service_url, "bot": "28:bot", "user": "29:ana", "kind": "personal"}
        to = ConversationReference(Platform.TEAMS, TENANT, "chat", "ana", extra=extra)
        for n in range(messages):
            await teams.sender.send(Message(to, Note(str(n))), delivery=str(n), replaces=None, thread=None)
        await teams.close()
        for server in servers:
            await server.close()
    return {"messages": len(cloud.said), "token_requests": cloud.token_requests}


async def main(seconds: float, connections: int) -> None:
    """Both, and the tokens."""
    result: dict[str, Any] = {"connections": connections, "people": PEOPLE}
    for which in ("stock", "coach"):
        result[which] = await measure(which, seconds, connections)
    result["coach_over_stock"] = {
        "per_second": round(result["coach"]["per_second"] / result["stock"]["per_second"], 1),
        "per_core_second": round(result["coach"]["per_core_second"] / result["stock"]["per_core_second"], 1),
    }
    result["tokens"] = await tokens(200)
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--serve", choices=("stock", "coach"))
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    if asked.serve:
        asyncio.run({"stock": stock, "coach": coach}[asked.serve](asked.port))
    else:
        asyncio.run(main(asked.seconds, asked.connections))
