"""Vesting, refreshers and claw-back, month by month, against calculations made another way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.offers.terms import ClawBack, Refreshers, Schedule, SignOn, Vesting
from dialogs.offers.vesting import owed_back, refreshed, vested_fraction

D = Decimal

vestings = st.builds(
    Vesting,
    years=st.sampled_from([D("0.5"), D(1), D("2.5"), D(3), D(4), D(5)]),
    cliff_months=st.one_of(st.none(), st.integers(0, 18)),
    schedule=st.one_of(st.none(), st.sampled_from(Schedule)),
)


@pytest.mark.parametrize(
    ("vesting", "month", "part"),
    [
        (Vesting(D(4), 12, Schedule.MONTHLY), 11, Fraction(0)),
        (Vesting(D(4), 12, Schedule.MONTHLY), 12, Fraction(1, 4)),
        (Vesting(D(4), 12, Schedule.MONTHLY), 13, Fraction(13, 48)),
        (Vesting(D(4), 12, Schedule.QUARTERLY), 14, Fraction(12, 48)),
        (Vesting(D(4), 12, Schedule.QUARTERLY), 15, Fraction(15, 48)),
        (Vesting(D(4), None, Schedule.YEARLY), 23, Fraction(12, 48)),
        (Vesting(D(4), 0, None), 1, Fraction(1, 48)),
        (Vesting(D(3), 6, Schedule.YEARLY), 6, Fraction(6, 36)),
        (Vesting(D(4), 12, None), 48, Fraction(1)),
        (Vesting(D(4), 12, None), 480, Fraction(1)),
        (Vesting(None, 12, None, (D(5), D(15), D(40), D(40))), 12, Fraction(5, 100)),
        (Vesting(None, 12, None, (D(5), D(15), D(40), D(40))), 30, Fraction(40, 100)),
        (Vesting(None, 12, Schedule.YEARLY, (D(5), D(15), D(40), D(40))), 47, Fraction(60, 100)),
        (None, 24, Fraction(1, 2)),
        (Vesting(D(0)), 24, Fraction(1, 2)),
    ],
)
def test_the_part_that_is_ones_own(vesting: Vesting | None, month: int, part: Fraction) -> None:
    assert abs(Fraction(vested_fraction(vesting, month)) - part) < Fraction(1, 10**40)


@given(vestings)
def test_the_months_parts_add_up_to_the_whole_and_never_fall(vesting: Vesting) -> None:
    parts = [vested_fraction(vesting, month) for month in range(80)]
    assert parts == sorted(parts)
    assert parts[0] == 0
    assert parts[-1] == 1
    if vesting.cliff_months is not None:
        assert all(part == 0 for part in parts[: min(vesting.cliff_months, 6)])


@given(vestings)
def test_monthly_vesting_as_a_spreadsheet_would_do_it(vesting: Vesting) -> None:
    """=IF(m>=n, 1, IF(m<cliff, 0, INT(m/step)*step/n)), the cliff paying what has built up."""
    assert vesting.years is not None
    n = int(vesting.years * 12)
    step = {Schedule.QUARTERLY: 3, Schedule.YEARLY: 12}.get(vesting.schedule or Schedule.MONTHLY, 1)
    cliff = vesting.cliff_months or 0
    for m in range(1, 80):
        sheet = 1.0 if m >= n else 0.0 if m < cliff else max(m // step * step, cliff) / n
        assert float(vested_fraction(vesting, m)) == pytest.approx(sheet, abs=1e-12)


@pytest.mark.parametrize(
    ("months", "owed"), [(0, 12000), (1, 11000), (6, 6000), (11, 1000), (12, 0), (13, 0), (-1, 12000)]
)
def test_a_prorated_claw_back_falls_by_the_month(months: int, owed: int) -> None:
    """=MAX(0, 12000 * (12 - months) / 12)"""
    assert owed_back(SignOn(D(12000), 12, ClawBack.PRORATED), months) == owed


@pytest.mark.parametrize("kind", [ClawBack.CLIFF, None])
def test_a_claw_back_is_all_of_it_until_the_last_month_unless_said_to_fall(kind: ClawBack | None) -> None:
    assert [owed_back(SignOn(D(500), 24, kind), month) for month in (0, 23, 24)] == [500, 500, 0]


def test_without_a_claw_back_nothing_is_owed() -> None:
    assert owed_back(SignOn(D(500)), 0) == 0
    assert owed_back(SignOn(D(500), 0, ClawBack.PRORATED), 0) == 0


def test_refreshers_stack_up_year_by_year() -> None:
    """A grant of 12,000 at the end of each year, vesting over two years: 0, 6, 18, 30 thousand in all."""
    given_yearly = Refreshers(D(12000), D(2))
    vested = [refreshed(given_yearly, None, 12 * year) for year in (1, 2, 3, 4)]
    assert vested == [0, 6000, 18000, 30000]


def test_no_refreshers_are_counted_that_are_not_written() -> None:
    assert refreshed(None, Vesting(D(4)), 48) == 0
