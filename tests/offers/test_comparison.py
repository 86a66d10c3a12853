"""A comparison as a whole: currencies and their rates, one offer alone, what it asks for, and why."""

from __future__ import annotations

import pytest

from dialogs.offers.comparison import compare
from dialogs.offers.figures import Comparison, Figure, FloorStatus
from dialogs.offers.money import Money, Rate
from dialogs.offers.offer import DoorsEvidence, Preferences
from dialogs.offers.terms import Equity
from dialogs.offers.why import why
from tests.offers.making import TODAY, D, paid, two


def test_two_currencies_are_compared_at_a_given_rate_only() -> None:
    offers = [paid("Here", 60000, "EUR"), paid("There", 70000, "USD")]
    asked = compare(offers, today=TODAY)
    assert asked.asks == ("I need a rate to compare USD with EUR: how many EUR do you get for one USD?",)
    assert asked.price is None
    assert asked.order is None
    assert [(one.base_yearly.value, one.base_yearly.currency) for one in asked.offers] == [
        (60000, "EUR"),
        (70000, "USD"),
    ]
    for rate in (Rate("USD", "EUR", D("0.8")), Rate("EUR", "USD", D("1.25"))):
        told = compare(offers, Preferences(rates=(rate,)), today=TODAY)
        assert told.asks == ()
        assert [one.base_yearly.value for one in told.offers] == [60000, 56000]
        assert told.price is not None


def test_a_floor_in_another_currency_asks_and_loses_nothing() -> None:
    found = compare([paid("A", 60000)], Preferences(floor=Money(D(1), "USD"), currency="EUR"), today=TODAY)
    assert "rate to compare USD with EUR" in found.asks[0]
    assert found.offers[0].floor is FloorStatus.UNKNOWN
    assert found.offers[0].base_yearly.value == 60000


def test_equity_in_another_currency_needs_a_rate() -> None:
    offers = [paid("A", 60000, equity=Equity(value=D(40000), currency="USD")), paid("B", 61000)]
    found = compare(offers, today=TODAY)
    assert "USD with EUR" in found.asks[0]
    assert found.offers[0].base_yearly.value == 60000
    rated = compare(offers, Preferences(rates=(Rate("USD", "EUR", D("0.9")),)), today=TODAY)
    assert rated.offers[0].equity_face.value == 36000


def test_parts_in_two_foreign_currencies_leave_the_base_pay_standing() -> None:
    odd = paid("A", 60000, "EUR", equity=Equity(value=D(40000), currency="USD"))
    found = compare([odd, paid("B", 50000, "GBP")], Preferences(currency="GBP"), today=TODAY)
    assert len(found.asks) == 2
    assert (found.offers[0].base_yearly.value, found.offers[0].base_yearly.currency) == (60000, "EUR")
    assert found.offers[0].terms.equity is not None


def test_an_offer_without_currency_is_asked_about_not_taken_for_the_others() -> None:
    found = compare([paid("A", 60000), paid("B", 50000, None)], today=TODAY)
    assert found.asks == ("B: Which currency?",)
    assert found.price is None


def test_offers_that_all_lack_a_currency_are_compared_with_each_other() -> None:
    found = compare([paid("A", 60000, None), paid("B", 50000, None)], today=TODAY)
    assert found.price is not None
    assert found.price.per_year.value == 10000
    assert len(found.asks) == 2


@pytest.mark.parametrize("floor", [None, Money(D(48000), "EUR")])
def test_one_offer_is_set_beside_the_floor_or_asked_about(floor: Money | None) -> None:
    found = compare([paid("Acme", 60000)], Preferences(floor=floor), today=TODAY)
    assert found.price is None
    assert found.order is None
    assert len(found.asks) == (1 if floor is None else 0)


def test_the_present_job_alone_is_not_asked_about() -> None:
    assert compare([paid("Acme", 60000, is_present_job=True)], today=TODAY).asks == ()


def test_no_evidence_is_shown_as_none_with_the_question_that_would_bring_some() -> None:
    found = compare([paid("A", 60000), paid("B", 60000, verdict=DoorsEvidence("outcome", 0.9))], today=TODAY)
    assert found.offers[0].doors is None
    assert found.offers[0].doors_question == "How will you measure my success in the first six months?"
    assert "after two years" in (found.offers[1].doors_question or "")


def everything() -> Comparison:
    """A comparison with every figure there is."""
    return compare(two(), Preferences(floor=Money(D(48000), "EUR")), today=TODAY)


@pytest.mark.parametrize("figure", everything().figures, ids=lambda figure: figure.id)
def test_every_figure_answers_why_with_its_inputs(figure: Figure) -> None:
    said = why(everything(), figure.id)
    assert figure.label[1:] in said
    for one in figure.inputs:
        assert f"{one.label}: {one.value}" in said
    for gap in figure.missing:
        assert gap in said


def test_the_order_answers_why() -> None:
    said = why(everything(), "order")
    assert "10,000 sets of weights" in said
    assert "pay, mindset, growth" in said


def test_what_is_not_compared_has_no_why() -> None:
    with pytest.raises(KeyError):
        why(everything(), "acme/first_year_cash")
    with pytest.raises(KeyError):
        everything().named("acme")


def test_two_offers_with_one_id_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="same id"):
        compare([paid("A", 1), paid("A", 2)], today=TODAY)
