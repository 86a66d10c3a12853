"""A coach over a store in memory, a clock that stands still, and a platform that does what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.clock import SteppedClock
from bot.delivery import Delivery
from bot.service import Service
from dialogs.activity import Activity, ConversationReference, Event, Platform, Said
from dialogs.coach import Coach
from dialogs.ports import Due, Outcome
from dialogs.questions.loading import load_bank
from dialogs.turn import Turn
from storage.memory import MemoryStore
from tests.delivery.platform import RecordingSender
from tests.player import MarkedReader

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@dataclass
class Running:
    """One worker, and what it works with."""

    store: MemoryStore
    service: Service
    sender: RecordingSender
    clock: SteppedClock
    delivery: Delivery
    settled: list[Outcome]
    eager: bool = False
    """Whether what a turn leaves to send is sent at once by this worker."""

    def ends(self) -> list[tuple[Due, str]]:
        """What became of rows, with the reasons, for good."""
        return [(o.state, o.reason) for o in self.settled if o.state is not Due.DUE]

    async def says(self, person: str, words: str, *, id: str | None = None, tenant: str = "T1") -> Turn:
        """A person types something, in their own conversation."""
        return await self.happens(person, Said(words), id=id, tenant=tenant)

    async def happens(self, person: str, event: Event, *, id: str | None = None, tenant: str = "T1") -> Turn:
        """Something comes in from a person."""
        here = ConversationReference(Platform.SLACK, tenant, f"D-{person}", person)
        activity = Activity(
            id or f"{person}:{event}", tenant, person, self.clock.now(), here, event, "Europe/Lisbon"
        )
        return await self.service.handle(activity)


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    """A worker that nothing has happened to yet."""
    store, clock, sender = MemoryStore(), SteppedClock(MONDAY), RecordingSender()
    settled: list[Outcome] = []
    with ThreadPoolExecutor(max_workers=1) as readers:
        service = Service(
            store,
            Coach(load_bank(), MarkedReader()),
            clock,
            readers,
            on_kept=lambda *kept: delivery.kept(*kept) if found.eager else None,
            claim=lambda: delivery.claim() if found.eager else None,
        )
        delivery = Delivery(
            store,
            service,
            {Platform.SLACK: sender},
            clock,
            "w1",
            paces={},
            on_settled=lambda outcome, now: settled.append(outcome),
            steady=lambda: clock.now().timestamp(),
        )
        found = Running(store, service, sender, clock, delivery, settled)
        yield found
        await delivery.stop(0)
