"""A service that fails in whatever people do, and can still own up to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.service import Service
from dialogs.activity import Activity, Failed
from dialogs.turn import Turn

Handles = Callable[[Service, Activity], Awaitable[Turn]]


def broken(handle: Handles) -> Handles:
    """A `Service.handle` that fails in a way nobody foresaw, with a person's words in the error."""

    async def fails(service: Service, activity: Activity) -> Turn:
        if isinstance(activity.event, Failed):
            return await handle(service, activity)
        raise RuntimeError(f"in {activity.event}")

    return fails
