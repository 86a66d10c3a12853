"""What a date is read against, and what came of reading it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogs.words.meaning import Ask
from dialogs.words.standing import NOTHING_STANDS, Standing


class Direction(StrEnum):
    """Which way an interview is being moved."""

    LATER = "later"
    EARLIER = "earlier"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Frame:
    """Now, in the person's zone; how they write 3/4; for a move, the time that is being changed; and what an
    earlier message left standing of a time that is asked about."""

    now: datetime
    zone: ZoneInfo
    day_first: bool | None = None
    clock24: bool = False
    moving: bool = False
    direction: Direction = Direction.EITHER
    reference: datetime | None = None
    standing: Standing = NOTHING_STANDS

    @property
    def today(self) -> date:
        """The person's date."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class When:
    """What a message says about a time. `said` is false when it says nothing about one.

    `spans` are the tokens (first, after) that the time takes up. `past` is true when the time said is over.
    """

    said: bool = False
    starts_at: datetime | None = None
    day: date | None = None
    clock: time | None = None
    zone_said: str | None = None
    note: str | None = None
    lasts_minutes: int | None = None
    past: bool = False
    was_at: datetime | None = None
    """When it was, where day and time are certain and over."""
    deadline: bool = False
    """Every day that was said is one until or by which something is: no start of anything."""
    ask: Ask | None = None
    standing: Standing = NOTHING_STANDS
    """What stands of a time that is asked about."""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DayReading:
    """The days that may be meant. One is certain, several are asked about; `problem`: why there is none."""

    days: tuple[date, ...] = ()
    note: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The times of day that may be meant, likewise."""

    clocks: tuple[time, ...] = ()
    note: str | None = None
    problem: str | None = None
    minutes: int | None = None
    """How long it lasts, when an end was said."""
    next_day: bool = False
    """24:00 is the start of the day after."""
