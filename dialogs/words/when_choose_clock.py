"""Which time of day was meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from dialogs.words.when_frame import ClockReading, Frame
from dialogs.words.when_parts import DAYS, ClockSaid, Half, MarkerSaid, Part

_ASKED_AT = 7
"""A bare seven is breakfast to some and evening to others."""


def choose_clock(clocks: Sequence[ClockSaid], parts: Sequence[Part], frame: Frame) -> ClockReading:
    """The times of day that may be meant by those that were said (the denied and the old ones taken out)."""
    broken = next((c.problem for c in clocks if c.problem is not None), None)
    if broken is not None:
        return ClockReading(problem=f"{broken}. What time is it?")
    if not clocks:
        return ClockReading()
    daypart = next((p.key for p in parts if isinstance(p, MarkerSaid) and p.key in _DAYPARTS), None)
    if len(clocks) == 1:
        return _one(clocks[0], daypart, frame)
    if len(clocks) == 2:
        joint = _between(clocks, parts)
        if joint == "span_to":
            return _span(clocks[0], clocks[1], daypart, frame)
        if joint == "":
            same = {_one(c, daypart, frame).clocks for c in clocks}
            if len(same) == 1:
                return _one(clocks[0], daypart, frame)
    every = [_one(c, daypart, frame) for c in _lent(clocks)]
    return ClockReading(tuple(dict.fromkeys(t for reading in every for t in reading.clocks)), problem="")


_DAYPARTS = {"morning": Half.AM, "afternoon": Half.PM, "evening": Half.PM}


def _between(clocks: Sequence[ClockSaid], parts: Sequence[Part]) -> str:
    first, second = clocks[0].place, clocks[1].place
    if any(isinstance(p, DAYS) and first.after <= p.place.first < second.first for p in parts):
        return "days between"
    keys = {
        p.key for p in parts if isinstance(p, MarkerSaid) and first.after <= p.place.first <= second.first
    }
    if "between" in {p.key for p in parts if isinstance(p, MarkerSaid) and p.place.after <= first.first + 1}:
        return "between"
    if "or" in keys:
        return "or"
    return "span_to" if "span_to" in keys else ""


def _span(start: ClockSaid, end: ClockSaid, daypart: str | None, frame: Frame) -> ClockReading:
    """2-3pm begins at 14:00, 11-1pm at 11:00: in the half of the day that puts it before the end."""
    ends = _one(end, daypart, frame).clocks
    begin = _one(start, daypart, frame)
    if start.half is Half.BARE and ends:
        before = [
            h for h in (start.hour % 12, start.hour % 12 + 12) if h * 60 + start.minute < _minutes(ends[-1])
        ]
        if before:
            begin = ClockReading((time(before[-1], start.minute),))
    if len(begin.clocks) != 1 or len(ends) != 1:
        return begin
    lasts = _minutes(ends[0]) - _minutes(begin.clocks[0])
    return ClockReading(begin.clocks, begin.note, begin.problem, lasts if 0 < lasts <= 12 * 60 else None)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _lent(clocks: Sequence[ClockSaid]) -> list[ClockSaid]:
    """3 or 4pm: the half of the day that one has serves the others, where that leaves them in the order in which
    they were said. In "10am or 2" and "9 or 2pm" it does not, and each is read by itself."""
    given = next((i for i, c in enumerate(clocks) if c.half in {Half.AM, Half.PM}), None)
    if given is None:
        return list(clocks)
    half = clocks[given].half
    shared = [replace(c, half=half) if c.half is Half.BARE else c for c in clocks]
    hours = [c.hour % 12 * 60 + c.minute for c in shared if c.half is half]
    return shared if hours == sorted(hours) else list(clocks)


def _one(said: ClockSaid, daypart: str | None, frame: Frame) -> ClockReading:
    about = f"You said about {said.hour}:{said.minute:02}, so I took it as the start." if said.about else None
    if said.midnight:
        return ClockReading((time(0, 0),), about, next_day=True)
    hour, minute = said.hour, said.minute
    match said.half:
        case Half.EXACT:
            return ClockReading((time(hour, minute),), about)
        case Half.AM:
            return ClockReading((time(hour % 12, minute),), about)
        case Half.PM:
            return ClockReading((time(hour % 12 + 12, minute),), about)
        case Half.BARE:
            return _bare(said, daypart, about, frame)


def _bare(said: ClockSaid, daypart: str | None, about: str | None, frame: Frame) -> ClockReading:
    hour, minute = said.hour, said.minute
    if daypart is not None:
        return ClockReading(_by_daypart(hour, minute, daypart), about)
    early, late = time(hour % 12, minute), time(hour % 12 + 12, minute)
    if hour == 12:
        return ClockReading((late,), about)
    if said.as24:
        return ClockReading((early, late)) if hour < _ASKED_AT else ClockReading((early,), about)
    if hour == _ASKED_AT and not frame.clock24:
        return ClockReading((early, late))
    meant = early if hour >= _ASKED_AT else late
    said_as = f"{hour}:{minute:02}" if minute else f"{hour}"
    shifted = f"I took {said_as} as {meant:%H:%M}." if meant.hour != hour else None
    return ClockReading((meant,), about or shifted)


def _by_daypart(hour: int, minute: int, daypart: str) -> tuple[time, ...]:
    early, late = time(hour % 12, minute), time(hour % 12 + 12, minute)
    if daypart == "morning":
        return (early,) if hour != 12 else (early, late)
    if daypart == "afternoon":
        return (late,)
    if hour == 12:
        return (early, late)
    return (late,) if hour >= 4 else (early,)


def within_daypart(clocks: Sequence[time], parts: Sequence[Part]) -> tuple[time, ...]:
    """Of several times those in the part of the day that was said: "the evening one"; all, where that is none."""
    key = next((p.key for p in parts if isinstance(p, MarkerSaid) and p.key in _DAYPARTS), None)
    first, after = _HOURS.get(key or "", (0, 24))
    return tuple(c for c in clocks if first <= c.hour < after) or tuple(clocks)


_HOURS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24)}
"""The first hour of a part of the day, and the one after its last."""
