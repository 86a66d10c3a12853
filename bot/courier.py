"""One claimed piece of work, and what became of it. The rules for what failed, and for what nobody knows, are here.

- The platform asks for patience: the tenant (or the channel) is held for every worker, the row waits in the table.
- A failure that may pass: again later, with a wait that doubles and is spread; given up a day after it was due.
- Never: a terminal state with the platform's word for it.
- The answer was lost, so nobody knows whether it was posted: an edit is done again (twice is once), a reminder is
  sent once more (a missed interview is worse than a second reminder), anything else is left as `unknown`, counted.
- Too late to be of use: not sent; the coach is woken once more to say so instead.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2s

import structlog

from bot.clearance import MARGIN, Clearance, Holds, NotNow
from bot.gathering import Gathering
from bot.service import Busy, Service
from dialogs.activity import Activity, Failed, Left, Platform, Unsent, Woke
from dialogs.ports import (
    LONGEST_HOLD,
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
from dialogs.replies import Shared
from dialogs.turn import Message, Wake

log = structlog.get_logger()

GIVE_UP = timedelta(hours=24)
FEWEST_TRIES = 5
"""Before a row is given up for its age: a clock that is set forward makes it old in an instant."""
WAKES_AT_ONCE = 16
"""Moments that are played and kept together; alone (where they cannot be), no more of them at the same time."""
GROUPS_AT_ONCE = 3
"""While one group waits for the database, the next is played."""
MOST_SURPRISES = 8
"""How often a row is tried that fails in a way nobody foresaw."""
FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0
LOST = "answer lost"
DENIED = "denied"
"""The platform refused it and wants it repeated, but it may have arrived all the same."""
DOUBTFUL = frozenset({"abandoned", LOST, DENIED})
"""Reasons for which a message may stand twice when it is sent. A row keeps them to the end, so that it is counted."""
HELD = "held"
TOLD = "undeliverable, and said"
"""The reason of a row whose sender has told the person already."""


def wait_before(attempt: int, after: float | None, jitter: random.Random) -> float:
    """Seconds before the next try: what the platform asked for, else doubling, and spread over the whole span."""
    if after is not None:
        return after
    return jitter.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2.0**attempt)) + FIRST_WAIT / 2


def wake_of(activity: str) -> str | None:
    """The wake that an activity was made of, or None for what a person did."""
    wake, _, at = activity.rpartition("@")
    return wake if wake.startswith("wake:") and at else None


@dataclass(frozen=True, slots=True)
class Lease:
    """How long a claim lasts, in seconds. It is never renewed: a message is posted only while its claim is fresh, and
    a post takes so long at most that it is over when the lease is."""

    seconds: float = 60.0
    fresh: float = 30.0
    """How long after its claim a message may still be posted."""
    send: float = 20.0
    """How long one message may take, all its parts together, before its answer counts as lost."""


LEASE = Lease()


class Courier:
    """Works claimed rows, one at a time each."""

    def __init__(
        self,
        store: Store,
        service: Service,
        senders: Mapping[Platform, Sender],
        clock: Clock,
        seed: str,
        steady: Callable[[], float],
        lease: Lease | None = None,
    ) -> None:
        self._lease = lease or LEASE
        self._store = store
        self._service = service
        self._senders = senders
        self._clock = clock
        self._steady = steady
        self._holds = Holds(store, clock, steady)
        self._waking = asyncio.Semaphore(WAKES_AT_ONCE)
        self._together = Gathering(service.handle_together, WAKES_AT_ONCE, GROUPS_AT_ONCE)
        self._standing: Gathering[tuple[str, str, str], Posted | None] = Gathering(store.standing_each)
        self._jitter = random.Random(seed)  # noqa: S311 - spreads retries, keeps no secret

    async def work(self, row: OutboxRow, deadline: float) -> Outcome:
        """Sends or wakes, unless `deadline` (on the steady clock) has passed: then the claim is not ours any more.

        `deadline` is `Lease.fresh` after the claim was asked for.
        """
        outcome = await self._worked(row, deadline)
        if outcome.state in (Due.FAILED, Due.UNKNOWN) and outcome.reason != TOLD:
            await self._tell_of(row, certain=outcome.state is Due.FAILED)
        if outcome.state is Due.FAILED and isinstance(row.work, Activity):
            await self._own_up(row, row.work, outcome.reason)
        return outcome

    async def _own_up(self, row: OutboxRow, activity: Activity, reason: str) -> None:
        """What a person did was put aside and is given up: they wait for an answer. Told once, whoever is asked to."""
        mark = blake2s(f"{row.tenant}|{row.id}".encode(), digest_size=4).hexdigest()
        log.error("a turn that was put aside is given up", mark=mark, row=row.id, reason=reason)
        if isinstance(activity.event, Left):
            return
        now = self._clock.now()
        sorry = Activity(
            f"{row.id}/failed", row.tenant, row.person, now, activity.reference, Failed(mark), activity.zone
        )
        try:
            await self._service.handle(sorry)
        except Exception as error:  # it is settled in any case, and the log has its mark
            log.error("the apology failed, too", mark=mark, error=type(error).__name__)

    async def _worked(self, row: OutboxRow, deadline: float) -> Outcome:
        try:
            match row.work:
                case Wake() as wake:
                    return await self._wake(row, wake)
                case Activity() as activity:
                    return await self._play(row, activity)
                case Message() as message:
                    return await self._message(row, message, deadline)
                case Posted() as posted:
                    return await self._blank(row, posted, deadline)
        except NotNow as refused:
            return self._not_now(row, refused)
        except TryLater as later:
            return await self._later(row, later)
        except Undeliverable as never:
            log.info("undeliverable", row=row.id, platform=row.platform, reason=never.reason)
            return Outcome(row, Due.FAILED, reason=TOLD if never.told else never.reason)
        except Exception as error:  # whatever it is, one row must not stop the others
            # Only the kind of it: the words of an error may hold words of a person.
            log.error("delivery failed", row=row.id, error=type(error).__name__)
            surprised = row.attempts >= MOST_SURPRISES
            return self._again(row, None, type(error).__name__, give_up=surprised)

    async def _wake(self, row: OutboxRow, wake: Wake) -> Outcome:
        expired = self._is_past(row)
        woken = self._woken(row, row.id, wake.id, wake, expired)
        try:
            if not await self._together.ask(woken):
                async with self._waking:
                    await self._service.handle(woken)
        except Busy:
            return self._again(row, None, "busy")
        return Outcome(row, Due.EXPIRED if expired else Due.DONE)

    async def _play(self, row: OutboxRow, activity: Activity) -> Outcome:
        """It was acknowledged before it had its effect. Nearly always it had it since; then this has none."""
        try:
            async with self._waking:
                await self._service.handle(activity)
        except Busy:
            return self._again(row, None, "busy")
        return Outcome(row, Due.DONE)

    async def _message(self, row: OutboxRow, message: Message, deadline: float) -> Outcome:
        sender = self._senders.get(message.to.platform)
        if sender is None:
            return Outcome(row, Due.FAILED, reason=f"no sender for {message.to.platform}")
        if self._is_past(row):
            return await self._too_late(row, message)
        replaces = await self._ref(row, message.key) if message.key and not message.anew else None
        thread = await self._ref(row, message.thread) if message.thread else None
        await self._turn_of(row)
        looked_at = deadline - self._lease.fresh
        clearance = Clearance(row, self._holds, self._steady, looked_at, deadline)
        await clearance.ask()
        try:
            async with asyncio.timeout(self._lease.send) as patience:
                with clearance.over(deadline + self._lease.send):
                    sent = await sender.send(message, delivery=row.id, replaces=replaces, thread=thread)
        except AnswerLost:
            return self._unheard(row, is_edit=replaces is not None)
        except TimeoutError:
            if not patience.expired():  # somebody else's: a surprise, of which nothing is known
                raise
            return self._unheard(row, is_edit=replaces is not None)
        doubt = row.reason if row.reason in DOUBTFUL else ""
        return Outcome(row, Due.SENT, platform_ref=sent.platform_ref, reason=doubt)

    async def _blank(self, row: OutboxRow, posted: Posted, deadline: float) -> Outcome:
        """Twice is once. What a platform refuses for good stays where it is: nothing is left to be done about it."""
        sender = self._senders.get(posted.to.platform)
        if sender is None:
            return Outcome(row, Due.FAILED, reason=f"no sender for {posted.to.platform}")
        try:
            async with self._cleared(row, deadline):
                is_gone = await sender.blank(posted)
        except (AnswerLost, TimeoutError):
            return self._again(row, None, LOST)
        if not is_gone:
            log.info("a forgotten message still stands", row=row.id, platform=row.platform)
        return Outcome(row, Due.DONE) if is_gone else Outcome(row, Due.FAILED, reason="not blanked")

    @asynccontextmanager
    async def _cleared(self, row: OutboxRow, deadline: float) -> AsyncIterator[None]:
        """For calls to the platform: they may begin, and none takes longer than it may.

        Raises:
            NotNow: they may not.
            TimeoutError: they took longer.
        """
        looked_at = deadline - self._lease.fresh
        clearance = Clearance(row, self._holds, self._steady, looked_at, deadline)
        await clearance.ask()
        async with asyncio.timeout(self._lease.send):
            with clearance.over(deadline + self._lease.send):
                yield

    async def _turn_of(self, row: OutboxRow) -> None:
        """Waits for the slot that was taken at the platform."""
        now = self._clock.now()
        wait = (row.not_before - now).total_seconds() if row.not_before is not None else 0.0
        if wait > 0:
            await asyncio.sleep(min(wait, self._lease.fresh))

    def _unheard(self, row: OutboxRow, *, is_edit: bool) -> Outcome:
        once_more = wake_of(row.activity) is not None and row.reason != LOST
        log.warning("answer lost", row=row.id, platform=row.platform, again=is_edit or once_more)
        if is_edit or once_more:
            return self._again(row, None, LOST)
        return Outcome(row, Due.UNKNOWN, reason=LOST)

    async def _too_late(self, row: OutboxRow, message: Message) -> Outcome:
        """A reminder that was written in time and could not be sent in time: the coach says so instead."""
        wake = wake_of(row.activity)
        if wake is not None:
            late = self._woken(row, f"{row.activity}/late", wake, message, expired=True)
            try:
                await self._service.handle(late)
            except Busy:
                return self._again(row, None, "busy")
        return Outcome(row, Due.EXPIRED, reason="too late")

    def _woken(self, row: OutboxRow, id: str, wake: str, work: Wake | Message, expired: bool) -> Activity:
        return Activity(id, row.tenant, row.person, self._clock.now(), work.to, Woke(wake, expired))

    async def _tell_of(self, row: OutboxRow, *, certain: bool) -> None:
        """What others were to see did not get there, or nobody knows: whoever shared it must not believe it did."""
        message = row.work
        if isinstance(message, Message) and isinstance(message.reply, Shared) and message.key:
            now = self._clock.now()
            unsent = Unsent(message.key, certain)
            told = Activity(f"{row.id}/unsent", row.tenant, row.person, now, message.to, unsent)
            with suppress(Busy):  # it is a courtesy: the row is settled in any case
                await self._service.handle(told)

    def _is_past(self, row: OutboxRow) -> bool:
        return row.expires_at is not None and self._clock.now() >= row.expires_at

    async def _ref(self, row: OutboxRow, key: str) -> str | None:
        posted = await self._standing.ask((row.tenant, row.person, key))
        return posted.platform_ref if posted else None

    async def _later(self, row: OutboxRow, later: TryLater) -> Outcome:
        reason = DENIED if later.may_stand else later.reason
        if later.after is None:
            return self._again(row, None, reason)
        seconds = min(later.after + MARGIN, LONGEST_HOLD.total_seconds())
        until = self._clock.now() + timedelta(seconds=seconds)
        channel = "" if later.whole_tenant else row.conversation
        self._holds.add(row, channel, seconds)
        await self._tell_all(row, channel, until)
        return self._again(row, seconds, reason)

    def _not_now(self, row: OutboxRow, refused: NotNow) -> Outcome:
        """It was not begun. What the row says of earlier tries stays."""
        if not refused.after:
            return Outcome(row, Due.DUE, reason=row.reason, retry_at=self._clock.now())
        return self._again(row, refused.after, row.reason or HELD)

    async def _tell_all(self, row: OutboxRow, channel: str, until: datetime) -> None:
        """Lets every worker know whom to leave alone, also when the database is away for a moment."""
        for pause in (0.1, 0.2, 0.4, 0.8, 1.6, None):
            try:
                await self._store.hold(row.tenant, row.platform, channel, until)
            except Exception as error:
                log.warning("a hold is not written yet", error=type(error).__name__)
                if pause is None:
                    return
                await asyncio.sleep(pause)
            else:
                return

    def _again(self, row: OutboxRow, after: float | None, reason: str, give_up: bool = False) -> Outcome:
        now = self._clock.now()
        if row.reason == LOST or (row.reason in DOUBTFUL and reason not in DOUBTFUL):
            reason = row.reason
        if give_up or (now - row.due_at > GIVE_UP and row.attempts >= FEWEST_TRIES):
            return Outcome(row, Due.FAILED, reason=f"gave up: {reason}")
        wait = wait_before(row.attempts, after, self._jitter)
        return Outcome(row, Due.DUE, reason=reason, retry_at=now + timedelta(seconds=wait))
