"""Which day was meant: one when it is certain, several when it is not, with what must be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from dialogs.words.say import say_day
from dialogs.words.when_frame import DayReading, Direction, Frame
from dialogs.words.when_parts import (
    AmountSaid,
    DateSaid,
    DaySaid,
    DaysAwaySaid,
    InstantSaid,
    NthWeekdaySaid,
    NumericSaid,
    WeekdaySaid,
    WeekSaid,
    Which,
)

LONGEST_ROLL = 300
"""Days: a date without a year that would be further away has only just passed, so it is asked about."""
_WEEK = timedelta(days=7)


def choose_day(said: Sequence[DaySaid], weeks: int | None, clock: time | None, frame: Frame) -> DayReading:
    """The days that may be meant by the parts that name one.

    `weeks` is the week they are in, when one was named (next week is 1); `clock` the time, when certain.
    """
    weekdays = {p.weekday: p for p in said if isinstance(p, WeekdaySaid)}
    others = [p for p in said if not isinstance(p, WeekdaySaid)]
    if len(weekdays) > 1 or len({_key(p) for p in others}) > 1:
        every = [_one(p, weeks, clock, frame) for p in said]
        days = tuple(dict.fromkeys(d for reading in every for d in reading.days))
        if len(days) == 1:
            return DayReading(days)
        return DayReading(days, problem="" if days else "I can't tell which day you mean.")
    weekday = next(iter(weekdays.values()), None)
    if not others:
        return _one(weekday, weeks, clock, frame) if weekday is not None else DayReading()
    if weekday is None:
        return _one(others[0], weeks, clock, frame)
    return _agreeing(weekday, others[0], clock, frame)


def _key(part: DaySaid) -> tuple[object, ...]:
    match part:
        case DateSaid():
            return ("date", part.day, part.month)
        case NumericSaid():
            return ("numeric", part.first, part.second)
        case InstantSaid():
            return ("instant", part.year, part.month, part.day)
        case DaysAwaySaid():
            return ("away", part.days)
        case WeekdaySaid():
            return ("weekday", part.weekday)
        case NthWeekdaySaid():
            return ("nth", part.nth, part.weekday, part.month)


def _one(part: DaySaid, weeks: int | None, clock: time | None, frame: Frame) -> DayReading:
    match part:
        case WeekdaySaid():
            return _in_week(part.weekday, weeks, frame) if weeks is not None else _weekday(part, clock, frame)
        case DaysAwaySaid():
            return _away(part, frame)
        case NthWeekdaySaid():
            return _nth_weekday(part, frame)
        case DateSaid() | NumericSaid() | InstantSaid():
            return _calendar(part, clock, frame)


def _away(part: DaysAwaySaid, frame: Frame) -> DayReading:
    day = frame.today + timedelta(days=part.days)
    if part.days == 1 and frame.now.hour < 4:
        return DayReading(
            (frame.today, day)
        )  # said at one in the night, "tomorrow" is often the day now begun
    return DayReading((day,))


def _nth_weekday(part: NthWeekdaySaid, frame: Frame) -> DayReading:
    """The nearest such day that is not over; five Mondays are not in every month."""
    if part.month is None:
        return DayReading(problem="Which date is that, and what time?")
    for year in (frame.today.year, frame.today.year + 1):
        days = [d for n in range(1, 32) if (d := _try(year, part.month, n)) and d.weekday() == part.weekday]
        place = part.nth if part.nth < 0 else part.nth - 1
        if place < len(days) and days[place] >= frame.today:
            return DayReading(
                (days[place],), note=f"That is in {year}." if year != frame.today.year else None
            )
    return DayReading(problem="I can't find that day in the calendar.")


def _weekday(part: WeekdaySaid, clock: time | None, frame: Frame) -> DayReading:
    today = frame.today
    ahead = (part.weekday - today.weekday()) % 7
    coming = today + timedelta(days=ahead)
    after_today = coming if ahead else coming + _WEEK
    match part.which:
        case Which.LAST:
            return DayReading((after_today - _WEEK,))
        case Which.WEEK_LATER:
            return DayReading((after_today + _WEEK,))
        case Which.AFTER_NEXT:
            return DayReading((after_today + _WEEK, after_today + 2 * _WEEK))
        case Which.COMING:
            return DayReading((after_today,))
        case Which.NEXT:
            return _next_weekday(after_today, frame)
        case Which.THIS:
            gone = part.weekday < today.weekday()
            return DayReading((coming, coming + _WEEK)) if gone else DayReading((coming,))
        case Which.PLAIN:
            if frame.moving and frame.reference is not None:
                return _moved_weekday(part.weekday, coming, frame)
            return _today_or_next(coming, clock, frame) if ahead == 0 else DayReading((coming,))


def _next_weekday(coming: date, frame: Frame) -> DayReading:
    """Next Friday said on a Wednesday is this week's to some and next week's to others. From a day in another
    calendar week on, all agree; on a Sunday, when some weeks begin and others end, nobody does."""
    monday = frame.today - timedelta(days=frame.today.weekday())
    if coming < monday + _WEEK or frame.today.weekday() == 6:
        return DayReading((coming, coming + _WEEK))
    return DayReading((coming,))


def _today_or_next(today: date, clock: time | None, frame: Frame) -> DayReading:
    if clock is not None and datetime.combine(today, clock) <= frame.now.replace(tzinfo=None):
        return DayReading(
            (today + _WEEK,), note=f"That time has passed today, so I took {say_day(today + _WEEK)}."
        )
    return DayReading((today, today + _WEEK))


def _moved_weekday(weekday: int, coming: date, frame: Frame) -> DayReading:
    assert frame.reference is not None  # noqa: S101 the caller looked
    old = frame.reference.astimezone(frame.zone).date()
    after_old = old + timedelta(days=(weekday - old.weekday()) % 7)
    if frame.direction is Direction.LATER:
        return DayReading((after_old,)) if after_old > old else DayReading((old, old + _WEEK))
    if frame.direction is Direction.EARLIER:
        days = tuple(coming + n * _WEEK for n in range(5) if coming + n * _WEEK <= old)
        return DayReading(days[-2:] or (coming,))
    if coming >= old or old <= frame.today:
        return DayReading((coming,))
    if coming.isocalendar()[:2] == old.isocalendar()[:2] or after_old == coming:
        return DayReading((coming,))
    return DayReading((coming, after_old))


def _in_week(weekday: int, weeks: int, frame: Frame) -> DayReading:
    monday = frame.today - timedelta(days=frame.today.weekday())
    day = monday + timedelta(days=weekday) + weeks * _WEEK
    if frame.today.weekday() == 6:
        return DayReading((day, day + _WEEK))
    if weekday == 6:
        return DayReading((day - _WEEK, day)) if day - _WEEK >= frame.today else DayReading((day,))
    return DayReading((day,))


def _calendar(part: DateSaid | NumericSaid | InstantSaid, clock: time | None, frame: Frame) -> DayReading:
    readings = _readings(part, frame)
    if not readings:
        return DayReading(problem=_no_such_day(part))
    days = tuple(dict.fromkeys(_nearest(r, clock, frame) for r in readings))
    if len(days) > 1:
        return DayReading(days, problem="")
    day = days[0]
    if readings[0][0] is None:
        away = (day - frame.today).days
        if away > LONGEST_ROLL:
            passed = _try(day.year - 1, day.month, day.day)
            gone = say_day(passed) if passed is not None else "That day"
            return DayReading(
                (day,), problem=f"{gone} has passed. Did you mean {say_day(day)}, or another day?"
            )
        if day.year != frame.today.year:
            return DayReading((day,), note=f"That is in {day.year}.")
    return DayReading((day,))


_Reading = tuple[int | None, int | None, int]
"""Year, month and day; None where it is to be worked out."""


def _readings(part: DateSaid | NumericSaid | InstantSaid, frame: Frame) -> list[_Reading]:
    match part:
        case InstantSaid():
            found: list[_Reading] = [(part.year, part.month, part.day)]
        case DateSaid():
            found = [(part.year, part.month, part.day)]
        case NumericSaid():
            day_first, month_first = (
                (part.year, part.second, part.first),
                (part.year, part.first, part.second),
            )
            only_day = part.dotted or frame.day_first is True
            only_month = frame.day_first is False and not part.dotted
            found = [day_first] if only_day else [month_first] if only_month else [day_first, month_first]
            if not any(_exists(r) for r in found):
                found = [day_first, month_first]
    return [r for r in dict.fromkeys(found) if _exists(r)]


def _exists(reading: _Reading) -> bool:
    year, month, day = reading
    if month is None:
        return 1 <= day <= 31
    return _try(year or 2028, month, day) is not None  # 2028 has a 29 February


def _try(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(reading: _Reading, clock: time | None, frame: Frame) -> date:
    """The first such day that is not over."""
    year, month, day = reading
    if year is not None and month is not None:
        return date(year, month, day)
    today = frame.today
    over = clock is not None and datetime.combine(today, clock) <= frame.now.replace(tzinfo=None)
    if month is not None:
        years = (_try(today.year + n, month, day) for n in range(9))
        return next(d for d in years if d is not None and (d > today or (d == today and not over)))
    return next(d for d in _such_days(day, today) if d > today or (d == today and not over))


def _such_days(day: int, today: date) -> list[date]:
    """That day of this month and of the four after it, where they have it."""
    months = [(today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1) for n in range(5)]
    return [d for y, m in months if (d := _try(y, m, day)) is not None]


def _agreeing(weekday: WeekdaySaid, part: DaySaid, clock: time | None, frame: Frame) -> DayReading:
    """A weekday and a date together: they must agree, and they settle what either leaves open."""
    if isinstance(part, WeekdaySaid):
        return DayReading()
    days = _possible(part, clock, frame)
    agreeing = tuple(d for d in days if d.weekday() == weekday.weekday)
    if agreeing:
        note = f"That is in {agreeing[0].year}." if agreeing[0].year != frame.today.year else None
        return DayReading(agreeing[:1] if not isinstance(part, NumericSaid) else agreeing, note=note)
    if not days:
        return _one(part, None, clock, frame)
    meant = days[0]
    near = meant + timedelta(days=(weekday.weekday - meant.weekday() + 3) % 7 - 3)
    both = tuple(sorted({meant, near}))
    return DayReading(both, problem=f"{say_day(meant)} it is by the calendar, which doesn't fit the weekday.")


def _possible(part: DaySaid, clock: time | None, frame: Frame) -> tuple[date, ...]:
    if isinstance(part, DateSaid) and part.month is None:
        return tuple(d for d in _such_days(part.day, frame.today) if d >= frame.today)
    if isinstance(part, DateSaid | NumericSaid | InstantSaid):
        return tuple(_nearest(r, clock, frame) for r in _readings(part, frame))
    return _one(part, None, clock, frame).days


def _no_such_day(part: DaySaid) -> str:
    match part:
        case DateSaid(day=day, month=int(month)) | InstantSaid(day=day, month=month):
            return f"There is no day {day}.{month}. in the calendar."
        case _:
            return "I can't find that day in the calendar."


def weeks_of(week: WeekSaid | None, amount: AmountSaid | None) -> int | None:
    """The week that was named: next week, or Friday in two weeks."""
    if week is not None:
        return week.weeks
    return amount.days // 7 if amount is not None and amount.days % 7 == 0 and amount.days else None


def those_meant(said: Sequence[DaySaid], days: Sequence[date]) -> tuple[date, ...]:
    """Of days that were offered those that all these words may be: "the 3rd", "Friday", "3/4"."""
    return tuple(d for d in days if said and all(_may_be(p, d) for p in said))


def _may_be(part: DaySaid, day: date) -> bool:
    match part:
        case WeekdaySaid(weekday=weekday, which=Which.PLAIN):
            return weekday == day.weekday()
        case DateSaid(day=number, month=month, year=year):
            return number == day.day and month in {None, day.month} and year in {None, day.year}
        case NumericSaid(first=first, second=second, year=year):
            return {first, second} == {day.day, day.month} and year in {None, day.year}
        case _:
            return False
