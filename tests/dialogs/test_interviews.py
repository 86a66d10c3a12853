"""Booking, moving, cancelling: what was understood is said back, what is missing is asked, nothing is guessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.records import InterviewStatus
from dialogs.rubric import Role
from tests.player import CHANNEL, HERE, Player


def test_one_sentence_books_an_interview(player: Player) -> None:
    answer = player.says("interview Northwind operations analyst, Thursday 3pm, hiring manager")
    assert "Thursday 12 March, 15:00 (Lisbon)" in answer
    assert "Wednesday at 18:00 and an hour before" in answer
    interview = player.company("Northwind").interviews[0]
    assert interview.starts_at == datetime(2026, 3, 12, 15, 0, tzinfo=UTC)
    assert interview.role is Role.HIRING_MANAGER


def test_what_is_missing_is_asked_and_nothing_else(player: Player) -> None:
    player.plays(
        [
            ("interview Globex", "when is it"),
            ("Thursday 3pm", "whom do you meet"),
            ("[Recruiter]", "Thursday 12 March, 15:00"),
        ]
    )
    assert player.company("Globex").interviews[0].role is Role.RECRUITER


def test_a_time_that_makes_no_sense_is_asked_again_and_the_company_is_kept(player: Player) -> None:
    player.plays(
        [
            ("interview Globex", "when is it"),
            ("the day after never", "day"),
            ("friday 10:30", "whom do you meet"),
            ("skip", "Friday 13 March, 10:30"),
        ]
    )


def test_without_a_known_zone_the_zone_is_asked_before_anything_is_booked(player: Player) -> None:
    player.zone = None
    player.plays(
        [
            ("interview Globex Thursday 3pm, recruiter", "which city"),
            ("Atlantis", "time zone called"),
            ("New York", "15:00 (New York)"),
        ]
    )
    assert player.company("Globex").interviews[0].starts_at == datetime(2026, 3, 12, 19, 0, tzinfo=UTC)


def test_moving_takes_the_reminders_along(booked: Player) -> None:
    before = {w.id: w.due_at for w in booked.wakes.values()}
    answer = booked.says("northwind moved to friday 4pm")
    assert "Friday 13 March, 16:00" in answer
    after = {w.id: w.due_at for w in booked.wakes.values()}
    assert before.keys() == after.keys()
    assert all(after[id] > before[id] for id in before)


def test_cancelling_takes_the_reminders_back(booked: Player) -> None:
    answer = booked.says("the northwind interview is cancelled")
    assert "Cancelled: Northwind" in answer
    assert booked.company("Northwind").interviews[0].status is InterviewStatus.CANCELLED
    assert all(w.cancelled for w in booked.wakes.values())


def test_the_same_interview_told_twice_is_one_interview(booked: Player) -> None:
    booked.says("interview Northwind, Thursday 3pm, hiring manager")
    assert len(booked.company("Northwind").interviews) == 1


def test_the_whole_booking_is_also_one_form(player: Player) -> None:
    player.arrives()
    player.presses("Add my next interview")
    question = player.said[-1].reply
    assert question.kind == "question"
    assert question.form is not None
    assert [f.id for f in question.form.fields] == ["company", "job", "when", "met"]
    player.fills(
        question.form.act, company="Initech", job="Auditor", when="2026-03-12T15:00:00+00:00", met="peer"
    )
    assert player.company("Initech").interviews[0].role is Role.PEER


def test_a_form_with_one_wrong_field_comes_back_with_all_that_was_typed(player: Player) -> None:
    player.arrives()
    player.presses("Add my next interview")
    form = player.said[-1].reply.form
    player.fills(form.act, company="Initech", job="Auditor", when="whenever", met="")
    fields = {f.id: f for f in player.form().fields}
    assert fields["company"].value == "Initech"
    assert fields["when"].value == "whenever"
    assert fields["when"].problem
    assert not fields["company"].problem


@pytest.mark.parametrize("words", ["interview Globex yesterday 3pm", "interview Globex 29 February 2027 3pm"])
def test_a_day_that_cannot_be_is_never_booked_silently(player: Player, words: str) -> None:
    player.says(words)
    future = [
        i
        for t in player.opportunities
        for i in player.company("Globex").interviews
        if i.starts_at > player.now
    ]
    assert not future


def test_in_a_channel_only_the_person_sees_what_is_said(player: Player) -> None:
    player.here = CHANNEL
    player.says("interview Globex, Thursday 3pm, recruiter")
    for message in player.said:
        assert message.only_for == "ada" or message.reply.kind == "card"


def test_a_booking_by_button_and_then_in_words_is_one_booking(player: Player) -> None:
    player.says("hello")
    player.acts("interview.new")
    player.says("interview Acme staff engineer, Thu 3pm, hiring manager")
    assert player.company("Acme").interviews
    assert player.me.dialogs.front is None
    assert "Which company" not in player.says("status")


def test_a_question_that_waits_in_private_is_not_put_again_where_others_talk(player: Player) -> None:
    player.says("hello")
    player.acts("interview.new")
    player.here = CHANNEL
    assert "Which company" not in player.says("status")
    player.here = HERE
    assert "Which company" in player.says("status")
