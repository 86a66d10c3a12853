"""After the interview: question by question, read at once, open to correction, and never lost."""

from __future__ import annotations

import pytest

from dialogs.records import AnswerKind
from dialogs.replies import ReadingShown, ReadingsShown, VerdictShown
from dialogs.rubric import Label, Source
from tests.player import Player


def test_the_story_of_one_debrief(debriefing: Player) -> None:
    debriefing.plays(
        [
            ("output: live before summer, the bonus hangs on it", "I read that as output"),
            ("outcome: they looked at the numbers and killed it", "I read that as outcome"),
            ("output: tickets come pre-sorted", "did you see anything"),
            ("output: a wall of dates", "anything else"),
            ("skip", "so far"),
        ]
    )
    northwind = debriefing.company("Northwind")
    assert [a.source for a in northwind.answers] == [Source.TOLD, Source.TOLD, Source.TOLD, Source.SEEN]
    assert debriefing.replies(VerdictShown)


def test_not_asked_and_dodged_are_answers_but_no_evidence(debriefing: Player) -> None:
    debriefing.plays(
        [
            ("not asked", "what did they say"),
            ("they dodged", "won't count it"),
        ]
    )
    kinds = [a.kind for a in debriefing.company("Northwind").answers]
    assert kinds == [AnswerKind.NOT_ASKED, AnswerKind.DODGED]


def test_a_vague_answer_gets_one_follow_up_and_no_more(debriefing: Player) -> None:
    debriefing.plays(
        [
            ("we are very customer obsessed", "could they name one"),
            ("she could not", "what did they say"),
        ]
    )
    answer = debriefing.company("Northwind").answers[0]
    assert answer.text == "we are very customer obsessed\nshe could not"


@pytest.mark.parametrize("words", ["wait, when is the globex one?", "wait when is globex"])
def test_an_interruption_is_answered_and_the_place_is_kept(debriefing: Player, words: str) -> None:
    debriefing.says("interview Globex, Monday 10am, recruiter")
    debriefing.says("debrief northwind")
    answer = debriefing.says(words)
    assert "Globex: Monday 16 March, 10:00" in answer
    assert "Back to the Northwind debrief" in answer
    assert debriefing.company("Northwind").answers == ()


def test_a_command_word_inside_an_answer_is_part_of_the_answer(debriefing: Player) -> None:
    words = "output: they would make the offer only if I skip the status meetings and help ship by the date"
    debriefing.says(words)
    assert debriefing.company("Northwind").answers[0].text == words


def test_a_reading_can_be_put_right_in_words_and_by_button(debriefing: Player) -> None:
    debriefing.says("outcome: fewer vans drive half empty")
    debriefing.says("more output")
    reading = debriefing.company("Northwind").answers[0].reading
    assert reading is not None
    assert (reading.label, reading.corrected) == (Label.OUTPUT, True)


def test_stopping_and_going_on_tomorrow_loses_nothing(debriefing: Player) -> None:
    debriefing.says("output: dates are everything")
    debriefing.says("later")
    debriefing.waits(days=1)
    answer = debriefing.says("debrief northwind")
    assert "six months" not in answer
    assert len(debriefing.company("Northwind").answers) == 1


def test_back_asks_the_previous_question_again(debriefing: Player) -> None:
    first = debriefing.company("Northwind").interviews[0].questions[0].text
    debriefing.says("output: dates")
    assert first in debriefing.says("back")
    debriefing.says("outcome: fewer returns")
    answers = debriefing.company("Northwind").answers
    assert [a.text for a in answers] == ["outcome: fewer returns"]


def test_an_answer_edited_after_the_verdict_redraws_it_in_place(debriefing: Player) -> None:
    for words in ("output: a", "output: b", "output: c", "skip", "skip"):
        debriefing.says(words)
    before = debriefing.replies(VerdictShown)[0]
    debriefing.presses("Edit an answer")
    debriefing.presses("Change 1")
    debriefing.says("outcome: it was the other way round")
    redrawn = [m for m in debriefing.said if isinstance(m.reply, VerdictShown)]
    assert redrawn[0].key == f"verdict:{debriefing.company('Northwind').id}"
    assert redrawn[0].reply.verdict.probability > before.verdict.probability


def test_a_free_note_is_read_piece_by_piece(booked: Player) -> None:
    booked.waits(days=4)
    note = (
        "debrief northwind\noutcome: she opened the page with the one number that counts for her\n"
        "output: the bonus hangs on the go-live date in June\noutcome: they drop what does not work, and say why\n"
    )
    booked.says(note)
    labels = [a.reading.label for a in booked.company("Northwind").answers if a.reading]
    assert labels == [Label.OUTCOME, Label.OUTPUT, Label.OUTCOME]
    assert booked.replies(VerdictShown)


