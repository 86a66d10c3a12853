"""What was just said, put right: the interview in hand moves, and what was done last can be taken back."""

from __future__ import annotations

import pytest

from dialogs.records import InterviewStatus
from dialogs.rubric import Role
from tests.player import Player


@pytest.fixture
def tuesday(player: Player) -> Player:
    """An interview at Acme tomorrow, Tuesday 10 March, at 14:00."""
    player.says("interview with Acme tomorrow at 2pm hiring manager")
    return player


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("no wait its thursday", "Thursday 12 March, 14:00"),
        ("actually thursday", "Thursday 12 March, 14:00"),
        ("not tomorrow, thursday", "Thursday 12 March, 14:00"),
        ("acme is thursday not tomorrow", "Thursday 12 March, 14:00"),
        ("oops, friday", "Friday 13 March, 14:00"),
        ("sorry, i meant friday at 11", "Friday 13 March, 11:00"),
        ("its at 4:30pm actually", "Tuesday 10 March, 16:30"),
        ("no, 4pm", "Tuesday 10 March, 16:00"),
        ("scrap that, 5pm", "Tuesday 10 March, 17:00"),
        ("move acme to thursday", "Thursday 12 March, 14:00"),
        ("can acme move to the 17th", "Tuesday 17 March, 14:00"),
        ("nein, Donnerstag", "Thursday 12 March, 14:00"),
        ("perdón, el jueves", "Thursday 12 March, 14:00"),
        ("non, jeudi", "Thursday 12 March, 14:00"),
    ],
)
def test_a_time_put_right_moves_what_was_booked(tuesday: Player, words: str, moved: str) -> None:
    assert f"Moved: Acme is now {moved}" in tuesday.says(words)
    assert len(tuesday.company("Acme").interviews) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("globex thursday 3pm", "Globex"),
        ("actually globex thursday 3pm", "Globex"),
        ("thursday 4pm", "Which company"),
        ("interview thursday 4pm", "Which company"),
        ("i'm not free thursday", "Which company"),
        ("actually i also see acme on thursday 3pm", "Booked: Acme"),
        ("no interview thursday", "Cancelled: Acme"),
        ("move acme to thursday afternoon", "Thursday 12 March"),
        ("pause until thursday", "Paused"),
    ],
)
def test_what_puts_nothing_right_moves_nothing(tuesday: Player, words: str, expected: str) -> None:
    answer = tuesday.says(words)
    assert expected in answer
    assert "Moved" not in answer
    assert tuesday.company("Acme").interviews[0].starts_at.day == 10


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("its with the CTO not the hiring manager", Role.EXECUTIVE),
        ("no wait, it's with a peer", Role.PEER),
        ("actually with the recruiter", Role.RECRUITER),
        ("sorry, the recruiter, not the hiring manager", Role.RECRUITER),
    ],
)
def test_who_is_met_can_be_put_right(tuesday: Player, words: str, role: Role) -> None:
    assert "Noted: you meet" in tuesday.says(words)
    (interview,) = tuesday.company("Acme").interviews
    assert interview.role is role
    assert interview.starts_at.day == 10


def test_who_is_met_and_when_are_put_right_together(tuesday: Player) -> None:
    assert "Moved: Acme is now Thursday 12 March" in tuesday.says("no wait, thursday with the CTO")
    assert tuesday.company("Acme").interviews[0].role is Role.EXECUTIVE


@pytest.mark.parametrize(
    "words", ["she reports to the CTO", "the CTO was not nice", "with Dana the CTO", "not the CTO"]
)
def test_who_is_spoken_of_is_not_who_is_met(tuesday: Player, words: str) -> None:
    tuesday.says(words)
    assert tuesday.company("Acme").interviews[0].role is Role.HIRING_MANAGER


def test_nothing_is_moved_where_nothing_is_booked(player: Player) -> None:
    assert "Moved" not in player.says("no wait, thursday 3pm")


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("no wait, thursday", "Thursday 12 March, 15:00"),
        ("sorry, 4pm", "Tuesday 10 March, 16:00"),
        ("not tomorrow, friday at 10", "Friday 13 March, 10:00"),
    ],
)
def test_a_booking_under_way_is_put_right_and_goes_on(player: Player, words: str, then: str) -> None:
    player.says("interview tomorrow 3pm")
    answer = player.says(words)
    assert then in answer
    assert "Which company" in answer
    player.says("Globex")
    assert then in player.says("skip")


def test_a_time_put_right_while_something_else_is_asked(tuesday: Player) -> None:
    tuesday.plays(
        [
            ("offer acme 62000", "Which currency?"),
            ("no wait, the interview is thursday", "Moved: Acme is now Thursday 12 March, 14:00"),
        ]
    )


def test_a_booking_can_be_taken_back(tuesday: Player) -> None:
    tuesday.plays(
        [
            ("undo", "Shall I take the interview at Acme"),
            ("no", "left as it is"),
            ("undo", "Shall I take the interview at Acme"),
            ("yes", "Cancelled: Acme"),
        ]
    )
    assert tuesday.company("Acme").interviews[0].status is InterviewStatus.CANCELLED


@pytest.mark.parametrize(
    "words", ["undo", "no wait, not cancelled, its still on", "acme isn't cancelled", "oops", "take it back"]
)
def test_a_cancelled_interview_can_be_on_again(tuesday: Player, words: str) -> None:
    reminders = {id for id, wake in tuesday.wakes.items() if not wake.cancelled}
    tuesday.says("cancel acme")
    tuesday.plays([(words, "Is it on after all?"), ("yes", "On again: Acme, Tuesday 10 March, 14:00")])
    assert tuesday.company("Acme").interviews[0].status is InterviewStatus.BOOKED
    assert {id for id, wake in tuesday.wakes.items() if not wake.cancelled} == reminders


@pytest.mark.parametrize(
    "words",
    [
        "Can You Move Globex Over To The 17th At 4pm My Time Is New York By The Way Please",
        "tell me a joke",
        "can you make it shorter",
        "i don't want that",
        "she mentioned the team lead left",
        "monday",
        "whats open",
    ],
)
@pytest.mark.parametrize("asking", ["interview thursday 3pm", "i got an offer of 62k EUR a year"])
def test_a_sentence_is_no_company(player: Player, words: str, asking: str) -> None:
    assert "?" in player.says(asking)
    player.says(words)
    assert "company" not in player.me.dialogs.stack[0].answers
    assert all(words.split()[0].casefold() not in o.company.casefold() for o in player.me.opportunities)


@pytest.mark.parametrize(
    ("words", "company"),
    [
        ("its with globex", "Globex"),
        ("it's at Trader Joe's", "Trader Joe's"),
        ("Best Buy", "Best Buy"),
        ("the guardian", "The Guardian"),
        ("bank of england", "Bank Of England"),
        ("Price Waterhouse Coopers", "Price Waterhouse Coopers"),
        ("blue river logistics", "Blue River Logistics"),
        ("3M", "3M"),
        ("target", "Target"),
        ("st mary's hospital", "St Mary's Hospital"),
        ("Marks and Spencer", "Marks and Spencer"),
    ],
)
def test_a_name_is_one_in_whatever_words_it_stands(player: Player, words: str, company: str) -> None:
    player.says("interview thursday 3pm")
    assert "What is the role" in player.says(words)
    player.says("skip")
    assert [o.company for o in player.me.opportunities] == [company]
