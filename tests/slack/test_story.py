"""The whole story of the demo through Slack's addresses, by the contract that every platform keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.console.story import BEGINS
from dialogs.coach import Coach
from dialogs.questions.loading import load_bank
from dialogs.reading.reader import load_reader
from tests.contract.story import missing, tell
from tests.slack.workspace import Workspace

RESTART_EVERY = 4


class Teller:
    """Plays the story in the private conversation."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def says(self, words: str) -> None:
        """Types words."""
        await self._workspace.says(words)

    async def presses(self, label: str) -> None:
        """Presses the newest button of that name."""
        await self._workspace.presses(label)

    async def passes(self, time: timedelta) -> None:
        """Lets time pass."""
        await self._workspace.waits(time)


@pytest.fixture
async def told(database: Path) -> AsyncIterator[Workspace]:
    """A workspace whose coach reads for itself."""
    made = Workspace(database, coach=Coach(load_bank(), load_reader()))
    made.clock.move_to(BEGINS)
    await made.start()
    yield made
    await made.stop()
    assert made.slack.faults == []


async def test_the_story_of_the_demo_with_a_restart_after_every_fourth_line(told: Workspace) -> None:
    async def restart(number: int) -> None:
        if number and number % RESTART_EVERY == 0:
            await told.restart()

    await tell(Teller(told), restart)
    assert missing("\n".join(told.reads())) == []
    standing = told.slack.standing()
    cards = [message for message in standing if message.text.startswith("Northwind · Operations")]
    assert len(cards) == 1
    assert cards[0].edits > 0
    threaded = [message for message in standing if message.thread == cards[0].ts]
    assert all(message.broadcast for message in threaded)  # the person is at the foot all along
    assert any(message.text.startswith("Northwind so far:") for message in threaded)
    assert sum(message.text.startswith("Northwind: T") for message in threaded) == 2
    assert sum(message.text.startswith("Northwind so far:") for message in standing) == 1
    assert {message.channel for message in told.slack.messages} == {"DU1"}
