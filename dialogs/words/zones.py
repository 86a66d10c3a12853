"""Time zones as people say them, and local times as instants: gaps and folds are decided here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from dialogs.words.tokens import fold, phrase_words


@dataclass(frozen=True, slots=True)
class ZoneSaid:
    """A zone named in a message. Several `zones`: the word is used for all of them. `letter` is what an
    abbreviation says to the letter, in minutes from UTC."""

    words: str
    zones: tuple[str, ...]
    letter: int | None = None


_OFFSET = re.compile(r"(?:utc|gmt)\s?([+−-])\s?(\d{1,2})(?::?(\d\d))?", re.ASCII)


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, int], dict[tuple[str, ...], str]]:
    data = tomllib.loads(files(__package__).joinpath("zones.toml").read_text("utf-8"))
    short = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in data["abbreviations"].items()}
    places: dict[tuple[str, ...], str] = {}
    for name in sorted(available_timezones()):
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "posix", "right", "US", "SystemV")):
            places[phrase_words(city.replace("_", " "))] = name
            places[phrase_words(name)] = name
    places.update({phrase_words(k): v for k, v in data["places"].items()})
    return short, data["standard"], places


def abbreviation(word: str) -> ZoneSaid | None:
    """The zone of an abbreviation such as `PT` or `CET`, folded."""
    short, standard, _ = _tables()
    return ZoneSaid(word.upper(), short[word], standard.get(word)) if word in short else None


def place_at(words: Sequence[str], index: int) -> tuple[ZoneSaid, int] | None:
    """The zone of the place whose name begins at that word, and the index after it. Longest first."""
    places = _tables()[2]
    for length in (5, 4, 3, 2, 1):
        key = tuple(words[index : index + length])
        if len(key) == length and key in places:
            return ZoneSaid(" ".join(key), (places[key],)), index + length
    return None


def offset(text: str) -> timezone | None:
    """The fixed zone of `UTC+2` and the like, or None when no place on Earth has it."""
    said = _OFFSET.fullmatch(fold(text))
    if said is None:
        return None
    minutes = int(said.group(2)) * 60 + int(said.group(3) or 0)
    return (
        None
        if minutes > 14 * 60
        else timezone(timedelta(minutes=-minutes if said.group(1) != "+" else minutes))
    )


def zone_name(zone: tzinfo) -> str:
    """How the zone is told to a person: `Lisbon`, `UTC+02:00`."""
    if isinstance(zone, ZoneInfo):
        return zone.key.rpartition("/")[2].replace("_", " ")
    return str(zone)


def at_local(local: datetime, zone: tzinfo) -> tuple[datetime, str | None]:
    """A local time without zone as an instant in `zone`, with what was decided when the clocks change.

    In a gap (02:30 when 02:00 becomes 03:00) it is moved on by the length of the gap; in a fold the first
    of the two is taken. Both are said.
    """
    aware = local.replace(tzinfo=zone, fold=0)
    back = aware.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != local:
        return back, (
            f"The clocks go forward that night and {local:%H:%M} does not exist, so I took {back:%H:%M}."
        )
    if aware.utcoffset() != aware.replace(fold=1).utcoffset():
        return aware, f"The clocks go back that night and {local:%H:%M} comes twice; I took the first."
    return aware, None
