"""`coach demo`: the whole story on a temporary database, in a few seconds, with its pictures."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.app import build, open_local
from bot.clock import SteppedClock
from bot.comparing import draw_into
from bot.console.story import BEGINS, STORY, ZONE
from bot.console.terminal import ConsoleSender, Terminal
from dialogs.activity import Platform
from dialogs.replies import OfferComparison, Reply


async def play(pictures: str) -> None:
    """Plays the story as a person would type it, and saves the pictures of what was said last."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 80)
    seen = Seen()
    with tempfile.TemporaryDirectory(prefix="delta-demo-") as folder:
        sender = ConsoleSender(console, seen.see)
        clock = SteppedClock(BEGINS)
        coaching = build(open_local(Path(folder) / "demo.db"), clock, {Platform.TERMINAL: sender})
        try:
            parts = coaching.service, coaching.delivery, coaching.store
            terminal = Terminal(*parts, sender, clock, ZONE, run="demo")
            console.print(Text(f"({BEGINS:%A %d %B %Y, %H:%M}, Lisbon)\n", style="dim"))
            await terminal.arrive()
            for line in STORY:
                console.print(Text(f"> {line.says or f'[{line.press}]'}", style="bold"))
                await terminal.say(line.says or line.press)
        finally:
            await coaching.close()
    for path in seen.save(Path(pictures)):
        console.print(f"Picture saved: {path}")


class Seen:
    """Remembers the last comparison, to draw it at the end."""

    def __init__(self) -> None:
        self._comparison: OfferComparison | None = None

    def see(self, reply: Reply) -> None:
        """Notices what can be drawn."""
        if isinstance(reply, OfferComparison):
            self._comparison = reply

    def save(self, folder: Path) -> list[Path]:
        """Draws what was noticed; returns where the pictures are."""
        return draw_into(self._comparison.comparison, folder) if self._comparison else []
