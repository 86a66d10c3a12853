"""What is said to the coach in the middle of a debrief: none of it is evidence, and the place is kept."""

from __future__ import annotations

import pytest

from dialogs.records import AnswerKind
from dialogs.replies import Question, ReadingsShown
from dialogs.rubric import Label
from tests.player import Player


def evidence(player: Player) -> list[str]:
    return [a.text for a in player.company("Northwind").answers if a.kind is AnswerKind.GIVEN]


def asked(player: Player) -> str | None:
    front = player.me.dialogs.front
    return front.asked if front else None


@pytest.mark.parametrize(
    "words",
    [
        "stop",
        "Stop please",
        "gotta run",
        "I need to leave",
        "let's go on tomorrow",
        "ich muss los",
        "morgen weitermachen",
        "je dois y aller",
        "on continue demain",
        "tengo que irme",
        "seguir mañana",
        "tenho de ir",
    ],
)
def test_leaving_puts_the_debrief_off_and_takes_nothing_back(debriefing: Player, words: str) -> None:
    debriefing.says("output: dates are everything")
    debriefing.says("back")
    debriefing.plays([(words, "What you said is kept"), ("let's continue", "Back to the Northwind debrief")])
    assert evidence(debriefing) == ["output: dates are everything"]


@pytest.mark.parametrize(
    "words", ["ok let's continue", "continue", "weiter geht's", "podemos seguir", "on reprend"]
)
def test_going_on_asks_the_same_question_again(debriefing: Player, words: str) -> None:
    before = asked(debriefing)
    assert "What did they say?" in debriefing.says(words)
    assert (asked(debriefing), evidence(debriefing)) == (before, [])


@pytest.mark.parametrize(
    "words",
    [
        "how many questions are left",
        "how many more?",
        "where were we",
        "wie viele Fragen noch?",
        "cuántas preguntas quedan",
    ],
)
def test_a_question_to_the_coach_is_answered(debriefing: Player, words: str) -> None:
    assert "Back to the Northwind debrief" in debriefing.says(words)
    assert evidence(debriefing) == []


@pytest.mark.parametrize("words", ["who can read what I write here?", "do you share my answers?"])
def test_a_question_about_the_coach_is_answered(debriefing: Player, words: str) -> None:
    assert "encrypted" in debriefing.says(words)
    assert evidence(debriefing) == []


@pytest.mark.parametrize(
    "words",
    [
        "was that the right thing to say?",
        "did I answer that well?",
        "should I have pushed harder?",
        "wie war ich?",
    ],
)
def test_a_question_without_an_answer_is_evidence_only_when_it_is_said_again(
    debriefing: Player, words: str
) -> None:
    debriefing.plays([(words, "send it once more")])
    assert evidence(debriefing) == []
    debriefing.says(words)
    assert evidence(debriefing) == [words]


@pytest.mark.parametrize(
    "words",
    [
        "they stop whatever does not move the number",
        "she edits it with the customer in the room",
        "how many tickets you close in a week",
        "yes, by the returns",
        "the first one was dropped, and they changed the second",
        "he said: who cares about dates?",
        "they run tomorrow's list today and later check it",
        "we continue what works",
    ],
)
def test_what_they_said_stays_an_answer(debriefing: Player, words: str) -> None:
    debriefing.says(words)
    assert evidence(debriefing) == [words]


@pytest.mark.parametrize("words", ["edit", "change my answer", "let me correct something", "bearbeiten"])
def test_edit_opens_the_answers_and_the_debrief_waits(debriefing: Player, words: str) -> None:
    debriefing.says("output: dates are everything")
    before = asked(debriefing)
    debriefing.says(words)
    (every,) = debriefing.replies(ReadingsShown)
    assert isinstance(every, ReadingsShown)
    assert every.title == "Your answers on Northwind"
    assert (asked(debriefing), len(debriefing.replies(Question))) == (before, 1)
    debriefing.plays([("[Change 1]", "You had written"), ("outcome: fewer returns", "Back to the Northwind")])
    assert evidence(debriefing) == ["outcome: fewer returns"]


@pytest.mark.parametrize(
    "words",
    [
        "correct the first one: outcome: the bonus hangs on returns",
        "I need to fix the first answer, outcome: the bonus hangs on returns",
        "korrigiere die erste: outcome: the bonus hangs on returns",
        "change answer 1, outcome: the bonus hangs on returns",
    ],
)
def test_an_earlier_answer_is_put_right_in_one_sentence(debriefing: Player, words: str) -> None:
    debriefing.says("output: the bonus hangs on releases")
    debriefing.says("output: nothing happened")
    before = asked(debriefing)
    debriefing.plays([(words, "I read that as outcome")])
    assert evidence(debriefing) == ["outcome: the bonus hangs on returns", "output: nothing happened"]
    assert asked(debriefing) == before


@pytest.mark.parametrize(
    "words", ["yes that's right", "exactly", "right", "passt", "stimmt", "correcto", "c'est ça", "isso mesmo"]
)
def test_agreeing_with_a_reading_answers_nothing(debriefing: Player, words: str) -> None:
    debriefing.says("output: dates are everything")
    before = asked(debriefing)
    debriefing.plays([(words, "Good.")])
    assert (asked(debriefing), evidence(debriefing)) == (before, ["output: dates are everything"])


