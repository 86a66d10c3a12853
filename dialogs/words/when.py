"""When it is: what was said about a day and a time, booked when it is certain and asked when it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from dialogs.words.meaning import Ask, AskField
from dialogs.words.reader import Reader
from dialogs.words.say import say_day
from dialogs.words.standing import Standing
from dialogs.words.when_booking import WHEN, ask_for, book, by_clock, lasting, spans_of, which_of
from dialogs.words.when_choose_clock import choose_clock, within_daypart
from dialogs.words.when_choose_day import choose_day, those_meant, weeks_of
from dialogs.words.when_frame import ClockReading, DayReading, Frame, When
from dialogs.words.when_pairs import paired
from dialogs.words.when_parts import (
    DAYS,
    AmountSaid,
    ClockSaid,
    DaySaid,
    DaysAwaySaid,
    Duty,
    InstantSaid,
    MarkerSaid,
    Part,
    Placed,
    Relation,
    WeekdaySaid,
    WeekSaid,
    ZonePart,
    of_kind,
)
from dialogs.words.when_scan import scan
from dialogs.words.when_zone import zone_in, zone_of, zone_said

_P = TypeVar("_P", bound=Placed)


def resolve(reader: Reader, frame: Frame) -> When:
    """What the message says about a time."""
    parts = parts_of(reader)
    named = next(iter(of_kind(parts, ZonePart)), None)
    zone = reader.text_of(named.place) if named is not None else frame.standing.zone
    stood = zone_in(frame.standing.zone) if named is None and frame.standing.zone else None
    if stood is not None:
        parts = (*parts, stood)
    when = _moment(parts, frame) or _from_parts(parts, frame)
    when = replace(when, standing=replace(when.standing, zone=zone))
    days = [p for p in parts if isinstance(p, DAYS)]
    return replace(when, deadline=True) if days and all(p.place.duty is Duty.UNTIL for p in days) else when


def parts_of(reader: Reader) -> tuple[Part, ...]:
    """The parts of a time in the message, read once."""
    if reader.parts is None:
        reader.parts = tuple(scan(reader))
    return reader.parts


def _moment(parts: Sequence[Part], frame: Frame) -> When | None:
    """Times counted from now or from the old time; and ISO instants, which leave nothing open."""
    for amount in of_kind(parts, AmountSaid):
        if amount.relation is Relation.FROM_NOW and amount.minutes and not _another_day(parts):
            at = frame.now + timedelta(minutes=amount.minutes)
            return book(at.replace(second=0, microsecond=0), frame, parts)
        if amount.relation in {Relation.LATER, Relation.EARLIER}:
            return _shifted(amount, parts, frame)
        if any(
            c.place.duty is Duty.OLD and c.place.first == amount.place.after
            for c in of_kind(parts, ClockSaid)
        ):
            return When(True, ask=Ask(AskField.STARTS_AT, WHEN), spans=spans_of(parts))  # two hours from 3pm
    for instant in of_kind(parts, InstantSaid):
        if (
            instant.zone is not None
            and instant.hour is not None
            and instant.hour < 24
            and instant.minute < 60
        ):
            try:
                at = datetime(
                    instant.year,
                    instant.month,
                    instant.day,
                    instant.hour,
                    instant.minute,
                    tzinfo=instant.zone,
                )
                return book(at.astimezone(frame.zone), frame, parts)
            except (ValueError, OverflowError):
                return None
    return None


def _another_day(parts: Sequence[Part]) -> bool:
    """Whether a day other than today is named beside "in two hours"."""
    days = [p for p in parts if isinstance(p, DAYS)]
    return any(not (isinstance(p, DaysAwaySaid) and p.days == 0) for p in days)


def _shifted(amount: AmountSaid, parts: Sequence[Part], frame: Frame) -> When | None:
    if of_kind(parts, ClockSaid) or (not frame.moving and frame.reference is None):
        return None
    if frame.reference is None:
        return When(True, ask=Ask(AskField.STARTS_AT, "What is the new day and time?"), spans=spans_of(parts))
    sign = 1 if amount.relation is Relation.LATER else -1
    old = frame.reference.astimezone(frame.zone)
    if amount.days:
        local = old.replace(tzinfo=None) + timedelta(days=sign * amount.days)
        return by_clock(local, frame.zone, frame, parts, None)
    return book(
        (old.astimezone(UTC) + timedelta(minutes=sign * amount.minutes)).astimezone(frame.zone), frame, parts
    )


def _from_parts(parts: Sequence[Part], frame: Frame) -> When:
    days: list[DaySaid] = [p for p in parts if isinstance(p, DAYS)]
    clocks = list(of_kind(parts, ClockSaid))
    live_days, live_clocks = _live(days, frame), _live(clocks, frame)
    moments = paired(live_days, live_clocks, parts, frame)
    if moments:
        return _one_of(moments, parts, frame)
    clock = _clock(live_clocks, live_days, parts, frame)
    stands = clock.clocks or frame.standing.clocks()
    certain = stands[0] if len(stands) == 1 else None
    day = _day(live_days, parts, certain, frame)
    if not (days or clocks or day.days or clock.clocks or _says_something(parts)):
        return When(spans=spans_of(parts))
    if frame.standing.moments:
        stood = those_meant(live_days, frame.standing.days())
        day, clock = _with_what_stands(DayReading(stood) if stood else day, clock, parts, frame.standing)
    if clock.next_day and certain == time(0, 0) and len(day.days) == 1:
        day = DayReading((day.days[0], _next(day.days[0])), problem="")
    ends = next(
        (a.minutes for a in of_kind(parts, AmountSaid) if a.relation is Relation.LASTING and a.minutes), None
    )
    return _joined(day, clock, parts, frame, clock.minutes or ends)


def _one_of(moments: Sequence[datetime], parts: Sequence[Part], frame: Frame) -> When:
    """Several days, each said with its own time: one of them, and no day with another's time."""
    ask = which_of(moments, frame, zone_said(parts))
    standing = Standing(tuple((m.date(), m.time()) for m in moments))
    return When(True, ask=ask, standing=standing, spans=spans_of(parts))


