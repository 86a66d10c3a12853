"""A platform's HTTP on loopback: remembers what it accepted, and fails as it is told to. Slack's (`slack.py`) and the
Bot Connector's (`connector.py`) are of its kind.

It lives in the process that is never killed, so that what it remembers is the truth about what reached people.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.torture.notes import Before

BURST = 10.0
BEGUN = "X-Begun"
"""The header in which a process under torture says when (on the steady clock) it let a call begin."""


@dataclass(frozen=True)
class Faults:
    """How often, of all posts, something goes wrong."""

    patience: float = 0.0
    """429 with Retry-After: the tenant, or the conversation, must be left alone."""
    refused: float = 0.0
    """412, 500, 502, 503 or 504, with nothing done."""
    dropped: float = 0.0
    """Accepted, and the connection cut before the answer."""
    per_second: float = 0.0
    """How many posts of a tenant are taken in a second, when more come than a burst of `BURST`; 0: any number."""
    slow: float = 0.0
    slow_seconds: float = 1.0
    denied: float = 0.0
    """Accepted, and answered 500, 502 or 504 all the same."""
    revoked: float = 0.0
    """The token that came along is good no more."""
    login: float = 0.0
    """Of all requests for a token: refused."""


@dataclass(frozen=True)
class Post:
    """One post that stands."""

    stamp: str
    process: str
    at: float
    """When it arrived, on the steady clock."""
    answered: bool
    """Whether its sender was told that it stands; otherwise nobody there can know."""


@dataclass
class Seen:
    """What the platform knows."""

    accepted: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))
    """For each part of a delivery, the posts that stand because of it, in order of arrival."""
    tried: set[str] = field(default_factory=set)
    """The deliveries of which any call arrived, whatever came of it."""
    channels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """For each tenant's channel, the deliveries in order of arrival."""
    stamps: set[str] = field(default_factory=set)
    edited: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    before: list[Before] = field(default_factory=list)
    """Calls for a place that had been told to wait; whether they are early is for `notes.judge` to say."""
    injected: Counter[str] = field(default_factory=Counter)
    arrivals: list[tuple[float, str]] = field(default_factory=list)
    """When each accepted post arrived (on the steady clock), and for which tenant."""


@dataclass(frozen=True)
class Call:
    """What somebody wants of the platform."""

    process: str
    tenant: str
    holds: str
    """What is to be left alone when this call is answered 429."""
    begun: float


class FakePlatform:
    """The fake, until `close`."""

    refusals = (500, 502, 503, 504)

    def __init__(self, seed: int, faults: Faults) -> None:
        self.seen = Seen()
        self.faults = faults
        self.url = ""
        self.clock_set: list[float] = []
        """When (on the steady clock) the nemesis set everybody's wall clock."""
        self._random = random.Random(seed)
        self._wait_until: dict[str, tuple[float, float]] = {}
        self._levels: dict[str, tuple[float, float]] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listens on a free port of this machine."""
        made = web.Application()
        made.add_routes(self._routes())
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

    def _routes(self) -> list[web.RouteDef]:
        """What it can be asked."""
        raise NotImplementedError

    def _patience(self, seconds: float, holds: str) -> web.Response:
        """429, in this platform's words."""
        raise NotImplementedError

    def _accept(self, call: Call, channel: str, part: str, *, answered: bool) -> str:
        """A post stands; returns its stamp."""
        now = time.monotonic()
        stamp = f"{len(self.seen.stamps) + 1}.000100"
        self.seen.stamps.add(stamp)
        self.seen.accepted[f"{call.tenant}|{part}"].append(Post(stamp, call.process, now, answered))
        self.seen.channels[f"{call.tenant}|{channel}"].append(f"{call.tenant}|{part}")
        self.seen.arrivals.append((now, call.tenant))
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

    def _told_to_wait(self, call: Call) -> web.Response | None:
        """Whether the place is to be left alone, or from now on is."""
        now = time.monotonic()
        self.seen.calls[call.tenant] += 1
        told_at, until = self._wait_until.get(call.holds, (0.0, 0.0))
        if now < until:
            clock_set = any(told_at < at for at in self.clock_set)
            self.seen.before.append(
                Before(call.holds, call.process, call.begun, now, told_at, until, clock_set)
            )
            return self._patience(until - now, call.holds)
        if self.faults.per_second and not self._room(call.tenant, now):
            self.seen.injected["over the limit"] += 1
            self._wait_until[call.holds] = (now, now + 1)
            return self._patience(1, call.holds)
        return None

    async def _fault(
        self, request: web.Request, call: Call, unheard: Callable[[], object]
    ) -> web.StreamResponse | None:
        """What goes wrong with this call, if anything. `unheard` does what was asked, when nobody is told that it
        was done."""
        if (wait := self._told_to_wait(call)) is not None:
            return wait
        draw, faults = self._random.random(), self.faults
        if draw < (edge := faults.patience):
            self.seen.injected["429"] += 1
            now, seconds = time.monotonic(), self._random.choice((1, 2, 3))
            self._wait_until[call.holds] = (now, now + seconds)
            return self._patience(seconds, call.holds)
        if draw < (edge := edge + faults.refused):
            return self._status(self._random.choice(self.refusals))
        if draw < (edge := edge + faults.dropped):
            self.seen.injected["dropped"] += 1
            unheard()
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if draw < (edge := edge + faults.slow):
            self.seen.injected["slow"] += 1
            await asyncio.sleep(faults.slow_seconds * (0.5 + self._random.random()))
            return None
        if draw < edge + faults.denied:
            self.seen.injected["accepted and denied"] += 1
            unheard()
            return self._status(self._random.choice((500, 502, 504)))
        return None

    def _status(self, status: int) -> web.Response:
        self.seen.injected[str(status)] += 1
        return web.Response(status=status, text="no")


def whole(seconds: float) -> str:
    """Seconds as the header has them: not a moment less."""
    return str(int(seconds) + (seconds > int(seconds)))
