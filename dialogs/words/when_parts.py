"""The parts of a date and time as they are said, before anything is decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Protocol, TypeVar

from dialogs.words.zones import ZoneSaid


class Half(StrEnum):
    """Which half of the day an hour was said for."""

    AM = "am"
    PM = "pm"
    EXACT = "exact"
    """Said so that there is nothing to choose: 15:30, noon, 00:10."""
    BARE = "bare"
    """Said so that it could be either: 3, 7:30, half three."""


class Which(StrEnum):
    """How a weekday was pointed at."""

    PLAIN = "plain"
    THIS = "this"
    NEXT = "next"
    COMING = "coming"
    LAST = "last"
    AFTER_NEXT = "after_next"
    WEEK_LATER = "week_later"
    """Tuesday week; a week on Tuesday."""


class Relation(StrEnum):
    """What an amount of time is counted from."""

    FROM_NOW = "from_now"
    AGO = "ago"
    LATER = "later"
    EARLIER = "earlier"
    LASTING = "lasting"


class Duty(StrEnum):
    """What a part does beside its neighbours."""

    SAID = "said"
    NOT = "not"
    """not Tuesday; instead of Tuesday"""
    OLD = "old"
    """from Tuesday, where a new day follows"""
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands: its first token and the one after its last, and what it does there."""

    first: int
    after: int
    duty: Duty = Duty.SAID


class Placed(Protocol):
    """Any part: each stands somewhere."""

    @property
    def place(self) -> Place:
        """Where."""
        ...


@dataclass(frozen=True, slots=True)
class ClockSaid:
    """A time of day. `problem` when it is none, such as 25:00."""

    place: Place
    hour: int
    minute: int
    half: Half
    as24: bool = False
    """Written as the 24 hour clock is (03:30, 3 Uhr), yet an hour at which few people are interviewed."""
    about: bool = False
    midnight: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class WeekdaySaid:
    """A weekday, Monday is 0."""

    place: Place
    weekday: int
    which: Which


@dataclass(frozen=True, slots=True)
class NthWeekdaySaid:
    """The first Monday of December; `nth` is -1 for the last. No month: nobody can tell."""

    place: Place
    nth: int
    weekday: int
    month: int | None


@dataclass(frozen=True, slots=True)
class DaysAwaySaid:
    """Today, tomorrow, the day after: days from today."""

    place: Place
    days: int


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A day of a month. No month: the 1st. No year: to be worked out."""

    place: Place
    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class NumericSaid:
    """Two numbers, either of which may be the month. `dotted` dates are day first everywhere."""

    place: Place
    first: int
    second: int
    year: int | None = None
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class WeekSaid:
    """A week without a day: 1 is next week."""

    place: Place
    weeks: int


@dataclass(frozen=True, slots=True)
class AmountSaid:
    """An amount of time: minutes, or days."""

    place: Place
    minutes: int
    days: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class InstantSaid:
    """A date and time as machines write them: always year, month, day. `zone` when they carry one."""

    place: Place
    year: int
    month: int
    day: int
    hour: int | None = None
    minute: int = 0
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class ZonePart:
    """A zone. `unsure`: "3pm in London" may be where, not by which clock. `theirs`: "their time"."""

    place: Place
    said: ZoneSaid | None = None
    fixed: tzinfo | None = None
    unsure: bool = False
    theirs: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class MarkerSaid:
    """A word that bends the rest: `key` is its key in the language file (morning, same_time, or, vague …)."""

    place: Place
    key: str


DaySaid = WeekdaySaid | NthWeekdaySaid | DaysAwaySaid | DateSaid | NumericSaid | InstantSaid
Part = DaySaid | ClockSaid | WeekSaid | AmountSaid | ZonePart | MarkerSaid
DAYS = (WeekdaySaid, NthWeekdaySaid, DaysAwaySaid, DateSaid, NumericSaid, InstantSaid)


_P = TypeVar("_P")


def of_kind(parts: Sequence[Part], kind: type[_P]) -> list[_P]:
    """The parts of that kind, in their order."""
    return [p for p in parts if isinstance(p, kind)]
