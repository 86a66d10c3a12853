"""A question that the coach puts with buttons takes a "yes"; what is plainly something else leads out of a question."""

from __future__ import annotations

import pytest

from dialogs.records import InterviewStatus
from tests.player import Player


@pytest.mark.parametrize("yes", ["yes", "yep", "ja", "oui", "sim", "sure"])
def test_yes_forgets_what_was_asked_about(booked: Player, yes: str) -> None:
    booked.plays([("forget northwind", "Forget Northwind?"), (yes, "Northwind is forgotten")])
    assert booked.me.opportunities == ()


@pytest.mark.parametrize("no", ["no", "nope", "nein"])
def test_no_keeps_it(booked: Player, no: str) -> None:
    booked.plays([("forget northwind", "Forget Northwind?"), (no, "kept")])
    assert len(booked.me.opportunities) == 1


def test_a_yes_later_answers_nothing(booked: Player) -> None:
    booked.plays(
        [
            ("forget northwind", "Forget Northwind?"),
            ("status", "Northwind"),
            ("yes", "not asking you anything"),
        ]
    )
    assert len(booked.me.opportunities) == 1


def test_yes_cancels_what_a_bare_cancel_asked_about(booked: Player) -> None:
    booked.plays([("never mind", "Did you mean"), ("yes", "Cancelled: Northwind")])
    assert booked.company("Northwind").interviews[0].status is InterviewStatus.CANCELLED


def test_a_question_put_in_the_middle_of_another_is_the_only_one(debriefing: Player) -> None:
    asked = debriefing.says("forget northwind")
    assert "Back to" not in asked
    answer = debriefing.says("no")
    assert "Back to the Northwind debrief" in answer


def test_forgetting_everything_is_heard_whatever_is_asked(player: Player) -> None:
    player.plays(
        [
            ("offer acme 62000", "Which currency?"),
            ("forget everything", "everything"),
            ("yes, forget everything", "I hold nothing about you"),
        ]
    )
    assert player.person is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("share acme", "no verdict to share yet"),
        ("settings", "Your settings"),
        ("pause until friday", "Paused"),
        ("what's open", "1 opportunity open"),
        ("lots", "I can't make that out"),
        ("euros", "is that a year"),
        ("and 10% bonus", "bonus 10"),
    ],
)
def test_what_is_plainly_something_else_leads_out_of_a_question_about_pay(
    player: Player, words: str, expected: str
) -> None:
    player.says("offer acme 62000")
    assert expected in player.says(words)


def test_one_that_is_cancelled_is_no_company(booked: Player) -> None:
    booked.plays(
        [
            ("interview tomorrow 3pm", "Which company"),
            ("northwind is cancelled", "Cancelled: Northwind"),
        ]
    )


def test_a_booking_without_a_company_ends_when_the_company_is_told_with_its_time(player: Player) -> None:
    player.plays(
        [("interview tomorrow at 3pm", "Which company"), ("kpmg tue 2pm", "Tuesday 10 March, 14:00")]
    )
    answer = player.says("ey wed 9:30 hr")
    assert "Which company" not in answer
    assert [o.company for o in player.me.opportunities] == ["EY", "KPMG"]


def test_a_second_bare_no_goes_on(debriefing: Player) -> None:
    debriefing.plays([("no", "Which was it?"), ("no", "What did they say?")])
    assert debriefing.company("Northwind").answers == ()


def test_dodged_where_nobody_was_asked_is_passed_over(debriefing: Player) -> None:
    for _ in range(3):
        debriefing.says("not asked")
    debriefing.plays([("dodged", "Anything else"), ("not asked", "Northwind so far")])


# -- the present job --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "my present job pays 55k EUR a year",
        "my current salary is 55k EUR a year",
        "I earn 55k EUR a year",
        "mein jetziger Job zahlt 55k EUR im Jahr",
    ],
)
def test_what_one_earns_now_is_no_offer_of_somebody_else(player: Player, words: str) -> None:
    player.says("offer northwind 62k EUR a year")
    player.says(words)
    assert str(player.company("My present job").terms.base.amount) == "55000"  # type: ignore[union-attr]
    assert str(player.company("Northwind").terms.base.amount) == "62000"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "words", ["compare northwind with my present job", "compare my current job and northwind", "compare"]
)
def test_an_offer_is_compared_with_staying(player: Player, words: str) -> None:
    player.says("offer northwind 62k EUR a year")
    player.says("my present job pays 55k EUR a year")
    player.plays([(words, "at the least"), ("skip", "your order"), ("pay, growth", "Northwind")])
    assert {*player.me.compared[-1].opportunities} == {o.id for o in player.me.opportunities}


def test_a_present_job_that_was_never_told_is_asked_for(player: Player) -> None:
    player.says("offer northwind 62k EUR a year")
    assert "what your present job pays" in player.says("compare northwind with my present job")


def test_the_present_job_reads_as_one_in_a_comparison(player: Player) -> None:
    player.says("offer northwind 62k EUR a year, answer by friday")
    card = player.says("my present job pays 55k EUR a year")
    assert "answer-by" not in card
    player.plays([("compare", "at the least"), ("skip", "your order"), ("pay, growth", "your present job")])
    said = player.says("compare")
    assert "My present job" not in said
    assert ". your" not in said


def test_the_present_job_is_never_meant_by_it(booked: Player) -> None:
    booked.says("my present job pays 55k EUR a year")
    assert "worth asking the hiring manager at Northwind" in booked.says("questions")


def test_help_names_what_nobody_would_guess(player: Player) -> None:
    player.says("offer northwind 62k EUR a year")
    said = player.says("help")
    for example in ("add a criterion: commute", "market Northwind 60k-70k EUR", "any button's words"):
        assert example in said
    for example in ("add a criterion: commute", "market Northwind 60k-70k EUR"):
        assert "not sure what to do" not in player.says(example)
        player.says("cancel")


@pytest.mark.parametrize("words", ["thanks!", "joke"])
def test_yes_to_the_next_step_of_small_talk_takes_it(booked: Player, words: str) -> None:
    booked.plays([(words, "Shall we prepare?"), ("yes", "worth asking")])


def test_yes_to_a_debrief_after_a_bad_one_opens_it(booked: Player) -> None:
    booked.waits(days=4)
    booked.plays([("I think I bombed it", "while it's fresh?"), ("yes please", "What did they say?")])


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("set my time zone to New York", "America/New_York"),
        ("my timezone is Tokyo", "Asia/Tokyo"),
        ("I moved to Berlin", "Europe/Berlin"),
        ("I'm in Sydney now", "Australia/Sydney"),
    ],
)
def test_where_one_lives_is_told_in_words(booked: Player, words: str, zone: str) -> None:
    booked.says(words)
    assert booked.me.settings.zone == zone


def test_what_one_earns_now_is_no_answer_about_an_offer(player: Player) -> None:
    player.says("offer acme 62000")
    answer = player.says("I currently earn 55k EUR a year")
    assert "Back to the offer from Acme" in answer
    assert str(player.company("My present job").terms.base.amount) == "55000"  # type: ignore[union-attr]
    assert str(player.company("Acme").terms.base.amount) == "62000"  # type: ignore[union-attr]
