"""The whole story in Teams, over signed HTTP, by the contract that every platform keeps."""

from __future__ import annotations

from typing import Any

import pytest

from bot.teams import wire
from dialogs.activity import Act
from tests.contract.story import missing, tell
from tests.teams.payloads import activity, press
from tests.teams.person import Person, said


async def test_the_whole_story_with_restarts_in_the_middle(person: Person) -> None:
    async def restart(number: int) -> None:
        if number % 8 == 5:
            await person.restart()

    await tell(person, restart)
    assert missing(person.seen()) == []
    cards = [text for text in map(said, person.chat) if text.startswith("Northwind\nOperations analyst")]
    assert len(cards) == 1  # edited in place all along, also by the processes that came later
    assert "Offer noted, answer by Friday 27 March" in cards[0]
    assert person.cloud.login.requests <= 5  # one for each process


async def test_the_opportunitys_card_stands_once_and_is_edited(person: Person) -> None:
    await person.says("seeing northwind thursday 3pm, hiring manager, operations analyst")
    await person.says("northwind moved to friday 4pm")
    cards = [text for text in map(said, person.chat) if text.startswith("Northwind\nOperations analyst")]
    assert len(cards) == 1
    assert "Friday 13 March, 16:00" in cards[0]
    assert "Thursday" not in cards[0]


OLD = [
    (
        wire.data(
            Act("answer", {"dialog": "debrief", "interview": "i1", "step": "q1"}), title="x", card=None
        ),
        "closed",
    ),
    (wire.data(Act("verdict.show", {"opportunity": "o-of-long-ago"}), title="x", card="card:o1"), ""),
    (wire.data(Act("a.button.of.last.year"), title="x", card=None), "earlier version"),
    (wire.data(Act("offer.fill", {"opportunity": "gone"}), title="x", card=None, fills=True), ""),
]


@pytest.mark.parametrize(("data", "says"), OLD)
async def test_a_button_on_an_old_card_gets_a_clear_sentence(
    person: Person, data: dict[str, Any], says: str
) -> None:
    await person.says("hello")
    before = len(person.chat)
    answer = await person.posts(press(person.cloud.service_url, data))
    assert answer["statusCode"] == 200
    assert len(person.chat) > before
    assert says in said(person.chat[-1])


async def test_the_same_activity_again_has_no_second_effect(person: Person) -> None:
    body = activity(person.cloud.service_url, text="seeing northwind thursday 3pm, hiring manager")
    await person.says("hello")
    before = len(person.chat)
    first = next(person.ids)
    for _ in range(3):
        got = await person.running.client.post(
            "/api/messages", json={**body, "id": str(first)}, headers={"Authorization": person.cloud.bearer()}
        )
        assert got.status == 200
        await person.is_told()
    once = len(person.chat)
    assert once > before
    await person.restart()
    await person.running.client.post(
        "/api/messages", json={**body, "id": str(first)}, headers={"Authorization": person.cloud.bearer()}
    )
    await person.is_told()
    assert len(person.chat) == once
