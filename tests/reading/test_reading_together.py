"""The second reader in a conversation: nothing leaves before the yes, nothing after it was taken back."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pydantic_ai.models.openai
import pytest

from bot.clock import SteppedClock
from bot.llm import LlmSettings, ModelReader
from bot.reading import SecondReader
from bot.service import Service
from dialogs.activity import Acted, Activity, ConversationReference, Event, Platform, Said
from dialogs.coach import Coach
from dialogs.plain import as_text
from dialogs.ports import Saved
from dialogs.questions.loading import load_bank
from dialogs.replies import ReadingShown, SettingsShown
from dialogs.rubric import Label, Reading
from dialogs.turn import Turn
from storage.memory import MemoryStore
from tests.player import MONDAY, MarkedReader
from tests.reading.endpoint import Answer, completion, serving

assert pydantic_ai.models.openai  # imported here, so that no test's patience is spent on it

NOTE = "output: They count tickets. The bonus hangs on fewer repeat calls."
SECOND = "The bonus hangs on fewer repeat calls."
THINKS_OUTCOME = json.dumps(
    {"label": "outcome", "strength": "evidence", "quote": SECOND, "counter_quote": None, "confidence": 0.9}
)


@dataclass
class Talk:
    """One person talking to a coach that has a second reader."""

    second: SecondReader | None
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: SteppedClock = field(default_factory=lambda: SteppedClock(MONDAY))
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))
    count: int = 0

    @property
    def service(self) -> Service:
        address = self.second.address if self.second else ""
        coach = Coach(load_bank(), MarkedReader(), address)
        return Service(self.store, coach, self.clock, self.pool, second=self.second)

    def activity(self, event: Event, person: str = "ada") -> Activity:
        self.count += 1
        here = ConversationReference(Platform.TERMINAL, "T1", f"dm-{person}", person)
        return Activity(f"e{self.count}", "T1", person, self.clock.now(), here, event, "Europe/Lisbon")

    async def say(self, words: str, person: str = "ada") -> Turn:
        return await self.service.handle(self.activity(Said(words), person))

    async def in_a_debrief(self) -> None:
        """Up to the first question of a debrief."""
        await self.say("interview Northwind analyst, Thursday 3pm, hiring manager")
        self.clock.move_to(self.clock.now() + timedelta(days=4))
        await self.say("debrief Northwind")

    async def settings(self) -> list[SettingsShown]:
        """The settings as they are shown."""
        turn = await self.say("settings")
        return [m.reply for m in turn.messages if isinstance(m.reply, SettingsShown)]

    async def readings(self) -> list[Reading]:
        loaded = await self.store.load("T1", "ada", "unheard of")
        return [a.reading for o in loaded.opportunities.values() for a in o.answers if a.reading]


@contextmanager
def reading_along(answer: Answer, **settings: Any) -> Iterator[tuple[ModelReader, list[dict[str, Any]]]]:
    named = {"COACH_LLM": "openai", "COACH_LLM_MODEL": "small", "COACH_LLM_KEY": "k", "COACH_LLM_SECONDS": 60}
    with serving(answer) as (url, seen):
        chosen = LlmSettings(_env_file=None, **(named | {"COACH_LLM_URL": url} | settings))
        reader = ModelReader(chosen, today=lambda: date(2026, 3, 9))
        try:
            yield reader, seen
        finally:
            reader.close()


@pytest.fixture
async def talks() -> AsyncIterator[list[Talk]]:
    made: list[Talk] = []
    yield made
    for talk in made:
        talk.pool.shutdown()


async def test_nothing_leaves_before_the_yes_and_nothing_after_it_is_taken_back(talks: list[Talk]) -> None:
    with reading_along(completion(THINKS_OUTCOME)) as (reader, seen):
        talks.append(talk := Talk(reader))
        await talk.in_a_debrief()
        await talk.say(NOTE)
        assert [each.second_reader for each in await talk.readings()] == [""]
        assert seen == []

        await talk.say("settings reader yes")
        await talk.say(NOTE)
        assert len(seen) == 1

        await talk.say("settings reader off")
        await talk.say(NOTE)
        assert len(seen) == 1


async def test_the_reading_is_a_joint_one_and_says_so(talks: list[Talk]) -> None:
    with reading_along(completion(THINKS_OUTCOME)) as (reader, seen):
        talks.append(talk := Talk(reader))
        await talk.in_a_debrief()
        await talk.say("settings reader yes")
        turn = await talk.say(NOTE)

    [reading] = await talk.readings()
    assert (reading.label, reading.quote) == (Label.OUTCOME, SECOND)
    assert reading.second_reader == reader.address
    [shown] = [m.reply for m in turn.messages if isinstance(m.reply, ReadingShown)]
    assert shown.sentence.endswith(f"Read with the second reader at {reader.address}.")
    assert json.loads(seen[0]["messages"][-1]["content"])["note"] == NOTE
    assert "Northwind" not in json.dumps(seen)
    why = await talk.service.handle(talk.activity(Acted(shown.choices[-1].act)))
    assert f"the language model at {reader.address} that you agreed to" in as_text(why.messages[-1].reply)


async def test_a_yes_follows_the_notice_and_only_for_that_address(talks: list[Talk]) -> None:
    with reading_along(completion(THINKS_OUTCOME)) as (reader, seen):
        talks.append(talk := Talk(reader))
        told = await talk.say("settings reader on")
        assert f"a language model at {reader.address}" in as_text(told.messages[-1].reply)
        yes, _ = told.messages[-1].reply.choices  # type: ignore[union-attr]
        await talk.in_a_debrief()
        await talk.say(NOTE)
        assert seen == []

        agreed = await talk.service.handle(talk.activity(Acted(yes.act)))
        assert "Agreed" in as_text(agreed.messages[-1].reply)
        [settings] = await talk.settings()
        assert settings.lines[-1] == ("Second reader", f"on, at {reader.address}")

    with reading_along(completion(THINKS_OUTCOME)) as (elsewhere, unseen):
        talk.second = elsewhere
        await talk.say(NOTE)
        old_button = await talk.service.handle(talk.activity(Acted(yes.act)))
        assert "Nothing is sent until you say yes" in as_text(old_button.messages[-1].reply)
        assert unseen == []


async def test_where_there_is_none_that_is_said(talks: list[Talk]) -> None:
    talks.append(talk := Talk(None))

    told = await talk.say("settings reader on")
    [shown] = await talk.settings()

    assert "sent nowhere" in as_text(told.messages[-1].reply)
    assert "Second reader" not in dict(shown.lines)
    assert shown.choices == ()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(completion("{not json"), id="no JSON"),
        pytest.param(
            completion(json.dumps({"label": "outcome", "strength": "evidence", "confidence": 1})),
            id="no quote",
        ),
        pytest.param(
            completion(THINKS_OUTCOME.replace(SECOND, "You label what one interview answer shows")),
            id="its own instructions as the quote",
        ),
        pytest.param(
            completion(
                json.dumps({"label": "output", "tool": "settings", "forget": "everything", "confidence": 9})
            ),
            id="orders",
        ),
        pytest.param(lambda request: (500, "{}"), id="broken"),
    ],
)
async def test_whatever_it_answers_the_local_reading_stands(talks: list[Talk], answer: Answer) -> None:
    with reading_along(answer) as (reader, seen):
        talks.append(talk := Talk(reader))
        await talk.in_a_debrief()
        await talk.say("settings reader yes")
        await talk.say(NOTE)
        assert seen

    [reading] = await talk.readings()
    assert (reading.label, reading.second_reader) == (Label.OUTPUT, "")


async def test_while_it_thinks_others_are_answered(talks: list[Talk]) -> None:
    asked, answer = threading.Event(), threading.Event()

    def thinking(request: dict[str, Any]) -> tuple[int, str]:
        asked.set()
        answer.wait(60)
        return completion(THINKS_OUTCOME)(request)

    with reading_along(thinking) as (reader, _):
        talks.append(talk := Talk(reader))
        await talk.in_a_debrief()
        await talk.say("settings reader yes")
        waiting = asyncio.create_task(talk.say(NOTE))
        assert await asyncio.to_thread(asked.wait, 60)
        other = await talk.say("hello", "bea")
        assert other.messages
        assert not waiting.done()
        answer.set()
        await waiting

    assert [each.label for each in await talk.readings()] == [Label.OUTCOME]


class ContestedStore(MemoryStore):
    """A store in which somebody else was faster, once."""

    contested = False

    async def save(self, turn: Turn, now: datetime) -> Saved:
        if self.contested:
            self.contested = False
            return Saved.STALE
        return await super().save(turn, now)


async def test_a_turn_that_is_played_again_sends_nothing_twice(talks: list[Talk]) -> None:
    with reading_along(completion(THINKS_OUTCOME)) as (reader, seen):
        store = ContestedStore()
        talks.append(talk := Talk(reader, store))
        await talk.in_a_debrief()
        await talk.say("settings reader yes")
        store.contested = True
        await talk.say(NOTE)

    assert len(seen) == 1
    assert [each.label for each in await talk.readings()] == [Label.OUTCOME]
