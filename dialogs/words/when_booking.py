"""What comes of a time that was said: a moment that is booked, one that is over, or the one question to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import product

from dialogs.words import zones
from dialogs.words.meaning import Ask, AskField
from dialogs.words.say import list_choices, say_day, say_moment, say_time
from dialogs.words.when_frame import ClockReading, DayReading, Frame, When
from dialogs.words.when_parts import MarkerSaid, Part, ZonePart, of_kind
from dialogs.words.when_zone import zones_of

WHEN = "When is it? A day and a time will do, like “Tuesday 3pm”."


def spans_of(parts: Sequence[Part]) -> tuple[tuple[int, int], ...]:
    """Which words of the message the parts are made of: the first, and the one after the last."""
    return tuple(
        (p.place.first, p.place.after)
        for p in parts
        if not (isinstance(p, MarkerSaid) and p.key in {"or", "span_to", "between"})
    )


def book(
    at: datetime, frame: Frame, parts: Sequence[Part], note: str | None = None, said: str | None = None
) -> When:
    """A moment, unless it is over."""
    if at <= frame.now:
        return _over(at, frame, parts)
    return When(True, at, at.date(), at.timetz().replace(tzinfo=None), said, note, spans=spans_of(parts))


def _over(at: datetime, frame: Frame, parts: Sequence[Part]) -> When:
    local = at.astimezone(frame.zone)
    sentence = f"{say_moment(local)} is in the past. Has it happened already, or when is it?"
    choices: tuple[str, ...] = ()
    if local.date() == frame.today:
        sentence = f"{say_time(local.time())} has passed today. When is it?"
        choices = (say_moment(local + timedelta(days=1)),)
    return When(
        True, past=True, was_at=at, ask=Ask(AskField.STARTS_AT, sentence, choices), spans=spans_of(parts)
    )


def by_clock(local: datetime, zone: tzinfo, frame: Frame, parts: Sequence[Part], note: str | None) -> When:
    """A time of day by the clocks of a zone, with what was decided where they change; booked unless it is over."""
    try:
        at, decided = zones.at_local(local, zone)
        over = at <= frame.now
    except (OverflowError, ValueError):
        return When(True, ask=Ask(AskField.STARTS_AT, WHEN), spans=spans_of(parts))
    if over:
        return _over(at, frame, parts)
    said = zones.zone_name(zone) if zone is not frame.zone else None
    if said is None and any(z.mine for z in of_kind(parts, ZonePart)):
        said = zones.zone_name(frame.zone)
    notes = " ".join(n for n in (note, decided) if n) or None
    return When(True, at, local.date(), local.time(), said, notes, spans=spans_of(parts))


def lasting(when: When, minutes: int | None) -> When:
    """What is booked, with how long it lasts where that was said."""
    if minutes is None or when.starts_at is None:
        return when
    return When(
        True, when.starts_at, when.day, when.clock, when.zone_said, when.note, minutes, spans=when.spans
    )


def which_of(
    moments: Sequence[datetime],
    frame: Frame,
    said: ZonePart | None,
    lead: str = "",
    zone: tzinfo | None = None,
) -> Ask:
    """The question which of several moments is meant, each told by the clocks of the zone that it was said in."""
    told = [(m, z) for m in moments for z in ((zone,) if zone else zones_of(said, frame, m) or (None,))]
    ahead = [(m, z) for m, z in told if m.replace(tzinfo=z or frame.zone) > frame.now]
    choices = tuple(dict.fromkeys(say_moment(m, z) for m, z in ahead))[:AT_MOST]
    if lead.endswith("?"):
        return Ask(AskField.STARTS_AT, lead, choices)
    if len(choices) > 1 or lead:
        return Ask(AskField.STARTS_AT, f"{lead} Which one is it: {list_choices(choices)}?".strip(), choices)
    sentence = f"Do you mean {choices[0]}?" if choices else "That time has passed. When is it?"
    return Ask(AskField.STARTS_AT, sentence, choices)


AT_MOST = 4
"""Moments among which one is asked to choose."""


def ask_for(
    day: DayReading, clock: ClockReading, frame: Frame, said: ZonePart | None, zone: tzinfo | None = None
) -> Ask:
    """The one question: about the day when that is open, else about the time. `said`: the zone that was named,
    `zone`: the one that is certain."""
    if day.days and clock.clocks and not clock.problem:
        moments = [datetime.combine(d, c) for d, c in product(day.days, clock.clocks)]
        return which_of(moments, frame, said, day.problem or "", zone)
    if day.problem and not day.days:
        return Ask(AskField.STARTS_AT, day.problem)
    if clock.problem:
        return Ask(AskField.STARTS_AT, clock.problem)
    if len(day.days) == 1:
        return Ask(AskField.STARTS_AT, f"What time on {say_day(day.days[0])}?")
    if day.days:
        options = tuple(say_day(d) for d in day.days[:AT_MOST])
        return Ask(AskField.STARTS_AT, f"{list_choices(options)}, and what time?", ())
    if clock.clocks:
        clocks = list_choices(tuple(say_time(c) for c in clock.clocks))
        named = f" {said.said.words}" if said is not None and said.said is not None else ""
        return Ask(AskField.STARTS_AT, f"Which day, at {clocks}{named}?")
    return Ask(AskField.STARTS_AT, WHEN)
