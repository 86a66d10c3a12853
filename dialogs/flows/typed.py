"""Understanding what is typed for one step: a day and a time, a time zone, whom one meets."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

from dialogs.engine import Refused, Scene
from dialogs.rubric import Role
from dialogs.words.understand import understand


def parse_when(text: str, scene: Scene) -> str | Refused:
    """A day and a time as an ISO instant; the half that was certain before is not asked for again."""
    zone = scene.zone
    given = scene.answers.get("zone")
    if given is not None and given.value:
        zone = given.value
    iso, _, note = text.strip().partition(" ")
    try:
        direct = datetime.fromisoformat(iso) if "T" in iso else None
    except ValueError:
        direct = None
    if direct is not None and direct.tzinfo is not None:  # what a date picker or an earlier parse gives
        return f"{direct.astimezone(UTC).isoformat()} {note}".strip()
    meaning = understand(f"interview {text}", now=scene.now, zone=zone)
    if meaning.starts_at is None and scene.notes.get("day"):
        meaning = understand(f"interview {scene.notes['day']} {text}", now=scene.now, zone=zone)
    if meaning.starts_at is None and scene.notes.get("clock"):
        meaning = understand(f"interview {text} {scene.notes['clock']}", now=scene.now, zone=zone)
    if meaning.starts_at is None:
        fallback = "I could not find a day and a time in that. Something like “Tuesday 3pm” or “12 March 15:00” works."
        return Refused(meaning.ask.sentence if meaning.ask else fallback)
    if meaning.starts_at <= scene.now:
        return Refused("That time has passed already. When will it be?")
    instant = meaning.starts_at.astimezone(UTC).isoformat()
    return f"{instant} {meaning.when_note}" if meaning.when_note else instant


def instant_of(value: str) -> tuple[datetime, str]:
    """What `parse_when` gave: the instant, and what was decided about it that must be said."""
    instant, _, note = value.partition(" ")
    return datetime.fromisoformat(instant), note


def parse_zone(text: str, scene: Scene) -> str | Refused:
    """A time zone by its IANA name or the city in it."""
    wanted = text.strip().replace(" ", "_").casefold()
    zones = available_timezones()
    exact = [z for z in zones if z.casefold() == wanted]
    city = [z for z in zones if z.casefold().rsplit("/", 1)[-1] == wanted and "/" in z]
    found = sorted(exact or city)
    if found:
        return found[0]
    said = understand(f"interview tomorrow 15:00 {text} time", now=scene.now, zone=scene.zone).zone_said
    if said:
        return said
    return Refused(
        f"I don't know a time zone called “{text.strip()[:40]}”. A big city in it works: Lisbon, New York, Mumbai."
    )


def parse_role(text: str, scene: Scene) -> str | Refused:
    """Who is met, in whatever words."""
    role = role_in(text, scene)
    if role is not Role.UNKNOWN:
        return role.value
    return Refused(
        "I can't tell what they do there, and that decides what to ask: a recruiter, the hiring manager, "
        "a future colleague? “Skip” does too."
    )


def role_in(text: str, scene: Scene) -> Role:
    """The role that words for a person say, `UNKNOWN` where they say none."""
    ways = (text, f", {text}", f"interview x with {text}")
    said = (understand(way, now=scene.now, zone=scene.zone).met for way in ways)
    return next((role for role in said if role is not None), Role.UNKNOWN)
