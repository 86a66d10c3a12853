"""Letting others see something in Teams: where it was asked for, or one advisor; previewed in private, and true."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import TickingClock
from bot.console.story import BEGINS
from bot.teams.sender import CLOSED, POINTER
from tests.teams.cloud import Call, Cloud
from tests.teams.payloads import CHANNEL, GROUP, PERSONAL, activity, in_channel, in_group
from tests.teams.person import Person, said

ANSWER = "She said everybody's bonus hangs on the routing tool going live, whatever it does for the drivers"
THREAD = f"{CHANNEL};messageid=1700000000001"
DANAS = "a:danas-own-chat"
DANA = {"id": "29:dana", "name": "Dana Reis", "aadObjectId": "dana-aad"}


@pytest.fixture
async def person(cloud: Cloud, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody with a verdict."""
    who = Person(cloud, tmp_path / "coach.db", TickingClock(BEGINS))
    await who.begin()
    await who.says("seeing northwind thursday 3pm, hiring manager, operations analyst")
    await who.passes(timedelta(days=4))
    await who.says(ANSWER)
    await who.says("later")
    yield who
    await who.end()


def from_dana(person: Person, words: str) -> dict[str, Any]:
    chat = {"conversationType": "personal", "tenantId": "x", "id": DANAS}
    return activity(person.cloud.service_url, text=words, conversation=chat, **{"from": DANA})


def posted(person: Person, place: str, since: int) -> list[Call]:
    return [c for c in person.cloud.calls[since:] if f"{place}/activities" in c.path and c.method == "POST"]


@pytest.mark.parametrize(
    ("asks", "place"), [(in_channel, THREAD), (in_group, GROUP)], ids=["a channel's thread", "a group chat"]
)
async def test_into_the_conversation_in_which_it_was_asked_for(person: Person, asks: Any, place: str) -> None:
    asked = len(person.cloud.calls)
    await person.posts(asks(person.cloud.service_url, "share northwind"))
    await person.presses("Shape only: no quotes, no pay")
    await person.restart()
    there = posted(person, place, asked)
    assert [c.body["text"] for c in there] == [POINTER.text]  # nothing but where the talk goes on
    assert "Exactly this would be posted here" in person.seen(1)
    left = await person.presses("Post it")
    assert left["value"]["fallbackText"].endswith("You: Post it")  # no button that would post it again
    (card,) = posted(person, place, asked)[1:]
    assert "Northwind" in said(card.body)
    assert "bonus" not in said(card.body)
    assert "On its way" in person.seen()
    await person.presses("Post it")  # a slip of the thumb
    assert "You posted that already" in person.seen(1)
    assert len(posted(person, place, asked)) == 2
    await person.presses("Take it back")
    (taken,) = [c for c in person.cloud.calls if c.method == "PUT" and place.partition(";")[0] in c.path]
    assert "Taken back" in said(taken.body)


async def test_asked_for_in_a_channel_and_answered_in_words_it_still_goes_to_the_channel(
    person: Person,
) -> None:
    asked = len(person.cloud.calls)
    await person.posts(in_channel(person.cloud.service_url, "share northwind here"))
    await person.says("shape only: no quotes, no pay")
    await person.presses("Post it")
    assert len(posted(person, THREAD, asked)) == 2


async def test_what_could_not_be_posted_is_said(person: Person) -> None:
    await person.posts(in_group(person.cloud.service_url, "share northwind"))
    await person.presses("With quotes")
    person.cloud.gone.add(GROUP)
    await person.presses("Post it")
    assert "was not posted" in person.seen(1)
    await person.presses("Take it back")
    assert "taken back already" in person.seen(1)


async def test_with_an_advisor_who_lets_others_find_them(person: Person) -> None:
    await person.posts(from_dana(person, "settings advisor on"))
    assert "share a verdict with you, Dana Reis" in person.seen(1)
    await person.says("share northwind with Dana")
    asked = len(person.cloud.calls)
    await person.presses("Shape only: no quotes, no pay")
    assert "posted to Dana Reis" in person.seen(1)
    assert "Ana Reis shares this with you" in person.seen(1)
    await person.presses("Post it")
    (card,) = posted(person, DANAS, asked)
    assert "Ana Reis shares this with you" in said(card.body)
    await person.presses("Take it back")
    assert any(c.method == "PUT" and DANAS in c.path for c in person.cloud.calls[asked:])


async def test_an_advisor_is_offered_and_one_who_is_gone_is_not(person: Person) -> None:
    await person.posts(from_dana(person, "settings advisor on"))
    await person.posts(in_channel(person.cloud.service_url, "share northwind"))
    for label in ("Right here", "Dana Reis"):
        assert person.button(label)
    await person.says("Dana")
    await person.presses("Shape only: no quotes, no pay")
    asked = len(person.cloud.calls)
    await person.posts(from_dana(person, "settings advisor off"))
    await person.presses("Post it")
    assert "Nothing was posted" in person.seen(1)
    assert [c for c in posted(person, DANAS, asked) if "Northwind" in said(c.body)] == []


UNKNOWN = ["share northwind with #career-circle", "share northwind with Dana", "share northwind"]


@pytest.mark.parametrize("words", UNKNOWN)
async def test_a_place_or_a_person_that_cannot_be_reached_is_said_at_once(person: Person, words: str) -> None:
    """Also Dana has talked to the coach: until she lets others find her, nobody learns that."""
    await person.posts(from_dana(person, "hello"))
    asked = len(person.cloud.calls)
    await person.says(words)
    assert "mention me and say “share”" in person.seen(1)
    assert "settings advisor on" in person.seen(1)
    assert all("career" not in call.path for call in person.cloud.calls[asked:])
    await person.says("status")  # no question is left open
    assert "1 opportunity open" in person.seen(1)


async def test_who_cannot_be_reached_in_private_is_told_so_where_they_asked(person: Person) -> None:
    person.cloud.gone.update({PERSONAL, "/v3/conversations/a:private"})
    asked = len(person.cloud.calls)
    await person.posts(in_group(person.cloud.service_url, "status"))
    assert CLOSED.text in [c.body["text"] for c in posted(person, GROUP, asked)]
    for _ in range(2):  # from then on nothing else is said
        asked = len(person.cloud.calls)
        await person.posts(in_group(person.cloud.service_url, "status"))
        assert [c.body["text"] for c in posted(person, GROUP, asked)] == [CLOSED.text]
    person.cloud.gone.clear()
    await person.says("hello")
    asked = len(person.cloud.calls)
    await person.posts(in_group(person.cloud.service_url, "status"))
    assert [c.body["text"] for c in posted(person, GROUP, asked)] == [POINTER.text]


async def test_a_reminder_that_cannot_be_private_says_nothing_to_others(person: Person) -> None:
    await person.posts(in_group(person.cloud.service_url, "seeing globex friday 3pm, peer"))
    person.cloud.gone.update({PERSONAL, "/v3/conversations/a:private"})
    asked = len(person.cloud.calls)
    await person.passes(timedelta(days=7))
    assert posted(person, GROUP, asked) == []


async def test_an_answer_that_got_lost_is_said_too(person: Person) -> None:
    await person.posts(in_group(person.cloud.service_url, "share northwind"))
    await person.presses("With quotes")
    person.cloud.faults.append("reset")
    await person.presses("Post it")
    assert "I can't tell whether" in person.seen()
