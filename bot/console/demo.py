"""`coach demo`: the whole story on a temporary database, in a few seconds, with its pictures."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.app import build, open_local
from bot.clock import SteppedClock
from bot.console.story import BEGINS, STORY, ZONE
from bot.console.terminal import ConsoleSender, Terminal
from dialogs.activity import Platform
from dialogs.replies import OfferComparison, Reply, VerdictShown


async def play(pictures: str) -> None:
    """Plays the story as a person would type it, and saves the pictures of what was said last."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 80)
    seen = Seen()
    with tempfile.TemporaryDirectory(prefix="delta-demo-") as folder:
        sender = ConsoleSender(console, seen.see)
        clock = SteppedClock(BEGINS)
        coaching = build(open_local(Path(folder) / "demo.db"), clock, {Platform.TERMINAL: sender})
        try:
            terminal = Terminal(coaching.service, coaching.delivery, coaching.store, sender, clock, ZONE)
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
    """Remembers the last verdict of each company and the last comparison, to draw them at the end."""

    def __init__(self) -> None:
        self._verdicts: dict[str, VerdictShown] = {}
        self._comparison: OfferComparison | None = None

    def see(self, reply: Reply) -> None:
        """Notices what can be drawn."""
        if isinstance(reply, VerdictShown):
            self._verdicts[reply.verdict.company] = reply
        if isinstance(reply, OfferComparison):
            self._comparison = reply

    def save(self, folder: Path) -> list[Path]:
        """Draws what was noticed; returns where the pictures are."""
        from bot.drawing import comparison_pictures, verdict_picture

        folder.mkdir(parents=True, exist_ok=True)
        drawn = {
            f"mindset-{company.lower()}.png": verdict_picture(v) for company, v in self._verdicts.items()
        }
        if self._comparison is not None:
            drawn |= {f"{p.name}.png": p for p in comparison_pictures(self._comparison)}
        paths = []
        for name, picture in drawn.items():
            path = folder / name
            path.write_bytes(picture.png)
            paths.append(path)
        return paths
