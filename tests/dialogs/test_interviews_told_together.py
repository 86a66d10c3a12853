"""Several interviews in one message: each keeps its own day and hour, and none is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.rubric import Role
from dialogs.words import understand
from tests.player import Player

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""A Monday."""

TOLD = [
    # what is said, each company with its day and hour
    ("acme on wednesday at 3pm and globex on friday at 10am", [("acme", "11T15:00"), ("globex", "13T10:00")]),
    (
        "interview with Acme tomorrow at 2pm, CTO, and Globex friday 10:30",
        [("Acme", "10T14:00"), ("Globex", "13T10:30")],
    ),
    ("Acme, tuesday 3pm, and Globex, friday 10am", [("Acme", "10T15:00"), ("Globex", "13T10:00")]),
    ("Acme friday at half 2 and Globex at 4", [("Acme", "13T14:30"), ("Globex", "13T16:00")]),
    (
        "seeing Acme thursday 3pm. Globex friday 11am with a recruiter.",
        [("Acme", "12T15:00"), ("Globex", "13T11:00")],
    ),
    ("Acme thursday 3pm\nGlobex friday 11am", [("Acme", "12T15:00"), ("Globex", "13T11:00")]),
    (
        "Acme tue 3pm, Globex fri 10am and Initech mon 16 march at 9",
        [("Acme", "10T15:00"), ("Globex", "13T10:00"), ("Initech", "16T09:00")],
    ),
    (
        "Acme tuesday 3pm with HR and Acme friday 10am with the CTO",
        [("Acme", "10T15:00"), ("Acme", "13T10:00")],
    ),
    (
        "Gespräch bei Bosch am Dienstag um 9 Uhr und am Mittwoch um 10 Uhr bei Siemens",
        [("Bosch", "10T09:00"), ("Siemens", "11T10:00")],
    ),
    (
        "entretien chez Danone mardi à 14h et chez Renault jeudi à 10h",
        [("Danone", "10T14:00"), ("Renault", "12T10:00")],
    ),
    (
        "entrevista en Cepsa el martes a las 15h y en Repsol el jueves a las 10h",
        [("Cepsa", "10T15:00"), ("Repsol", "12T10:00")],
    ),
    (
        "entrevista na Vale na terça às 15h e na Petrobras na quinta às 10h",
        [("Vale", "10T15:00"), ("Petrobras", "12T10:00")],
    ),
]


@pytest.mark.parametrize(("said", "told"), TOLD)
def test_each_has_its_own_day_and_hour(said: str, told: list[tuple[str, str]]) -> None:
    meant = understand(said, now=NOW, zone="UTC")
    found = [(m.company, m.starts_at) for m in (meant, *meant.also)]
    assert found == [(company, datetime.fromisoformat(f"2026-03-{at}:00+00:00")) for company, at in told]


ONE = [
    "interview ACME staff engineer, Tue 3pm, hiring manager",
    "interview with Johnson and Johnson tuesday at 3pm",
    "interview with Johnson and Johnson tuesday at 3pm and wednesday at 4pm",
    "interview with Acme tuesday 3pm with Anna and Peter, operations analyst",
    "interview with Acme tuesday 3pm, lunch at 1pm",
    "Interview with Acme tuesday 3pm, London office, 4pm London time",
    "interview with Acme tuesday 3pm or wednesday 4pm",
    "interview with Acme on Monday, 23. March 2026 at 14:20",
    "Interview bei Acme am Montag, 23. November 2026 um 14:20 Uhr",
]


@pytest.mark.parametrize("said", ONE)
def test_one_interview_stays_one(said: str) -> None:
    assert not understand(said, now=NOW, zone="UTC").also


def test_no_day_is_offered_with_the_hour_of_another() -> None:
    meant = understand("interview Acme tomorrow at 2pm or friday 10:30", now=NOW, zone="UTC")
    assert meant.ask is not None
    assert meant.ask.choices == ("Tuesday 10 March 2026, 14:00", "Friday 13 March 2026, 10:30")


def test_both_are_booked(player: Player) -> None:
    answer = player.says(
        "Acme tomorrow at 2pm with the hiring manager, and Globex on friday 10:30 with the CTO"
    )
    assert "2 interviews: Acme and Globex" in answer
    assert player.company("Acme").interviews[0].role is Role.HIRING_MANAGER
    assert player.company("Globex").interviews[0].role is Role.EXECUTIVE


ONE_AFTER_THE_OTHER = [
    [
        ("Acme friday at 7, peer, and Globex saturday at 7, recruiter", "Acme: Which one is it"),
        ("the second", "Back to the interview at Globex"),
        ("evening", "Saturday 14 March, 19:00"),
    ],
    [
        ("Acme tomorrow, peer, and Globex on friday at 3pm", "Globex\nFriday 13 March, 15:00"),
        ("10am", "Tuesday 10 March, 10:00"),
    ],
    [
        ("interview Siemens, Thursday, peer", "What time"),
        ("acme on wednesday at 3pm and globex on friday at 10am", "Back to the interview at Siemens"),
        ("3pm", "Thursday 12 March, 15:00"),
    ],
    [
        ("acme on wednesday at 3pm and globex on friday at 10am", "2 interviews"),
        ("no wait, acme is thursday not wednesday", "Moved: Acme is now Thursday 12 March, 15:00"),
        ("status", "Globex: Friday 13 March, 10:00"),
    ],
]


@pytest.mark.parametrize("script", ONE_AFTER_THE_OTHER)
def test_what_is_open_is_asked_about_in_turn(player: Player, script: list[tuple[str, str]]) -> None:
    player.plays(script)


def test_without_a_known_zone_it_is_asked_once(player: Player) -> None:
    player.zone = None
    player.says("Acme wednesday at 3pm and Globex friday at 10am")
    player.says("New York")
    assert player.company("Acme").interviews[0].starts_at == datetime(2026, 3, 11, 19, 0, tzinfo=UTC)
    assert player.company("Globex").interviews[0].starts_at == datetime(2026, 3, 13, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said", ["no, thursday 2pm", "sorry, I meant thursday at 2", "not friday, thursday 2pm"]
)
def test_a_correction_that_may_be_of_either_moves_neither(player: Player, said: str) -> None:
    player.says("Acme wednesday at 3pm and Globex friday at 10am")
    assert "Which one is that" in player.says(said)
    assert player.company("Acme").interviews[0].starts_at == datetime(2026, 3, 11, 15, 0, tzinfo=UTC)
    assert player.company("Globex").interviews[0].starts_at == datetime(2026, 3, 13, 10, 0, tzinfo=UTC)
    assert "Moved: Acme is now Thursday 12 March, 14:00" in player.says("acme moved to thursday 2pm")


CORRECTED = [
    "acme is on thursday at 3pm, not tomorrow",
    "not tuesday, acme is thursday 3pm",
    "no wait, acme is thursday 3pm",
]


@pytest.mark.parametrize("said", CORRECTED)
def test_an_interview_of_which_the_day_is_denied_moves(player: Player, said: str) -> None:
    player.says("Acme tomorrow at 2pm, peer")
    assert "Moved: Acme is now Thursday 12 March, 15:00" in player.says(said)
    assert len(player.company("Acme").interviews) == 1


def test_another_day_that_is_denied_moves_nothing(player: Player) -> None:
    player.says("Acme tomorrow at 2pm, peer")
    player.says("seeing acme again on friday 3pm, not monday")
    assert len(player.company("Acme").interviews) == 2
