"""A platform in memory that does what it is told, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from dialogs.plain import as_text
from dialogs.ports import Posted, Sent
from dialogs.turn import Message

Behaviour = Callable[[int], Exception | float | None]
"""For the n-th call to a conversation: what to raise, how many seconds to take, or nothing in particular."""


class RecordingSender:
    """Takes every message, unless its conversation was given a behaviour."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        """Conversation and words, in the order of arrival."""
        self.edits: list[str] = []
        self.calls: dict[str, int] = {}
        self.behaves: dict[str, Behaviour] = {}
        self.blanked: list[str] = []
        """What was asked to be blanked, in that order."""
        self.lets_blank: Callable[[int], Exception | bool] = lambda nth: True

    async def send(
        self, message: Message, *, delivery: str, replaces: str | None, thread: str | None
    ) -> Sent:
        """Takes one message."""
        place = message.to.conversation
        self.calls[place] = self.calls.get(place, 0) + 1
        does = self.behaves[place](self.calls[place]) if place in self.behaves else None
        if isinstance(does, Exception):
            raise does
        if isinstance(does, float):
            await asyncio.sleep(does)
        self.heard.append((place, as_text(message.reply)))
        if replaces is not None:
            self.edits.append(replaces)
        return Sent(replaces or f"ref-{len(self.heard)}")

    async def blank(self, posted: Posted) -> bool:
        """Notes that it was asked to."""
        self.blanked.append(posted.platform_ref)
        does = self.lets_blank(len(self.blanked))
        if isinstance(does, Exception):
            raise does
        return does

    def words(self, conversation: str) -> list[str]:
        """What a conversation heard."""
        return [words for place, words in self.heard if place == conversation]
