"""When reminders come, through every change of the clocks in twenty zones and two years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialogs.activity import Activity, Said
from dialogs.desk import Desk
from dialogs.flows.reminding import AFTER_INTERVIEW, local_instant, moments, outside_quiet
from dialogs.questions.loading import load_bank
from dialogs.records import Interview, Person, QuietHours, Settings
from dialogs.turn import Loaded, WakeKind
from tests.player import HERE, MarkedReader

ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Chatham",
]
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
NO_QUIET = QuietHours(time(0, 0), time(0, 0))


def changes(zone: str) -> list[datetime]:
    """The instants (to the half hour) at which a zone's clocks are set."""
    there, found, at = ZoneInfo(zone), [], FROM
    while at < UNTIL:
        later = at + HOUR / 2
        if at.astimezone(there).utcoffset() != later.astimezone(there).utcoffset():
            found.append(later)
        at = later
    return found


def around(zone: str) -> Iterator[datetime]:
    """Starts of interviews, hour by hour, from two days before to two days after each change."""
    for change in changes(zone):
        for hours in range(-48, 49, 3):
            yield change + hours * HOUR


def desk_of(zone: str, evening: time, quiet: QuietHours) -> Desk:
    settings = Settings(zone=zone, evening_before=evening, quiet=quiet)
    person = Person(HERE.tenant, HERE.person, settings, home=HERE, met_at=FROM)
    activity = Activity("a", HERE.tenant, HERE.person, FROM, HERE, Said("status"))
    return Desk(activity, Loaded(False, person, {}), load_bank(), MarkedReader())


def in_quiet_hours(instant: datetime, zone: str, quiet: QuietHours) -> bool:
    at = instant.astimezone(ZoneInfo(zone)).time()
    return at >= quiet.start or at < quiet.end


@pytest.mark.parametrize("zone", ZONES)
def test_every_reminder_comes_once_at_its_moment_whatever_the_clocks_do(zone: str) -> None:
    quiet, there = QuietHours(), ZoneInfo(zone)
    desk = desk_of(zone, time(18, 0), quiet)
    for start in around(zone):
        interview = Interview("i1", start, zone)
        found = moments(desk, interview)
        assert found[WakeKind.HOUR_BEFORE] == (start - HOUR, min(start, start + HOUR))
        due, expires = found[WakeKind.DAY_BEFORE]
        local = due.astimezone(there)
        assert (local.hour, local.minute) == (18, 0)
        assert local.date() == start.astimezone(there).date() - timedelta(days=1)
        assert due < expires <= start
        first, second = found[WakeKind.DEBRIEF][0], found[WakeKind.DEBRIEF_AGAIN][0]
        end = start + timedelta(minutes=interview.minutes)
        assert end + AFTER_INTERVIEW <= first < second
        assert not in_quiet_hours(first, zone, quiet)
        assert not in_quiet_hours(second, zone, quiet)


@pytest.mark.parametrize("zone", ZONES)
def test_a_time_that_is_skipped_comes_later_and_one_that_comes_twice_is_the_first(zone: str) -> None:
    there = ZoneInfo(zone)
    for change in changes(zone):
        before = (change - HOUR / 2).astimezone(there).utcoffset()
        after = change.astimezone(there).utcoffset()
        assert before is not None
        assert after is not None
        moved = after - before
        wall = (change - HOUR / 2 + before).replace(tzinfo=None)
        for minutes in range(-120, 180, 10):
            asked = wall + timedelta(minutes=minutes)
            instant = local_instant(asked.date(), asked.time(), zone)
            shown = instant.astimezone(there).replace(tzinfo=None)
            if shown != asked:
                assert moved > timedelta(0), "only a gap changes what the clock shows"
                assert shown == asked + moved, "as much later as the gap is long"
            else:
                earlier = (instant - abs(moved)).astimezone(there).replace(tzinfo=None)
                assert earlier != asked or moved > timedelta(0), "the first of two"


def test_quiet_hours_end_on_the_right_day() -> None:
    quiet = QuietHours(time(21, 0), time(8, 0))
    for day, at, ends in (
        (date(2026, 3, 28), time(22, 0), date(2026, 3, 29)),
        (date(2026, 3, 29), time(1, 30), date(2026, 3, 29)),
        (date(2026, 10, 24), time(23, 59), date(2026, 10, 25)),
    ):
        moved = outside_quiet(local_instant(day, at, "Europe/Lisbon"), "Europe/Lisbon", quiet)
        assert moved == local_instant(ends, time(8, 0), "Europe/Lisbon")
    noon = local_instant(date(2026, 3, 29), time(12, 0), "Europe/Lisbon")
    assert outside_quiet(noon, "Europe/Lisbon", quiet) == noon
    assert outside_quiet(noon, "Europe/Lisbon", NO_QUIET) == noon
