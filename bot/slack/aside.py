"""What takes longer than its acknowledgement waits is put aside first, so that a killed process takes nothing with it.

A worker plays what was put aside a minute later, under the activity's own id: nearly always it had its effect since,
and then this has none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

from bot.slack.adapter import Ignored, untriggered
from dialogs.activity import Activity

log = logging.getLogger(__name__)

PUT_ASIDE_AFTER = 0.05
"""Seconds of work: so early that it is written when the acknowledgement goes out (`assembly.ACKNOWLEDGE_WITHIN`)."""


class Keeps(Protocol):
    """The part of the coach's service that this needs."""

    async def put_aside(self, activity: Activity) -> None:
        """Keeps an activity for a worker, should this process die."""
        ...

    async def take_back(self, activity: Activity) -> None:
        """Drops what was put aside."""
        ...


class Aside:
    """Puts aside what takes long."""

    def __init__(self, service: Keeps) -> None:
        self._service = service

    @asynccontextmanager
    async def over(self, built: Callable[[], Activity | Ignored]) -> AsyncIterator[None]:
        """Around the work on an activity. Where the work fails the person is told to send it again, so what was put
        aside is taken back; where it is only cut short, because the process ends, it stays."""
        writing: list[asyncio.Task[Activity | None]] = []

        def begin() -> None:
            writing.append(asyncio.create_task(self._put(built)))

        timer = asyncio.get_running_loop().call_later(PUT_ASIDE_AFTER, begin)
        try:
            yield
        except Exception:
            for each in writing:
                await self._take_back(await each)
            raise
        finally:
            timer.cancel()

    async def _put(self, built: Callable[[], Activity | Ignored]) -> Activity | None:
        try:
            activity = built()
            if isinstance(activity, Ignored):
                return None
            activity = replace(activity, reference=untriggered(activity.reference))  # a minute later
            await self._service.put_aside(activity)
        except Exception as error:  # the work itself goes on, and says what becomes of it
            log.warning("not put aside: %s", type(error).__name__)
            return None
        return activity

    async def _take_back(self, activity: Activity | None) -> None:
        if activity is None:
            return
        try:
            await self._service.take_back(activity)
        except Exception as error:
            log.warning("not taken back: %s", type(error).__name__)
