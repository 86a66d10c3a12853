"""The checks that any comparison must pass, as properties over offers nobody would make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.offers.comparison import compare
from dialogs.offers.figures import Comparison, Reach
from dialogs.offers.growth import annuity, growth_to_reach
from dialogs.offers.money import arithmetic, to_cent
from dialogs.offers.offer import DoorsEvidence, Offer, Preferences
from dialogs.offers.terms import Benefit, Bonus, Equity, Match, SignOn, Terms
from tests.offers.making import TODAY, D, heard, offer_lists, paid, positive

SAMPLES = 400
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shares(
    offers: Sequence[Offer], wants: Preferences | None = None, **more: int
) -> dict[str, tuple[float, ...]]:
    """Rank shares by offer."""
    order = compare(
        offers, wants, today=TODAY, samples=more.get("samples", SAMPLES), seed=more.get("seed", 1)
    ).order
    assert order is not None
    return {one.offer_id: one.shares for one in order.standings}


def no_worse(after: Sequence[float], before: Sequence[float]) -> bool:
    """Whether, for every place, the offer is at least as often there or higher."""
    return all(sum(after[: place + 1]) >= sum(before[: place + 1]) - 1e-9 for place in range(len(before)))


def scaled(terms: Terms, rate: Decimal) -> Terms:
    """Every sum of money times one rate."""
    assert terms.base is not None

    def times(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * rate

    return replace(
        terms,
        base=replace(terms.base, amount=terms.base.amount * rate),
        bonus=None if terms.bonus is None else replace(terms.bonus, amount=times(terms.bonus.amount)),
        equity=None if terms.equity is None else replace(terms.equity, value=times(terms.equity.value)),
        sign_on=None if terms.sign_on is None else SignOn(terms.sign_on.amount * rate),
        match=None if terms.match is None else Match(terms.match.percent, times(terms.match.cap)),
    )


@quick
@given(offer_lists(), st.sampled_from([D("0.01"), D("0.5"), D(3), D("83.7"), D(15000)]))
def test_scaling_every_amount_changes_no_order(offers: tuple[Offer, ...], rate: Decimal) -> None:
    bigger = tuple(replace(one, terms=scaled(one.terms, rate)) for one in offers)
    once, again = shares(offers), shares(bigger)
    for name, share in once.items():
        assert again[name] == pytest.approx(share, abs=2 / SAMPLES)
    before, after = compare(offers, today=TODAY, samples=1), compare(bigger, today=TODAY, samples=1)
    assert (before.price is None) == (after.price is None)
    if before.price is not None and after.price is not None:
        assert (before.price.pays_more, before.price.school) == (after.price.pays_more, after.price.school)
        rows = zip(before.price.break_even, after.price.break_even, strict=True)
        assert all(row.reach is other.reach and close(row.gap.value, other.gap.value) for row, other in rows)


@quick
@given(offer_lists(), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(offers: tuple[Offer, ...], random: Random) -> None:
    mixed = list(offers)
    random.shuffle(mixed)
    one, other = (compare(some, today=TODAY, samples=SAMPLES, seed=3) for some in (offers, mixed))
    assert {each.id: each for each in one.offers} == {each.id: each for each in other.offers}
    assert one.price == other.price
    assert one.order is not None
    assert other.order is not None
    assert replace(one.order, standings=()) == replace(other.order, standings=())
    assert set(one.order.standings) == set(other.order.standings)


def close(one: Decimal | None, other: Decimal | None) -> bool:
    """The same but for the last of fifty digits."""
    return one is other if one is None or other is None else abs(one - other) < D("1e-20")


def with_more(terms: Terms, how: str, more: Decimal) -> Terms:
    """The same terms with money added in one place."""
    assert terms.base is not None
    match how:
        case "base":
            return replace(terms, base=replace(terms.base, amount=terms.base.amount + more))
        case "bonus":
            bonus = terms.bonus or Bonus()
            return replace(terms, bonus=replace(bonus, amount=(bonus.amount or D(0)) + more))
        case "sign_on":
            return replace(terms, sign_on=SignOn((terms.sign_on.amount if terms.sign_on else D(0)) + more))
        case "equity":
            equity = terms.equity or Equity(value=D(0))
            return replace(terms, equity=replace(equity, value=(equity.value or D(0)) + more))
        case _:
            return replace(terms, benefits=(*terms.benefits, Benefit("car", more)))


@quick
@given(offer_lists(), st.sampled_from(["base", "bonus", "sign_on", "equity", "benefit"]), positive)
def test_adding_money_never_lowers_an_offers_rank(offers: tuple[Offer, ...], how: str, more: Decimal) -> None:
    richer = (replace(offers[0], terms=with_more(offers[0].terms, how, more)), *offers[1:])
    assert no_worse(shares(richer)[offers[0].id], shares(offers)[offers[0].id])


@quick
@given(
    offer_lists(),
    st.floats(0, 0.5),
    st.floats(0, 0.5),
    st.floats(0, 0.5),
    st.sampled_from(["mindset", "growth"]),
)
def test_better_evidence_for_outcome_never_lowers_an_offers_rank(
    offers: tuple[Offer, ...], low: float, mid: float, high: float, side: str
) -> None:
    first = replace(offers[0], verdict=offers[0].verdict or heard(0.4, 0.2, 0.6, 0.3))
    assert first.verdict is not None
    better = improved(first.verdict, side, low, mid, high)
    before = shares((first, *offers[1:]))
    after = shares((replace(first, verdict=better), *offers[1:]))
    assert no_worse(after[first.id], before[first.id])


def improved(doors: DoorsEvidence, side: str, low: float, mid: float, high: float) -> DoorsEvidence:
    """Probability and both ends of the interval moved up, by as much as there is room for."""
    if side == "mindset":
        value, span = doors.probability, doors.interval
    else:
        value, span = doors.growth_probability, doors.growth_interval
    assert value is not None
    assert span is not None
    top = min(1.0, span[1] + high)
    lifted = (min(span[0] + low, top), top)
    probability = min(1.0, value + mid)
    if side == "mindset":
        return replace(doors, probability=probability, interval=lifted)
    return replace(doors, growth_probability=probability, growth_interval=lifted)


@quick
@given(offer_lists(1, 1), st.integers(2, 4))
def test_equal_offers_are_first_equally_often(offers: tuple[Offer, ...], number: int) -> None:
    same = [replace(offers[0], id=f"same{i}", company=f"Same {i}") for i in range(number)]
    for share in shares(same, samples=4000).values():
        assert share[0] == pytest.approx(1 / number, abs=0.04)


@quick
@given(offer_lists())
def test_a_dominated_offer_is_never_first(offers: tuple[Offer, ...]) -> None:
    order = compare(offers, today=TODAY, samples=SAMPLES).order
    assert order is not None
    for standing in order.standings:
        assert sum(standing.shares) == pytest.approx(1)
        if standing.dominated_by is not None:
            assert standing.shares[0] == 0


def test_a_hopeless_third_offer_leaves_the_others_luck_alone() -> None:
    two = [paid("M", 60000, verdict=heard(0.4, 0.2, 0.6)), paid("N", 55000, verdict=heard(0.6, 0.4, 0.8))]
    hopeless = paid("A", 100, verdict=heard(0.01, 0.0, 0.02, 0.1))
    before, after = shares(two, samples=2000), shares([*two, hopeless], samples=2000)
    assert [after[one][0] for one in ("m", "n", "a")] == [before["m"][0], before["n"][0], 0.0]


def test_a_dominated_offer_is_named() -> None:
    good = paid("Good", 70000, verdict=heard(0.9, 0.8, 0.95, 0.9), weekly_hours=D(36))
    bad = paid("Bad", 50000, verdict=heard(0.2, 0.1, 0.3, 0.2), weekly_hours=D(45))
    order = compare([good, bad], today=TODAY).order
    assert order is not None
    assert [one.dominated_by for one in order.standings] == [None, "good"]
    assert order.standings[1].shares == (0.0, 1.0)


@quick
@given(
    offer_lists(2, 3), st.sampled_from([None, 2, 7, 20]), st.sampled_from([D(0), D(3), D(-2)]), st.booleans()
)
def test_the_break_even_gap_put_back_makes_both_totals_equal_to_the_cent(
    offers: tuple[Offer, ...], horizon: int | None, usual: Decimal, cash: bool
) -> None:
    wants = Preferences(horizon_years=horizon, pay_growth=usual, cash_first=cash)
    price = compare(offers, wants, today=TODAY, samples=1).price
    if price is None:
        return
    drawn = next(row for row in price.break_even if row.years == price.drawn_years)
    if drawn.reach is Reach.GAP:
        rich, school = (sum(path.yearly, D(0)) for path in price.paths)
        assert to_cent(rich) == to_cent(school) == to_cent(drawn.total)
    gaps = [row.gap.value for row in price.break_even if row.reach is Reach.GAP]
    assert all(gap is not None and gap > 0 for gap in gaps)


@given(positive, st.integers(2, 40), st.decimals(min_value=D("-0.5"), max_value=D("0.5"), places=6))
def test_the_growth_that_reaches_a_sum_is_found_again(pay: Decimal, years: int, growth: Decimal) -> None:
    """Cross-check: the sum is made year by year in the test, and the solver must give the growth back."""
    with localcontext(arithmetic):
        total, year = D(0), pay
        for _ in range(years):
            total += year
            year *= 1 + growth
        found = growth_to_reach(total, pay, years)
        assert found is not None
        assert abs(found - growth) < D("1e-30")


@given(st.integers(1, 40), st.decimals(min_value=D("0.0001"), max_value=D("0.5"), places=4))
def test_the_annuity_is_the_spreadsheets_future_value(years: int, growth: Decimal) -> None:
    """=FV(g, n, -1) is ((1+g)^n - 1)/g: a row of payments growing backwards in time has the same sum."""
    with localcontext(arithmetic):
        future_value = ((1 + growth) ** years - 1) / growth
        assert abs(annuity(growth, years) - future_value) < D("1e-30")


@quick
@given(offer_lists(2, 2))
def test_what_would_draw_level_draws_level(offers: tuple[Offer, ...]) -> None:
    before = compare(offers, today=TODAY, samples=1)
    if before.price is None:
        return
    more, once = before.price.add_to_base.value, before.price.add_once.value
    assert more is not None
    assert once is not None
    for how, amount in (("base", more), ("sign_on", once)):
        raised = [
            replace(one, terms=with_more(one.terms, how, amount)) if one.id == before.price.school else one
            for one in offers
        ]
        assert level(compare(raised, today=TODAY, samples=1))


def level(comparison: Comparison) -> bool:
    """Whether both offers pay the same a year, to the cent."""
    first, second = (one.yearly_discounted.value for one in comparison.offers)
    assert first is not None
    assert second is not None
    return abs((first - second).quantize(D("0.01"), rounding=ROUND_HALF_EVEN)) == 0


@quick
@given(offer_lists(), st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_numbers(offers: tuple[Offer, ...], seed: int) -> None:
    once, again = (compare(offers, today=TODAY, samples=SAMPLES, seed=seed) for _ in range(2))
    assert once == again


def test_another_seed_gives_other_numbers_within_sampling_error() -> None:
    offers = [paid("A", 60000, verdict=heard(0.4, 0.2, 0.6)), paid("B", 55000, verdict=heard(0.6, 0.4, 0.8))]
    one, other = shares(offers, samples=10_000, seed=1), shares(offers, samples=10_000, seed=2)
    assert one != other
    assert one["a"][0] == pytest.approx(other["a"][0], abs=0.03)
