"""The platform id of what was posted: channel, the messages it took, and the thread they stand in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """One reply as it stands in Slack. A long one takes several messages; the first one carries its thread."""

    channel: str
    stamps: tuple[str, ...]
    thread: str | None = None

    @property
    def root(self) -> str:
        """What a reply in its thread must name: the thread's first message, never a message inside it."""
        return self.thread or self.stamps[0]

    def __str__(self) -> str:
        return "/".join((self.channel, "+".join(self.stamps), self.thread or ""))

    @classmethod
    def parse(cls, text: str | None) -> Ref | None:
        """The reference that was written, or None where nothing usable was."""
        if not text or text.count("/") != 2:
            return None
        channel, stamps, thread = text.split("/")
        return cls(channel, tuple(stamps.split("+")), thread or None) if channel and stamps else None