@pytest.mark.parametrize(
    "words",
    [
        "no I meant more outcome",
        "that's rather outcome to me",
        "nein, eher outcome",
        "non, plutôt outcome",
        "no, más bien outcome",
        "not output but outcome",
    ],
)
def test_a_reading_is_put_right_in_ones_own_words(debriefing: Player, words: str) -> None:
    debriefing.says("output: dates are everything")
    before = asked(debriefing)
    debriefing.plays([(words, "Noted as outcome")])
    (answer,) = debriefing.company("Northwind").answers
    assert answer.reading is not None
    assert (answer.reading.label, answer.reading.corrected) == (Label.OUTCOME, True)
    assert asked(debriefing) == before


@pytest.mark.parametrize("words", ["I disagree", "that's wrong", "das stimmt nicht", "it's not output"])
def test_who_only_disagrees_is_asked_how_they_read_it(debriefing: Player, words: str) -> None:
    debriefing.says("output: dates are everything")
    debriefing.plays([(words, "how do you read it?"), ("[More outcome]", "Noted as outcome")])
    assert evidence(debriefing) == ["output: dates are everything"]


@pytest.mark.parametrize("words", ["why?", "why do you think so?", "warum?", "por qué?", "pourquoi ?"])
def test_why_explains_the_reading_just_shown(debriefing: Player, words: str) -> None:
    debriefing.says("output: dates are everything")
    assert "dates are everything" in debriefing.says(words)
    assert evidence(debriefing) == ["output: dates are everything"]


@pytest.mark.parametrize("words", ["yes", "sure", "genau", "sí", "oui"])
def test_a_bare_yes_is_asked_for_their_words(debriefing: Player, words: str) -> None:
    debriefing.plays(
        [(words, "in a few of their words"), ("output: it was all very nice", "I read that as output")]
    )
    assert evidence(debriefing) == ["output: it was all very nice"]


@pytest.mark.parametrize("words", ["why?", "why do you ask?", "warum?", "por qué?"])
def test_why_without_a_reading_says_why_it_is_asked(debriefing: Player, words: str) -> None:
    why = debriefing.company("Northwind").interviews[0].questions[0].why
    debriefing.plays([(words, why), ("it was all very nice", "stays vague"), (words, "a number")])
    assert evidence(debriefing) == ["it was all very nice"]


@pytest.mark.parametrize(
    "words",
    [
        "by the way they made me an offer: 62k EUR a year, answer by friday",
        "oh, and they offered me 62k EUR a year",
        "ich habe übrigens ein Angebot bekommen, 62.000 € im Jahr, Antwort bis Freitag",
        "me han hecho una oferta de 62.000 € al año, con 10% de bonus y 23 días de vacaciones, respuesta el viernes",
        "northwind made me an offer of 62k EUR a year plus 10% bonus and 25 days off, and I have to answer by friday",
    ],
)
def test_an_offer_told_in_a_debrief_is_kept_and_the_place_too(debriefing: Player, words: str) -> None:
    before = asked(debriefing)
    answer = debriefing.says(words)
    assert "62,000" in answer
    assert "Back to the Northwind debrief" in answer
    terms = debriefing.company("Northwind").terms
    assert terms is not None
    assert terms.base is not None
    assert (asked(debriefing), evidence(debriefing), len(debriefing.opportunities)) == (before, [], 1)


@pytest.mark.parametrize(
    "words",
    [
        "oh and the second interview with northwind is on tuesday at 3pm with the CTO",
        "the next round is on tuesday at 3pm, with the CTO",
        "they want to see me again on tuesday at 3pm",
        "nächste Runde ist am Dienstag um 15 Uhr mit dem CTO",
        "la segunda entrevista es el martes a las 15:00 con el director",
    ],
)
def test_a_round_told_in_a_debrief_is_booked_and_the_place_kept(debriefing: Player, words: str) -> None:
    before = asked(debriefing)
    answer = debriefing.says(words)
    assert "Booked: Northwind, Tuesday 17 March, 15:00" in answer
    assert "Back to the Northwind debrief" in answer
    assert len(debriefing.company("Northwind").interviews) == 2
    assert (asked(debriefing), evidence(debriefing)) == (before, [])


def test_an_interview_elsewhere_told_in_a_debrief_is_booked_there(debriefing: Player) -> None:
    debriefing.says("interview Globex, Monday 10am, recruiter")
    debriefing.says("debrief northwind")
    debriefing.plays([("the second interview with globex is on friday the 20th at 9am", "Booked: Globex")])
    assert len(debriefing.company("Northwind").interviews) == 1
    assert evidence(debriefing) == []


@pytest.mark.parametrize(
    "words",
    [
        "I also got an offer from Globex: 62k EUR a year",
        "i got an offer from globex too, 62k EUR a year",
        "Globex made me an offer, 62k EUR a year",
    ],
)
def test_another_companys_offer_told_in_a_debrief_is_that_ones(debriefing: Player, words: str) -> None:
    debriefing.says(words)
    assert debriefing.company("Globex").terms is not None
    assert debriefing.company("Northwind").terms is None
    assert evidence(debriefing) == []


@pytest.mark.parametrize(
    "words",
    [
        "they pay 50 euros bonus for each release",
        "they saved 40k EUR a year by dropping it",
        "they offer 5000 EUR to whoever ships first",
        "they interview five users every Thursday at 9am",
        "they go through the numbers every Monday at 9am",
        "they would make the offer only to people who ship by the date",
        "the big demo is on Thursday at 3pm with the CTO",
    ],
)
def test_money_and_days_in_what_they_said_stay_an_answer(debriefing: Player, words: str) -> None:
    debriefing.says(words)
    assert evidence(debriefing) == [words]
    assert len(debriefing.company("Northwind").interviews) == 1
    assert debriefing.company("Northwind").terms is None
