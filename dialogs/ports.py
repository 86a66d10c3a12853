"""What the core's surroundings must provide. Every fake of these passes the contract suite of the real one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Protocol

from dialogs.activity import Activity, ConversationReference, Platform
from dialogs.records import Advisor, Opportunity
from dialogs.turn import Loaded, Message, Turn, Wake


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class Saved(StrEnum):
    """How an attempt to keep a turn ended."""

    KEPT = "kept"
    STALE = "stale"
    """Somebody else wrote the person or an opportunity meanwhile: load and play the activity again."""
    SEEN = "seen"
    """The activity had its effect already."""


class Due(StrEnum):
    """The life of a row in the outbox."""

    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    DONE = "done"
    """Nothing had to be sent (a marker), or a wake that was turned into an activity."""
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    """Accepted or not: the platform's answer was lost. Counted, and settled by rule."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many posts a second a platform takes from one tenant, and for how many seconds ahead to plan them."""

    per_second: float
    ahead: float = 2.0

    @property
    def early(self) -> float:
        """How many seconds before the last planned turn more may be planned: the platform is not to wait for us."""
        return self.ahead / 2

    @property
    def most(self) -> int:
        """How many posts one claim may plan for one tenant."""
        return max(1, int(self.per_second * self.ahead))


@dataclass(frozen=True, slots=True)
class Claim:
    """For whom, and for how long, a turn's own messages are taken while it is kept."""

    worker: str
    lease_seconds: float
    paces: Mapping[Platform, Pace]
    deadline: float = 0.0
    """On the worker's own steady clock: until when what is taken may be posted."""


class OutboxRow(NamedTuple):
    """One claimed piece of work: a message to send now, a wake to turn into an activity, an activity that was put
    aside, or a place to be blanked. A tuple, because thousands are made in a second."""

    tenant: str
    id: str
    person: str
    activity: str
    platform: Platform
    conversation: str
    due_at: datetime
    attempts: int
    claimed_by: str
    work: Message | Wake | Activity | Posted
    expires_at: datetime | None = None
    reason: str = ""
    """How the attempt before this one ended, if there was one."""
    not_before: datetime | None = None
    """The slot that was taken for it at the platform: it is not posted before."""
    at: Sequence[object] = ()
    """Where the store found it. Only the store reads this: it finds the row there faster, when it is settled."""


class Outcome(NamedTuple):
    """What became of one claimed row."""

    row: OutboxRow
    state: Due
    platform_ref: str | None = None
    """The platform's id of the message that was posted, by which it can be edited later."""
    reason: str = ""
    retry_at: datetime | None = None
    """With state DUE: when to try again."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of the coach's own that stands somewhere."""

    to: ConversationReference
    platform_ref: str
    key: str | None


LONGEST_HOLD = timedelta(hours=1)
"""No platform is left alone for longer, whatever it asked for: then it is asked again."""

NO_PACES: Mapping[Platform, Pace] = MappingProxyType({})


