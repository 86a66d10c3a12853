"""A terminal to talk to in tests."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from bot.app import build, open_local
from bot.clock import SteppedClock
from bot.console.story import ZONE
from bot.console.terminal import ConsoleSender, Terminal
from dialogs.activity import Platform


class Screen:
    """A terminal that was started just now on a database that may be older."""

    def __init__(self, database: Path, clock: SteppedClock, width: int = 80, run: str = "") -> None:
        self.text = io.StringIO()
        self._sender = ConsoleSender(Console(file=self.text, width=width, highlight=False))
        self._coaching = build(open_local(database), clock, {Platform.TERMINAL: self._sender})
        parts = self._coaching.service, self._coaching.delivery, self._coaching.store
        self._terminal = Terminal(*parts, self._sender, clock, ZONE, run)

    async def says(self, typed: str) -> str:
        """What is printed after something was typed."""
        before = len(self.text.getvalue())
        await self._terminal.say(typed)
        return " ".join(self.text.getvalue()[before:].split())

    async def close(self) -> None:
        """Ends the process."""
        await self._coaching.close()
