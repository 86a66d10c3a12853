"""The whole story in Teams, over signed HTTP, by the contract that every platform keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import TickingClock
from bot.console.story import BEGINS
from tests.contract.story import missing, tell
from tests.teams.cloud import Cloud
from tests.teams.person import Person, said


@pytest.fixture
async def person(cloud: Cloud, tmp_path: Path) -> AsyncIterator[Person]:
    who = Person(cloud, tmp_path / "coach.db", TickingClock(BEGINS))
    await who.begin()
    yield who
    await who.end()


async def test_the_whole_story_with_restarts_in_the_middle(person: Person) -> None:
    async def restart(number: int) -> None:
        if number % 8 == 5:
            await person.restart()

    await tell(person, restart)
    assert missing(person.seen()) == []
    cards = [text for text in map(said, person.chat) if text.startswith("Northwind\nOperations analyst")]
    assert len(cards) == 1  # edited in place all along, also by the processes that came later
    assert "Offer noted, answer by Friday 27 March" in cards[0]
    assert person.cloud.token_requests <= 5  # one for each process


async def test_the_opportunitys_card_stands_once_and_is_edited(person: Person) -> None:
    await person.says("seeing northwind thursday 3pm, hiring manager, operations analyst")
    await person.says("northwind moved to friday 4pm")
    cards = [text for text in map(said, person.chat) if text.startswith("Northwind\nOperations analyst")]
    assert len(cards) == 1
    assert "Friday 13 March, 16:00" in cards[0]
    assert "Thursday" not in cards[0]
