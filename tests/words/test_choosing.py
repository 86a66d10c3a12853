"""Choosing among what was offered, in words."""

from __future__ import annotations

from datetime import date, time

import pytest

from dialogs.words.choosing import moment_among, place_among
from dialogs.words.standing import Standing, standing

OFFERED = ("Thursday 12 March 2026, 14:00", "Thursday 3 December 2026, 14:00")


@pytest.mark.parametrize(
    "words", ["the third", "4", "thursday", "the first was better than the second", "", "one"]
)
def test_what_chooses_none_of_them(words: str) -> None:
    assert moment_among(words, OFFERED) is None


@pytest.mark.parametrize(("words", "place"), [("the 12th", None), ("2", None), ("1", 0), ("second", 1)])
def test_a_number_of_what_is_offered_is_no_place(words: str, place: int | None) -> None:
    assert place_among(words, OFFERED) == place


def test_what_stands_is_kept_as_text() -> None:
    moments = ((date(2026, 3, 12), time(14)), (date(2026, 3, 13), None), (None, time(9, 30)))
    assert Standing(moments).text == "2026-03-12T14:00|2026-03-13T|T09:30"
    assert standing(Standing(moments, "EST").text, "EST") == Standing(moments, "EST")
    assert standing("") == Standing()
