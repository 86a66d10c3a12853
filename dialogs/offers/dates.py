"""The days in an offer: by when to answer, and when to start.

A day without a year is the next such day, except that one a short while ago is taken as said (and then
found to be past): "answer by 2 March" written on the 9th is a slip, and not a plan for next year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dialogs.offers.lexicon import any_of, compiled, words
from dialogs.offers.line import Line

_RECENT_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day read (or None where it could be several), and how far the words for it reach."""

    day: date | None
    end: int


def take_days(line: Line, today: date) -> tuple[date | None, date | None, bool]:
    """Answer-by and start date of a line, and whether the answer-by day said could be several days."""
    start = _take(line, any_of(words("dates", "start")), today)
    answer = _take(line, any_of(words("dates", "answer")), today)
    unclear = answer is not None and answer.day is None
    return (answer.day if answer else None), (start.day if start else None), unclear


def _take(line: Line, opening: str, today: date) -> DayRead | None:
    """The first opening word that a day follows; both are crossed out."""
    for found in compiled(opening).finditer(line.left):
        read = day_at(line.left, found.end(), today)
        if read is not None:
            line.take(found.start(), read.end)
            return read
    return None


def day_at(text: str, start: int, today: date) -> DayRead | None:
    """The day that stands here in folded text, after any linking words; None when there is none."""
    link = compiled(rf"(?:[\s:]|{any_of(words('dates', 'link'))})*").match(text, start)
    at = link.end() if link else start
    for reader in (_iso, _relative, _weekday, _named_month, _numbers, _ordinal):
        read = reader(text, at, today)
        if read is not None:
            return read
    return None


def _iso(text: str, at: int, _: date) -> DayRead | None:
    found = compiled(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)").match(text, at)
    if found is None:
        return None
    day = _day(int(found[1]), int(found[2]), int(found[3]))
    return None if day is None else DayRead(day, found.end())


def _relative(text: str, at: int, today: date) -> DayRead | None:
    for days, name in enumerate(("today", "tomorrow")):
        found = compiled(any_of(words("dates", name))).match(text, at)
        if found is not None:
            return DayRead(today + timedelta(days), found.end())
    return None


def _weekday(text: str, at: int, today: date) -> DayRead | None:
    """Friday is the next one to come; next Friday the one in the week after this; Friday 27 March is the 27th."""
    nxt = any_of(words("dates", "next"))
    for index, names in enumerate(words("dates", "weekdays")):
        found = compiled(rf"(?P<next>{nxt}\s+)?{any_of(names)}").match(text, at)
        if found is None:
            continue
        dated = _after_weekday(text, found.end(), today)
        if dated is not None:
            return dated
        ahead = (index - today.weekday()) % 7 or 7
        if found["next"] and ahead + today.weekday() < 7:
            ahead += 7
        return DayRead(today + timedelta(ahead), found.end())
    return None


def _after_weekday(text: str, at: int, today: date) -> DayRead | None:
    """The date that a weekday was said with: it says which of them is meant."""
    link = compiled(rf"(?:[\s,]|{any_of(words('dates', 'link'))})*").match(text, at)
    at = link.end() if link else at
    return next(
        (read for one in (_iso, _named_month, _numbers, _ordinal) if (read := one(text, at, today))), None
    )


def _named_month(text: str, at: int, today: date) -> DayRead | None:
    """27 March, March 27th, 27 de marzo, with or without a year."""
    year = r"(?:,?\s+(?P<year>20\d\d)(?!\d))?"
    for index, names in enumerate(words("dates", "months")):
        month = any_of(names) + r"\.?"
        day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er)?"
        for pattern in (
            rf"{day}\s+(?:of\s+|de\s+)?{month}{year}",
            rf"{month}\s+(?:the\s+)?{day}(?!\d){year}",
        ):
            found = compiled(pattern).match(text, at)
            if found is not None:
                return _dated(found, index + 1, int(found["day"]), today)
    return None


def _numbers(text: str, at: int, today: date) -> DayRead | None:
    """3/20, 20.03., 20/3/2026; a day and a month that could be swapped are not guessed at."""
    pattern = r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?:(?P=mark)(?P<year>20\d\d)?)?(?!\d)"
    found = compiled(pattern).match(text, at)
    if found is None:
        return None
    first, second = int(found["first"]), int(found["second"])
    if found["mark"] == "." or first > 12:
        return _dated(found, second, first, today)
    if second > 12:
        return _dated(found, first, second, today)
    return DayRead(None, found.end()) if first != second else _dated(found, first, second, today)


def _ordinal(text: str, at: int, today: date) -> DayRead | None:
    """The 27th: of this month, or of the next when it is over."""
    found = compiled(r"(\d{1,2})(?:st|nd|rd|th|\.|er|º)(?![\d\w])|(\d{1,2})(?=\s*(?:$|[,;\x00]))").match(
        text, at
    )
    if found is None:
        return None
    wanted = int(found[1] or found[2])
    month = today.replace(day=1)
    for _ in range(12):
        day = _day(month.year, month.month, wanted)
        if day is not None and day >= today:
            return DayRead(day, found.end())
        month = (month + timedelta(31)).replace(day=1)
    return None


def _dated(found: re.Match[str], month: int, day: int, today: date) -> DayRead | None:
    """A day and a month, in the year said or else the one that makes sense."""
    year = found.groupdict().get("year")
    if year is not None:
        read = _day(int(year), month, day)
        return None if read is None else DayRead(read, found.end())
    read = _day(today.year, month, day) or _day(today.year + 1, month, day)
    if read is None:
        return None
    if (today - read).days > _RECENT_DAYS:
        read = _day(today.year + 1, month, day) or read
    return DayRead(read, found.end())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
