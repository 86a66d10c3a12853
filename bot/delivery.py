"""From the outbox to the platforms: claims what is due, has it worked many at a time, and marks what became of it.

Any number of workers may run side by side: what one has claimed, no other touches, until its lease runs out; and a
worker that comes back after that marks nothing. A claim is short (`Lease`), so it is never renewed: a row whose turn
did not come while it was fresh is given back instead of sent.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.courier import LEASE, Courier, Lease
from bot.service import Service
from bot.settling import Settling
from dialogs.activity import Platform
from dialogs.ports import (
    Claim,
    Clock,
    Due,
    OutboxRow,
    Outcome,
    Pace,
    Sender,
    Store,
)
from dialogs.turn import Turn

log = structlog.get_logger()

KEPT_FINISHED = timedelta(days=7)
"""How long finished rows are kept: longer than any platform delivers an event again."""

BATCH = 100
MOST_IN_FLIGHT = 256
MOST_OF_A_TENANT = 64
"""Where a tenant's platform is slow, the rest of what is in flight is left to others."""
BUSY_PAUSE = 0.1
"""Seconds between claims while something is in flight and nothing more could be claimed; twice as many each time that
there still was nothing."""
LONGEST_BUSY_PAUSE = 0.4
"""Turns at a platform are planned a second before the last ones are over (`Pace.early`): it never waits for this."""
DATABASE_PAUSE = 2.0
PACES: Mapping[Platform, Pace] = {
    Platform.SLACK: Pace(per_second=5.0),  # "several hundred messages per minute" in a workspace
    Platform.TEAMS: Pace(per_second=25.0),  # 30 a second for an app in a tenant, less a margin
}
"""What one tenant is sent at most by all workers together. What a platform says about it is in docs/capacity.md."""


def _unwatched(outcome: Outcome, now: datetime) -> None:
    """Nobody counts."""


