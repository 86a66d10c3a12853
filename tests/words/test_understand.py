"""What messages mean: the promises that hold for every message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from dialogs.rubric import Role
from dialogs.words import Known, KnownOpportunity, Verb, to_wire, understand

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def test_the_flagship_sentence() -> None:
    said = "interview ACME staff engineer, Tue 3pm, hiring manager"
    meant = understand(said, now=NOW, zone="Europe/Lisbon")
    assert meant.verb is Verb.INTERVIEW
    assert (meant.company, meant.role, meant.met) == ("ACME", "staff engineer", Role.HIRING_MANAGER)
    assert meant.starts_at == datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
    assert meant.ask is None


def test_a_booking_may_be_told_in_many_words() -> None:
    said = "and globex monday the 16th at 10, future colleague, operations planner"
    meant = understand(said, now=NOW, zone="Europe/Lisbon")
    assert (meant.verb, meant.company, meant.role) == (Verb.INTERVIEW, "globex", "operations planner")
    assert meant.starts_at == datetime(2026, 3, 16, 10, 0, tzinfo=UTC)


def test_the_wire_has_exactly_the_fields_of_the_contract() -> None:
    wire = to_wire(understand("interview ACME staff engineer, Tue 3pm", now=NOW, zone="UTC"))
    assert set(wire) == {"verb", "company", "role", "with", "starts_at", "offer", "ask"}
    assert wire["starts_at"] == "2026-03-10T15:00:00+00:00"


NY = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
"""Wednesday, 10:30 in New York."""

DECIDED_OR_ASKED = [
    # what is said, the day and time in New York (None: it is asked), a part of what is told
    ("tue 3pm", "2026-11-24T15:00", ""),
    ("wed 3pm", None, "Wednesday 18 November 2026, 15:00 or Wednesday 25 November 2026, 15:00"),
    ("wed 9am", "2026-11-25T09:00", "has passed today"),
    ("this wednesday 3pm", "2026-11-18T15:00", ""),
    ("next wednesday 3pm", "2026-11-25T15:00", ""),
    ("next friday 3pm", None, "Friday 20 November 2026, 15:00 or Friday 27 November 2026, 15:00"),
    ("next week friday 3pm", "2026-11-27T15:00", ""),
    ("friday week 3pm", "2026-11-27T15:00", ""),
    ("friday at 5", "2026-11-20T17:00", "I took 5 as 17:00"),
    ("friday at 7", None, "7:00 am"),
    ("friday 03:30", None, "3:30 am"),
    ("friday at midnight", None, "Saturday 21 November 2026, 00:00"),
    ("03/04 3pm", None, "Which one"),
    ("13/04 3pm", "2027-04-13T15:00", "That is in 2027"),
    ("04/04 3pm", "2027-04-04T15:00", "That is in 2027"),
    ("tuesday 03/12 3pm", None, "doesn't fit the weekday"),
    ("thursday 03/12 3pm", "2026-12-03T15:00", ""),
    ("31 feb 3pm", None, "calendar"),
    ("10 nov 3pm", None, "has passed"),
    ("10 nov 2025 3pm", None, "in the past"),
    ("today 9am", None, "has passed today"),
    ("the 1st 3pm", "2026-12-01T15:00", ""),
    ("14 march 2027 2:30am", "2027-03-14T03:30", "clocks go forward"),
    ("7 nov 2027 1:30am", "2027-11-07T01:30", "I took the first"),
    ("tue 3pm cet", "2026-11-24T09:00", ""),
    ("1 july 2027 3pm est", None, "UTC-05:00"),
    ("tue 3pm their time", None, "time zone"),
    ("tue 3pm ist", None, "Kolkata"),
    ("tue or wed 3pm", None, "Which one"),
    ("tue between 2 and 4pm", None, "Which one"),
    ("tue", None, "What time on Tuesday 24 November 2026"),
    ("3pm", None, "Which day"),
    ("next week", None, "Which day"),
    ("", None, "When is it"),
]


@pytest.mark.parametrize(("said", "at", "told"), DECIDED_OR_ASKED)
def test_what_is_certain_is_booked_and_what_is_not_is_asked(said: str, at: str | None, told: str) -> None:
    zone = ZoneInfo("America/New_York")
    meant = understand(f"interview acme {said}", now=NY, zone="America/New_York")
    assert meant.company == "acme"
    if at is None:
        assert meant.starts_at is None
        assert meant.ask is not None
        assert told in meant.ask.sentence
    else:
        assert meant.starts_at is not None
        assert meant.starts_at.astimezone(zone).isoformat()[:16] == at
        assert meant.ask is None
        assert told in (meant.when_note or "")


def test_the_person_own_order_of_day_and_month_is_used() -> None:
    for day_first, month in ((True, 4), (False, 3)):
        meant = understand(
            "interview acme 03/04 3pm", now=NY, zone="America/New_York", known=Known(day_first=day_first)
        )
        assert meant.starts_at is not None
        assert meant.starts_at.month == month


def test_every_ask_leaves_the_certain_half() -> None:
    meant = understand("interview acme tue", now=NY, zone="America/New_York")
    assert (meant.day, meant.clock) == (date(2026, 11, 24), None)
    meant = understand("interview acme 3pm", now=NY, zone="America/New_York")
    assert (meant.day, meant.clock) == (None, time(15))


TWO_AT_ACME = Known(
    (
        KnownOpportunity("s", "Acme", "staff engineer"),
        KnownOpportunity("m", "Acme", "engineering manager"),
        KnownOpportunity("o", "Blue Ocean Robotics"),
    ),
    focus="o",
)

MEANT = [
    ("prep acme", None, True),
    ("prep acme staff engineer", "s", False),
    ("prep amce", None, True),
    ("debrief blue ocean", "o", False),
    ("debrief blueoceanrobotics", "o", False),
    ("debrief blue ocaen robotcis", "o", False),
    ("cancel it", "o", False),
    ("verdict", "o", False),
    ("debrief initech", None, False),
]


@pytest.mark.parametrize(("said", "opportunity", "asked"), MEANT)
def test_which_opportunity_is_meant(said: str, opportunity: str | None, asked: bool) -> None:
    meant = understand(said, now=NY, zone="America/New_York", known=TWO_AT_ACME)
    assert meant.opportunity_id == opportunity
    assert (meant.ask is not None) == asked


def test_an_offer_keeps_its_terms_for_the_grammar_of_offers() -> None:
    said = "offer ACME 185k base, 15% bonus, 0.1% equity, answer by Friday"
    meant = understand(said, now=NY, zone="America/New_York")
    assert (meant.verb, meant.company, meant.rest) == (Verb.OFFER, "ACME", said)
    assert to_wire(meant, {"base": "185000"})["offer"] == {"base": "185000"}


def test_names_of_people_are_kept_apart_from_companies() -> None:
    meant = understand("interview with Dana from Umbrella Health tue 3pm", now=NY, zone="America/New_York")
    assert (meant.company, meant.met_name) == ("Umbrella Health", "Dana")
    meant = understand("interview ACME, tue 3pm, hiring manager Dana", now=NY, zone="America/New_York")
    assert (meant.company, meant.met, meant.met_name) == ("ACME", Role.HIRING_MANAGER, "Dana")


def test_a_note_of_ten_thousand_characters_is_kept_whole() -> None:
    said = "debrief acme: " + "they ship every two weeks. " * 370
    meant = understand(said, now=NY, zone="America/New_York")
    assert meant.verb is Verb.DEBRIEF
    assert meant.rest == said.strip()


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        understand("interview", now=datetime(2026, 11, 18), zone="UTC")  # noqa: DTZ001


TRICKY = [
    ("acme moved from tue 3pm to thu 4pm", "2026-11-19T16:00"),
    ("acme moved from tuesday the 24th at 3pm to thursday the 26th at 4pm", "2026-11-26T16:00"),
    ("acme interview not tuesday 3pm but wednesday 25 nov 4pm", "2026-11-25T16:00"),
    ("interview acme 2026-11-24 15:00 Europe/London", "2026-11-24T10:00"),
    ("interview acme friday 3pm Ruritania time", None),
    ("interview acme in 2 hours and 30 minutes", "2026-11-18T13:00"),
    ("interview acme in 2 hours on friday", None),
    ("interview acme two hours from 3pm friday", None),
    ("interview acme two weeks on friday at 3pm", "2026-12-04T15:00"),
    ("interview acme three weeks today at 3pm", "2026-12-09T15:00"),
    ("interview acme friday in two weeks at 3pm", "2026-12-04T15:00"),
    ("interview acme the friday after next 3pm", None),
    ("interview acme first monday of december at 3pm", "2026-12-07T15:00"),
    ("interview acme last friday of november at 3pm", "2026-11-27T15:00"),
    ("interview acme three fridays from now at 3pm", None),
    ("interview acme friday 3 30pm", "2026-11-20T15:30"),
    ("interview acme friday 3pm, second round of 3, 5 people, room 4", "2026-11-20T15:00"),
    ("interview acme friday 3pm, bring two forms by thursday", "2026-11-20T15:00"),
    ("interview acme friday, dial 555-1234 at 3pm", "2026-11-20T15:00"),
]


@pytest.mark.parametrize(("said", "at"), TRICKY)
def test_nothing_tricky_is_booked_wrong(said: str, at: str | None) -> None:
    meant = understand(said, now=NY, zone="America/New_York")
    booked = meant.starts_at
    local = booked.astimezone(ZoneInfo("America/New_York")).isoformat()[:16] if booked is not None else None
    assert local == at
    assert (meant.ask is None) == (at is not None)


ELSEWHERE = [
    ("entretien Orange vendredi de 14h à 15h", "2026-11-20T14:00"),
    ("entretien Orange demain à midi et demi", "2026-11-19T12:30"),
    ("entretien Orange ce soir à 19h", "2026-11-18T19:00"),
    ("entretien Orange 24/11 15h heure de Londres", "2026-11-24T16:00"),
    ("Gespräch Siemens Freitag viertel vor drei", "2026-11-20T14:45"),
    ("Gespräch Siemens in zwei Wochen am Dienstag um 10 Uhr", "2026-12-01T10:00"),
    ("Siemens von Dienstag 15 Uhr auf Donnerstag 16 Uhr verschoben", "2026-11-19T16:00"),
    ("entrevista Zara el viernes a las tres menos cuarto", "2026-11-20T14:45"),
    ("entrevista Zara el viernes entre las 2 y las 4", None),
    ("entrevista Natura amanhã ao meio-dia e meia", "2026-11-19T12:30"),
    ("entrevista Natura terça que vem às 16h", "2026-11-24T16:00"),
]


@pytest.mark.parametrize(("said", "at"), ELSEWHERE)
def test_times_in_other_languages(said: str, at: str | None) -> None:
    meant = understand(said, now=NY, zone="Europe/Berlin")
    booked = meant.starts_at
    local = booked.astimezone(ZoneInfo("Europe/Berlin")).isoformat()[:16] if booked is not None else None
    assert local == at
    assert (meant.ask is None) == (at is not None)


SOMEBODY = Known(
    (
        KnownOpportunity("a", "Northwind", "analyst", datetime(2026, 3, 12, 15, tzinfo=UTC)),
        KnownOpportunity("b", "Helpful Homes"),
        KnownOpportunity("c", "Acme", "status officer"),
    ),
    focus="a",
)


@pytest.mark.parametrize("command", ["status", "help", "home", "settings", "export"])
@pytest.mark.parametrize("language", [None, "en", "de", "fr", "es", "pt"])
def test_a_command_alone_means_the_same_whoever_types_it_whenever(command: str, language: str | None) -> None:
    """It is read without what is known of the person; in a longer message, which says no more, with all of it."""
    now = datetime(2026, 7, 19, 23, 30, tzinfo=UTC)
    for known in (Known(language=language), replace(SOMEBODY, language=language)):
        alone = understand(f" {command} ", now=now, zone="Asia/Tokyo", known=known)
        said = understand(f"{command}!", now=now, zone="Asia/Tokyo", known=known)
        assert alone == said
        assert alone.verb is Verb(command)