def _with_what_stands(
    day: DayReading, clock: ClockReading, parts: Sequence[Part], standing: Standing
) -> tuple[DayReading, ClockReading]:
    """The half that was not said this time as it was said before; "the evening" chooses among times that stand."""
    if not clock.clocks and clock.problem is None:
        clock = ClockReading(within_daypart(standing.clocks(day.days), parts))
    if not day.days and day.problem is None:
        day = DayReading(standing.days(clock.clocks))
    return day, clock


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _says_something(parts: Sequence[Part]) -> bool:
    return any(
        isinstance(p, WeekSaid)
        or (
            isinstance(p, MarkerSaid)
            and p.key in {"weekend", "same_time", "same_day", "morning", "afternoon", "evening"}
        )
        or (isinstance(p, AmountSaid) and p.relation in {Relation.FROM_NOW, Relation.AGO})
        for p in parts
    )


def _live(parts: Sequence[_P], frame: Frame) -> list[_P]:
    """Without what was denied or is an end, and without the old time of a move where a new one follows."""
    kept = [p for p in parts if p.place.duty is not Duty.NOT]
    kept = [p for p in kept if p.place.duty is not Duty.UNTIL] or kept
    if frame.moving:
        kept = [p for p in kept if p.place.duty is not Duty.OLD] or kept
    return kept or list(parts)


_NO_HOUR = frozenset({"span_to", "or"})
"""Markers that bend a day and say nothing of the hour."""


def _clock(
    clocks: Sequence[ClockSaid], days: Sequence[DaySaid], parts: Sequence[Part], frame: Frame
) -> ClockReading:
    if not clocks:
        instant = next((d for d in days if isinstance(d, InstantSaid) and d.hour is not None), None)
        if instant is not None and instant.hour is not None:
            if instant.hour > 23 or instant.minute > 59:
                return ClockReading(problem="That is not a time of day. What time is it?")
            return ClockReading((time(instant.hour, instant.minute),))
        markers = of_kind(parts, MarkerSaid)
        same = any(m.key == "same_time" for m in markers) or (
            frame.moving and days and all(m.key in _NO_HOUR for m in markers)
        )
        if same and frame.reference is not None:  # "moved to Thursday" says nothing of its hour
            return ClockReading((frame.reference.astimezone(frame.zone).time().replace(tzinfo=None),))
        return ClockReading()
    return choose_clock(clocks, parts, frame)


