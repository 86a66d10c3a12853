"""Understanding what is typed for one step: a day and a time, a time zone, whom one meets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import available_timezones

from dialogs.engine import Refused, Scene
from dialogs.rubric import Role
from dialogs.words.choosing import moment_among
from dialogs.words.meaning import AskField, Understanding
from dialogs.words.standing import Standing, standing
from dialogs.words.understand import understand
from dialogs.words.when_booking import WHEN


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
    meaning = _time_in(text, scene, zone)
    if meaning.starts_at is None:
        nearer = _nearer(meaning, scene)
        said_again = meaning.ask is not None and meaning.ask.sentence in (
            WHEN,
            scene.notes.get("when_prompt"),
        )
        return Refused(
            NO_TIME if meaning.ask is None or (said_again and not nearer) else meaning.ask.sentence, nearer
        )
    if meaning.starts_at <= scene.now:
        return Refused("That time has passed already. When will it be?")
    instant = meaning.starts_at.astimezone(UTC).isoformat()
    return f"{instant} {meaning.when_note}" if meaning.when_note else instant


NO_TIME = "I could not find a day and a time in that. Something like “Tuesday 3pm” or “12 March 15:00” works."


def _time_in(text: str, scene: Scene, zone: str) -> Understanding:
    """What the words say of the time, with what stands of it already; in them a number alone is an hour, and a
    place alone the zone of the time that stands."""
    choices = scene.notes.get("when_choices", "").split("|")
    chosen = moment_among(text, choices) if choices[0] else None
    described = _THE_ONE.fullmatch(text.strip())
    text = described[1] if described is not None else text
    text = choices[chosen] if chosen is not None else text
    stands = _standing(scene)
    clocks = stands.clocks()
    ways = [text, f"at {text}", *([f"{clocks[0]:%H:%M} {text}"] if len(clocks) == 1 else [])]
    meanings = [understand(f"interview {w}", now=scene.now, zone=zone, standing=stands) for w in ways]
    certain = next((m for m in meanings if m.starts_at is not None), None)
    return certain or next((m for m in meanings if _nearer(m, scene)), meanings[0])


_THE_ONE = re.compile(r"(?:the|that)\s+(.+)\s+one\W*", re.IGNORECASE)
"""the evening one: no one o'clock"""


def _standing(scene: Scene) -> Standing:
    """What stands of the time: of a dialog from before there were alternatives, its day or its clock."""
    halves = f"{scene.notes.get('day', '')}T{scene.notes.get('clock', '')}"
    text = scene.notes.get("stands", halves if halves != "T" else "")
    return standing(text, scene.notes.get("stands_zone", ""))


def _nearer(meaning: Understanding, scene: Scene) -> dict[str, str]:
    """The notes of what these words settled without making the time certain; none where they settled nothing."""
    notes = open_when(meaning)
    settled = meaning.standing.moments and meaning.standing != _standing(scene)
    return notes if settled or (notes and meaning.ask and meaning.ask.choices) else {}


def open_when(said: Understanding) -> dict[str, str]:
    """What a dialog notes of a time that is still asked about: the question, its choices, and what stands."""
    if said.ask is None or said.ask.field not in (AskField.STARTS_AT, AskField.ZONE):
        return {}
    return {
        "when_prompt": said.ask.sentence,
        "when_choices": "|".join(said.ask.choices),
        "stands": said.standing.text,
        "stands_zone": said.standing.zone,
    }


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