class Delivery:
    """Works the outbox: all of it (`run`), what a turn just left there (`kept`), or until it is empty (`drain`)."""

    def __init__(
        self,
        store: Store,
        service: Service,
        senders: Mapping[Platform, Sender],
        clock: Clock,
        worker: str,
        paces: Mapping[Platform, Pace] = PACES,
        on_settled: Callable[[Outcome, datetime], None] = _unwatched,
        steady: Callable[[], float] = time.monotonic,
        lease: Lease | None = None,
    ) -> None:
        self._store = store
        self._senders = senders
        self._clock = clock
        self._worker = worker
        self._steady = steady
        self._lease = lease or LEASE
        self._paces = paces
        self._courier = Courier(store, service, senders, clock, worker, steady, lease)
        self._settling = Settling(store, clock, on_settled)
        self._tasks: set[asyncio.Task[None]] = set()
        self._of_tenant: Counter[str] = Counter()
        self._loop: asyncio.Task[Any] | None = None
        self._nudged = asyncio.Event()
        self._stopping = False
        self._jitter = random.Random(worker)  # noqa: S311 - spreads retries, keeps no secret

    # -- at once --------------------------------------------------------------------------------------------------

    async def run_once(self, limit: int = BATCH) -> int:
        """Claims one batch, works all of it, marks it. Returns how many rows there were."""
        deadline = self._deadline()
        rows = await self._store.claim(
            self._clock.now(), self._worker, limit, self._lease.seconds, self._paces
        )
        await asyncio.gather(*(self._one_after_the_other([row], deadline) for row in rows))
        return len(rows)

    async def drain(self) -> None:
        """Works until nothing is due."""
        while await self.run_once():
            pass
        await self._blank()

    def claim(self) -> Claim | None:
        """For whom a turn's messages are taken while it is kept; None: they wait for the loop."""
        if self._stopping or len(self._tasks) >= MOST_IN_FLIGHT:
            return None
        return Claim(self._worker, self._lease.seconds, self._paces, self._deadline())

    def kept(self, turn: Turn, rows: Sequence[OutboxRow], claim: Claim | None) -> None:
        """Delivers what was taken of a turn, without another look at the outbox, and blanks what it forgot, while the
        person goes on."""
        if rows and claim is not None:
            self._start(self._deliver(rows, claim.deadline))
        elif turn.messages:
            self.nudge()
        if turn.forget is not None and not self._stopping:
            self._start(self._blank())

    # -- all the time ---------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Works what is due, until `stop`."""
        self._loop = asyncio.current_task()
        pause = BUSY_PAUSE
        while not self._stopping:
            self._nudged.clear()
            room = min(BATCH, MOST_IN_FLIGHT - len(self._tasks))
            deadline = self._deadline()
            claimed = await self._claim(room) if room > 0 else []
            for row in claimed:
                self._of_tenant[row.tenant] += 1
                self._start(self._of_claim(row, deadline))
            if claimed:
                pause = BUSY_PAUSE
            else:
                await self._pause(pause if self._tasks else None)
                pause = min(2 * pause, LONGEST_BUSY_PAUSE)

    def nudge(self) -> None:
        """There may be something to do."""
        self._nudged.set()

    async def reap(self, *, clock_set: bool = False) -> int:
        """Returns what dead workers held to the queue, and blanks what of forgotten messages still stands; returns how
        many rows went back."""
        reaped = await self._store.reap(self._clock.now(), clock_set=clock_set)
        if reaped:
            log.warning("abandoned rows return to the queue", rows=reaped)
            self.nudge()
        if not self._stopping:
            self._start(self._blank())
        return reaped

    async def tidy(self) -> int:
        """Deletes rows that were finished long ago (where messages stand is kept); returns how many."""
        return await self._store.purge(self._clock.now() - KEPT_FINISHED)

    @property
    def in_flight(self) -> int:
        """How many rows or turns are being worked."""
        return len(self._tasks)

    async def stop(self, seconds: float = LEASE.fresh) -> None:
        """Claims no more, and lets what is in flight arrive and be marked."""
        self._stopping = True
        self.nudge()
        if self._loop is not None:
            await asyncio.wait({self._loop}, timeout=seconds)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()

    # -- how ------------------------------------------------------------------------------------------------------

    async def _claim(self, limit: int) -> Sequence[OutboxRow]:
        try:
            return await self._store.claim(
                self._clock.now(), self._worker, limit, self._lease.seconds, self._paces
            )
        except Exception as error:  # the database is away: it comes back, and this loop is still here
            log.warning("nothing claimed", error=type(error).__name__)
            await self._pause(self._jitter.uniform(DATABASE_PAUSE / 4, DATABASE_PAUSE))
            return []

    async def _of_claim(self, row: OutboxRow, deadline: float) -> None:
        try:
            if self._of_tenant[row.tenant] > MOST_OF_A_TENANT:
                await self._give_back(row)
            else:
                await self._one_after_the_other([row], deadline)
        finally:
            self._of_tenant[row.tenant] -= 1
            if not self._of_tenant[row.tenant]:
                del self._of_tenant[row.tenant]

    async def _give_back(self, row: OutboxRow) -> None:
        soon = self._clock.now() + timedelta(seconds=1)
        await self._store.hold(row.tenant, row.platform, "", soon)
        await self._settling.settle(Outcome(row, Due.DUE, reason=row.reason, retry_at=soon))

    async def _deliver(self, rows: Sequence[OutboxRow], deadline: float) -> None:
        places: dict[str, list[OutboxRow]] = {}
        for row in rows:
            places.setdefault(row.conversation, []).append(row)
        await asyncio.gather(*(self._one_after_the_other(own, deadline) for own in places.values()))

    async def _blank(self) -> None:
        """What of forgotten messages is to be blanked now: of a tenant one after the other. The rest waits its turn in
        the table, and what fails."""
        deadline = self._deadline()
        now = self._clock.now()
        tenants: dict[str, list[OutboxRow]] = {}
        for row in await self._store.claim_forgotten(now, self._worker, BATCH, self._lease.seconds):
            tenants.setdefault(row.tenant, []).append(row)
        await asyncio.gather(*(self._one_after_the_other(own, deadline) for own in tenants.values()))

    async def _one_after_the_other(self, rows: Sequence[OutboxRow], deadline: float) -> None:
        """Rows of one conversation (places of one tenant), in order: where one has to wait, those after it do too."""
        waiting: datetime | None = None
        for row in rows:
            if waiting is None:
                outcome = await self._courier.work(row, deadline)
            else:
                outcome = Outcome(row, Due.DUE, reason=row.reason, retry_at=waiting)
            waiting = outcome.retry_at if outcome.state is Due.DUE else None
            await self._settling.settle(outcome)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:  # not marked: the lease runs out, and the row is worked again
            log.warning("not marked", error=type(error).__name__)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if len(self._tasks) + BATCH >= MOST_IN_FLIGHT:
            self.nudge()

    def _deadline(self) -> float:
        """Until when a claim that is asked for now is fresh."""
        return self._steady() + self._lease.fresh

    async def _pause(self, seconds: float | None) -> None:
        """Until somebody nudges; no longer than `seconds`, where there is a limit."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._nudged.wait()
