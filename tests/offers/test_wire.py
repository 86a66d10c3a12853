"""Offers and comparisons as JSON: the documented contract, its examples, and what is said of bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from dialogs.offers.comparison import compare
from dialogs.offers.offer import Offer
from dialogs.offers.report import to_wire
from dialogs.offers.schema import compare_schema
from dialogs.offers.terms import Base, Per, SignOn, Terms
from dialogs.offers.wire import WireError, comparison_from_wire, terms_from_wire, terms_to_wire
from dialogs.rubric import Dimension
from tests.offers.making import TODAY, D, offer_lists, terms

DOCS = Path(__file__).parents[2] / "docs" / "offers"
EXAMPLES = sorted((DOCS / "examples").glob("*.json"))


def check(data: Any, part: str) -> None:
    """Against one part of the schema."""
    schema = compare_schema()
    validator = jsonschema.Draft202012Validator({**schema, "oneOf": [{"$ref": f"#/$defs/{part}"}]})
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]
    assert errors == []


def test_the_documented_schema_is_the_one_of_the_code() -> None:
    documented = json.loads((DOCS / "compare.schema.json").read_text("utf-8"))
    assert documented == compare_schema(), "run: python docs/offers/schema.py"
    jsonschema.Draft202012Validator.check_schema(documented)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_is_read_compared_and_printed_by_the_schema(example: Path) -> None:
    data = json.loads(example.read_text("utf-8"))
    check(data, "request")
    request = comparison_from_wire(data)
    assert request.today == TODAY
    comparison = compare(request.offers, request.preferences, today=TODAY, samples=200)
    assert comparison.asks == ()
    assert comparison.problems == ()
    report = to_wire(comparison)
    check(report, "report")
    assert report == json.loads(json.dumps(report))
    assert comparison.order is not None
    assert comparison.price is not None


def test_there_are_examples() -> None:
    assert [path.stem for path in EXAMPLES] == ["cash-now", "stay-or-go", "two-offers"]


@settings(deadline=None, max_examples=40)
@given(offer_lists(1, 3))
def test_any_comparison_is_printed_by_the_schema(offers: tuple[Offer, ...]) -> None:
    check(to_wire(compare(offers, today=TODAY, samples=50)), "report")


@given(terms())
def test_terms_come_back_from_json_as_they_were(said: Terms) -> None:
    assert terms_from_wire(json.loads(json.dumps(terms_to_wire(said)))) == said


def test_what_was_not_said_is_null_on_the_wire() -> None:
    wire = terms_to_wire(Terms(base=Base(D("185000"))))
    assert wire["base"] == {"amount": "185000", "currency": None, "per": None, "payments_per_year": None}
    assert {name for name, value in wire.items() if value is None} >= {
        "bonus",
        "equity",
        "sign_on",
        "days_off",
    }


def test_shorthands_are_read() -> None:
    said = terms_from_wire({"base": {"amount": 62000, "currency": "eur", "per": "year"}, "sign_on": "5000"})
    assert said == Terms(base=Base(D(62000), "EUR", Per.YEAR), sign_on=SignOn(D(5000)))


def test_a_verdict_as_the_coach_prints_it_is_read() -> None:
    verdict = {
        "company": "Acme",
        "mindset": "outcome",
        "growth": "compounding",
        "probability": 0.8,
        "interval": [0.6, 0.9],
        "growth_probability": 0.7,
        "dimensions": [{"dimension": "autonomy", "answers": 2, "probability": 0.6, "interval": [0.4, 0.7]}],
        "evidence": [
            {"quote": "fewer vans driving half empty", "interviewer": "manager"},
            {"quote": "we killed it", "interviewer": "peer"},
        ],
        "contradictions": [],
        "next_questions": [],
    }
    offer = {"company": "Acme", "terms": {"base": {"amount": 1}}, "verdict": verdict}
    doors = comparison_from_wire([offer]).offers[0].verdict
    assert doors is not None
    assert (doors.mindset, doors.probability, doors.interval) == ("outcome", 0.8, (0.6, 0.9))
    assert (doors.autonomy_probability, doors.growth_probability) == (0.6, 0.7)
    assert (doors.answers, doors.interviewers) == (2, 2)
    assert doors.quotes == ("fewer vans driving half empty", "we killed it")


def test_a_side_that_nobody_spoke_of_is_unknown_and_not_one_half() -> None:
    silent = {one.value: {"answers": 0, "probability": 0.5, "interval": [0.1, 0.9]} for one in Dimension}
    verdict = {
        "mindset": "not enough evidence",
        "leaning": "output",
        "growth": "not enough evidence",
        "probability": 0.3,
        "interval": [0.1, 0.6],
        "growth_probability": 0.5,
        "growth_interval": [0.1, 0.9],
        "dimensions": {**silent, "focus": {"answers": 1, "probability": 0.3, "interval": [0.1, 0.6]}},
    }
    doors = comparison_from_wire([{"company": "Acme", "verdict": verdict}]).offers[0].verdict
    assert doors is not None
    assert (doors.mindset, doors.probability) == ("leaning output", 0.3)
    assert doors.growth_probability is None
    assert doors.autonomy_probability is None
    nothing = {**verdict, "dimensions": silent}
    doors = comparison_from_wire([{"company": "Acme", "verdict": nothing}]).offers[0].verdict
    assert doors is not None
    assert doors.probability is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "I need"),
        ([], "I need"),
        ("hello", "I need"),
        ([3], "offers[0]: an offer is an object"),
        ([{"terms": {}}], "offers[0].company: which company"),
        (
            [{"company": "A", "terms": {"base": {"amount": "a lot"}}}],
            "offers[0].terms.base.amount: a number such as",
        ),
        ([{"company": "A", "terms": {"salary": 3}}], "terms.salary: I don't know this field"),
        ([{"company": "A", "terms": {"answer_by": "soon"}}], "answer_by: a date such as 2026-03-27"),
        ([{"company": "A", "terms": {"base": {"amount": "1e40"}}}], "too large to be meant"),
        ([{"company": "A"}, {"company": "a"}], "the id a is there twice"),
        (
            {"offers": [{"company": "A"}], "preferences": {"flor": 1}},
            "preferences.flor: I don't know this field",
        ),
        ({"offers": [{"company": "A"}], "preferences": [1]}, "preferences: an object"),
        ([{"company": "A", "terms": {"base": {"amount": "NaN"}}}], "offers[0].terms.base.amount"),
        ([{"company": "A", "terms": {"base": {"amount": True}}}], "offers[0].terms.base.amount"),
        ([{"company": f"A{i}"} for i in range(31)], "31 are too many"),
        ({"offers": [{"company": "A"}], "seed": -1}, "seed: -1 can't be"),
        ({"offers": [{"company": "A"}], "samples": 0}, "samples: 0 can't be drawn"),
        ({"offers": [{"company": "A"}], "samples": 10**9}, "can't be drawn"),
        ([{"company": "A", "verdict": {"probability": "high"}}], "offers[0].verdict.probability"),
    ],
)
def test_bad_input_gets_a_sentence_that_names_the_place(data: Any, words: str) -> None:
    with pytest.raises(WireError) as error:
        comparison_from_wire(data)
    assert words in " ".join(error.value.problems)


def test_all_faults_are_named_at_once() -> None:
    bad = [{"company": "A", "terms": {"base": {"amount": "x"}}}, {"terms": {}}]
    with pytest.raises(WireError) as error:
        comparison_from_wire(bad)
    assert len(error.value.problems) == 2
