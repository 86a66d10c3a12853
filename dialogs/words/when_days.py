"""Reading a day: tomorrow, next Tuesday, the 1st, 3 March, 24.11., 03/04, 2026-11-24."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo

from dialogs.words.phrases import Kind
from dialogs.words.reader import Number, Reader
from dialogs.words.tokens import Shape
from dialogs.words.when_parts import (
    DateSaid,
    DaySaid,
    DaysAwaySaid,
    InstantSaid,
    NthWeekdaySaid,
    NumericSaid,
    Place,
    WeekdaySaid,
    WeekSaid,
    Which,
)

_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[t ](\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?(?: ?(z|[+-]\d{2}:?\d{2}))?)?"
)


def read_day(reader: Reader, index: int, licensed: bool) -> DaySaid | None:
    """The day that begins at that token, or None. `licensed`: it follows a weekday or "on"."""
    shape = reader.tokens[index].shape
    if shape is Shape.ISO:
        return _iso(reader, index)
    if shape is Shape.DATE:
        return _numeric(reader, index)
    start = reader.word(index, "on")
    if start is not None and start < len(reader.norms) and reader.value(index, Kind.DAY) is None:
        return _named(reader, start, index, licensed=True)
    return _named(reader, index, index, licensed)


def _named(reader: Reader, index: int, first: int, licensed: bool) -> DaySaid | None:
    away = reader.value(index, Kind.DAY)
    if away is not None:
        return DaysAwaySaid(Place(first, away[1]), away[0])
    return (
        _nth_weekday(reader, index, first)
        or _weekday(reader, index, first)
        or _calendar_day(reader, index, first, licensed)
    )


def _nth_weekday(reader: Reader, index: int, first: int) -> NthWeekdaySaid | None:
    """The first Monday of December, the last Friday in November, three Fridays (of which nobody can tell when)."""
    number = reader.number(index)
    nth = reader.value(index, Kind.ORDINAL) or ((number.value, number.after) if number is not None else None)
    last = reader.word(index, "last")
    if nth is None and last is None:
        return None
    count, at = nth if nth is not None else (-1, last or index)
    named = reader.value(at, Kind.WEEKDAY)
    if named is None or count > 5:
        return None
    joint = reader.word(named[1], "of") or reader.word(named[1], "in")
    month = reader.value(joint, Kind.MONTH) if joint is not None else None
    if month is not None:
        return NthWeekdaySaid(Place(first, month[1]), count, named[0], month[0])
    several = count > 1 and number is not None and reader.tokens[at].norm.endswith("s")
    if several or (nth is not None and number is None):
        return NthWeekdaySaid(Place(first, named[1]), count, named[0], None)
    return None


_POINTERS = (
    ("after_next", Which.AFTER_NEXT),
    ("coming", Which.COMING),
    ("next", Which.NEXT),
    ("this", Which.THIS),
    ("last", Which.LAST),
)


def _weekday(reader: Reader, index: int, first: int) -> WeekdaySaid | None:
    week_on = reader.word(index, "week_on")
    if week_on is not None:
        named = reader.value(reader.word(week_on, "on") or week_on, Kind.WEEKDAY)
        return None if named is None else WeekdaySaid(Place(first, named[1]), named[0], Which.WEEK_LATER)
    which = Which.PLAIN
    for key, pointed in _POINTERS:
        after = reader.word(index, key)
        if after is not None and reader.value(after, Kind.WEEKDAY) is not None:
            which, index = pointed, after
            break
    named = reader.value(index, Kind.WEEKDAY)
    if named is None or _is_month_here(reader, index):
        return None
    weekday, after = named
    if (
        after < len(reader.norms)
        and reader.norms[after] == "."
        and reader.tokens[after - 1].end - reader.tokens[index].start <= 4
    ):
        after += 1
    return _pointed_after(reader, WeekdaySaid(Place(first, after), weekday, which))


def _is_month_here(reader: Reader, index: int) -> bool:
    """Whether a word that is a weekday and a month (mar) stands after a day of the month."""
    month = reader.value(index, Kind.MONTH)
    return month is not None and index > 0 and reader.tokens[index - 1].shape is Shape.NUMBER


def _pointed_after(reader: Reader, said: WeekdaySaid) -> WeekdaySaid:
    """Tuesday week; lundi prochain; el lunes que viene."""
    after = said.place.after
    if said.which is not Which.PLAIN:
        return said
    after_next = reader.word(after, "after_next")
    if after_next is not None:
        return WeekdaySaid(Place(said.place.first, after_next), said.weekday, Which.AFTER_NEXT)
    week = reader.word(after, "week")
    if week is not None:
        return WeekdaySaid(Place(said.place.first, week), said.weekday, Which.WEEK_LATER)
    for key, pointed in _POINTERS:
        then = reader.word(after, key)
        if (
            then is not None
            and reader.word(then, "week") is None
            and reader.value(then, Kind.WEEKDAY) is None
        ):
            if pointed is Which.LAST and reader.spoken.code == "en":
                continue
            return WeekdaySaid(Place(said.place.first, then), said.weekday, pointed)
    return said


def _calendar_day(reader: Reader, index: int, first: int, licensed: bool) -> DateSaid | None:
    return _month_first(reader, index, first) or _day_first(reader, index, first, licensed)


def _month_first(reader: Reader, index: int, first: int) -> DateSaid | None:
    """December 10th, 2026; nov 24."""
    month = reader.value(index, Kind.MONTH)
    if month is None:
        return None
    after = _past_dot(reader, month[1])
    day = _ordinal(reader, reader.word(after, "on") or after)
    if (
        day is None
        or reader.word(day.after, "oclock") is not None
        or reader.word(day.after, "pm") is not None
    ):
        return None
    year, after = _year(reader, day.after)
    return DateSaid(Place(first, after), day.value, month[0], year)


def _day_first(reader: Reader, index: int, first: int, licensed: bool) -> DateSaid | None:
    """3 March 2026; the 25th; le 3 novembre; am 3. November."""
    day = _ordinal(reader, index)
    if day is None:
        return None
    at = day.after
    at = reader.word(at, "of") or at
    month = reader.value(at, Kind.MONTH)
    if month is not None:
        year, after = _year(reader, _past_dot(reader, month[1]))
        return DateSaid(Place(first, after), day.value, month[0], year)
    marked = day.after > index + 1 and day.digits != ""
    if not (marked or (licensed and day.digits)) or _is_clock(reader, day.after):
        return None
    if reader.counts_something(day.after) or (not marked and day.digits.startswith("0")):
        return None
    return DateSaid(Place(first, day.after), day.value)


def _is_clock(reader: Reader, index: int) -> bool:
    return any(
        reader.word(index, key) is not None for key in ("am", "pm", "oclock", "and_half", "and_quarter")
    )


def _ordinal(reader: Reader, index: int) -> Number | None:
    """A day of the month, 1 to 31: digits with or without their mark, or an ordinal word."""
    spoken = reader.value(index, Kind.ORDINAL)
    if spoken is not None:
        return Number(spoken[0], "", spoken[1])
    number = reader.number(index)
    if number is None or not 1 <= number.value <= 31 or len(number.digits) > 2:
        return None
    mark = reader.word(number.after, "ordinal_mark")
    if mark is not None and number.digits:
        return Number(number.value, number.digits, mark)
    after = number.after
    if (
        number.digits
        and after < len(reader.norms)
        and reader.norms[after] == "."
        and not _ends_there(reader, after)
    ):
        return Number(number.value, number.digits, after + 1)
    return number


def _ends_there(reader: Reader, index: int) -> bool:
    """Whether the full stop ends the sentence: English writes no 3. for the third."""
    return reader.spoken.code == "en" and reader.value(index + 1, Kind.MONTH) is None


def _past_dot(reader: Reader, index: int) -> int:
    return index + 1 if index < len(reader.norms) and reader.norms[index] == "." else index


def _year(reader: Reader, index: int) -> tuple[int | None, int]:
    at = index
    if at < len(reader.norms) and reader.norms[at] == ",":
        at += 1
    at = reader.word(at, "of") or at
    if at < len(reader.tokens) and reader.tokens[at].shape is Shape.NUMBER and len(reader.norms[at]) == 4:
        year = int(reader.norms[at])
        if 1990 <= year <= 2100:
            return year, at + 1
    return None, index


def _numeric(reader: Reader, index: int) -> NumericSaid | None:
    text = reader.norms[index]
    dotted = "." in text
    numbers = [int(n) for n in re.split(r"[./-]", text) if n]
    if text == "24/7" or max(numbers[:2]) > 31 or min(numbers[:2]) < 1:
        return None
    if dotted and len(numbers) == 2 and numbers[1] > 12:
        return None
    year = None if len(numbers) == 2 else numbers[2] + (2000 if numbers[2] < 100 else 0)
    return NumericSaid(Place(index, index + 1), numbers[0], numbers[1], year, dotted)


def _iso(reader: Reader, index: int) -> InstantSaid | None:
    said = _ISO.fullmatch(reader.norms[index])
    if said is None:
        return None
    year, month, day = (int(said.group(n)) for n in (1, 2, 3))
    hour = int(said.group(4)) if said.group(4) else None
    zone = _iso_zone(said.group(6)) if said.group(6) else None
    return InstantSaid(Place(index, index + 1), year, month, day, hour, int(said.group(5) or 0), zone)


def _iso_zone(text: str) -> tzinfo | None:
    if text == "z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def read_week(reader: Reader, index: int) -> WeekSaid | None:
    """next week, this week: no day yet."""
    for key, weeks in (("next", 1), ("coming", 1), ("this", 0)):
        after = reader.word(index, key)
        week = reader.word(after, "week") if after is not None else None
        if week is not None:
            return WeekSaid(Place(index, week), weeks)
    week = reader.word(index, "week")
    after = reader.word(week, "next") or reader.word(week, "coming") if week is not None else None
    return None if after is None else WeekSaid(Place(index, after), 1)
