"""The answer to "why?" names the clause, the rule, how sure it is, and what would change it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.reading.explain import NAMES, explain_reading, explain_verdict
from dialogs.reading.verdict import judge
from dialogs.rubric import (
    MINDSET_DIMENSIONS,
    Dimension,
    Label,
    Probabilities,
    Reading,
    Role,
    Source,
    Strength,
)
from tests.reading.evidence import everywhere, said

TEXT = "They talk of impact. But it is nine tickets an hour, and the queue must be empty by six."
READING = Reading(
    dimension=Dimension.SUCCESS_METRICS,
    label=Label.OUTPUT,
    probabilities=Probabilities(output=0.8, outcome=0.05, mixed=0.1, unclear=0.05),
    strength=Strength.EVIDENCE,
    quote="But it is nine tickets an hour, and the queue must be empty by six.",
    reason="Success here is counted in what gets delivered.",
    rule=3,
)


def test_a_reading_is_explained_by_clause_rule_and_what_would_change_it() -> None:
    why = explain_reading(READING, TEXT)

    assert f"“{READING.quote}”" in why
    assert "Rule 3: A target on delivery" in why
    assert "80 % sure; the next best reading is mixed (10 %)" in why
    assert "What would change it: a number that moves for somebody" in why


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"corrected": True}, "You set this to output"),
        ({"strength": Strength.CLAIM}, "only asserted"),
        ({"label": Label.UNCLEAR, "quote": None}, "Ask for a recent example"),
        ({"label": Label.MIXED, "quote": TEXT[:20], "counter_quote": TEXT[21:40]}, "For outcome: “"),
        ({"dimension": Dimension.GROWTH}, "I read this as repetitive"),
    ],
)
def test_each_kind_of_reading(change: dict[str, object], expected: str) -> None:
    assert expected in explain_reading(replace(READING, **change), TEXT)  # type: ignore[arg-type]


def test_a_quote_that_is_not_in_the_text_is_never_shown() -> None:
    assert "invented" not in explain_reading(replace(READING, quote="invented"), TEXT)


def test_a_verdict_is_explained_by_its_quotes_and_the_next_question() -> None:
    peer = said(Dimension.FOCUS, Label.OUTCOME, who="peer A", role=Role.PEER)
    confirming = said(Dimension.AUTONOMY, Label.OUTPUT, who="peer B", role=Role.PEER)
    why = explain_verdict(judge("Acme", [*everywhere(Label.OUTPUT), confirming, peer]))

    assert why.startswith("Acme looks output-minded")
    assert "“output on focus” (told by the hiring manager, on what comes first)" in why
    assert "What speaks against it:\n- “outcome on focus”" in why
    assert "They disagree on what comes first: peer A said “outcome on focus”" in why
    assert "Growth: not enough to say." in why
    assert "ask about what you would learn" in why


@pytest.mark.parametrize(
    ("labels", "headline"),
    [
        ({}, "There is not enough to judge Acme yet."),
        ({Dimension.SUCCESS_METRICS: Label.OUTPUT}, "Acme leans output, but that is not settled."),
        (dict.fromkeys(MINDSET_DIMENSIONS, Label.OUTCOME), "Acme looks outcome-minded"),
    ],
)
def test_the_headline(labels: dict[Dimension, Label], headline: str) -> None:
    assert headline in explain_verdict(judge("Acme", [said(d, label) for d, label in labels.items()]))


@pytest.mark.parametrize("dimension", Dimension)
def test_one_dimension_is_explained_by_its_own_quotes(dimension: Dimension) -> None:
    seen = said(dimension, Label.OUTCOME, source=Source.SEEN)
    empty, filled = judge("Acme", []), judge("Acme", [seen])

    assert (
        explain_verdict(empty, dimension) == f"Nothing is known yet of {NAMES[dimension]}: nobody was asked."
    )
    assert f"“outcome on {dimension.value}” (seen" in explain_verdict(filled, dimension)


def test_a_label_that_is_not_the_likeliest_says_why() -> None:
    near = Probabilities(output=0.42, outcome=0.36, mixed=0.17, unclear=0.05)
    plain = said(Dimension.FOCUS, Label.MIXED).reading

    told = explain_reading(replace(plain, probabilities=near), "either way")

    assert "I am not sure: output (42 %) is not much likelier than its opposite" in told
