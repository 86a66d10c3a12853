"""Several offers in one breath: each company has its own words, and one offer stays one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dialogs.offers.several import company_in, several_offers
from dialogs.words.language import language
from tests.offers.making import TODAY

COMMON = language("en").stop


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("vandelay 85k base, tyrell 90k, umbrella 78k", ["vandelay", "tyrell", "umbrella"]),
        ("two offers: kord 62k a year and stark industries 5.2k a month", ["kord", "stark industries"]),
        ("Umbrella pays 48k GBP a year, Tyrell 52k, answer by friday", ["Umbrella", "Tyrell"]),
        ("umbrella offered 48k and tyrell offered me 52k", ["umbrella", "tyrell"]),
        ("i have 2 offers, one from kord 60k, one from queen 62k", ["kord", "queen"]),
        ("Kord: 62k EUR. Queen: 65k EUR. Both want an answer by friday", ["Kord", "Queen"]),
        ("zwei Angebote: kord 70k brutto im jahr und queen 72k brutto", ["kord", "queen"]),
        ("offers from wayne 90k usd + 10% bonus, and from kord 6k usd a month x 14", ["wayne", "kord"]),
        (
            "Kord gave me an offer: 88k EUR/year plus 10% bonus; Queen came in at 92k EUR/year",
            ["Kord", "Queen"],
        ),
        ("offer from kord 75k/yr USD and queen 5k a month gbp", ["kord", "queen"]),
    ],
)
def test_companies_with_pay_of_their_own_are_told_apart(text: str, companies: list[str]) -> None:
    several = several_offers(text, today=TODAY, common=COMMON)
    assert several is not None
    assert [company for company, _ in several.offers] == companies


@pytest.mark.parametrize(
    "text",
    [
        "kord offered 62k EUR a year and HR said 70k is possible",
        "kord 62k EUR a year, dental 2k a year",
        "kord 62k, relocation support 10k",
        "kord gave me 60k; the recruiter says 65k is possible",
        "Kord 60k base and Stock 40k over 4 years",
        "base 62k, bonus 6k and shares 40k",
        "offer from kord 62k, they pay 5k for the move",
        "offer kord 62k a year, netflix 15 a month",
        "kord 62k a year, visa costs 3k, moving 4k",
        "kord 50k a year, flat nearby 1500 a month",
        "kord 62k a year, but kord said 65k is possible",
    ],
)
def test_one_offer_with_several_sums_is_one(text: str) -> None:
    assert several_offers(text, today=TODAY, common=COMMON) is None


@pytest.mark.parametrize("name", ["lines.toml", "fresh_lines.toml"])
def test_no_line_that_tells_of_one_offer_is_taken_apart(name: str) -> None:
    lines = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["line"]
    assert lines
    apart = [one["text"] for one in lines if several_offers(one["text"], today=TODAY, common=COMMON)]
    assert not apart


def test_a_company_that_has_not_said_a_number_is_handed_back() -> None:
    several = several_offers(
        "kord 62k a year, queen 64k a year, free lunch, and wayne has not told me anything yet",
        today=TODAY,
        common=COMMON,
    )
    assert several is not None
    assert several.offers == (("kord", "kord 62k a year"), ("queen", "queen 64k a year, free lunch"))
    assert several.left == ("wayne has not told me anything yet",)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kord CHF", "Kord"),
        ("Queen 32 LPA fixed", "Queen"),
        ("Wayne Enterprises GBP", "Wayne Enterprises"),
        ("3M", "3M"),
        ("Studio 54", "Studio 54"),
        ("Best Buy", "Best Buy"),
    ],
)
def test_money_behind_a_name_is_no_part_of_it(typed: str, name: str) -> None:
    assert company_in(typed) == name
