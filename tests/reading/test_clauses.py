"""Clauses are exact spans of the text, none of them a stray word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.clauses import clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n ", []),
        ("tickets per hour", ["tickets per hour"]),
        ("They ship on Friday. Nobody looks back.", ["They ship on Friday.", "Nobody looks back."]),
        ("They talk of impact but count the tickets", ["They talk of impact", "but count the tickets"]),
        ("dates come first; then maybe users", ["dates come first", "then maybe users"]),
        ("Es zählt die Zahl, aber auch der Nutzen", ["Es zählt die Zahl", "aber auch der Nutzen"]),
        ("No. They measure churn every week.", ["No. They measure churn every week."]),
    ],
)
def test_where_an_answer_is_cut(text: str, expected: list[str]) -> None:
    assert [clause.of(text) for clause in clauses(text)] == expected


@given(st.text(max_size=300))
def test_clauses_are_in_order_and_hold_every_word(text: str) -> None:
    found = clauses(text)

    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = "".join(clause.of(text) for clause in found)
    assert [c for c in text if c.isalnum()] == [c for c in covered if c.isalnum()]