class Store(Protocol):
    """Keeps people, opportunities and the outbox. Every call is scoped by tenant, and by person where one is named."""

    async def load(self, tenant: str, person: str, activity: str) -> Loaded:
        """All a turn needs, in one query."""
        ...

    async def load_more(
        self, tenant: str, person: str, ids: Sequence[str] | None
    ) -> Mapping[str, Opportunity]:
        """Opportunities that `load` left out: closed ones, and those beyond the newest thirty; None: every one."""
        ...

    async def advisors(self, tenant: str) -> tuple[Advisor, ...]:
        """Who of a tenant lets others share with them by name, in the order of their names."""
        ...

    async def save(self, turn: Turn, now: datetime) -> Saved:
        """Keeps all of a turn, or nothing. The versions in `turn` are those that were loaded (0: new).

        What the turn forgets is deleted in the same transaction, and what it says is kept apart from that.
        """
        ...

    async def put_aside(self, activity: Activity, due_at: datetime, now: datetime) -> None:
        """Keeps an activity that is acknowledged before it had its effect: it is claimed at `due_at`, should whoever
        plays it now not live to see the end. Again under the same id: nothing more."""
        ...

    async def take_back(self, activity: Activity) -> None:
        """Drops what was put aside: its sender was told that it failed."""
        ...

    async def save_and_claim(
        self, turn: Turn, now: datetime, claim: Claim
    ) -> tuple[Saved, Sequence[OutboxRow]]:
        """As `save`; and takes the turn's messages in the same transaction, all of them in order, before older work of
        the tenant.

        No rows where something stands in their way: earlier messages in the conversation, or a platform that
        asked for patience longer than the pace plans ahead. They are then due, for `claim`.
        """
        ...

    async def load_each(self, asked: Sequence[tuple[str, str, str]]) -> Sequence[Loaded]:
        """What `load` gives for each tenant, person and activity, in one query."""
        ...

    async def save_each(
        self, several: Sequence[Turn], now: datetime, claim: Claim | None
    ) -> Sequence[Sequence[OutboxRow] | None]:
        """Keeps turns of several people in one transaction, as `save` or (with a claim) `save_and_claim` does.

        For each what was taken of its messages, or None where it was not kept: perhaps because another of them could
        not be. Such a turn is for `save`, which says why. Turns that forget, withdraw or begin somebody are not kept.
        """
        ...

    async def claim_forgotten(
        self, now: datetime, worker: str, limit: int, lease_seconds: float
    ) -> Sequence[OutboxRow]:
        """Takes places where messages stand whose words a kept turn forgot, to be blanked now: a few of each tenant.

        Each is kept until it is settled: as DUE it is claimed again, as anything else it is dropped.
        """
        ...

    async def forget(self, tenant: str, person: str, opportunity: str | None) -> tuple[Posted, ...]:
        """Deletes for good without a turn (by an operator), and names the coach's own messages to be blanked."""
        ...

    async def forget_tenant(self, tenant: str) -> None:
        """Deletes all a tenant has and destroys its key (uninstalled, access revoked)."""
        ...

    async def claim(
        self,
        now: datetime,
        worker: str,
        limit: int,
        lease_seconds: float,
        paces: Mapping[Platform, Pace] = NO_PACES,
    ) -> Sequence[OutboxRow]:
        """Takes due rows for this worker: fair between tenants, in order within a conversation.

        Where a platform has a pace, a tenant's messages take slots at it, one after the other over all workers,
        and no more of the tenant is claimed before they are over.
        """
        ...

    async def settle(self, outcomes: Sequence[Outcome], now: datetime) -> int:
        """Marks claimed rows; rows whose lease went to another worker are left alone. Returns how many were marked.

        A message that was posted while its words were forgotten has no row any more: it is to be blanked, too.
        """
        ...

    async def reap(self, now: datetime, *, clock_set: bool = False) -> int:
        """Returns rows whose lease ran out to the queue.

        `clock_set`: the clock may have been set back since something was written. What then waits for an instant
        further off than it can be is released too; moments that a person asked for are left as they are.
        """
        ...

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next row falls due, if any waits."""
        ...

    async def hold(self, tenant: str, platform: Platform, channel: str, until: datetime) -> None:
        """No row of that tenant (or of that channel, where not empty) is claimed before `until` (Retry-After)."""
        ...

    async def purge(self, before: datetime) -> int:
        """Deletes what was finished before then; of messages, where they stand is kept. Returns how many rows."""
        ...

    async def held(self, tenants: Sequence[str]) -> Mapping[tuple[str, Platform, str], datetime]:
        """Until when platforms asked to leave those tenants (channel '') or channels of theirs alone; perhaps that is
        long over."""
        ...

    async def standing(self, tenant: str, person: str, keys: Sequence[str]) -> Mapping[str, Posted]:
        """Where the newest message with each of these keys stands; a key of which nothing stands is left out."""
        ...

    async def standing_each(self, asked: Sequence[tuple[str, str, str]]) -> Sequence[Posted | None]:
        """Where the newest message of each tenant, person and key stands, in one query."""
        ...

    async def close(self) -> None:
        """Lets go of connections and threads."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A message went out. `platform_ref` is the platform's id of it, if it can be edited later."""

    platform_ref: str | None = None


class TryLater(Exception):
    """The platform asks for patience, or failed in a way that may pass. `after` is in seconds, if it said;
    `may_stand` says that the message may have arrived all the same, although the platform wants it repeated."""

    def __init__(
        self, reason: str, after: float | None = None, *, whole_tenant: bool = False, may_stand: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after
        self.whole_tenant = whole_tenant
        self.may_stand = may_stand


class Undeliverable(Exception):
    """The message can never arrive: blocked, left, archived, revoked. `reason` is one word for the log; `told` says
    that the person knows already."""

    def __init__(self, reason: str, *, told: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.told = told


class AnswerLost(Exception):
    """The request may or may not have been accepted: the platform's answer never came."""


class Sender(Protocol):
    """Draws a message as its platform does it best, and posts or edits it."""

    async def send(
        self, message: Message, *, delivery: str, replaces: str | None, thread: str | None
    ) -> Sent:
        """Posts one message. `delivery` is its unique id (for an idempotency key or metadata), `replaces` the
        platform's id of the message to edit in place, `thread` that of the message in whose thread it goes.

        Raises:
            TryLater, Undeliverable, AnswerLost: what became of it, where it did not simply arrive.
        """
        ...

    async def blank(self, posted: Posted) -> bool:
        """Blanks or deletes one of the coach's own messages; false where the platform does not let it."""
        ...
