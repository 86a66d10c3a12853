"""What one's own question is about: right often enough to be worth showing, silent when nothing tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.questions.inference import guess_dimension, infer_dimension
from dialogs.questions.trades import trade_of
from dialogs.rubric import Dimension

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[tuple[Dimension, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [(Dimension(d), text) for d, text in (line.split("\t") for line in lines)]


@pytest.mark.parametrize(
    ("name", "at_least"), [("own_questions_tuned_on.tsv", 0.85), ("own_questions_held_out.tsv", 0.6)]
)
def test_most_are_filed_right(name: str, at_least: float) -> None:
    right = [infer_dimension(text) is gold for gold, text in rows(name)]
    assert sum(right) / len(right) >= at_least


def test_where_words_told_they_mostly_told_right() -> None:
    told = [(guess_dimension(text), gold) for gold, text in rows("own_questions_held_out.tsv")]
    right = [guess.dimension is gold for guess, gold in told if guess.words]
    assert sum(right) / len(right) >= 0.75


@given(st.text(max_size=300))
def test_the_words_that_decided_are_the_persons_own(text: str) -> None:
    guess = guess_dimension(text)
    assert all(word in text for word in guess.words)


def test_nothing_telling_is_admitted() -> None:
    assert guess_dimension("Hmm?").words == ()
    assert guess_dimension("Who got promoted last?").words == ("promoted",)


@pytest.mark.parametrize(
    ("title", "trade"),
    [
        ("ICU nurse", "care"),
        ("Nurse manager, software house", "care"),
        ("Primary school teacher", "teaching"),
        ("head of marketing", "service"),
        ("Support Engineer", "tech"),
        ("maintenance engineer", "operations"),
        ("warehouse shift lead", "operations"),
        ("internal auditor", "desk"),
        ("ops analyst", "desk"),
        ("account executive", "service"),
        ("care", "care"),
        ("poet", None),
        ("", None),
        (None, None),
    ],
)
def test_a_title_tells_the_trade(title: str | None, trade: str | None) -> None:
    assert trade_of(title) == trade
