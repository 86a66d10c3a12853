"""Properties of dates: an instant written as people write it is read back as itself or asked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.words import Known, KnownOpportunity, Understanding, understand

NOW = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "UTC")
EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ES = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
PT = ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo")
MONTHS = """
January February March April May June July August September October November December
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
"""
EN_M, DE_M, FR_M, ES_M, PT_M = (line.split() for line in MONTHS.strip().splitlines())


def twelve(t: datetime) -> str:
    return f"{t.hour % 12 or 12}:{t:%M}{'am' if t.hour < 12 else 'pm'}"


def ordinal(day: int) -> str:
    mark = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in {11, 12, 13} else "th"
    return f"{day}{mark}"


STYLES: dict[str, Callable[[datetime], str]] = {
    "iso": lambda t: f"interview acme {t.isoformat(timespec='minutes')}",
    "iso utc": lambda t: f"interview acme {t.astimezone(UTC):%Y-%m-%dT%H:%M:00Z}",
    "iso local": lambda t: f"interview acme {t:%Y-%m-%d %H:%M}",
    "british": lambda t: (
        f"interview acme {EN[t.weekday()]} {t.day} {EN_M[t.month - 1]} {t.year} at {twelve(t)}"
    ),
    "american": lambda t: f"interview acme {EN_M[t.month - 1]} {t.day}, {t.year} at {twelve(t).upper()}",
    "short": lambda t: f"interview acme {EN[t.weekday()][:3]} {t.day} {EN_M[t.month - 1][:3]}, {twelve(t)}",
    "no year": lambda t: f"interview acme {twelve(t)} on the {ordinal(t.day)} of {EN_M[t.month - 1]}",
    "slashes, day first": lambda t: f"interview acme {t.day:02}/{t.month:02}/{t.year} {t:%H:%M}",
    "slashes, month first": lambda t: f"interview acme {t.month}/{t.day}/{t.year} {twelve(t)}",
    "dots": lambda t: f"interview acme {t.day}.{t.month}.{t.year} {t:%H:%M}",
    "dots, no year": lambda t: f"interview acme {t.day}.{t.month}. {t:%H:%M}",
    "weekday": lambda t: f"interview acme {EN[t.weekday()]} {twelve(t)}",
    "german": lambda t: (
        f"Interview bei Acme am {DE[t.weekday()]}, {t.day}. {DE_M[t.month - 1]} {t.year} um {t:%H:%M} Uhr"
    ),
    "french": lambda t: (
        f"entretien chez Acme {FR[t.weekday()]} {t.day} {FR_M[t.month - 1]} {t.year} à {t.hour}h{t:%M}"
    ),
    "spanish": lambda t: (
        f"entrevista en Acme el {ES[t.weekday()]} {t.day} de {ES_M[t.month - 1]} de {t.year} a las {t:%H:%M}"
    ),
    "portuguese": lambda t: (
        f"entrevista na Acme {PT[t.weekday()]}, {t.day} de {PT_M[t.month - 1]} de {t.year} às {t.hour}h{t:%M}"
    ),
}


@pytest.mark.parametrize("style", STYLES)
@given(minutes=st.integers(5, 290 * 24 * 60), zone=st.sampled_from(ZONES))
@settings(max_examples=60, deadline=None)
def test_an_instant_is_read_back_or_asked_about(style: str, minutes: int, zone: str) -> None:
    instant = (NOW + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    if style == "weekday":
        instant = (NOW + timedelta(minutes=5 + minutes % (6 * 24 * 60 - 5))).astimezone(ZoneInfo(zone))
    said = STYLES[style](instant)
    meant = understand(said, now=NOW, zone=zone)
    if meant.starts_at is None:
        assert meant.ask is not None, said
    elif meant.starts_at != instant:
        assert meant.when_note is not None, (said, meant.starts_at)
        assert "clocks go back" in meant.when_note, said


@pytest.mark.parametrize("style", STYLES)
def test_an_afternoon_in_december_is_not_even_asked_about(style: str) -> None:
    instant = datetime(2026, 11, 23, 14, 20, tzinfo=ZoneInfo("Europe/Lisbon"))
    meant = understand(STYLES[style](instant), now=NOW, zone="Europe/Lisbon")
    assert meant.starts_at == instant, meant.ask


@given(minutes=st.integers(-300 * 24 * 60, 0), style=st.sampled_from(sorted(STYLES)))
@settings(max_examples=200, deadline=None)
def test_what_is_over_is_never_booked_as_it_stands(minutes: int, style: str) -> None:
    instant = (NOW + timedelta(minutes=minutes)).astimezone(ZoneInfo("Europe/Lisbon"))
    meant = understand(STYLES[style](instant), now=NOW, zone="Europe/Lisbon")
    assert meant.starts_at is None or meant.starts_at > NOW


KNOWN = Known(
    (
        KnownOpportunity("a", "Acme", "engineer", datetime(2026, 11, 24, 20, tzinfo=UTC)),
        KnownOpportunity("b", "Blue Ocean Robotics"),
    ),
    focus="a",
)
HEAP = """
interview acme tue 3pm 31 feb half in two hours at 03/04 noon midnight next week wed not or to from - , . 99999999 0
24:00 25:61 2026-13-45 UTC+99 $ 1e9 halb drei à 15h30 ¿ 🙂 same time moved later an hour the 1st
2026-02-30T10:00:00+25:00 december 9999 year 10000 CET London cancel compare vs Globex blue ocean it
"""
WORDS = st.sampled_from(HEAP.split())


def _sound(meant: Understanding) -> None:
    if meant.starts_at is not None:
        assert meant.starts_at.tzinfo is not None
        assert meant.starts_at > NOW


@given(st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    _sound(understand(text, now=NOW, zone="Europe/Lisbon", known=KNOWN))


@given(st.lists(WORDS, max_size=14), st.sampled_from(ZONES), st.sampled_from([None, "de", "fr", "xx"]))
@settings(max_examples=600, deadline=None)
def test_no_heap_of_words_makes_it_raise(words: list[str], zone: str, language: str | None) -> None:
    known = Known(KNOWN.opportunities, KNOWN.focus, language)
    _sound(understand(" ".join(words), now=NOW, zone=zone, known=known))


@given(st.lists(WORDS, max_size=10))
@settings(max_examples=200, deadline=None)
def test_every_choice_that_is_offered_is_understood(words: list[str]) -> None:
    meant = understand("interview acme " + " ".join(words), now=NOW, zone="Europe/Lisbon")
    if meant.ask is None or meant.ask.field.value not in {"starts_at", "zone"}:
        return
    for choice in meant.ask.choices:
        again = understand(f"interview acme {choice}", now=NOW, zone="Europe/Lisbon")
        assert again.starts_at is not None, (choice, again.ask)
