"""The five parts of a comparison, one by one, with figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from dialogs.offers.comparison import compare
from dialogs.offers.figures import Comparison, Figure, FloorStatus, MarketStatus, OfferFigures, Reach, School
from dialogs.offers.money import Money, Rate
from dialogs.offers.offer import Criterion, DoorsEvidence, MarketRange, Offer, Preferences
from dialogs.offers.terms import (
    Base,
    Benefit,
    Bonus,
    ClawBack,
    Equity,
    EquityKind,
    Match,
    Per,
    Refreshers,
    SignOn,
    Terms,
    Vesting,
)
from dialogs.offers.why import why
from tests.offers.making import TODAY, D, heard, paid


def alone(terms: Terms, **wants: Any) -> OfferFigures:
    """The figures of one offer."""
    return compare([Offer("a", "Acme", terms)], Preferences(**wants), today=TODAY, samples=10).offers[0]


def base(amount: int | str, per: Per | None = Per.YEAR, payments: str | None = None) -> Base:
    """Base pay in euros."""
    return Base(D(amount), "EUR", per, None if payments is None else D(payments))


@pytest.mark.parametrize(
    ("said", "hours", "yearly", "assumed"),
    [
        (base(62000), None, 62000, ()),
        (base(62000, Per.YEAR, "14"), None, 62000, ()),
        (base(9500, Per.MONTH, "13"), None, 123500, ()),
        (base(5000, Per.MONTH), None, 60000, ("12 salaries a year",)),
        (base(1000, Per.WEEK), None, 52000, ()),
        (base(600, Per.DAY), None, 132000, ("220 days billed a year",)),
        (base(600, Per.DAY, "200"), None, 120000, ()),
        (base(20, Per.HOUR), 40, 41600, ("52 paid weeks a year",)),
        (base(20, Per.HOUR, "1800"), None, 36000, ()),
        (base(20, Per.HOUR), None, None, ()),
        (base(62000, None), None, None, ()),
    ],
)
def test_base_pay_a_year(said: Base, hours: int | None, yearly: int | None, assumed: tuple[str, ...]) -> None:
    figure = alone(Terms(base=said, weekly_hours=None if hours is None else D(hours))).base_yearly
    assert figure.value == yearly
    assert figure.assumptions == assumed
    assert (figure.missing == ()) == (yearly is not None)


def test_pay_now_by_hand() -> None:
    """62,000 + 10 % at 80 % is 66,960; sign-on 8,000; match 2,000 (capped); car 3,000; equity 10,000 a year."""
    terms = Terms(
        base=base(62000),
        bonus=Bonus(percent=D(10), likelihood=D("0.8")),
        sign_on=SignOn(D(8000), 24, ClawBack.PRORATED),
        match=Match(D(5), D(2000)),
        benefits=(Benefit("car", D(3000)),),
        equity=Equity(EquityKind.RSU, value=D(40000), listed=True),
        vesting=Vesting(D(4), 12),
        weekly_hours=D(40),
        days_off=D(30),
        commute_minutes_per_day=D(60),
        office_days_per_week=D(3),
    )
    found = alone(terms)
    assert found.steady_cash.value == 66960
    assert found.first_year_cash.value == 74960
    assert found.yearly_face.value == 66960 + 2000 + 3000 + 2000 + 10000
    assert found.yearly_discounted.value == 66960 + 2000 + 3000 + 2000 + 8000
    assert found.hours_given.value == (40 + 3) * 46
    assert float(found.hourly.value or 0) == pytest.approx(81960 / (43 * 46))
    assert found.sign_on_owed_after_a_year.value == 4000
    assert found.yearly_discounted.missing == ()


@pytest.mark.parametrize(
    ("equity", "face"),
    [
        (Equity(value=D(40000)), 40000),
        (Equity(percent=D("0.1"), valuation=D(40_000_000)), 40000),
        (Equity(percent=D("0.1"), share_price=D(4), shares_outstanding=D(10_000_000)), 40000),
        (Equity(EquityKind.RSU, count=D(1000), share_price=D(40)), 40000),
        (Equity(EquityKind.OPTIONS, count=D(1000), share_price=D(40), strike=D(15)), 25000),
        (Equity(EquityKind.OPTIONS, count=D(1000), share_price=D(10), strike=D(15)), 0),
        (
            Equity(EquityKind.OPTIONS, count=D(10), valuation=D(500), shares_outstanding=D(100), strike=D(2)),
            30,
        ),
        (Equity(percent=D(1)), None),
        (Equity(count=D(1000)), None),
        (Equity(), None),
    ],
)
def test_equity_at_face_value(equity: Equity, face: int | None) -> None:
    assert alone(Terms(base=base(1), equity=equity)).equity_face.value == face


@pytest.mark.parametrize(
    ("equity", "wants", "counted"),
    [
        (Equity(value=D(40000), listed=True), {}, 8000),
        (Equity(value=D(40000), listed=False), {}, 2000),
        (Equity(value=D(40000)), {}, 2000),
        (Equity(value=D(40000), discount=D("0.5")), {}, 5000),
        (Equity(value=D(40000), listed=True), {"discount_listed": D(1)}, 10000),
        (Equity(value=D(40000)), {"discount_private": D(0)}, 0),
    ],
)
def test_equity_counts_at_the_persons_own_discount(
    equity: Equity, wants: dict[str, Any], counted: int
) -> None:
    found = alone(Terms(base=base(50000), equity=equity), **wants)
    assert found.yearly_discounted.value == 50000 + counted
    assert found.yearly_face.value == 60000


def test_refreshers_count_only_when_written() -> None:
    terms = Terms(base=base(50000), equity=Equity(value=D(40000), discount=D(1)), vesting=Vesting(D(4)))
    written = replace(terms, refreshers=Refreshers(D(16000)))
    assert alone(terms).yearly_discounted.value == 60000
    assert alone(written).yearly_discounted.value == 60000 + (12 + 8 + 4) * D(1000) / 4


def test_what_is_missing_is_named_and_never_zero() -> None:
    found = alone(Terms())
    assert all(figure.value is None for figure in found.figures)
    assert found.yearly_discounted.missing[0] == "base pay"
    assert alone(Terms(base=base(50000))).hourly.missing[-3:] == ("hours a week", "days off", "commute")


@pytest.mark.parametrize(
    ("bonus", "status"),
    [(None, FloorStatus.BELOW), (Bonus(D(5)), FloorStatus.ONLY_WITH_BONUS), (Bonus(D(2)), FloorStatus.BELOW)],
)
def test_the_floor(bonus: Bonus | None, status: FloorStatus) -> None:
    found = alone(Terms(base=base(48000), bonus=bonus), floor=Money(D(50000), "EUR"))
    assert found.floor is status
    assert found.floor_gap.value == (found.steady_cash.value or D(0)) - 50000


def test_a_sign_on_does_not_lift_an_offer_over_the_floor() -> None:
    terms = Terms(base=base(48000), sign_on=SignOn(D(9000)))
    assert alone(terms, floor=Money(D(50000), "EUR")).floor is FloorStatus.BELOW


@pytest.mark.parametrize(
    ("amount", "status"),
    [
        (49999, MarketStatus.BELOW),
        (50000, MarketStatus.WITHIN),
        (70000, MarketStatus.WITHIN),
        (70001, MarketStatus.ABOVE),
    ],
)
def test_the_market_range(amount: int, status: MarketStatus) -> None:
    market = {"a": MarketRange(D(50000), D(70000), "EUR")}
    assert alone(Terms(base=base(amount)), market=market).market is status
    assert alone(Terms(base=base(amount))).market is MarketStatus.NO_RANGE


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


def two() -> list[Offer]:
    """The better payer and the better school of the design's example."""
    return [
        paid("Northwind", 62000, bonus=Bonus(D(10)), verdict=heard(0.35, 0.15, 0.6, 0.3)),
        paid("Globex", 60800, verdict=heard(0.83, 0.6, 0.9, 0.7)),
    ]


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


def test_amounts_stay_exact() -> None:
    third = compare([paid("A", "0.10"), paid("B", "0.20")], today=TODAY).price
    assert third is not None
    assert third.per_year.value == Decimal("0.10")
