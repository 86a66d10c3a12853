"""Marks claimed rows in small groups as they finish: while one group is written, the next gathers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

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
        self._waiting: list[tuple[Outcome, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def settle(self, outcome: Outcome) -> None:
        """Marks one row, together with whatever else finishes meanwhile.

        Raises:
            Exception: the database did not take it. The row's lease runs out, and it is worked once more.
        """
        marked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((outcome, marked))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await marked

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
            outcomes = [outcome for outcome, _ in group]
            try:
                await self._mark(outcomes)
            except Exception as error:  # each of those who wait is told
                _answer(group, error)
                continue
            _answer(group, None)
        self._writing = None

    async def _mark(self, outcomes: list[Outcome]) -> None:
        pause = PAUSE
        for attempt in range(TRIES):
            now = self._clock.now()
            try:
                marked = await self._store.settle(outcomes, now)
            except Exception as error:
                if attempt == TRIES - 1:
                    raise
                log.warning("not marked yet", rows=len(outcomes), error=type(error).__name__)
                await asyncio.sleep(pause)
                pause *= 2
                continue
            if marked != len(outcomes):
                log.warning("claims were lost meanwhile", rows=len(outcomes) - marked)
            for outcome in outcomes:
                self._on_settled(outcome, now)
            return


def _answer(group: list[tuple[Outcome, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, waiting in group:
        if waiting.done():
            continue
        if error is None:
            waiting.set_result(None)
        else:
            waiting.set_exception(error)