LONG = "\n".join(f"{'output' if n % 3 else 'outcome'}: passage {n} of a long note" for n in range(30))


def test_a_long_note_is_one_message_of_lines_that_can_each_be_changed(booked: Player) -> None:
    booked.waits(days=4)
    booked.says(f"debrief northwind\n{LONG}")
    (read,) = booked.replies(ReadingsShown)
    assert not booked.replies(ReadingShown)
    assert len(read.lines) == len(booked.company("Northwind").answers)
    assert f"{len(read.lines)} passages that say something" in read.summary
    before = booked.replies(VerdictShown)[0]
    booked.presses("Change 1")
    form = booked.form()
    assert [field.id for field in form.fields] == ["label", "text"]
    assert form.fields[0].value == "outcome"
    booked.fills(form.act, label="output", text=form.fields[1].value)
    redrawn = booked.replies(ReadingsShown)[0]
    assert redrawn.lines[0].word == "output, as you read it"
    assert [m.key for m in booked.said if isinstance(m.reply, ReadingsShown)] == [
        f"readings:{booked.company('Northwind').answers[0].came_with}"
    ]
    assert booked.replies(VerdictShown)[0].verdict.probability < before.verdict.probability


def test_a_note_in_one_go_ends_the_question_by_question_that_is_under_way(booked: Player) -> None:
    booked.wakes_up("debrief")
    booked.says(f"debrief northwind\n{LONG}")
    assert booked.me.dialogs.front is None
    card = next(m.reply for m in booked.said if (m.key or "").startswith("card:"))
    assert not any("waiting" in line for line in card.lines)  # type: ignore[union-attr]
    assert "Back to" not in booked.says("status")


def test_a_passage_whose_words_are_changed_is_read_anew(booked: Player) -> None:
    booked.waits(days=4)
    booked.says(f"debrief northwind\n{LONG}")
    booked.presses("Change 2")
    act, stood = booked.form().act, booked.form().fields[0].value
    booked.fills(act, label=stood, text="output: nothing but dates")
    answer = next(a for a in booked.company("Northwind").answers if a.id == act.args["answer"])
    assert (answer.text, answer.reading.label if answer.reading else None) == (
        "output: nothing but dates",
        Label.OUTPUT,
    )
    booked.fills(act, label="unclear", text="output: nothing but dates")
    answer = next(a for a in booked.company("Northwind").answers if a.id == act.args["answer"])
    assert answer.reading is not None
    assert (answer.reading.label, answer.reading.corrected) == (Label.UNCLEAR, True)


def test_a_corrected_passage_of_a_note_is_typed_as_well(booked: Player) -> None:
    booked.waits(days=4)
    booked.says(f"debrief northwind\n{LONG}")
    booked.says("edit")
    (every,) = booked.replies(ReadingsShown)
    assert every.title == "Your answers on Northwind"
    assert len(every.lines) == len(booked.company("Northwind").answers)
    booked.presses("Change 3")
    booked.says("outcome: fewer returns")
    assert "fewer returns" in {a.text.removeprefix("outcome: ") for a in booked.company("Northwind").answers}
    assert booked.replies(ReadingsShown)[0].title == "What I read about Northwind"


def test_the_whole_debrief_is_also_one_form(debriefing: Player) -> None:
    question = debriefing.said[-1].reply
    form = question.form
    first, *others = [f.id for f in form.fields if f.id.startswith("q:")]
    debriefing.fills(form.act, **{first: "output: dates", **dict.fromkeys(others, "outcome: less waiting")})
    assert len(debriefing.company("Northwind").answers) == 1 + len(others)
    (read,) = debriefing.replies(ReadingsShown)
    assert [line.word for line in read.lines] == ["output", *["outcome"] * len(others)]
    assert {line.about for line in read.lines} == {
        a.question_text for a in debriefing.company("Northwind").answers
    }


def test_a_button_from_a_closed_debrief_says_so(debriefing: Player) -> None:
    old = next(c.act for c in debriefing.choices if c.label == "Not asked")
    for words in ("output: a", "output: b", "output: c", "skip", "skip"):
        debriefing.says(words)
    assert "closed already" in debriefing.acts(old.name, **old.args)


def test_ten_thousand_characters_are_kept(debriefing: Player) -> None:
    words = "output: " + "the date is what counts here. " * 340
    debriefing.says(words)
    assert debriefing.company("Northwind").answers[0].text == words.strip()


def test_an_answer_that_the_coach_is_torn_about_is_not_called_vague(debriefing: Player) -> None:
    answer = debriefing.says(
        "torn: the big thing is getting the tool live, so that fewer vans drive half empty"
    )
    assert "I'm torn on that one: it may be output" in answer
    assert "vague" not in answer
    debriefing.presses("Both")
    reading = debriefing.company("Northwind").answers[0].reading
    assert reading is not None
    assert reading.label is Label.MIXED
