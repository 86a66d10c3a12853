"""The ticker. Reminders are rows that `claim` finds when they are due; nothing is scheduled one by one.

APScheduler keeps one job in memory and no job store: its stores must not be shared between processes, a job for each
reminder is lost in a crash, and a late one is dropped by default. So all it does here is to say "look again".
"""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.courier import LEASE
from dialogs.ports import Clock

log = structlog.get_logger()

TICK_SECONDS = 1.0
"""A reminder goes out at most this much later than its moment, when nothing else is in the way."""
REAP_SECONDS = 5.0
TIDY_SECONDS = 3600.0
JUMP_SECONDS = 5.0
"""How far the wall clock may run from the steady one between two looks before it counts as set anew."""


class Works(Protocol):
    """What is woken."""

    def nudge(self) -> None:
        """There may be something to do."""
        ...

    async def reap(self, *, clock_set: bool = False) -> int:
        """Returns what dead workers held to the queue; also what a clock put off that was ahead and is set now."""
        ...

    async def tidy(self) -> int:
        """Deletes what was finished long ago."""
        ...


class Ticker:
    """Looks at the clock once a second, and after dead workers every few seconds.

    Leases are kept in wall-clock time. When that clock is set anew, every lease in the table is wrong by as much, so
    for one lease's length nobody is taken for dead: those who are alive mark their rows meanwhile. After that
    (and once after the start, for a clock that was set while nobody looked) what the old clock put off is mended.
    """

    def __init__(
        self,
        work: Works,
        clock: Clock,
        steady: Callable[[], float] = time.monotonic,
        lease_seconds: float = LEASE.seconds,
    ) -> None:
        self._lease_seconds = lease_seconds
        self._work = work
        self._clock = clock
        self._steady = steady
        self._wall_less_steady = self._apart()
        self._reap_at = steady()
        self._mend_at = steady() + lease_seconds
        self._tidy_at = steady()
        self._ticked_at = steady()
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begins to tick, on the running loop."""
        every_second: Callable[[], Awaitable[None]] = self.tick
        self._scheduler.add_job(
            every_second,
            "interval",
            seconds=TICK_SECONDS,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Ticks no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def alive(self) -> bool:
        """Whether it ticked lately."""
        return self._steady() - self._ticked_at < 10 * TICK_SECONDS

    async def tick(self) -> None:
        """Looks once."""
        now = self._steady()
        self._ticked_at = now
        self._work.nudge()
        apart = self._apart()
        if abs(apart - self._wall_less_steady) > JUMP_SECONDS:
            log.warning("the clock was set anew", seconds=round(apart - self._wall_less_steady))
            self._reap_at = self._mend_at = now + self._lease_seconds
        self._wall_less_steady = apart
        if now < self._reap_at:
            return
        self._reap_at = now + REAP_SECONDS
        mends = now >= self._mend_at
        try:
            await self._work.reap(clock_set=mends)
            self._mend_at = math.inf if mends else self._mend_at
            if now >= self._tidy_at:
                self._tidy_at = now + TIDY_SECONDS
                await self._work.tidy()
        except Exception as error:  # the database is away: the next tick looks again
            log.warning("not reaped", error=type(error).__name__)

    def _apart(self) -> float:
        return self._clock.now().timestamp() - self._steady()
