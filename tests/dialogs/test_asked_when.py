"""A time that is asked about: what was said of it stands, and every way of saying the rest leads out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.player import Player

TWO_DAYS = "interview with Globex on 12/03 at 14:00, a peer"
TWO_HOURS = "interview with Globex friday at 7, a peer"
TWO_MOMENTS = "interview with Globex tomorrow at 2pm or friday 10:30, a peer"
TWO_ZONES = "interview with Globex friday 5pm EST, a peer"


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


CHOOSING = [
    # asked about, what is answered, when it is booked
    (TWO_DAYS, "the first one", at(12, 14)),
    (TWO_DAYS, "first please", at(12, 14)),
    (TWO_DAYS, "the second", at(3, 14, month=12)),
    (TWO_DAYS, "2nd", at(3, 14, month=12)),
    (TWO_DAYS, "option 2", at(3, 14, month=12)),
    (TWO_DAYS, "the last one", at(3, 14, month=12)),
    (TWO_DAYS, "the latter", at(3, 14, month=12)),
    (TWO_DAYS, "the december one", at(3, 14, month=12)),
    (TWO_DAYS, "the 3rd", at(3, 14, month=12)),  # of December, and no third one
    (TWO_HOURS, "das zweite", at(13, 19)),
    (TWO_HOURS, "la segunda opción", at(13, 19)),
    (TWO_HOURS, "le premier", at(13, 7)),
    (TWO_HOURS, "o último", at(13, 19)),
    (TWO_HOURS, "the evening one", at(13, 19)),
    (TWO_HOURS, "in the morning", at(13, 7)),
    (TWO_HOURS, "pm", at(13, 19)),
    (TWO_HOURS, "7 am", at(13, 7)),
    (TWO_MOMENTS, "friday", at(13, 10, 30)),
    (TWO_MOMENTS, "the 14:00 one", at(10, 14)),
    (TWO_ZONES, "new york", at(13, 21)),
    (TWO_ZONES, "the second", at(13, 22)),
]
REPLACING = [
    (TWO_DAYS, "no, friday the 13th", at(13, 14)),
    (TWO_DAYS, "actually it is wednesday next week", at(18, 14)),
    (TWO_DAYS, "monday 16 march at 4pm", at(16, 16)),
    (TWO_HOURS, "make it 3pm", at(13, 15)),
    (TWO_HOURS, "3ish", at(13, 15)),
    (TWO_HOURS, "around 3", at(13, 15)),
    (TWO_HOURS, "half past two", at(13, 14, 30)),
    (TWO_HOURS, "no wait, globex is wednesday not friday, 3pm", at(11, 15)),
    (TWO_ZONES, "5pm my time", at(13, 17)),
]


@pytest.mark.parametrize(("said", "answer", "booked"), [*CHOOSING, *REPLACING])
def test_an_answer_leads_out(player: Player, said: str, answer: str, booked: datetime) -> None:
    assert "Which one is it" in player.says(said)
    player.says(answer)
    assert [i.starts_at for i in player.company("Globex").interviews] == [booked]


ON_AND_ON = [
    [
        (TWO_DAYS, "14:00"),
        ("make it 3pm", "Thursday 3 December 2026, 15:00"),
        ("the second", "3 December, 15:00"),
    ],
    [
        (TWO_MOMENTS, "10:30"),
        ("no, wednesday", "11 March 2026, 14:00 or"),
        ("10:30", "Wednesday 11 March, 10:30"),
    ],
    [
        (TWO_HOURS, "19:00"),
        ("thursday", "12 March 2026, 7:00 am or"),
        ("evening", "Thursday 12 March, 19:00"),
    ],
    [
        ("interview Globex saturday, peer", "What time"),
        ("sometime later", "What time"),
        ("3", "14 March, 15:00"),
    ],
    [("interview Globex at 3pm, peer", "Which day"), ("the 2nd", "Thursday 2 April, 15:00")],
    [(TWO_HOURS, "19:00"), ("7", "Which one is it"), ("19", "Friday 13 March, 19:00")],
    [(TWO_HOURS, "19:00"), ("no idea yet", "Which one is it"), ("back", "What is the role")],
]


@pytest.mark.parametrize("script", ON_AND_ON)
def test_what_was_said_stands(player: Player, script: list[tuple[str, str]]) -> None:
    player.plays(script)


ELSEWHERE = [
    [
        ("interview Globex 3/4 at 5pm New York time, peer", "3 April 2026, 17:00 New York time"),
        ("first", "22:00"),
    ],
    [
        ("interview Globex at 5pm EST, peer", "Which day, at 17:00 EST"),
        ("friday", "New York time or"),
        ("1", "21:00"),
    ],
    [("interview Globex at 5pm Berlin time, peer", "Which day"), ("friday", "Friday 13 March, 16:00")],
    [("interview Globex at 5pm Berlin time, peer", "Which day"), ("friday 3pm", "Friday 13 March, 14:00")],
    [("interview Globex friday New York time, peer", "What time"), ("at noon", "Friday 13 March, 16:00")],
    [
        ("interview Globex friday 5pm their time, peer", "Which time zone"),
        ("Berlin", "Friday 13 March, 16:00"),
    ],
    [
        ("interview Globex at 5pm Berlin time, peer", "Which day"),
        ("friday 5pm my time", "Friday 13 March, 17:00"),
    ],
    [("Gespräch bei Globex um 17 Uhr Berliner Zeit, Kollege", "Which day"), ("Freitag", "13 March, 16:00")],
]


@pytest.mark.parametrize("script", ELSEWHERE)
def test_the_zone_that_was_said_is_kept(player: Player, script: list[tuple[str, str]]) -> None:
    player.plays(script)


def test_the_zone_is_kept_by_a_button(player: Player) -> None:
    player.says("interview Globex 3/4 at 5pm New York time, peer")
    player.presses("Friday 3 April 2026, 17:00 New York time")
    assert player.company("Globex").interviews[0].starts_at == at(3, 21, month=4)


def test_the_zone_is_kept_when_an_interview_moves(booked: Player) -> None:
    booked.plays(
        [("northwind moved to 5pm Berlin time on 3/4", "17:00 Berlin time"), ("the first", "3 April, 16:00")]
    )
