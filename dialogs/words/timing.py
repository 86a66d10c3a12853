"""What a time said means for the verb it was said with: a start, an end of a pause, a moment to remind at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from dialogs.words.meaning import Understanding, Verb
from dialogs.words.reader import Reader
from dialogs.words.when import parts_of
from dialogs.words.when_frame import Direction, Frame, When
from dialogs.words.when_parts import AmountSaid, MarkerSaid, Relation
from dialogs.words.zones import at_local

EVENING = time(18)
"""When "this evening" reminds."""
MORNING = time(9)
"""When "tomorrow" reminds."""


def direction_said(reader: Reader) -> Direction:
    """Whether a move is to a later or to an earlier time, when its words say so."""
    for key, direction in (("put_off", Direction.LATER), ("brought_forward", Direction.EARLIER)):
        if any(reader.word(i, key) is not None for i in range(len(reader.norms))):
            return direction
    return Direction.EITHER


def timed(meant: Understanding, when: When, reader: Reader, frame: Frame) -> Understanding:
    """The understanding with the time in the field that its verb keeps one in."""
    match meant.verb:
        case Verb.INTERVIEW | Verb.MOVE:
            return replace(
                meant,
                starts_at=when.starts_at,
                was_at=when.was_at,
                zone_said=when.zone_said,
                when_note=when.note,
                day=when.day,
                clock=when.clock,
                standing=when.standing,
                lasts_minutes=when.lasts_minutes,
            )
        case Verb.PAUSE:
            return replace(meant, until=_until(when, reader, frame))
        case Verb.SNOOZE | Verb.LATER:
            return replace(meant, remind_at=_remind_at(when, reader, frame))
        case Verb.SETTINGS:
            return replace(meant, zone_said=place_said(reader))
        case _:
            return meant


def _until(when: When, reader: Reader, frame: Frame) -> date | None:
    if when.day is not None:
        return when.day
    for part in parts_of(reader):
        if isinstance(part, AmountSaid) and part.days and part.relation is not Relation.AGO:
            return frame.today + timedelta(days=part.days)
    return None


def _remind_at(when: When, reader: Reader, frame: Frame) -> datetime | None:
    if when.starts_at is not None:
        return when.starts_at
    parts = parts_of(reader)
    for part in parts:
        if isinstance(part, AmountSaid) and part.minutes and part.relation is not Relation.AGO:
            return frame.now + timedelta(minutes=part.minutes)
    evening = any(isinstance(p, MarkerSaid) and p.key == "evening" for p in parts)
    if when.day is None and not evening:
        return None
    day = when.day or frame.today
    at, _ = at_local(datetime.combine(day, EVENING if evening else MORNING), frame.zone)
    return at if at > frame.now else None


_PEOPLES = frozenset(["german", "french", "spanish", "portuguese", "british", "irish", "indian", "deutsche"])
"""Places that are languages in "switch to German"."""


def place_said(reader: Reader) -> str | None:
    """The IANA name of the place in "change my time zone to Berlin", or None."""
    from dialogs.words.zones import abbreviation, place_at

    for index, token in enumerate(reader.tokens):
        if token.norm in reader.spoken.stop or len(token.norm) < 2:
            continue
        place = place_at(reader.norms, index)
        if place is not None and token.norm not in _PEOPLES:
            return place[0].zones[0]
        short = abbreviation(token.norm) if token.raw.isupper() else None
        if short is not None and len(short.zones) == 1:
            return short.zones[0]
    return None
