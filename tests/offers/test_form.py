"""The offer form: filled in, shown again as it was, and clear about what it can't read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from dialogs.offers.amounts import currency_in, number_in
from dialogs.offers.form import FieldKind, FormProblems, fields, from_form, to_form
from dialogs.offers.terms import Base, Bonus, Equity, EquityKind, Per, Terms
from tests.offers.making import TODAY, D, terms


def test_fields_have_their_own_ids_and_choices_where_they_choose() -> None:
    ids = [field.id for field in fields()]
    assert len(ids) == len(set(ids))
    for field in fields():
        assert bool(field.choices) == (field.kind is FieldKind.CHOICE)
        assert field.label


def test_a_filled_in_form_is_terms() -> None:
    filled = {
        "base.amount": "62k",
        "base.currency": "€",
        "base.per": "a year",
        "bonus.percent": "10 %",
        "bonus.likelihood": "80",
        "equity.kind": "options",
        "equity.count": "10,000",
        "equity.listed": "no",
        "equity.discount": "25",
        "answer_by": "2026-03-27",
        "notes": "they will call on Monday",
        "days_off": "  ",
    }
    said = from_form(filled, today=TODAY)
    assert said == Terms(
        base=Base(D(62000), "EUR", Per.YEAR),
        bonus=Bonus(D(10), None, D("0.8")),
        equity=Equity(EquityKind.OPTIONS, count=D(10000), listed=False, discount=D("0.25")),
        answer_by=date(2026, 3, 27),
        notes="they will call on Monday",
    )


@given(terms())
def test_a_form_shown_again_says_the_same(said: Terms) -> None:
    assert from_form(to_form(said)) == said


def test_the_pre_filled_form_is_text() -> None:
    filled = to_form(
        Terms(base=Base(D(9500), "CHF", Per.MONTH, D(13)), equity=Equity(listed=True, discount=D("0.2")))
    )
    assert filled["base.per"] == "month"
    assert filled["equity.discount"] == "20"
    assert filled["equity.listed"] == "yes"
    assert "bonus.percent" not in filled


@pytest.mark.parametrize(
    ("filled", "field", "words"),
    [
        (
            {"base.amount": "lots"},
            "base.amount",
            "I can't read “lots” as a sum: 62000, 62k and 12 lakh work.",
        ),
        ({"base.amount": "1", "base.currency": "$"}, "base.currency", "its three letters work"),
        ({"base.amount": "1", "base.per": "fortnight"}, "base.per", "one of the choices"),
        ({"answer_by": "Friday"}, "answer_by", "2026-03-27 works"),
        ({"equity.listed": "maybe"}, "equity.listed", "yes or no"),
        ({"base.currency": "EUR"}, "base.amount", "How much is the base pay?"),
        ({"sign_on.claw_back_months": "12"}, "sign_on.amount", "How much is the sign-on?"),
        ({"base.amount": "-5000", "base.currency": "EUR"}, "", "below nothing"),
        ({"bonus.percent": "400"}, "", "hardly meant"),
        ({"vesting.years": "0"}, "", "Vesting over 0 months can't be"),
        ({"vesting.cliff_months": "1.5"}, "", "whole number"),
        ({"answer_by": "2026-03-01"}, "", "(1 March 2026) is past"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    filled: dict[str, str], field: str, words: str
) -> None:
    found = from_form(filled, today=TODAY)
    assert isinstance(found, FormProblems)
    assert found.filled == filled
    assert field in [place for place, _ in found.problems]
    assert words in " ".join(found.sentences)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62000", "62000"),
        ("1099", "1099"),  # also the name of a tax form
        ("62.000", "62000"),
        ("62,000.50", "62000.50"),
        ("€ 62k", "62000"),
        ("62k €", "62000"),
        ("1,5", "1.5"),
        ("9'500", "9500"),
        ("9’500", "9500"),
        ("12 lakh", "1200000"),
        ("18,50,000", "1850000"),
        ("1.250k", "1250"),
        ("0.125", "0.125"),
        ("15 %", "15"),
        ("-5", "-5"),
        ("1.234.567,89", "1234567.89"),
        ("sixty", None),
        ("60-70k", None),
        ("", None),
        ("1 2", None),
        ("9" * 30, None),
    ],
)
def test_one_number(text: str, number: str | None) -> None:
    assert number_in(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EUR", "EUR"),
        ("eur", "EUR"),
        ("€", "EUR"),
        ("kr", None),
        ("$", None),
        ("us$", "USD"),
        ("XYZ", None),
        ("", None),
    ],
)
def test_one_currency(text: str, code: str | None) -> None:
    assert currency_in(text) == code
