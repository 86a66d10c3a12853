"""May a call to a platform begin now? Asked right before each one, because anything may have happened since its claim.

Processes that share nothing but a database cannot know of each other at once. What holds whatever the machine does is
this: no call begins once its own process has heard that its tenant or channel is to be left alone, and none begins
more than `FRESH` seconds after the last look at what the other processes have written down. A message that waits for
its turn, or whose process had no turn itself, looks again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from bot.gathering import Gathering
from dialogs.activity import Platform
from dialogs.ports import Clock, OutboxRow, Store, TryLater

FRESH = 0.25
"""Seconds for which a look at what others wrote down is good."""
MARGIN = 0.1
"""Seconds that a platform is left alone beyond what it asked for: its clock and ours do not tick alike."""

_current: ContextVar[Clearance | None] = ContextVar("clearance", default=None)


class NotNow(TryLater):
    """The call was not made, and nothing was asked of the platform. `after` is 0 where the claim grew too old."""


class Holds:
    """Whom a platform asked us to leave alone: as this process heard it, and as the others wrote it down."""

    def __init__(self, store: Store, clock: Clock, steady: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._steady = steady
        self._until: dict[tuple[str, Platform, str], float] = {}
        self._looks = Gathering(self._look_for_all)

    def add(self, row: OutboxRow, channel: str, seconds: float) -> None:
        """Notes what the platform asked for."""
        now = self._steady()
        if len(self._until) > 1000:
            self._until = {place: until for place, until in self._until.items() if until > now}
        place = row.tenant, row.platform, channel
        self._until[place] = max(self._until.get(place, 0.0), now + seconds)

    def remaining(self, row: OutboxRow) -> float:
        """Seconds for which the row's tenant or channel is still held, as this process heard it, whatever the wall
        clock does."""
        until = max(self._until.get(place, 0.0) for place in _places(row))
        return max(0.0, until - self._steady())

    async def look(self, row: OutboxRow) -> Look:
        """What the others wrote down. While one look is under way, those who want the next gather for it."""
        return await self._looks.ask(row)

    async def _look_for_all(self, rows: Sequence[OutboxRow]) -> Sequence[Look]:
        at = self._steady()
        held = await self._store.held(sorted({row.tenant for row in rows}))
        now = self._clock.now()
        longest = [max(held.get(place, now) - now for place in _places(row)) for row in rows]
        return [Look(at, max(0.0, each.total_seconds())) for each in longest]


class Look(NamedTuple):
    """When (on the steady clock) others were looked at, and for how many seconds they say that a row is held."""

    at: float
    seconds: float


def _places(row: OutboxRow) -> Iterator[tuple[str, Platform, str]]:
    return ((row.tenant, row.platform, channel) for channel in ("", row.conversation))


class Clearance:
    """For the calls that one claimed row makes. The claim itself was a look, at `looked_at` on the steady clock."""

    def __init__(
        self,
        row: OutboxRow,
        holds: Holds,
        steady: Callable[[], float],
        looked_at: float,
        deadline: float,
    ) -> None:
        self._row = row
        self._holds = holds
        self._steady = steady
        self._looked_at = looked_at
        self._deadline = deadline
        self.begun_at = looked_at
        """When (on the steady clock) the last call was let through."""

    async def ask(self) -> None:
        """Returns when a call may begin.

        Raises:
            NotNow: the tenant or channel is to be left alone, or the claim grew too old.
        """
        while True:
            now = self._steady()
            self._refuse(self._holds.remaining(self._row))
            if now >= self._deadline:
                raise NotNow("old", 0.0)
            if now - self._looked_at <= FRESH:
                self.begun_at = now
                return
            self._looked_at, seconds = await self._holds.look(self._row)
            self._refuse(seconds)

    @contextmanager
    def over(self, deadline: float) -> Iterator[None]:
        """What is called meanwhile, in this task, asks here (by `before_call`), and begins before `deadline`."""
        self._deadline = deadline
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    def _refuse(self, seconds: float) -> None:
        if seconds > 0:
            raise NotNow("held", seconds)


def current() -> Clearance | None:
    """The clearance of the row that is being worked, where one is."""
    return _current.get()


async def before_call() -> None:
    """Every call of a sender to its platform asks this first, with nothing awaited in between.

    Raises:
        NotNow: it must not begin.
    """
    clearance = _current.get()
    if clearance is not None:
        await clearance.ask()
