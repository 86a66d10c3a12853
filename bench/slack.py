"""Bare Bolt beside Bolt with our whole turn on SQLite: slash commands a second, at 32 connections.

python -m bench.slack [--seconds 4] [--rounds 3]

Each server is a process of its own on the first core; the load comes from this one on another. Both verify the
signature, route and acknowledge; ours also loads the person, plays the turn and keeps it with its messages in the
outbox, synchronous=FULL. Nothing is delivered meanwhile: that is a worker's job.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestServer

SECRET = "bench"  # noqa: S105 - of a server that lives for seconds
CONNECTIONS = 32
PEOPLE = 200
WORDS = ("status", "help", "")


# -- the servers ----------------------------------------------------------------------------------------------


async def bare() -> web.Application:
    """Bolt, and an acknowledgement."""
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-1")  # noqa: S106

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize)

    @bolt.command("/coach")
    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    async def events(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.add_routes([web.post("/slack/events", events)])
    return app


async def turn(api: str, folder: str) -> web.Application:
    """Bolt, and the coach."""
    from bot.clock import SystemClock
    from bot.service import Service
    from bot.slack.assembly import Slack, SlackSettings
    from dialogs.coach import Coach
    from dialogs.questions.loading import load_bank
    from storage.encryption import MasterKeys
    from storage.migrate import migrate
    from storage.store import open_store
    from tests.player import MarkedReader

    url = f"sqlite:///{Path(folder) / 'bench.db'}"
    await asyncio.to_thread(migrate, url)
    store = open_store(url, MasterKeys((b"the bench's own master key, 32 b",)))
    service = Service(store, Coach(load_bank(), MarkedReader()), SystemClock(), ThreadPoolExecutor(1))
    settings = SlackSettings(SECRET, bot_token="xoxb-1", api_url=api)  # noqa: S106
    slack = Slack(settings, store, store.installations, SystemClock())
    app = web.Application()
    app.add_routes(slack.connect(service))
    return app


async def serve(kind: str, api: str, folder: str) -> None:
    """One server on the first core; says its port on the first line."""
    from bot.collecting import settle

    os.sched_setaffinity(0, {0})
    server = TestServer(await (bare() if kind == "bare" else turn(api, folder)))
    await server.start_server()
    if kind == "turn":
        settle()
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


# -- the load -------------------------------------------------------------------------------------------------


def request(number: int) -> bytes:
    """One signed slash command as it stands on the wire."""
    fields = {
        "command": "/coach",
        "text": WORDS[number % 3],
        "team_id": "T1",
        "user_id": f"U{number % PEOPLE}",
    }
    body = urlencode(fields | {"channel_id": f"D{number}", "api_app_id": "A1", "trigger_id": f"t{number}"})
    stamp = str(int(time.time()))
    signed = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signed}\r\n\r\n"
    )
    return (head + body).encode()


async def one_connection(port: int, numbers: count[int], until: float, took: list[float]) -> None:
    """One request after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (start := time.perf_counter()) < until:
        writer.write(request(next(numbers)))
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length or 0))
        took.append(time.perf_counter() - start)
    writer.close()


async def load(port: int, numbers: count[int], seconds: float) -> dict[str, float]:
    """All connections for so long."""
    took: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(one_connection(port, numbers, until, took) for _ in range(CONNECTIONS)))
    took.sort()
    return {
        "per_second": round(len(took) / seconds, 1),
        "p50_ms": round(statistics.median(took) * 1000, 1),
        "p99_ms": round(took[int(len(took) * 0.99) - 1] * 1000, 1),
    }


def cpu_seconds(process: int) -> float:
    """What a process has used of its core, all its threads together: the fair figure on a busy machine."""
    used = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


async def measure(seconds: float, rounds: int) -> dict[str, object]:
    """Both in turn, several times; the medians and their ratio."""
    from tests.slack.fake_slack import FakeSlack

    fake = FakeSlack()
    slack = TestServer(fake.app())
    await slack.start_server()
    found: dict[str, list[dict[str, float]]] = {"bare": [], "turn": []}
    numbers = count()
    for _ in range(rounds):
        for kind, results in found.items():
            with tempfile.TemporaryDirectory() as folder:
                command = [
                    sys.executable,
                    "-m",
                    "bench.slack",
                    "--serve",
                    kind,
                    str(slack.make_url("/api/")),
                    folder,
                ]
                process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
                assert process.stdout is not None  # noqa: S101 - asked for above
                port = int(await process.stdout.readline())
                await load(port, numbers, 2.0)
                before = cpu_seconds(process.pid)
                result = await load(port, numbers, seconds)
                spent = cpu_seconds(process.pid) - before
                results.append({**result, "cpu_us": round(spent / (result["per_second"] * seconds) * 1e6)})
                process.terminate()
                await process.wait()
    await slack.close()
    median = {
        kind: {name: statistics.median(result[name] for result in results) for name in results[0]}
        for kind, results in found.items()
    }
    ratio = median["turn"]["per_second"] / median["bare"]["per_second"]
    of_cpu = median["bare"]["cpu_us"] / median["turn"]["cpu_us"]
    ratios = {"ratio": round(ratio, 3), "ratio_of_cpu": round(of_cpu, 3)}
    return {**median, **ratios, "connections": CONNECTIONS, "rounds": rounds}


def main() -> None:
    """Measures, or serves what is measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", nargs=3)
    asked = parser.parse_args()
    if asked.serve:
        asyncio.run(serve(*asked.serve))
        return
    if len(cores := os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, cores - {0})
    sys.stdout.write(json.dumps({"slack": asyncio.run(measure(asked.seconds, asked.rounds))}) + "\n")


if __name__ == "__main__":
    main()
