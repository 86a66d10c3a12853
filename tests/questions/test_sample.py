"""The page of samples shows what the coach says today."""

from __future__ import annotations

from docs.questions.sample import CANDIDATES, TARGET, sample


def test_the_page_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == sample(), "run: python -m docs.questions.sample"


def test_it_shows_thirty_suggestions_for_ten_people() -> None:
    assert len(CANDIDATES) == 10
    assert sample().count("\nWhy: ") == 30
