"""What is said to the coach in passing: stop, an opinion of a reading, which answer is meant."""

from __future__ import annotations

import pytest

from dialogs.rubric import Label
from dialogs.words.asides import Opinion, Placed, opinion_of, placed, says_stop

OUTPUT, OUTCOME, WRONG = Opinion(Label.OUTPUT), Opinion(Label.OUTCOME), Opinion(None)


@pytest.mark.parametrize("words", ["stop", "Stop!", "please stop", "aufhören", "arrête", "basta", "pare"])
def test_a_word_for_stopping_alone_stops(words: str) -> None:
    assert says_stop(words)


@pytest.mark.parametrize("words", ["they stop", "stop the line", "non-stop", "", "it never stops"])
def test_a_word_for_stopping_among_others_does_not(words: str) -> None:
    assert not says_stop(words)


@pytest.mark.parametrize(
    ("words", "opinion"),
    [
        ("no, I'd rather say output", OUTPUT),
        ("hm that is more outcome to me", OUTCOME),
        ("outcome, not output", OUTCOME),
        ("it's not outcome but output", OUTPUT),
        ("I would call it more growth", OUTCOME),
        ("that's repetition", OUTPUT),
        ("nein, ich meinte eher outcome", OUTCOME),
        ("je dirais plutôt output", OUTPUT),
        ("no, más bien outcome", OUTCOME),
        ("acho que é output", None),
        ("I don't agree", WRONG),
        ("sorry, that's wrong", WRONG),
        ("das stimmt nicht", WRONG),
        ("it's not output", WRONG),
    ],
)
def test_an_opinion_of_a_reading(words: str, opinion: Opinion | None) -> None:
    assert opinion_of(words) == opinion


@pytest.mark.parametrize(
    "words",
    [
        "outcome",
        "output: a",
        "they say outcome over output",
        "she'd call it outcome",
        "growth",
        "it is wrong to ship on a Friday",
        "no",
        "outcome or output",
        "the outcome of the trial decides what stays",
    ],
)
def test_what_is_told_is_no_opinion(words: str) -> None:
    assert opinion_of(words) is None


@pytest.mark.parametrize(
    ("words", "which"),
    [
        ("correct the second one: he named a case", Placed(2, "he named a case")),
        ("I'd like to change answer 3, it was about returns", Placed(3, "it was about returns")),
        ("fix the last one", Placed(-1, "")),
        ("edit 2", Placed(2, "")),
        ("korrigiere die erste: der Bonus hängt am Datum", Placed(1, "der Bonus hängt am Datum")),
        ("change it", None),
        ("they changed the first one, and then the second", None),
    ],
)
def test_which_answer_is_meant(words: str, which: Placed | None) -> None:
    assert placed(words) == which
