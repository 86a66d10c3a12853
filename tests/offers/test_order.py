"""The order of offers: shares by what a person puts first, what would turn it round, and what to ask next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.offers.comparison import compare
from dialogs.offers.offer import Criterion, Offer, Preferences
from dialogs.offers.terms import Benefit, SignOn, Terms
from tests.offers.making import TODAY, D, heard, paid, two


def order_of(offers: list[Offer], **wants: Any) -> Any:
    """Part five."""
    return compare(offers, Preferences(**wants), today=TODAY).order


def test_the_stated_order_moves_the_shares() -> None:
    by_pay = order_of(two(), order=(("pay",), ("mindset",), ("growth",)))
    by_growth = order_of(two(), order=(("growth",), ("mindset",), ("pay",)))
    assert by_growth.standings[1].shares[0] > by_pay.standings[1].shares[0]
    assert by_pay.criteria == ("pay", "mindset", "growth")


def test_ties_weigh_the_same_whichever_is_named_first() -> None:
    one = order_of(two(), order=(("pay", "growth"), ("mindset",)))
    other = order_of(two(), order=(("growth", "pay"), ("mindset",)))
    assert one.standings[0].shares == pytest.approx(other.standings[0].shares, abs=0.03)


def test_what_nobody_has_heard_of_is_named_and_not_weighed() -> None:
    order = order_of([paid("A", 60000), paid("B", 50000)])
    assert order.criteria == ("pay",)
    assert order.unheard == ("mindset", "growth", "autonomy", "time")
    assert order.standings[0].shares == (1.0, 0.0)
    assert order.question is not None
    assert order.question.criterion in order.unheard


def test_own_criteria_are_weighed_and_unknown_scores_are_doubt() -> None:
    own = Criterion("sea", "near the sea", {"a": D(9), "b": D(2)})
    both = order_of([paid("A", 60000), paid("B", 60000)], criteria=(own,))
    assert both.criteria == ("pay", "sea")
    assert both.standings[0].shares[0] == 1.0
    half = order_of([paid("A", 60000), paid("B", 60000)], criteria=(replace(own, scores={"a": D(9)}),))
    assert 0.8 < half.standings[0].shares[0] < 1.0


def test_who_needs_cash_now_is_ranked_by_it() -> None:
    offers = [paid("Cash", 50000, sign_on=SignOn(D(9000))), *two()]
    found = compare(offers, Preferences(cash_first=True), today=TODAY)
    assert found.order is not None
    assert found.order.criteria == ("pay",)
    first = max(found.order.standings, key=lambda one: one.shares[0]).offer_id
    assert first == "northwind"
    assert found.price is not None
    assert found.price.per_year.value == D(68200) - 60800


def test_behind_everywhere_but_not_beyond_doubt() -> None:
    offers = [
        paid("A", 60000, verdict=heard(0.6, 0.3, 0.9, 0.5)),
        paid("B", 59000, verdict=heard(0.5, 0.2, 0.8, 0.45)),
    ]
    order = order_of(offers)
    assert order.standings[1].behind == "a"
    assert order.standings[1].dominated_by is None
    assert 0 < order.standings[1].shares[0] < 0.5


def test_an_unpaid_offer_is_last_on_pay_and_breaks_nothing() -> None:
    order = order_of([paid("A", 60000), paid("B", 0)])
    assert order.standings[1].shares == (0.0, 1.0)


def test_an_offer_without_pay_is_doubt_on_pay() -> None:
    offers = [paid("A", 60000), Offer("b", "B", Terms())]
    found = compare(offers, Preferences(currency="EUR"), today=TODAY)
    assert found.price is None
    assert "B: What is the base pay" in found.asks[0]


def test_what_turns_the_order_round_does_turn_it_round() -> None:
    offers = two()
    wants = Preferences(order=(("growth",), ("pay",), ("mindset",)))
    before = compare(offers, wants, today=TODAY)
    assert before.order is not None
    flips = {flip.criterion: flip for flip in before.order.flips if flip.swap_with is None}
    raised = flips["pay"].change
    assert raised is not None
    assert flips["pay"].offer_id == "northwind"
    richer = replace(offers[0].terms, benefits=(Benefit("more", raised + 1),))
    after = compare([replace(offers[0], terms=richer), offers[1]], wants, today=TODAY).order
    assert after is not None
    assert after.standings[0].shares[0] >= 0.5
    almost = replace(offers[0].terms, benefits=(Benefit("more", raised * D("0.98")),))
    less = compare([replace(offers[0], terms=almost), offers[1]], wants, today=TODAY).order
    assert less is not None
    assert less.standings[0].shares[0] < 0.5


def test_a_swap_in_the_order_can_turn_it_round() -> None:
    offers = [
        paid("A", 70000, verdict=heard(0.5, 0.4, 0.6, 0.45)),
        paid("B", 60000, verdict=heard(0.5, 0.4, 0.6, 0.7)),
    ]
    order = order_of(offers, order=(("pay",), ("growth",)))
    swap = next((flip for flip in order.flips if flip.swap_with), None)
    assert (swap is not None) == (order.standings[0].shares[0] > 0.5)


def test_the_next_question_is_the_one_about_what_is_least_known() -> None:
    offers = [
        paid("A", 60000, verdict=heard(0.6, 0.58, 0.62, 0.5)),
        paid("B", 60000, verdict=replace(heard(0.5, 0.02, 0.98, 0.5), growth_interval=(0.49, 0.51))),
    ]
    question = order_of(offers, order=(("mindset", "growth"),)).question
    assert question is not None
    assert (question.offer_id, question.criterion) == ("b", "mindset")
    assert question.text == "How will you measure my success in the first six months?"
    assert 0 < question.chance < 1
