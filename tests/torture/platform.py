"""Slack's and the Bot Connector's HTTP on loopback: remembers what it accepted, and fails as it is told to.

It lives in the process that is never killed, so that what it remembers is the truth about what reached people.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.torture.notes import Before

BURST = 10.0
BEGUN = "X-Begun"
"""The header in which a process under torture says when (on the steady clock) it let a call begin."""


@dataclass(frozen=True)
class Faults:
    """How often, of all posts, something goes wrong."""

    patience: float = 0.0
    """429 with Retry-After: the tenant must leave us alone."""
    refused: float = 0.0
    """500, 502, 503 or 504, with nothing done."""
    dropped: float = 0.0
    """Accepted, and the connection cut before the answer."""
    per_second: float = 0.0
    """How many posts of a tenant are taken in a second, when more come than a burst of `BURST`; 0: any number."""
    slow: float = 0.0
    slow_seconds: float = 1.0


@dataclass
class Seen:
    """What the platform knows."""

    accepted: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """For each delivery, the stamps of the posts that stand because of it, in order of arrival."""
    channels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """For each tenant's channel, the deliveries in order of arrival."""
    stamps: set[str] = field(default_factory=set)
    edited: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    before: list[Before] = field(default_factory=list)
    """Calls for a tenant that had been told to wait; whether they are early is for `notes.judge` to say."""
    injected: Counter[str] = field(default_factory=Counter)
    arrivals: list[tuple[float, str]] = field(default_factory=list)
    """When each accepted post arrived (on the steady clock), and for which tenant."""


class Platform:
    """The fake, until `close`."""

    def __init__(self, seed: int, faults: Faults) -> None:
        self.seen = Seen()
        self.faults = faults
        self.url = ""
        self.clock_set_at = 0.0
        """When (on the steady clock) the nemesis last set everybody's wall clock."""
        self._random = random.Random(seed)
        self._wait_until: dict[str, tuple[float, float]] = {}
        self._levels: dict[str, tuple[float, float]] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listens on a free port of this machine."""
        made = web.Application()
        made.add_routes(
            [
                web.post("/{process}/api/chat.postMessage", self._post),
                web.post("/{process}/api/chat.update", self._update),
                web.post("/{process}/api/{method}", self._other),
                web.post("/{process}/v3/conversations/{conversation}/activities", self._post_activity),
                web.put("/{process}/v3/conversations/{conversation}/activities/{id}", self._put_activity),
            ]
        )
        self._runner = web.AppRunner(made, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        [address] = self._runner.addresses
        self.url = f"http://127.0.0.1:{address[1]}"

    async def close(self) -> None:
        """Listens no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    # -- Slack -----------------------------------------------------------------------------------------------------

    async def _post(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        metadata = body.get("metadata") or {}
        metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
        delivery = str(metadata["event_payload"]["delivery"])
        tenant, channel = _tenant(request), str(body["channel"])
        answer = await self._fault(request, tenant, lambda: self._accept(tenant, channel, delivery))
        if answer is not None:
            return answer
        return web.json_response(
            {"ok": True, "channel": channel, "ts": self._accept(tenant, channel, delivery)}
        )

    async def _update(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        stamp = str(body["ts"])
        answer = await self._fault(request, _tenant(request), lambda: self._edit(stamp))
        if answer is not None:
            return answer
        if stamp not in self.seen.stamps:
            return web.json_response({"ok": False, "error": "message_not_found"})
        self._edit(stamp)
        return web.json_response({"ok": True, "channel": body["channel"], "ts": stamp})

    async def _other(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "channel": {"id": "D-any"}, "user": {"tz": "Europe/Lisbon"}})

    # -- the connector ---------------------------------------------------------------------------------------------

    async def _post_activity(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        tenant, channel = _tenant(request), request.match_info["conversation"]
        delivery = str(body.get("channelData", {}).get("delivery", f"{tenant}|{time.monotonic_ns()}"))
        answer = await self._fault(request, tenant, lambda: self._accept(tenant, channel, delivery))
        if answer is not None:
            return answer
        return web.json_response({"id": self._accept(tenant, channel, delivery)}, status=201)

    async def _put_activity(self, request: web.Request) -> web.StreamResponse:
        stamp = request.match_info["id"]
        answer = await self._fault(request, _tenant(request), lambda: self._edit(stamp))
        if answer is not None:
            return answer
        self._edit(stamp)
        return web.json_response({"id": stamp})

    # -- both ------------------------------------------------------------------------------------------------------

    def _accept(self, tenant: str, channel: str, delivery: str) -> str:
        stamp = f"{len(self.seen.stamps) + 1}.000100"
        self.seen.stamps.add(stamp)
        self.seen.accepted[f"{tenant}|{delivery}"].append(stamp)
        self.seen.channels[f"{tenant}|{channel}"].append(f"{tenant}|{delivery}")
        self.seen.arrivals.append((time.monotonic(), tenant))
        return stamp

    def _edit(self, stamp: str) -> str:
        self.seen.edited[stamp] += 1
        return stamp

    def _room(self, tenant: str, now: float) -> bool:
        """Whether the tenant's limit lets one more call through."""
        level, at = self._levels.get(tenant, (BURST, now))
        level = min(BURST, level + (now - at) * self.faults.per_second)
        self._levels[tenant] = (level - 1 if level >= 1 else level, now)
        return level >= 1

    async def _fault(self, request: web.Request, tenant: str, accept: Any) -> web.StreamResponse | None:
        """What goes wrong with this call, if anything."""
        now = time.monotonic()
        self.seen.calls[tenant] += 1
        process = request.match_info["process"]
        told_at, until = self._wait_until.get(tenant, (0.0, 0.0))
        if now < until:
            begun, clock_set = float(request.headers[BEGUN]), told_at < self.clock_set_at
            self.seen.before.append(Before(tenant, process, begun, now, told_at, until, clock_set))
            return _patience(until - now)
        if self.faults.per_second and not self._room(tenant, now):
            self.seen.injected["over the limit"] += 1
            self._wait_until[tenant] = (now, now + 1)
            return _patience(1)
        draw, faults = self._random.random(), self.faults
        if draw < (edge := faults.patience):
            self.seen.injected["429"] += 1
            wait = self._random.choice((1, 2, 3))
            self._wait_until[tenant] = (now, now + wait)
            return _patience(wait)
        if draw < (edge := edge + faults.refused):
            status = self._random.choice((500, 502, 503, 504))
            self.seen.injected[str(status)] += 1
            return web.Response(status=status, text="no")
        if draw < (edge := edge + faults.dropped):
            self.seen.injected["dropped"] += 1
            accept()
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if draw < edge + faults.slow:
            self.seen.injected["slow"] += 1
            await asyncio.sleep(faults.slow_seconds * (0.5 + self._random.random()))
        return None


def _patience(seconds: float) -> web.Response:
    whole = int(seconds) + (seconds > int(seconds))
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(whole)}
    )


def _tenant(request: web.Request) -> str:
    return request.headers["Authorization"].removeprefix("Bearer ").removeprefix("xoxb-")


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    return dict(await request.post())
