"""Offers for tests, made short."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from dialogs.offers.offer import DoorsEvidence, Offer
from dialogs.offers.terms import Base, Bonus, Equity, Match, Per, SignOn, Terms, Vesting

TODAY = date(2026, 3, 9)
D = Decimal


def paid(name: str, amount: int | str, currency: str | None = "EUR", /, **terms: Any) -> Offer:
    """An offer with a yearly base and whatever else."""
    verdict = terms.pop("verdict", None)
    present = terms.pop("is_present_job", False)
    base = Base(D(amount), currency, Per.YEAR)
    return Offer(name.lower(), name, Terms(base=base, **terms), verdict=verdict, is_present_job=present)


def heard(probability: float, low: float, high: float, growth: float = 0.5, **more: Any) -> DoorsEvidence:
    """Evidence with one interval for mindset, and growth known to a tenth."""
    word = "outcome" if probability >= 0.5 else "output"
    span = (max(growth - 0.1, 0.0), min(growth + 0.1, 1.0))
    kind = "compounding" if growth >= 0.5 else "repetitive"
    values: dict[str, Any] = {"answers": 5, "interviewers": 2, **more}
    return DoorsEvidence(word, probability, (low, high), kind, growth, span, **values)


def two() -> list[Offer]:
    """The better payer and the better school of the design's example."""
    return [
        paid("Northwind", 62000, bonus=Bonus(D(10)), verdict=heard(0.35, 0.15, 0.6, 0.3)),
        paid("Globex", 60800, verdict=heard(0.83, 0.6, 0.9, 0.7)),
    ]


cents = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False, allow_infinity=False)
positive = st.decimals(min_value=D("0.01"), max_value=10**7, places=2, allow_nan=False, allow_infinity=False)
percents = st.decimals(min_value=0, max_value=100, places=1, allow_nan=False, allow_infinity=False)
fractions = st.decimals(min_value=0, max_value=1, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def evidences(draw: st.DrawFn) -> DoorsEvidence | None:
    """Nothing heard, or probabilities within intervals."""
    if draw(st.booleans()):
        return None
    low, mid, high = sorted(draw(st.floats(0, 1)) for _ in range(3))
    return heard(mid, low, high, draw(st.floats(0, 1)))


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Terms in one currency with or without each of their parts."""

    def maybe(part: st.SearchStrategy[Any]) -> Any:
        return draw(st.one_of(st.none(), part))

    return Terms(
        base=Base(draw(positive) + 1000, "EUR", Per.YEAR),
        bonus=maybe(st.builds(Bonus, percents, st.one_of(st.none(), cents), st.one_of(st.none(), fractions))),
        equity=maybe(st.builds(Equity, value=cents, listed=st.one_of(st.none(), st.booleans()))),
        vesting=maybe(
            st.builds(Vesting, years=st.sampled_from([D(1), D(3), D(4)]), cliff_months=st.integers(0, 12))
        ),
        sign_on=maybe(st.builds(SignOn, cents)),
        match=maybe(st.builds(Match, percents, st.one_of(st.none(), cents))),
        weekly_hours=maybe(st.integers(10, 80).map(D)),
        days_off=maybe(st.integers(0, 60).map(D)),
    )


@st.composite
def offer_lists(draw: st.DrawFn, least: int = 2, most: int = 4) -> tuple[Offer, ...]:
    """Offers with different ids."""
    number = draw(st.integers(least, most))
    return tuple(
        Offer(f"o{i}", f"Offer {i}", draw(terms()), verdict=draw(evidences())) for i in range(number)
    )
