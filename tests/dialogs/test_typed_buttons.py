"""What the buttons under the questions do, said in words; and debriefs before their time or for a second time."""

from __future__ import annotations

import pytest

from dialogs.records import AskedQuestion
from dialogs.replies import Question
from dialogs.rubric import Dimension, Label
from tests.player import Player


@pytest.fixture
def asked() -> Player:
    """A person who looks at three questions for Thursday."""
    player = Player()
    player.says("interview Northwind operations analyst, Thursday 3pm, hiring manager")
    player.says("questions")
    return player


def questions(player: Player) -> tuple[AskedQuestion, ...]:
    """What will be asked at Northwind."""
    return player.company("Northwind").interviews[0].questions


@pytest.mark.parametrize(
    ("typed", "pinned"),
    [
        ("pin 1", [1]),
        ("Pin two.", [2]),
        ("pin the third question", [3]),
        ("pin #2", [2]),
        ("pin all", [1, 2, 3]),
        ("pin them all", [1, 2, 3]),
    ],
)
def test_pinning_in_words(asked: Player, typed: str, pinned: list[int]) -> None:
    asked.says(typed)
    assert [n for n, q in enumerate(questions(asked), start=1) if q.pinned] == pinned


def test_unpinning_and_swapping_in_words(asked: Player) -> None:
    before = [q.id for q in questions(asked)]
    asked.says("pin all")
    asked.says("unpin 2")
    asked.says("swap 3")
    after = questions(asked)
    assert [q.pinned for q in after[:2]] == [True, False]
    assert [q.id == b for q, b in zip(after, before, strict=True)] == [True, True, False]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pin 9", "“pin 1” to “pin 3”"),
        ("swap all", "One at a time"),
        ("add mine", "What do you want to ask them?"),
        ("add mine: why?", "very short"),
        ("add mine: what happens when a shift is short?", "Added and pinned"),
        ("pocket card", "Northwind"),
        ("what to have ready", "difference you made"),
    ],
)
def test_the_other_buttons_in_words(asked: Player, typed: str, expected: str) -> None:
    assert expected in asked.says(typed)


def test_pin_without_an_interview_says_what_is_missing(player: Player) -> None:
    assert "No interview is coming up" in player.says("pin 1")


def test_a_pin_in_the_middle_of_another_question_is_no_answer_to_it(asked: Player) -> None:
    asked.says("interview Globex")
    assert "Back to" in asked.says("pin 2")
    assert questions(asked)[1].pinned


def test_questions_asked_for_again_come_as_a_new_message(asked: Player) -> None:
    asked.says("questions")
    assert asked.said[-1].anew
    asked.says("pin 1")
    assert not asked.said[0].anew


@pytest.mark.parametrize("word", ["questions", "settings", "status", "verdict"])
def test_a_lone_command_word_is_no_answer_in_a_debrief(debriefing: Player, word: str) -> None:
    assert "Back to the Northwind debrief" in debriefing.says(word)
    assert debriefing.company("Northwind").answers == ()


def test_a_debrief_before_its_time_is_asked_about_first(asked: Player) -> None:
    assert "still to come: Thursday 12 March, 15:00" in asked.says("debrief northwind")
    assert not asked.replies(Question)
    assert "What did they say?" in asked.presses("I've heard something already")


def test_a_second_debrief_keeps_the_first_and_says_so(debriefing: Player) -> None:
    for words in ("output: a", "output: b", "output: c", "skip", "skip"):
        debriefing.says(words)
    before = debriefing.company("Northwind").answers
    assert "You debriefed that one already" in debriefing.says("debrief northwind")
    debriefing.says("skip")
    debriefing.says("skip")
    assert debriefing.company("Northwind").answers == before


def test_a_sentence_that_tells_something_is_kept_before_anything_is_asked(booked: Player) -> None:
    booked.waits(days=4)
    booked.says("debrief northwind output: the bonus hangs on the date")
    reading = booked.company("Northwind").answers[0].reading
    assert reading is not None
    assert reading.label is Label.OUTPUT
    assert booked.replies(Question)


def test_growth_is_put_right_in_its_own_words(booked: Player) -> None:
    booked.says("add mine: who left this seat last, and for what?")
    assert questions(booked)[-1].dimension is Dimension.GROWTH
    booked.wakes_up("debrief")
    for _ in range(3):
        booked.says("skip")
    booked.says("outcome: she leads her own patch now")
    assert "More repetition" in [c.label for c in booked.choices]
    assert "Noted as repetition" in booked.says("more repetition")
