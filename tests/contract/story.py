"""The story that `coach demo` plays, and what it must come to wherever it is played: one contract for all platforms.

The platforms draw differently and say the same. So it is the meanings that are held here, in the order in which they
come: what a person must have read by the end, whether in a terminal, on a card or in blocks.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, Protocol

from bot.console.story import STORY

MEANINGS: Final = (
    "I'm Delta, a bot that coaches you around interviews",
    "worth asking the hiring manager at Northwind",
    "How will you measure my success in the first six months?",
    "Tomorrow 15:00",
    "How did it go at Northwind?",
    "your reading counts",
    "Globex: Monday 16 March, 10:00 (Lisbon)",
    "Back to the Northwind debrief",
    "Then it counts as a dodge",
    "Northwind so far:",
    "(3 answers, 1 person)",
    "What would settle it",
    "worth asking the future colleague at Globex",
    "How did it go at Globex?",
    "Globex so far: leaning outcome",
    "(4 answers, 1 person)",
    "Which currency?",
    "Answer by",
    "Globex or Northwind?",
    "Both are above your floor of €48,000.",
    "The price of the difference is €8,350 a year.",
    "would come first if",
    "Thank you for the offer",
    "You have 2 opportunities open.",
)
"""What must have been read, in this order."""


class Storyteller(Protocol):
    """Somebody who can play the story on a platform."""

    async def says(self, words: str) -> None:
        """Types words."""
        ...

    async def presses(self, label: str) -> object:
        """Presses the newest button of that name."""
        ...

    async def passes(self, time: timedelta) -> None:
        """Lets time pass, hearing whatever the coach has to say meanwhile."""
        ...


async def tell(who: Storyteller, between: Callable[[int], Awaitable[None]]) -> None:
    """Plays the whole story; `between` is awaited before each line, to restart things in the middle."""
    for number, line in enumerate(STORY):
        await between(number)
        waits = re.fullmatch(r"later (\d+)d", line.says)
        if waits:
            await who.passes(timedelta(days=int(waits.group(1))))
        elif line.press:
            await who.presses(line.press)
        else:
            await who.says(line.says)


def missing(read: str) -> list[str]:
    """The meanings that were not read, or not in their order."""
    lost, at = [], 0
    flat = " ".join(read.split())
    for meaning in MEANINGS:
        found = flat.find(meaning, at)
        if found < 0:
            lost.append(meaning)
        else:
            at = found
    return lost
