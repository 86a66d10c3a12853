"""From the outbox to the platforms: claims what is due, sends or wakes, and writes down what became of it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.service import Busy, Service
from dialogs.activity import Activity, Platform, Woke
from dialogs.ports import (
    AnswerLost,
    Clock,
    Due,
    OutboxRow,
    Outcome,
    Posted,
    Sender,
    Store,
    TryLater,
    Undeliverable,
)
from dialogs.turn import Message, Wake

log = structlog.get_logger()

BATCH = 100
LEASE_SECONDS = 60.0
MOST_ATTEMPTS = 12
FIRST_WAIT = 1.0
LONGEST_WAIT = 900.0


def wait_before(attempt: int, after: float | None, jitter: random.Random) -> float:
    """Seconds before the next try: what the platform asked for, else exponential with full jitter."""
    if after is not None:
        return after
    return jitter.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2.0**attempt)) + FIRST_WAIT / 2


class Delivery:
    """Works the outbox. Any number may run side by side: what one has claimed, no other touches."""

    def __init__(
        self, store: Store, service: Service, senders: Mapping[Platform, Sender], clock: Clock, worker: str
    ) -> None:
        self._store = store
        self._service = service
        self._senders = senders
        self._clock = clock
        self._worker = worker
        self._jitter = random.Random(worker)  # noqa: S311 - spreads retries, keeps no secret

    async def run_once(self, limit: int = BATCH) -> int:
        """Claims one batch and works it. Returns how many rows there were."""
        now = self._clock.now()
        rows = await self._store.claim(now, self._worker, limit, LEASE_SECONDS)
        if rows:
            outcomes = await asyncio.gather(*(self._work(row) for row in rows))
            await self._store.settle(outcomes, self._clock.now())
        return len(rows)

    async def drain(self) -> None:
        """Works until nothing is due."""
        while await self.run_once():
            pass

    async def blank(self, posted: tuple[Posted, ...]) -> int:
        """Blanks the coach's own messages about something forgotten; returns how many it could not reach."""
        missed = 0
        for each in posted:
            sender = self._senders.get(each.to.platform)
            try:
                missed += 0 if sender is not None and await sender.blank(each) else 1
            except (TryLater, Undeliverable, AnswerLost):
                missed += 1
        return missed

    async def _work(self, row: OutboxRow) -> Outcome:
        try:
            match row.work:
                case Wake() as wake:
                    return await self._wake(row, wake)
                case Message() as message:
                    return await self._send(row, message)
        except TryLater as later:
            return await self._later(row, later)
        except Undeliverable as never:
            log.info("undeliverable", row=row.id, reason=never.reason)
            return Outcome(row, Due.FAILED, reason=never.reason)
        except AnswerLost:
            log.warning("answer lost", row=row.id, attempt=row.attempts)
            return Outcome(row, Due.UNKNOWN, reason="answer lost")
        except Exception as error:  # whatever it is, one row must not stop the others
            log.exception("delivery failed", row=row.id, error=type(error).__name__)
            return self._again(row, None, type(error).__name__)

    async def _wake(self, row: OutboxRow, wake: Wake) -> Outcome:
        activity = Activity(
            id=f"{row.id}@{row.due_at.isoformat()}",
            tenant=row.tenant,
            person=row.person,
            at=self._clock.now(),
            reference=wake.to,
            event=Woke(wake.id),
        )
        try:
            await self._service.handle(activity)
        except Busy:
            return self._again(row, 1.0, "busy")
        return Outcome(row, Due.DONE)

    async def _send(self, row: OutboxRow, message: Message) -> Outcome:
        sender = self._senders.get(message.to.platform)
        if sender is None:
            return Outcome(row, Due.FAILED, reason=f"no sender for {message.to.platform}")
        replaces = await self._ref(row, message.key) if message.key else None
        thread = await self._ref(row, message.thread) if message.thread else None
        sent = await sender.send(message, delivery=row.id, replaces=replaces, thread=thread)
        return Outcome(row, Due.SENT, platform_ref=sent.platform_ref)

    async def _ref(self, row: OutboxRow, key: str) -> str | None:
        posted = await self._store.posted(row.tenant, row.person, key)
        return posted.platform_ref if posted else None

    async def _later(self, row: OutboxRow, later: TryLater) -> Outcome:
        if later.after is not None:
            until = self._clock.now() + timedelta(seconds=later.after)
            channel = "" if later.whole_tenant else row.conversation
            await self._store.hold(row.tenant, row.platform, channel, until)
        return self._again(row, later.after, later.reason)

    def _again(self, row: OutboxRow, after: float | None, reason: str) -> Outcome:
        if row.attempts >= MOST_ATTEMPTS:
            return Outcome(row, Due.FAILED, reason=f"gave up: {reason}")
        wait = wait_before(row.attempts, after, self._jitter)
        return Outcome(row, Due.DUE, reason=reason, retry_at=self._clock.now() + timedelta(seconds=wait))


def due_in(next_due: datetime | None, now: datetime) -> float:
    """Seconds until there is something to do, for a loop that sleeps."""
    return 5.0 if next_due is None else max(0.0, min(5.0, (next_due - now).total_seconds()))
