"""The price of the difference between what pays more and the better school, with figures worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dialogs.offers.comparison import compare
from dialogs.offers.figures import Reach, School
from dialogs.offers.offer import Preferences
from dialogs.offers.terms import Bonus, Match, SignOn
from tests.offers.making import TODAY, D, heard, paid, two


def test_the_price_of_the_difference_by_hand() -> None:
    """60,800 × (1 + q + q²) = 3 × 68,200 has q = (−1 + √(4 × 3.36513… − 3)) / 2."""
    price = compare(two(), today=TODAY).price
    assert price is not None
    assert (price.pays_more, price.school, price.school_is) == ("northwind", "globex", School.BETTER)
    assert price.per_year.value == 7400
    q = (-1 + (4 * (3 * D(68200) / 60800) - 3).sqrt()) / 2
    gap = price.break_even[0].gap.value
    assert gap is not None
    assert abs(gap - (q - 1) * 100) < D("1e-20")
    assert [row.years for row in price.break_even] == [3, 5, 10]
    assert price.add_to_base.value == 7400
    assert price.add_once.value == 29600


def test_a_raise_brings_its_bonus_and_match_along() -> None:
    offers = [paid("A", 70000), paid("B", 60000, bonus=Bonus(D(10)), match=Match(D(5), D(3200)))]
    price = compare(offers, today=TODAY).price
    assert price is not None
    gap = 70000 - (60000 + 6000 + 3000)
    assert price.per_year.value == gap
    assert float(price.add_to_base.value or 0) == pytest.approx(gap / 1.15)


def test_the_matchs_cap_is_minded() -> None:
    offers = [paid("A", 80000), paid("B", 60000, match=Match(D(5), D(3200)))]
    price = compare(offers, today=TODAY).price
    assert price is not None
    assert price.per_year.value == 17000
    assert price.add_to_base.value == 16800


def test_ones_own_horizon_is_worked_out_and_drawn() -> None:
    price = compare(two(), Preferences(horizon_years=7), today=TODAY).price
    assert price is not None
    assert [row.years for row in price.break_even] == [3, 5, 7, 10]
    assert price.drawn_years == 7
    assert all(len(path.yearly) == 7 for path in price.paths)


def test_within_one_year_nothing_can_grow() -> None:
    price = compare(two(), Preferences(horizon_years=1), today=TODAY).price
    assert price is not None
    assert price.break_even[0].reach is Reach.OUT_OF_REACH
    assert price.break_even[0].gap.value is None


def test_a_sign_on_only_leads_for_a_while() -> None:
    """A pays 8,000 once, B 1,500 more each year: A leads on the four-year average and B has more after ten."""
    offers = [paid("A", 60000, sign_on=SignOn(D(8000))), paid("B", 61500)]
    price = compare(offers, today=TODAY).price
    assert price is not None
    assert [row.reach for row in price.break_even] == [Reach.GAP, Reach.GAP, Reach.ALREADY_LEVEL]


def test_without_evidence_the_school_is_not_known() -> None:
    price = compare([paid("A", 60000), paid("B", 50000)], today=TODAY).price
    assert price is not None
    assert price.school_is is School.UNKNOWN


def test_the_best_school_is_priced_among_many() -> None:
    offers = [paid("A", 90000, verdict=heard(0.2, 0.1, 0.3, 0.2)), paid("B", 80000), *two()]
    price = compare(offers, today=TODAY).price
    assert price is not None
    assert (price.pays_more, price.school) == ("a", "globex")


def test_amounts_stay_exact() -> None:
    third = compare([paid("A", "0.10"), paid("B", "0.20")], today=TODAY).price
    assert third is not None
    assert third.per_year.value == Decimal("0.10")
