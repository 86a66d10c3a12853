"""Pay as people say it in passing: what is left after tax, a 13th month, what is owed back, lakhs by a letter."""

from __future__ import annotations

import pytest

from dialogs.offers.understanding import AskField
from dialogs.offers.words import understand_offer
from tests.offers.making import TODAY


@pytest.mark.parametrize(
    ("text", "said", "ask"),
    [
        ("120000 CHF + 13th month", "Base CHF 120,000 × 13.", AskField.PER),
        ("€85k x 14", "Base €85,000 × 14.", AskField.PER),
        ("95k GBP in 13 salaries", "Base £95,000 × 13.", AskField.PER),
        ("9200 CHF + 13th month", "Base CHF 9,200 a month × 13.", None),
        ("€3200 sur 13 mois", "Base €3,200 a month × 13.", None),
        ("SEK 45000 x 13", "Base SEK 45,000 a month × 13.", None),
        ("120000 CHF a year + 13th month", "Base CHF 120,000 a year in 13 payments.", None),
        ("5200 EUR a month, 14 pagas", "Base €5,200 a month × 14.", None),
    ],
)
def test_what_nobody_is_paid_by_the_month_is_no_month(text: str, said: str, ask: AskField | None) -> None:
    understood = understand_offer(text, today=TODAY)
    assert (understood.said_back, understood.ask_field) == (said, ask)


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("90k USD a year, sign-on 10k (clawback if i leave in 12 months)", "within 12 months"),
        ("90k USD a year, 10k signing bonus, repay it if you go before 2 years", "within 24 months"),
        ("90k USD a year, sign-on 10k, paid back when I quit within the first 18 months", "within 18 months"),
        ("90k USD a year, sign-on 10k with a 6 month clawback", "within 6 months"),
    ],
)
def test_what_is_owed_back_is_no_number_of_payments(text: str, owed: str) -> None:
    terms = understand_offer(text, today=TODAY).terms
    assert f"(owed back {owed})" in understand_offer(text, today=TODAY).said_back
    assert terms.base is not None
    assert terms.base.payments_per_year is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("€60k a year, 45min commute each way", "90 minutes of commute a day"),
        ("€60k a year, commute of 1h each way", "120 minutes of commute a day"),
        ("€60k a year, 20 min train one way", "40 minutes of commute a day"),
        ("32 LPA + 5L joining bonus", "sign-on ₹500,000"),
        ("18L fixed, 2L sign-on", "Base ₹1,800,000"),
        ("45000€ brut l'an", "Base €45,000 a year"),
    ],
)
def test_units_may_touch_their_number(text: str, said: str) -> None:
    assert said in understand_offer(text, today=TODAY).said_back


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("€60k a year, 4 days a week from home", "4 days a week from home"),
        ("€60k a year, a raise in 12 months", "raise in 12 months"),
        ("€60k a year, free fruit on Fridays and a dog", "free fruit on Fridays and a dog"),
        ("€60k a year, gym", "gym"),
    ],
)
def test_what_is_left_over_is_handed_back_whole(text: str, left: str) -> None:
    assert understand_offer(text, today=TODAY).rest == left


@pytest.mark.parametrize(
    ("text", "net"),
    [
        ("5200 EUR a month after tax", "after tax"),
        ("4.5k netto im Monat", "netto"),
        ("3200€ net/mois sur 13 mois", "net"),
        ("net 45000 EUR a year", "net"),
        ("62k EUR gross a year", ""),
        ("62k EUR a year, which leaves 3k in hand", ""),
    ],
)
def test_which_sum_is_after_tax(text: str, net: str) -> None:
    assert understand_offer(text, today=TODAY).after_tax == net


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("€60k a year, equity 0.2% of a €30m company", "equity 0.2 % of a company worth €30,000,000."),
        ("€60k a year, 5k sign on bonus, 401k match 4%", "sign-on €5,000, retirement match 4 %."),
        ("€60k a year, 26 days hol, answer by end of day friday", "26 days off, answer by Friday 13 March."),
    ],
)
def test_all_of_a_line_is_read(text: str, said: str) -> None:
    understood = understand_offer(text, today=TODAY)
    assert said in understood.said_back
    assert not understood.rest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("150-170k USD TC of which 120k base", "Base $120,000."),
        ("€90k package, of which 75k fixed a year", "Base €75,000 a year."),
        ("80-90k CHF a year of which 78k fixed", "Base CHF 78,000 a year."),
    ],
)
def test_the_part_of_a_whole_is_the_base(text: str, said: str) -> None:
    assert understand_offer(text, today=TODAY).said_back == said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("€60k a year, answer by Friday 27 March", "answer by Friday 27 March"),
        ("€60k a year, answer by Friday, March 20th", "answer by Friday 20 March"),
        ("€60k a year, reply by monday the 30th", "answer by Monday 30 March"),
        ("€60k a year, answer by friday, 26 days off", "answer by Friday 13 March"),
        ("€60k a year, answer by friday", "answer by Friday 13 March"),
    ],
)
def test_a_weekday_with_a_date_is_that_day(text: str, day: str) -> None:
    assert day in understand_offer(text, today=TODAY).said_back
