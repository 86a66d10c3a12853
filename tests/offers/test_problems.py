"""What cannot be right is said in one sentence that helps, and is compared as far as it can be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dialogs.offers.comparison import compare
from dialogs.offers.money import Money, Rate
from dialogs.offers.offer import Criterion, MarketRange, Offer, Preferences
from dialogs.offers.problems import preference_problems, term_problems
from dialogs.offers.terms import (
    Base,
    Benefit,
    Bonus,
    Equity,
    Match,
    Per,
    Refreshers,
    SignOn,
    Terms,
    Vesting,
)
from tests.offers.making import TODAY, D, paid

BAD: list[tuple[Terms, str]] = [
    (Terms(base=Base(D(-5), "EUR", Per.YEAR)), "Base pay of -€5 is below nothing"),
    (Terms(base=Base(D(0), "EUR", Per.YEAR)), "Base pay is 0"),
    (Terms(base=Base(D(5), "ABC", Per.YEAR)), "I don't know the currency ABC"),
    (Terms(base=Base(D(5), "EUR", Per.MONTH, D(0))), "0 payments a year can't be"),
    (Terms(bonus=Bonus(percent=D(400))), "A bonus of 400 % of base pay is hardly meant"),
    (Terms(bonus=Bonus(percent=D(-1))), "A bonus of -1 %"),
    (Terms(bonus=Bonus(amount=D(-1))), "The bonus is below nothing"),
    (Terms(bonus=Bonus(percent=D(10), likelihood=D(80))), "The likelihood of the bonus is 80"),
    (Terms(equity=Equity(percent=D(101))), "101 % of the company can't be"),
    (Terms(equity=Equity(value=D(-1))), "The worth of the grant is below nothing"),
    (Terms(equity=Equity(shares_outstanding=D(0))), "A company with 0 shares"),
    (Terms(equity=Equity(discount=D(2))), "The discount is 2"),
    (Terms(vesting=Vesting(D(0))), "Vesting over 0 months can't be"),
    (Terms(vesting=Vesting(D(48))), "if you meant months, give 4 years"),
    (Terms(vesting=Vesting(D(1), 24)), "The cliff (24 months) is later than the end"),
    (Terms(vesting=Vesting(D(4), -1)), "A cliff can't be before the first day"),
    (Terms(vesting=Vesting(year_percents=(D(50), D(40)))), "add up to 90 %"),
    (Terms(sign_on=SignOn(D(-1))), "The sign-on payment is below nothing"),
    (Terms(sign_on=SignOn(D(1), -3)), "The claw-back can't end before"),
    (Terms(match=Match(D(120))), "A retirement match of 120 %"),
    (Terms(match=Match(D(5), D(-1))), "The cap of the retirement match"),
    (Terms(refreshers=Refreshers(D(-1))), "Refreshers are below nothing"),
    (Terms(refreshers=Refreshers(D(1), D("0.01"))), "Refreshers that vest over 0 months"),
    (Terms(benefits=(Benefit("car", D(-1)),)), "The worth of car is below nothing"),
    (Terms(days_off=D(400)), "400 days off can't be"),
    (Terms(weekly_hours=D(0)), "A week of 0 hours can't be"),
    (Terms(weekly_hours=D(200)), "A week of 200 hours can't be"),
    (Terms(commute_minutes_per_day=D(2000)), "2000 minutes of commute"),
    (Terms(office_days_per_week=D(8)), "8 office days a week"),
    (Terms(answer_by=TODAY - timedelta(1)), "(8 March 2026) is past"),
    (Terms(answer_by=date(2036, 3, 9)), "years ahead"),
]


@pytest.mark.parametrize(("terms", "words"), BAD, ids=[words for _, words in BAD])
def test_one_sentence_says_what_is_wrong_and_what_would_work(terms: Terms, words: str) -> None:
    problems = term_problems(terms, TODAY)
    assert len(problems) == 1
    assert words in problems[0]
    assert problems[0].endswith((".", "?"))


@pytest.mark.parametrize(("terms", "words"), BAD, ids=[words for _, words in BAD])
def test_it_is_still_compared_with_nothing_lost(terms: Terms, words: str) -> None:
    offers = [Offer("odd", "Odd", terms), paid("Even", 60000, "EUR", weekly_hours=D(40))]
    found = compare(offers, today=TODAY, samples=20)
    assert found.offers[0].terms == terms
    assert words in found.offers[0].problems[0]
    assert found.offers[1].base_yearly.value == 60000


def test_slips_of_the_keyboard_take_no_longer_than_sense() -> None:
    slip = Terms(
        base=Base(D(60000), "EUR", Per.YEAR),
        vesting=Vesting(D(10) ** 14),
        refreshers=Refreshers(D(1), D(10) ** 14),
    )
    found = compare(
        [Offer("a", "A", slip), paid("B", 1)], Preferences(horizon_years=10**12), today=TODAY, samples=5
    )
    assert found.price is not None
    assert found.price.drawn_years == 5
    assert found.problems


def test_usual_terms_have_no_problems() -> None:
    terms = Terms(
        base=Base(D(62000), "EUR", Per.YEAR),
        bonus=Bonus(D(100), None, D(1)),
        vesting=Vesting(D(4), 12, None, (D(5), D(15), D(40), D(40))),
        answer_by=TODAY,
        weekly_hours=D("38.5"),
    )
    assert term_problems(terms, TODAY) == ()


@pytest.mark.parametrize(
    ("wants", "words"),
    [
        ({"floor": Money(D(-1), "EUR")}, "Your floor is below nothing"),
        ({"horizon_years": 0}, "A horizon of 0 years"),
        ({"horizon_years": 99}, "A horizon of 99 years"),
        ({"discount_listed": D(2)}, "Your discount for listed shares is 2"),
        ({"discount_private": D(-1)}, "Your discount for private shares is -1"),
        ({"rates": (Rate("USD", "EUR", D(0)),)}, "One USD can't be 0 EUR"),
        ({"order": (("pay", "fame"),)}, "I don't know the criterion fame"),
        ({"criteria": (Criterion("sea", "near the sea", {"a": D(11)}),)}, "near the sea has a score of 11"),
        ({"market": {"a": MarketRange(D(2), D(1), "EUR")}}, "The market range starts above its end"),
    ],
)
def test_wants_that_cannot_be_are_said_and_compared_all_the_same(wants: dict[str, Any], words: str) -> None:
    offers = [paid("A", 60000), paid("B", 50000)]
    problems = preference_problems(Preferences(**wants), offers)
    assert len(problems) == 1
    assert words in problems[0]
    found = compare(offers, Preferences(**wants), today=TODAY, samples=20)
    assert found.problems == problems
    assert found.price is not None
