"""Marks claimed rows in small groups as they finish: while one group is written, the next gathers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bot.gathering import Gathering
from dialogs.ports import Clock, Outcome, Store

log = structlog.get_logger()

GROUP = 200
TRIES = 8
PAUSE = 0.25
"""Seconds before a group is written again that the database did not take; doubles each time, 30 s in all."""


class Settling:
    """Takes outcomes, and returns when they are marked."""

    def __init__(self, store: Store, clock: Clock, on_settled: Callable[[Outcome, datetime], None]) -> None:
        self._store = store
        self._clock = clock
        self._on_settled = on_settled
        self._marks = Gathering(self._mark, GROUP)

    async def settle(self, outcome: Outcome) -> None:
        """Marks one row, together with whatever else finishes meanwhile.

        Raises:
            Exception: the database did not take it. The row's lease runs out, and it is worked once more.
        """
        await self._marks.ask(outcome)

    async def _mark(self, outcomes: Sequence[Outcome]) -> Sequence[None]:
        now, marked = await self._written(outcomes)
        if marked != len(outcomes):
            log.warning("claims were lost meanwhile", rows=len(outcomes) - marked)
        for outcome in outcomes:
            self._on_settled(outcome, now)
        return [None] * len(outcomes)

    async def _written(self, outcomes: Sequence[Outcome]) -> tuple[datetime, int]:
        """When they were marked, and how many; tried again for a while where the database is away."""
        pause = PAUSE
        for _ in range(TRIES - 1):
            now = self._clock.now()
            try:
                return now, await self._store.settle(outcomes, now)
            except Exception as error:
                log.warning("not marked yet", rows=len(outcomes), error=type(error).__name__)
                await asyncio.sleep(pause)
                pause *= 2
        now = self._clock.now()
        return now, await self._store.settle(outcomes, now)
