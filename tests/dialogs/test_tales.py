"""A tale told as the answer to one question: what it says of other things is not asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.replies import Question, ReadingsShown
from dialogs.rubric import Dimension, Label, Reading
from tests.player import MarkedReader, Player


class SortingReader(MarkedReader):
    """Hears what a sentence is about from its last word, if that names a dimension."""

    def read(self, text: str, dimension: Dimension | None = None) -> Reading:
        """The label that the first word names, of the dimension that the last one does."""
        about = text.rstrip(". ").rpartition(" ")[2]
        found = Dimension(about) if about in set(Dimension) else Dimension.FOCUS
        return replace(super().read(text, dimension), dimension=dimension or found)


@pytest.fixture
def sorting(debriefing: Player, monkeypatch: pytest.MonkeyPatch) -> Player:
    monkeypatch.setattr("tests.player.MarkedReader", SortingReader)
    return debriefing


FILLING = "We walked through the building for a while and talked about this and that on the way, all very friendly. "


def tale(player: Player) -> tuple[str, list[str], list[Dimension]]:
    """One sentence about what the first question asks, one about the second, one that nothing asks about."""
    questions = player.company("Northwind").interviews[0].questions
    asked = [q.dimension for q in questions if q.pinned]
    beside = next(d for d in Dimension if d not in asked)
    parts = [
        f"output: the dates come first in {asked[0]}.",
        f"outcome: they looked afterwards and dropped it in {asked[1]}.",
        f"output: one does what one is told in {beside}.",
    ]
    return FILLING * 3 + " ".join(parts) + " " + FILLING, parts, [asked[0], asked[1], beside]


def test_a_tale_is_read_for_all_that_it_tells(sorting: Player) -> None:
    text, _, about = tale(sorting)
    sorting.says(text)
    answers = sorting.company("Northwind").answers
    assert [a.dimension for a in answers] == about
    assert answers[0].text == text.strip()
    assert "dropped it" in answers[1].text
    assert "dropped it" not in answers[2].text
    assert sorting.replies(ReadingsShown)


def test_what_a_tale_told_is_not_asked_again(sorting: Player) -> None:
    questions = [q for q in sorting.company("Northwind").interviews[0].questions if q.pinned]
    sorting.says(tale(sorting)[0])
    (asked,) = sorting.replies(Question)
    assert isinstance(asked, Question)
    assert asked.step == f"q:{questions[2].id}"
    assert questions[0].text in sorting.says("back")
    assert sorting.company("Northwind").answers[1].question == questions[1].id


def test_a_tale_that_leaves_the_question_open_is_not_called_vague(sorting: Player) -> None:
    _, parts, _ = tale(sorting)
    assert "vague" not in sorting.says(f"{FILLING * 3} {parts[1]} {FILLING}")
    read = [a.reading.label for a in sorting.company("Northwind").answers if a.reading]
    assert read == [Label.UNCLEAR, Label.OUTCOME]


@pytest.mark.parametrize("number", [1, 3])
def test_a_long_answer_without_another_topic_is_one_answer(sorting: Player, number: int) -> None:
    sorting.says(FILLING * 4 * number)
    assert [a.text for a in sorting.company("Northwind").answers] == [(FILLING * 4 * number).strip()]
    assert "vague" in str(sorting.said[-1].reply)
