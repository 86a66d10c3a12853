"""Days and times as they are said back. Everything said here can be typed and is understood."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from dialogs.words.zones import zone_name

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_day_of_year(day: date) -> str:
    """Tuesday 24 November"""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def say_day(day: date) -> str:
    """Tuesday 24 November 2026"""
    return f"{say_day_of_year(day)} {day.year}"


def say_time(clock: time) -> str:
    """15:00; before ten it says am, so that 03:30 typed back is no question."""
    if clock.hour == 0 or clock.hour > 9:
        return f"{clock:%H:%M}"
    return f"{clock.hour}:{clock:%M} am"


def say_moment(local: datetime, zone: tzinfo | None = None) -> str:
    """Tuesday 24 November 2026, 15:00, with the zone's name where it is not the person's own."""
    text = f"{say_day(local.date())}, {say_time(local.time())}"
    if zone is None:
        return text
    name = zone_name(zone)
    return f"{text} {name}" if name.startswith("UTC") else f"{text} {name} time"


def list_choices(choices: tuple[str, ...]) -> str:
    """A, B or C."""
    if len(choices) < 2:
        return "".join(choices)
    return f"{', '.join(choices[:-1])} or {choices[-1]}"
