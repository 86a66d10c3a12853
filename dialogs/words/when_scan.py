"""One pass over a message that gathers every part of a date and time in it, in order."""

from __future__ import annotations

from dataclasses import replace

from dialogs.words.phrases import Kind
from dialogs.words.reader import Reader
from dialogs.words.tokens import Shape
from dialogs.words.when_clock import read_clock
from dialogs.words.when_days import read_day, read_week
from dialogs.words.when_parts import (
    DAYS,
    AmountSaid,
    ClockSaid,
    DaysAwaySaid,
    Duty,
    MarkerSaid,
    Part,
    Place,
    Relation,
    WeekdaySaid,
)
from dialogs.words.when_zone import read_zone

_MARKERS = (
    "same_time",
    "same_day",
    "or",
    "between",
    "vague",
    "weekend",
    "morning",
    "afternoon",
    "evening",
    "span_to",
)
_MINUTES = {"minute": 1, "hour": 60}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def scan(reader: Reader) -> list[Part]:
    """The parts in the order they stand, each with its duty beside its neighbours."""
    parts: list[Part] = []
    index = 0
    while index < len(reader.tokens):
        read = _read(reader, index, parts)
        if read is None:
            index += 1
            continue
        if parts and _ends_span(reader, parts[-1], read):
            parts.append(MarkerSaid(Place(read.place.first, read.place.first), "span_to"))
        parts.append(read)
        parts.extend(_daypart_within(reader, read))
        index = max(read.place.after, index + 1)
    return _duties(reader, parts)


def _read(reader: Reader, index: int, parts: list[Part]) -> Part | None:
    previous = parts[-1] if parts else None
    near = previous is not None and _touches(reader, previous, index)
    if not reader.found(index) and reader.tokens[index].shape in {Shape.WORD, Shape.MARK}:
        return read_zone(reader, index, previous, near)  # no word of dates and times: a place at most
    amount = _amount(reader, index)
    if amount is not None and reader.word(index, "week_on") is None:
        return amount
    after_day = near and _licenses(parts)
    day = read_day(
        reader, index, licensed=near and isinstance(previous, WeekdaySaid) and _is_day(reader, index)
    )
    if day is not None:
        return day
    week = read_week(reader, index)
    if week is not None:
        return week
    for key in ("same_time", "same_day", "vague", "weekend"):
        after = reader.word(index, key)
        if after is not None:
            return MarkerSaid(Place(index, after), key)
    clock = read_clock(reader, index, licensed=after_day or _begins_span(reader, index))
    if clock is not None:
        return clock
    zone = read_zone(reader, index, previous, near)
    return zone if zone is not None else _marker(reader, index)


def _ends_span(reader: Reader, previous: Part, part: Part) -> bool:
    """Whether "at" before a clock is "to" after another: de 14h à 15h."""
    clocks = isinstance(previous, ClockSaid) and isinstance(part, ClockSaid)
    joined = clocks and previous.place.after == part.place.first
    return joined and reader.word(part.place.first, "span_to") is not None


def _licenses(parts: list[Part]) -> bool:
    """Whether a bare number after the last part is an hour: after a day, a part of the day, or "3 or"."""
    last = parts[-1]
    if isinstance(last, MarkerSaid) and last.key in {"or", "span_to"}:
        return (
            len(parts) > 1 and isinstance(parts[-2], ClockSaid) and parts[-2].place.after == last.place.first
        )
    return isinstance(last, (*DAYS, MarkerSaid))


def _touches(reader: Reader, part: Part, index: int) -> bool:
    """Whether nothing but a comma or the like stands between a part and that token."""
    between = reader.norms[part.place.after : index]
    return all(n in {",", "(", "-", "–", "—", ":", ".", ";"} for n in between) and len(between) <= 2


def _is_day(reader: Reader, index: int) -> bool:
    """Whether a bare number after a weekday is a day of the month: Tuesday 24; Friday 3 before a clock."""
    number = reader.number(index)
    if number is None or not number.digits:
        return True
    if number.value > 12:
        return True
    following = (
        read_clock(reader, number.after, licensed=False) if number.after < len(reader.tokens) else None
    )
    return following is not None


def _begins_span(reader: Reader, index: int) -> bool:
    """Whether a bare number begins a span of which the end is certainly a clock: 2-3pm."""
    number = reader.number(index)
    after = reader.word(number.after, "span_to") if number is not None else None
    if after is None:
        after = reader.word(number.after, "or") if number is not None else None
    end = reader.number(after) if after is not None else None
    return end is not None and any(reader.word(end.after, k) is not None for k in ("am", "pm", "oclock"))


def _amount(reader: Reader, index: int) -> AmountSaid | None:
    """in two hours, three days from now, an hour later, for 45 minutes."""
    lead, relation = index, None
    for key, counted in (
        ("in", Relation.FROM_NOW),
        ("later", Relation.LATER),
        ("earlier", Relation.EARLIER),
        ("ago", Relation.AGO),
        ("for", Relation.LASTING),
    ):
        after = reader.word(index, key)
        if after is not None:
            lead, relation = after, counted
            break
    counted_from = relation not in {None, Relation.LASTING}
    size = _size(reader, lead, counted_from)
    if size is None and relation is not None:
        lead = reader.word(lead, "about") or lead
        size = _size(reader, lead, counted_from)
    if size is None:
        return None
    minutes, days, after = size
    for key, counted in (
        ("from_now", Relation.FROM_NOW),
        ("ago", Relation.AGO),
        ("later", Relation.LATER),
        ("earlier", Relation.EARLIER),
    ):
        then = reader.word(after, key)
        if then is not None:
            relation, after = counted, then
            break
    return AmountSaid(Place(index, after), minutes, days, relation or Relation.LASTING)


