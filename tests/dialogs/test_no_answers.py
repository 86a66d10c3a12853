"""Answers that say nothing ("no idea", a bare "no", a picture), and what is said beside the point."""

from __future__ import annotations

import pytest

from dialogs.records import AnswerKind
from dialogs.replies import Question
from tests.player import Player

UNSURE = [
    "no idea",
    "dunno",
    "I don't know",
    "can't remember",
    "keine Ahnung",
    "weiß nicht",
    "aucune idée",
    "je ne sais pas",
    "ni idea",
    "no sé",
    "não sei",
]


@pytest.mark.parametrize("words", UNSURE)
def test_no_idea_is_asked_whose_it_was(debriefing: Player, words: str) -> None:
    assert "Theirs or yours?" in debriefing.says(words)
    assert debriefing.company("Northwind").answers == ()
    debriefing.presses("They dodged")
    assert [a.kind for a in debriefing.company("Northwind").answers] == [AnswerKind.DODGED]


@pytest.mark.parametrize("words", ["no", "nope", "nein", "non"])
def test_a_bare_no_to_an_open_question_is_asked_about(debriefing: Player, words: str) -> None:
    debriefing.plays([(words, "Which was it?"), ("not asked", "What did they say?")])
    assert [a.kind for a in debriefing.company("Northwind").answers] == [AnswerKind.NOT_ASKED]


@pytest.mark.parametrize("words", ["no idea", "no", "they had no answer", "skip"])
def test_a_follow_up_without_an_answer_goes_on(debriefing: Player, words: str) -> None:
    debriefing.says("it was all very nice")
    answer = debriefing.says(words)
    assert "What did they say?" in answer
    assert "Theirs or yours" not in answer


@pytest.mark.parametrize("words", ["🙂", "👍👍", "…", "—"])
def test_a_picture_is_no_answer_and_is_asked_for_words(debriefing: Player, words: str) -> None:
    answer = debriefing.says(words)
    assert "no words in that" in answer
    assert "Latin" not in answer
    assert debriefing.company("Northwind").answers == ()


def test_a_picture_names_no_company(player: Player) -> None:
    player.plays(
        [("interview tomorrow 3pm", "Which company"), ("🏥", "no words in that"), ("Oak Clinic", "role")]
    )


def test_the_open_ends_take_no_for_an_answer(debriefing: Player) -> None:
    debriefing.plays(
        [
            ("not asked", "What did they say?"),
            ("not asked", "What did they say?"),
            ("not asked", "Did you see anything"),
            ("nothing", "Anything else"),
            ("no", "Northwind so far"),
        ]
    )
    assert all(a.kind is AnswerKind.NOT_ASKED for a in debriefing.company("Northwind").answers)


def test_a_follow_up_is_not_counted_as_a_question(debriefing: Player) -> None:
    counted = []
    for words in (
        "output: dates",
        "it was all very nice",
        "output: one case, the migration",
        "output: a plan",
    ):
        debriefing.says(words)
        (question,) = debriefing.replies(Question)
        assert isinstance(question, Question)
        counted.append(question.progress)
    assert counted == [(2, 5), None, (3, 5), (4, 5)]


def test_a_follow_up_taken_up_again_says_what_it_digs_into(debriefing: Player) -> None:
    debriefing.says("it was all very nice")
    answer = debriefing.says("status")
    assert "Back to the Northwind debrief. How will you measure my success" in answer
    assert "Could they name one" in answer


@pytest.mark.parametrize("words", ["mit der Chefin", "Chefin", "la patronne", "con la jefa", "the ward mgr"])
def test_whom_one_meets_is_understood_in_every_language(player: Player, words: str) -> None:
    player.plays([("interview Acme", "When is it"), ("thursday 3pm", "Whom do you meet?")])
    player.says(words)
    assert player.company("Acme").interviews[0].role == "hiring_manager"


def test_somebody_unknown_is_asked_about_and_nothing_is_made_up(player: Player) -> None:
    player.plays(
        [
            ("interview Acme", "When is it"),
            ("thursday 3pm", "Whom do you meet?"),
            ("Dana", "I can't tell what they do"),
            ("skip", "Thursday 12 March, 15:00"),
        ]
    )


# -- beside the point -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["whats open", "what's on this week", "what do I have"])
def test_a_question_to_the_coach_is_no_job_title(player: Player, words: str) -> None:
    player.plays(
        [("interview tomorrow 3pm", "Which company"), ("Acme", "What is the role?"), (words, "Back to")]
    )


@pytest.mark.parametrize(
    "words", ["acme offered me 62k", "acme offers 3600 a month", "Acme pays 21 an hour, bonus 500"]
)
def test_pay_told_in_a_debrief_is_an_offer_and_the_debrief_waits(debriefing: Player, words: str) -> None:
    assert "Which currency?" in debriefing.says(words)
    assert debriefing.company("Northwind").answers == ()
    assert debriefing.me.dialogs.parked or debriefing.me.dialogs.stack


def test_another_interview_is_no_time_for_this_one(player: Player) -> None:
    player.plays(
        [
            ("interview Acme, warehouse lead, thursday", "What time"),
            ("also globex wed 2pm shift supervisor, recruiter", "Wednesday 11 March, 14:00"),
            ("9am", "Whom do you meet?"),
            ("skip", "Thursday 12 March, 09:00"),
        ]
    )
    assert {o.company for o in player.me.opportunities} == {"Acme", "Globex"}


@pytest.mark.parametrize(
    "words",
    [
        "outcome: they look at falls each month and if they go up we change something",
        "output: big screens with pick rates per head, all over the floor",
    ],
)
def test_what_is_told_unasked_is_offered_to_be_kept(booked: Player, words: str) -> None:
    booked.says(words)
    booked.presses("Keep it with Northwind")
    assert [a.text for a in booked.company("Northwind").answers] == [words]


def test_what_somebody_said_before_the_interview_is_kept_at_once(booked: Player) -> None:
    answer = booked.says("outcome: she said they look at readmissions after every launch")
    assert "Kept. Northwind is still to come" in answer
    assert len(booked.company("Northwind").answers) == 1


def test_what_is_heard_before_an_interview_is_no_debrief_of_it(booked: Player) -> None:
    told = (
        "debrief northwind " + "outcome: they measure what changed for the drivers after each release. " * 3
    )
    booked.says(told)
    northwind = booked.company("Northwind")
    assert northwind.answers
    assert northwind.interviews[0].status == "booked"


@pytest.mark.parametrize(
    ("typed", "pinned"),
    [
        ("pin 1 and 3", [1, 3]),
        ("pin 1, 2", [1, 2]),
        ("pin one, two and three", [1, 2, 3]),
        ("pin 2 + 3", [2, 3]),
    ],
)
def test_several_questions_are_pinned_at_once(player: Player, typed: str, pinned: list[int]) -> None:
    player.says("interview Northwind operations analyst, Thursday 3pm, hiring manager")
    player.says("questions")
    player.says(typed)
    questions = player.company("Northwind").interviews[0].questions
    assert [n for n, q in enumerate(questions, start=1) if q.pinned] == pinned
