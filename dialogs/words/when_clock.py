"""Reading a time of day: 3pm, 15h30, half three, quarter past nine, las tres y media."""

from __future__ import annotations

from dialogs.words.reader import Number, Reader
from dialogs.words.tokens import Shape
from dialogs.words.when_parts import ClockSaid, Half, Place

_Core = tuple[int, int, Half, bool, int]
"""Hour, minute, which half, whether it is written as the 24 hour clock is (03:30, 3 Uhr), index after."""


def read_clock(reader: Reader, index: int, licensed: bool) -> ClockSaid | None:
    """The time of day that begins at that token, or None.

    `licensed`: what stands before (a day, "at") makes a bare number an hour; without it "3" is just a number.
    """
    first, about = index, False
    while True:
        after = reader.word(index, "about")
        if after is not None:
            about, index = True, after
            continue
        after = reader.word(index, "at")
        if after is None:
            break
        licensed, index = True, after
    if index >= len(reader.norms):
        return None
    named = _named(reader, index, first, about)
    if named is not None:
        return named
    core = _core(reader, index, licensed)
    return None if core is None else _finish(reader, first, core, about)


def _named(reader: Reader, index: int, first: int, about: bool) -> ClockSaid | None:
    for key, hour in (("noon", 12), ("midnight", 0)):
        after = reader.word(index, key)
        if after is not None:
            half = reader.word(after, "and_half") if hour else None
            minute, after = (30, half) if half is not None else (0, after)
            return ClockSaid(Place(first, after), hour, minute, Half.EXACT, about=about, midnight=hour == 0)
    return None


def _core(reader: Reader, index: int, licensed: bool) -> _Core | None:
    shape = reader.tokens[index].shape
    if shape is Shape.CLOCK:
        return _colon(reader, index)
    if shape is Shape.DOTTED:
        return _dotted(reader, index, licensed)
    return (
        _fraction_first(reader, index)
        or _minutes_first(reader, index)
        or _hour_first(reader, index, licensed)
    )


def _colon(reader: Reader, index: int) -> _Core:
    hour, minute = (int(n) for n in reader.norms[index].split(":")[:2])
    zero = reader.norms[index].startswith("0") or reader.spoken.clock24
    return hour, minute, _half_of(hour), zero, index + 1


def _half_of(hour: int) -> Half:
    return Half.EXACT if hour == 0 or hour > 12 else Half.BARE


def _dotted(reader: Reader, index: int, licensed: bool) -> _Core | None:
    hour_text, minute_text = reader.norms[index].strip(".").split(".")[:2]
    hour, minute = int(hour_text), int(minute_text)
    marked = any(reader.word(index + 1, key) is not None for key in ("am", "pm", "oclock"))
    if len(minute_text) != 2 or hour > 24 or minute > 59 or not (marked or licensed):
        return None
    zero = hour_text.startswith("0")
    return hour, minute, _half_of(hour), zero, index + 1


def _fraction_first(reader: Reader, index: int) -> _Core | None:
    """half three, halb drei, quarter to four."""
    for key, minutes in (("half_past", 30), ("half_to", -30), ("quarter_past", 15), ("quarter_to", -15)):
        after = reader.word(index, key)
        number = reader.number(after) if after is not None else None
        if number is not None and 1 <= number.value <= 24:
            hour, minute = divmod(number.value * 60 + minutes, 60)
            if number.value == 1 and minutes < 0:
                hour = 12
            return hour, minute, _half_of(hour), False, number.after
    return None


def _minutes_first(reader: Reader, index: int) -> _Core | None:
    """ten past three, twenty to four, zwanzig nach zwei."""
    minutes = reader.number(index)
    if minutes is None or not 1 <= minutes.value <= 29:
        return None
    after = reader.word(minutes.after, "minute") or minutes.after
    for key, sign in (("past", 1), ("to", -1)):
        at = reader.word(after, key)
        number = reader.number(at) if at is not None else None
        if (
            number is None
            or not 1 <= number.value <= 12
            or (minutes.digits and sign < 0 and after == minutes.after)
            or (minutes.value % 5 and after == minutes.after)  # three to four is a span
        ):
            continue
        hour, minute = divmod(number.value * 60 + sign * minutes.value, 60)
        return hour or 12, minute, Half.BARE, False, number.after
    return None


