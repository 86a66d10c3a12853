"""The whole story of the demo through Slack's addresses: typed, pressed, threaded, with restarts in the middle."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.console.story import BEGINS, STORY
from dialogs.coach import Coach
from dialogs.questions.loading import load_bank
from dialogs.reading.reader import load_reader
from tests.slack.workspace import Workspace

RESTART_EVERY = 4


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
    for n, line in enumerate(STORY, 1):
        if line.press:
            await told.presses(line.press)
        elif line.says.startswith("later "):
            await told.waits(timedelta(days=int(line.says[6:-1])))
        else:
            await told.says(line.says)
        if n % RESTART_EVERY == 0:
            await told.restart()
    everything = "\n".join(told.reads())
    for words in (
        "Northwind: Tomorrow 15:00, hiring manager",
        "Globex: Monday 16 March, 10:00 (Lisbon)",
        "Northwind so far:",
        "Globex so far:",
        "is the better school on what you heard",
        "€48,000",
        "to negotiate with",
    ):
        assert words in everything
    cards = [
        message for message in told.slack.standing() if message.text.startswith("Northwind · Operations")
    ]
    assert len(cards) == 1
    assert cards[0].edits > 0
    threaded = [message for message in told.slack.standing() if message.thread == cards[0].ts]
    reminders = [message for message in threaded if message.text.startswith("Northwind: T")]
    assert [message.broadcast for message in reminders] == [True, True]
    assert any(message.text.startswith("Northwind so far:") for message in threaded)
    assert sum(message.text.startswith("Northwind so far:") for message in told.slack.standing()) == 1
    assert {message.channel for message in told.slack.messages} == {"DU1"}