def _size(reader: Reader, index: int, counted_from: bool) -> tuple[int, int, int] | None:
    """Minutes, days and the index after. `counted_from`: "in 2 h" is no clock, as "2 h" alone may be."""
    for key, minutes in (("half_hour", 30), ("hour_and_half", 90)):
        after = reader.word(index, key)
        if after is not None:
            return minutes, 0, after
    fortnight = reader.word(index, "fortnight")
    if fortnight is not None:
        return 0, 14, fortnight
    number = reader.number(index)
    one = reader.word(index, "a_unit") if number is None else None
    count, at = (number.value, number.after) if number is not None else (1, one)
    if at is None or count > 1000:
        return None
    for unit, size in _MINUTES.items():
        after = reader.word(at, unit)
        digits = number is not None and number.digits != ""
        if after is not None and (counted_from or not _is_oclock(reader, at, digits)):
            return _and_minutes(reader, count * size, unit, after)
    for unit, size in _DAYS.items():
        after = reader.word(at, unit)
        if after is not None:
            return 0, count * size, after
    return None


def _and_minutes(reader: Reader, minutes: int, unit: str, after: int) -> tuple[int, int, int]:
    """Two hours and thirty minutes, 2 h 30 min."""
    more = reader.number(reader.word(after, "and") or after) if unit == "hour" else None
    end = reader.word(more.after, "minute") if more is not None else None
    return (minutes + more.value, 0, end) if more is not None and end is not None else (minutes, 0, after)


def _is_oclock(reader: Reader, index: int, digits: bool) -> bool:
    """Whether the unit after a number is the mark of a clock (15 h, 15 heures), and not so many hours."""
    if reader.word(index, "oclock") is None:
        return False
    return digits and reader.norms[index] not in {"hours", "hrs"} if reader.spoken.code == "en" else True


def _marker(reader: Reader, index: int) -> MarkerSaid | None:
    for key in _MARKERS:
        after = reader.word(index, key)
        if after is not None:
            return MarkerSaid(Place(index, after), key)
    month = reader.value(index, Kind.MONTH)
    if month is not None and len(reader.norms[index]) > 5:
        return MarkerSaid(
            Place(index, month[1]), "vague"
        )  # a month without a day; may and march are words, too
    return None


def _daypart_within(reader: Reader, part: Part) -> list[Part]:
    """tonight is a day and an evening."""
    if not isinstance(part, DaysAwaySaid):
        return []
    start = next((i for i in range(part.place.first, part.place.after) if reader.word(i, "on") is None), None)
    keys = ("morning", "afternoon", "evening")
    key = next((k for k in keys if start is not None and reader.word(start, k) == part.place.after), None)
    return [MarkerSaid(part.place, key)] if key is not None else []


def _duties(reader: Reader, parts: list[Part]) -> list[Part]:
    """Marks what is denied, what is the old time, and what is an end."""
    marked = [_with_duty(reader, parts, i) for i in range(len(parts))]
    for place in range(1, len(marked)):
        _share_duty(reader, marked, place - 1, place)
    for place in range(len(marked) - 1, 0, -1):
        _share_duty(reader, marked, place, place - 1)
    return marked


def _share_duty(reader: Reader, parts: list[Part], given: int, taker: int) -> None:
    """A day and a clock beside each other are one time: "from Tuesday 3pm" is old as a whole."""
    giver, part = parts[given], parts[taker]
    one, other = sorted((giver, part), key=lambda p: p.place.first)
    two_clocks = isinstance(giver, ClockSaid) and isinstance(part, ClockSaid)
    two_days = not isinstance(giver, ClockSaid) and not isinstance(part, ClockSaid)
    if two_days and "," in reader.norms[one.place.after : other.place.first]:
        return  # "not tomorrow, Thursday"
    if two_clocks or not all(isinstance(p, (*DAYS, ClockSaid)) for p in (giver, part)):
        return
    if giver.place.duty in {Duty.OLD, Duty.NOT} and _touches(reader, one, other.place.first):
        parts[taker] = replace(part, place=replace(part.place, duty=giver.place.duty))


def _with_duty(reader: Reader, parts: list[Part], index: int) -> Part:
    part = parts[index]
    if not isinstance(part, (*DAYS, ClockSaid)):
        return part
    before = part.place.first
    for back in (1, 2, 3):
        start = before - back
        if start < 0:
            break
        for key, duty in (
            ("instead", Duty.NOT),
            ("not", Duty.NOT),
            ("until", Duty.UNTIL),
            ("span_from", Duty.OLD),
        ):
            if reader.word(start, key) == before:
                return replace(part, place=replace(part.place, duty=duty))
    if reader.word(part.place.first, "span_from") is not None:
        return replace(part, place=replace(part.place, duty=Duty.OLD))
    return part