def _hour_first(reader: Reader, index: int, licensed: bool) -> _Core | None:
    number = reader.number(index, tens=False)
    if number is None:
        return None
    after, value = number.after, number.value
    if number.digits and len(number.digits) == 4:
        marked = reader.word(after, "oclock") is not None
        if value // 100 <= 24 and value % 100 < 60 and (marked or licensed):
            zero = number.digits.startswith("0")
            return (
                value // 100,
                value % 100,
                _military(value, zero),
                zero,
                reader.word(after, "oclock") or after,
            )
        return None
    if value > 24:
        return None
    zero = number.digits.startswith("0") and value > 0
    spaced = _spaced_minutes(reader, after) if number.digits and (licensed or zero) else None
    if spaced is not None:
        return value, spaced[0], _half_of(value), zero, spaced[1]
    hour_mark = reader.word(after, "oclock")
    if hour_mark is not None:
        return _with_minutes(
            reader, value, zero or (reader.spoken.clock24 and number.digits != ""), hour_mark
        )
    if _half_day_after(reader, after) is not None:
        return value, 0, _half_of(value), zero, after
    added = _added_minutes(reader, value, after)
    if added is not None and (licensed or added[4] > after):
        hour, minute, then = added[0], added[1], added[4]
        return hour, minute, _half_of(hour), zero, then
    ish = after < len(reader.norms) and reader.norms[after] == "ish"
    counted = reader.counts_something(after + 1 if ish else after)
    daypart = any(reader.word(after, key) is not None for key in ("morning", "afternoon", "evening"))
    if ((licensed or ish) and not counted) or daypart:
        return value, 0, _half_of(value), zero, after
    return None


def _spaced_minutes(reader: Reader, index: int) -> tuple[int, int] | None:
    """3 30pm, 3 30: minutes after a blank."""
    minutes = reader.number(index)
    if minutes is None or len(minutes.digits) != 2 or minutes.value > 59:
        return None
    marked = reader.word(minutes.after, "am") is not None or reader.word(minutes.after, "pm") is not None
    fits = minutes.value % 5 == 0 and not reader.counts_something(minutes.after)
    return (minutes.value, minutes.after) if marked or fits else None


def _military(value: int, zero: bool) -> Half:
    return Half.EXACT if zero or value >= 1300 or value < 100 else Half.BARE


def _with_minutes(reader: Reader, hour: int, zero: bool, after: int) -> _Core:
    """What follows "15h", "15 Uhr", "quinze heures": minutes, a half, a quarter, or nothing."""
    added = _added_minutes(reader, hour, after)
    if added is not None:
        return added[0], added[1], _half_of(added[0]), zero, added[4]
    minutes = _digits_of_minutes(reader, after)
    if minutes is not None:
        return hour, minutes.value, _half_of(hour), zero, minutes.after
    return hour, 0, _half_of(hour), zero, after


def _digits_of_minutes(reader: Reader, index: int) -> Number | None:
    """Minutes in digits: two of them, or written on to the mark (15h5). "15 Uhr, 2 Leute" are two people, and
    words are minutes only where they are said of a clock: "ein", "un" and "drei" begin what comes next."""
    minutes = reader.number(index)
    if minutes is None or not minutes.digits or minutes.value > 59:
        return None
    if reader.tokens[index].start == reader.tokens[index - 1].end:
        return minutes
    return minutes if len(minutes.digits) == 2 and not reader.counts_something(minutes.after) else None


def _added_minutes(reader: Reader, hour: int, after: int) -> _Core | None:
    """y media, et quart, menos cuarto, y veinte, moins dix; in English "three thirty"."""
    for key, minutes in (("and_half", 30), ("and_quarter", 15), ("less_quarter", -15)):
        then = reader.word(after, key)
        if then is not None:
            whole, minute = divmod(hour * 60 + minutes, 60)
            return whole, minute, Half.BARE, False, then
    for key, sign in (("and_minutes", 1), ("minus", -1)):
        at = reader.word(after, key)
        number = reader.number(at) if at is not None else None
        if number is not None and 1 <= number.value <= 59 and not number.digits:
            whole, minute = divmod(hour * 60 + sign * number.value, 60)
            return whole, minute, Half.BARE, False, number.after
    spoken = reader.number(after)
    if (
        spoken is not None
        and not spoken.digits
        and spoken.value in {5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55}
    ):
        return hour, spoken.value, Half.BARE, False, spoken.after
    return None


def _half_day_after(reader: Reader, index: int) -> tuple[Half, int] | None:
    for key, half in (("am", Half.AM), ("pm", Half.PM)):
        after = reader.word(index, key)
        if after is not None:
            return half, after
        short = reader.word(index, f"{key}_short")
        if short is not None and index > 0 and reader.tokens[index].start == reader.tokens[index - 1].end:
            return half, short
    return None


def _finish(reader: Reader, first: int, core: _Core, about: bool) -> ClockSaid:
    """Reads what follows the numbers: am, o'clock, ish."""
    hour, minute, half, zero, after = core
    if reader.word(after, "zone_before") is None:  # 15h heure de Londres
        after = reader.word(after, "oclock") or after
    suffix = _half_day_after(reader, after)
    if suffix is not None:
        after = suffix[1]
        half = suffix[0] if hour <= 12 else Half.EXACT
        if hour == 0:
            half = Half.EXACT
    ish = reader.word(after, "about")
    if ish is not None and reader.norms[after] == "ish":
        about, after = True, ish
    place = Place(first, after)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raw = reader.text_of(place)
        return ClockSaid(place, 0, 0, Half.EXACT, problem=f"{raw} is not a time of day")
    if hour == 24:
        return ClockSaid(place, 0, 0, Half.EXACT, midnight=True)
    return ClockSaid(place, hour, minute, half, as24=zero, about=about)
