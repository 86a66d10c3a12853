"""What the Teams side needs of the service."""

from __future__ import annotations

from typing import Protocol

from dialogs.activity import Activity
from dialogs.turn import Message, Turn


class Serves(Protocol):
    """The part of `bot.service.Service` that is used here."""

    async def handle(self, activity: Activity) -> Turn:
        """The whole effect of one activity, exactly once."""
        ...

    async def put_aside(self, activity: Activity) -> None:
        """Keeps an activity that is acknowledged before its turn is."""
        ...

    async def take_back(self, activity: Activity) -> None:
        """Drops it again."""
        ...

    async def said(self, tenant: str, person: str, activity: str) -> tuple[Message, ...]:
        """What the coach said to an activity, as far as it is still kept."""
        ...
