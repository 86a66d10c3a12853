"""Work that must not be lost between the acknowledgement and its end.

An activity is handled before it is acknowledged where that takes a moment only: then the platform's own repeating
covers a crash. What takes longer is put aside, acknowledged, and finished in a task that is kept track of, drained when
the process stops, and that ends in words to the person should it fail.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

log = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0

T = TypeVar("T")


class Work:
    """The tasks under way."""

    def __init__(self, moment: float) -> None:
        """`moment` is how many seconds an acknowledgement waits for the work, where nothing else is said."""
        self._moment = moment
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Starts a task and keeps hold of it until it is done."""
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def within(self, task: asyncio.Task[T], seconds: float | None = None) -> bool:
        """Waits a moment for a task, which goes on in any case. Whether it is done."""
        if not task.done():
            await asyncio.wait({task}, timeout=self._moment if seconds is None else seconds)
        return task.done()

    async def drain(self, seconds: float = DRAIN_SECONDS) -> int:
        """Waits for everything under way, at the end of the process. Returns how many were cut short."""
        if not self._tasks:
            return 0
        _, pending = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending)
            log.warning("cut short at shutdown: %d", len(pending))
        return len(pending)

    def __len__(self) -> int:
        return len(self._tasks)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("work failed", exc_info=task.exception())
