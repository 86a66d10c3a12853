"""Times of day as people say them: what stands beside an hour is minutes only where it is said of a clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.words import understand

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""A Monday."""

AFTER_THE_HOUR = [
    # an article or a number of people begins what comes next
    ("am Donnerstag um 15 Uhr ein Vorstellungsgespräch bei Nordwind", "12T15:00"),
    ("Gespräch bei Bosch am Freitag um 10 Uhr eine Kollegin", "13T10:00"),
    ("Gespräch bei Bosch am Freitag um 10 Uhr einem Kollegen gegenüber", "13T10:00"),
    ("Gespräch bei Bosch am Freitag um 10 Uhr drei Kolleginnen", "13T10:00"),
    ("Gespräch bei Bosch am Freitag um 10 Uhr 2 Kolleginnen", "13T10:00"),
    ("jeudi à 14 heures un entretien chez Danone", "12T14:00"),
    ("entretien chez Danone jeudi à quinze heures une collègue", "12T15:00"),
    ("el jueves a las 15 h un compañero de Cepsa", "12T15:00"),
    ("el jueves a las 15 horas una entrevista en Cepsa", "12T15:00"),
    ("na quinta às 15 horas um colega da Vale", "12T15:00"),
    ("interview with Acme thursday 15h one colleague", "12T15:00"),
    # minutes are still minutes
    ("Gespräch bei Bosch am Freitag um fünfzehn Uhr dreißig", "13T15:30"),
    ("Gespräch bei Bosch am Freitag um 15 Uhr 05", "13T15:05"),
    ("Gespräch bei Bosch am Freitag um 15 Uhr 30", "13T15:30"),
    ("entretien chez Danone jeudi à quinze heures vingt", "12T15:20"),
    ("entretien chez Danone jeudi à 14 h 30", "12T14:30"),
    ("na quinta às 15h30 entrevista na Vale", "12T15:30"),
    ("na quinta às quinze para as quatro na Vale", "12T15:45"),
    ("el jueves a la una en Cepsa", "12T13:00"),
]


@pytest.mark.parametrize(("said", "at"), AFTER_THE_HOUR)
def test_what_stands_after_the_hour(said: str, at: str) -> None:
    meant = understand(said, now=NOW, zone="UTC")
    assert meant.starts_at == datetime.fromisoformat(f"2026-03-{at}:00+00:00")


TWO_CLOCKS = [
    ("10am or 2", ("10:00", "14:00")),
    ("9 or 2pm", ("9:00 am", "14:00")),
    ("10:30 am or half 2", ("10:30", "14:30")),
    ("3 or 4pm", ("15:00", "16:00")),
    ("7 or 8pm", ("19:00", "20:00")),
    ("8 or 9am", ("8:00 am", "9:00 am")),
]


@pytest.mark.parametrize(("said", "clocks"), TWO_CLOCKS)
def test_a_half_of_the_day_serves_another_hour_only_in_their_order(
    said: str, clocks: tuple[str, ...]
) -> None:
    meant = understand(f"interview Acme friday {said}", now=NOW, zone="UTC")
    assert meant.ask is not None
    assert tuple(c.rpartition(", ")[2] for c in meant.ask.choices) == clocks


@pytest.mark.parametrize("said", ["3ish", "around 3", "about three", "roughly 3pm", "at 3ish"])
def test_about_an_hour_is_that_hour_and_is_said(said: str) -> None:
    meant = understand(f"interview Acme friday {said}", now=NOW, zone="UTC")
    assert meant.starts_at == datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
    assert "about 3:00" in (meant.when_note or "")


def test_about_so_many_things_is_no_hour() -> None:
    meant = understand("interview Acme friday, 3ish people will be there", now=NOW, zone="UTC")
    assert meant.starts_at is None


def test_a_span_in_words_is_no_minutes_to_an_hour() -> None:
    meant = understand("interview Acme friday from three to four", now=NOW, zone="UTC")
    assert meant.starts_at == datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
