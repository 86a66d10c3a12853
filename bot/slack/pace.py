"""Slack's pace in one channel: about a message a second, while short bursts pass.

What a whole workspace may be sent is the store's to share out among all workers (`bot.delivery.PACES`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.remembered import Remembered
from dialogs.ports import TryLater

BURST, PER_SECOND = 5.0, 1.0
"""[docs] rate-limits: one message a second in a channel; short bursts above that are let through."""
LONGEST_WAIT = 5.0
"""Seconds a message waits here; a longer wait is the outbox's, where it survives a restart."""


class Pace:
    """A bucket for each channel that fills by the second. What 429 answers say is kept in the store."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._levels: Remembered[tuple[str, str], tuple[float, float]] = Remembered(50_000)

    async def wait(self, tenant: str, channel: str) -> None:
        """Returns when a message may go out there.

        Raises:
            TryLater: that would take longer than is good to wait here.
        """
        now = self._clock()
        level, at = self._levels.get((tenant, channel), (BURST, now))
        level = min(BURST, level + (now - at) * PER_SECOND)
        wait = max(0.0, (1.0 - level) / PER_SECOND)
        if wait > LONGEST_WAIT:
            raise TryLater("pace", wait)
        self._levels[(tenant, channel)] = (level - 1.0, now)
        if wait > 0:
            await self._sleep(wait)
