"""Zones: read in the words of a message, and told which one is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dialogs.words import zones
from dialogs.words.language import codes, language
from dialogs.words.meaning import Ask, AskField
from dialogs.words.reader import Reader
from dialogs.words.say import list_choices, say_moment, say_time
from dialogs.words.tokens import Shape
from dialogs.words.when_frame import Frame
from dialogs.words.when_parts import (
    ClockSaid,
    Half,
    InstantSaid,
    MarkerSaid,
    Part,
    Place,
    ZonePart,
    of_kind,
)
from dialogs.words.zones import ZoneSaid


def read_zone(reader: Reader, index: int, previous: Part | None, near: bool) -> ZonePart | None:
    """The zone that is named at that token, after what was read before it; `near`: beside a time."""
    if reader.tokens[index].shape is Shape.OFFSET:
        fixed = zones.offset(reader.norms[index])
        return None if fixed is None else ZonePart(Place(index, index + 1), fixed=fixed)
    for key in ("their_time", "my_time"):
        after = reader.word(index, key)
        if after is not None and (near or after - index > 1):
            return ZonePart(Place(index, after), theirs=key == "their_time", mine=key == "my_time")
    return _named_zone(reader, index, near and not isinstance(previous, MarkerSaid), is_time(previous))


def _named_zone(reader: Reader, index: int, near: bool, after_clock: bool) -> ZonePart | None:
    token = reader.tokens[index]
    if token.shape is not Shape.WORD:
        return None
    lead = reader.word(index, "zone_before")
    if lead is not None and lead < len(reader.norms):
        place = zones.place_at(reader.norms, lead)
        if place is not None:
            return ZonePart(Place(index, place[1]), place[0])
    short = zones.abbreviation(token.norm)
    loud = token.raw.isupper() and len(token.raw) >= 2
    if short is not None and near and (loud or (after_clock and token.norm not in reader.spoken.stop)):
        return ZonePart(Place(index, reader.word(index + 1, "zone_after") or index + 1), short)
    return _place_zone(reader, index, near and after_clock)


def _place_zone(reader: Reader, index: int, after_clock: bool) -> ZonePart | None:
    inside = reader.word(index, "zone_in") if after_clock else None
    start = inside if inside is not None else index
    norms = reader.norms
    if start >= len(norms) or not (after_clock or _zone_word_follows(reader, start)):
        return None
    place = zones.place_at(norms, start) or _adjective(reader, start)
    if place is None:
        marked = reader.word(start + 1, "zone_after") if after_clock else None
        return None if marked is None else ZonePart(Place(index, marked), theirs=True)
    said, after = place
    marked = reader.word(after, "zone_after")
    if marked is not None:
        return ZonePart(Place(index, marked), said)
    ends = after >= len(norms) or reader.tokens[after].shape is not Shape.WORD
    if not after_clock or not (ends or inside is not None):
        return None
    return ZonePart(Place(index, after), said, unsure=inside is not None)


def _zone_word_follows(reader: Reader, index: int) -> bool:
    """Cheap look ahead, so that the list of places is read only when one may be there."""
    return any(reader.word(index + n, "zone_after") is not None for n in (1, 2, 3))


def _adjective(reader: Reader, index: int) -> tuple[ZoneSaid, int] | None:
    """Londoner Zeit: the name of a place with an ending."""
    norm = reader.norms[index]
    if not norm.endswith("er") or reader.word(index + 1, "zone_after") is None:
        return None
    place = zones.place_at([norm[:-2]], 0) or zones.place_at([norm[:-1]], 0)
    return None if place is None else (place[0], index + 1)


def zone_said(parts: Sequence[Part]) -> ZonePart | None:
    """The zone that was said, unless it is the person's own."""
    return next((z for z in of_kind(parts, ZonePart) if not z.mine), None)


def zone_in(words: str) -> ZonePart | None:
    """The zone that these words said of a time: EST, in London, Berliner Zeit."""
    for code in codes():
        reader = Reader(f"15:00 {words}", language(code))
        clock = ClockSaid(Place(0, 1), 15, 0, Half.EXACT)
        part = read_zone(reader, 1, clock, near=True) if len(reader.tokens) > 1 else None
        if part is not None:
            return replace(part, place=Place(0, 0))
    return None


def zone_of(parts: Sequence[Part], frame: Frame, local: datetime) -> tzinfo | Ask | None:
    """The zone that was said; a question when it can be two; None for the person's own."""
    part = zone_said(parts)
    if part is not None and part.theirs:
        return Ask(AskField.ZONE, f"Which time zone is {say_time(local.time())} in? A city will do.")
    options = zones_of(part, frame, local)
    if len(options) < 2:
        return options[0] if options else None
    choices = tuple(say_moment(local, z) for z in options)
    return Ask(AskField.ZONE, f"Which one is it: {list_choices(choices)}?", choices)


def zones_of(part: ZonePart | None, frame: Frame, local: datetime) -> Sequence[tzinfo]:
    """The zones that may be meant by what was said, one for each instant that the time may be; none where none was
    said or nobody can tell."""
    if part is None or part.fixed is not None or part.said is None:
        return () if part is None or part.fixed is None else (part.fixed,)
    names = part.said.zones
    if len(names) > 1 and frame.zone.key in names:
        names = (frame.zone.key,)
    options: list[tzinfo] = [ZoneInfo(name) for name in names]
    if part.unsure:
        options.append(frame.zone)
    if part.said.letter is not None:
        letter = timedelta(minutes=part.said.letter)
        if local.replace(tzinfo=options[0]).utcoffset() != letter:
            options.append(_fixed(letter))
    same = len({local.replace(tzinfo=z).utcoffset() for z in options}) == 1
    return options[:1] if same else options


def _fixed(offset: timedelta) -> tzinfo:
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    fixed = zones.offset(f"utc{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}")
    return fixed if fixed is not None else UTC


def is_time(part: Part | None) -> bool:
    """Whether the part is a time of day."""
    return isinstance(part, ClockSaid) or (isinstance(part, InstantSaid) and part.hour is not None)
