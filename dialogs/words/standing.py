"""What stands of a time while it is asked about: the answer needs to say only what is still open."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

Moment = tuple[date | None, time | None]
"""A day and a time of day; None for the half that nothing was said of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The moments that may be meant, and the words of the zone they were said in; "" for the person's own."""

    moments: tuple[Moment, ...] = ()
    zone: str = ""

    def days(self, at: Collection[time] = ()) -> tuple[date, ...]:
        """The days that may be meant: those that stand with one of these times, else all."""
        return _distinct(d for d, c in self.moments if c in at) or _distinct(d for d, _ in self.moments)

    def clocks(self, on: Collection[date] = ()) -> tuple[time, ...]:
        """The times that may be meant: those that stand with one of these days, else all."""
        return _distinct(c for d, c in self.moments if d in on) or _distinct(c for _, c in self.moments)

    @property
    def text(self) -> str:
        """The moments as they are kept: 2026-03-12T14:00|2026-12-03T14:00, a half of one as 2026-03-12T or T14:00."""
        return "|".join(f"{d or ''}T{f'{c:%H:%M}' if c is not None else ''}" for d, c in self.moments)


NOTHING_STANDS = Standing()


def standing(text: str, zone: str = "") -> Standing:
    """What was kept as that text.

    Raises:
        ValueError: it is no such text.
    """
    return Standing(tuple(_moment(m) for m in text.split("|") if m), zone)


def _moment(text: str) -> Moment:
    day, _, clock = text.partition("T")
    return date.fromisoformat(day) if day else None, time.fromisoformat(clock) if clock else None


_T = TypeVar("_T")


def _distinct(some: Iterable[_T | None]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(each for each in some if each is not None))
