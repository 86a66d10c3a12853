"""Things said at an odd moment: none is taken for something else, none is lost."""

from __future__ import annotations

import pytest

from dialogs.records import InterviewStatus
from dialogs.rubric import Role
from tests.player import Player


def test_two_companies_told_while_a_question_is_open_stay_two(player: Player) -> None:
    player.says("interview Siemens, Thursday")
    player.says("interview Danone, Friday 10am, recruiter")
    answer = player.says("status")
    assert "Danone" in answer
    assert "Back to the interview at Siemens" in answer
    player.says("3pm")
    player.says("skip")
    assert {o.company for o in player.me.opportunities} == {"Siemens", "Danone"}
    assert player.company("Danone").interviews[0].role is Role.RECRUITER


@pytest.mark.parametrize("known", [True, False])
def test_an_interview_that_is_over_is_noted_and_can_be_debriefed(player: Player, known: bool) -> None:
    if known:
        player.says("interview Acme, tomorrow 3pm")
    player.plays(
        [
            ("interview Acme, last friday 3pm, peer", "Noted as over: Acme, Friday 6 March, 15:00"),
            ("[Debrief]", "What did they say?"),
        ]
    )
    assert player.company("Acme").interviews[-1].status is InterviewStatus.BOOKED


@pytest.mark.parametrize("words", ["never mind", "cancel"])
def test_a_bare_cancel_cancels_no_interview_unasked(booked: Player, words: str) -> None:
    assert "Did you mean that Northwind is cancelled" in booked.says(words)
    assert booked.company("Northwind").interviews[0].status is InterviewStatus.BOOKED
    booked.presses("It is cancelled")
    assert booked.company("Northwind").interviews[0].status is InterviewStatus.CANCELLED


@pytest.mark.parametrize("words", ["the northwind interview is cancelled", "it was called off"])
def test_a_cancelled_interview_is_cancelled_at_once(booked: Player, words: str) -> None:
    assert "Cancelled: Northwind" in booked.says(words)


@pytest.mark.parametrize("words", ["skip", "back", "not asked", "they dodged", "yes", "later"])
def test_moving_where_nothing_is_asked_says_what_would_make_sense(booked: Player, words: str) -> None:
    assert "not asking you anything" in booked.says(words)


def test_a_pause_in_the_middle_of_a_question_is_a_pause(player: Player) -> None:
    player.says("interview Acme")
    assert "Paused" in player.says("pause until friday")
    assert player.me.paused_until is not None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("settings order", "“settings order growth, pay, mindset” changes it"),
        ("settings quiet", "Now it is 21:00-08:00. “settings quiet 21:00-8:00” changes it."),
        ("settings foo bar", "I have no setting called “foo”"),
        ("settings", "Your settings"),
        ("undo", "nothing to take back"),
    ],
)
def test_settings_and_undo_say_how(player: Player, typed: str, expected: str) -> None:
    assert expected in player.says(typed)
