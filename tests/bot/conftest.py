"""A whole coach over a store in memory, and the terminal on top of a real database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.clock import SteppedClock
from bot.service import Service
from dialogs.activity import Activity, ConversationReference, Event, Platform
from dialogs.coach import Coach
from dialogs.questions.loading import load_bank
from storage.memory import MemoryStore
from tests.player import MONDAY, MarkedReader

HERE = ConversationReference(Platform.TERMINAL, "T1", "dm", "ada")


@pytest.fixture
def readers() -> Iterator[ThreadPoolExecutor]:
    """The reader's thread."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool


@pytest.fixture
def clock() -> SteppedClock:
    """Monday morning."""
    return SteppedClock(MONDAY)


@pytest.fixture
def store() -> MemoryStore:
    """An empty store."""
    return MemoryStore()


@pytest.fixture
def service(store: MemoryStore, clock: SteppedClock, readers: ThreadPoolExecutor) -> Service:
    """A service over the store."""
    return Service(store, Coach(load_bank(), MarkedReader()), clock, readers)


def activity(id: str, event: Event, clock: SteppedClock, here: ConversationReference = HERE) -> Activity:
    """Something that happens to Ada now."""
    return Activity(id, here.tenant, here.person, clock.now(), here, event, "Europe/Lisbon")
