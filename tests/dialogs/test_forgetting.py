"""Forgetting: never more than was asked for, and everything only for more than a bare "yes"."""

from __future__ import annotations

import pytest

from tests.player import Player


@pytest.fixture
def two_answers(debriefing: Player) -> Player:
    """Two answers given, the third question open."""
    debriefing.says("output: they count what is shipped")
    debriefing.says("outcome: they look at who stays")
    return debriefing


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("delete answer 1", "they count what is shipped"),
        ("erase the second answer", "they look at who stays"),
        ("remove my last answer", "they look at who stays"),
        ("wipe answer 2", "they look at who stays"),
        ("lösche Antwort 1", "they count what is shipped"),
    ],
)
def test_one_answer_goes_and_all_else_stays(two_answers: Player, words: str, gone: str) -> None:
    asked = two_answers.says(words)
    assert gone in asked
    assert "Delete this answer" in asked
    assert "Back to the Northwind debrief" in two_answers.says("yes")
    left = two_answers.company("Northwind").answers
    assert len(left) == 1
    assert gone not in left[0].text
    assert gone not in str(two_answers.person)  # nor in the debrief that goes on
    assert two_answers.company("Northwind").interviews


def test_an_answer_that_is_looked_at_again_can_go(two_answers: Player) -> None:
    two_answers.says("later")
    two_answers.plays(
        [
            ("edit", "Which one do you want to change?"),
            ("[Change 2]", "You had written: “outcome: they look at who stays”"),
            ("[Delete this answer]", "they look at who stays"),
            ("no", "Kept"),
            ("delete this answer", "they look at who stays"),
            ("yes", "That answer is gone"),
        ]
    )
    assert [a.text for a in two_answers.company("Northwind").answers] == [
        "output: they count what is shipped"
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("delete it", "What shall I forget?"),
        ("remove that", "What shall I forget?"),
        ("erase this please", "What shall I forget?"),
        ("delete an answer", "Which answer on Northwind shall go?"),
        ("delete answer 7", "answers 1 to 2"),
        ("delete all my answers", "Which answer on Northwind shall go?"),
        ("delete the northwind offer", "By itself I can delete an answer, not that"),
        ("forget northwind", "Forget Northwind?"),
        ("delete everything about northwind", "Forget Northwind?"),
    ],
)
def test_nothing_narrow_asks_for_everything(two_answers: Player, words: str, expected: str) -> None:
    two_answers.says("later")
    answer = two_answers.says(words)
    assert expected in answer
    assert "Forget everything?" not in answer
    two_answers.says("yes")
    assert two_answers.person is not None


def test_what_to_forget_is_chosen_and_then_confirmed(two_answers: Player) -> None:
    two_answers.says("later")
    two_answers.plays(
        [
            ("delete it", "What shall I forget?"),
            ("[One answer on Northwind]", "Which answer"),
            ("[1. output: they count what is shipped]", "Delete this answer"),
            ("[Keep it]", "Nothing was deleted"),
            ("delete it", "What shall I forget?"),
            ("[All of Northwind]", "Forget Northwind?"),
            ("[Keep it]", "Nothing was deleted"),
            ("delete it", "What shall I forget?"),
            ("[Everything]", "Forget everything?"),
        ]
    )
    assert len(two_answers.company("Northwind").answers) == 2


@pytest.mark.parametrize(
    "words",
    [
        "forget everything",
        "delete all my data",
        "forget me",
        "wipe my account",
        "erase everything",
        "lösche alle meine Daten",
        "supprime toutes mes données",
    ],
)
def test_words_that_say_all_ask_for_everything_and_a_bare_yes_is_too_little(
    booked: Player, words: str
) -> None:
    assert "Forget everything?" in booked.says(words)
    assert "too little" in booked.says("yes")
    assert booked.company("Northwind")
    assert "too little" in booked.says("sure")
    assert "I hold nothing about you any more" in booked.says("yes, everything")
    assert booked.person is None


@pytest.mark.parametrize("again", ["forget everything", "yes, forget everything", "delete all my data"])
def test_everything_said_twice_is_enough(booked: Player, again: str) -> None:
    booked.says("forget everything")
    assert "I hold nothing about you any more" in booked.says(again)


def test_everything_said_twice_with_something_between_is_asked_twice(booked: Player) -> None:
    booked.plays(
        [
            ("forget everything", "Forget everything?"),
            ("status", "Northwind"),
            ("forget everything", "Forget everything?"),
        ]
    )
    assert booked.company("Northwind")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("forget everything", "Forget everything?"),
        ("delete all my data", "Forget everything?"),
        ("delete answer 1", "Delete this answer"),
        ("northwind", "no place that I could post to"),
        ("forget northwind", "Forget Northwind?"),
    ],
)
def test_with_whom_is_answered_by_no_order_and_no_company(
    two_answers: Player, words: str, expected: str
) -> None:
    two_answers.says("later")
    two_answers.says("share")
    answer = two_answers.says(words)
    assert expected in answer
    assert "How much of it?" not in answer


@pytest.mark.parametrize("words", ["remove it", "delete that", "erase this please", "delete it"])
def test_an_order_to_remove_is_no_new_answer(two_answers: Player, words: str) -> None:
    two_answers.says("later")
    two_answers.says("edit")
    two_answers.presses("Change 1")
    two_answers.plays(
        [
            (words, "Delete this answer on Northwind, “output: they count what is shipped”"),
            ("no", "Your new words replace the old ones"),
            ("outcome: they asked what changed", ""),
        ]
    )
    assert "outcome: they asked what changed" in {a.text for a in two_answers.company("Northwind").answers}


@pytest.mark.parametrize("words", ["yes", "no", "sure", "nope"])
def test_a_yes_is_nobody_to_share_with(two_answers: Player, words: str) -> None:
    two_answers.says("later")
    two_answers.says("share")
    assert "names nobody yet" in two_answers.says(words)


@pytest.mark.parametrize("whom", ["#career-circle", "Dana", "my mentor"])
def test_with_whom_still_takes_people_and_places(two_answers: Player, whom: str) -> None:
    two_answers.says("later")
    two_answers.says("share")
    assert "How much of it?" in two_answers.says(whom)


def test_a_tale_of_deleting_is_an_answer(debriefing: Player) -> None:
    debriefing.says("they delete everything that nobody reads, even old tickets")
    assert debriefing.company("Northwind").answers
