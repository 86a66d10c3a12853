"""The pictures: always a PNG of a phone's width, and always the same facts in words."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from bot.pictures import Picture, mindset_gauge, pay_paths, rank_shares, short_money
from dialogs.offers.comparison import compare
from dialogs.offers.figures import Comparison
from dialogs.offers.offer import DoorsEvidence, Preferences
from dialogs.offers.terms import Bonus, Equity, SignOn
from tests.offers.making import TODAY, D, heard, paid

PNG = b"\x89PNG\r\n\x1a\n"
PHONE_AT_TWICE_THE_DENSITY = 720


def size(picture: Picture) -> tuple[int, int]:
    """Width and height, read from the PNG itself."""
    assert picture.png.startswith(PNG)
    width, height = struct.unpack(">II", picture.png[16:24])
    return width, height


def two(**wants: object) -> Comparison:
    """Northwind pays more, Globex is the better school."""
    offers = [
        paid("Northwind", 62000, bonus=Bonus(D(10)), verdict=heard(0.35, 0.15, 0.6, 0.3)),
        paid("Globex", 60800, verdict=heard(0.83, 0.6, 0.9, 0.7)),
    ]
    return compare(offers, Preferences(**wants), today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("draw", [pay_paths, rank_shares])
def test_a_picture_is_as_wide_as_a_phone(draw: Callable[..., Picture | None], dark: bool) -> None:
    picture = draw(two(), dark=dark)
    assert picture is not None
    assert size(picture)[0] == PHONE_AT_TWICE_THE_DENSITY


def test_the_paths_say_the_gap_and_when_the_totals_meet() -> None:
    picture = pay_paths(two())
    assert picture is not None
    assert "5.7 points a year faster from Globex" in picture.alt_text
    assert "€68,200 in year one" in picture.alt_text
    assert "Globex pays more from year four on." in picture.alt_text
    assert "same in total after five years" in picture.alt_text


def test_the_paths_name_no_sum_where_others_can_see() -> None:
    picture = pay_paths(two(), amounts=False)
    assert picture is not None
    assert "€" not in picture.alt_text


@pytest.mark.parametrize("wants", [{"horizon_years": 1}, {"horizon_years": 30}, {"cash_first": True}])
def test_any_horizon_is_drawn_or_not_at_all(wants: dict[str, object]) -> None:
    picture = pay_paths(two(**wants))
    assert (picture is None) == (wants == {"horizon_years": 1})


def test_the_shares_are_said_for_each_offer() -> None:
    comparison = two()
    picture = rank_shares(comparison)
    assert picture is not None
    assert comparison.order is not None
    assert "Northwind comes first in " in picture.alt_text
    assert "Globex comes first in " in picture.alt_text


def test_one_offer_has_no_paths_and_no_shares() -> None:
    comparison = compare([paid("Acme", 60000)], today=TODAY)
    assert pay_paths(comparison) is None
    assert rank_shares(comparison) is None


@pytest.mark.parametrize(
    ("doors", "words"),
    [
        (None, "Mindset: nothing heard yet."),
        (
            heard(0.83, 0.6, 0.9, 0.7, answers=7, interviewers=3),
            "outcome, 83 % sure, between 60 and 90 of 100",
        ),
        (heard(0.2, 0.1, 0.3, 0.2), "output, 80 % sure"),
        (DoorsEvidence("split", 0.5, (0.3, 0.7)), "Mindset: split, between 30 and 70 of 100."),
    ],
)
def test_the_gauge_says_what_was_heard(doors: DoorsEvidence | None, words: str) -> None:
    for dark in (False, True):
        picture = mindset_gauge("Globex", doors, dark=dark)
        assert size(picture)[0] == PHONE_AT_TWICE_THE_DENSITY
        assert words in picture.alt_text


def test_names_and_sums_of_any_kind_are_drawn() -> None:
    """Two dollar signs are no formula, letters the font lacks are no boxes, and long names are wrapped."""
    names = ("Stark $ Sons $", "株式会社テスト", "Umbrella Corporation of North America GmbH & Co. KG", "😀")
    offers = [
        paid(name, 70000 + 900 * at, "USD", sign_on=SignOn(D(9000 * at)), equity=Equity(value=D(4000 * at)))
        for at, name in enumerate(names)
    ]
    comparison = compare(offers, today=TODAY)
    for picture in (pay_paths(comparison), rank_shares(comparison), mindset_gauge(names[1], None)):
        assert picture is not None
        assert size(picture)[1] > 300
    shares = rank_shares(comparison)
    assert shares is not None
    assert all(name in shares.alt_text for name in names)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("60000", "EUR", "€60k"),
        ("62500", "EUR", "€62.5k"),
        ("1250000", "INR", "₹1.25M"),
        ("900", "USD", "$900"),
        ("-4000", "GBP", "-£4k"),
    ],
)
def test_axis_labels_are_short(amount: str, currency: str, text: str) -> None:
    assert short_money(D(amount), currency) == text
