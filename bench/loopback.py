"""A platform on loopback that keeps Slack's limits and costs next to nothing: for bursts in which the fake that can
fail in every way (`tests/torture/platform.py`) would itself be what is waited for.

It speaks as much HTTP/1.1 as one client needs, takes every post but those over a limit, and remembers when each came.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter

from tests.torture.notes import Before
from tests.torture.platform import BEGUN

TENANT_BURST = 10.0
"""Posts that a workspace takes at once after it was left alone."""
CHANNEL_BURST = 5.0
CHANNEL_PER_SECOND = 1.0

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TOKEN = re.compile(rb"\r\nauthorization: *Bearer xoxb-(\S+)", re.IGNORECASE)
_BEGUN = re.compile(rb"\r\n" + BEGUN.encode() + rb": *(\S+)", re.IGNORECASE)


class Bucket:
    """A bucket that fills by the second."""

    def __init__(self, burst: float, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._levels: dict[str, tuple[float, float]] = {}

    def takes(self, name: str, now: float) -> bool:
        """Whether there is room for one more."""
        level, at = self._levels.get(name, (self._burst, now))
        level = min(self._burst, level + (now - at) * self._per_second)
        self._levels[name] = (level - 1 if level >= 1 else level, now)
        return level >= 1


class Loopback:
    """The platform, from `start` to `close`."""

    def __init__(self, per_second: float) -> None:
        self.url = ""
        self.accepted: Counter[str] = Counter()
        """How often each delivery was posted."""
        self.arrivals: list[tuple[float, str]] = []
        """When each accepted post came (on the steady clock), and for which tenant."""
        self.over_the_limit = 0
        self.before: list[Before] = []
        self._tenants = Bucket(TENANT_BURST, per_second)
        self._channels = Bucket(CHANNEL_BURST, CHANNEL_PER_SECOND)
        self._wait_until: dict[str, tuple[float, float]] = {}
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listens on a free port of this machine."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Line(self), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Listens no more."""
        if self._server is not None:
            self._server.close()

    def answer(self, head: bytes, body: bytes) -> bytes:
        """One call, whole: what to write back."""
        method = head.split(b" ", 2)[1]
        if not method.endswith(b"chat.postMessage"):
            return _ok({"channel": {"id": "D-any"}, "user": {"tz": "Europe/Lisbon"}})
        now, tenant = time.monotonic(), _first(_TOKEN, head)
        told_at, until = self._wait_until.get(tenant, (0.0, 0.0))
        if now < until:
            process, begun = method.split(b"/")[1].decode(), float(_first(_BEGUN, head))
            self.before.append(Before(tenant, process, begun, now, told_at, until, clock_set=False))
            return _patience(until - now)
        post = json.loads(body)
        if not (
            self._channels.takes(f"{tenant} {post['channel']}", now) and self._tenants.takes(tenant, now)
        ):
            self.over_the_limit += 1
            self._wait_until[tenant] = (now, now + 1)
            return _patience(1)
        self.accepted[f"{tenant}|{post['metadata']['event_payload']['delivery']}"] += 1
        self.arrivals.append((now, tenant))
        return _ok({"channel": post["channel"], "ts": f"{len(self.arrivals)}.000100"})


class _Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, platform: Loopback) -> None:
        self._platform = platform
        self._heard = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - as asyncio promises for TCP
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := self._heard.find(b"\r\n\r\n")) >= 0:
            head = self._heard[:end]
            length = int(_first(_LENGTH, head) or 0)
            if len(self._heard) < end + 4 + length:
                return
            body, self._heard = self._heard[end + 4 : end + 4 + length], self._heard[end + 4 + length :]
            if self._transport is not None:
                self._transport.write(self._platform.answer(head, body))


def _first(pattern: re.Pattern[bytes], head: bytes) -> str:
    found = pattern.search(head)
    return found[1].decode() if found else ""


def _ok(said: dict[str, object]) -> bytes:
    return _http("200 OK", {"ok": True, **said})


def _patience(seconds: float) -> bytes:
    whole = int(seconds) + (seconds > int(seconds))
    said = {"ok": False, "error": "ratelimited"}
    return _http("429 Too Many Requests", said, f"Retry-After: {whole}\r\n")


def _http(status: str, said: dict[str, object], more: str = "") -> bytes:
    body = json.dumps(said)
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return (head + body).encode()