def _day(days: Sequence[DaySaid], parts: Sequence[Part], clock: time | None, frame: Frame) -> DayReading:
    amount = next((a for a in of_kind(parts, AmountSaid) if a.days and a.relation is Relation.FROM_NOW), None)
    week = next(iter(of_kind(parts, WeekSaid)), None)
    later = _weeks_after(days, parts, frame)
    if later is not None:
        return later
    if days:
        return choose_day(days, weeks_of(week, amount), clock, frame)
    ago = next((a for a in of_kind(parts, AmountSaid) if a.relation is Relation.AGO), None)
    if amount is not None or ago is not None:
        count = amount.days if amount is not None else -ago.days if ago is not None else 0
        return DayReading((frame.today + timedelta(days=count),))
    if week is not None or any(m.key == "weekend" for m in of_kind(parts, MarkerSaid)):
        return DayReading(problem="Which day, and what time?")
    if frame.moving and frame.reference is not None and (clock is not None or of_kind(parts, ClockSaid)):
        return DayReading((frame.reference.astimezone(frame.zone).date(),))
    return DayReading()


def _weeks_after(days: Sequence[DaySaid], parts: Sequence[Part], frame: Frame) -> DayReading | None:
    """Two weeks on Friday, three weeks today, a fortnight from Monday: counted from the day that follows."""
    for amount in of_kind(parts, AmountSaid):
        base = next((d for d in days if 0 <= d.place.first - amount.place.after <= 1), None)
        if (
            amount.days
            and amount.relation is Relation.LASTING
            and isinstance(base, WeekdaySaid | DaysAwaySaid)
        ):
            start = choose_day([base], None, time.max, frame)
            return DayReading(tuple(day + timedelta(days=amount.days) for day in start.days))
    return None


def _joined(
    day: DayReading, clock: ClockReading, parts: Sequence[Part], frame: Frame, minutes: int | None
) -> When:
    sure_clock = clock.clocks[0] if len(clock.clocks) == 1 and clock.problem is None else None
    day = _ahead(day, sure_clock, frame)
    sure_day = day.days[0] if len(day.days) == 1 and day.problem is None else None
    note = " ".join(n for n in (day.note, clock.note) if n) or None
    if sure_day is not None and sure_clock is not None:
        zone = zone_of(parts, frame, datetime.combine(sure_day, sure_clock))
        if isinstance(zone, Ask):
            return When(
                True,
                None,
                sure_day,
                sure_clock,
                ask=zone,
                lasts_minutes=minutes,
                standing=_standing(day, clock),
                spans=spans_of(parts),
            )
        if zone is not None and _days_differ(parts, zone, frame):
            day = DayReading((sure_day, frame.now.astimezone(zone).date() + (sure_day - frame.today)))
            return When(
                True,
                ask=ask_for(day, clock, frame, None, zone),
                lasts_minutes=minutes,
                standing=_standing(day, clock),
                spans=spans_of(parts),
            )
        booked = by_clock(datetime.combine(sure_day, sure_clock), zone or frame.zone, frame, parts, note)
        return lasting(booked, minutes)
    past = sure_day is not None and sure_day < frame.today
    ask = ask_for(day, clock, frame, zone_said(parts))
    return When(
        True,
        day=sure_day,
        clock=sure_clock,
        note=note,
        lasts_minutes=minutes,
        past=past,
        ask=ask,
        standing=_standing(day, clock),
        spans=spans_of(parts),
    )


def _standing(day: DayReading, clock: ClockReading) -> Standing:
    """What was said of a time that is not certain, for the answer to be read with."""
    if not day.days:
        return Standing(tuple((None, c) for c in clock.clocks))
    return Standing(tuple((d, c) for d in day.days for c in clock.clocks or (None,)))


def _ahead(day: DayReading, clock: time | None, frame: Frame) -> DayReading:
    """When all but one of the days that may be meant are over, it is that one, and it is said."""
    if clock is None or len(day.days) < 2 or day.problem is not None:
        return day
    now = frame.now.replace(tzinfo=None)
    left = tuple(d for d in day.days if datetime.combine(d, clock) > now)
    return DayReading(left, f"I took {say_day(left[0])}.") if len(left) == 1 else day


def _days_differ(parts: Sequence[Part], zone: tzinfo, frame: Frame) -> bool:
    """Whether "tomorrow" is another date over there."""
    relative = any(isinstance(p, DaysAwaySaid) for p in parts)
    return relative and frame.now.astimezone(zone).date() != frame.today
