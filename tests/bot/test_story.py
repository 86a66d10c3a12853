"""The whole story of the demo in the terminal, by the contract that every platform keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SteppedClock
from bot.console.story import BEGINS
from tests.bot.screen import Screen
from tests.contract.story import missing, tell


class Teller:
    """Plays the story on a terminal that is started anew, over the same file, whenever `restart` is called."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._clock = SteppedClock(BEGINS)
        self._runs = 0
        self._screen = self._open()
        self.read = ""

    def _open(self) -> Screen:
        self._runs += 1
        width = 2000  # no line of a panel is broken
        return Screen(self._database, self._clock, width, run=f"run {self._runs}")

    async def says(self, words: str) -> None:
        """Types words."""
        self.read += await self._screen.says(words) + "\n"

    async def presses(self, label: str) -> None:
        """Presses the button of that name; after a restart the words are understood."""
        await self.says(label)

    async def passes(self, time: timedelta) -> None:
        """Lets time pass."""
        await self.says(f"later {time.days}d")

    async def restart(self) -> None:
        """Ends the process and starts another one."""
        await self.close()
        self._screen = self._open()

    async def close(self) -> None:
        """Ends the process."""
        await self._screen.close()


@pytest.fixture
async def teller(tmp_path: Path) -> AsyncIterator[Teller]:
    """Somebody at a terminal."""
    who = Teller(tmp_path / "coach.db")
    yield who
    await who.close()


async def test_the_story_of_the_demo_with_restarts_in_the_middle(teller: Teller) -> None:
    async def restart(number: int) -> None:
        if number % 8 == 5:
            await teller.restart()

    await tell(teller, restart)
    assert missing(teller.read) == []
