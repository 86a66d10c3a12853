"""Where the service takes the time from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, started elsewhere in time where somebody wants to try a day of reminders."""

    def __init__(self, starts_at: datetime | None = None) -> None:
        self._offset = timedelta() if starts_at is None else starts_at - datetime.now(UTC)

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC) + self._offset


class SteppedClock:
    """A clock that stands still until it is told to move: for the terminal's `later 1d`, for the demo, for tests."""

    def __init__(self, starts_at: datetime) -> None:
        if starts_at.tzinfo is None:
            raise ValueError("a clock needs an instant with a time zone")
        self._now = starts_at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was last moved to."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Moves the clock, forwards only: time that went by is gone."""
        self._now = max(self._now, instant.astimezone(UTC))


class TickingClock:
    """The machine's clock, which can also be moved ahead: what `coach chat` runs on."""

    def __init__(self, starts_at: datetime | None = None) -> None:
        self._system = SystemClock(starts_at)
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The present instant, as far ahead as the clock was moved."""
        return self._system.now() + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Moves ahead to an instant; one that has passed changes nothing."""
        self._ahead += max(timedelta(), instant - self.now())
