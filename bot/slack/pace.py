"""Slack's pace: about one message a second in a channel, and a budget for a workspace; short bursts pass."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable

from bot.slack.clients import Remembered
from dialogs.ports import TryLater

CHANNEL_BURST, CHANNEL_PER_SECOND = 5.0, 1.0
"""[docs] rate-limits: one message a second in a channel; short bursts above that are let through."""
TENANT_BURST, TENANT_PER_SECOND = 30.0, 5.0
"""[docs] rate-limits: "several hundred messages a minute" in a workspace."""
LONGEST_WAIT = 5.0
"""Seconds a message waits here; a longer wait is the outbox's, where it survives a restart."""


class Pace:
    """Buckets that fill by the second. What 429 answers say on top of them is kept in the store."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._levels: Remembered[Hashable, tuple[float, float]] = Remembered(50_000)

    async def wait(self, tenant: str, channel: str) -> None:
        """Returns when a message may go out there.

        Raises:
            TryLater: that would take longer than is good to wait here.
        """
        here = self._due((tenant, channel), CHANNEL_BURST, CHANNEL_PER_SECOND)
        everywhere = self._due(tenant, TENANT_BURST, TENANT_PER_SECOND)
        wait = max(here, everywhere)
        if wait > LONGEST_WAIT:
            raise TryLater("pace", wait, whole_tenant=everywhere >= here)
        self._take((tenant, channel), CHANNEL_BURST, CHANNEL_PER_SECOND)
        self._take(tenant, TENANT_BURST, TENANT_PER_SECOND)
        if wait > 0:
            await self._sleep(wait)

    def _level(self, key: Hashable, burst: float, rate: float) -> float:
        level, at = self._levels.get(key, (burst, self._clock()))
        return min(burst, level + (self._clock() - at) * rate)

    def _due(self, key: Hashable, burst: float, rate: float) -> float:
        return max(0.0, (1.0 - self._level(key, burst, rate)) / rate)

    def _take(self, key: Hashable, burst: float, rate: float) -> None:
        self._levels[key] = (self._level(key, burst, rate) - 1.0, self._clock())
