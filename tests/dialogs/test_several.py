"""Several interviews at one company, several questions waiting: each is named, none is lost or asked twice."""

from __future__ import annotations

import pytest

from dialogs.replies import Note, Question
from tests.player import Player


@pytest.fixture
def three() -> Player:
    """Two colleagues and the hiring manager, all on one Tuesday."""
    player = Player()
    player.plays(
        [
            ("interview Acme staff engineer, tomorrow 10am, peer", "10:00"),
            ("interview acme tomorrow 2pm with a peer", "Booked: Acme, Tuesday 10 March, 14:00"),
            ("interview acme tomorrow 4pm hiring manager", "Booked: Acme, Tuesday 10 March, 16:00"),
        ]
    )
    return player


def test_each_interviewer_is_called_apart_from_the_first_on(three: Player) -> None:
    labels = [i.label for i in three.company("Acme").interviews]
    assert labels == ["future colleague A", "future colleague B", "hiring manager"]


def test_the_manager_met_twice_is_one_person(three: Player) -> None:
    three.says("interview acme wednesday 4pm hiring manager")
    assert [i.label for i in three.company("Acme").interviews][2:] == ["hiring manager", "hiring manager"]


def test_the_same_interview_told_twice_is_booked_once(three: Player) -> None:
    assert "I have that one already" in three.says("interview acme tomorrow 4pm hiring manager")
    assert len(three.company("Acme").interviews) == 3


def test_the_overview_lists_every_interview_and_every_debrief(three: Player) -> None:
    assert "Then Tuesday 10 March, 14:00 (Lisbon), future colleague B" in three.says("status")
    three.waits(days=2)
    assert "and 2 more" in three.says("status")


def test_an_invitation_says_whose_interview_it_means(three: Player) -> None:
    assert "How did it go at Acme with future colleague A?" in three.wakes_up("debrief")


def test_a_debrief_that_waited_is_taken_up_when_the_one_above_it_ends(three: Player) -> None:
    three.wakes_up("debrief")
    three.wakes_up("debrief")
    for _ in range(5):
        answer = three.says("skip")
    assert "Back to the Acme debrief with future colleague A:" in answer
    assert isinstance(three.said[-1].reply, Question)


def test_what_waited_is_taken_up_after_a_cancel_too(three: Player) -> None:
    three.wakes_up("debrief")
    three.says("interview Globex")
    assert "Back to the Acme debrief" in three.says("cancel")


def test_naming_the_debrief_that_is_open_asks_its_question_once(three: Player) -> None:
    three.wakes_up("debrief")
    three.says("debrief acme")
    assert len(three.replies(Question)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "offer acme 120k USD a year base, 10% bonus, a nice gym and a dog that barks, answer by friday",
            "Offer from Acme",
        ),
        (
            "debrief acme output: " + "they count the tickets they close and nothing else. " * 4,
            "I read that as",
        ),
    ],
)
def test_a_long_command_about_a_known_company_is_no_answer(three: Player, typed: str, kept: str) -> None:
    three.wakes_up("debrief")
    assert kept in three.says(typed)
    assert not [a for a in three.company("Acme").answers if a.text == typed]


def test_a_tale_after_debrief_is_not_taken_for_what_it_tells(three: Player) -> None:
    three.waits(days=2)
    three.says(
        "debrief acme\noutput: it does not work, they said, and moved the date to Friday at 3pm\n"
        "outcome: I asked for help and for the status, and they compared offers to what customers need\n"
    )
    assert len(three.company("Acme").answers) == 2


def test_when_nothing_is_booked_the_answer_is_where_it_stands(three: Player) -> None:
    three.waits(days=2)
    answer = three.says("when is the acme one?")
    assert "Debrief waiting" in answer
    assert ".." not in answer
    assert isinstance(three.said[-1].reply, Note)


@pytest.mark.parametrize(
    ("words", "company"),
    [
        ("Golf tomorrow 1pm", "Golf"),
        ("golf, tomorrow 1pm", "Golf"),
        ("tomorrow 1pm at Golf", "Golf"),
        ("india systems tomorrow 1pm", "India Systems"),
    ],
)
def test_another_companys_booking_is_no_answer_to_when_this_one_is(
    player: Player, words: str, company: str
) -> None:
    player.says("interview with Foxtrot 3/4 at 5pm with a peer")
    answer = player.says(words)
    assert "Back to the interview at Foxtrot" in answer
    assert "Which one is it" in answer
    assert player.company(company).interviews[0].starts_at.day == 10
    player.plays([("Friday 3 April 2026, 17:00", "Friday 3 April")])
    assert player.company("Foxtrot").interviews[0].starts_at.month == 4


@pytest.mark.parametrize(
    "words", ["they said 3 april 5pm", "she wants it on 3 april at 5pm", "it's 3 april 5pm"]
)
def test_it_is_the_one_that_is_asked_about(player: Player, words: str) -> None:
    player.says("seeing Acme wednesday 3pm with the recruiter")
    player.says("interview with Foxtrot 3/4 at 5pm with a peer")
    player.says(words)
    assert len(player.company("Acme").interviews) == 1
    assert player.company("Foxtrot").interviews[0].starts_at.month == 4


@pytest.mark.parametrize(
    "words",
    [
        "friday 3 april 5pm",
        "friday 3 april 5pm in the lobby",
        "3 april 5pm on Zoom",
        "probably 3 april 5pm",
        "Foxtrot is 3 april 5pm",
        "umm 3 april 5pm",
        "3 april 5pm Lisbon time",
        "Definitely 3 april, 17:00",
    ],
)
def test_when_this_one_is_may_be_said_in_any_words(player: Player, words: str) -> None:
    player.says("interview with Foxtrot 3/4 at 5pm with a peer")
    player.says(words)
    assert [o.company for o in player.me.opportunities] == ["Foxtrot"]
    assert player.company("Foxtrot").interviews[0].starts_at.month == 4
